"""Shared by all tests: no settings of the user, and small articles to put in."""

from datetime import datetime, timezone
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.types import Article, Dated, Passage, Sentence

WEDNESDAY = datetime(2026, 2, 4, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def _no_user_settings(monkeypatch):
    for name in ("ASSISTANT_DATA_DIR", "ASSISTANT_MODEL", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", model="extractive")


def article(text: str, title: str = "A title", language: str = "en", **fields: object) -> Article:
    published = Dated(at=WEDNESDAY, precision="day", origin="meta")
    values = {"url": "file:///a.md", "fetched_at": WEDNESDAY, "published": published, **fields}
    return Article(title=title, text=text, language=language, **values)


def passage(text: str, language: str = "en", **fields: object) -> Passage:
    values = {"article_id": "a" * 16, "title": "", "start": 0, "end": len(text), **fields}
    sentence = Sentence(start=values["start"], end=values["end"], text=text)
    return Passage(text=text, language=language, sentences=(sentence,), **values)
