"""A page served over an assistant in memory, and windows in which nothing may go wrong."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.ui.page import launch
from tests.ui.browser import ARGUMENTS, CHROMIUM, HOST
from tests.ui.fake import FakeAssistant, fake_assistant

PATIENCE = 60_000  # a busy machine takes longer than Playwright's five seconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, FakeAssistant]]:
    assistant, fake = fake_assistant(tmp_path_factory.mktemp("data"))
    running = launch(assistant)
    yield str(running.local_url), fake
    running.close(verbose=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture
def page(browser: Browser, served: tuple[str, FakeAssistant]) -> Iterator[Page]:
    """A new reader's window; it must ask nothing of another host and run without error."""
    asked: list[str] = []
    broken: list[str] = []
    window = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    window.set_default_timeout(PATIENCE)
    window.on("request", lambda request: asked.append(request.url))
    window.on("pageerror", lambda error: broken.append(str(error)))
    window.goto(served[0])
    expect(window.locator(".welcome")).to_be_visible()
    yield window
    window.context.close()
    assert {urlsplit(url).hostname for url in asked} <= {HOST, None}  # None: data and blob URLs
    assert broken == []
