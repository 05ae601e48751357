"""Fields as a person or a program states them in front matter, JSON or a table → an Article."""

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from assistant.articles.authors import in_byline, names
from assistant.articles.dates import dated, from_url
from assistant.articles.fragments import readable
from assistant.articles.making import article
from assistant.articles.text import one_line
from assistant.errors import SettingsError
from assistant.intake import Page, host_of, is_of_web
from assistant.types import Article

# What dumps call the fields of an article, without case and punctuation; the first counts
# that says something.
_USUAL = {
    "text": (
        "text", "fulltext", "maintext", "articletext", "articlebody", "bodytext", "body",
        "contenttext", "content", "contenthtml", "article", "story",
    ),
    "title": ("title", "headline", "articletitle", "webtitle"),
    "url": ("url", "link", "weburl", "canonicalurl", "articleurl", "permalink", "href"),
    "source": (
        "source", "outlet", "publisher", "publication", "newspaper", "sitename", "sourcename",
        "site", "sourcedomain", "domain",
    ),
    "section": ("section", "sectionname", "articlesection", "category"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang", "inlanguage"),
    "published": (
        "published", "publishedat", "datepublished", "publishdate", "publisheddate",
        "publicationdate", "datepublish", "pubdate", "publishedon", "publishedtime",
        "webpublicationdate", "datetime", "date",
    ),
    "modified": (
        "modified", "modifiedat", "datemodified", "datemodify", "modifieddate", "lastmodified",
        "lastmod", "updated", "updatedat", "dateupdated",
    ),
}  # fmt: skip
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_BITS = 64
_DEEPEST = 3
_AT_ANY_TIME = datetime(2200, 1, 1, tzinfo=timezone.utc)
_SECONDS = re.compile(r"(\d{9,10})(?:\.\d+)?")
# Twelve digits that begin like a year and a month are a date: "202602041630".
_MILLISECONDS = re.compile(r"(\d{13}|(?!(?:19|20)\d\d(?:0[1-9]|1[0-2]))\d{12})(?:\.\d+)?")


def by_field(stated: Mapping[str, object], fields: Mapping[str, str] = {}) -> dict[str, object]:
    """Values of the fields of an article, by the usual names of columns or those in `fields`.

    `{"text": "artikel", "source": "site.name"}` reads the text from a column `artikel`, and
    the outlet from `name` in an object `site`. Raises SettingsError if `fields` names
    something that articles do not have.
    """
    if unknown := fields.keys() - _USUAL.keys():
        raise SettingsError(
            f"fields: articles have no {', '.join(sorted(unknown))}; they have {', '.join(_USUAL)}."
        )
    columns = {_simple(column): value for column, value in stated.items()}
    found: dict[str, object] = {}
    for field, usual in _USUAL.items():  # the language before the days, which it tells
        language = _string(found.get("language"))
        said = (v for v in map(columns.get, usual) if _says(field, v, language))
        found[field] = _at(stated, fields[field]) if field in fields else next(said, None)
    return found


def stated_article(
    page: Page, stated: Mapping[str, object], *, title: str, text: str, url: str
) -> Article:
    """Make an article of stated fields, all of them optional; others are ignored.

    `title` and `url` are used if none is stated; an address that is not of the web is none.
    A page of the web speaks for its own host: an address of another one is not believed,
    nor is the source beside it. Raises SourceError if the text is too short to be an article.
    """
    fields = by_field(stated)
    language, address = _string(fields["language"]), _web(_string(fields["url"]))
    if address and is_of_web(page.address) and host_of(address) != host_of(page.address):
        address, fields["source"] = None, page.address
    days = {
        key: dated(_moment(fields[key]), "front-matter", page.fetched_at, language)
        for key in ("published", "modified")
    }
    return article(
        page,
        title=readable(_string(fields["title"]) or title),
        text=text,
        url=address or url,
        source=_outlet(_string(fields["source"])) or host_of(address or ""),
        section=_string(fields["section"]),
        authors=names(n for line in _strings(fields["authors"]) for n in in_byline(line) or [line]),
        language=language,
        published=days["published"] or from_url(address or "", page.fetched_at),
        modified=days["modified"],
    )


def stated_text(fields: Mapping[str, object]) -> str | None:
    """The text of a row, given as a string or as paragraphs, plain or as HTML."""
    value = fields["text"]
    text = "\n".join(_strings(value)) if isinstance(value, list) else value
    return readable(text) if isinstance(text, str) and text.strip() else None


def _simple(column: object) -> str:
    return re.sub(r"[\W_]+", "", column).lower() if isinstance(column, str) else ""


def _says(field: str, value: object, language: str | None) -> bool:
    """Whether a value can be read as a field: a day as any day, whenever the page was read."""
    if field in {"published", "modified"}:
        return dated(_moment(value), "front-matter", _AT_ANY_TIME, language) is not None
    return bool(value.strip()) if isinstance(value, str) else bool(_strings(value))


def _at(stated: Mapping[str, object], column: str) -> object:
    """The value of a column, or of `inner` in the object `outer` for `outer.inner`."""
    outer, _, inner = column.partition(".")
    within = stated.get(outer)
    if column in stated or not isinstance(within, Mapping):
        return stated.get(column)
    return _at(within, inner)


def _string(value: object) -> str | None:
    """A string on one line; of an object, its name."""
    value = value.get("name") if isinstance(value, Mapping) else value
    return one_line(value) or None if isinstance(value, str) else None


def _strings(value: object) -> list[str]:
    """Strings of a list, which the cell of a table may hold as programs write it."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        value = [one or other for one, other in _QUOTED.findall(value)] or value[1:-1]
    values: list[Any] = value if isinstance(value, list) else [value]
    return [text for v in values if (text := _string(v))]


def _moment(value: object) -> object:
    """Seconds or milliseconds since 1970, as programs state moments, as a datetime.

    Of a list or an object that holds one value alone, such as `{"$date": …}`, that value.
    """
    for _ in range(_DEEPEST):  # in YAML a list may hold itself
        if isinstance(value, list | Mapping) and len(value) == 1:
            (value,) = value.values() if isinstance(value, Mapping) else value
    if not isinstance(value, str | int | float):  # a nest of YAML's aliases would fill the memory
        return value
    if isinstance(value, int) and value.bit_length() > _BITS:  # Python writes out no such number
        return None
    number = str(value).strip()
    if milliseconds := _MILLISECONDS.fullmatch(number):
        return datetime.fromtimestamp(int(milliseconds[1]) / 1000, timezone.utc)
    if seconds := _SECONDS.fullmatch(number):
        return datetime.fromtimestamp(int(seconds[1]), timezone.utc)
    return str(value) if isinstance(value, int) else value


def _web(address: str | None) -> str | None:
    return address if address and is_of_web(address) else None


def _outlet(stated: str | None) -> str | None:
    return host_of(_web(stated) or "") or stated
