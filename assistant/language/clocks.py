"""Times of day and spans of years, so that the same ones compare however they are written."""

import re

from assistant.language.terms import fold

_CLOCK = re.compile(
    r"\b0?(\d{1,2})(?:(?::| ?h ?)([0-5]\d)\b|\.([0-5]\d)(?= ?(?:[ap]\.?m\b|uhr\b|h\b)))",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\b([01]?\d|2[0-3])\.([0-5]\d)\b")
_OF_HALF = re.compile(r"\b(\d{1,2})(?:[:.]\d\d)? ?([ap])\.?m\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"\d ?p\.?m\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(19|20)(\d\d)[-–/](\d\d)\b")
_TENS = re.compile(r"\b19(\d0)(?=s\b|er\b)")
_DECADE = re.compile(r"\b(?:annees|anni|anos)\s['’]?(\d0)\b|\b(\d0) ?er[- ]?jahren?\b")


def written_out(text: str) -> str:
    """Hours and minutes, and both years of a span, as numbers apart.

    "7.55am" is "7 55", "19:00" is "19", "1950-53" is "1950 1953".
    """
    return _CLOCK.sub(_hour_and_minutes, _YEARS.sub(r"\1\2 \1\3", text))


def with_clocks_apart(text: str) -> str:
    """The same, with what may be a time of day in the languages that have a point in it."""
    return written_out(_DOTTED.sub(r"\1:\2", text))


def has_clock(text: str) -> bool:
    """Whether a text surely has a time of day."""
    return bool(_CLOCK.search(text))


def dotted(text: str) -> dict[float, set[float]]:
    """Numbers that may be times of day, with hour and minutes: 18.3 for "18.30"."""
    found = ((float(m[0]), {float(m[1]), float(m[2])} - {0.0}) for m in _DOTTED.finditer(text))
    return dict(found)


def hours_of_half(text: str) -> set[tuple[int, str]]:
    """Hours that are said to be of the morning or the afternoon: (9, "p") for "9 p.m."."""
    return {(int(m[1]), m[2].lower()) for m in _OF_HALF.finditer(text)}


def is_of_afternoon(text: str) -> bool:
    """Whether an hour is counted from noon: "7 p.m."."""
    return bool(_AFTERNOON.search(text))


def decades(text: str) -> set[float]:
    """What else a decade may be called: 1930 for "les années 30", and 30 for "the 1930s"."""
    plain = fold(text)
    short = {1900 + float(m[1] or m[2]) for m in _DECADE.finditer(plain)}
    return short | set(map(float, _TENS.findall(plain)))


def _hour_and_minutes(clock: re.Match[str]) -> str:
    minutes = clock[2] or clock[3]
    return f"{clock[1]} {minutes}" if int(minutes) else clock[1]
