"""When a web page was published and changed, by the most reliable statement that can be read."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from assistant.articles.dates import dated, dateline, from_url, stated_in
from assistant.articles.forms import is_label
from assistant.articles.text import one_line
from assistant.articles.web.blocks import Block, is_of_others
from assistant.articles.web.body import Body
from assistant.articles.web.headline import agree
from assistant.articles.web.metadata import Metadata
from assistant.intake import is_of_web
from assistant.types import Dated, Origin

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "article:published", "article.published", "parsely-pub-date", "sailthru.date",
    "rnews:datepublished", "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created",
    "dc.date", "dcterms.date", "publish-date", "publish_date", "publishdate", "published_date",
    "publication_date", "publicationdate", "pubdate", "pub_date", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "date", "datecreated", "created",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:updated_time",
    "article:modified", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified",
    "lastmod",
)  # fmt: skip
_MARKED = (
    "//*[@itemprop='datePublished'] | //time[@pubdate] | "
    "//body//*[contains(@property, 'datePublished') or contains(@property, 'dateCreated')]"
)
_OF_ANOTHER = "ancestor::a[not(@rel='bookmark')] or ancestor::aside or ancestor::nav"
_CALLED = "contains(concat(' ', @class, ' '), ' published ')"  # in the microformat hAtom
_NEAR = (
    f".//*[{_CALLED} or self::time[not({_OF_ANOTHER})]]"
    "[not(ancestor::footer or ancestor::header[not(.//h1)])]"
)
_AROUND = f"ancestor::*[{_NEAR}][1]/{_NEAR}"
_TALK = frozenset({"comment", "comments"})
_TIMES = 8
_LONGEST = 200
_FIRST = 3
_DAY = timedelta(days=1, hours=14)


def published(stated: Metadata, body: Body) -> Dated | None:
    """In this order: JSON-LD, meta tags, time tags, the feed, the address, the text."""
    return (
        _stated(stated, "datePublished", _PUBLISHED)
        or _time_tag(stated)
        or stated.entry.published
        or from_url(stated.url or stated.page.address, stated.page.fetched_at)
        or next(_written(stated, body), None)
    )


def modified(stated: Metadata) -> Dated | None:
    """By JSON-LD or a meta tag; other dates say nothing about a change."""
    return _stated(stated, "dateModified", _MODIFIED) or stated.entry.modified


def _stated(stated: Metadata, key: str, tags: Sequence[str]) -> Dated | None:
    values: list[tuple[Any, Origin]] = [(stated.data.article.get(key), "json-ld")]
    values += [(content, "meta") for content in stated.every_meta(tags)]
    values += [(thing.get(key), "json-ld") for thing in (stated.data.page, stated.data.work)]
    read = (_read(stated, value, origin) for value, origin in values)
    return next((day for day in read if day), None)


def _read(stated: Metadata, value: Any, origin: Origin) -> Dated | None:
    return dated(value, origin, stated.page.fetched_at, stated.language)


def _time_tag(stated: Metadata) -> Dated | None:
    """A date marked as that of publication, else the first one close to the headline."""
    heads = stated.tree.xpath("//h1")
    own = [head for head in heads if agree(one_line(head.text_content()), stated.title)]
    near = [tag for head in own[:1] for tag in head.xpath(_AROUND)]
    near += stated.tree.xpath("//header[.//h1]//time")
    its = [tag for tag in near[:_TIMES] if not is_of_others(tag)]
    for tag in [*stated.tree.xpath(_MARKED), *its][:_TIMES]:
        values = (_read(stated, tag.get(name), "time-tag") for name in ("datetime", "content"))
        shown = _in(stated, one_line(tag.text_content()), "time-tag")
        if day := next(filter(None, chain(values, shown)), None):
            return day
    return None


def _written(stated: Metadata, body: Body) -> Iterator[Dated]:
    """In a label close to the text, or at the head of one of its first paragraphs.

    Above the headline and below the text the day of fetching is that of the page, and in a
    file, where that day is not known, none above the headline counts.
    """
    for text in [*_labels(body.above), *map(dateline, body.lines[:_FIRST])]:
        yield from _in(stated, text, "text")
    over = body.over if is_of_web(stated.page.address) else ()
    for labels in (over, body.within, body.below):
        days = (day for text in _labels(labels) for day in _in(stated, text, "text"))
        yield from (d for d in days if labels is body.within or not _is_of_fetch(stated, d))


def _labels(blocks: Iterable[Block]) -> list[str]:
    own = (b for b in blocks if not any(box.hints & _TALK for box in b.box.chain()))
    return [block.text for block in own if is_label(block.text)]


def _is_of_fetch(stated: Metadata, day: Dated) -> bool:
    return abs(day.at - stated.page.fetched_at) <= _DAY


def _in(stated: Metadata, text: str, origin: Origin) -> Iterator[Dated]:
    return stated_in(text[:_LONGEST], stated.page.fetched_at, stated.language, origin)
