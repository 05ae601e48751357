"""What a web page states about itself in JSON-LD, meta tags, links and headings."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.text import one_line
from assistant.articles.web import linked_data
from assistant.articles.web.headline import Titles, agree
from assistant.articles.web.linked_data import LinkedData
from assistant.intake import Entry, Page, host_of

_SECTION = ("article:section", "parsely-section", "cxenseparse:recs:category", "section")
_TITLE = ("headline", "parsely-title", "sailthru.title")
_LANGUAGES = (
    "/*/@lang | //html/@lang | //html/@*[name() = 'xml:lang'] | "
    "//meta[translate(@http-equiv, 'CL', 'cl') = 'content-language']/@content"
)
# Microdata of another thing than what has the headline.
_OF_OTHERS = "@itemprop and ancestor::*[@itemscope][1][not(.//h1)]"
_VOCABULARY = re.compile(r"^(dc|dcterms):")
_HOME = 1
# A heading that leads to the home page is the name of the site.
_HOMEWARD = (
    "(.//a[normalize-space() = normalize-space(ancestor::h1)] | ancestor::a)[@href='/' or "
    "@rel='home' or "
    "(contains(@href, '://') and not(substring-after(substring-after(@href, '://'), '/')))]"
)


class Metadata:
    """The statements of one page, read when asked for."""

    def __init__(self, tree: HtmlElement, page: Page) -> None:
        self.tree, self.page, self.entry = tree, page, page.entry or Entry()
        self._meta = _meta(tree)
        window = one_line(str(tree.xpath("string(//head/title)")))
        self.headings = [_shown(heading) for heading in tree.xpath(f"//h1[not({_HOMEWARD})]")]
        shared = self.meta("og:title")
        addresses = [self.url or "", page.address]
        self.data = LinkedData(tree, [shared, window, *self.headings], addresses)
        self.title = Titles(
            stated=self.data.headline or self.meta(*_TITLE),
            shared=shared,
            window=window,
            headings=self.headings,
            sites=[self.source or "", *map(_shown, tree.xpath(f"//h1[{_HOMEWARD}]"))],
            url=self.url or page.address,
        ).headline
        self.title = self.title or self.entry.title

    @cached_property
    def title_element(self) -> HtmlElement | None:
        """The heading that shows the title; None if none does."""
        heads = self.tree.xpath("//h1")
        return next((h for h in heads if agree(one_line(h.text_content()), self.title)), None)

    def meta(self, *names: str) -> str:
        """Content of the first meta tag with the first of these names that there is."""
        return next(iter(self.every_meta(names)), "")

    def every_meta(self, names: Sequence[str]) -> list[str]:
        """Contents of all meta tags with these names, in the order of the names."""
        return [content for name in names for content in self._meta.get(name, ())]

    @property
    def kinds(self) -> set[str]:
        """What the page calls itself and the things on it, such as `article`, `VideoObject`."""
        return {self.meta("og:type"), *self.data.types}

    @property
    def free(self) -> bool:
        """Whether the page does not say that its article is for subscribers."""
        return str(self.data.article.get("isAccessibleForFree", True)).lower() != "false"

    @property
    def text(self) -> str:
        """The article's text as JSON-LD gives it."""
        return self.data.body

    @cached_property
    def language(self) -> str:
        """The tag as stated first, with a country if another tag of the same language has one."""
        article, markup = self.data.article, self.tree.xpath(_LANGUAGES)
        stated = (linked_data.text(article.get("inLanguage")), self.meta("og:locale"))
        every = [*markup, *stated, self.entry.language]
        tags = [tag.strip().replace("_", "-") for tag in every if tag and tag.strip()]
        same = [tag for tag in tags if tag.split("-")[0].lower() == tags[0].split("-")[0].lower()]
        return next((tag for tag in same if "-" in tag), tags[0] if tags else "")

    @cached_property
    def url(self) -> str | None:
        """The canonical address: of this page itself, not of a home page or another host."""
        stated = self.tree.xpath("string(//link[@rel='canonical']/@href)")
        here = self.page.address
        try:
            whole = urljoin(here, str(stated or self.meta("og:url")).strip())
            parts = urlsplit(whole)
            same = here.startswith("file:") or host_of(whole) == host_of(here)
        except ValueError:
            return None
        usable = parts.scheme in {"http", "https"} and parts.path.strip("/") and same
        return parts.geturl() if usable else None

    @cached_property
    def source(self) -> str | None:
        """The outlet by name, else by the host that the page is on."""
        publisher = linked_data.names(self.data.article.get("publisher"))
        named = self.meta("og:site_name") or next(iter(publisher), None)
        return named or self.entry.source or host_of(self.url or self.page.address)

    @property
    def section(self) -> str | None:
        """The part of the outlet: as stated, else the first place below home on the way here."""
        stated = [linked_data.text(self.data.article.get("articleSection")), self.meta(*_SECTION)]
        trail = [name for name in self.data.trail[_HOME:] if not agree(name, self.title)]
        return next((name for name in [*stated, *trail] if name), None)

    @property
    def description(self) -> str:
        """What the page says it is about, often its standfirst."""
        return self.meta("og:description") or self.meta("description")


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of meta tags by lower-case name, with `:` after the name of a vocabulary as `.`."""
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tree.xpath(f"//meta[@content][not({_OF_OTHERS})]"):
        content = one_line(tag.get("content"))
        names = (tag.get("property"), tag.get("name"), tag.get("itemprop"))
        for name in {n.strip().lower() for n in names if n and content}:
            found[_VOCABULARY.sub(r"\1.", name)].append(content)
    return found


def _shown(heading: HtmlElement) -> str:
    return one_line("".join(heading.xpath(".//text()[not(parent::script or parent::style)]")))
