"""Dates as articles state them → Dated records.

A date that cannot be read, or that lies after the page was fetched, is no date, nor is the
zero of a clock that was not set: an unknown day is better than a wrong one.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import urlsplit

from assistant.articles.date_forms import rewritten
from assistant.intake import is_of_web
from assistant.language.locales import locale_of
from assistant.types import Dated, Origin

_EARLIEST = datetime(1700, 1, 1, tzinfo=timezone.utc)
_SLACK = timedelta(days=2)
_ZERO = {date(1970, 1, 1), date(1969, 12, 31)}  # the second in zones that are behind
_BUDDHIST = 543  # years that the calendar of Thailand is ahead
_CALENDARS = {"no": "nb"}
# "20260204163000", whose ninth digit isoparse would take for a separator.
_RUN_TOGETHER = re.compile(r"^(\d{8})(\d{4}(?:\d\d)?)(?=$|[Z+-])")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]$")

_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:.h時시点]\s?\d{2}|\d\s?[ap]\.?m\b", re.IGNORECASE)
_MONTH_FIRST = {"en-us", "en-ph", "en-ca"}
_EITHER = {"", "en"}
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d\d(?:\d\d)?(?!\d)")

_MONTH = r"[^\W\d_][^\s\d,.;:()|/–—-]{1,14}"
_OF = r"(?:d[eio']\s?|del\s|ng\s)?"
_ZONE = r"(?:\s?(?:(?-i:UTC|MSK|MES?Z|[A-Z]{1,4}T)\b|[+-]\d{2}:?\d{2}(?!\d)))?"
_HALF = rf"(?:\s?[ap]\.?m\b\.?)?{_ZONE}"
_TIME = (
    r"(?:[\s,|•·–—-]*(?:\([^)\d]{2,12}\)\s?)?(?:[^\W\d_]+\s){0,2}"
    rf"\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}})?(?![.:]?\d){_HALF})?"
)
_FULL_DATES = [
    re.compile(
        r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}"
        rf"(?:[T\s]\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:Z|(?i:{_HALF})))?(?!\d)"
    ),
    re.compile(
        r"(?<!\d)\d{4}\s?[年년./]\s?\d{1,2}\s?[月월./]\s?\d{1,2}(?:\s?[日일]|(?!\d))"
        r"(?:[^\d]{0,8}\d{1,2}[:時시点]\d{2})?"
    ),
    re.compile(rf"(?<!\d)\d{{1,2}}(?:[/-]|\.\s?)\d{{1,2}}(?:[/-]|\.\s?)\d{{4}}(?!\d|:\d){_TIME}"),
    re.compile(rf"(?<![\d.])\d{{1,2}}\.\d{{1,2}}\.\d\d(?![\d.]){_TIME}"),
    re.compile(
        rf"(?<!\d)\d{{1,2}}(?:\.|º|°|st|nd|rd|th|er)?\s{_OF}{_MONTH}\.?,?\s{_OF}\d{{4}}(?!\d){_TIME}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<!\d)\d{{4}}\.\s{_MONTH}\s\d{{1,2}}\.{_TIME}"),
    re.compile(
        rf"(?<!\w){_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}(?!\d){_TIME}", re.IGNORECASE
    ),
]
_SHORT_YEAR = re.compile(rf"(?<![\d/.])\d{{1,2}}/\d{{1,2}}/\d\d(?![\d/]){_TIME}")
# What stands before and after the day of a dateline.
_PLACE = re.compile(r"[\s(\[]*(?:[^\d.!?]{1,40}[,/)–—-]\s*)?")
_OFF = re.compile(r"\s*[)\]:|.(/–—-]")
_HEAD = 200  # characters that hold the longest dateline
_IN_URL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)"
    r"|/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/)"
)


def dated(
    value: object, origin: Origin, fetched_at: datetime, language: str | None = None
) -> Dated | None:
    """Read one stated date: ISO 8601, another written form, seconds since 1970, or a YAML date.

    A time without a zone is taken as UTC. Midnight sharp is how a day is written as a
    moment, so it gives the day as stated there, whatever the zone. `language` may have
    a country (`en-US`), which decides whether 3/4 is in March or in April.
    """
    at = value if isinstance(value, datetime) else None
    if isinstance(value, str) and len(value) < 100:
        text = _IN_BRACKETS.sub("", value).strip()
        at = _epoch(text) or _iso(text) or _written(rewritten(text), language)
    elif isinstance(value, date) and at is None:
        at = datetime.combine(value, time())
    if at and at.year > fetched_at.year + _BUDDHIST // 2:
        at = _gregorian(at)
    if at is None:
        return None
    has_clock = (at.hour, at.minute, at.second) != (0, 0, 0)
    at = at.replace(tzinfo=timezone.utc) if at.tzinfo is None or not has_clock else at
    is_unset = at.date() in _ZERO and origin not in {"text", "url"}
    if is_unset or not _EARLIEST <= at <= fetched_at + _SLACK:
        return None
    return Dated(at=at, precision="minute" if has_clock else "day", origin=origin)


def stated_in(
    text: str, fetched_at: datetime, language: str | None, origin: Origin = "text"
) -> Iterator[Dated]:
    """Find full dates (day, month and year) in a text, in the order of the text."""
    text = rewritten(text)
    patterns = [*_FULL_DATES, _SHORT_YEAR] if _is_day_first(language) else _FULL_DATES
    places = {m.start(): m.group() for pattern in patterns for m in pattern.finditer(text)}
    for start in sorted(places):
        if found := dated(places[start], origin, fetched_at, language):
            yield found


def begins_with_date(line: str) -> bool:
    """Whether a line begins with a full date, but for a bracket."""
    line = rewritten(line)
    start = len(line) - len(line.lstrip(" (["))
    return any(pattern.match(line, start) for pattern in _FULL_DATES)


def dateline(line: str) -> str:
    """The head of a line of prose with its day, `Town, 4 May 2026 –`; empty if it has none."""
    line = rewritten(line[:_HEAD])
    days = (day for pattern in _FULL_DATES for day in pattern.finditer(line))
    headed = (d for d in days if _PLACE.fullmatch(line, 0, d.start()) and _OFF.match(line, d.end()))
    return next((line[: day.end()] for day in headed), "")


def from_url(url: str, fetched_at: datetime) -> Dated | None:
    """Read the day in a web address (`/2026/02/04/`); a file's name says nothing sure."""
    match = _IN_URL.search(urlsplit(url).path) if is_of_web(url) else None
    return dated("-".join(filter(None, match.groups())), "url", fetched_at) if match else None


def earliest(days: Iterable[Dated]) -> Dated | None:
    """The first of some days; of those on one day, one that says the time."""
    return min(days, key=lambda d: (d.at.date(), d.precision == "day", d.at), default=None)


def latest(days: Iterable[Dated]) -> Dated | None:
    """The last of some days."""
    return max(days, key=lambda day: day.at, default=None)


def in_order(published: Dated | None, modified: Dated | None) -> tuple[Dated | None, Dated | None]:
    """Drop a modification that says no more than the publication, or precedes it."""
    if published and modified and modified.at <= published.at:
        return published, None
    return published, modified


def _gregorian(buddhist: datetime) -> datetime | None:
    """A date of the calendar of Thailand in ours, which may not have its 29 February."""
    with suppress(ValueError):
        return buddhist.replace(year=buddhist.year - _BUDDHIST)
    return None


def _epoch(value: str) -> datetime | None:
    """Seconds or milliseconds since 1970, as programs count them."""
    digits = re.fullmatch(r"(\d{10})(?:\d{3})?", value)
    return datetime.fromtimestamp(int(digits[1]), timezone.utc) if digits else None


def _iso(value: str) -> datetime | None:
    from dateutil.parser import isoparse  # type: ignore[import-untyped]

    if not re.match(r"\d{4}-?\d\d-?\d\d", value):
        return None
    value = _RUN_TOGETHER.sub(r"\1T\2", value)
    found: datetime | None = None
    for stated in (value.split("T", maxsplit=1)[0], value):  # of a malformed time, the day is left
        with suppress(ValueError):
            found = isoparse(stated)
    return found


def _written(value: str, language: str | None) -> datetime | None:
    """Read a date in words of the page's language, or in English, as programs write them."""
    code = (language or "").replace("_", "-").lower()
    if code in _EITHER and _is_ambiguous(value):
        return None
    order = "YMD" if re.match(r"\d{4}\b", value) else "MDY" if code in _MONTH_FIRST else "DMY"
    short = code.split("-")[0]
    clock = _CLOCK.search(value)
    day_only = value[: clock.start()] if clock else value
    for text, tongue in ((value, short), (value, "en"), (day_only, short)):
        if at := _parsed(text, _CALENDARS.get(tongue, tongue), order):
            return at if _CLOCK.search(text) else datetime.combine(at.date(), time())
    return None


def _is_ambiguous(value: str) -> bool:
    """Whether a day in figures is another one if its month comes first."""
    figures = _FIGURES.search(value)
    return (
        figures is not None
        and int(figures[1]) != int(figures[2])
        and max(map(int, figures.groups())) <= 12
    )


def _is_day_first(language: str | None) -> bool:
    """Whether all who write a language begin a date with its day; of 4/2/26 little else tells."""
    locale = locale_of(language)
    return locale is not None and locale.date_formats["short"].pattern.startswith("d")


def _parsed(value: str, language: str, order: str) -> datetime | None:
    import dateparser  # type: ignore[import-untyped]

    settings: dict[str, object] = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "DATE_ORDER": order,
        "PARSERS": ["absolute-time"],
        "NORMALIZE": language != "th",  # without its vowel มี.ค., March, is ม.ค., January
    }
    try:
        parser = dateparser.date.DateDataParser(
            languages=[language] if language else None, settings=settings
        )
        found: datetime | None = parser.get_date_data(value).date_obj
    except ValueError:  # a language that dateparser does not have
        return None
    return found
