"""Pages of a PDF → lines, with where they stand and how large; the only user of pypdf."""

import io
import logging
import re
import time
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from math import hypot
from typing import NamedTuple

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, PyPdfError

from assistant.errors import SourceError

_MOST_PAGES = 300
_MOST_CHARACTERS = 2_000_000
_PATIENCE = 60.0
# A page of news takes 1,000 to 30,000 of these; as many as this take ten seconds.
_MOST_TOKENS = 200_000
_MOST_BYTES = 20_000_000
# pypdf's own errors, and what it raises by accident on broken files, as its docs admit.
_BROKEN = (
    PyPdfError, DependencyError, ValueError, TypeError, LookupError, AttributeError,
    ArithmeticError, AssertionError, RecursionError, NotImplementedError, EOFError, OSError,
)  # fmt: skip

# Glyphs that fonts share between characters, of which PDFs name the wrong one.
_SHAPES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufdff\ufe70-\ufefc]+")
_RADICALS = str.maketrans(
    "⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟⺠",
    "虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟母民",
)

_STOPS = "[,.،؛;:!?؟]"
_WESTERN = re.compile(r"[A-Za-z0-9]")

logging.getLogger("pypdf").addHandler(logging.NullHandler())


class Line(NamedTuple):
    """A line, or a piece of one; x and y, from the page's lower left, and size are in points."""

    text: str
    x: float
    y: float
    size: float


class Document(NamedTuple):
    """The lines of each page, and the title and author that the file is labelled with."""

    pages: list[list[Line]]
    title: str
    author: str


def document(content: bytes) -> Document:
    """Read a PDF within bounds of time and memory.

    Raises SourceError if it is damaged, encrypted, too long, or holds no text.
    """
    try:
        with apply_configuration(
            stream_parsing_work_maximum_count=_MOST_TOKENS,
            zlib_maximum_output_length=_MOST_BYTES,
            lzw_maximum_output_length=_MOST_BYTES,
            run_length_maximum_output_length=_MOST_BYTES,
            page_tree_maximum_entries=10 * _MOST_PAGES,
        ):
            return _read(content)
    except _BROKEN as error:
        raise SourceError(f"it is damaged, or no PDF that can be read: {error}") from error


def _read(content: bytes) -> Document:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError("it is protected with a password; save it without one")
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(f"it has {len(reader.pages)} pages; the limit is {_MOST_PAGES}")
    until, size = time.monotonic() + _PATIENCE, 0
    pages: list[list[Line]] = []
    for page in reader.pages:
        pages.append(_lines(page, until))
        size += sum(len(line.text) for line in pages[-1])
        if size > _MOST_CHARACTERS:
            raise SourceError(f"it has more than {_MOST_CHARACTERS:,} characters")
        _check_time(until)
    if not size:
        raise SourceError("its pages are pictures without text; put them through text recognition")
    stated = reader.metadata
    title: object = stated.title if stated else None  # whatever stands there, a number too
    author = (stated and stated.author) or ""
    return Document(pages, title if isinstance(title, str) else "", author)


def _check_time(until: float) -> None:
    if time.monotonic() > until:
        raise SourceError(f"it takes more than {_PATIENCE:.0f} seconds to read")


def _lines(page: PageObject, until: float) -> list[Line]:
    lines: list[Line] = []
    pieces: list[Line] = []

    def end_line() -> None:
        if seen := [piece for piece in pieces if piece.text.strip()]:
            text = _written(_joined(pieces))
            largest = max(seen, key=lambda piece: len(piece.text))
            lines.append(Line(text, seen[0].x, seen[0].y, largest.size))
        pieces.clear()

    def take(
        text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float
    ) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scaled = size * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3])
        first, *others = text.split("\n")
        pieces.append(Line(first, x, y, scaled))
        for other in others:
            end_line()
            pieces.append(Line(other, x, y, scaled))

    page.extract_text(visitor_operand_before=lambda *_: _check_time(until), visitor_text=take)
    end_line()
    return lines


def _written(text: str) -> str:
    """The characters that were meant by shapes of them: ligatures, radicals, joined letters."""
    meant = _SHAPES.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)
    return " ".join(meant.translate(_RADICALS).split())


def _joined(pieces: Sequence[Line]) -> str:
    """The text of a line; in Arabic and Hebrew, pieces are drawn from the last to the first."""
    whole = "".join(piece.text for piece in pieces)
    seen = [piece for piece in pieces if piece.text.strip()]
    if seen[0].x >= seen[-1].x or not _is_rtl(whole):
        return whole
    runs = groupby(pieces, key=lambda piece: _WESTERN.search(piece.text) is not None)
    parts = [
        ["".join(piece.text for piece in run)] if western else [piece.text for piece in run]
        for western, run in runs
    ]
    flipped = "".join(_mirrored(text) for part in parts[::-1] for text in part[::-1])
    return re.sub(rf"\s+(?={_STOPS})", "", flipped)


def _mirrored(text: str) -> str:
    """A text with the spaces before and after it changed round; a comma has one after it."""
    core = text.strip()
    if re.fullmatch(_STOPS, core):
        return f"{core} "
    before, after = text.split(core) if core else (text, "")
    return after + core + before


def _is_rtl(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    leftward = sum(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in letters)
    return 2 * leftward > len(letters)
