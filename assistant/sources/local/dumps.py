"""Dumps of articles, of any size → pages of JSON Lines, each with some of the rows.

Line n of a page whose media type says `first-line=m` is line m + n - 1 of the file; what
cannot be read is left empty. The first page has the file's own address and the others
`#part=2` and so on: a dump that only grew gives the same pages as before, but the last.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import IO

from assistant.errors import SourceError
from assistant.intake import Page, Skipped, within
from assistant.sources.local.lines import Lines
from assistant.sources.local.tables import rows as table_rows
from assistant.sources.unpacking import DAMAGED

JSON_LINES = "application/jsonl"
# What an ingest reads, embeds and writes at once; stopping it waits for no more.
_PART = 100_000


def pages(stream: IO[bytes], url: str, media_type: str, max_bytes: int) -> Iterator[Page | Skipped]:
    """Read a JSON Lines, CSV or TSV file.

    A row that is broken or larger than `max_bytes` comes as a Skipped with its line.
    Raises SourceError if the file has no rows, or is a table whose encoding cannot be told.
    """
    of_json = media_type == JSON_LINES
    lines = Lines(stream, max_bytes, guess=not of_json)
    found = False
    for item in _parts(_json_rows(lines, url) if of_json else table_rows(lines, url), url):
        found = True
        yield item
    if not found:
        raise SourceError("it is empty")


def _json_rows(lines: Lines, url: str) -> Iterator[str | Skipped]:
    for line in lines:
        if line is None:
            reason = f"the line has more than {lines.longest:,} characters, which is the limit"
            yield Skipped(item=within(url, f"L{lines.count}"), reason=reason)
        yield line or "\n"


def _parts(rows: Iterable[str | Skipped], url: str) -> Iterator[Page | Skipped]:
    number, first, size = 1, 1, 0
    part: list[str] = []
    damage: Exception | None = None
    try:
        for row in rows:
            if isinstance(row, Skipped):
                yield row
                continue
            part.append(row)
            size += len(row)
            if size >= _PART:
                text = "".join(part)
                yield from _page(text, url, number, first)
                number, first, size = number + 1, first + text.count("\n"), 0
                part.clear()
    except (SourceError, *DAMAGED) as error:
        damage = error
    yield from _page("".join(part), url, number, first)
    if damage:
        raise damage


def _page(text: str, url: str, number: int, first: int) -> Iterator[Page]:
    if text.strip():
        yield Page(
            url=url if number == 1 else within(url, f"part={number}"),
            content=text.encode("utf-8", "surrogateescape"),
            media_type=f"{JSON_LINES}; first-line={first}",
            fetched_at=datetime.now(timezone.utc),
        )
