"""Whether a text says a key point, and by which rule that is known."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from anyascii import anyascii
from babel import Locale
from rapidfuzz.fuzz import ratio

from assistant.evaluation.grading.denial import affirmed, denies, may_be_name
from assistant.evaluation.grading.meaning import Known, meaning
from assistant.evaluation.grading.sentences import sentences
from assistant.index.embedding import Embed
from assistant.language.dates import Day, dates
from assistant.language.names import name_keys
from assistant.language.numbers import numbers
from assistant.language.places import place, places
from assistant.language.quantities import LANGUAGES, amounts, with_digits
from assistant.language.terms import fold, terms, words
from assistant.types import Record

Rule = Literal["wording", "date", "number", "name", "inflection", "quotation", "meaning"]

_SAME_SPELLING = 80
_FEW_WORDS = 3
_LONG = 4


class Said(Record):
    """How a key point is met: the rule that found it, and where; `vague` if less exactly."""

    rule: Rule
    sentence: str
    vague: bool = False


def said(
    wordings: Sequence[str],
    text: str,
    language: str,
    known: Known | None = None,
    embed: Embed | None = None,
) -> Said | None:
    """The first rule by which one of the wordings is in the text, or None.

    `language` is that of the wordings; sentences of the text may be in others.

    wording     it stands there, whatever its accents, case and separators
    date        the same day in any written form; a month for a day is vague
    number      the same amounts in the same order, with their powers of ten
    name        the same names in any spelling or script
    inflection  its stems in order with at most two words between
    quotation   all sentences of an article that are `known` to say it, though a number,
                date or name must be found by itself
    meaning     a sentence means it; see `assistant.evaluation.grading.meaning`

    What is said in a denial is not said, unless the wording is one; a name is denied with
    its verb, too, unless that is what was asked. Nor is the day of a date a bare number.
    """
    there = sentences(text, language)
    negative = bool(known and denies(known.asked, language))
    for rule, finds, vague in _RULES:
        for sentence in there:
            for wording in wordings:
                found = partial(finds, wording, language=language, others=wordings)
                if affirmed(found, wording, sentence, language, negative):
                    return Said(rule=rule, sentence=sentence, vague=vague)
    if any(map(_is_value, wordings)):
        return None
    whole = _letters(text)
    if known and any(all(_letters(q) in whole for q in group) for group in known.quotes):
        return Said(rule="quotation", sentence=text)
    meant = embed and meaning([_bare(w) for w in wordings], there, language, known, embed)
    return Said(rule="meaning", sentence=meant) if meant else None


def mentions(text: str, wordings: Sequence[str]) -> bool:
    """Whether one of the wordings occurs, whatever its accents, case and separators.

    A wording is of whole words; one that ends in `*` is the beginning of its last word.
    """
    plain = _plain(text)
    return any(re.search(_bounded(w), plain) for w in wordings)


def _by_wording(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    return mentions(text, [wording]) and (not dates(wording) or _agrees(dates(text), others))


def _by_date(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    wanted, there = dates(wording), dates(text)
    return (
        len(wanted) == 1
        and _agrees(there, others)
        and any(d.includes(day) for day in wanted for d in there)
    )


def _by_month(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    wanted, there = dates(wording), dates(text)
    months = (d for d in there if not d.day)
    return (
        len(wanted) == 1
        and _agrees(there, others)
        and any(d.agrees(day) and d.month == day.month for day in wanted for d in months)
    )


def _agrees(there: set[Day], wordings: Sequence[str]) -> bool:
    """Whether some date of the text agrees with every date among the wordings.

    So "5 February 2021" does not pass for "5 February" beside "5 February 2026".
    """
    wanted = [d for w in wordings for d in dates(w)]
    return any(all(d.agrees(w) or w.month != d.month for w in wanted) for d in there)


def _by_number(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    wanted, there = amounts(wording), amounts(text)
    if not wanted or not _is_short(wording) or dates(wording):
        return False
    return wanted in (there[i : i + len(wanted)] for i in range(len(there)))


def _by_name(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    if _is_place_in(wording, text):
        return True
    wanted, there = words(wording), words(text)
    return may_be_name(wanted) and all(any(_same_name(w, t) for t in there) for w in wanted)


def _is_place_in(wording: str, text: str) -> bool:
    """Whether a text names the place that the wording is, or its people, in any language."""
    if place(wording) and any(mentions(text, [n]) for n in _place_names(str(place(wording)))):
        return True
    wanted = {code for code, word in places(wording).items() if word == fold(wording)}
    return bool(wanted & places(text).keys())


def _same_name(a: str, b: str) -> bool:
    if not may_be_name([b]) or dates(b):
        return False
    if any(len(key) > 2 for key in name_keys(a) & name_keys(b)):
        return True
    return ratio(_latin(a), _latin(b)) >= _SAME_SPELLING


def _latin(name: str) -> str:
    """A name in Latin letters, with one spelling for what transliterations differ in."""
    return re.sub("t[sz]", "z", anyascii(name).casefold().replace("x", "ks"))


def _by_inflection(wording: str, text: str, language: str, others: Sequence[str]) -> bool:
    wanted = _stems(wording, language)
    if not wanted or dates(wording) or all(len(w) < _LONG for w in wanted):
        return False
    return _follow(wanted, _stems(text, language))


_RULES: tuple[tuple[Rule, Callable[..., bool], bool], ...] = (
    ("wording", _by_wording, False),
    ("date", _by_date, False),
    ("date", _by_month, True),
    ("number", _by_number, False),
    ("name", _by_name, False),
    ("inflection", _by_inflection, False),
)


def _stems(text: str, language: str) -> list[str]:
    """Stemmed words in order, function words as they are."""
    return [(terms(word, language) or [fold(word)])[0] for word in words(text)]


def _follow(wanted: Sequence[str], there: Sequence[str]) -> bool:
    """Whether the wanted words follow one another with at most two others between."""
    for start in range(len(there)):
        at = start - 1
        for word in wanted:
            window = there[at + 1 : at + (4 if at >= start else 2)]
            if word not in window:
                break
            at += 1 + window.index(word)
        else:
            return True
    return False


def _is_value(wording: str) -> bool:
    """Whether a key point is a number, a date or a name rather than a phrase with one."""
    if all(w[0].isupper() for w in words(wording)):
        return True
    few = len(words(wording)) == 1 or (bool(re.search(r"\d", wording)) and _is_short(wording))
    return few and bool(amounts(wording) or dates(wording))


def _is_short(wording: str) -> bool:
    """Whether there is little beside the numbers."""
    return len(words(re.sub(r"[\d.,]+", " ", wording))) <= _FEW_WORDS


def _place_names(code: str) -> list[str]:
    named = [str(Locale(lang).territories.get(code, "")) for lang in LANGUAGES]
    return [name for name in named if name]


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", fold(text))


def _plain(text: str) -> str:
    return re.sub(r"[^\w.%]+|\.(?!\d)", " ", _with_plain_numbers(with_digits(fold(text)))).strip()


def _with_plain_numbers(text: str) -> str:
    """Numbers lose their separators of thousands: 1.550 and 1,550 become 1550."""
    return re.sub(
        r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+,\d+", lambda m: numbers(m.group())[0], text
    )


def _bounded(wording: str) -> str:
    """Word boundaries where the script has them, so that 5 is not found in 15."""
    plain = _plain(wording)
    start = r"(?<![\w.])" if re.match(r"[a-zA-Z0-9]", plain) else ""
    end = r"(?!\w|\.\d)" if _ends_a_word(plain) and not wording.endswith("*") else ""
    return start + re.escape(plain) + end


def _ends_a_word(plain: str) -> bool:
    """Whether it ends with a digit or a letter of a script that has capitals."""
    return plain[-1:].isdigit() or plain[-1:] != plain[-1:].upper()


def _bare(wording: str) -> str:
    return wording.removesuffix("*")
