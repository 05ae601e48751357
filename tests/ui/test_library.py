"""Looking for an article on the page, reading it and removing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.ui.library import listed, opening, shelf
from tests.ui.browser import needs_chromium
from tests.ui.fake import ARTICLES, COST, ENGLISH, ITALIAN, FakeAssistant, fake_assistant


@pytest.fixture
def library(page: Page, served: tuple[str, FakeAssistant]) -> Iterator[Page]:
    """The window with the tab open."""
    page.get_by_role("tab", name="Articles", exact=True).click()
    expect(page.locator("#articles li")).to_have_count(2)
    yield page
    served[1].stored = list(ARTICLES)


@needs_chromium
def test_an_article_is_found_by_words_and_opens_as_it_is_stored(library: Page) -> None:
    library.get_by_label("Find articles").fill("italian 2031-05 PONTE")
    expect(library.locator("#articles li")).to_have_count(1)
    expect(library.locator("#articles")).to_contain_text("1 of 2 articles")
    library.get_by_role("button", name=ITALIAN.title).click()
    opened = library.locator("#opened")
    expect(opened.locator("h2")).to_be_focused()
    expect(opened.locator("header")).to_contain_text(
        "Gazzetta di Vallescura · 8 May 2031 · Italian"
    )
    expect(opened.get_by_role("link")).to_have_attribute("href", ITALIAN.url)
    expect(opened.locator(".text")).to_contain_text(COST)
    expect(opened.locator("mark")).to_have_count(0)
    library.get_by_role("button", name="Close and go back").click()
    expect(library.get_by_role("button", name=ITALIAN.title)).to_be_focused()


@needs_chromium
def test_a_title_longer_than_a_line_neither_widens_the_page_nor_hides_the_text(
    library: Page, served: tuple[str, FakeAssistant]
) -> None:
    served[1].stored = [ITALIAN.model_copy(update={"title": "W" * 3000, "text": COST})]
    library.get_by_role("tab", name="Ask").click()
    library.get_by_role("tab", name="Articles", exact=True).click()
    library.get_by_role("button", name="WWW").click()
    expect(library.locator("#opened .text")).to_be_in_viewport(ratio=1)
    assert library.evaluate("document.documentElement.scrollWidth <= innerWidth")


@needs_chromium
def test_an_article_is_removed_only_when_that_is_meant(
    library: Page, served: tuple[str, FakeAssistant]
) -> None:
    library.get_by_role("button", name=ITALIAN.title).click()
    meant = library.get_by_role("button", name="Remove for good")
    expect(meant).to_be_hidden()
    library.locator(".removal summary").click()
    assert len(served[1].stored) == 2
    meant.click()
    expect(library.locator("#articles").get_by_role("status")).to_have_text(
        f"Removed: {ITALIAN.title}"
    )
    expect(library.locator("#articles li")).to_have_count(1)
    expect(library.locator(".masthead")).to_contain_text("1 article ·")
    expect(library.locator("#opened .source")).to_have_count(0)


@needs_chromium
def test_a_removal_that_fails_says_why_and_leaves_the_article_open(library: Page) -> None:
    library.get_by_role("button", name=ENGLISH.title).click()
    library.locator(".removal summary").click()
    library.get_by_role("button", name="Remove for good").click()
    expect(library.locator("#articles .failure")).to_have_text(
        "Another process is writing to the <b>index</b>. Wait for it."
    )
    expect(library.locator("#opened h2")).to_have_text(ENGLISH.title)


def test_of_very_many_articles_the_newest_are_listed_and_all_are_found() -> None:
    many = shelf(ITALIAN.model_copy(update={"title": f"No. {n} <b>"}) for n in range(1500))
    page = listed(many)
    assert page.count("<li>") == 200
    assert "The newest 200 of 1,500 articles" in page
    assert "No. 3 &lt;b&gt;" in page
    assert listed(many, "1499").count("<li>") == 1
    assert "No articles yet" in listed([])


@needs_chromium
def test_articles_are_read_when_the_tab_opens_and_not_at_each_letter(
    library: Page, served: tuple[str, FakeAssistant]
) -> None:
    served[1].stored = []
    library.get_by_label("Find articles").fill("gazzetta.example")
    expect(library.locator("#articles")).to_contain_text("1 of 2 articles")
    library.get_by_role("tab", name="Ask", exact=True).click()
    library.get_by_role("tab", name="Articles", exact=True).click()
    expect(library.locator("#articles")).to_contain_text("No articles yet")


def test_removing_an_article_tells_who_has_printed_it_too(tmp_path: Path) -> None:
    assistant, _ = fake_assistant(tmp_path)
    staying = "Its text stays, as that of others who printed it too: Lamone & Sons."
    assert staying in opening(assistant, ENGLISH.id).striptags()
    assert "stays" not in opening(assistant, ITALIAN.id)


def test_an_article_that_is_gone_can_be_neither_read_nor_removed(tmp_path: Path) -> None:
    page = opening(fake_assistant(tmp_path)[0], '"><script>')
    assert "no longer in the index" in page
    assert "data-remove" not in page
