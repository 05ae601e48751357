"""Dates as feeds and sitemaps state them → Dated records.

An impossible date is no date: an unknown day is better than a wrong one.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone

from dateutil.parser import isoparse  # type: ignore[import-untyped]

from assistant.types import Dated

_EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)
_SLACK = timedelta(days=2)
_ISO_DAY = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.年년]\s?(\d{1,2})[-/.月월]\s?(\d{1,2})(?!\d)[日일]?")
_ZONE = re.compile(r"(?<=\d)\s+(?:([+-]\d\d:?\d\d)|Z|UTC|GMT)$")
# Of other texts feedparser takes the first digits for a date, and fills it up with today's.
_NAMED_MONTH = re.compile(r"(?:\d{1,2}\s+)?[^\W\d_]")
_CLOCK = re.compile(r"\d:\d\d|\dT\d\d")
_MIDNIGHT = re.compile(r"(?<![\d:])00:00(?::00(?:\.0+)?)?\s*(?:([+-]\d\d):?(\d\d)|[A-Za-z]*)$")


def from_iso(text: str | None, now: datetime) -> Dated | None:
    """Read an ISO 8601 date that names the day; without a zone it is UTC.

    What differs from it by its signs (`2026/02/04 10:00 GMT`) is read as well.
    """
    text = _as_iso(text or "")
    day = _ISO_DAY.match(text)
    for stated in (text, day[0]) if day else ():  # of a malformed time, the day is left
        with suppress(ValueError, OverflowError):
            at = isoparse(stated)
            at = at.astimezone(timezone.utc) if at.tzinfo else at.replace(tzinfo=timezone.utc)
            return _dated(stated, at, now)
    return None


def from_parts(text: str, parts: Sequence[int] | None, now: datetime) -> Dated | None:
    """Take a date that feedparser has read: year to second in UTC, beside its text.

    It is taken only of a text that names the month.
    """
    if not _NAMED_MONTH.match(text.strip()):
        return None
    try:
        year, month, day, hour, minute, second = (parts or ())[:6]
        at = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    return _dated(text.strip(), at, now)


def _as_iso(text: str) -> str:
    text = _YEAR_FIRST.sub(lambda day: f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", text.strip())
    return _ZONE.sub(lambda zone: zone[1] or "Z", text)


def _dated(text: str, at: datetime, now: datetime) -> Dated | None:
    """Midnight sharp is how a day is written as a moment: the day as stated there."""
    if not _EARLIEST <= at <= now + _SLACK:
        return None
    midnight = _MIDNIGHT.search(text)
    if midnight and midnight[1]:
        hours, minutes = int(midnight[1]), int(midnight[1][0] + midnight[2])
        at += timedelta(hours=hours, minutes=minutes)
    if midnight or not _CLOCK.search(text):
        day = at.replace(hour=0, minute=0, second=0, microsecond=0)
        return Dated(at=day, precision="day", origin="feed")
    return Dated(at=at, precision="minute", origin="feed")
