"""Which day "Thursday" or "yesterday" means in an article of a known date."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date

from assistant.language.dates import dates
from assistant.language.locales import locale_for, locale_of
from assistant.language.quotes import QUOTED
from assistant.language.terms import UNSPACED

# Languages that join other words to the name of a day: "Montagabend".
_JOINING = {"de", "nl", "sv", "da", "no"}
# Last letters of the name, and what stands for them with "on": "среда", "в среду".
_CASES = {
    "ru": [("а", "у")],
    "uk": [("а", "у"), ("я", "ю")],
    "pl": [("a", "ę")],
    "cs": [("a", "u")],
    "sk": [("a", "u")],
    "hr": [("a", "u")],
    "fi": [("i", "ina"), ("o", "ona")],
    "hu": [("", "n"), ("", "on"), ("", "en"), ("", "ön"), ("a", "án")],
}
# What the days beside that of publication are called, by how far they are from it. Left out
# is what means the morning or the day as well: "morgen", "mañana", "اليوم".
_NEAR: dict[str, dict[str, int]] = {
    "en": {"yesterday": -1, "today": 0, "tomorrow": 1},
    "it": {"ieri": -1, "oggi": 0, "domani": 1},
    "fr": {"hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1},
    "de": {"gestern": -1, "heute": 0},
    "es": {"ayer": -1, "hoy": 0},
    "pt": {"ontem": -1, "hoje": 0, "amanhã": 1},
    "nl": {"gisteren": -1, "vandaag": 0},
    "pl": {"wczoraj": -1, "dzisiaj": 0, "dziś": 0, "jutro": 1},
    "ru": {"вчера": -1, "сегодня": 0, "завтра": 1},
    "uk": {"вчора": -1, "сьогодні": 0, "завтра": 1},
    "el": {"χθες": -1, "σήμερα": 0, "αύριο": 1},
    "tr": {"dün": -1, "bugün": 0, "yarın": 1},
    "zh": {"昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "明天": 1},
    "ja": {"昨日": -1, "今日": 0, "明日": 1},
}
# "Twenty years ago today" is another day.
_AGO = re.compile(
    r"\bago\b|\bfa\b|\bil y a\b|\bhace\b|\bhá\b|\batrás\b|\bgeleden\b|\btemu\b|\bназад\b"
    r"|\bтому\b|\bπριν\b|\bönce\b|前|\bvor (?:\w+ ){1,2}(?:Jahr|Monat|Woche|Tag)",
    re.IGNORECASE,
)
# Characters in which the date of a weekday stands after it.
_DATE = 25
_INFLECTED = {*_CASES, "el", "sr", "bg", "tr"}
# Where an i without a dot is a letter of its own: "SALI" is "salı".
_DOTLESS_I = {"tr", "az"}


def with_dates(
    text: str, language: str | None, published: date | None, reader: str | None = None
) -> str:
    """The text with the date written after each bare weekday name.

    News names a weekday for the nearest such day: on Wednesday 4 February, "Thursday"
    is the 5th. Three or four days away it may be either, and stays as it is. So does a
    day that stands beside a number or a date: it has its own. For a `reader` of another
    language it is in that language, in the square brackets of what a quotation has not.
    """
    known = _weekdays(language)
    if not known or not published:
        return text
    days, pattern = known

    def meant(match: re.Match[str]) -> date | None:
        weekday = days.get(_small(match[1], language))
        return None if weekday is None or match["plural"] else nearest(published, weekday)

    return _with_dates(text, pattern, meant, language, reader)


def with_near_days(text: str, language: str | None, today: date, reader: str | None = None) -> str:
    """The text with the date after "today", "yesterday" and "tomorrow", outside quotations.

    Not so beside "years ago", which counts from them. What somebody says need not be said on
    the day of the article.
    """
    near = _NEAR.get(language or "", {})
    if not near or _AGO.search(text):
        return text
    said = [range(*m.span()) for m in QUOTED.finditer(text)]

    def meant(match: re.Match[str]) -> date | None:
        before, after = text[: match.start()].rstrip(), text[match.end() :].split(maxsplit=1)[:1]
        named = match[1][0].isupper() and before and before[-1].isalnum()  # "USA Today"
        doubled = weekdays(" ".join(after), language)  # "hoy jueves"
        if named or doubled or match["plural"] or any(match.start() in span for span in said):
            return None
        return today + timedelta(days=near[_small(match[1], language)])

    return _with_dates(text, _names(near, language), meant, language, reader)


def _with_dates(
    text: str,
    names: re.Pattern[str],
    meant: Callable[[re.Match[str]], date | None],
    language: str | None,
    reader: str | None,
) -> str:
    """The text with the day that is meant by a name after it, unless its date is there."""

    def dated(match: re.Match[str]) -> str:
        day = meant(match)
        if day is None or _has_its_date(text[match.end(1) :]):
            return match.group()
        written = format_date(day, "long", locale=locale_for(reader or language))
        return f"{match.group()} [{written}]" if reader else f"{match.group()} ({written})"

    return re.sub(names.pattern + _part_of_day(language), dated, text, flags=re.IGNORECASE)


def _has_its_date(after: str) -> bool:
    """Whether what follows a weekday is its date: "Thursday, 5", but not "at 8 o'clock"."""
    number = re.match(r"[^\w]{0,3}(\w+\W{1,2})?\d", after)
    return number is not None and (not number[1] or bool(dates(after[:_DATE])))


@lru_cache(maxsize=32)
def _part_of_day(language: str | None) -> str:
    """A pattern for what belongs to a weekday before its date: "'s", "evening", "matin"."""
    periods = locale_for(language).day_periods.values()
    named = {re.split(r"[\s’]", str(name))[-1] for of in periods for name in of["wide"].values()}
    words = "|".join(sorted(filter(str.isalpha, named)) or ["$"])
    return rf"(?:['’]s(?!\w)|\s(?:{words})(?!\w))?"


def weekdays(text: str, language: str | None, *, loosely: bool = False) -> dict[str, int]:
    """Weekdays that a text names, in small letters, with their numbers (Monday is 0).

    Also in the plural and in compounds, in inflected languages in the accusative; loosely by
    their beginnings, which are those of other words too ("среди").
    """
    known = _weekdays(language)
    if not known:
        return {}
    days, regex = known
    if language not in _INFLECTED | _JOINING:
        named = ((m[0].casefold(), _small(m[1], language)) for m in regex.finditer(text))
        return {written: days[name] for written, name in named if name in days}
    words = re.findall(r"\w+", _small(text, language))
    return {w: day for w in words for name, day in days.items() if _is(w, name, language, loosely)}


def _small(text: str, language: str | None) -> str:
    """A text in the small letters of its language."""
    if language in _DOTLESS_I:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.casefold()


def _is(word: str, name: str, language: str | None, loosely: bool) -> bool:
    """Whether a word is a form of a weekday's name."""
    if language in _JOINING:
        return word.startswith(name)
    if loosely:
        return word.startswith(name[:-1])
    cases = _CASES.get(language or "", [])
    return word == name or any(
        name.endswith(last) and word == name.removesuffix(last) + other for last, other in cases
    )


def nearest(published: date, weekday: int) -> date | None:
    """The day of that weekday (Monday is 0) within two days of publication, if any."""
    ahead = (weekday - published.weekday() + 2) % 7 - 2
    return published + timedelta(days=ahead) if ahead <= 2 else None


@lru_cache(maxsize=32)
def _weekdays(language: str | None) -> tuple[dict[str, int], re.Pattern[str]] | None:
    locale = locale_of(language)
    if not locale:
        return None
    days = {str(name).casefold(): int(i) for i, name in locale.days["format"]["wide"].items()}
    return days, _names(days, language)


def _names(names: Iterable[str], language: str | None) -> re.Pattern[str]:
    spaced = r"(?<!\w)(%s)(?P<plural>s)?(?!\w)" if language not in UNSPACED else "(%s)(?P<plural>)"
    return re.compile(spaced % "|".join(map(re.escape, names)), re.IGNORECASE)
