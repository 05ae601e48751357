"""HTML → the blocks of text that a reader sees, each with the boxes it stands in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile

from lxml.etree import iterwalk  # type: ignore[import-untyped]
from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.text import one_line

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
        "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "s", "samp",
        "small", "span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u", "var",
        "wbr",
    }
)  # fmt: skip
_SILENT = frozenset(
    {
        "applet", "audio", "button", "canvas", "dialog", "embed", "head", "iframe", "input", "link",
        "map", "meta", "noscript", "object", "option", "rp", "rt", "rtc", "script", "select",
        "source", "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|(?<!backface-)visibility\s*:\s*hidden|(?<!-)color\s*:\s*transparent|"
    r"font-size\s*:\s*(?:0(?![.\d]*[1-9])|1(?:\.0+)?(?:px|pt|%))|opacity\s*:\s*0(?![.\d]*[1-9])|"
    r"clip(?:-path)?\s*:\s*(?:rect|inset)|(?:left|top|text-indent)\s*:\s*-\d{3}",
    re.IGNORECASE,
)
# What style sheets call text that only programs read aloud.
_HIDDEN_CLASS = re.compile(r"\bsr-only|visually-?hidden|screen-?reader", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"comment|related|teaser|sidebar|avatar|bio\b|caption|copyright|credit", re.IGNORECASE
)
_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component", "data-type")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_NAME = 400
_PLACES = frozenset({"html", "body", "main"})
_OWN = 3


@dataclass(eq=False)
class Box:
    """An element that begins a new line, within another."""

    element: HtmlElement
    parent: "Box | None"

    @cached_property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @cached_property
    def hints(self) -> frozenset[str]:
        """The words of its class, id and role: authors of pages name things by what they are."""
        named = " ".join(filter(None, map(self.element.get, _NAMING)))[:_LONGEST_NAME]
        return frozenset(word.lower() for word in _WORD.findall(named))

    @property
    def captions(self) -> bool:
        """Whether it is part of a picture."""
        return any(
            box.tag in {"figure", "figcaption"} or box.hints & {"caption", "captions", "credit"}
            for box in self.chain()
        )

    def within(self, tag: str) -> list["Box"]:
        """The boxes of a tag that it stands in."""
        return [box for box in self.chain() if box.tag == tag]

    def chain(self) -> Iterator["Box"]:
        """The box itself and all it stands in, from the inside out."""
        box: Box | None = self
        while box:
            yield box
            box = box.parent


@dataclass(eq=False)
class Block:
    """One line of text; `linked` is the share of it that leads elsewhere."""

    text: str
    box: Box
    linked: float


def blocks(tree: HtmlElement) -> list[Block]:
    """Read what is shown of a page, in its order; the cells of a row make one line."""
    body = tree.find(".//body")
    walker = _Walker()
    walker.walk(tree if body is None else body)
    return walker.found


@dataclass
class _Walker:
    found: list[Block] = field(default_factory=list)
    box: Box | None = None
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    headlines: float = 0

    def walk(self, body: HtmlElement) -> None:
        """Without recursion, since pages may be nested to any depth."""
        self.headlines = body.xpath("count(//h1)")
        unseen: HtmlElement | None = None
        for event, element in iterwalk(body, events=("start", "end", "comment", "pi")):
            if unseen is not None:
                if event == "end" and element is unseen:
                    unseen = None
                    self.say(element.tail)
            elif event == "start" and (element.tag in _SILENT or self.hides(element)):
                unseen = element
            elif event == "start":
                self.enter(element)
            else:
                if event == "end":
                    self.leave(element)
                self.say(element.tail)

    def hides(self, element: HtmlElement) -> bool:
        """Whether an element is not shown; what holds all headlines is only not shown yet."""
        if not element.attrib or not _hidden(element):
            return False
        inside = element.xpath("count(descendant-or-self::h1)")
        return bool(inside == 0 or inside < self.headlines)

    def enter(self, element: HtmlElement) -> None:
        if element.tag not in _INLINE:
            self.end_line()
            if element.tag != "br":
                self.box = Box(element, self.box)
        elif element.tag in _CELLS and self.pieces:
            self.pieces.append(" | ")
        elif element.tag == "sup" and "".join(self.pieces[-1:])[-1:].isdigit():
            raised = element.xpath("string()").strip()[:1]
            self.pieces.append("^" if raised.isdigit() else "")  # 10 to the 6th is not 106
        self.links += element.tag == "a"
        self.say(element.text)

    def leave(self, element: HtmlElement) -> None:
        self.links -= element.tag == "a"
        if element.tag not in _INLINE and element.tag != "br":
            self.end_line()
            self.box = self.box.parent if self.box else None

    def say(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.linked += len(text.strip()) if self.links else 0

    def end_line(self) -> None:
        text = one_line("".join(self.pieces)).strip(" |") if self.pieces else ""
        if text and self.box:
            self.found.append(Block(text, self.box, min(1.0, self.linked / len(text))))
        self.pieces.clear()
        self.linked = 0


def _hidden(element: HtmlElement) -> bool:
    attributes = element.attrib
    style = attributes.get("style", "")
    return (
        attributes.get("hidden", "false") != "false"
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN_STYLE.search(style))
        or _is_as_its_ground(style)
        or bool(_HIDDEN_CLASS.search(attributes.get("class", "")))
    )


def _is_as_its_ground(style: str) -> bool:
    """Whether letters have the colour of what is behind them."""
    stated = (declaration.lower().partition(":") for declaration in style.split(";"))
    values = {name.strip(): value.split("!")[0].strip() for name, _, value in stated}
    letters = values.get("color")
    return bool(letters) and letters in {values.get("background"), values.get("background-color")}


def is_of_others(element: HtmlElement) -> bool:
    """Whether an element is, by its names, of a picture, a comment or another article."""
    chain = takewhile(lambda e: e.tag not in {"main", "body"}, (element, *element.iterancestors()))
    return any(
        _OF_OTHERS.search(f"{e.get('class', '')} {e.get('id', '')}") and e.find(".//h1") is None
        for e in chain
    )


def stands_with(element: HtmlElement, headline: HtmlElement) -> bool:
    """Whether an element stands in a box made for the headline."""
    around = (headline, *headline.iterancestors())
    own = set(islice(takewhile(lambda e: e.tag not in _PLACES, around), _OWN))
    return any(e in own for e in (element, *element.iterancestors()))
