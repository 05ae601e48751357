"""What a feed says of a page, as an article, where the page itself cannot be read."""

from assistant.articles.dates import from_url
from assistant.articles.fragments import readable
from assistant.articles.making import article
from assistant.intake import Entry, Page
from assistant.types import Article


def read(page: Page, entry: Entry) -> Article:
    """Make an article of a feed's entry; raises SourceError if its text is none."""
    return article(
        page,
        title=entry.title,
        text=readable(entry.html),
        published=entry.published or from_url(page.address, page.fetched_at),
    )
