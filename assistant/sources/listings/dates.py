"""Dates as feeds and sitemaps state them → Dated records.

An impossible date is no date: an unknown day is better than a wrong one.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from dateutil.parser import isoparse  # type: ignore[import-untyped]

from assistant.types import Dated

_EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)
_SLACK = timedelta(days=2)
_ISO_DAY = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_CLOCK = re.compile(r"\d:\d\d|\dT\d\d")
_MIDNIGHT = re.compile(r"(?<![\d:])00:00(?::00(?:\.0+)?)?\s*(?:([+-]\d\d):?(\d\d)|[A-Za-z]*)$")


def from_iso(text: str | None, now: datetime) -> Dated | None:
    """Read an ISO 8601 date that names the day; without a zone it is UTC."""
    text = (text or "").strip()
    if not _ISO_DAY.match(text):
        return None
    try:
        at = isoparse(text)
        at = at.astimezone(timezone.utc) if at.tzinfo else at.replace(tzinfo=timezone.utc)
    except (ValueError, OverflowError):
        return None
    return _dated(text, at, now)


def from_parts(text: str, parts: Sequence[int] | None, now: datetime) -> Dated | None:
    """Take a date that was read already: year to second in UTC, beside the text it stood in."""
    try:
        year, month, day, hour, minute, second = (parts or ())[:6]
        at = datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc)
    except ValueError:
        return None
    return _dated(text.strip(), at, now)


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
