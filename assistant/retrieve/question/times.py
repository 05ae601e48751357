"""What the time in a question says of when articles were published.

Most dates in questions are those of events, which articles of any day may report: they
limit nothing. Limits are what counts back from the day of asking, what speaks of
publishing or reporting, and an as-of day; where somebody's words are asked for, also when
they were said, but not what they are about.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped]

from assistant.language.terms import UNSPACED, stop_words
from assistant.retrieve.question.calendar import days
from assistant.retrieve.question.dates import ARTICLE, Days
from assistant.retrieve.question.wordings import either, has, patterns

Span = tuple[int, int]

_BACK = {"eve", "yesterday", "last", "ago", "past", "this"}
_ARTICLE = rf"[\s'’]+{ARTICLE}"
_SIDES = ("since", "after", "until", "before")
_DAY = timedelta(days=1)
_NEXT_PAPER = _DAY


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
    spans = _joined([*as_of.spans, *(s for t in limits for s in t.spans)], question, language)
    first, last = _together([t for t in limits if t.first or t.last])
    return Times(first, last, as_of.as_of, spans)


def _together(limits: Sequence[Times]) -> tuple[date | None, date | None]:
    """From "since …" to "before …"; otherwise all that any of them takes in."""
    since = [t.first for t in limits if t.first and not t.last]
    before = [t.last for t in limits if t.last and not t.first]
    is_one_span = len(since) + len(before) == len(limits)
    if since and before and is_one_span and max(since) <= min(before):
        return max(since), min(before)
    first = None if before else min((t.first for t in limits if t.first), default=None)
    last = None if since else max((t.last for t in limits if t.last), default=None)
    return first, last


def _joined(spans: Sequence[Span], question: str, language: str | None) -> tuple[Span, ...]:
    """Spans with the "and" between two of them."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        between = question[joined[-1][1] : start].strip(" ,") if joined else ""
        joints = (p for key in ("and", "or") for p in patterns(language, key))
        beside = any(p.fullmatch(between) for p in joints)
        joined.append((joined.pop()[0], end) if beside else (start, end))
    return tuple(joined)


def without(question: str, spans: Sequence[Span]) -> str:
    """The question without some of its words; as it is if there are none."""
    if not spans:
        return question
    begins = question[0].isupper()
    for start, end in sorted(spans, reverse=True):
        question = f"{question[:start]} {question[end:]}"
    closed = re.sub(r"\s+([?.!,;:])|\s+", lambda m: m[1] or " ", question)
    rest = closed.strip(" ,;:，、的")
    return rest[:1].upper() + rest[1:] if begins else rest


class _Reading(NamedTuple):
    question: str
    language: str | None
    asked: date
    of_speech: bool

    def limit(self, one: Days) -> Times | None:
        """What an expression of time limits, or None if it only dates an event.

        Some words limit nothing and go all the same, as "the other day" does; others limit
        and stay, as in "yesterday's speech".
        """
        one = self._last_such(one)
        start, end, side = self._sided(one)
        modifies = self._modifies(one, end)
        reported = self._is_reported(start, end)
        if self._is_ahead(one, start, end):
            return None
        if not reported and (self._is_content(one) or self._is_event(one, start, end)):
            return None
        if one.kind == "vague":
            return Times(spans=((start, end),)) if self.of_speech else None
        if modifies:  # "after last week's vote" may be last week
            side = {"after": "since", "before": "until"}.get(side, side)
        found = self._bound(one, side, reported) if side else self._window(one, reported)
        if found is None or (modifies and not reported):
            return found
        return found._replace(spans=((start if side else self._led(one), end),))

    def _bound(self, one: Days, side: str, reported: bool) -> Times | None:
        """What is open on one side: "since", "after", "until" or "before" an expression."""
        if not (reported or self.of_speech or (side == "since" and one.kind != "date")):
            return None
        coming = self._coming(one)
        if side == "after" and coming > self.asked:
            return None
        return {
            "since": Times(first=one.first),
            "after": Times(first=one.last + _DAY),
            "until": Times(last=coming + (one.last - one.first)),
            "before": Times(last=coming - _DAY),
        }[side]

    def _sided(self, one: Days) -> tuple[int, int, str]:
        """Where an expression begins and ends with the words that lead it; "since" or the like."""
        after = self._trailing(one, "partofday")
        one = one._replace(end=one.end if after is None else after)
        for side in () if one.is_range else _SIDES:
            if (start := self._leading(one, side)) is not None:
                return start, one.end, side
            if (end := self._trailing(one, f"{side}after")) is not None:
                return one.start, end, side
        return one.start, one.end, ""

    def _led(self, one: Days) -> int:
        """Where a window begins with the words that lead it: "on", "between"."""
        keys = ["between", "in"]
        keys += ["onday"] if one.unit == "day" else []
        keys += ["from", "since"] if one.is_range else []
        return min([one.start, *(at for k in keys if (at := self._leading(one, k)) is not None)])

    def _window(self, one: Days, reported: bool) -> Times | None:
        if not (reported or self._counts(one)):
            return None
        is_day, is_open = one.unit == "day" and not reported, one.unit == "year" and not reported
        return Times(one.first, None if is_open else one.last + _NEXT_PAPER * is_day)

    def _counts(self, one: Days) -> bool:
        """Whether it limits by itself. "Theresa May" does not, nor does what is to come."""
        start = self._led(one)
        if self._is_to_come(one, start):
            return False
        is_name = one.unit == "month" and self.question[one.start : one.end].isalpha()
        may_be_name = is_name and start == one.start and self.language not in UNSPACED
        return one.kind in _BACK or (self.of_speech and one.is_near and not may_be_name)

    def _is_to_come(self, one: Days, start: int) -> bool:
        """Whether it is ahead, or next year's is nearer and what somebody speaks about."""
        words = [p.pattern for k in ("about", "of", "at") for p in patterns(self.language, k)]
        topic = rf"\b(?:{'|'.join(words)})\b"
        is_topic = not words or re.search(topic, self.question[:start], re.IGNORECASE)
        return one.first > self.asked or (self._coming(one) > self.asked and bool(is_topic))

    def _is_ahead(self, one: Days, start: int, end: int) -> bool:
        """Whether the words around an expression, or the question's verb, say "to come"."""
        led = one._replace(start=start, end=end)
        beside = self._leading(led, "next"), self._leading(one, "next"), self._trailing(led, "next")
        future = one.kind == "this" and has(self.question, self.language, "future")
        return future or any(at is not None for at in beside)

    def _is_event(self, one: Days, start: int, end: int) -> bool:
        """Whether somebody's words are on what an expression dates: "about Friday's vote"."""
        is_from = one.is_range and self._leading(one, "from") is not None
        if is_from or not self.of_speech:
            return False
        topic, own = either(self.language, "topic"), self.question[one.start : one.end]
        begins = re.match(rf"(?:{topic})(?!\w)", own, re.IGNORECASE)
        led = one.start if begins else self._leading(one._replace(start=start), "topic")
        at = self._leading(one, "in")
        if led is not None and (at is None or at >= led):  # not "at the end of May"
            return True
        about = rf"(?<!\w)(?:{topic}|on|to)(?!\w)"
        return self._modifies(one, end) and bool(
            re.search(about, self.question[:start], re.IGNORECASE)
        )

    def _modifies(self, one: Days, end: int) -> bool:
        """Whether it modifies an English noun behind it: "Friday's vote", "the Friday vote"."""
        found = re.match(r"(?P<own>['’]s)?\s+(?P<noun>[^\W\d]+)", self.question[end:])
        if self.language != "en" or not found:
            return False
        led = re.search(r"(?:\bthe|['’]s)\s(?:\w+\s)?$", self.question[: one.start], re.IGNORECASE)
        is_verb = any(has(found["noun"], "en", key) for key in ("about", "say"))
        is_noun = not is_verb and found["noun"].casefold() not in stop_words("en")
        return bool(found["own"] or (led and is_noun))

    def _last_such(self, one: Days) -> Days:
        """The same with "last" beside it, if that is there: then today is none."""
        if not (one.kind == "weekday" or one.is_near):
            return one
        start, end = self._leading(one, "lastday"), self._trailing(one, "lastdayafter")
        if start is None and end is None:
            return one
        is_past = one.kind == "weekday" or self.of_speech
        back = timedelta(weeks=one.kind == "weekday" and one.first == self.asked)
        return one._replace(
            first=one.first - back,
            last=one.last - back,
            start=one.start if start is None else start,
            end=one.end if end is None else end,
            kind="last" if is_past else one.kind,
        )

    def _leading(self, one: Days, key: str) -> int | None:
        """Where the words of a key begin that stand right before an expression; else None."""
        spaced = self.language not in UNSPACED
        before, joint = (r"(?<!\w)", _ARTICLE) if spaced else ("", "")
        for pattern in patterns(self.language, key):
            words = rf"{before}(?:{pattern.pattern}){joint}$"
            if found := re.search(words, self.question[: one.start], re.IGNORECASE):
                return found.start()
        return None

    def _trailing(self, one: Days, key: str) -> int | None:
        """Where the words of a key end that stand right behind an expression; else None."""
        joint, after = ("", "") if self.language in UNSPACED else (r"[\s-]+", r"(?!\w)")
        for pattern in patterns(self.language, key):
            words = rf"{joint}(?:{pattern.pattern}){after}"
            if found := re.match(words, self.question[one.end :], re.IGNORECASE):
                return one.end + found.end()
        return None

    def _is_reported(self, start: int, end: int) -> bool:
        """Whether the words around an expression of time speak of reporting."""
        near = r"\w{0,2}" if self.language in UNSPACED else r"(?:\W+\w+){0,2}\W+"
        said = either(self.language, "reporting")
        before = re.search(rf"(?:{said}){near}$", self.question[:start], re.IGNORECASE)
        after = re.match(rf"(?:['’]s)?[\s的]*(?:{said})", self.question[end:], re.IGNORECASE)
        return bool(before or after)

    def _is_content(self, one: Days) -> bool:
        """Whether an expression is of what somebody said: "… said that it closes Monday"."""
        verbs, that = either(self.language, "say", "says", "said"), either(self.language, "content")
        said_that = rf"(?:{verbs})\W+(?:\w+\W+){{0,3}}?(?:{that})\W"
        return re.search(said_that, self.question[: one.start], re.IGNORECASE) is not None

    def _coming(self, one: Days) -> date:
        """The first day meant by "before 3 March": next March's if that is nearer."""
        following = one.first + relativedelta(years=1)
        nearer = one.kind == "bare date" and following - self.asked < self.asked - one.first
        return following if nearer else one.first


def _as_of(question: str, language: str | None, asked: date) -> Times:
    reading = _Reading(question, language, asked, of_speech=False)
    for one in map(reading._last_such, days(question, language, asked)):
        start = reading._leading(one, "asof") if one.unit == "day" else None
        if start is not None and reading._coming(one) <= asked:
            return Times(as_of=one.last, spans=((start, one.end),))
    return Times()


def _within(one: Days, spans: Sequence[Span]) -> bool:
    return any(start <= one.start < end for start, end in spans)
