"""Who wrote a web page: people before organisations, statements before what is shown."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.authors import alone, in_byline, in_label, is_full_name, names
from assistant.articles.text import folded, one_line
from assistant.articles.web import linked_data
from assistant.articles.web.blocks import is_of_others
from assistant.articles.web.body import Body
from assistant.articles.web.metadata import Metadata

_AUTHOR = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "cxenseparse:author", "citation_author", "byl",
)  # fmt: skip
_BYLINE_NAMES = frozenset({"author", "authors", "byline", "bylines"})
_NOT_HERE = "not(ancestor::a or ancestor::aside or ancestor::nav or ancestor::footer)"
_MARKED = f"//*[@rel='author' or @itemprop='author'][{_NOT_HERE}]"
# What builders of pages call a name above an article, or the place where its link leads.
_CALLED = (
    "following::*[self::a[contains(@href, '/author') or contains(@href, '/autor') or "
    "contains(@href, '/auteur')] or contains(@class, 'author') or contains(@class, 'byline') or "
    "contains(@class, 'vcard')][not(ancestor::aside or ancestor::nav or self::aside)]"
)
_DOMAIN = re.compile(r"\.[a-z]{2,4}$")
_MOST = 3
_LONGEST = 60


def authors(stated: Metadata, body: Body) -> tuple[str, ...]:
    """Names of people, as stated, marked or shown first; else of whoever is stated instead."""
    author, publisher = (stated.data.article.get(key) for key in ("author", "publisher"))
    organisations = set(map(folded, linked_data.organisations(author)))
    outlets = set(map(folded, [*linked_data.names(publisher), stated.source or ""]))
    instead: tuple[str, ...] = ()
    for found in map(names, _authors(stated, body)):
        who = tuple(n for n in found if folded(n) not in outlets and not _DOMAIN.search(n))
        people = (name for name in who if folded(name) not in organisations)
        if any(is_full_name(name) or not instead for name in people):
            return who
        instead = instead or found
    return instead or next(_called(stated), ()) or stated.entry.authors


def _authors(stated: Metadata, body: Body) -> Iterator[list[str]]:
    yield linked_data.names(stated.data.article.get("author"))
    for content in stated.every_meta(_AUTHOR):
        yield [content] if "://" not in content else []
    marked = map(_shown, stated.tree.xpath(_MARKED))
    yield [text for text in marked if len(text) <= _LONGEST][:_MOST]
    for block in [*body.above, *body.over, *body.within, *body.below]:
        yield list(in_byline(block.text) or in_label(block.text))
    near = (*body.above, *body.over, *body.within)
    boxes = [block for block in near if block.box.hints & _BYLINE_NAMES]
    named = (block.text for block in boxes if not is_of_others(block.box.element))
    yield [name for name in named if is_full_name(name)][:_MOST]


def _called(stated: Metadata) -> Iterator[tuple[str, ...]]:
    """Names under the headline in elements that are called by what they hold."""
    head = stated.title_element
    for element in () if head is None else head.xpath(_CALLED):
        text = _shown(element)
        if len(text) <= _LONGEST and not is_of_others(element) and (who := alone(text)):
            yield who


def _shown(element: HtmlElement) -> str:
    return one_line(element.text_content())
