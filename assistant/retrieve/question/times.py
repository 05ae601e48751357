"""What the time in a question says of when articles were published.

Most dates in questions are those of events, which articles of any day may report: they
limit nothing. Limits are what counts back from the day of asking, what speaks of
publishing or reporting, and an as-of day.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from assistant.retrieve.question.calendar import Days, days
from assistant.retrieve.question.wordings import patterns

Span = tuple[int, int]

_BACK = {"eve", "yesterday", "last", "ago", "past", "this"}
_ARTICLE = r"[\s'’]+(?:(?:the|il|lo|la|le|el|o|a|dem|den|der) |l['’])?"
_NEXT_PAPER = timedelta(days=1)


class Times(NamedTuple):
    """Days of publication, inclusive; None where open. `spans` are the words that say so."""

    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    spans: tuple[Span, ...] = ()


def times(question: str, language: str | None, asked: date, *, of_speech: bool) -> Times:
    """Read the limits off a question that is asked on a day.

    A date without a year limits when the question asks for somebody's words, which papers
    print when they are said.
    """
    as_of = _as_of(question, language, asked)
    asked = as_of.as_of or asked
    reading = _Reading(question, language, asked, of_speech)
    found = [d for d in days(question, language, asked) if not _within(d, as_of.spans)]
    limits = [limit for d in found if (limit := reading.limit(d))]
    return Times(
        first=max((t.first for t in limits if t.first), default=None),
        last=min((t.last for t in limits if t.last), default=None),
        as_of=as_of.as_of,
        spans=as_of.spans + tuple(span for t in limits for span in t.spans),
    )


def without(question: str, spans: Sequence[Span]) -> str:
    """The question without some of its words."""
    for start, end in sorted(spans, reverse=True):
        question = f"{question[:start]} {question[end:]}"
    closed = re.sub(r"\s+([?.!,;:])|\s+", lambda m: m[1] or " ", question)
    return closed.strip(" ,;:，、的")


class _Reading(NamedTuple):
    question: str
    language: str | None
    asked: date
    of_speech: bool

    def limit(self, one: Days) -> Times | None:
        """What an expression of time limits, or None if it only dates an event."""
        since, before = self._leading(one, "since"), self._leading(one, "before")
        start = min(s for s in (since, before, one.start) if s is not None)
        end, after = self._trailing(one)
        reported = self._is_reported(start, end)
        if not reported and self._is_content(one):
            return None
        if before is not None or after == "before":
            last = self._coming(one) - timedelta(days=1)
            return Times(last=last, spans=((start, end),)) if reported or self.of_speech else None
        if since is not None or after == "since":
            counts = reported or self.of_speech or one.kind != "date"
            return Times(first=one.first, spans=((start, end),)) if counts else None
        return self._window(one, reported)

    def _window(self, one: Days, reported: bool) -> Times | None:
        led = [self._leading(one, key) for key in ("lastday", "in")]
        start = min(s for s in (*led, one.start) if s is not None)
        last_such = one.kind == "weekday" and led[0] is not None
        if not (reported or last_such or one.kind in _BACK or (self.of_speech and one.is_near)):
            return None
        first, last = one.first, one.last
        if last_such and first == self.asked:
            first, last = first - timedelta(days=7), last - timedelta(days=7)
        if one.unit == "day" and not reported:
            last += _NEXT_PAPER
        is_open = one.unit == "year" and not reported
        return Times(first, None if is_open else last, spans=((start, one.end),))

    def _leading(self, one: Days, key: str) -> int | None:
        """Where the words of a key begin that stand right before an expression; else None."""
        spaced = self.language != "zh"
        before, joint = (r"(?<!\w)", _ARTICLE) if spaced else ("", "")
        for pattern in patterns(self.language, key):
            words = rf"{before}(?:{pattern.pattern}){joint}$"
            if found := re.search(words, self.question[: one.start], re.IGNORECASE):
                return found.start()
        return None

    def _trailing(self, one: Days) -> tuple[int, str]:
        """The end of an expression with a word behind it, and what that makes of it."""
        for key in ("since", "before"):
            for pattern in patterns(self.language, f"{key}after"):
                if found := pattern.match(self.question, one.end):
                    return found.end(), key
        return one.end, ""

    def _is_reported(self, start: int, end: int) -> bool:
        """Whether the words around an expression of time speak of reporting."""
        near = r"\w{0,2}" if self.language == "zh" else r"(?:\W+\w+){0,2}\W+"
        head, tail = self.question[:start], self.question[end:]
        return any(
            re.search(rf"(?:{p.pattern}){near}$", head, re.IGNORECASE)
            or re.match(rf"(?:['’]s)?[\s的]*(?:{p.pattern})", tail, re.IGNORECASE)
            for p in patterns(self.language, "reporting")
        )

    def _is_content(self, one: Days) -> bool:
        """Whether an expression is of what somebody said: "… said that it closes Monday"."""
        keys = ("say", "says", "said")
        verbs = "|".join(p.pattern for key in keys for p in patterns(self.language, key))
        that = "|".join(p.pattern for p in patterns(self.language, "content"))
        said_that = rf"(?:{verbs})\W+(?:\w+\W+){{0,3}}?(?:{that})\W"
        return bool(verbs and re.search(said_that, self.question[: one.start], re.IGNORECASE))

    def _coming(self, one: Days) -> date:
        """The first day meant by "before 3 March": next March's if that is nearer."""
        following = one.first + relativedelta(years=1)
        nearer = one.kind == "bare date" and following - self.asked < self.asked - one.first
        return following if nearer else one.first


def _as_of(question: str, language: str | None, asked: date) -> Times:
    reading = _Reading(question, language, asked, of_speech=False)
    for one in days(question, language, asked):
        start = reading._leading(one, "asof") if one.unit == "day" else None
        if start is not None:
            return Times(as_of=one.last, spans=((start, one.end),))
    return Times()


def _within(one: Days, spans: Sequence[Span]) -> bool:
    return any(start <= one.start < end for start, end in spans)
