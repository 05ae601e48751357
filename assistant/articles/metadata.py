"""What a web page states about itself: JSON-LD, meta tags, links, headings, time tags."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles import linked_data
from assistant.articles.authors import in_byline, is_full_name
from assistant.articles.blocks import Block
from assistant.articles.dates import Origin, dated, from_url, stated_in
from assistant.articles.headline import Titles, agree
from assistant.articles.linked_data import LinkedData
from assistant.articles.text import folded, one_line
from assistant.intake import Page
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


class Metadata:
    """The statements of one page, read when asked for."""

    def __init__(self, tree: HtmlElement, page: Page) -> None:
        self._tree, self._page = tree, page
        self._meta = _meta(tree)
        window = one_line(str(tree.xpath("string(//head/title)")))
        self.headings = [one_line(heading.text_content()) for heading in tree.xpath("//h1")]
        shared = self._meta.get("og:title", "")
        self.linked_data = LinkedData(tree, [shared, window, *self.headings])
        self.title = Titles(
            stated=self.linked_data.headline,
            shared=shared,
            window=window,
            headings=self.headings,
            sites=[self.source or ""],
            url=self.url or page.address,
        ).headline

    @property
    def kind(self) -> str:
        """What the page calls itself, such as `article` or `video.other`; often empty."""
        return self._meta.get("og:type", "")

    @property
    def language(self) -> str:
        """The tag as stated, with its country if it has one."""
        tree, article = self._tree, self.linked_data.article
        on_root = tree.xpath("string(/*/@lang)") or tree.xpath("string(//html/@lang)")
        stated = (on_root, linked_data.text(article.get("inLanguage")), self._meta.get("og:locale"))
        return str(next((tag for tag in stated if tag), ""))

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
        publisher = linked_data.names(self.linked_data.article.get("publisher"))
        named = self._meta.get("og:site_name") or next(iter(publisher), None)
        return named or _host(urlsplit(self.url or self._page.address).netloc) or None

    @property
    def section(self) -> str | None:
        """The part of the outlet: as stated, else the first place below home on the way here."""
        stated = [linked_data.text(self.linked_data.article.get("articleSection"))]
        stated += [self._meta.get(key, "") for key in _SECTION]
        trail = [name for name in self.linked_data.trail[_HOME:] if not agree(name, self.title)]
        return next((name for name in [*stated, *trail] if name), None)

    @property
    def description(self) -> str:
        return self._meta.get("og:description") or self._meta.get("description", "")

    def authors(self, near: Sequence[Block]) -> list[str]:
        """Authors as stated, else as shown near the text; not yet split into names."""
        if in_json := linked_data.names(self.linked_data.article.get("author")):
            return in_json
        in_meta = [m for key in _AUTHOR if (m := self._meta.get(key, "")) and "://" not in m]
        if in_meta:
            return in_meta[:1]
        marked = self._tree.xpath(f"//*[@rel='author' or @itemprop='author'][{_NOT_HERE}]")
        shown = [one_line(tag.text_content()) for tag in marked]
        bylines = (list(in_byline(block.text)) for block in near)
        named = [
            block.text
            for block in near
            if block.box.hints & _BYLINE_NAMES and is_full_name(block.text)
        ]
        return shown[:3] or next(filter(None, bylines), []) or named[:3]

    def published(self, near: Sequence[Block]) -> Dated | None:
        """By the most reliable statement that can be read; `near` is what stands at the text."""
        entry = self._page.entry
        return (
            self._dated("datePublished", _PUBLISHED)
            or self._time_tag()
            or (entry.published if entry else None)
            or from_url(self.url or self._page.address, self._page.fetched_at)
            or next(self._written(near), None)
        )

    @property
    def modified(self) -> Dated | None:
        """By JSON-LD or a meta tag; other dates say nothing about a change."""
        entry = self._page.entry
        return self._dated("dateModified", _MODIFIED) or (entry.modified if entry else None)

    def _dated(self, key: str, names: Iterable[str]) -> Dated | None:
        stated: list[tuple[Any, Origin]] = [(self.linked_data.article.get(key), "json-ld")]
        stated += [(self._meta.get(name), "meta") for name in names]
        stated += [(self.linked_data.page.get(key), "json-ld")]
        read = (self._read(value, origin) for value, origin in stated)
        return next((day for day in read if day), None)

    def _read(self, value: Any, origin: Origin) -> Dated | None:
        return dated(value, origin, self._page.fetched_at, self.language)

    def _time_tag(self) -> Dated | None:
        """A date marked as that of publication, else the first one under the headline."""
        tags = self._tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
        heads = [h for h in self._tree.xpath("//h1") if agree(one_line(h.text_content()), self.title)]
        under = [tag for h in heads[:1] for tag in h.xpath(f"following::time[{_NOT_HERE}]")]
        for tag in [*tags, *under, *self._tree.xpath("//header//time")]:
            for value in (tag.get("datetime"), tag.get("content"), one_line(tag.text_content())):
                if day := self._read(value, "time-tag"):
                    return day
        return None

    def _written(self, near: Sequence[Block]) -> Iterator[Dated]:
        for block in near:
            yield from stated_in(block.text, self._page.fetched_at, self.language)


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
