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
    firsts, lasts = [t.first for t in limits if t.first], [t.last for t in limits if t.last]
    first, last = max(firsts, default=None), min(lasts, default=None)
    if first and last and first > last:
        first, last = min(firsts), max(lasts)
    return Times(
        first=first,
        last=last,
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
        one = self._last_such(one)
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
        keys = ("between", "in", "onday") if one.unit == "day" else ("between", "in")
        led = [start for key in keys if (start := self._leading(one, key)) is not None]
        start = min([*led, one.start])
        if not (reported or self._counts(one, start)):
            return None
        is_day, is_open = one.unit == "day" and not reported, one.unit == "year" and not reported
        last = one.last + _NEXT_PAPER if is_day else one.last
        return Times(one.first, None if is_open else last, spans=((start, one.end),))

    def _counts(self, one: Days, start: int) -> bool:
        """Whether it limits by itself. "Theresa May" does not, nor does what is to come."""
        if self._is_to_come(one, start):
            return False
        is_month = one.unit == "month" and self.question[one.start : one.end].isalpha()
        may_be_name = is_month and start == one.start
        return one.kind in _BACK or (self.of_speech and one.is_near and not may_be_name)

    def _is_to_come(self, one: Days, start: int) -> bool:
        """Whether it is ahead, or next year's is nearer and what somebody speaks about."""
        words = [p.pattern for k in ("about", "of", "at") for p in patterns(self.language, k)]
        topic = rf"\b(?:{'|'.join(words)})\b"
        is_topic = not words or re.search(topic, self.question[:start], re.IGNORECASE)
        return one.first > self.asked or (self._coming(one) > self.asked and bool(is_topic))

    def _last_such(self, one: Days) -> Days:
        """The same with "last" before it, if that is there: then today is none."""
        start = self._leading(one, "lastday")
        if start is None:
            return one
        is_past = one.kind == "weekday" or (self.of_speech and one.is_near)
        back = timedelta(weeks=one.kind == "weekday" and one.first == self.asked)
        kind = "last" if is_past else one.kind
        return Days(one.first - back, one.last - back, start, one.end, kind, one.unit)

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
