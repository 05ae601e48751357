"""The last step of every reader: an Article that is clean and complete."""

from assistant.articles.dates import in_order
from assistant.articles.text import has_prose, normal, one_line
from assistant.errors import SourceError
from assistant.intake import Entry, Page, host_of, is_of_web
from assistant.language.detect import detect, normal_code, share_in
from assistant.types import Article, Dated

_LONGEST_NAME = 300
_LONGEST_LEAD = 100
_SURE_LENGTH = 200


def article(  # noqa: PLR0913 - one keyword a field
    page: Page,
    *,
    title: str,
    text: str,
    url: str | None = None,
    source: str | None = None,
    section: str | None = None,
    authors: tuple[str, ...] = (),
    language: str | None = None,
    published: Dated | None = None,
    modified: Dated | None = None,
) -> Article:
    """Normalise the fields; the language is the stated one unless the text says otherwise.

    What a page does not say, its feed may; without a name its outlet is that of its host.
    Raises SourceError if the text is too short to be an article.
    """
    entry = page.entry or Entry()
    source = source or entry.source or (is_of_web(page.address) and host_of(page.address)) or ""
    text = normal(text)
    if not has_prose(text):
        raise SourceError("no article text found")
    language = language_of(text, language or entry.language)
    published, modified = in_order(published or entry.published, modified or entry.modified)
    return Article(
        url=url or page.url,
        title=one_line(title or entry.title)[:_LONGEST_NAME] or first_words(text),
        text=text,
        source=one_line(source)[:_LONGEST_NAME] or None,
        section=one_line(section or "")[:_LONGEST_NAME] or None,
        authors=authors or entry.authors,
        language=language,
        language_confidence=round(share_in(text, language), 2) if language else None,
        published=published,
        modified=modified,
        fetched_at=page.fetched_at,
    )


def language_of(text: str, stated: str | None) -> str | None:
    """Take the language that a text is seen to be in, or the stated one of a short text."""
    seen, stated = detect(text), normal_code(stated)
    if stated and len(text) < _SURE_LENGTH:
        return stated
    return seen or stated


def first_words(text: str) -> str:
    """Make a title of the beginning of a text."""
    line = text.split("\n", 1)[0]
    return line if len(line) <= _LONGEST_LEAD else line[:_LONGEST_LEAD].rsplit(" ", 1)[0] + "…"
