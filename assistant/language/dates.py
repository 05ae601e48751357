"""Which day a weekday's name means in an article of a known date."""

import re
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date

from assistant.language.locales import locale_for, locale_of
from assistant.language.terms import UNSPACED

_INFLECTED = {"ru", "uk", "pl", "cs", "sk", "el", "hr", "sr", "bg", "fi", "hu", "tr"}


def with_dates(
    text: str, language: str | None, published: date | None, reader: str | None = None
) -> str:
    """The text with the date written after each bare weekday name.

    News names a weekday for the nearest such day: on Wednesday 4 February, "Thursday"
    is the 5th. Three or four days away it may be either, and stays as it is. So does a
    day that stands beside a number, which is a full date. For a `reader` of another
    language it is in that language, in the square brackets of what a quotation has not.
    """
    pattern = _weekdays(language)
    if not pattern or not published:
        return text
    days, regex = pattern

    def dated(match: re.Match[str]) -> str:
        if re.match(r"[^\w]{0,3}(?:\w+\s)?\d", text[match.end() :]):
            return match.group()
        day = nearest(published, days[match.group().casefold()])
        if day is None:
            return match.group()
        written = format_date(day, "long", locale=locale_for(reader or language))
        return f"{match.group()} [{written}]" if reader else f"{match.group()} ({written})"

    return regex.sub(dated, text)


def weekdays(text: str, language: str | None) -> dict[str, int]:
    """Weekdays that a text names, as written, with their numbers (Monday is 0).

    In inflected languages by the beginnings of their names.
    """
    known = _weekdays(language)
    if not known:
        return {}
    days, regex = known
    if language in _INFLECTED:
        starts = {name[:-1]: day for name, day in days.items()}
        words = re.findall(r"\w+", text.casefold())
        return {w: d for w in words for s, d in starts.items() if w.startswith(s)}
    return {m.group(): days[m.group().casefold()] for m in regex.finditer(text)}


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
    spaced = r"(?<!\w)(?:%s)(?!\w)" if language not in UNSPACED else "(?:%s)"
    return days, re.compile(spaced % "|".join(map(re.escape, days)), re.IGNORECASE)
