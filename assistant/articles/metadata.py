"""What a web page states about itself: JSON-LD, meta tags, links, headings, time tags."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from itertools import takewhile
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.authors import in_byline
from assistant.articles.dates import Origin, dated, from_url, stated_in
from assistant.articles.text import folded, one_line
from assistant.types import Dated

Thing: TypeAlias = dict[str, Any]

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review)$")
_PAGE_TYPES = re.compile(r"(?:WebPage|ItemPage)$")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dcterms.created", "dcterms.issued", "dc.date.issued",
    "dc.date", "dcterms.date", "publish-date", "publish_date", "publishdate", "publication_date",
    "pubdate", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time",
    "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip
_SEPARATOR = re.compile(r"\s+[|–—•·:»-]{1,2}\s+|\s*\|\s*")
_NEAR = 60
_SAME = 40
_PROSE = 200


class Metadata:
    """The statements of one page, read when asked for."""

    def __init__(self, tree: HtmlElement, url: str, fetched_at: datetime) -> None:
        self._tree, self._url, self._fetched_at = tree, url, fetched_at
        things = list(_things(tree))
        self._article = _first(things, _ARTICLE_TYPES)
        self._page = _first(things, _PAGE_TYPES)
        self._meta = _meta(tree)

    @property
    def language(self) -> str | None:
        """The tag as stated, with its country if it has one."""
        on_root = self._tree.xpath("string(/*/@lang)") or self._tree.xpath("string(//html/@lang)")
        return str(on_root or self._article.get("inLanguage") or self._meta.get("og:locale") or "")

    @property
    def url(self) -> str | None:
        """The canonical address: of this page itself, not of a home page or another host."""
        stated = self._tree.xpath("string(//link[@rel='canonical']/@href)")
        parts = urlsplit(urljoin(self._url, str(stated or self._meta.get("og:url", "")).strip()))
        own = urlsplit(self._url)
        same = own.scheme == "file" or _host(parts.netloc) == _host(own.netloc)
        usable = parts.scheme in {"http", "https"} and parts.path.strip("/") and same
        return parts.geturl() if usable else None

    @property
    def source(self) -> str | None:
        """The outlet by name, else by the host that the page is on."""
        publisher = _name(self._article.get("publisher"))
        named = self._meta.get("og:site_name") or next(iter(publisher), None)
        return named or _host(urlsplit(self.url or self._url).netloc) or None

    @property
    def authors(self) -> list[str]:
        """Authors as stated, not yet split into names."""
        if in_json := _name(self._article.get("author")):
            return in_json
        meta = (self._meta.get(key, "") for key in ("author", "article:author", "parsely-author"))
        if in_meta := [m for m in meta if m and not m.startswith("http")]:
            return in_meta[:1]
        marked = self._tree.xpath("//*[@rel='author' or @itemprop='author']")
        shown = [one_line(tag.text_content()) for tag in marked]
        bylines = (in_byline(one_line(text)) for text in self._texts_near_title())
        return shown[:3] or list(next((found for found in bylines if found), ()))

    @property
    def title(self) -> str:
        """The headline, without the name of the site."""
        stated = [_text(self._article.get("headline")), self._meta.get("og:title", "")]
        window = one_line(str(self._tree.xpath("string(//head/title)")))
        headings = self.headings
        shown = sorted((h for h in headings if _agree(h, stated[1] or window)), key=len)
        candidates = [t for t in [stated[0], *shown[-1:], stated[1], window, *headings] if t]
        best = candidates[0] if candidates else ""
        return _without_site(best, self.source, candidates)

    @property
    def headings(self) -> list[str]:
        """The headings of the first rank, as shown."""
        return [one_line(heading.text_content()) for heading in self._tree.xpath("//h1")]

    @property
    def text(self) -> str:
        """The text that JSON-LD gives; seldom with paragraphs, often nothing."""
        body = self._article.get("articleBody")
        return unescape(body) if isinstance(body, str) else ""

    @property
    def standfirst(self) -> str | None:
        """The paragraph under the headline that says what the page's description says."""
        description = self._meta.get("og:description") or self._meta.get("description", "")
        if len(beginning := folded(description)[:_SAME]) < _SAME:
            return None
        for tag in self._tree.xpath("//h1/following::*[self::p or self::h2 or self::div]")[:_NEAR]:
            text = one_line(tag.text_content())
            if len(text) <= 2 * len(description) and folded(text).startswith(beginning):
                return text
        return None

    @property
    def own_article(self) -> HtmlElement | None:
        """The <article> around the headline, on a page that has more than one."""
        if len(self._tree.xpath("//article[not(ancestor::article)]")) < 2:
            return None
        for heading in self._tree.xpath("//article//h1"):
            if _agree(one_line(heading.text_content()), self.title):
                own: HtmlElement = next(heading.iterancestors("article"))
                return own
        return None

    @property
    def published(self) -> Dated | None:
        """By the most reliable statement that can be read."""
        return self._dated("datePublished", _PUBLISHED) or self._unlabelled_date()

    @property
    def modified(self) -> Dated | None:
        """By JSON-LD or a meta tag; other dates say nothing about a change."""
        return self._dated("dateModified", _MODIFIED)

    def _dated(self, key: str, names: Iterable[str]) -> Dated | None:
        stated: list[tuple[Any, Origin]] = [(self._article.get(key), "json-ld")]
        stated += [(self._meta.get(name), "meta") for name in names]
        stated += [(self._page.get(key), "json-ld")]
        read = (dated(value, origin, self._fetched_at, self.language) for value, origin in stated)
        return next((d for d in read if d), None)

    def _unlabelled_date(self) -> Dated | None:
        for tag in self._tree.xpath(
            "//time[@itemprop='datePublished' or @pubdate] | //h1/following::time | //header//time"
        ):
            value = tag.get("datetime") or tag.text_content()
            if day := dated(value, "time-tag", self._fetched_at, self.language):
                return day
        return from_url(self.url or self._url, self._fetched_at) or self._date_near_title()

    def _date_near_title(self) -> Dated | None:
        for text in self._texts_near_title():
            if day := next(stated_in(one_line(text), self._fetched_at, self.language), None):
                return day
        return None

    def _texts_near_title(self) -> list[str]:
        texts = self._tree.xpath("//h1/following::text()[normalize-space()]")[:_NEAR]
        return list(takewhile(lambda text: len(text) <= _PROSE, map(str, texts)))


def _things(tree: HtmlElement) -> Iterator[Thing]:
    """The things that the page's JSON-LD describes, without those that it only lists."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            yield from _flat(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue


def _flat(value: Any) -> Iterator[Thing]:
    if isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(value.get(key))


def _first(things: Iterable[Thing], types: re.Pattern[str]) -> Thing:
    """The first thing of a type, those with a date of publication before others."""
    fitting = [t for t in things if any(types.search(name) for name in _strings(t.get("@type")))]
    return next((t for t in fitting if t.get("datePublished")), fitting[0] if fitting else {})


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Contents of meta tags by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        content = one_line(tag.get("content"))
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]


def _name(value: Any) -> list[str]:
    """Names of people or organisations, given plain, as objects or as lists of these."""
    if isinstance(value, list):
        return [name for item in value for name in _name(item)]
    named = value.get("name") if isinstance(value, dict) else value
    return _name(named) if isinstance(named, list) else [n for n in _strings(named) if n.strip()]


def _text(value: Any) -> str:
    return one_line(unescape(value)) if isinstance(value, str) else ""


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].partition(":")[0].removeprefix("www.").lower()


def _agree(a: str, b: str) -> bool:
    a, b = folded(a), folded(b)
    return bool(a and b) and (a in b or b in a)


def _without_site(title: str, site: str | None, others: Iterable[str]) -> str:
    """Cut off a last part that names the site, or without which the page has the title too."""
    before = title[: -len(site)].rstrip() if site and title.endswith(site) else ""
    if before and not before[-1].isalnum():
        return before.rstrip(" |–—•·:：-")
    parts = list(_SEPARATOR.finditer(title))
    rest, tail = (title[: parts[-1].start()], title[parts[-1].end() :]) if parts else (title, "")
    named = bool(site and tail) and _agree(tail, str(site).split(".")[0])
    return rest if named or any(folded(rest) == folded(o) for o in others) else title
