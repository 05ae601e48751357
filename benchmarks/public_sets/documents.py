"""Documents of a set, and what systems find of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import NamedTuple
from urllib.parse import quote

from assistant.articles.making import first_words
from assistant.index.chunking import passages
from assistant.index.embedding import Embedder, titled
from assistant.settings import Settings
from assistant.types import Article

_NOW = datetime.now(timezone.utc)


@dataclass(frozen=True)
class Document:
    """A text to be found; `published` as in ISO 8601."""

    id: str
    text: str
    title: str = ""
    language: str | None = None
    published: str | None = None

    @property
    def url(self) -> str:
        """An address for it."""
        return self.id if "://" in self.id else f"https://set.invalid/{quote(self.id, safe='')}"


class Found(NamedTuple):
    """A passage that was found: of which document, and what it says, its title included."""

    document: str
    text: str


def pieces(documents: Sequence[Document], embedder: Embedder) -> list[Found]:
    """The documents cut into passages as ours are, and with the same title before each."""
    limit = Settings.model_fields["passage_tokens"].default
    return [
        Found(document.id, titled(passage.title, passage.text))
        for document in documents
        for passage in passages(_article(document), embedder.count_tokens, limit)
    ]


def distinct(found: Iterable[Found], leave_out: str = "") -> list[str]:
    """The documents found, each at its best rank."""
    return [d for d in dict.fromkeys(f.document for f in found) if d != leave_out]


def _article(document: Document) -> Article:
    return Article(
        url=document.url,
        title=document.title or first_words(document.text),
        text=document.text,
        language=document.language,
        fetched_at=_NOW,
    )
