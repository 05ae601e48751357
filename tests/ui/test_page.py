"""Asking on the page, in a real browser over an assistant in memory."""

import socket
from pathlib import Path

import pytest
from gradio import analytics
from playwright.sync_api import Browser, Page, expect

from assistant.errors import QuestionError, SettingsError
from assistant.settings import Settings
from assistant.types import Filters
from assistant.ui.asking import SAMPLE_QUESTIONS
from assistant.ui.limits import read
from assistant.ui.page import launch
from tests.conftest import eventually
from tests.ui.browser import needs_chromium
from tests.ui.fake import (
    COST,
    DEAL,
    ENGLISH,
    FERRY,
    ITALIAN,
    FakeAssistant,
    fake_assistant,
)

IN_VIEW = """mark => {
    const box = mark.getBoundingClientRect();
    const panel = document.querySelector("#panel").getBoundingClientRect();
    return box.top >= Math.max(panel.top, 0) && box.bottom <= innerHeight && box.height > 0;
}"""


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#current h2")).to_have_text(question)


@needs_chromium
def test_evidence_then_the_answer_then_the_cited_sentence_in_its_article(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    with served[1].held():
        ask(page, "What did the council decide?")
        expect(page.locator("[data-live] .sources h3")).to_have_text("Evidence")
        expect(page.locator("[data-live] .statement")).to_have_count(0)
    expect(page.locator(".facts")).to_contain_text("answer in 4.2 s")
    page.get_by_role("button", name="Source 2").first.click()
    mark = page.locator("#panel mark.cited")
    expect(mark).to_have_text(COST)
    expect(page.locator("#panel mark.also")).to_have_text(DEAL)
    assert mark.evaluate(IN_VIEW)
    expect(page.locator("#panel header")).to_contain_text("Gazzetta di Vallescura")


@needs_chromium
def test_on_a_narrow_window_the_page_scrolls_to_the_sentence_and_back(page: Page) -> None:
    page.set_viewport_size({"width": 420, "height": 860})
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    cite = page.get_by_role("button", name="Source 1").first
    cite.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#panel mark.cited")
    expect(mark).to_have_text(DEAL)
    expect(mark).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close and go back").click()
    expect(cite).to_be_in_viewport()
    expect(cite).to_be_focused()


@needs_chromium
def test_on_a_narrow_window_too_a_citation_of_a_removed_article_says_that_it_is_gone(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    kept, served[1].stored = served[1].stored, []
    cite = page.get_by_role("button", name="Source 1").first
    cite.click()
    gone = page.locator("#panel h2")
    expect(gone).to_have_text("This article is no longer in the index.")
    served[1].stored = kept
    expect(gone).to_be_in_viewport()
    expect(gone).to_be_focused()
    page.get_by_role("button", name="Close and go back").click()
    expect(cite).to_be_focused()


@needs_chromium
def test_escape_closes_a_source_and_goes_back_to_its_number(page: Page) -> None:
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    cite = page.get_by_role("button", name="Source 1").first
    cite.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel .source")).to_have_count(0)
    expect(cite).to_be_focused()


@needs_chromium
@pytest.mark.parametrize("width", [390, 961, 1100, 1500])
def test_a_window_of_any_width_is_used_and_the_answer_has_most_of_it(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    whole, answer, source = (
        page.locator(place).evaluate("e => e.getBoundingClientRect().width")
        for place in (".masthead", "#conversation", "#panel")
    )
    assert whole >= min(width * 0.9, 1280)
    assert answer > source
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@needs_chromium
def test_the_page_is_said_to_be_in_english_whatever_the_reader_speaks(
    browser: Browser, served: tuple[str, FakeAssistant]
) -> None:
    with browser.new_context(locale="ar") as context:
        window = context.new_page()
        window.goto(served[0])
        expect(window.locator(".welcome")).to_be_visible()
        expect(window.locator("html")).to_have_attribute("lang", "en")


@needs_chromium
def test_a_source_opens_while_the_answer_is_written_and_from_earlier_turns(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    with served[1].held():
        ask(page, "What did the council decide?")
        page.locator("[data-live] .cite").first.click()
        expect(page.locator("#panel mark.cited")).to_have_text(DEAL)
    expect(page.locator(".facts")).to_be_visible()
    ask(page, "And the ferry?")
    page.locator("#earlier").get_by_role("button", name="Source 3").first.click()
    expect(page.locator("#panel mark.cited")).to_have_text(FERRY)
    expect(page.locator("#panel h2")).to_have_text(ENGLISH.title)


@needs_chromium
def test_limits_are_folded_away_and_go_with_every_question(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    limits = page.locator("#limits")
    day = limits.get_by_label("As of")
    expect(day).to_be_hidden()
    limits.get_by_text("Limit the articles").click()
    day.fill("2031-05-08 ")
    limits.get_by_label("Outlets").click()
    page.get_by_role("option", name="Gazzetta di Vallescura").click()
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    assert served[1].filters == Filters(as_of="2031-05-08", sources=("Gazzetta di Vallescura",))


@needs_chromium
def test_a_chosen_outlet_that_has_left_the_index_is_still_seen_and_blocks_no_question(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    limits, name = page.locator("#limits"), "Gazzetta di Vallescura"
    unfold = limits.get_by_text("Limit the articles")
    unfold.click()
    limits.get_by_label("Outlets").click()
    page.get_by_role("option", name=name).click()
    unfold.click()
    known, served[1].known_outlets = served[1].known_outlets, []
    with page.expect_response(lambda r: "run" in r.url or "join" in r.url):
        unfold.click()
    served[1].known_outlets = known
    expect(limits.locator(".token").get_by_text(name)).to_be_visible()
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    assert served[1].filters == Filters(sources=(name,))


@pytest.mark.parametrize("written", ["soon", "2026", "2026.5", "-5", "2026-02"])
def test_a_limit_that_is_no_day_is_named(written: str) -> None:
    with pytest.raises(QuestionError, match="“published to” is no day"):
        read("", written, "", [], [])
    assert read("", "", "", [], []) == Filters()


@needs_chromium
def test_each_reader_has_a_conversation_of_their_own(
    page: Page, browser: Browser, served: tuple[str, FakeAssistant]
) -> None:
    address, fake = served
    ask(page, "What did the council decide?")
    other = browser.new_page()
    other.goto(address)
    ask(other, "How is the weather?")
    expect(other.locator("#current")).to_contain_text("The articles do not say.")
    expect(page.locator(".facts")).to_be_visible()
    ask(page, "Who said so?")
    expect(page.locator("#earlier h2")).to_have_text(["What did the council decide?"])
    expect(page.locator("#current .facts")).to_be_visible()
    assert [turn.question for turn in fake.histories[-1]] == ["What did the council decide?"]
    other.close()


@needs_chromium
def test_stop_ends_the_model_and_keeps_what_there_is(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    stopped = served[1].stopped
    with served[1].held():
        ask(page, "What did the council decide?")
        expect(page.locator("[data-live] .sources")).to_be_visible()
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("#current")).to_contain_text("Stopped before the answer was complete.")
    eventually(lambda: served[1].stopped == stopped + 1)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator("#earlier .turn")).to_have_count(0)
    page.locator("#current .cite").first.click()
    expect(page.locator("#panel .source")).to_be_visible()
    page.get_by_role("button", name="New chat").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#panel .source")).to_have_count(0)


@needs_chromium
def test_a_sample_question_is_asked_with_one_click(page: Page) -> None:
    page.locator("[data-ask]").first.click()
    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator("#current h2")).to_have_text(SAMPLE_QUESTIONS[0])


@needs_chromium
def test_a_failure_is_told_in_its_own_words_and_the_question_kept(page: Page) -> None:
    ask(page, "Is the model unreachable?")
    expect(page.locator(".failure")).to_have_text(
        "The model server <b>does not</b> answer. Start it."
    )
    expect(page.locator("#question textarea")).to_have_value("Is the model unreachable?")
    expect(page.get_by_role("button", name="Ask again")).to_be_hidden()


@needs_chromium
def test_an_empty_question_changes_nothing(page: Page) -> None:
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Type a question first.")).to_be_visible()
    expect(page.locator(".welcome")).to_be_visible()


@needs_chromium
def test_an_article_that_was_changed_since_opens_as_it_was_cited_with_the_changes(
    page: Page, served: tuple[str, FakeAssistant]
) -> None:
    corrected = COST.replace("dodici", "quattordici")
    newer = ITALIAN.model_copy(update={"text": ITALIAN.text.replace(COST, corrected)})
    served[1].newer = {ITALIAN.id: newer}
    ask(page, "What did the council decide?")
    expect(page.locator(".facts")).to_be_visible()
    page.get_by_role("button", name="Source 2").first.click()
    panel = page.locator("#panel")
    expect(panel.locator("mark.cited")).to_have_text(COST)
    expect(panel.get_by_role("note")).to_contain_text("changed after it was cited")
    expect(panel.locator("ins")).to_be_hidden()
    panel.get_by_text("What was changed").click()
    expect(panel.locator("del")).to_have_text(COST)
    expect(panel.locator("ins")).to_have_text(corrected)
    page.get_by_role("button", name="Source 3").first.click()
    expect(panel.locator("mark.cited")).to_have_text(FERRY)
    expect(panel.get_by_role("note")).to_have_count(0)
    served[1].newer = {}


def test_a_port_in_use_is_one_sentence_with_the_remedy(tmp_path: Path) -> None:
    assistant, fake = fake_assistant(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        fake.settings = Settings(data_dir=tmp_path, model="fake", port=port)
        with pytest.raises(SettingsError, match=rf"port {port}: another program uses the port"):
            launch(assistant)


def test_the_page_is_reported_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gradio tells its makers of every page, unless it is told not to."""
    told: list[str] = []
    monkeypatch.delenv("GRADIO_ANALYTICS_ENABLED", raising=False)
    monkeypatch.setattr(analytics, "_do_analytics_request", lambda topic, data: told.append(topic))
    launch(fake_assistant(tmp_path)[0]).close(verbose=False)
    assert told == []


def test_the_page_is_served_where_a_proxy_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody is there
    monkeypatch.setenv("no_proxy", "intranet.example")
    launch(fake_assistant(tmp_path)[0]).close(verbose=False)
