"""A small news site on this machine, from its feed and sitemap to cited answers."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from html import escape

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from assistant import Assistant, Settings
from assistant.feeds import revisits
from assistant.sources.web import visiting
from tests.conftest import WEDNESDAY, open_assistant

BRIDGE = (
    "The council of Velda decided on Tuesday to close the bridge over the Tarn for three weeks. "
    "Engineers had found cracks in two of its steel beams during the yearly inspection. "
    "Mayor Mira Toll said that buses would use the old ferry until the work is done. "
    "The repair will cost 240,000 crowns, a third of which the province has promised to pay. "
    "Shopkeepers near the bridge fear for their summer and want the ferry to run at night too."
)
MUSEUM = (
    "Il museo degli orologi di Brenn riapre domenica dopo due anni di lavori. "
    "La direttrice Lena Orsk ha detto che l'ingresso sarà gratuito fino alla fine del mese. "
    "Tra i pezzi esposti c'è l'orologio da torre più antico della regione, costruito nel 1542. "
    "I visitatori potranno vedere ogni mattina come viene caricato da due restauratori. "
    "Il comune ha speso quattro milioni di corone per il tetto e per le nuove sale."
)
HARBOUR = (
    "Der Hafen von Ostby bekommt einen neuen Kai für Fähren und Fischerboote. "
    "Das Parlament der Provinz hat dafür am Montag 12,5 Millionen Kronen bewilligt. "
    "Der Bau beginnt im Mai und soll im Herbst des nächsten Jahres fertig sein. "
    "Hafenmeister Piet Rahm sagte, dass die Fischer während der Arbeiten in Marn anlegen. "
    "Umweltverbände verlangen, dass der Schlick nicht ins Meer gekippt wird."
)
LATE = (
    "Ferries over the Tarn will run until midnight from the first of June, the province says. "
    "Captain Aldo Brin has hired four more sailors and bought a second searchlight. "
    "A ticket costs twelve crowns after ten in the evening and eight during the day. "
    "Passengers are asked to leave their bicycles on the lower deck when the river is high. "
    "The timetable hangs at both landing stages and in the library of Velda."
)


@dataclass
class Site:
    """What the server publishes; a test changes it as editors would."""

    server: HTTPServer
    pages: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    published: datetime = WEDNESDAY
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def publish(self, path: str, title: str, text: str, language: str, outlet: str) -> None:
        self.pages[path] = (title, text, language, outlet)

    def url(self, path: str) -> str:
        return self.server.url_for(path)

    def answer(self, request: Request) -> Response:
        self.asked.append(request.path)
        if self.down:
            return Response(status=503)
        if request.path == "/robots.txt":
            return Response(f"User-agent: *\nDisallow: /private\nSitemap: {self.url('/map.xml')}")
        if request.path == "/feed.xml":
            response = Response(self._feed(), content_type="application/rss+xml")
        elif request.path == "/map.xml":
            response = Response(self._map(), content_type="application/xml")
        elif request.path == "/":
            response = Response("<html><body>News of Velda</body></html>", content_type="text/html")
        elif request.path in self.pages:
            response = Response(self._page(request.path), content_type="text/html; charset=utf-8")
        else:
            return Response(status=404)
        response.add_etag()
        return response.make_conditional(request)

    def _page(self, path: str) -> str:
        title, text, language, outlet = self.pages[path]
        paragraphs = "".join(f"<p>{escape(s.strip('. '))}.</p>" for s in text.split(". "))
        return (
            f'<html lang="{language}"><head><title>{escape(title)} | {outlet}</title>'
            f'<meta property="og:site_name" content="{outlet}">'
            f'<meta property="article:published_time" content="{WEDNESDAY.isoformat()}"></head>'
            f"<body><nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
            f"<article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
        )

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{self.url(path)}</link>"
            f"<pubDate>{format_datetime(self.published)}</pubDate></item>"
            for path, (title, *_) in self.pages.items()
        )
        return f"<rss version='2.0'><channel><title>Velda news</title>{items}</channel></rss>"

    def _map(self) -> str:
        urls = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in self.pages)
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


@pytest.fixture
def site(httpserver: HTTPServer) -> Site:
    site = Site(httpserver)
    site.publish("/bridge", "Velda closes its bridge", BRIDGE, "en", "Velda Courier")
    site.publish("/museo", "Riapre il museo degli orologi", MUSEUM, "it", "Corriere di Brenn")
    site.publish("/hafen", "Neuer Kai für Ostby", HARBOUR, "de", "Ostbyer Tageblatt")
    site.publish("/wire", "Bridge over the Tarn to be closed", BRIDGE, "en", "Tarn Gazette")
    httpserver.expect_request("").respond_with_handler(site.answer)
    return site


@pytest.fixture
def assistant(tmp_path, embedder, site) -> Assistant:
    settings = Settings(
        data_dir=tmp_path / "data",
        model="extractive",
        answer_threshold=0,
        allowed_hosts=("127.0.0.1", "localhost"),
        host_delay=0,
    )
    return open_assistant(settings, embedder)


def followed(assistant: Assistant, site: Site) -> Iterator[object]:
    assistant.add_feed(site.url("/feed.xml"))
    return assistant.update_feeds()


def test_from_feed_to_cited_answer_and_nothing_is_embedded_the_second_time(assistant, site):
    (first,) = followed(assistant, site)
    assert (first.failure, first.report.skipped) == (None, ())
    assert (first.report.added, first.report.reprints) == (3, 1)
    assert {a.language for a in assistant.articles()} == {"en", "it", "de"}
    assert {str(a.published) for a in assistant.articles()} == {"2026-02-04"}

    answer = assistant.answer("How much did the council spend on the clock museum in Brenn?")
    cited = next(c for c in answer.citations if c.language == "it")
    stored = assistant.article(cited.article_id)
    assert stored.text[cited.start : cited.end] == cited.quote
    assert (stored.url, stored.source) == (site.url("/museo"), "Corriere di Brenn")

    for page in site.pages:
        assert page in site.asked
    site.asked.clear()
    (second,) = assistant.update_feeds()
    assert (second.report.added, second.report.updated, second.report.passages) == (0, 0, 0)
    assert set(site.asked) <= {"/feed.xml", "/robots.txt"}


def test_a_reprint_counts_as_one_source_with_both_outlets(assistant, site):
    list(followed(assistant, site))
    answer = assistant.answer("How long will the bridge over the Tarn be closed?")
    (cited,) = {(c.source, c.also_in) for c in answer.citations if "three weeks" in c.quote}
    assert {cited[0], *cited[1]} == {"Velda Courier", "Tarn Gazette"}


def test_a_corrected_article_answers_and_an_earlier_answer_can_tell(assistant, site):
    list(followed(assistant, site))
    question = "Wie viel kostet der neue Kai von Ostby?"
    before = next(c for c in assistant.answer(question).citations if "12,5" in c.quote)
    site.publish(
        "/hafen", "Neuer Kai für Ostby", HARBOUR.replace("12,5", "14,5"), "de", "Ostbyer Tageblatt"
    )
    # The feed says nothing new, so it is the sitemap that brings the correction.
    report = assistant.ingest([site.url("/map.xml")])
    assert (report.updated, report.added) == (1, 0)
    assert any("14,5" in c.quote for c in assistant.answer(question).citations)
    assert not assistant.is_current(before.article_id)
    old, new = assistant.history(before.article_id)
    assert before.quote in old.text
    assert before.quote not in new.text


def test_an_edit_that_the_feed_does_not_tell_of_shows_in_the_history(assistant, site, monkeypatch):
    monkeypatch.setattr(revisits, "_next", lambda _since, asked: asked)
    site.published = datetime.now(timezone.utc)
    list(followed(assistant, site))
    site.asked.clear()
    edited = HARBOUR.replace("12,5", "14,5")
    site.publish("/hafen", "Neuer Kai für Ostby", edited, "de", "Ostbyer Tageblatt")
    (report,) = assistant.update_feeds()
    assert (report.report.updated, report.report.unchanged) == (1, 3)
    assert sorted(site.asked) == sorted([*site.pages, "/feed.xml", "/robots.txt"])
    harbour = next(a for a in assistant.articles() if a.language == "de")
    old, new = assistant.history(harbour.id)
    assert "12,5" in old.text and "14,5" in new.text


def test_a_whole_site_is_read_by_its_sitemap(assistant, site):
    report = assistant.ingest([site.url("/")])
    assert (report.added, report.reprints, report.skipped) == (3, 1, ())


def test_what_robots_refuse_is_a_line_and_the_rest_goes_on(assistant, site):
    site.publish("/private/notes", "Notes", BRIDGE, "en", "Velda Courier")
    report = assistant.ingest([site.url("/private/notes"), site.url("/museo"), site.url("/none")])
    assert report.added == 1
    reasons = {s.item: s.reason for s in report.skipped}
    assert "robots.txt" in reasons[site.url("/private/notes")]
    assert "404" in reasons[site.url("/none")]


def test_a_removed_article_does_not_come_back_with_the_feed(assistant, site):
    list(followed(assistant, site))
    museum = next(a for a in assistant.articles() if a.language == "it")
    assistant.remove([museum.id])
    site.publish("/news", "Ferry at night", HARBOUR + " Ferries run late.", "de", "Tageblatt")
    list(assistant.update_feeds())
    assert museum.id not in {a.id for a in assistant.articles()}


def test_updates_survive_a_server_that_dies_and_comes_back(assistant, site, monkeypatch):
    monkeypatch.setattr(visiting, "BACKOFF_SECONDS", 0.0)
    assistant.add_feed(site.url("/feed.xml"))
    rounds: list[str] = []
    stop = threading.Event()

    class Editor(logging.Handler):
        """Takes the server down after the first round, and up again after the second."""

        def emit(self, record: logging.LogRecord) -> None:
            rounds.append(record.getMessage())
            site.down = len(rounds) == 1
            site.publish("/late", "Ferries at night", LATE, "en", "Velda Courier")
            if len(rounds) == 3:
                stop.set()

    log = logging.getLogger("assistant.feeds.schedule")
    editor = Editor()
    log.addHandler(editor)
    monkeypatch.setattr(log, "level", logging.INFO)
    try:
        assistant.follow_feeds(0.01, stop)
    finally:
        log.removeHandler(editor)
    assert "3 new" in rounds[0]
    assert site.url("/feed.xml") in rounds[1]
    assert "1 new" in rounds[2]
    assert len(assistant.articles()) == 4
