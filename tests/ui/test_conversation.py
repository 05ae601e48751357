"""One conversation on the page: one answer at a time, and nothing of it lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.ui.asking import SAMPLE_QUESTIONS, welcome
from tests.ui.browser import needs_chromium
from tests.ui.fake import FakeAssistant, fake_assistant
from tests.ui.test_page import ask

pytestmark = needs_chromium
FIRST, DRAFT = "What did the council decide?", "Who painted the bridge?"


def answered(page: Page, question: str) -> None:
    ask(page, question)
    expect(page.locator("#current .facts")).to_be_visible()


def again(page: Page) -> None:
    page.get_by_role("button", name="Ask again").click()


def submitted(page: Page) -> None:
    page.locator("#question textarea").fill(FIRST)
    page.keyboard.press("Enter")


def sampled(page: Page) -> None:
    page.get_by_role("button", name="New chat").click()
    page.locator("[data-ask]").first.click()


@pytest.mark.parametrize("start", [again, submitted, sampled])
def test_while_an_answer_is_written_no_other_is_begun(
    page: Page, served: tuple[str, FakeAssistant], start: Callable[[Page], None]
) -> None:
    answered(page, FIRST)
    with served[1].held():
        start(page)
        expect(page.locator("[data-live] .sources")).to_be_visible()
        begun = len(served[1].histories)
        page.locator("#question textarea").fill(DRAFT)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1000)
        assert len(served[1].histories) == begun
    expect(page.locator("#current .facts")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value(DRAFT)
    page.keyboard.press("Enter")
    expect(page.locator("#current h2")).to_have_text(DRAFT)
    expect(page.locator("#current .facts")).to_be_visible()
    questions = [turn.question for turn in served[1].histories[-1]]
    expect(page.locator("#earlier h2")).to_have_text(questions)


def test_what_is_typed_stays_when_the_last_question_is_asked_again(page: Page) -> None:
    answered(page, FIRST)
    page.locator("#question textarea").fill(DRAFT)
    again(page)
    expect(page.locator("[data-live]")).to_be_visible()
    expect(page.locator("#current .facts")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value(DRAFT)
    expect(page.locator(".turn h2")).to_have_text([FIRST])


def test_a_mistyped_limit_takes_neither_the_answer_nor_the_question(page: Page) -> None:
    answered(page, FIRST)
    page.locator("#limits").get_by_text("Limit the articles").click()
    page.locator("#limits").get_by_label("As of").fill("soon")
    page.locator("#question textarea").fill(DRAFT)
    for button in ("Ask again", "Ask"):
        page.get_by_role("button", name=button, exact=True).click()
        told = page.get_by_text("The limit “as of” is no day")
        expect(told).to_be_visible()
        told.click()  # a notice goes when it is clicked on
        expect(told).to_have_count(0)
        expect(page.locator("#current .facts")).to_be_visible()
        expect(page.locator(".turn h2")).to_have_text([FIRST])
        expect(page.locator("#question textarea")).to_have_value(DRAFT)


def test_an_answer_stays_when_its_question_asked_again_fails(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    answered(page, FIRST)
    page.locator("#question textarea").fill(DRAFT)
    served[1].reachable = False
    again(page)
    expect(page.locator("#current .failure")).to_be_visible()
    served[1].reachable = True
    expect(page.locator("#earlier .facts")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value(DRAFT)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#current .facts")).to_be_visible()
    expect(page.locator(".turn h2")).to_have_text([FIRST, DRAFT])


def test_of_an_empty_index_the_page_says_what_to_do_and_offers_no_questions(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    kept, served[1].stored = served[1].stored, []
    page.get_by_role("tab", name="Articles", exact=True).click()
    page.get_by_role("tab", name="Ask", exact=True).click()
    expect(page.locator(".welcome")).to_contain_text("No articles yet. The tab “Add articles”")
    expect(page.locator("[data-ask]")).to_have_count(0)
    ask(page, FIRST)
    expect(page.locator(".failure")).to_contain_text("No articles yet. The tab “Add articles”")
    served[1].stored = kept


def test_the_sample_questions_are_offered_where_the_sample_articles_are(tmp_path: Path) -> None:
    assistant, fake = fake_assistant(tmp_path)
    assert SAMPLE_QUESTIONS[0] in welcome(assistant)
    fake.known_outlets = ["The Herald"]
    assert "data-ask" not in welcome(assistant)
    assert "Ask in any language" in welcome(assistant)
