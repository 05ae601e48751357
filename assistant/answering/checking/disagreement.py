"""Where sources give different figures for the same thing, and where a later one corrects."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from babel.dates import format_date

from assistant.answering.phrases import correction, disagreement
from assistant.index.embedding import Embed
from assistant.language.contrasts import contrasts
from assistant.language.dates import Day, dates
from assistant.language.injection import gives_orders
from assistant.language.locales import locale_for
from assistant.language.names import name_key, names
from assistant.language.negation import denials
from assistant.language.places import places
from assistant.language.quantities import amounts, is_year
from assistant.language.terms import fold, stop_words
from assistant.types import Evidence

_FIGURE = re.compile(r"(?:[$€£]\s?)?\d[\d.,\u00a0\u202f ’']*(?:\s?%|\s?[^\W\d_]+){0,2}")
_BARE = re.compile(r"\d{4}(?!\d)")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]?\d)")
_SHARE = re.compile(r"%|\bper ?cent|\bpro[zc]ent|\b(?:pour|por) cen|процент", re.IGNORECASE)
# Sentences about one thing, figures masked, by the embedded model: reports of the same
# figure are above, of other figures about the same event nearly always below.
_SAME_THING, _SAME_TOPIC = 0.9, 0.87
_CLOSE = 15  # characters


class Dispute(NamedTuple):
    """Two sentences of evidence, by index, that give different figures, with their words.

    `corrects`: the later takes back the figure of the earlier.
    """

    earlier: int
    later: int
    figures: tuple[str, str]
    corrects: bool


def disputes(evidence: Sequence[Evidence], embed: Embed) -> list[Dispute]:
    """Pairs of sentences of different articles that disagree on a figure; precise, not complete.

    Both name the same person or place, are alike but for their figures, and each has a
    figure of the same unit that the other does not have.
    """
    figures = [dict(_figures(e.sentence.text, e.language)) for e in evidence]
    masked = [_FIGURE.sub("…", e.sentence.text) for e in evidence]
    having = [i for i, e in enumerate(evidence) if figures[i] and _counts(e)]
    if len(having) < 2:
        return []
    vectors = dict(zip(having, embed([masked[i] for i in having]), strict=True))
    found = []
    for i, j in combinations(sorted(having, key=lambda i: (_at(evidence[i]), i)), 2):
        a, b = evidence[i], evidence[j]
        likeness = float(vectors[i] @ vectors[j])
        if likeness < _SAME_TOPIC or a.article_id == b.article_id or not _share_a_name(a, b):
            continue
        if corrected := _taken_back(b, figures[i], figures[j]):
            found.append(Dispute(i, j, corrected, corrects=True))
        elif likeness >= _SAME_THING and (pair := _contested(a, b, figures[i], figures[j])):
            found.append(Dispute(i, j, pair, corrects=False))
    return found


def _counts(e: Evidence) -> bool:
    return e.published is not None and not gives_orders(e.sentence.text)


def note(dispute: Dispute, evidence: Sequence[Evidence], language: str | None) -> str:
    """What a reader is told of a dispute, with the outlets and their dates."""
    ends = [evidence[dispute.earlier], evidence[dispute.later]]
    said = [
        f"{figure} ({e.source or e.title}, {_day(e, language)})"
        for figure, e in zip(dispute.figures, ends, strict=True)
    ]
    return (correction if dispute.corrects else disagreement)(language, *said)


def _figures(text: str, language: str | None) -> Iterator[tuple[float, str]]:
    """The amounts of a text that are no dates, each with its words."""
    for match in _FIGURE.finditer(text):
        value = amounts(match.group())
        around = text[max(0, match.start() - _CLOSE) : match.end() + _CLOSE]
        year = value and is_year(value[0]) and _BARE.match(match.group())
        if value and not year and not any(d.day == value[0] for d in dates(around)):
            yield value[0], _without_function_words(match.group(), language)


def _without_function_words(figure: str, language: str | None) -> str:
    """The figure without "of" or "in" at its end; "million" is a stop word too, but stays."""
    words = figure.strip(" ,.").split()
    while len(words) > 1 and words[-1].casefold() in stop_words(language):
        if amounts(" ".join(words[:-1])) != amounts(" ".join(words)):
            break
        words.pop()
    return " ".join(words).strip(" ,.")


def _contested(
    a: Evidence, b: Evidence, first: dict[float, str], second: dict[float, str]
) -> tuple[str, str] | None:
    """The one figure of each that the other does not have, if they are of one unit."""
    only_a = {v: w for v, w in first.items() if v not in second}
    only_b = {v: w for v, w in second.items() if v not in first}
    if len(only_a) != 1 or len(only_b) != 1 or _of_other_times(a, b):
        return None
    (said,), (other,) = only_a.values(), only_b.values()
    units = contrasts(said, a.language), contrasts(other, b.language)
    shared = any(side in units[1].get(c, {}) for c, sides in units[0].items() for side in sides)
    return (said, other) if shared or (_SHARE.search(said) and _SHARE.search(other)) else None


def _of_other_times(a: Evidence, b: Evidence) -> bool:
    """Whether both tell when, and not the same: one of March and one of April differ rightly."""

    def told(e: Evidence) -> set[Day]:
        text = e.sentence.text
        return dates(text) | {Day(int(y), 0, None) for y in _YEAR.findall(text)}

    times = told(a), told(b)
    return all(times) and not any(t.agrees(u) for t in times[0] for u in times[1])


def _taken_back(
    b: Evidence, first: dict[float, str], second: dict[float, str]
) -> tuple[str, str] | None:
    """The earlier figure and the one in its place, if the later sentence denies the earlier."""
    for value, words in first.items():
        new = [w for v, w in second.items() if v != value]
        if value in second and new and _denied(second[value], b):
            return words, new[0]
    return None


def _denied(figure: str, e: Evidence) -> bool:
    """Whether a word that denies stands close before a figure: "and not 1,200"."""
    at = fold(e.sentence.text).find(fold(figure))
    return any(0 < at - end <= _CLOSE for _, end in denials(e.sentence.text, e.language) or ())


def _share_a_name(a: Evidence, b: Evidence) -> bool:
    def named(e: Evidence) -> set[str]:
        text = f"{e.title}. {e.sentence.text}"
        return {name_key(n) for n in names(text, e.language)} | set(places(text))

    return bool(named(a) & named(b))


def _at(e: Evidence) -> float:
    return e.published.at.timestamp() if e.published else 0.0


def _day(e: Evidence, language: str | None) -> str:
    day = e.published.at.date() if e.published else None
    return format_date(day, "long", locale=locale_for(language)) if day else "?"
