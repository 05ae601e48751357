"""Which lines of a page's text are its article: by form, in any language.

Prose lines gain, others lose; see `segments`. The weights were searched on half of the
publishers of `benchmarks/saved_text.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.articles.forms import LONG, SHORT, ends_sentence, is_credit, width

NEAR = 3
"""Lines between a caption and where it is said again, or its picture's owner is named."""

_FULL = 400
_UNMARKED = 150
_PARAGRAPH = 120
_HEADING = (18, 90)
_LABEL = 80
_FURNITURE = 6
_SET_OFF = 0.85
_MOST_LISTED = 12

# Some scripts write no such marks; they count as marked.
_PUNCTUATION = re.compile(r"[.!?…。！？।؟።۔։,;:،؛、，：\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LIST_ITEM = re.compile(r"[-–—•*·▪●]\s|\d{1,2}[.)]\s")
_DATE = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d\d)(?!\d)")


@dataclass(frozen=True)
class Line:
    """A line of a page's text, with what its form and its place say of it.

    `apart` is whether it is set off by empty lines as the page's paragraphs are, None if
    these are not set off; `listed`, whether it belongs to a list after a colon, with
    what announces it; `times`, how often it stands in the page, whatever the numbers in it.
    """

    text: str
    apart: bool | None
    listed: bool
    times: int
    caption: bool

    @cached_property
    def width(self) -> float:
        """Its length, ideographs counted as more."""
        return width(self.text)

    @cached_property
    def ended(self) -> bool:
        """Whether it ends as sentences do."""
        return ends_sentence(self.text)

    @cached_property
    def prose(self) -> bool:
        """Whether it has the form of a paragraph; a row of links has no punctuation."""
        if self.ended:
            return self.width >= SHORT
        return self.width >= _UNMARKED and bool(_PUNCTUATION.search(self.text))

    @cached_property
    def item(self) -> bool:
        """Whether it begins as the items of lists do."""
        return bool(_LIST_ITEM.match(self.text))

    @cached_property
    def dated(self) -> bool:
        """Whether it is a label with a date, as above articles, teasers and comments."""
        return self.width < _LABEL and not self.ended and bool(_DATE.search(self.text))

    @property
    def furniture(self) -> bool:
        """Whether it is set in again and again, like the word for an advertisement."""
        return self.times > _FURNITURE

    @property
    def gain(self) -> float:
        """What the line adds to a run."""
        if self.dated:
            return -1.0
        if self.furniture or self.listed:
            return 0.0
        if self.caption:
            return -0.5
        if self.prose:
            gain = min(self.width, _FULL) / 100
            return 0.0 if self.times == 2 else 0.4 * gain if self.apart is False else gain
        if self.ended or self.item:
            return 0.0
        return -0.1 if self.apart else -1.0


def measured(blocks: Sequence[Sequence[str]]) -> list[Line]:
    """Measure the lines of a text, given in blocks that empty lines part."""
    texts = [text for block in blocks for text in block]
    apart = _apart(blocks)
    listed = list(_listed(texts, apart))
    times = Counter(map(_pattern, texts))
    return [
        Line(text, apart[i], listed[i], times[_pattern(text)], _is_caption(texts, i))
        for i, text in enumerate(texts)
    ]


def kept(lines: Sequence[Line]) -> list[str]:
    """Choose the prose of a run, and the headings between, without what is set into it."""
    shown = [line for line in lines if line.listed or not (line.furniture or line.caption)]
    before = [None, *shown]
    after = [*shown[1:], None]
    return [
        line.text
        for above, line, below in zip(before, shown, after, strict=False)
        if _belongs(line) or (_is_heading(line) and above and below and above.prose and below.prose)
    ]


def _belongs(line: Line) -> bool:
    in_place = line.apart is not False or line.width >= LONG
    in_form = line.prose or line.ended or line.item
    return line.listed or (in_form and in_place and line.times <= 2)


def _is_heading(line: Line) -> bool:
    low, high = _HEADING
    in_form = line.width <= high and (line.width >= low or len(line.text.split()) > 2)
    return in_form and line.times == 1 and not line.dated


def _pattern(line: str) -> str:
    """A line without its numbers: "Advertisement 2" and "Advertisement 3" are one."""
    return re.sub(r"\d+", "0", line)


def _apart(blocks: Sequence[Sequence[str]]) -> list[bool | None]:
    """Whether each line has empty lines on the sides where the page's paragraphs have them.

    Copied from a browser, paragraphs have one below; saved as text, one above as well.
    """
    texts = [text for block in blocks for text in block]
    edges = [(i == 0, i == len(block) - 1) for block in blocks for i in range(len(block))]
    long = [e for e, text in zip(edges, texts, strict=True) if _is_paragraph(text)]
    sides = [side for side in (0, 1) if sum(e[side] for e in long) >= _SET_OFF * len(long)]
    if not long or not sides:
        return [None] * len(texts)
    return [all(edge[side] for side in sides) for edge in edges]


def _is_paragraph(text: str) -> bool:
    return ends_sentence(text) and width(text) >= _PARAGRAPH


def _listed(texts: Sequence[str], apart: list[bool | None]) -> Iterator[bool]:
    left = 0
    for i, text in enumerate(texts):
        announces = bool(apart[i]) and text.endswith((":", "：")) and width(text) >= SHORT
        yield bool(left and apart[i] is False) or (announces and apart[i + 1 : i + 2] == [False])
        left = _MOST_LISTED if announces else left - 1 if left and apart[i] is False else 0


def _is_caption(texts: Sequence[str], i: int) -> bool:
    """Whether a line is a credit, or is said again close by, as captions are."""
    if is_credit(texts[i]):
        return True
    near = [*texts[max(0, i - NEAR) : i], *texts[i + 1 : i + 1 + NEAR]]
    said_again = (n == texts[i] or (n.startswith(texts[i]) and is_credit(n)) for n in near)
    return width(texts[i]) >= SHORT and any(said_again)
