"""Several questions in one → the questions to search, each by itself.

One search for "when did Finland and Sweden join" finds sentences on both at best, and on
one of them at worst; a search for each finds what each needs.
"""

import re
from collections.abc import Iterator

from assistant.language.places import place
from assistant.language.quantities import in_digits
from assistant.language.terms import UNSPACED
from assistant.retrieve.question.speaking import speech
from assistant.retrieve.question.wordings import UPPER, either, has, patterns

_MOST = 4
_WORD = rf"[{UPPER}][^\s,;:.?？]*(?:\.[^\s,;:.?？]+)*"
_ITEM = rf"(?:{_WORD}(?: {_WORD})*|\d{{4}}|\d+(?:st|nd|rd|th|[ºª.]|e|er|ème)(?!\w))"
_SMALL = r"(?:(?:[^\W\d_]{1,4}['’ ]){0,2})"


def parts(question: str, language: str | None) -> tuple[str, ...]:
    """The questions in a question: itself alone where it is one."""
    for split in (_clauses, _alternatives, _joint, _ordinals):
        found = list(dict.fromkeys(split(question.strip(), language)))
        if 1 < len(found) <= _MOST:
            return tuple(found)
    return (question,)


def _leans(question: str, language: str | None) -> bool:
    """Whether a question speaks of something that it does not name."""
    return has(question, language, "pronouns")


def _clauses(question: str, language: str | None) -> Iterator[str]:
    """Split "When …, and who …?" and "When …? Who …?", and put in what a later one leaves out."""
    ends = r"(?<=\?)\s+|(?<=？)(?=[\w\s])\s*"
    pieces = [piece.strip() for piece in re.split(ends, question) if piece.strip()]
    if len(pieces) == 1:
        pieces = _at_interrogatives(question, language)
    yield pieces[0] if pieces[0].endswith(("?", "？")) else f"{pieces[0]}?"
    for piece in pieces[1:]:
        yield f"{piece.rstrip('?？ ')} ({_carried(pieces[0], piece, language)})?".replace(" ()", "")


def _at_interrogatives(question: str, language: str | None) -> list[str]:
    joints = [
        found
        for join in patterns(language, "and")
        for ask in patterns(language, "ask")
        for found in re.finditer(
            rf"[,;]?\s+(?:{join.pattern})\s+(?=(?:{ask.pattern})(?!\w))", question, re.IGNORECASE
        )
    ]
    if not joints or not any(p.match(question) for p in patterns(language, "ask")):
        return [question]
    ends = [0, *(at for found in joints for at in found.span()), len(question)]
    pieces = [question[a:b].strip() for a, b in zip(ends[::2], ends[1::2], strict=True)]
    return [_completed(pieces[0], pieces[-1]), *pieces[1:]]


def _completed(first: str, last: str) -> str:
    """Give "What did Putin" the predicate of the "what did Xi say about spring?" after it."""
    words, model = first.split(), last.split()
    same = [w.casefold() for w in words[:-1]] == [w.casefold() for w in model[: len(words) - 1]]
    return " ".join(words + model[len(words) :]) if len(words) > 1 and same else first


def _carried(first: str, later: str, language: str | None) -> str:
    """What the first question is about, for a later one that only points to it."""
    has_name = re.search(rf"\s{_WORD}", later)
    if has_name and not _leans(later, language):
        return ""
    if said := speech(first, language):
        return said.topic or ""
    names = re.findall(rf"(?<=[\s'’])(?:{_WORD})(?: {_WORD})*", first.rstrip("?？ "))
    return ", ".join(n for n in names if n not in later) or first.rstrip("?？ ")


def _alternatives(question: str, language: str | None) -> Iterator[str]:
    """Split "Where …, in A or in B?", and "A or B" as `_joint` does "A and B"."""
    asks = any(p.match(question) for p in patterns(language, "ask"))
    for pattern in patterns(language, "or") if asks else ():
        both = rf"(?P<a>[^,]+?),? (?:{pattern.pattern}) (?P<b>[^,]+?)"
        apart = rf"^(?P<stem>.{{8,}}?)[,:،，] {both}\s*[?？]$"
        if found := re.match(apart, question, re.IGNORECASE):
            yield f"{found['stem']} {found['a']}?"
            yield f"{found['stem']} {found['b']}?"
            return
    yield from _each(question, language, "or")


def _joint(question: str, language: str | None) -> Iterator[str]:
    """Split "… did A and B …": a question for each of two names, years or ordinals.

    Not of what two do with each other: "When did A meet?" asks for less.
    """
    if not has(question, language, "together"):
        yield from _each(question, language, "and")


def _ordinals(question: str, language: str | None) -> Iterator[str]:
    """Split "the fourth and the fifth", as `_joint` does "the 4th and the 5th"."""
    if language and has(question, language, "and"):
        yield from _joint(in_digits(question, language), language)


def _each(question: str, language: str | None, key: str) -> Iterator[str]:
    if language in UNSPACED:
        yield from _each_place(question, language, key)
        return
    for pattern in patterns(language, key):
        items = (
            rf"(?<=[\s'’])(?P<a>{_ITEM})(?:, {_SMALL}(?P<m>{_ITEM}))?,? "
            rf"(?i:{pattern.pattern}) {_SMALL}(?P<b>{_ITEM})"
        )
        for found in re.finditer(items, question):
            if not _are_between(question[: found.start()], language):
                names = (found[item].rstrip("?？ ") for item in ("a", "m", "b") if found[item])
                yield from (question[: found.start()] + n + question[found.end() :] for n in names)
                return


def _each_place(question: str, language: str, key: str) -> Iterator[str]:
    """The same in scripts without capitals, for places, which are known by name."""
    for found in (f for p in patterns(language, key) for f in p.finditer(question)):
        before, after = question[: found.start()], question[found.end() :]
        one = next((before[-n:] for n in range(6, 1, -1) if place(before[-n:])), None)
        other = next((after[:n] for n in range(6, 1, -1) if place(after[:n])), None)
        if one and other:
            yield before + after[len(other) :]
            yield before[: -len(one)] + after
            return


def _are_between(head: str, language: str | None) -> bool:
    """Whether what follows is a pair that does not stand for two questions.

    It may be what something is between, or what an indirect question is about.
    """
    asks = rf"(?<=\s)(?:{either(language, 'about')})\s+(?:{either(language, 'ask')})"
    before = rf"(?<!\w)(?:{asks}|{either(language, 'between')})\s+{_SMALL}$"
    return re.search(before, head, re.IGNORECASE) is not None
