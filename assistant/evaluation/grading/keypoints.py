"""Whether a text says a key point, and by which rule that is known."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from anyascii import anyascii
from babel import Locale
from rapidfuzz.fuzz import ratio

from assistant.evaluation.grading.meaning import Known, denies, meaning
from assistant.evaluation.grading.sentences import language_of, sentences
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
_REACH = 3  # words


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

    What is said in a denial is not said, unless the wording is one.
    """
    there = sentences(text, language)
    for rule in (_by_wording, _by_date, _by_number, _by_name, _by_inflection):
        for sentence in there:
            for wording in wordings:
                if found := rule(wording, sentence, language, wordings):
                    return found
    if any(map(_is_value, wordings)):
        return None
    whole = _letters(text)
    if known and any(all(_letters(q) in whole for q in group) for group in known.quotes):
        return Said(rule="quotation", sentence=text)
    meant = embed and meaning(wordings, there, language, known, embed)
    return Said(rule="meaning", sentence=meant) if meant else None


def mentions(text: str, wordings: Sequence[str]) -> bool:
    """Whether one of the wordings occurs, whatever its accents, case and separators."""
    plain = _plain(text)
    return any(re.search(_bounded(_plain(w)), plain) for w in wordings)


def _by_wording(wording: str, text: str, language: str, others: Sequence[str]) -> Said | None:
    if dates(wording) and not _agrees(dates(text), others):
        return None
    pattern, spoken = _bounded(_plain(wording)), language_of(text, language)
    for plain in map(_plain, _clauses(text)):
        starts = (m.start() for m in re.finditer(pattern, plain))
        if any(denies(wording, language) or not _denied(plain[:at], spoken) for at in starts):
            return Said(rule="wording", sentence=text)
    return None


def _by_date(wording: str, text: str, language: str, others: Sequence[str]) -> Said | None:
    wanted, there = dates(wording), dates(text)
    if len(wanted) != 1 or not _agrees(there, others):
        return None
    (day,) = wanted
    if any(d.includes(day) for d in there):
        return Said(rule="date", sentence=text)
    near = (d for d in there if d.agrees(day) and d.month == day.month and not d.day)
    return Said(rule="date", sentence=text, vague=True) if any(near) else None


def _agrees(there: set[Day], wordings: Sequence[str]) -> bool:
    """Whether some date of the text agrees with every date among the wordings.

    So "5 February 2021" does not pass for "5 February" beside "5 February 2026".
    """
    wanted = [d for w in wordings for d in dates(w)]
    return any(all(d.agrees(w) or w.month != d.month for w in wanted) for d in there)


def _by_number(wording: str, text: str, language: str, others: Sequence[str]) -> Said | None:
    wanted, there = amounts(wording), amounts(text)
    if not wanted or not _is_short(wording) or dates(wording):
        return None
    runs = (there[i : i + len(wanted)] for i in range(len(there)))
    return Said(rule="number", sentence=text) if wanted in runs else None


def _by_name(wording: str, text: str, language: str, others: Sequence[str]) -> Said | None:
    if _is_place_in(wording, text):
        return Said(rule="name", sentence=text)
    wanted = words(wording)
    named = all(w[:1].isupper() or (not w.isascii() and w.isalpha()) for w in wanted)
    if not wanted or not named or re.search(r"\d", wording):
        return None
    there = words(text)
    known = all(any(_same_name(w, t) for t in there) for w in wanted)
    return Said(rule="name", sentence=text) if known else None


def _is_place_in(wording: str, text: str) -> bool:
    """Whether a text names the place that the wording is, or its people, in any language."""
    if place(wording) and any(mentions(text, [n]) for n in _place_names(str(place(wording)))):
        return True
    wanted = {code for code, word in places(wording).items() if word == fold(wording)}
    return bool(wanted & places(text).keys())


def _same_name(a: str, b: str) -> bool:
    if not (b[:1].isupper() or not b.isascii()) or dates(b):
        return False
    if any(len(key) > 2 for key in name_keys(a) & name_keys(b)):
        return True
    return ratio(_latin(a), _latin(b)) >= _SAME_SPELLING


def _latin(name: str) -> str:
    """A name in Latin letters, with one spelling for what transliterations differ in."""
    return re.sub("t[sz]", "z", anyascii(name).casefold().replace("x", "ks"))


def _by_inflection(wording: str, text: str, language: str, others: Sequence[str]) -> Said | None:
    wanted = _stems(wording, language)
    if not wanted or dates(wording) or all(len(w) < _LONG for w in wanted):
        return None
    spoken = language_of(text, language)
    for there in (_stems(clause, language) for clause in _clauses(text)):
        for at in _runs(wanted, there):
            if denies(wording, language) or not _denied(" ".join(there[:at]), spoken):
                return Said(rule="inflection", sentence=text)
    return None


def _stems(text: str, language: str) -> list[str]:
    """Stemmed words in order, function words as they are."""
    return [(terms(word, language) or [fold(word)])[0] for word in words(text)]


def _runs(wanted: Sequence[str], there: Sequence[str]) -> Iterator[int]:
    """Where the wanted words follow one another with at most two others between."""
    for start in range(len(there)):
        at = start - 1
        for word in wanted:
            window = there[at + 1 : at + (4 if at >= start else 2)]
            if word not in window:
                break
            at += 1 + window.index(word)
        else:
            yield start


def _is_value(wording: str) -> bool:
    """Whether a key point is a number, a date or a name rather than a phrase with one."""
    if all(w[0].isupper() for w in words(wording)):
        return True
    few = len(words(wording)) == 1 or (bool(re.search(r"\d", wording)) and _is_short(wording))
    return few and bool(amounts(wording) or dates(wording))


def _is_short(wording: str) -> bool:
    """Whether there is little beside the numbers."""
    return len(words(re.sub(r"[\d.,]+", " ", wording))) <= _FEW_WORDS


def _clauses(text: str) -> list[str]:
    """The text and its clauses: what one denies, the next may not."""
    return [text, *re.split(r"[,;:()–—，；：]", text)]


def _denied(before: str, language: str) -> bool:
    """Whether one of the last words before a wording denies it."""
    return denies(" ".join(before.split()[-_REACH:]), language)


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
    start = r"(?<![\w.])" if re.match(r"[a-zA-Z0-9]", wording) else ""
    end = r"(?!\w|\.\d)" if re.search(r"\d(?: [^\W\d_]{1,2})?$", wording) else ""
    return start + re.escape(wording) + end
