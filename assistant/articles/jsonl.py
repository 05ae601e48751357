"""JSON Lines, one article a line."""

import json
from collections.abc import Iterator

from assistant.articles.stated import stated_article
from assistant.articles.text import decoded
from assistant.errors import SourceError
from assistant.types import Article, Page, Skipped


def read(page: Page) -> Iterator[Article | Skipped]:
    """Read each line that is an object with a `text`; report the others and go on.

    Raises SourceError if the bytes are not text.
    """
    for number, line in enumerate(decoded(page.content).split("\n"), start=1):
        if line.strip():
            yield _article(page, line, f"{page.url}#L{number}")


def _article(page: Page, line: str, place: str) -> Article | Skipped:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Skipped(item=place, reason=f"the line is not valid JSON: {error}")
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return Skipped(item=place, reason='the line is not an object with a "text"')
    try:
        return stated_article(page, fields, title="", text=fields["text"], url=place)
    except SourceError as error:
        return Skipped(item=place, reason=str(error))
