"""From a feed to an answer and to its correction: the page over a real assistant and server."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer

from assistant.settings import Settings
from assistant.ui.page import launch
from tests.conftest import open_assistant
from tests.ui.browser import HOST, needs_chromium
from tests.ui.conftest import PATIENCE

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.index.embedding import Embedder

pytestmark = needs_chromium
BRIDGE = "The council of Vallescura approved a new bridge over the Lamone on Monday. {} "
COST = "Mayor Irma Fabbri said that the bridge will cost {} million crowns."
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="2031-05-08T06:30:00Z"></head>
<body><article><h1>{title}</h1><p>{text}</p><p>The session lasted six hours, and the public
followed the vote from the gallery. Traders of the right bank had asked for a referendum on
the matter, which the council declined by nine votes to four.</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>Gazette of &lt;b&gt;Vallescura&lt;/b&gt;</title>
<item><title>Bridge</title><link>{0}bridge</link><description>{1}</description></item>
<item><title>Gone</title><link>{0}gone</link></item></channel></rss>"""


def publish(server: HTTPServer, cost: str) -> None:
    text = BRIDGE.format(COST.format(cost))
    server.clear()
    for path, content, kind in (
        ("/rss.xml", FEED.format(server.url_for("/"), cost), "application/rss+xml"),
        ("/bridge", PAGE.format(title="A new bridge for Vallescura", text=text), "text/html"),
    ):
        server.expect_request(path).respond_with_data(content, content_type=kind)
    for path in ("/robots.txt", "/gone"):
        server.expect_request(path).respond_with_data("", status=404)


@pytest.fixture
def window(browser: Browser, tmp_path: "Path", embedder: "Embedder") -> Iterator[Page]:
    settings = Settings(
        data_dir=tmp_path, model="extractive", port=0, allowed_hosts=(HOST, "localhost"),
        host_delay=0,
    )  # fmt: skip
    running = launch(open_assistant(settings, embedder))
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(str(running.local_url))
    yield page
    page.close()
    running.close(verbose=False)


def update(page: Page, result: str) -> None:
    page.get_by_role("tab", name="Add articles").click()
    page.get_by_role("button", name="Update now").click()
    status = page.locator(".run").get_by_role("status")
    expect(status).to_contain_text(f"Done. {result}")


def test_a_feed_is_followed_answers_and_its_correction_is_shown(
    window: Page, httpserver: HTTPServer
) -> None:
    publish(httpserver, "twelve")
    window.get_by_role("tab", name="Add articles").click()
    window.get_by_label("Follow a feed").fill(httpserver.url_for("/rss.xml"))
    window.get_by_role("button", name="Follow").click()
    expect(window.locator("#followed h3")).to_have_text("Gazette of Vallescura")
    update(window, "2 read · 1 added, 1 left out · 1 passage embedded")
    expect(window.locator(".why")).to_contain_text("404")
    expect(window.locator(".masthead")).to_contain_text("1 article ·")

    window.get_by_role("tab", name="Ask").click()
    window.locator("#question textarea").fill("What will the bridge of Vallescura cost?")
    window.keyboard.press("Enter")
    expect(window.locator(".facts")).to_be_visible()
    cite = window.locator("#current .sources .cite").first
    cite.click()
    expect(window.locator("#panel .source")).to_contain_text(COST.format("twelve"))
    expect(window.locator("#panel .changed")).to_have_count(0)

    publish(httpserver, "fourteen")
    update(window, "2 read · 1 updated, 1 left out · 1 passage embedded")
    window.get_by_role("tab", name="Ask").click()
    window.get_by_role("button", name="Close").click()
    cite.click()
    panel = window.locator("#panel")
    expect(panel.get_by_role("note")).to_contain_text("changed after it was cited")
    expect(panel.locator(".text")).to_contain_text(COST.format("twelve"))
    panel.get_by_text("What was changed").click()
    expect(panel.locator("del")).to_have_text(COST.format("twelve"))
    expect(panel.locator("ins")).to_have_text(COST.format("fourteen"))
