"""A large model's reply → pieces, each a statement with the numbers of what it cites.

Models are asked for one sentence a line, with numbers like [1][3] at its end. They write
paragraphs, [1-3], 【1】 and Markdown as well.
"""

import re
from itertools import pairwise

from assistant.language.dates import dates
from assistant.language.negation import denials
from assistant.prompts import NONE

_OPEN, _CLOSE = r"\[【［", r"\]】］"
# "sentence" is what the prompt calls what it numbers; † comes before a place within it.
_NUMBER = r"\s*(?:(?:[\^#]|sentences?)\s*)?\d{1,4}"
_MARK = rf"\\?[{_OPEN}]{_NUMBER}(?:\s*[,;–-]{_NUMBER})*\s*(?:†[^{_CLOSE}]*)?\\?[{_CLOSE}]"
_MARKS = re.compile(rf"\s*{_MARK}(?:[\s,;、，]*{_MARK})*", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\D*(\d+))?")
_PLACE = re.compile(rf"†[^{_CLOSE}]*")
_BEGUN_MARK = re.compile(rf"[\s\\*_`]*(?:[{_OPEN}<][^{_CLOSE}>]{{0,15}})?$")
# Citations stand on either side of the stop.
_STOP = r"[.!?…。！？]+[\"'”’»)」』]*"
_END = re.compile(
    rf"(?:{_MARKS.pattern}\s*{_STOP}|{_STOP}{_MARKS.pattern})(?=[^\w\n\\<{_OPEN}]*(\w))",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-z][^<>\n]*>", re.IGNORECASE)
# The stars of a curse are within a word or at its end.
_EMPHASIS = re.compile(
    r"(?<![a-zA-Z0-9*_`])(\*{1,3}|_{1,3}|`)(?=[^\s*_`])(.{1,200}?)(?<=\S)\1(?![a-zA-Z0-9*_`])"
)
_HEADING = re.compile(r"\s*#+\s")
_POINTS = re.compile(r"\s*(?:[•*>|]\s*|-(?!\d)\s*)*")
_ITEM = re.compile(r"(\d{1,2})[.)]\s+(\S+)")
_BEGUN_ITEM = re.compile(r"\d{1,2}[.)]?")
_EMPTIED = re.compile(r"\s*\(\s*\)")
_LABEL = re.compile(r"[\w ]{1,20}[:：]")
_AROUND = " \"'“”„«»‘’`*_().!。"
_SHORT = 200  # characters


def pieces(reply: str) -> list[str]:
    """The lines of a reply, cut where a sentence ends with its citations."""
    plain = _EMPHASIS.sub(r"\2", _TAG.sub("", reply))
    return [piece for line in plain.split("\n") for piece in _sentences(line)]


def cites(piece: str, known: int) -> tuple[int, ...] | None:
    """Indices into the evidence, of which so much is known; None if nothing is cited."""
    marks = _MARKS.findall(piece)
    spans = [m.groups() for mark in marks for m in _RANGE.finditer(_PLACE.sub("", mark))]
    said = (range(int(a) - 1, min(int(b or a), known)) for a, b in spans)
    return tuple(dict.fromkeys(n for span in said for n in span if n >= 0)) if marks else None


def statement(piece: str, item: int, *, finished: bool) -> str:
    """What a piece says, without marks; empty for headings and what says nothing yet.

    It may be the item of a list that is so numbered.
    """
    bare = _EMPTIED.sub("", _MARKS.sub("", piece if finished else _BEGUN_MARK.sub("", piece)))
    text = _unmarked(bare, item).rstrip(" |").removesuffix("**")
    heads = _HEADING.match(piece) or text.rstrip(" .,;").endswith((":", "："))
    word = _word(text)
    begun = NONE.startswith((word[: len(NONE)], word.upper())) or _BEGUN_ITEM.fullmatch(text)
    return "" if heads or word.startswith(NONE) or (begun and not finished) else text


def is_item(piece: str, item: int) -> bool:
    """Whether a piece has the number of an item, and not that of a day or "1. liga"."""
    begun = _ITEM.match(_POINTS.sub("", piece, count=1))
    if not begun or int(begun[1]) != item:
        return False
    return not (begun[2][0].islower() or dates(begun[0]))


def refuses(reply: str, language: str | None) -> bool:
    """Whether a reply that cites nothing means that there is no answer.

    It is the word for that, or says so briefly in words of its own. These are not shown, so
    that what denies something else is lost, but never stated.
    """
    words = [_word(_unmarked(piece, 1)) for piece in pieces(reply)]
    if any(word.startswith(NONE) or word.upper() == NONE for word in words):
        return True
    return len(reply) <= _SHORT and any(denials(reply, code) for code in (language, "en"))


def _sentences(line: str) -> list[str]:
    if _MARKS.match(_POINTS.sub("", line, count=1)):  # what they are for comes after them
        return [line]
    ends = (end.end() for end in _END.finditer(line) if not end[1].islower())
    return [line[begin:end] for begin, end in pairwise((0, *ends, len(line)))]


def _unmarked(line: str, item: int) -> str:
    """A line without what marks it as one of a list or a quotation."""
    text = _POINTS.sub("", line.strip(), count=1)
    return _POINTS.sub("", text.split(maxsplit=1)[1], count=1) if is_item(line, item) else text


def _word(text: str) -> str:
    return _LABEL.sub("", text, count=1).strip(_AROUND)
