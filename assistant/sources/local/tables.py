"""CSV and TSV, row by row → JSON Lines."""

import csv
import json
import re
from collections.abc import Iterator

from assistant.errors import SourceError
from assistant.intake import Skipped, within
from assistant.sources.local.lines import Lines

_SEPARATORS = ",;\t|"
_NONE = "\x1f"
_DECLARED = re.compile(r'"?sep=(.)"?\s*')
_UNDECODED = re.compile("[\udc80-\udcff]")

csv.field_size_limit(2**31 - 1)  # Its own limit of 131,072 is shorter than some articles.


def rows(lines: Lines, url: str) -> Iterator[str | Skipped]:
    """Each row as a line of JSON, its cells under the names of the table's header.

    As many empty lines follow as the row takes lines more than one, and one stands for a
    row that cannot be read, which comes as a Skipped after it: line n of what is written
    is line n of the file. The separator is the one that the first row uses most.
    Raises SourceError if the first row cannot be read.
    """
    try:
        header, separator = _header(lines)
    except csv.Error as error:
        raise SourceError(f"its first row, which names the columns, is broken: {error}") from error
    yield "\n" * lines.count
    fault: tuple[int, csv.Error] | None = None
    ended = False
    while not ended:
        start = lines.count
        cells: list[str] = []
        try:
            cells = _row(lines, separator, len(header))
        except csv.Error as error:
            fault = fault or (start + 1, error)
        ended = lines.count == start
        if fault and (cells or ended):
            yield _skipped(*fault, start, url)
            fault = None
        named = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}
        written = json.dumps(named, ensure_ascii=False) if named else ""
        yield written + "\n" * (lines.count - start)


def _skipped(first: int, error: csv.Error, last: int, url: str) -> Skipped:
    """Lines that cannot be read, as one: the reason for the first may be that for the others."""
    lines = f"lines {first} to {last} are" if last > first else "the row is"
    return Skipped(item=within(url, f"L{first}"), reason=f"{lines} broken: {error}")


def _header(lines: Lines) -> tuple[list[str], str]:
    """Names of the columns, and what separates them; Excel may say so in a line before."""
    for line in lines:
        if line and (declared := _DECLARED.fullmatch(line)):
            header = _row(lines, declared[1])
            return [name.strip() for name in header], declared[1]
        if line and line.strip():
            lines.put_back([line])
            separator = _separator(line)
            return [name.strip() for name in _row(lines, separator)], separator
    return [], _NONE


def _separator(header: str) -> str:
    unquoted = re.sub(r'"[^"]*"', "", header)
    best = max(_SEPARATORS, key=unquoted.count)
    return best if best in unquoted else _NONE


def _row(lines: Lines, separator: str, width: int | None = None) -> list[str]:
    """Cells of the next row, which may take many lines; none if it is empty, or at the end.

    Raises csv.Error if it cannot be read. Of a row whose quotation marks do not match, only
    the first line is taken, so that one mark too many does not cost the rows after it; if
    it is one line, and has as many cells without regard to the marks, it has just these.
    """
    taken: list[str | None] = []
    try:
        cells = next(csv.reader(_fed(lines, taken), delimiter=separator, strict=True), [])
    except csv.Error:
        lines.put_back(taken[1:])
        whole = taken[0] if len(taken) == 1 else None
        cells = whole.rstrip("\r\n").split(separator) if whole else []
        if len(cells) != width:
            raise
    if _UNDECODED.search("".join(cells)):
        raise csv.Error("it is not in the encoding of the file; save the file as UTF-8")
    if width and cells and len(cells) != width:
        raise csv.Error(f"it has {len(cells)} cells, the header has {width}")
    return cells


def _fed(lines: Lines, taken: list[str | None]) -> Iterator[str]:
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line or "")
        if line is None or size > lines.longest:
            raise csv.Error(f"it has more than {lines.longest:,} characters, which is the limit")
        yield line
