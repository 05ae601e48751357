"""Web page → article; the only user of trafilatura."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from assistant.articles import prose
from assistant.articles.authors import in_byline, names
from assistant.articles.making import article
from assistant.articles.metadata import Metadata
from assistant.articles.text import decoded, folded, one_line
from assistant.errors import SourceError
from assistant.types import Article, Page

_ENOUGH = 500
_CONFIRMED = 0.7
_LABEL_WIDTH = 60
_TIME_OR_MARK = re.compile(r"\d{4}|\d{1,2}:\d\d|^\W|^[\w\s]{1,20}$")


def read(page: Page) -> Iterator[Article]:
    """Read the one article of a web page.

    Raises SourceError if the bytes are not HTML or hold no article.
    """
    tree = load_html(decoded(page.content))
    if tree is None:
        raise SourceError("it is not an HTML page")
    stated = Metadata(tree, page.url, page.fetched_at)
    title, standfirst = stated.title, stated.standfirst
    lines = _without_frame(_lines(tree, stated), [title, *stated.headings])
    if standfirst and folded(standfirst) not in folded("".join(lines)):
        lines.insert(0, standfirst)
    yield article(
        page,
        title=title,
        text="\n".join(lines),
        url=stated.url,
        source=stated.source,
        authors=names(stated.authors, but=stated.source),
        language=stated.language,
        published=stated.published,
        modified=stated.modified,
    )


def _lines(tree: HtmlElement, stated: Metadata) -> list[str]:
    """The text of the page's own article, or, if its markup hides it, what JSON-LD gives."""
    own = stated.own_article
    lines = _extracted(own) if own is not None else []
    if sum(map(len, lines)) < _ENOUGH:
        lines = _extracted(tree)
    in_json = [line for line in map(one_line, stated.text.splitlines()) if line]
    if sum(map(len, lines)) < sum(map(len, in_json)) / 2:
        return in_json
    return _confirmed(lines, folded(stated.text))


def _extracted(tree: HtmlElement) -> list[str]:
    found = bare_extraction(tree, include_comments=False, with_metadata=False)
    text = found.text if isinstance(found, Document) else ""
    return [line for line in map(one_line, (text or "").splitlines()) if line]


def _confirmed(lines: list[str], stated: str) -> list[str]:
    """Without the lists and labels that the page's own statement of its text lacks."""
    confirmed = {line for line in lines if folded(line) in stated}
    if sum(map(len, confirmed)) < _CONFIRMED * sum(map(len, lines)):
        return lines
    return [line for line in lines if line in confirmed or not _is_item(line)]


def _is_item(line: str) -> bool:
    return line.startswith(("- ", "| "))


def _without_frame(lines: Sequence[str], titles: Sequence[str]) -> list[str]:
    """Without titles and bylines, labels above and below it and repeated inserts in it."""
    runs = [i for i, line in enumerate(lines) if prose.is_prose(line) or _is_item(line)]
    start, stop = (runs[0], runs[-1] + 1) if runs else (0, len(lines))
    known = {folded(title) for title in titles}
    count = Counter(lines)
    above = [line for line in lines[:start] if not _is_label(line)]
    within = [line for line in lines[start:stop] if count[line] < 2 + prose.is_prose(line)]
    kept = above + within
    return [line for line in kept if folded(line) not in known and not in_byline(line)]


def _is_label(line: str) -> bool:
    """Whether a line above the prose is a date, a credit, or a word or two."""
    marked = _TIME_OR_MARK.search(line) if len(line) < _LABEL_WIDTH else None
    return bool(marked) or prose.is_credit(line)
