"""Where the sentences of a text begin and end.

sentencex knows the abbreviations and quotation marks of its languages; what it cuts
too early is joined here again, because half a sentence is useless as evidence.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

from assistant.language.terms import stop_words

LONGEST = 600

Span = tuple[int, int]

# sentencex takes quadratic time, so an endless line is given to it in pieces.
_LINE = re.compile(r"[^\n\r\u2028\u2029]{1,5000}(?=\s|$)|[^\n\r\u2028\u2029]{1,5000}")
_CLOSING = r"[\"'”’»›“)\]」』]"
_CONTINUES = re.compile(r"[\s\"'“”„«»(–—-]*([^\W\d_])(\w?)")
_ONLY_CLOSING = re.compile(rf"{_CLOSING}+(?:\s|[.,;!?]|$)")
_INITIAL = re.compile(r"(?:^|[\s'’\"“„«(\-.])[^\W\d_]\.$")
_ABBREVIATED_LETTERS = re.compile(r"\w\.\s?\w\.$")
# sentencex does not part these: "…。2019年…".
_BEFORE_FIGURE = re.compile(r"[。！？](?=\d)")
_OPENING_AT_END = re.compile(r"\s[\"“„«‘(]+\s*$")
_HONORIFIC = re.compile(
    r"(?:^|[\s(\"“„«'’])(?:avv|capt|col|dep|dott|dr|dña|fr|geb|gen|gov|hon|ing|lt|magg|mgr|"
    r"(?<!\d )min|mlle|mme|mons|mr|mrs|ms|(?-i:Pr)|profa?|rep|rev|sen|sgt|sig|sra?|st|"
    r"(?<=['’])on|им|г-н|г-жа|д-р|проф|ул)\.$",
    re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(\"“„«'’])(?:abs|appr|approx|aprox|art|artt|ca|env|janv|févr|juil|juill|sept|oct|nov"
    r"|déc|nr|núm|n|ок|ст|рис|пп)\.$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d{1,2}|[12]\d{3})\.$")
_ORDINAL_LANGUAGES = {
    "bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu",
    "is", "lb", "lv", "no", "pl", "sk", "sl", "sr", "tr",
}  # fmt: skip
_CUTS = [
    re.compile(rf"[.!?…]{_CLOSING}*\s|[。！？]{_CLOSING}*"),
    re.compile(r"[;:—–]\s|[；：]"),
    re.compile(r"[,،]\s|[，、]"),
    re.compile(r"\s"),
]


def split(text: str, language: str | None) -> list[Span]:
    """Spans (start, end) of the sentences, without the white space around them.

    A sentence never crosses a line break. One of more than `LONGEST` characters is cut
    where a clause, else a word, ends.
    """
    return [
        piece
        for line in _LINE.finditer(text)
        for sentence in _joined(text, _boundaries(line, language), language)
        for piece in _pieces(text, sentence)
    ]


def _boundaries(line: re.Match[str], language: str | None) -> list[Span]:
    found = get_sentence_boundaries(language or "en", line.group())
    starts = {_before_opening_mark(line.group(), s["start_index"]) for s in found}
    starts |= {stop.end() for stop in _BEFORE_FIGURE.finditer(line.group())}
    spans = pairwise([*sorted(starts), len(line.group())])
    moved = ((line.start() + start, line.start() + end) for start, end in spans)
    return [trimmed for span in moved if (trimmed := _trimmed(line.string, span))]


def _before_opening_mark(line: str, start: int) -> int:
    """Move a start before its mark: a quotation mark after a space opens a sentence."""
    mark = _OPENING_AT_END.search(line, 0, start)
    return mark.start() if mark else start


def _trimmed(text: str, span: Span) -> Span | None:
    piece = text[slice(*span)]
    start = span[0] + len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return (start, end) if start < end else None


def _joined(text: str, spans: list[Span], language: str | None) -> list[Span]:
    joined = spans[:1]
    for before, after in pairwise(spans):
        if _belongs(text[slice(*before)], text[before[1] : after[1]], language):
            joined[-1] = (joined[-1][0], after[1])
        else:
            joined.append(after)
    return joined


def _belongs(before: str, after: str, language: str | None) -> bool:
    """Whether a boundary was put where no sentence ends; `after` has its leading space."""
    touching = after == (after := after.lstrip())
    if _ONLY_CLOSING.match(after):
        return True
    first = _CONTINUES.match(after)
    if first and first[1].islower() and not first[2].isupper():
        return True
    if _HONORIFIC.search(before) or (after[:1].isdigit() and _BEFORE_NUMBER.search(before)):
        return True
    if _INITIAL.search(before):
        return touching or (before[-2].isupper() and not _ABBREVIATED_LETTERS.search(before))
    return bool(_ORDINAL.search(before)) and _is_ordinal(first, after, language)


def _is_ordinal(first: re.Match[str] | None, after: str, language: str | None) -> bool:
    """Keep "3. Auflage" whole, but not "am 3. Dann": function words begin a sentence."""
    word = re.match(r"\w+", after)
    return (
        language in _ORDINAL_LANGUAGES
        and first is not None
        and word is not None
        and word.group().casefold() not in stop_words(language)
    )


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST:
        cut = _cut(text, start)
        yield start, start + len(text[start:cut].rstrip())
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    yield start, end


def _cut(text: str, start: int) -> int:
    """Find the last good place to cut in the last two thirds of the longest piece."""
    for pattern in _CUTS:
        if ends := [m.end() for m in pattern.finditer(text, start + LONGEST // 3, start + LONGEST)]:
            return ends[-1]
    return start + LONGEST
