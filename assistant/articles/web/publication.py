"""When a web page was published and changed, by the most reliable statement that can be read."""

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.articles.dates import dated, dateline, earliest, from_url, latest, stated_in
from assistant.articles.forms import is_label
from assistant.articles.web.blocks import Block
from assistant.articles.web.body import Body
from assistant.articles.web.linked_data import literals
from assistant.articles.web.metadata import Metadata
from assistant.articles.web.time_tags import LONGEST, is_of_fetch, time_tags
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
_TALK = frozenset({"comment", "comments"})
_FIRST = 3


def dates(stated: Metadata, body: Body) -> tuple[Dated | None, Dated | None]:
    """Publication and change.

    Publication by, in this order: JSON-LD, meta tags, time tags, the feed, the address, the
    text. Change by JSON-LD or meta tags, or where the day of publication is told beside it.
    """
    changed = _stated(stated, "dateModified", _MODIFIED) or stated.entry.modified
    if published := _stated(stated, "datePublished", _PUBLISHED):
        return published, changed
    tagged, last = time_tags(stated)
    published = tagged or stated.entry.published
    published = published or from_url(stated.url or stated.page.address, stated.page.fetched_at)
    if not published and not last:
        written = next(filter(None, _written(stated, body)), [])
        published, last = earliest(written), latest(written)
    return published, changed or last


def _stated(stated: Metadata, key: str, tags: Sequence[str]) -> Dated | None:
    article, *others = (
        literals(thing.get(key))
        for thing in (stated.data.article, stated.data.page, stated.data.work)
    )
    values: list[tuple[str, Origin]] = [(value, "json-ld") for value in article]
    values += [(content, "meta") for content in stated.every_meta(tags)]
    values += [(value, "json-ld") for value in chain(*others)]
    at, language = stated.page.fetched_at, stated.language
    read = (dated(value, origin, at, language) for value, origin in values)
    return next(filter(None, read), None)


def _written(stated: Metadata, body: Body) -> Iterator[list[Dated]]:
    """In labels close to the text, or at the head of one of its first paragraphs.

    Above the headline and below the text the day of fetching is that of the page, and in a
    file, where that day is not known, none above the headline counts.
    """
    yield from _beside(stated, body.above)
    for line in map(dateline, body.lines[:_FIRST]):
        yield _in(stated, line)
    over = body.over if is_of_web(stated.page.address) else ()
    for labels in (over, body.within, body.below):
        for days in _beside(stated, labels):
            yield [d for d in days if labels is body.within or not is_of_fetch(stated, d)]


def _beside(stated: Metadata, labels: Sequence[Block]) -> Iterator[list[Dated]]:
    """The days of each label, with those of the next one beside it, which may tell of a change."""
    own = [b for b in labels if not any(box.hints & _TALK for box in b.box.chain())]
    days = [_in(stated, b.text) if is_label(b.text) else [] for b in own]
    for i, label in enumerate(own):
        beside = own[i + 1 : i + 2] if days[i] else []
        yield days[i] + [d for b in beside if b.box.parent is label.box.parent for d in days[i + 1]]


def _in(stated: Metadata, text: str) -> list[Dated]:
    return list(stated_in(text[:LONGEST], stated.page.fetched_at, stated.language))
