"""The assistant as functions, for scripts."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assistant.answering.assistant import Assistant
from assistant.articles.reading import read_articles
from assistant.errors import SourceError
from assistant.intake import IngestReport, Page, Skipped, Validators
from assistant.settings import Settings
from assistant.sources.targets import Target, pages
from assistant.types import Answer, Article, Filters, Turn


def answer(
    question: str,
    history: Sequence[Turn] = (),
    filters: Filters = Filters(),
    settings: Settings | None = None,
) -> Answer:
    """Answer one question from the index. `answer("Who won?").text  # one call does it all`.

    The index and the model stay open for the next question with the same settings.
    """
    return _assistant(settings or Settings()).answer(question, history, filters)


def ingest(targets: Iterable[Target] | Target, settings: Settings | None = None) -> IngestReport:
    """Put articles into the index. `ingest(["articles/"]).skipped  # what was left out`.

    Targets are files, folders, and addresses of pages, feeds, sitemaps and sites.
    """
    return _assistant(settings or Settings()).ingest(targets)


def extract(
    target: Target, url: str | None = None, settings: Settings | None = None
) -> list[Article]:
    """The articles that `ingest` would store. `extract("page.html")[0].published`.

    `url` is where a file was found on the web. Raises SourceError if there is none.
    """
    settings = settings or Settings()
    found: list[Article | Skipped] = []
    for item in pages([target], settings, lambda _: Validators()):
        if isinstance(item, Page):
            page = item.model_copy(update={"location": url or item.location})
            found += read_articles(page, dict(settings.fields))
        elif isinstance(item, Skipped):
            found.append(item)
    if articles := [f for f in found if isinstance(f, Article)]:
        return articles
    reasons = "; ".join(f"{f.item}: {f.reason}" for f in found if isinstance(f, Skipped))
    raise SourceError(f"No article was found. {reasons}")


@lru_cache(maxsize=1)
def _assistant(settings: Settings) -> Assistant:
    return Assistant(settings)
