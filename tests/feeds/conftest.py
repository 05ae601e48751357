"""Feeds on a server of our own, followed into a real index."""

import hashlib
import re

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from assistant.feeds.subscriptions import Subscriptions
from assistant.settings import Settings
from assistant.sources.fetching import Fetcher
from assistant.sources.web import visiting
from tests.conftest import open_index

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
MUSEUM = "The museum of clocks in Brenn opens again on Sunday. Visitors enter free until evening."
BRIDGE = "The old bridge of Tarn closes for repairs in March. Engineers found cracks in a pillar."


class Site:
    """What the server publishes, with an ETag each; `broken` paths answer 503, `moved` 302."""

    def __init__(self, server: HTTPServer) -> None:
        self.pages: dict[str, str] = {}
        self.broken: set[str] = set()
        self.rest = "0"
        self.moved: dict[str, str] = {}
        self.asked: list[tuple[str, int]] = []
        self._server = server
        server.expect_request(re.compile(".*")).respond_with_handler(self._answer)

    def url(self, path: str) -> str:
        return str(self._server.url_for(path))

    def story(self, path: str, text: str) -> str:
        self.pages[path] = f"<html><body><article><p>{text}</p></article></body></html>"
        return path

    def feed(self, path: str, *links: str, title: str = "Harbour", text: str = "") -> str:
        told = f"<description>{text}</description>"
        items = "".join(f"<item><link>{self.url(link)}</link>{told}</item>" for link in links)
        self.pages[path] = f"<rss><channel><title>{title}</title>{items}</channel></rss>"
        return self.url(path)

    def since(self) -> dict[str, int]:
        """Statuses by path of what was asked since this was last called."""
        asked = dict(self.asked)
        self.asked.clear()
        return asked

    def _answer(self, request: Request) -> Response:
        found = self.pages.get(request.path)
        etag = '"' + hashlib.sha256((found or "").encode()).hexdigest()[:8] + '"'
        if request.path in self.broken:
            response = Response(status=503, headers={"Retry-After": self.rest})
        elif request.path in self.moved:
            response = Response(status=302, headers={"Location": self.moved[request.path]})
        elif found is None:
            response = Response(status=404)
        elif request.headers.get("If-None-Match") == etag:
            response = Response(status=304)
        else:
            response = Response(found, content_type="text/html", headers={"ETag": etag})
        if request.path != "/robots.txt":
            self.asked.append((request.path, response.status_code))
        return response


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 0.0)


@pytest.fixture
def site(httpserver) -> Site:
    return Site(httpserver)


@pytest.fixture
def index(tmp_path, embedder):
    settings = Settings(data_dir=tmp_path / "data", host_delay=0, allowed_hosts=("localhost",))
    return open_index(settings, embedder)


@pytest.fixture
def feeds(index) -> Subscriptions:
    return Subscriptions(index.store.engine)


@pytest.fixture
def fetcher(index):
    with Fetcher(index.settings) as fetcher:
        yield fetcher


@pytest.fixture
def follow(feeds, fetcher):
    return lambda url: feeds.add(url, fetcher)
