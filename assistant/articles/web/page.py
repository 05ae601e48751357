"""Web page → article; the only user of trafilatura."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement  # type: ignore[import-untyped]
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from assistant.articles.forms import width
from assistant.articles.making import article
from assistant.articles.text import folded, has_prose, one_line
from assistant.articles.web import authorship, publication
from assistant.articles.web.absence import why_none
from assistant.articles.web.blocks import Block, blocks
from assistant.articles.web.body import Body, article_body
from assistant.articles.web.embedded import embedded_html
from assistant.articles.web.metadata import Metadata
from assistant.errors import SourceError
from assistant.intake import Page
from assistant.language.encodings import decoded
from assistant.language.terms import terms
from assistant.types import Article

_LONGEST = 8_000_000
_MOST_LINES = 20_000
_ENOUGH = 500
_LAST = 3


def read(page: Page) -> Iterator[Article]:
    """Read the one article of a web page.

    Raises SourceError if the bytes are not HTML or hold no article, and says why if the
    page tells.
    """
    tree = _tree(page)
    stated = Metadata(tree, page)
    shown = blocks(tree)
    if len(shown) > _MOST_LINES:
        raise SourceError(f"it has more than {_MOST_LINES:,} lines, which no article has")
    body = _body(tree, shown, stated)
    authors = authorship.authors(stated, body)
    text = "\n".join(_without_frame(body.lines, stated.title, authors))
    if not has_prose(text):
        raise SourceError(why_none(tree, stated, shown))
    published, modified = publication.dates(stated, body)
    yield article(
        page,
        title=stated.title,
        text=text,
        url=stated.url,
        source=stated.source,
        section=stated.section,
        authors=authors,
        language=stated.language,
        published=published,
        modified=modified,
    )


def _tree(page: Page) -> HtmlElement:
    text = decoded(page.content, page.media_type)
    if len(text) > _LONGEST:
        raise SourceError(f"it is longer than {_LONGEST:,} characters, which no article is")
    if (tree := load_html(text)) is None:
        raise SourceError("it is not an HTML page")
    return tree


def _body(tree: HtmlElement, shown: Sequence[Block], stated: Metadata) -> Body:
    """The text that the page shows; where that is little, what it keeps in other places."""
    second = _second_reading(tree)
    body = article_body(
        shown, stated.title, stated=stated.text, second=second, about=stated.description
    )
    others = [stated.text]
    if _size(body.lines) < _ENOUGH:
        others += [second, _kept(tree, stated.title)]
    for other in others:
        paragraphs = [line for line in map(one_line, other.splitlines()) if line]
        if _size(body.lines) < _size(paragraphs) / 2:
            body = replace(body, lines=paragraphs)
    return body


def _second_reading(tree: HtmlElement) -> str:
    """What trafilatura takes for the text, without its marks for lists and tables.

    A few words to readers without scripts are no part of it: there bot checks speak.
    """
    found = bare_extraction(
        tree,
        fast=True,
        include_comments=False,
        with_metadata=False,
        prune_xpath=f".//noscript[string-length(normalize-space()) < {_ENOUGH}]",
    )
    text = found.text if isinstance(found, Document) else ""
    return "\n".join(one_line(line.lstrip("-| ")) for line in (text or "").splitlines())


def _kept(tree: HtmlElement, title: str) -> str:
    """The text that a script would show, if it is about what the headline says."""
    fragment = load_html(f"<html><body><div>{embedded_html(tree)}</div></body></html>")
    text = "\n".join(article_body(blocks(fragment), title).lines)
    about = set(terms(title, None))
    return text if 4 * len(about & set(terms(text, None))) >= len(about) > 0 else ""


def _without_frame(lines: Sequence[str], title: str, authors: Sequence[str]) -> list[str]:
    """Without the title, and without what is said of the authors at the end."""
    names = tuple(folded(name) for name in authors if " " in name)
    kept = [line for line in lines if folded(line) != folded(title)]
    last = range(max(1, len(kept) - _LAST), len(kept))
    about = next((i for i in last if names and folded(kept[i]).startswith(names)), len(kept))
    return kept[:about]


def _size(lines: Sequence[str]) -> float:
    return sum(map(width, lines))
