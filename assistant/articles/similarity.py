"""The same text at another address: agency copy under several mastheads, a page met twice.

In two steps, so that one article is looked up among any number at once. `sketch` keeps the
smallest hashes of a text's shingles, a bottom-k MinHash (Broder 1997, "On the resemblance
and containment of documents"): articles that share `MIN_SHARED` of them are candidates,
which is one indexed query. `same_text` then compares the full text of a candidate.

A copy is known by what it does not say: but for a first line, credits and edited words it
has nothing of its own, and it gives no figure that the other gives otherwise. A later
version with new figures is therefore another text, and so is the next weather report.
Versions of one address are the store's business: it knows them by their address.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from assistant.language.terms import UNSPACED_SCRIPTS

SKETCH_SIZE = 48
MIN_SHARED = 4

# Chosen on one half of `benchmarks.duplicates`. Lengths are in words, or in characters of
# the scripts that do not separate words.
_SHINGLE = 4
_PASSAGE = 8
_FEWEST_WORDS = 50
_LEAST_SHARE = 0.25
_FRAME = 80
_FRAME_SHARE = 0.4
_LINE = 20
_OWN_SHARE = 0.055
_RELATED_SHARE = 0.1

Shingle = tuple[str, ...]

_WORD = re.compile(
    r"\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)|\d+(?:[.,]\d+)*"
    rf"|[{UNSPACED_SCRIPTS}]|[^\W\d_{UNSPACED_SCRIPTS}]+"
)
_SEPARATORS = str.maketrans("", "", ".,'’ ")
_ACCENT = re.compile("[\u0300-\u036f]")
_GAP = re.compile("-+")
_SOLID = re.compile(f"={{{_PASSAGE},}}")


class _Gaps(NamedTuple):
    """What one text has and another has not.

    `frame` and `own` are numbers of words; `figures` are those of each edited place, by the
    words before it.
    """

    frame: int
    own: int
    figures: dict[Shingle, set[str]]


def sketch(text: str) -> tuple[int, ...]:
    """Up to `SKETCH_SIZE` signed 64-bit hashes, many of which any near copy has as well.

    The same on every machine. Empty if the text is too short to tell copies by.
    """
    words = _words(text)
    if len(words) < _FEWEST_WORDS:
        return ()
    hashes = (blake2b(" ".join(s).encode(), digest_size=8).digest() for s in _shingles(words))
    return tuple(nsmallest(SKETCH_SIZE, (int.from_bytes(h, "big", signed=True) for h in hashes)))


def same_text(one: str, other: str) -> bool:
    """Whether the shorter of two texts says nothing that the longer does not say.

    True of copies that are cut, edited, framed by other lines or printed in another
    typography; false where a figure differs, and of texts too short to tell.
    """
    short, long = sorted((_words(one), _words(other)), key=lambda words: (len(words), words))
    if len(short) < max(_FEWEST_WORDS, _LEAST_SHARE * len(long)):
        return False
    gaps = _gaps(short, long)
    return (
        gaps.frame <= min(_FRAME, _FRAME_SHARE * len(short))
        and gaps.own <= max(_LINE, _OWN_SHARE * len(short))
        and not _contradicting(gaps.figures, _gaps(long, short).figures)
    )


def related(one: str, other: str) -> bool:
    """Whether two texts may be versions of one article: they share runs of words.

    True however much was edited, as long as a tenth of the shorter is in the longer.
    """
    some, others = (_shingles(_words(text)) for text in (one, other))
    return one == other or len(some & others) > _RELATED_SHARE * min(len(some), len(others))


@lru_cache(maxsize=32)  # an article is compared with one candidate after another
def _words(text: str) -> list[str]:
    """Words without case, accents or punctuation; figures without separators."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return [word.translate(_SEPARATORS) for word in _WORD.findall(plain)]


def _shingles(words: list[str]) -> set[Shingle]:
    return set(zip(*(islice(words, n, None) for n in range(_SHINGLE)), strict=False))


def _gaps(text: list[str], other: list[str]) -> _Gaps:
    """Compare a text with another that may hold the same passages.

    The frame is what stands before the first and after the last common passage. Between
    them, a gap of a passage's length is the text's own; a shorter one is an edit.
    """
    marks = _marks(text, _shingles(other))
    common = [match.span() for match in _SOLID.finditer(marks)]
    if not common:
        return _Gaps(len(text), 0, {})
    start, end = common[0][0], common[-1][1]
    gaps = [gap.span() for gap in _GAP.finditer(marks, start, end)]
    return _Gaps(
        frame=start + len(text) - end,
        own=sum(to - at for at, to in gaps if to - at >= _PASSAGE),
        figures={
            tuple(text[at - _SHINGLE : at]): {word for word in text[at:to] if word[0].isdigit()}
            for at, to in gaps
            if to - at < _PASSAGE
        },
    )


def _contradicting(one: dict[Shingle, set[str]], other: dict[Shingle, set[str]]) -> bool:
    """Whether both give figures at one place, each some that the other has not.

    A figure on one side alone was added or left out, which contradicts nothing.
    """
    return any(one[at] - other[at] and other[at] - one[at] for at in one.keys() & other.keys())


def _marks(text: list[str], known: set[Shingle]) -> str:
    """A mark for each word: '=' if it is in a shingle that is known, else '-'."""
    marks = ["-"] * len(text)
    for at in range(len(text) - _SHINGLE + 1):
        if tuple(text[at : at + _SHINGLE]) in known:
            marks[at : at + _SHINGLE] = "=" * _SHINGLE
    return "".join(marks)
