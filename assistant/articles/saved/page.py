"""Text of a page as a browser saves it: the article among menus, captions and links.

What is an article is told by form (`prose`, `headline`), so no list of menu words is needed.
A file that is prose throughout is taken whole.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from assistant.articles import forms
from assistant.articles.authors import in_byline
from assistant.articles.dates import from_url, stated_in
from assistant.articles.making import article
from assistant.articles.saved import authorship, headline, prose, publication
from assistant.articles.saved.prose import Line
from assistant.articles.segments import segments
from assistant.articles.text import one_line
from assistant.errors import SourceError
from assistant.intake import Page
from assistant.language.detect import detect, normal_code
from assistant.language.encodings import decoded
from assistant.language.terms import terms
from assistant.types import Article

_HEAD = 3
_MOST_RIVALS = 5
_RIVAL = 0.5
_BEGINNING = 0.25
_OPENING_WIDTHS = (60, 90)
_SHARED = 3
_SHARE = 0.3

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]{0,9}\d{4}(?:\s?[-–]\s?\d{4})?\s+([^\d.,|•–—-]{2,40})",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"\s+[-–—|·•]\s+")
_DATED_NAME = re.compile(r"([^\W\d_]{3,})[-_]([a-z]{2})[-_]\d{4}[-_]?\d\d[-_]?\d\d")


def read(page: Page) -> Iterator[Article]:
    """Read the one article of a text file.

    Raises SourceError if the bytes are not text or hold no prose.
    """
    lines = prose.measured(_blocks(decoded(page.content)))
    plain = _is_plain(lines)
    runs = [(0.0, range(len(lines)))] if plain else segments(line.gain for line in lines)
    if not runs:
        raise SourceError("no article text found")
    language = detect("\n".join(lines[i].text for i in max(runs, key=lambda run: run[0])[1]))
    if plain:
        run, at = runs[0][1], 0 if headline.may_be_headline(lines[0].text) else -1
        chosen = [line.text for line in lines[at + 1 :]]
    else:
        run, at = _announced(lines, runs, language)
        chosen = _chosen(lines, run, at, language)
    head = lines[at + 1 if at >= 0 else max(0, run.start - _HEAD) : max(at, run.start) + _HEAD]
    # Further down in plain prose, a day is the heading of what happened on it.
    labels = {line.text for line in head} if plain else set(chosen)
    body = [
        line
        for line in chosen
        if line not in labels or not _is_byline_or_date(line, language, page.fetched_at)
    ]
    published, modified = publication.dates(
        [line.text for line in head], body, language, page.fetched_at
    )
    yield article(
        page,
        title=lines[at].text if at >= 0 else "",
        text="\n".join(body),
        source=_outlet(lines, run, at, page.url),
        authors=authorship.authors(head, lines[run.stop : run.stop + _HEAD], lines),
        language=language,
        published=published or from_url(page.url, page.fetched_at),
        modified=modified,
    )


def _blocks(text: str) -> list[list[str]]:
    """The lines between empty lines, one a paragraph: hard-wrapped paragraphs are joined."""
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    cleaned = ([one_line(line) for line in _unwrapped(part.split("\n"))] for part in parts)
    return [block for lines in cleaned if (block := [line for line in lines if line])]


def _unwrapped(lines: list[str]) -> list[str]:
    """Wrapped lines are about as wide as each other, and go on in lower case."""
    lines = [line.strip() for line in lines if line.strip()]
    full = [len(line) for line in lines[:-1]]
    if not full or min(full) < 50 or max(full) > 100 or max(full) - min(full) > 25:
        return lines
    goes_on = sum(line[:1].islower() for line in lines[1:])
    return [" ".join(lines)] if goes_on >= 0.4 * len(full) else lines


def _is_plain(lines: Sequence[Line]) -> bool:
    """Whether a text is prose from the top on, with no more than single headings between."""
    first = next((i for i, line in enumerate(lines) if forms.is_prose(line.text)), len(lines))
    said = [line.ended or forms.is_prose(line.text) for line in lines[first:]]
    return first <= _HEAD and bool(said) and all(a or b for a, b in pairwise(said))


def _announced(
    lines: Sequence[Line], runs: Sequence[tuple[float, range]], language: str | None
) -> tuple[range, int]:
    """Find the run that is largest and best announced by a headline, and the headline's line.

    Prose between a headline and its run is the beginning of the article, and a rival below
    the headline that takes up two of its words is the rest.
    """
    best = sorted(runs, key=lambda run: -run[0])[:_MOST_RIVALS]
    rivals = [
        (gain, run, *headline.headline(lines, run, language))
        for gain, run in best
        if gain >= _RIVAL * best[0][0]
    ]
    gain, run, at, _ = max(rivals, key=lambda rival: rival[0] * (1 + rival[3]))
    if at < 0:
        return run, at
    title = set(terms(lines[at].text, language))
    starts = [part.start for g, part in runs if part.start > at and g >= _BEGINNING * gain]
    stops = [
        part.stop
        for _, part, *_ in rivals
        if part.start > at and len(title & _said(lines, part, language)) > 1
    ]
    return range(min([run.start, *starts]), max([run.stop, *stops])), at


def _chosen(lines: Sequence[Line], run: range, at: int, language: str | None) -> list[str]:
    """The prose of the run, after what opens it below the headline."""
    first = max(run.start, at + 1)
    text = prose.kept(lines[first : run.stop])
    said = set(terms("\n".join(text), language))
    between = lines[at + 1 : first] if at >= 0 else ()
    placed = [*between[:1], *(line for line in between[1:] if line.apart is not False)]
    return [line.text for line in placed if _opens(line, said, language)] + text


def _said(lines: Sequence[Line], run: range, language: str | None) -> set[str]:
    return {term for i in run for term in terms(lines[i].text, language)}


def _opens(line: Line, said: set[str], language: str | None) -> bool:
    """Whether a line is a standfirst, or the first prose, cut off by something set in."""
    wide = line.width >= _OPENING_WIDTHS[not line.ended]
    if not wide or line.caption or line.dated or line.times > 2:
        return False
    words = set(terms(line.text, language))
    return len(words & said) >= max(_SHARED, _SHARE * len(words))


def _is_byline_or_date(line: str, language: str | None, fetched_at: datetime) -> bool:
    if in_byline(line):
        return True
    dates = stated_in(line, fetched_at, language)
    return forms.width(line) < forms.DATELINE and not forms.is_prose(line) and any(dates)


def _outlet(lines: Sequence[Line], run: range, at: int, url: str) -> str | None:
    """Who published it: a copyright line, the window's title, or the name of the file."""
    foot = (_COPYRIGHT.search(line.text) for line in lines[run.stop :])
    if named := next((m[1].strip() for m in foot if m), None):
        return named
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    above = [line.text for line in lines[: run.start]]
    for whole in [*above, stem] if at >= 0 else ():
        title = lines[at].text
        if whole.startswith(title) and _SEPARATED.match(whole[len(title) :]):
            return _SEPARATED.split(whole)[-1]
    dated_name = _DATED_NAME.fullmatch(stem)
    return dated_name[1] if dated_name and normal_code(dated_name[2]) else None
