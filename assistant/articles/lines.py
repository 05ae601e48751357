"""Blocks of a web page and what tells whether each is a line of the article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assistant.articles import prose
from assistant.articles.authors import in_byline
from assistant.articles.blocks import Block, Box
from assistant.articles.dates import begins_with_date
from assistant.articles.text import folded

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "tr", "dd", "dt"})
_APART = frozenset(
    {
        "<address>", "<aside>", "<button>", "<dialog>", "<fieldset>", "<figcaption>", "<figure>",
        "<footer>", "<form>", "<menu>", "<nav>",
    }
)  # fmt: skip
# What builders of pages call the boxes that are not the article, whatever its language.
_APART_NAMES = frozenset(
    {
        "actions", "ad", "ads", "advert", "advertisement", "author", "authors", "bio", "breadcrumb",
        "breadcrumbs", "byline", "bylines", "caption", "captions", "comment", "commentform",
        "comments", "complementary", "consent", "contentinfo", "cookie", "cookies", "copyright",
        "credit", "credits", "date", "figcaption", "footer", "login", "meta", "nav", "navigation",
        "newsletter", "newsletters", "outbrain", "pagination", "player", "popular", "prev", "print",
        "promo", "promos", "readmore", "recirc", "recommendation", "recommendations", "recommended",
        "related", "reply", "respond", "share", "sharedaddy", "sharing", "sidebar", "signup",
        "social", "sponsored", "subscribe", "taboola", "tag", "tags", "timestamp", "toolbar",
        "topics", "trending", "widget",
    }
)  # fmt: skip
_NEVER = frozenset({"consent", "cookie", "cookies"})
_LABELLED = re.compile(r"[^:：]{2,40}[:：]")
_TIME_OR_MARK = re.compile(r"\d{4}|\d{1,2}:\d\d|^\W|^[\w\s]{1,20}$")

_MUCH = 0.3
_LONG, _LABEL, _HALF, _FULL = 25, 60, 200, 400
_STATED_WHOLE = 400
_CARD = 5


@dataclass(eq=False)
class Line:
    """A block and what is known of it."""

    block: Block
    repeated: bool
    headline: bool
    seconded: bool  # another reader took it for the article as well
    stated: bool  # the page states it as the article's text
    apart: bool = False  # in a box that is something else by tag or name
    listed: bool = False  # in a list of links, or under one
    inserted: bool = False  # in a box that interrupts the article
    unseconded_gain: float = 0.3

    @property
    def text(self) -> str:
        """What it says."""
        return self.block.text

    @cached_property
    def key(self) -> str:
        """Its letters and digits, by which two copies are the same."""
        return folded(self.text)

    @cached_property
    def width(self) -> float:
        """Its length, ideographs counted as more."""
        return prose.width(self.text)

    @cached_property
    def prose(self) -> bool:
        """Whether it has the form of a sentence or a paragraph, and is no link."""
        return self.block.linked < 0.5 and prose.is_prose(self.text)

    @property
    def title(self) -> bool:
        """Whether it is the headline, or another heading of the first rank."""
        return self.headline or self.block.box.tag == "h1"

    @property
    def heading(self) -> bool:
        """Whether it is a heading of any rank."""
        return self.block.box.tag in _HEADINGS

    @property
    def opens(self) -> bool:
        """Whether a text may begin with the line."""
        if self.prose:
            return True
        fits = self.seconded and not self.heading and self.width >= _LONG
        return fits and (self.width >= _LABEL or not _TIME_OR_MARK.search(self.text))

    @property
    def weight(self) -> float:
        """What the line adds to a run of lines, in hundreds of characters."""
        gain = min(self.width, _FULL) / 100
        linked = self.block.linked
        if self.seconded and linked <= 0.8:
            return max(0.1, gain)
        if self.apart:
            return -0.3
        if self.repeated:
            return -0.2
        if self.prose:
            return gain if self.stated else self.unseconded_gain * gain
        if self.title:
            return 0.0
        short = self.heading or self.block.box.tag in _PARAGRAPHS
        return -0.3 if short and linked <= 0.5 and not self.listed else -1.0

    @property
    def belongs(self) -> bool:
        """Whether the line is text of the article if it stands within its run."""
        if self.inserted or self.apart or self.title or self.listed or in_byline(self.text):
            return False
        sentence = self.block.box.tag == "p" and prose.is_prose(self.text)
        linked = 0.9 if sentence and not _LABELLED.match(self.text) else 0.6
        again = self.repeated and not (self.prose and self.width > 100)
        credit = prose.is_credit(self.text) and self.width < _HALF and not self.seconded
        return self.block.linked <= linked and not again and not credit

    @property
    def counts(self) -> bool:
        """Whether it is more than a bit between the paragraphs; speech may be short."""
        said = self.block.box.tag in {"p", "blockquote"} and prose.ends_sentence(self.text)
        return self.prose or self.heading or self.seconded or said

    @property
    def label(self) -> bool:
        """Whether it is so short that it may tell a date or a name, and is not of a picture."""
        caption = self.block.box.captions and not begins_with_date(self.text)
        return self.width < _HALF and not self.listed and not caption


def known_lines(blocks: Sequence[Block], title: str, stated: str, second: str) -> list[Line]:
    """Find out all that can be told of each block by the page as a whole."""
    lines = _until_next(_lines(blocks, folded(title), folded(stated), second))
    _set_apart(lines)
    _set_listed(lines)
    _set_teasers(lines)
    own = [line for line in lines if line.prose and not line.apart and not line.repeated]
    if _width(line for line in own if line.seconded) < _MUCH * _width(own):
        for line in lines:
            line.unseconded_gain = 0.6
    return lines


def _lines(blocks: Sequence[Block], title: str, stated: str, second: str) -> list[Line]:
    count = Counter(block.text for block in blocks)
    seconded, seconded_lines = folded(second), set(map(folded, second.splitlines()))
    lines = []
    for block in blocks:
        key = folded(block.text)
        line = Line(
            block=block,
            repeated=count[block.text] > 1,
            headline=bool(key) and key == title,
            seconded=key in seconded_lines or (len(key) >= _LONG and key in seconded),
            stated=len(stated) > _STATED_WHOLE and key in stated,
        )
        lines.append(line)
    return lines


def _until_next(lines: list[Line]) -> list[Line]:
    """Up to the headline of another article of the same make, as endless pages load them."""
    heads = [i for i, x in enumerate(lines) if x.block.box.tag == "h1" and x.block.linked < 0.5]
    own = next((i for i in heads if lines[i].headline), None)
    if own is None:
        return lines
    for i in heads:
        box, first = lines[i].block.box, lines[own].block.box
        alike = box.hints == first.hints and bool(box.hints)
        others = box.within("article") != first.within("article")
        if i > own and lines[i].key != lines[own].key and (alike or others):
            return lines[:i]
    return lines


def _set_apart(lines: Sequence[Line]) -> None:
    """Mark what stands in a box that is not the article by its tag or name.

    A label under which much of the text stands says nothing on this page, nor does one
    of a box that holds the headline.
    """
    none: frozenset[str] = frozenset()
    known = {box: none for line in lines if line.title for box in line.block.box.chain()}

    def labels(box: Box) -> frozenset[str]:
        for inner in reversed([*takewhile(lambda b: b not in known, box.chain())]):
            tag = {f"<{inner.tag}>"} & _APART
            above = known[inner.parent] if inner.parent else none
            known[inner] = above | tag | (inner.hints & _APART_NAMES)
        return known[box]

    text = [line for line in lines if line.prose and not line.repeated]
    text = [line for line in text if line.seconded] or text
    under: Counter[str] = Counter()
    for line in text:
        under.update(dict.fromkeys(labels(line.block.box), round(min(line.width, _FULL))))
    silent = {label for label, width in under.items() if width > _MUCH * _width(text)} - _NEVER
    for line in lines:
        line.apart = bool(labels(line.block.box) - silent)


def _set_listed(lines: Iterable[Line]) -> None:
    """Mark the items of lists that are mostly links."""
    lists: dict[Box, list[Line]] = defaultdict(list)
    for line in lines:
        if inner := next((b for b in line.block.box.chain() if b.tag in {"ul", "ol"}), None):
            lists[inner].append(line)
    for items in lists.values():
        if sum(i.block.linked * i.width for i in items) > 0.5 * sum(i.width for i in items):
            for item in items:
                item.listed = True


def _set_teasers(lines: Iterable[Line]) -> None:
    """Mark the summary under the linked headline of another article, in a box of their own."""
    boxes: dict[Box, list[Line]] = defaultdict(list)
    for line in lines:
        for box in line.block.box.chain():
            boxes[box].append(line)
    for inside in boxes.values():
        text = [i for i, line in enumerate(inside) if line.prose]
        if len(inside) <= _CARD and len(text) == 1:
            above = inside[: text[0]]
            if any(line.block.linked > 0.9 and line.width >= _LONG for line in above):
                inside[text[0]].listed = True


def _width(lines: Iterable[Line]) -> float:
    return sum(min(line.width, _FULL) for line in lines)
