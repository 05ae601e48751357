"""What a page gives today, unless that is worse than what it gave before.

A page that was read once may be asked again and answer with less: a bot check, a subscriber
wall, a redirect to a consent form or to the home page. The article that it held then stays.
"""

from urllib.parse import urldefrag, urlsplit

from assistant.articles.reading import from_feed, own_articles
from assistant.articles.similarity import related
from assistant.errors import SourceError
from assistant.index.index import Index
from assistant.intake import Page, Skipped, is_of_web
from assistant.types import Article


def read(index: Index, page: Page) -> tuple[Page, list[Article | Skipped]]:
    """The page as it is to be noted, and what it holds.

    If only the feed's text can be had of it, it is noted without its content, and only
    if the page itself was never read.
    """
    try:
        found = list(own_articles(page, dict(index.settings.fields)))
    except SourceError as error:
        skipped = Skipped(item=page.url, reason=str(error))
        told = from_feed(page)
        if told is None or index.was_fetched(page.url):
            return page, [skipped]
        return page.model_copy(update={"content": b""}), [told]
    if is_of_web(page.url) and index.was_fetched(page.url):
        found = _followed(index, page, found)
    return page, found


def _followed(index: Index, page: Page, found: list[Article | Skipped]) -> list[Article | Skipped]:
    """What a known page holds now; nothing new if it has come to lead to something else.

    The same story at an address that has changed is another version of it.
    """
    held = index.store.held_by(page.url)
    articles = [f for f in found if isinstance(f, Article)]
    if not held or len(articles) != 1:
        return found
    (article,) = articles
    moved = urldefrag(article.url).url not in {urldefrag(one.url).url for one in held}
    if not moved and not (article.url == page.url and _is_redirected(page)):
        return found
    version_of = next((one for one in held if related(one.text, article.text)), None)
    if version_of and not moved:
        return found
    there = {one.id for one in index.store.at(article.url)} | index.store.known([article.id])
    if version_of is None or there - {one.id for one in held}:
        reason = f"it now leads to {page.address}; what was taken in before is kept"
        return [Skipped(item=page.url, reason=reason)]
    return [article.model_copy(update={"url": version_of.url})]


def _is_redirected(page: Page) -> bool:
    return urlsplit(page.url).path != urlsplit(page.address).path
