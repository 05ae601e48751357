"""What a web page states about itself: JSON-LD, meta tags, links, headings, time tags."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles import linked_data
from assistant.articles.authors import in_byline, is_full_name, names
from assistant.articles.blocks import Block
from assistant.articles.body import Body
from assistant.articles.dates import Origin, dated, from_url, stated_in
from assistant.articles.headline import Titles, agree
from assistant.articles.linked_data import LinkedData
from assistant.articles.text import folded, one_line
from assistant.intake import Entry, Page
from assistant.types import Dated

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "article:published", "article.published", "parsely-pub-date", "sailthru.date",
    "rnews:datepublished", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created",
    "dc.date", "dcterms.date", "publish-date", "publish_date", "publishdate", "published_date",
    "publication_date", "publicationdate", "pubdate", "pub_date", "cxenseparse:recs:publishtime",
    "date", "datecreated", "created",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time",
    "article:modified", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "lastmod",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "cxenseparse:author", "byl",
)  # fmt: skip
_SECTION = ("article:section", "parsely-section", "cxenseparse:recs:category", "section")
_BYLINE_NAMES = frozenset({"author", "authors", "byline", "bylines"})
_NOT_HERE = "not(ancestor::a or ancestor::aside or ancestor::nav or ancestor::footer)"
_HOME = 1
_TIMES = 8
_LONGEST_DATE = 200


class Metadata:
    """The statements of one page, read when asked for."""

    def __init__(self, tree: HtmlElement, page: Page) -> None:
        self._tree, self._page, self._entry = tree, page, page.entry or Entry()
        self._meta = _meta(tree)
        window = one_line(str(tree.xpath("string(//head/title)")))
        self.headings = [one_line(heading.text_content()) for heading in tree.xpath("//h1")]
        shared = self._meta.get("og:title", "")
        self._json = LinkedData(tree, [shared, window, *self.headings])
        self.title = Titles(
            stated=self._json.headline,
            shared=shared,
            window=window,
            headings=self.headings,
            sites=[self.source or ""],
            url=self.url or page.address,
        ).headline
        self.title = self.title or self._entry.title

    @property
    def kinds(self) -> set[str]:
        """What the page calls itself and the things on it, such as `article`, `VideoObject`."""
        return {self._meta.get("og:type", ""), *self._json.types}

    @property
    def free(self) -> bool:
        """Whether the page does not say that its article is for subscribers."""
        return str(self._json.article.get("isAccessibleForFree", True)).lower() != "false"

    @property
    def text(self) -> str:
        """The article's text as JSON-LD gives it."""
        return self._json.body

    @property
    def language(self) -> str:
        """The tag as stated, with its country if it has one."""
        tree, article = self._tree, self._json.article
        on_root = tree.xpath("string(/*/@lang)") or tree.xpath("string(//html/@lang)")
        stated = (on_root, linked_data.text(article.get("inLanguage")), self._meta.get("og:locale"))
        return str(next((tag for tag in [*stated, self._entry.language] if tag), ""))

    @property
    def url(self) -> str | None:
        """The canonical address: of this page itself, not of a home page or another host."""
        stated = self._tree.xpath("string(//link[@rel='canonical']/@href)")
        here = self._page.address
        try:
            whole = urljoin(here, str(stated or self._meta.get("og:url", "")).strip())
            parts, own = urlsplit(whole), urlsplit(here)
        except ValueError:
            return None
        same = own.scheme == "file" or _host(parts.netloc) == _host(own.netloc)
        usable = parts.scheme in {"http", "https"} and parts.path.strip("/") and same
        return parts.geturl() if usable else None

    @property
    def source(self) -> str | None:
        """The outlet by name, else by the host that the page is on."""
        publisher = linked_data.names(self._json.article.get("publisher"))
        named = self._meta.get("og:site_name") or next(iter(publisher), None)
        host = _host(urlsplit(self.url or self._page.address).netloc)
        return named or self._entry.source or host or None

    @property
    def section(self) -> str | None:
        """The part of the outlet: as stated, else the first place below home on the way here."""
        stated = [linked_data.text(self._json.article.get("articleSection"))]
        stated += [self._meta.get(key, "") for key in _SECTION]
        trail = [name for name in self._json.trail[_HOME:] if not agree(name, self.title)]
        return next((name for name in [*stated, *trail] if name), None)

    @property
    def description(self) -> str:
        """What the page says it is about, often its standfirst."""
        return self._meta.get("og:description") or self._meta.get("description", "")

    def authors(self, body: Body) -> tuple[str, ...]:
        """Authors as stated, else as shown near the text; the outlet only if nobody else is."""
        outlet = folded(self.source or "")
        found = [names(stated) for stated in self._authors(body)]
        people = [tuple(name for name in who if folded(name) != outlet) for who in found]
        return next((who for who in [*people, *found] if who), self._entry.authors)

    def _authors(self, body: Body) -> Iterator[list[str]]:
        yield linked_data.names(self._json.article.get("author"))
        yield [m for key in _AUTHOR if (m := self._meta.get(key, "")) and "://" not in m][:1]
        marked = self._tree.xpath(f"//*[@rel='author' or @itemprop='author'][{_NOT_HERE}]")
        yield [one_line(tag.text_content()) for tag in marked][:3]
        for block in [*body.above, *body.below]:
            yield list(in_byline(block.text))
        named = (block.text for block in body.above if block.box.hints & _BYLINE_NAMES)
        yield [name for name in named if is_full_name(name)][:3]

    def published(self, body: Body) -> Dated | None:
        """By the most reliable statement that can be read."""
        return (
            self._dated("datePublished", _PUBLISHED)
            or self._time_tag()
            or self._entry.published
            or from_url(self.url or self._page.address, self._page.fetched_at)
            or next(self._written([*body.above, *body.below]), None)
        )

    @property
    def modified(self) -> Dated | None:
        """By JSON-LD or a meta tag; other dates say nothing about a change."""
        return self._dated("dateModified", _MODIFIED) or self._entry.modified

    def _dated(self, key: str, tags: Iterable[str]) -> Dated | None:
        stated: list[tuple[Any, Origin]] = [(self._json.article.get(key), "json-ld")]
        stated += [(self._meta.get(tag), "meta") for tag in tags]
        stated += [(self._json.page.get(key), "json-ld")]
        read = (self._read(value, origin) for value, origin in stated)
        return next((day for day in read if day), None)

    def _read(self, value: Any, origin: Origin) -> Dated | None:
        return dated(value, origin, self._page.fetched_at, self.language)

    def _time_tag(self) -> Dated | None:
        """A date marked as that of publication, else the first one under the headline."""
        tags = self._tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
        heads = self._tree.xpath("//h1")
        own = [head for head in heads if agree(one_line(head.text_content()), self.title)]
        under = [tag for head in own[:1] for tag in head.xpath(f"following::time[{_NOT_HERE}]")]
        for tag in [*tags, *under, *self._tree.xpath("//header//time")][:_TIMES]:
            stated = (self._read(tag.get(name), "time-tag") for name in ("datetime", "content"))
            shown = self._in(one_line(tag.text_content()), "time-tag")
            if day := next(filter(None, chain(stated, shown)), None):
                return day
        return None

    def _written(self, near: Sequence[Block]) -> Iterator[Dated]:
        for block in near:
            yield from self._in(block.text, "text")

    def _in(self, text: str, origin: Origin) -> Iterator[Dated]:
        return stated_in(text[:_LONGEST_DATE], self._page.fetched_at, self.language, origin)


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Contents of meta tags by lower-case name; the first of a name counts."""
    found: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        content = one_line(tag.get("content"))
        for name in (tag.get("property"), tag.get("name"), tag.get("itemprop")):
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2].partition(":")[0].removeprefix("www.").lower()
