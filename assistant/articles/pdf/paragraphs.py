"""Lines of a PDF → paragraphs: by gaps, indents and sizes, over columns and pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from assistant.articles import forms
from assistant.articles.pdf.lines import Line
from assistant.articles.text import one_line

_EDGE = 2
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d]+\W*)?\d{1,3}(?!\d)(?:\W*(?:[^\W\d]+\W*)?\d{1,3})?\W*")
# What browsers print above and below a page: its address, and when it was printed. An address
# with words or the end of a sentence after it is one of the text.
_ADDRESS = re.compile(rf"(\w+://\S*[^\s.!?])(?:\s{_PAGE_NUMBER.pattern})?$")
_PRINTED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d{2}")
_HYPHEN = re.compile(r"[^\W\d_][-\u2010\u00ad]$")
_COMPOUND = re.compile(r"[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_DIVIDED = re.compile(r"([^\W\d_]{1,40})[-\u2010\u00ad]\n([^\W\d_]{1,40})")
_AND = re.compile(r"(?:und|oder|bzw|sowie)\b")
_UNSPACED = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]{2}")
_LARGER, _WIDER, _SHORTER = 1.15, 1.3, 0.7
_INDENT = (0.5, 5.0)


class Paragraph(NamedTuple):
    """A paragraph and the size of its letters in points."""

    text: str
    size: float


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Put paragraphs together again, without running heads, running feet and page numbers.

    Words that were divided at the end of a line are made whole.
    """
    running = _running(pages)
    lines = [line for page in pages for line in _without_furniture(page, running)]
    if not lines:
        return []
    compounds = {match.casefold() for line in lines for match in _COMPOUND.findall(line.text)}
    layout = _Layout(lines)
    found = [[lines[0]]]
    for above, line in pairwise(lines):
        if layout.separates(above, line):
            found.append([])
        found[-1].append(line)
    return [Paragraph(_text(of, compounds), max(line.size for line in of)) for of in found]


def printed_from(page: Sequence[Line]) -> str:
    """The address that a browser prints at the edge of a page; empty if there is none."""
    return next(filter(None, map(_address, _edges(page))), "")


class _Layout:
    """What is usual in a document: the distance between its lines, and their length."""

    def __init__(self, lines: Sequence[Line]) -> None:
        gaps = (
            (above.y - line.y) / max(line.size, 1)
            for above, line in pairwise(lines)
            if _same_size(above, line)
        )
        self._pitch = median([gap for gap in gaps if 0 < gap < 3] or [1.2])
        self._length = median(len(line.text) for line in lines)

    def separates(self, above: Line, line: Line) -> bool:
        """Whether a line begins a paragraph; if in doubt, only after the end of a sentence."""
        ended = forms.ends_sentence(above.text)
        if not _same_size(above, line):
            return True
        if not ended and line.text[:1].islower():
            return False
        gap = above.y - line.y
        if gap <= 0:  # the next column, or the next page
            return ended
        wide = gap > _WIDER * self._pitch * line.size
        low, high = _INDENT
        indented = low * line.size < line.x - above.x < high * line.size
        short = len(above.text) < _SHORTER * self._length
        return wide or (ended and (indented or short))


def _same_size(one: Line, other: Line) -> bool:
    return max(one.size, other.size) <= _LARGER * min(one.size, other.size)


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_EDGE] + by_height[-_EDGE:]


def _running(pages: Sequence[Sequence[Line]]) -> set[tuple[str, str]]:
    """Lines that stand at the edge of page after page, or of every other one."""
    count = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return {key for key, times in count.items() if times > 1 and 3 * times >= len(pages)}


def _without_furniture(page: Sequence[Line], running: Set[tuple[str, str]]) -> Iterator[Line]:
    edges = _edges(page)
    for line in page:
        if line not in edges or not (_key(line) in running or _is_furniture(line)):
            yield line


def _key(line: Line) -> tuple[str, str]:
    return re.sub(r"\d+", "0", line.text), f"{line.size:.0f}"  # which may be infinite


def _is_furniture(line: Line) -> bool:
    short = len(line.text) < 40 and not forms.ends_sentence(line.text)  # "rose to / 300."
    numbered = short and _PAGE_NUMBER.fullmatch(line.text)
    return bool(numbered or _address(line) or _PRINTED.search(line.text))


def _address(line: Line) -> str:
    found = _ADDRESS.search(one_line(line.text))
    return found[1] if found else ""


def _text(lines: Sequence[Line], compounds: Set[str]) -> str:
    return "".join(_parts([line.text for line in lines], compounds))


def _parts(texts: Sequence[str], compounds: Set[str]) -> Iterator[str]:
    for text, after in pairwise([*texts, ""]):
        if not after or _UNSPACED.fullmatch(text[-1] + after[0]):
            yield text
        elif not _HYPHEN.search(text[-2:]) or _AND.match(after):
            yield f"{text} "
        else:
            yield text if _keeps_hyphen(text, after, compounds) else text[:-1]


def _keeps_hyphen(text: str, after: str, compounds: Set[str]) -> bool:
    """Whether a hyphen belongs to the word: before a capital, or if it stands elsewhere too."""
    divided = _DIVIDED.search(f"{text[-50:]}\n{after[:50]}")
    return not after[0].islower() or bool(
        divided and f"{divided[1]}-{divided[2]}".casefold() in compounds
    )
