"""Shared by all tests: no settings of the user, small articles, and one index of samples."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.settings import Settings
from assistant.types import Article, Dated, Evidence, Passage, Sentence

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.writers.drafts import Brief
    from assistant.index.embedding import Embedder
    from assistant.index.index import Index
    from tests.fakes import FakeModel

WEDNESDAY = datetime(2026, 2, 4, tzinfo=timezone.utc)
CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = (
    "it-xi-putin-videochiamata", "en-ushakov-briefing", "en-apollo-11-return", "en-brexit-day",
    "en-dart-dimorphos", "en-gukesh-champion", "en-veldania-varnay-denial", "de-euro-bargeld",
    "es-eurocopa-2024", "fr-ariane-6", "ru-luna-25", "zh-change-6",
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _no_user_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For the whole session: what modules share is opened before a test begins.

    Away from the checkout, whose `.env` and `assistant.toml` would be read.
    """
    kept = {"ASSISTANT_CACHE_DIR"}
    own = [n for n in os.environ if n.startswith("ASSISTANT_") and n not in kept]
    proxies = [n for n in os.environ if n.lower().endswith("_proxy")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        for name in (*own, *proxies, "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", model="extractive")


@pytest.fixture(scope="session")
def embedder() -> "Embedder":
    """The real embedding model, loaded once; what one test had it read, others need not."""
    from assistant.index.models import open_embedder

    embedder = open_embedder(Settings())
    embedder._read = lru_cache(maxsize=5000)(embedder._read)
    return embedder


@pytest.fixture
def index(settings: Settings, embedder: "Embedder") -> "Index":
    """An empty index."""
    return open_index(settings, embedder)


@pytest.fixture(scope="session")
def samples(
    tmp_path_factory: pytest.TempPathFactory, embedder: "Embedder"
) -> Iterator["Assistant"]:
    """Answers by quoting a dozen articles of the corpus; for reading only."""
    data_dir = tmp_path_factory.mktemp("samples")
    assistant = open_assistant(Settings(data_dir=data_dir, model="extractive"), embedder)
    assistant.ingest([CORPUS / "articles" / f"{name}.md" for name in SAMPLES])
    yield assistant


@pytest.fixture
def server() -> Iterator["FakeModel"]:
    """A model that says what a test tells it to."""
    from tests.fakes import FakeModel

    with FakeModel() as model:
        yield model


def open_index(settings: Settings, embedder: "Embedder") -> "Index":
    from assistant.index.index import Index

    index = Index(settings)
    index.embedder = embedder
    return index


def open_assistant(settings: Settings, embedder: "Embedder") -> "Assistant":
    from assistant.answering.assistant import Assistant

    assistant = Assistant(settings)
    assistant._index.embedder = embedder
    return assistant


def write(folder: Path, name: str, text: str, language: str = "en", **fields: str) -> Path:
    """An article file with front matter."""
    folder.mkdir(parents=True, exist_ok=True)
    matter = {"title": name, "language": language, "published": "2026-02-04", **fields}
    lines = [f"{key}: {value}" for key, value in matter.items()]
    path = folder / f"{name}.md"
    path.write_text("\n".join(["---", *lines, "---", "", text, ""]), encoding="utf-8")
    return path


def article(text: str, title: str = "A title", language: str = "en", **fields: object) -> Article:
    published = Dated(at=WEDNESDAY, precision="day", origin="meta")
    values = {"url": "file:///a.md", "fetched_at": WEDNESDAY, "published": published, **fields}
    return Article(title=title, text=text, language=language, **values)


def passage(text: str, language: str = "en", **fields: object) -> Passage:
    values = {"article_id": "a" * 16, "title": "", "start": 0, "end": len(text), **fields}
    sentence = Sentence(start=values["start"], end=values["end"], text=text)
    return Passage(text=text, language=language, sentences=(sentence,), **values)


def asked(language: str = "en", question: str = "What happened?") -> "Brief":
    """What a writer and the checks are told of a question."""
    from assistant.answering.writers.drafts import Brief

    return Brief(question=question, parts=(question,), language=language)


def evidence(text: str, language: str = "en", **fields: object) -> Evidence:
    published = Dated(at=WEDNESDAY, precision="day", origin="meta")
    values = {"article_id": "a" * 16, "title": "A title", "url": "file:///a.md", "score": 3.0}
    values |= {"source": "Sample Courier", "published": published, **fields}
    sentence = Sentence(start=0, end=len(text), text=text)
    return Evidence(sentence=sentence, language=language, **values)


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for what another thread or process does, which takes long on a busy machine."""
    end = time.monotonic() + 60
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    assert holds()
