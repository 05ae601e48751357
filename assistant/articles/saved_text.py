"""Text of a page as a browser saves it: the article among menus, captions and links.

What is an article is told by form (`prose`), so no list of menu words is needed. A file
that is prose throughout is taken whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from babel import UnknownLocaleError
from babel.dates import format_date

from assistant.articles import prose
from assistant.articles.authors import in_byline
from assistant.articles.dates import from_url, stated_in
from assistant.articles.making import article
from assistant.articles.text import decoded, one_line
from assistant.errors import SourceError
from assistant.intake import Page
from assistant.language.detect import detect, normal_code
from assistant.language.terms import terms
from assistant.types import Article, Dated

_TITLE_WIDTHS = (12, 220)
_USUAL_TITLE_WIDTH = 130
_STANDFIRST_WIDTH = 90
_DATE_LINE_WIDTH = 120
_DATELINE = 60
_HEAD = 3

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©]*\d{4}(?:\s?[-–]\s?\d{4})?\s+([^\d.,|•–—-]{2,40})", re.IGNORECASE
)
_SEPARATED = re.compile(r"\s+[-–—|·•]\s+")
_DATED_NAME = re.compile(r"([^\W\d_]{3,})[-_]([a-z]{2})[-_]\d{4}[-_]?\d\d[-_]?\d\d")


def read(page: Page) -> Iterator[Article]:
    """Read the one article of a text file.

    Raises SourceError if the bytes are not text or hold no prose.
    """
    lines = _lines(decoded(page.content))
    plain = _is_plain(lines)
    run = range(len(lines)) if plain else prose.main_run(lines)
    if not run:
        raise SourceError("no article text found")
    language = detect("\n".join(lines[i] for i in run))
    at = (0 if _may_be_title(lines[0]) else -1) if plain else _title_at(lines, run, language)
    chosen = lines[at + 1 :] if plain else _chosen(lines, run, at)
    body = [line for line in chosen if not _is_byline_or_date(line, language, page.fetched_at)]
    head = lines[at + 1 : (_HEAD if plain else run.start) + 2]
    foot = lines[run.stop : run.stop + 3]
    published, modified = _dates(head, foot, body, language, page.fetched_at)
    yield article(
        page,
        title=lines[at] if at >= 0 else "",
        text="\n".join(body),
        source=_outlet(lines, run, at, page.url),
        authors=next((names for line in head + foot if (names := in_byline(line))), ()),
        language=language,
        published=published or from_url(page.url, page.fetched_at),
        modified=modified,
    )


def _lines(text: str) -> list[str]:
    """One line a paragraph: hard-wrapped paragraphs are joined."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line for block in blocks for line in _unwrapped(block.split("\n"))]
    return [clean for line in lines if (clean := one_line(line))]


def _unwrapped(lines: list[str]) -> list[str]:
    """Wrapped lines are about as wide as each other, and go on in lower case."""
    lines = [line.strip() for line in lines if line.strip()]
    full = [len(line) for line in lines[:-1]]
    if not full or min(full) < 50 or max(full) > 100 or max(full) - min(full) > 25:
        return lines
    goes_on = sum(line[:1].islower() for line in lines[1:])
    return [" ".join(lines)] if goes_on >= 0.4 * len(full) else lines


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether a text is prose from the top on, with no more than single headings between."""
    forms = [prose.is_prose(line) for line in lines]
    if True not in forms[: _HEAD + 1]:
        return False
    said = [prose.ends_sentence(line) or prose.is_prose(line) for line in lines]
    return all(a or b for a, b in pairwise(said[forms.index(True) :]))


def _title_at(lines: Sequence[str], run: range, language: str | None) -> int:
    """The line before the prose whose words the prose takes up most; -1 if none does."""
    after_first = set(terms("\n".join(lines[i] for i in run[1:]), language))
    said = after_first | set(terms(lines[run.start], language))

    def score(i: int) -> float:
        words = set(terms(lines[i], language))
        shared = len(words & (after_first if i == run.start else said))
        if not shared or not _may_be_title(lines[i]):
            return 0
        captioned = i + 1 < len(lines) and prose.is_credit(lines[i + 1])
        too_long = prose.width(lines[i]) > _USUAL_TITLE_WIDTH
        return shared / len(words) * min(shared, 5) * (0.2 if captioned else 0.7 if too_long else 1)

    best = max(range(run.start + (len(run) > 1)), key=score, default=-1)
    if best >= 0 and score(best) > 0:
        return best
    return 0 if run.start == 1 else -1


def _may_be_title(line: str) -> bool:
    low, high = _TITLE_WIDTHS
    ends = line.endswith((".", "。", "।"))
    in_letters = 2 * sum(c.isalpha() for c in line) > len(line)
    fits = in_letters and low <= prose.width(line) <= high
    return fits and not (ends or prose.is_credit(line) or in_byline(line))


def _chosen(lines: Sequence[str], run: range, title: int) -> list[str]:
    first = max(run.start, title + 1)
    above = [lines[i] for i in _standfirst(lines, range(title + 1, first))]
    return above + prose.kept(lines, range(first, run.stop))


def _standfirst(lines: Sequence[str], between: range) -> Iterator[int]:
    """A paragraph under the title, or on top of the prose, with share buttons in between."""
    for i in dict.fromkeys([*between[:1], *between[-1:]]):
        complete = prose.is_prose(lines[i]) or i == between[-1]
        captioned = prose.is_caption(lines, i) or prose.is_credit(lines[i + 1])
        if complete and not captioned and prose.width(lines[i]) >= _STANDFIRST_WIDTH:
            yield i


def _is_byline_or_date(line: str, language: str | None, fetched_at: datetime) -> bool:
    if in_byline(line):
        return True
    dates = stated_in(line, fetched_at, language)
    return prose.width(line) < _DATELINE and not prose.is_prose(line) and any(dates)


def _dates(
    head: Sequence[str],
    foot: Sequence[str],
    body: Sequence[str],
    language: str | None,
    fetched_at: datetime,
) -> tuple[Dated | None, Dated | None]:
    """Publication and change, from lines above and below the prose before lines within it.

    A line above the title shows the day of the visit, so those are not looked at. A
    caption's date may be that of an old picture; it counts if the prose names its weekday.
    """

    def stated(lines: Iterable[str]) -> list[Dated]:
        return [day for line in lines for day in stated_in(line, fetched_at, language)]

    if days := stated(filter(_is_label, head)) or stated(filter(_is_label, foot)):
        return min(days, key=lambda day: day.at), max(days, key=lambda day: day.at)
    text = "\n".join(body).casefold()
    captioned = stated(filter(prose.is_credit, head))
    named = [day for day in captioned if _weekday(day, language) in text]
    return next(iter(stated([text.split("\n")[0][:_DATELINE]]) + named), None), None


def _is_label(line: str) -> bool:
    short = prose.width(line) <= _DATE_LINE_WIDTH
    return short and not prose.is_prose(line) and not prose.is_credit(line)


def _weekday(day: Dated, language: str | None) -> str:
    try:
        return format_date(day.at, "EEEE", locale=language or "").casefold()
    except (UnknownLocaleError, ValueError):
        return "\n\n"  # stands in no text of this form


def _outlet(lines: Sequence[str], run: range, title: int, url: str) -> str | None:
    """Who published it: a copyright line, the window's title, or the name of the file."""
    foot = (_COPYRIGHT.search(line) for line in lines[run.stop :])
    if named := next((m[1].strip() for m in foot if m), None):
        return named
    stem = PurePosixPath(unquote(urlsplit(url).path)).stem
    for whole in [*lines[: run.start], stem] if title >= 0 else ():
        if whole.startswith(lines[title]) and _SEPARATED.match(whole[len(lines[title]) :]):
            return _SEPARATED.split(whole)[-1]
    dated_name = _DATED_NAME.fullmatch(stem)
    return dated_name[1] if dated_name and normal_code(dated_name[2]) else None
