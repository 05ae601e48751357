"""What stands above the prose of a saved page: its headline, its dates, its authors.

A headline is taken up by the prose, named again in longer lines (a trail of links, a share
button), and has the date and the authors below it. That holds in any language.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from math import log1p

from babel import UnknownLocaleError
from babel.dates import format_date

from assistant.articles import forms
from assistant.articles.authors import in_byline
from assistant.articles.dates import stated_in
from assistant.articles.saved.prose import Line
from assistant.articles.text import folded
from assistant.language.terms import terms
from assistant.types import Dated

_TITLE_WIDTHS = (8, 220)
_USUAL_TITLE_WIDTHS = (25, 130)
_MOST_CANDIDATES = 40
_BELOW = 8
_NEAR = 3
_LONG_KEY = 12
_LONG_CAPTION = 100
_DATE_LINE = 120
_DATELINE = 60
_LABEL = 25
_MOST_DAYS = 2
_FIRST_NEWS_ON_THE_WEB = 1994

# What stands side by side in a page is run together in its text.
_YEAR_BEFORE_CLOCK = re.compile(r"((?:19|20)\d\d)(?=\d{1,2}:\d\d)")
_WORD = re.compile(r"\w+")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[\w.'’-]+){1,3}")
_GLUED = re.compile(r"[^\W\d_A-Z]{3}[A-Z]")
_AFTER_NAME = re.compile(r"\s*[|•·,(]|\s[–—-]\s")


def headline(lines: Sequence[Line], run: range, language: str | None) -> tuple[int, float]:
    """Find the headline of a run of prose, and how much speaks for it; (-1, 0) if none does.

    The weights are those of a conditional logit model over lines, fitted on half of the
    publishers of `benchmarks/saved_text.py` and rounded.
    """
    above = range(run.start + (len(run) > 1))
    candidates = [i for i in above if may_be_headline(lines[i].text)][-_MOST_CANDIDATES:]
    words = {i: set(terms(lines[i].text, language)) for i in {*candidates, *run}}
    said = set().union(*(words[i] for i in run))
    after_first = set().union(*(words[i] for i in run[1:]))
    page = "\n".join(["", *(folded(line.text) for line in lines), ""])

    def shared(i: int) -> int:
        return len(words.get(i, set()) & (after_first if i == run.start else said))

    def leads(i: int) -> bool:
        return i in words and i < run.start and shared(i) >= max(2, len(words[i]) / 2)

    def score(i: int) -> float:
        below = lines[i + 1 : min(i + _BELOW, run.start + 2) + 1]
        captioned = _is_captioned(lines, i)
        second = leads(i - 1) or leads(i - 2)
        credited = second and any(forms.is_credit(line.text) for line in lines[i + 1 : i + 2])
        return (
            2 * shared(i) / max(1, len(words[i]))
            + min(shared(i), 5) / 5
            + 2.2 * any(line.dated for line in below)
            + 1.3 * any(in_byline(line.text) for line in below)
            + (-1.2 if captioned else 1.5 * _is_named_within(page, lines[i].text))
            - 0.7 * second
            - 1.0 * credited
            - 0.2 * log1p(run.start - i)
            - _unusual(lines[i].width)
        )

    scores = [(score(i), i) for i in candidates]
    best, at = max(scores, default=(0.0, -1))
    return (at, best) if best > 0 else (-1, 0.0)


def may_be_headline(line: str) -> bool:
    """Whether a line has the form of a headline."""
    low, high = _TITLE_WIDTHS
    in_letters = 2 * sum(c.isalpha() for c in line) > len(line)
    closed = line.endswith((".", "。", "।")) or (line[0] == "(" and line[-1] == ")")
    fits = in_letters and low <= forms.width(line) <= high and not closed
    return fits and not forms.is_credit(line) and not in_byline(line)


def _is_named_within(page: str, line: str) -> bool:
    """Whether a longer line of the page, given as its folded lines, has this one in it."""
    key = folded(line)
    return len(key) >= _LONG_KEY and page.count(key) > page.count(f"\n{key}\n")


def _is_captioned(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is part of a credit close by, or ends a caption right above it."""
    line, above = lines[i], lines[max(0, i - 1)]
    near = lines[max(0, i - _NEAR) : i + _NEAR + 1]
    ends_it = above.text.endswith(line.text) and above.width > max(_LONG_CAPTION, 1.8 * line.width)
    return ends_it or any(forms.is_credit(n.text) and line.text in n.text for n in near)


def _unusual(width: float) -> float:
    low, high = _USUAL_TITLE_WIDTHS
    return 1.0 if width > high else min(2.0, max(0.0, (low - width) / 5))


def dates(
    head: Sequence[str], body: Sequence[str], language: str | None, fetched_at: datetime
) -> tuple[Dated | None, Dated | None]:
    """Publication and change, from labels above the prose before the beginning of the prose.

    Labels of more than two days are those of a list. A caption's date may be that of an old
    picture; it counts if caption and prose name its weekday.
    """

    def stated(lines: Iterable[str]) -> list[list[Dated]]:
        return [days for line in lines if (days := _stated_in(line, language, fetched_at))]

    labels = stated(filter(_is_label, head))
    if len({day.at.date() for day in chain(*labels)}) > _MOST_DAYS:
        return None, None
    if labels:
        latest = max(chain(*labels[:2]), key=lambda day: day.at)
        return min(labels[0], key=lambda day: day.at), latest
    dateline = stated(line[:_DATELINE] for line in body[:1])
    text = "\n".join(body)
    for line in filter(forms.is_credit, head):
        days = _stated_in(line, language, fetched_at)
        dateline += [[day] for day in days if _names_weekday((line, text), day, language)]
    return next(chain(*dateline), None), None


def _stated_in(line: str, language: str | None, fetched_at: datetime) -> list[Dated]:
    """Days in the language of the text or, where that is a small one, in English."""
    line = _YEAR_BEFORE_CLOCK.sub(r"\1 ", line)
    days = list(stated_in(line, fetched_at, language)) or list(stated_in(line, fetched_at, "en"))
    return [day for day in days if day.at.year >= _FIRST_NEWS_ON_THE_WEB]


def _is_label(line: str) -> bool:
    short = forms.width(line) <= (_DATELINE if forms.is_prose(line) else _DATE_LINE)
    return short and not forms.is_credit(line) and "://" not in line


def _names_weekday(texts: Iterable[str], day: Dated, language: str | None) -> bool:
    try:
        name = format_date(day.at, "EEEE", locale=language or "").casefold()
    except (UnknownLocaleError, ValueError):
        return False
    return all(name in text.casefold() for text in texts)


def authors(head: Sequence[Line], foot: Sequence[Line], page: Sequence[Line]) -> tuple[str, ...]:
    """Names after a word like "By", else names alone above the date or below a label.

    The words of a name stand nowhere in the page in lower case, as those of a section may.
    """
    for line in (*head, *foot):
        if names := in_byline(line.text) or in_byline(_AFTER_NAME.split(line.text)[0]):
            return names
    lower = {word for line in page for word in _WORD.findall(line.text) if word.islower()}
    return tuple(dict.fromkeys(_alone(head[:_BELOW], lower)))


def _alone(head: Sequence[Line], lower: set[str]) -> Iterator[str]:
    for i, line in enumerate(head):
        name = _AFTER_NAME.split(line.text)[0]
        labelled = any(above.text.endswith(":") and above.width < _LABEL for above in head[:i][-1:])
        signs = labelled or any(near.dated for near in head[i : i + 3])
        if signs and not line.caption and _is_name(name, lower):
            yield name


def _is_name(text: str, lower: set[str]) -> bool:
    if not _NAME.fullmatch(text) or _GLUED.search(text) or text.isupper():
        return False
    words = _WORD.findall(text)
    capitals = words[0][0].isupper() and words[-1][0].isupper()
    return capitals and lower.isdisjoint(word.casefold() for word in words)
