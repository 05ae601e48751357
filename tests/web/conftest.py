"""Fetchers that may ask loopback, and a site for them."""

import pytest

from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.web import visiting


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Nobody waits between tries."""
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 0.0)


@pytest.fixture
def fetcher_of(tmp_path):
    """Makes a Fetcher that may ask loopback; closes it after the test."""
    made: list[Fetcher] = []

    def make(known=None, **values) -> Fetcher:
        values = {"host_delay": 0, "allowed_hosts": ("127.0.0.1", "localhost"), **values}
        settings = Settings(data_dir=tmp_path, **values)
        made.append(Fetcher(settings, known) if known else Fetcher(settings))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(fetcher_of) -> Fetcher:
    return fetcher_of()


@pytest.fixture
def site(httpserver):
    """Answers 404 for robots.txt, unless a test says otherwise."""
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    return httpserver
