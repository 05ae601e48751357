"""JSON Lines, one article a line."""

import json
import re
from collections.abc import Iterator, Mapping

from assistant.articles.stated import by_field, stated_article, stated_text
from assistant.errors import SourceError
from assistant.intake import Page, Skipped, within
from assistant.types import Article, content_id

_FIRST_LINE = re.compile(r";\s*first-line=(\d+)")
_PART = re.compile(r"[#&]part=\d+$")

_NO_TEXT = "it has no text; it has"
_REMEDY = "say with the setting fields which of these is the text"
_LONGEST_LIST = 200


def read(page: Page, fields: Mapping[str, str] = {}) -> Iterator[Article | Skipped]:
    """Read each line that is an object with a text; report the others and go on.

    `fields` says where to look for what; see `by_field`. Lines are counted from the
    `first-line` of the page's media type, if it is a part of a larger file. An article
    without an address of its own gets one that depends on what its line says, so that it
    keeps it when lines are added before. Raises SourceError if no line has a text.
    """
    file = _PART.sub("", page.url)
    first = _FIRST_LINE.search(page.media_type or "")
    numbered = enumerate(page.content.split(b"\n"), start=int(first[1]) if first else 1)
    found = [_article(page, file, n, line, fields) for n, line in numbered if line.strip()]
    missing = [f.reason for f in found if isinstance(f, Skipped) and f.reason.startswith(_NO_TEXT)]
    if missing and len(missing) == len(found):
        raise SourceError(missing[0])
    yield from found


def _article(
    page: Page, file: str, number: int, line: bytes, fields: Mapping[str, str]
) -> Article | Skipped:
    place = within(file, f"L{number}")
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        why = f"{error.msg} (character {error.pos + 1})"
        return Skipped(item=place, reason=f"the line is not valid JSON: {why}")
    except (ValueError, RecursionError) as error:
        return Skipped(item=place, reason=f"the line is not valid JSON: {error}")
    if not isinstance(row, dict):
        return Skipped(item=place, reason="the line is not a JSON object")
    stated = by_field(row, fields)
    if not (text := stated_text(stated)):
        columns = ", ".join(map(str, row))[:_LONGEST_LIST]
        return Skipped(item=place, reason=f"{_NO_TEXT} {columns or 'nothing'}; {_REMEDY}")
    own = within(file, f"row={content_id(line.decode(errors='replace'))}")
    try:
        return stated_article(page, stated, title="", text=text, url=own)
    except SourceError as error:
        return Skipped(item=place, reason=str(error))
