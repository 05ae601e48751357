"""Amounts in any written form: "1,550", "1.550", "1 550", "55 million", "121 ألف", "一百一十一"."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from babel import Locale

from assistant.language.contrasts import word_pattern
from assistant.language.numbers import NUMBER, numbers
from assistant.language.terms import fold

LANGUAGES = (
    "en", "de", "es", "fr", "it", "pt", "nl", "pl", "ru", "uk", "el", "tr", "ar", "zh", "ja",
)  # fmt: skip
"""Languages whose names of months and of powers of ten are known."""

SPELT_OUT = frozenset({"en", "fr", "de", "it", "es", "pt", "nl"})
"""Languages of which numbers of any size are known in words."""

# The second half of a match or a year is no quantity, nor is the time between them, a day of
# the week in Portuguese or the eight of fifty-eight.
_PERIOD = re.compile(
    r"\b(?:first|second|prima|seconda|premiere|seconde|erste[nr]?|zweite[nr]?|primera|segunda"
    r"|primeira|перв\w+|втор\w+)[ -](?:half|meta|moitie|halfte|mitad|metade|половин\w+)\b"
    r"|\b(?:segunda|terca|quarta|quinta|sexta)[ -]feira\b|\bhalf[ -]?time\b|\bquarts? d['’]heure\b"
    r"|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ty-\w+|\bhalf[ -](?:brother|sister)\w?\b"
)
_FIRST = {
    "cardinal": 2.0, "ordinal": 3.0, "half": 0.5, "ten": 10.0, "dozen": 12.0, "fifteen": 15.0,
    "tens": 20.0, "loose": 1.0, "halved": 0.5, "decade": 20.0,
}  # fmt: skip
_STEP = {"tens": 10.0, "decade": 10.0}
_SURELY = ("cardinal", "ordinal", "half", "ten", "dozen", "fifteen", "tens")
_LOOSELY = ("loose", "halved", "decade")
# "Vent'anni" and "ventenne" have lost the last letter of "venti"; German joins decades.
_ELIDED = re.compile(r"\b(\w+)(?:['’]anni|enn[ei])\b")
_DECADE = re.compile(r"(?<=zig)er[- ]?(?=jahre)|(?<=ßig)er[- ]?(?=jahre)", re.IGNORECASE)
_SUPERSCRIPT = re.compile("[²³]")
_MILLIONS = re.compile(rf"([$£€]\s?(?:{NUMBER}))(k|m)\b|(?<!\d)({NUMBER})\s?(bn|tn)\b")
_POWERS = {"k": "thousand", "m": "million", "bn": "billion", "tn": "trillion"}
_COMPOUND = re.compile(r"(?<=[a-z])(jahrig|tagig|monatig|wochig|stundig|fach|kopfig|malig)(?=\w*)")
_AFTERNOON = re.compile(r"\b(1[01]|\d)(?:[:.]\d\d)?\s?p\.?m\b")
_ROMAN = re.compile(r"(?<!\w)[IVX]{2,}")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
# One of them alone is a weekday, "very", "the people" or "a" as often as a number.
_HAN = re.compile(
    r"(?<![周週期拜])(?:[〇零一二三四五六七八九十百千]{2,}"
    r"|[〇零二三四五六七八九千]|百(?!姓)|十(?!分)|一(?=[月日]))"
)
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000}


def amounts(text: str) -> list[float]:
    """The numbers of a text in its order, each times the power of ten named after it.

    The powers' names are those of Unicode CLDR; where languages differ ("billion"),
    English decides.
    """
    plain = with_digits(fold(_SUPERSCRIPT.sub("", text)))
    plain = _MILLIONS.sub(lambda m: f"{m[1] or m[3]} {_POWERS[m[2] or m[4]]}", plain)
    return [
        round(float(numbers(m[1])[0]) * (_powers().get(m[2]) or float(m[3] or 1)), 6)
        for m in _pattern().finditer(plain)
    ]


def is_year(number: float) -> bool:
    """Whether a number may be the year that news speaks of: a whole one from 1900 to 2100."""
    return number.is_integer() and 1900 <= number <= 2100


def values(text: str, language: str | None) -> set[float]:
    """All amounts of a text, those in small numbers' words among them: "a third" is 3."""
    plain = _parted(text)
    spelt = {value for value, pattern in _small(language) if pattern.search(plain)}
    return spelt | set(amounts(_with_small(text, language)))


def loose_values(text: str, language: str | None) -> set[float]:
    """What else may stand for a number: "both", "the second", "XIX", 18 for "6 p.m."."""
    plain = _parted(text)
    known = [n for kind in _LOOSELY for n in _number_words(language, kind)]
    spelt = {value for value, pattern in known if pattern.search(plain)}
    hours = {float(m[1]) + 12 for m in _AFTERNOON.finditer(plain)}
    one = {1.0} if "一" in text else set()
    return spelt | hours | one | {float(_roman(m[0])) for m in _ROMAN.finditer(text)}


def _parted(text: str) -> str:
    """Folded, with the number of a German compound apart: "dreijährig", and no periods."""
    return _PERIOD.sub(" ", _COMPOUND.sub(r" \1", fold(_SUPERSCRIPT.sub("", text))))


def _roman(numeral: str) -> int:
    digits = [_ROMAN_DIGITS[c] for c in numeral]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _with_small(text: str, language: str | None) -> str:
    """The text with small numbers as digits, so that "two million" is one amount."""
    plain = _parted(text)
    for value, pattern in _small(language):
        if value.is_integer():
            plain = pattern.sub(f"{value:.0f}", plain)
    return plain


def _small(language: str | None) -> list[tuple[float, re.Pattern[str]]]:
    """Small numbers of a language with the words that mean them."""
    return [n for kind in _SURELY for n in _number_words(language, kind)]


@lru_cache(maxsize=128)
def _number_words(language: str | None, kind: str) -> list[tuple[float, re.Pattern[str]]]:
    found = []
    path = Path(__file__).with_name("number_words.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        listed_as, code, *listed = line.split()
        if (listed_as, code) == (kind, language):
            for i, forms in enumerate(listed):
                if forms != "-":
                    words = forms.replace("_", " ").split("|")
                    found.append((_FIRST[kind] + i * _STEP.get(kind, 1.0), word_pattern(words)))
    return found


def in_digits(text: str, language: str) -> str:
    """The text with spelt-out numbers as digits: "twelve and a half" is "12 and a half".

    In English, French, German, Italian, Spanish, Portuguese and Dutch; in other languages
    the small ones that are known.
    """
    from text_to_num import alpha2digit  # type: ignore[import-untyped]

    if language == "it":
        text = _ELIDED.sub(_with_last_letter, text)
    if language == "de":
        text = _DECADE.sub(" er ", text)
    if language in SPELT_OUT:
        return str(alpha2digit(text, language))
    for value, pattern in reversed(_number_words(language, "cardinal")):
        text = _replaced(text, pattern, f"{value:.0f}")
    return text


def _with_last_letter(elided: re.Match[str]) -> str:
    """A number that has lost its last letter as two words: "venti anni"."""
    from text_to_num import alpha2digit

    whole = (alpha2digit(elided[1] + last, "it") for last in "aioe")
    return next((f"{number} anni" for number in whole if number.isdecimal()), elided[0])


def _replaced(text: str, pattern: re.Pattern[str], by: str) -> str:
    """The text with what a pattern of folded words finds in it replaced."""
    folded = [(letter, i) for i, c in enumerate(text) for letter in fold(c)]
    plain = "".join(letter for letter, _ in folded)
    for m in reversed([*pattern.finditer(plain)]):
        text = text[: folded[m.start()][1]] + by + text[folded[m.end() - 1][1] + 1 :]
    return text


def with_digits(text: str) -> str:
    """The text with Chinese numerals, and the digits of all scripts, as 0 to 9."""
    digits = "".join(str(unicodedata.digit(c, c)) if c.isdigit() else c for c in text)
    return _HAN.sub(lambda m: str(_han(m[0])), digits)


def _han(numeral: str) -> int | str:
    """`一百一十一` is 111; `一九五九`, digit by digit, is 1959."""
    values = [0 if c == "〇" else int(unicodedata.numeric(c)) for c in numeral]
    if not set(numeral) & set(_HAN_POWERS):
        return "".join(map(str, values))
    total, digit = 0, 0
    for c, value in zip(numeral, values, strict=True):
        if c in _HAN_POWERS:
            total, digit = total + (digit or 1) * value, 0
        else:
            digit = value
    return total + digit


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _powers()), key=len, reverse=True))
    power = rf"[\s-]?({names})(?![a-zа-я])|\s(1(?:000)+)(?!\d)"
    return re.compile(rf"({NUMBER})(?:{power})?")


@lru_cache(maxsize=1)
def _powers() -> dict[str, float]:
    """Names of thousand, million and so on, folded."""
    named: dict[str, float] = {}
    for language in LANGUAGES:
        formats = Locale(language).compact_decimal_formats
        for width in ("long", "short"):
            for forms in formats.get(width, {}).values():
                for power, pattern in forms.items():
                    name = fold(re.sub(r"[0'\s\u00a0.]", "", pattern.pattern))
                    zeros = max(0, pattern.pattern.count("0") - 1)
                    if len(name) > 2 or not name.isascii():
                        named.setdefault(name, float(power) / 10**zeros)
    return named
