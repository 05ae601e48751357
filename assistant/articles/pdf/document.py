"""PDF → article: its paragraphs are read as `saved.page` reads those of a page's text."""

from collections.abc import Iterator, Sequence

from assistant.articles import forms
from assistant.articles.authors import names
from assistant.articles.dates import from_url, stated_in
from assistant.articles.pdf.lines import Document, document
from assistant.articles.pdf.paragraphs import Paragraph, paragraphs, printed_from
from assistant.articles.saved import page as saved_page
from assistant.articles.text import folded, one_line
from assistant.intake import Page, host_of, is_of_web
from assistant.types import Article, Dated

_TITLE_WIDTHS = (12, 220)
_LARGER = 1.15
_TOP = 12


def read(page: Page) -> Iterator[Article]:
    """Read the one article of a PDF.

    When the file was made is not when the article was published: a date is taken only from
    the text. Title and author that the file is labelled with count if the first page shows
    them. Raises SourceError if it cannot be read, or holds no prose.
    """
    made = document(page.content)
    body = paragraphs(made.pages)
    at = _title_at(body, made.title)
    above, rest = body[: max(at, 0)], body[max(at, 0) :]
    text = "\n\n".join(paragraph.text for paragraph in rest)
    content = text.encode(errors="ignore")  # a font may stand for halves of characters
    plain = page.model_copy(update={"content": content, "media_type": "text/plain"})
    address = _printed_from(made)
    for article in saved_page.read(plain):
        title = (one_line(body[at].text) if at >= 0 else "") or article.title
        stated = {
            "title": title,
            "text": article.text.removeprefix(f"{title}\n\n"),
            "source": article.source or host_of(address),
            "authors": article.authors or _labelled_author(made, body),
            "published": article.published
            or _date_above(above, article)
            or from_url(address, page.fetched_at),
        }
        yield article.model_copy(update=stated)


def _title_at(body: Sequence[Paragraph], label: str) -> int:
    """Where the title stands: what the file is labelled with, else what is printed largest."""
    top = [i for i, paragraph in enumerate(body[:_TOP]) if _may_be_title(paragraph.text)]
    if forms.width(label) >= _TITLE_WIDTHS[0]:
        agreeing = [i for i in top if _agree(body[i].text, label)]
        if agreeing:
            return max(agreeing, key=lambda i: len(body[i].text))
    usual = max(body, key=lambda paragraph: len(paragraph.text)).size if body else 0.0
    largest = max(top, key=lambda i: body[i].size, default=-1)
    return largest if largest >= 0 and body[largest].size >= _LARGER * usual else -1


def _may_be_title(text: str) -> bool:
    low, high = _TITLE_WIDTHS
    return low <= forms.width(text) <= high


def _agree(shown: str, label: str) -> bool:
    shown, label = folded(shown), folded(label)
    return bool(shown) and (shown in label or label in shown)


def _labelled_author(made: Document, body: Sequence[Paragraph]) -> tuple[str, ...]:
    """The author that the file is labelled with, often only who wrote the template."""
    shown = folded(" ".join(paragraph.text for paragraph in body[:_TOP]))
    return tuple(name for name in names([made.author]) if folded(name) in shown)


def _date_above(above: Sequence[Paragraph], article: Article) -> Dated | None:
    """The day of a dateline above the title; with a time it would be when it was printed."""
    stated = (
        day
        for paragraph in above
        for day in stated_in(paragraph.text, article.fetched_at, article.language)
    )
    return next((day for day in stated if day.precision == "day"), None)


def _printed_from(made: Document) -> str:
    """The address that a browser prints at the edge of a page, unless it shortens it."""
    address = printed_from(made.pages[0])
    return address if is_of_web(address) and "…" not in address else ""
