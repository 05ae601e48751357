"""Fields as a person or a program states them in front matter or JSON → typed fields."""

from collections.abc import Mapping
from typing import Any

from assistant.articles.authors import names
from assistant.articles.dates import dated
from assistant.articles.making import article
from assistant.articles.text import one_line
from assistant.types import Article, Page


def stated_article(
    page: Page, fields: Mapping[str, object], *, title: str, text: str, url: str
) -> Article:
    """Make an article of stated fields, all of them optional; others are ignored.

    Raises SourceError if the text is too short to be an article.
    """
    language = _string(fields.get("language"))
    days = {
        key: dated(fields.get(key), "front-matter", page.fetched_at, language)
        for key in ("published", "modified")
    }
    return article(
        page,
        title=_string(fields.get("title")) or title,
        text=text,
        url=_string(fields.get("url")) or url,
        source=_string(fields.get("source")),
        authors=names(_strings(fields.get("authors"))),
        language=language,
        published=days["published"],
        modified=days["modified"],
    )


def _string(value: Any) -> str | None:
    return one_line(value) or None if isinstance(value, str) else None


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str)]
