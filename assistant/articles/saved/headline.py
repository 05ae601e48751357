"""The headline of a saved page.

It is taken up by the prose, named again in longer lines (a trail of links, a share button),
and has the date and the authors below it. That holds in any language.
"""

from collections.abc import Sequence
from math import log1p

from assistant.articles import forms
from assistant.articles.authors import in_byline
from assistant.articles.saved.prose import NEAR, Line
from assistant.articles.text import folded
from assistant.language.terms import terms

BELOW = 8
"""Lines below a headline that may tell the day and the authors."""

_QUOTES = '"„“”«»'
_TITLE_WIDTHS = (8, 220)
_USUAL_TITLE_WIDTHS = (25, 130)
_MOST_CANDIDATES = 40
_LONG_KEY = 12
_LONG_CAPTION = 100


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
        below = lines[i + 1 : min(i + BELOW, run.start + 2) + 1]
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
    quotation = line[-1] in _QUOTES and sum(c in _QUOTES for c in line) == 2  # as headlines may be
    stated = forms.ends_statement(line) and not quotation
    closed = stated or (line[0] == "(" and line[-1] == ")")
    fits = in_letters and low <= forms.width(line) <= high and not closed
    return fits and not forms.is_credit(line) and not in_byline(line)


def _is_named_within(page: str, line: str) -> bool:
    """Whether a longer line of the page, given as its folded lines, has this one in it."""
    key = folded(line)
    return len(key) >= _LONG_KEY and page.count(key) > page.count(f"\n{key}\n")


def _is_captioned(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is part of a credit close by, or ends a caption right above it."""
    line, above = lines[i], lines[max(0, i - 1)]
    near = lines[max(0, i - NEAR) : i + NEAR + 1]
    ends_it = above.text.endswith(line.text) and above.width > max(_LONG_CAPTION, 1.8 * line.width)
    return ends_it or any(forms.is_credit(n.text) and line.text in n.text for n in near)


def _unusual(width: float) -> float:
    low, high = _USUAL_TITLE_WIDTHS
    return 1.0 if width > high else min(2.0, max(0.0, (low - width) / 5))
