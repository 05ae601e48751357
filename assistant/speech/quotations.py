"""Where the quotations of an article are, though they run over sentences and paragraphs."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

MASK = "\x00"
ENDINGS = ",.?!…"

_CLOSING = {
    "“": "”\"", "„": "“”", "«": "»", "»": "«", "「": "」", "『": "』", '"': '"', "‘": "’",
    "‚": "‘’",
}  # fmt: skip
_MASKED = re.compile(rf"(?s)(?![{ENDINGS}]\s?[^\w\s]\Z).")
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def quotations(text: str) -> list[Span]:
    """Spans (start, end) of the quotations, with their marks, in order.

    A mark inside a quotation opens no other. One that is still open at the end of a
    paragraph goes on in the next if that begins with the mark again, as papers print
    long quotations; else it was not a quotation.
    """
    found: list[Span] = []
    held: tuple[int, str] | None = None
    for line in _LINE.finditer(text):
        if held and not line.group().lstrip().startswith(held[1]):
            held = None
        spans, left_open = _of_line(text, line.start(), line.end())
        if held and spans:
            spans = [(held[0], spans[0][1]), *spans[1:]]
        elif held:
            left_open = left_open and held
        found += spans
        held = left_open
    return found


def without_tags(text: str, quoted: Sequence[Span], tag: re.Pattern[str]) -> list[Span]:
    """The quotations without the tags within their marks: `«Sì – ha detto X – domani»`."""
    found: list[Span] = []
    for start, end in quoted:
        tags = (place for match in tag.finditer(text, start, end) for place in match.span())
        places = [start, *tags, end]
        found += zip(places[::2], places[1::2], strict=True)
    return [(start, end) for start, end in found if start < end]


def _of_line(text: str, start: int, end: int) -> tuple[list[Span], tuple[int, str] | None]:
    """The quotations of a paragraph, and where one begins that it does not end."""
    spans: list[Span] = []
    opened: int | None = None
    for at, mark in _marks(text, start, end):
        if opened is None:
            if mark in _CLOSING and _opens(text, at):
                opened = at
        elif mark in _CLOSING[text[opened]] and _closes(text, at):
            spans.append((opened, at + 1))
            opened = None
    return spans, None if opened is None else (opened, text[opened])


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    return ((at, text[at]) for at in range(start, end) if text[at] in '“”„«»「」『』"‘’‚')


def _opens(text: str, at: int) -> bool:
    """An apostrophe opens nothing, nor does a mark that closes what was never opened."""
    return text[at] in "「『" or not text[max(0, at - 1) : at].isalnum()


def _closes(text: str, at: int) -> bool:
    return text[at] != "’" or not text[at + 1 : at + 2].isalnum()


def masked(text: str, span: Span, quoted: Sequence[Span]) -> str:
    """A span of a text, with `MASK` for each character of a quotation but `,` or `.` at its end."""
    start, end = span
    characters = list(text[start:end])
    for a, b in _overlapping(span, quoted):
        first, last = max(a, start) - start, min(b, end) - start
        if first < last:
            characters[first:last] = _MASKED.sub(MASK, text[start + first : start + last])
    return "".join(characters)


def is_quoted(sentence: Span, quoted: Sequence[Span]) -> bool:
    """Whether a sentence stands whole within a quotation."""
    touched = _overlapping(sentence, quoted)
    return any(start <= sentence[0] and sentence[1] <= end + 1 for start, end in touched)


def _overlapping(span: Span, spans: Sequence[Span]) -> Sequence[Span]:
    """Of spans in order, those that have a part of another."""
    first = bisect_right(spans, span[0], key=lambda s: s[1])
    return spans[first : bisect_left(spans, span[1], key=lambda s: s[0])]


def spread(
    speakers: Sequence[str | None],
    claimed: Sequence[bool],
    sentences: Sequence[Span],
    quoted: Sequence[Span],
) -> list[str | None]:
    """Give all sentences of a quotation the one speaker that some of them name.

    `claimed` are the sentences that say who speaks, be it known or not.
    """
    found = list(speakers)
    places = {sentence: i for i, sentence in enumerate(sentences)}
    for quotation in quoted:
        within = [places[sentence] for sentence in _overlapping(quotation, sentences)]
        said_by = {found[i] for i in within if claimed[i]}
        if len(said_by) == 1:
            speaker = said_by.pop()
            for i in within:
                found[i] = found[i] if claimed[i] else speaker
    return found
