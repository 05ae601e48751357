"""Updating the feeds again and again."""

import logging
import re
import threading
from collections.abc import Sequence
from time import monotonic

from assistant.articles.text import one_line
from assistant.errors import AssistantError, SettingsError
from assistant.feeds.subscriptions import Subscriptions
from assistant.feeds.updating import FeedReport, total, update
from assistant.index.index import Index

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_log = logging.getLogger(__name__)


def every(
    seconds: float, subscriptions: Subscriptions, index: Index, stop: threading.Event
) -> None:
    """Update again and again, until `stop` is set or the program is interrupted.

    Rounds begin `seconds` apart, or when the one before is done. Each logs one line; one
    that fails is followed by the next all the same.
    """
    while not stop.is_set():
        began = monotonic()
        try:
            _log.info(summary(list(update(subscriptions, index, stop=stop))))
        except AssistantError as error:
            _log.warning("The feeds were not updated: %s", error)
        stop.wait(max(0.0, seconds - (monotonic() - began)))


def interval(text: str) -> float:
    """Seconds of an interval such as `90s`, `15m`, `1h` or `1d`; raises SettingsError."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", text.lower())
    if not match or int(match[1]) == 0:
        raise SettingsError(f"{text!r} is no interval. Write it as 90s, 15m, 1h or 1d.")
    return float(int(match[1]) * _SECONDS[match[2]])


def summary(reports: Sequence[FeedReport]) -> str:
    """One line on a round."""
    done = total(report.report for report in reports)
    # In a log too, what a server says must not steer the terminal.
    failures = [one_line(f"{r.url}: {r.failure}") for r in reports if r.failure]
    line = (
        f"Feeds checked: {len(reports)}; articles: {done.added} new, {done.updated} updated, "
        f"{done.reprints} reprints, {done.unchanged} unchanged, {len(done.skipped)} skipped"
    )
    return f"{line}; feeds that failed: {'; '.join(failures)}" if failures else line
