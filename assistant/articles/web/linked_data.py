"""What a page says about itself in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any, TypeAlias

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.fragments import readable
from assistant.articles.text import folded, one_line

Thing: TypeAlias = dict[str, Any]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage)$")
_COMMENTED = re.compile(r"^\s*(?://)?\s*<!(?:--|\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
# Some pages forget to name its type.
_SCRIPTS = (
    "//script[contains(@type, 'ld+json') or "
    "(not(@type or @src) and starts-with(translate(., ' \t\r\n', ''), '{\"@context\":'))]"
)
_DEEPEST = 8


class LinkedData:
    """The article that a page describes, other work of its title, the page, the way to it."""

    def __init__(self, tree: HtmlElement, titles: Iterable[str]) -> None:
        """Read the article among those described which has one of the `titles`."""
        things = list(_things(tree))
        named = set(map(folded, titles))
        self.article = _most_likely(_of(things, _ARTICLE), named)
        self.work = next((thing for thing in things if _is_called(thing, named)), {})
        self.page = next(iter(_of(things, _PAGE)), {})
        self.types = {name for thing in things for name in strings(thing.get("@type"))}
        self._trails = _of(things, re.compile(r"^BreadcrumbList$"))

    @property
    def headline(self) -> str:
        """The article's headline, which may be one for search engines."""
        return text(self.article.get("headline"))

    @property
    def body(self) -> str:
        """The text of the article; seldom with paragraphs, often nothing."""
        parts = [self.article.get("articleBody")]
        updates = _list(self.article.get("liveBlogUpdate"))
        parts += [u.get("articleBody") for u in updates if isinstance(u, dict)]
        return "\n".join(readable(part) for part in parts if isinstance(part, str))

    @property
    def trail(self) -> list[str]:
        """Names of the places above the page, the most general one first."""
        items = [i for trail in self._trails[:1] for i in _list(trail.get("itemListElement"))]
        named = [_name(item) or _name(item.get("item")) for item in items if isinstance(item, dict)]
        return [one_line(name[0]) for name in named if name]


def names(value: Any) -> list[str]:
    """Names of people or organisations, given plain, as objects or as lists of these."""
    return [name for item in _list(value) for name in _name(item)]


def organisations(value: Any) -> list[str]:
    """Names of those among people and organisations that are said to be the latter."""
    things = [item for item in _list(value) if isinstance(item, dict)]
    return names([i for i in things if any("Organi" in t for t in strings(i.get("@type")))])


def strings(value: Any) -> list[str]:
    """The strings of a value or of a list of values."""
    return [v for v in _list(value) if isinstance(v, str)]


def text(value: Any) -> str:
    """A value as one line of text; of several, the first."""
    return one_line(unescape(next(iter(strings(value)), "")))


def _things(tree: HtmlElement) -> Iterator[Thing]:
    """The things that the page's JSON-LD describes, without those that it only lists."""
    for script in tree.xpath(_SCRIPTS):
        try:
            yield from _flat(json.loads(_COMMENTED.sub("", script.text or ""), strict=False))
        except (ValueError, RecursionError):
            continue


def _flat(value: Any, depth: int = 0) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _flat(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(value.get(key), depth + 1)


def _of(things: Iterable[Thing], types: re.Pattern[str]) -> list[Thing]:
    return [t for t in things if any(types.search(name) for name in strings(t.get("@type")))]


def _most_likely(articles: list[Thing], titles: set[str]) -> Thing:
    """The article with the page's title; one with a date of publication before others."""

    def fits(thing: Thing) -> tuple[bool, bool]:
        return folded(text(thing.get("headline"))) in titles, bool(thing.get("datePublished"))

    return max(articles, key=fits, default={})


def _is_called(thing: Thing, titles: set[str]) -> bool:
    """Whether a thing of any kind, such as a recipe, has one of the titles."""
    return not titles.isdisjoint(folded(text(thing.get(key))) for key in ("headline", "name"))


def _name(value: Any) -> list[str]:
    named = value.get("name") if isinstance(value, dict) else value
    return [name for name in map(unescape, strings(named)) if name.strip()]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
