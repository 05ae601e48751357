"""What a page says about itself in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from html import unescape
from operator import itemgetter
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.fragments import readable
from assistant.articles.text import folded, one_line
from assistant.intake import host_of
from assistant.language.terms import terms

Thing: TypeAlias = dict[str, Any]
_Place: TypeAlias = tuple[str, str]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage)$")
_COMMENTED = re.compile(r"^(?://\s*)?<!(?:--|\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)$")
# Some pages forget to name its type.
_SCRIPTS = (
    "//script[contains(@type, 'ld+json') or "
    "(not(@type or @src) and starts-with(translate(., ' \t\r\n', ''), '{\"@context\":'))]"
)
_DEEPEST = 8


class LinkedData:
    """The article that a page describes, other work of its title, the page, the way to it."""

    def __init__(self, tree: HtmlElement, titles: Sequence[str], addresses: Iterable[str]) -> None:
        """Read the article among those described which has one of the `titles` or `addresses`."""
        things = list(_things(tree))
        named = {name for title in titles if (name := folded(title))}
        self.article = _most_likely(_of(things, _ARTICLE), titles, _places(addresses))
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


def literals(value: Any) -> list[str]:
    """A value or list of values as programs write them: plain, as numbers, or as `@value`."""
    bare = (v.get("@value") if isinstance(v, dict) else v for v in _list(value))
    return [str(v) for v in bare if isinstance(v, str | int)]


def text(value: Any) -> str:
    """A value as one line of text; of several, the first."""
    return one_line(unescape(next(iter(strings(value)), "")))


def _things(tree: HtmlElement) -> Iterator[Thing]:
    """The things that the page's JSON-LD describes, without those that it only lists."""
    for script in tree.xpath(_SCRIPTS):
        try:
            bare = _COMMENTED.sub("", (script.text or "").strip())
            yield from _flat(json.loads(bare, strict=False))
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


def _most_likely(articles: list[Thing], titles: Sequence[str], here: set[_Place]) -> Thing:
    """The article with the page's title or address; one with a date of publication before others.

    One that has neither is of a teaser if it says no word of the titles or has another
    address of the same host; on other hosts agency copy has its own.
    """
    named, words = set(map(folded, titles)) - {""}, set(terms(" ".join(titles), None))
    ranked = []
    for thing in articles:
        headline, there = text(thing.get("headline")), _places(_addresses(thing))
        called, at_home = folded(headline) in named, not here.isdisjoint(there)
        near = any(place[0] == other[0] for place in there for other in here)
        strange = bool(headline and words) and words.isdisjoint(terms(headline, None))
        if called or at_home or not (near or strange):
            ranked.append(((called, at_home, bool(thing.get("datePublished"))), thing))
    return max(ranked, key=itemgetter(0), default=((), {}))[1]


def _addresses(thing: Thing) -> list[str]:
    """Where a thing, or the page that it is the subject of, says that it stands."""
    page = thing.get("mainEntityOfPage")
    holders = [thing, *(p for p in _list(page) if isinstance(p, dict))]
    return strings(page) + [
        a for h in holders for key in ("url", "@id") for a in strings(h.get(key))
    ]


def _places(addresses: Iterable[str]) -> set[_Place]:
    """Hosts and paths of addresses, but for those of home pages."""
    found = set()
    for address in addresses:
        with suppress(ValueError):
            path = unquote(urlsplit(address).path).rstrip("/")
            found |= {(host, path)} if path and (host := host_of(address)) else set()
    return found


def _is_called(thing: Thing, titles: set[str]) -> bool:
    """Whether a thing of any kind, such as a recipe, has one of the titles."""
    return not titles.isdisjoint(folded(text(thing.get(key))) for key in ("headline", "name"))


def _name(value: Any) -> list[str]:
    named = value.get("name") if isinstance(value, dict) else value
    return [name for name in map(unescape, strings(named)) if name.strip()]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
