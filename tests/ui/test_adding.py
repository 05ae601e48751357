"""Adding articles and following feeds on the page, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browser import needs_chromium
from tests.ui.fake import (
    ENDLESS,
    HOSTILE_TITLE,
    LOCKED,
    FakeAssistant,
)

pytestmark = needs_chromium


@pytest.fixture
def adding(page: Page) -> Iterator[Page]:
    """The window with the tab open; nothing may run on when the test is over."""
    page.get_by_role("tab", name="Add articles").click()
    expect(page.locator("#followed .hint, #followed li").first).to_be_visible()
    yield page
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()


def add(page: Page, *lines: str) -> None:
    page.get_by_label("Web addresses").fill("\n".join(lines))
    page.get_by_role("button", name="Add to the index").click()


def test_a_mixed_result_has_a_line_for_each_item(adding: Page) -> None:
    changed, copy, old = "https://a.example/changed", "https://b.example/copy", "a.example/old"
    add(adding, changed, copy, old, "https://gone.example/x", "file:///etc/passwd")
    run = adding.locator(".run")
    expect(run.get_by_role("status")).to_have_text(
        "Done. 4 read · 1 updated, 1 reprint, 1 unchanged, 2 left out · 28 passages embedded"
    )
    expect(run.locator(".updated .what")).to_have_text("A corrected article")
    expect(run.locator(".updated a")).to_have_attribute("href", changed)
    expect(run.locator(".reprint .outcome")).to_have_text("reprint")
    expect(run.locator(".unchanged a")).to_have_text("https://a.example/old")
    expect(run.locator(".why")).to_have_text(
        ["no such page", "only http and https addresses are fetched; upload a file instead"]
    )
    expect(run.get_by_role("link", name="file:///etc/passwd")).to_have_count(0)
    expect(adding.get_by_label("Web addresses")).to_have_value("")


def test_an_address_that_brings_nothing_stays_to_be_corrected(adding: Page) -> None:
    add(adding, "https://gone.example/x")
    run = adding.locator(".run")
    expect(run.locator("h2")).to_have_text("Adding https://gone.example/x")
    expect(run.get_by_role("status")).to_contain_text("Done. 1 read · 1 left out")
    adding.wait_for_timeout(300)
    expect(adding.get_by_label("Web addresses")).to_have_value("https://gone.example/x")


def test_a_hostile_title_is_text(adding: Page) -> None:
    add(adding, "https://a.example/new")
    expect(adding.locator(".added .what")).to_have_text(HOSTILE_TITLE)
    expect(adding.locator("#results img")).to_have_count(0)


def test_cancel_stops_it_and_what_is_in_stays_in(adding: Page) -> None:
    add(adding, ENDLESS)
    expect(adding.locator(".run progress")).to_be_visible()
    expect(adding.get_by_role("button", name="Add to the index")).to_be_hidden()
    expect(adding.locator(".added").nth(3)).to_be_visible()
    adding.get_by_role("button", name="Cancel").click()
    expect(adding.locator(".run")).to_contain_text("Stopped. What is in stays in")
    expect(adding.locator(".run progress")).to_have_count(0)
    count = adding.locator(".added").count()
    assert count > 3
    expect(adding.get_by_label("Web addresses")).to_have_value(ENDLESS)
    adding.wait_for_timeout(300)
    assert adding.locator(".added").count() == count


def test_others_ask_meanwhile_see_it_run_and_may_not_start_a_second(
    adding: Page, browser: Browser, served: tuple[str, FakeAssistant]
) -> None:
    address, fake = served
    other = browser.new_page()
    other.goto(address)
    other.get_by_role("tab", name="Add articles").click()
    expect(other.locator("#followed .hint, #followed li").first).to_be_visible()
    add(adding, ENDLESS)
    expect(adding.locator(".run progress")).to_be_visible()
    add(other, "https://a.example/new")
    expect(other.get_by_text("Articles are being added already.")).to_be_visible()
    expect(other.locator(".run h2")).to_have_text(f"Adding {ENDLESS}")
    other.get_by_role("tab", name="Ask").click()
    other.locator("#question textarea").fill("How is the weather?")
    other.keyboard.press("Enter")
    expect(other.locator("#current")).to_contain_text("The articles do not say.")
    other.get_by_role("tab", name="Add articles").click()
    other.get_by_role("button", name="Cancel").click()
    expect(adding.locator(".run")).to_contain_text("Stopped.")
    expect(other.get_by_label("Web addresses")).to_have_value("https://a.example/new")
    assert fake.ingested == [ENDLESS]
    other.close()


def test_who_leaves_and_comes_back_finds_it_still_running(adding: Page) -> None:
    add(adding, ENDLESS)
    expect(adding.locator(".run progress")).to_be_visible()
    adding.reload()
    adding.get_by_role("tab", name="Add articles").click()
    expect(adding.locator(".run progress")).to_be_visible()
    adding.get_by_role("button", name="Cancel").click()
    expect(adding.locator(".run")).to_contain_text("Stopped.")


def test_a_failure_is_told_in_its_own_words_and_what_was_given_is_kept(adding: Page) -> None:
    add(adding, LOCKED)
    expect(adding.locator("#results").get_by_role("alert")).to_have_text(
        "Another process is writing to the <b>index</b>. Wait for it."
    )
    expect(adding.get_by_label("Web addresses")).to_have_value(LOCKED)


def test_uploads_and_addresses_are_ingested_together(
    adding: Page, served: tuple[str, FakeAssistant], tmp_path: Path
) -> None:
    (tmp_path / "ponte.html").write_text("<p>Il ponte è aperto.</p>")
    (tmp_path / "empty note.md").write_text(" ")
    adding.set_input_files("#upload input", [tmp_path / "ponte.html", tmp_path / "empty note.md"])
    expect(adding.locator("#upload")).to_contain_text("empty note")
    add(adding, "https://a.example/changed")
    expect(adding.locator(".run h2")).to_have_text("Adding https://a.example/changed and 2 files")
    expect(adding.locator(".run").get_by_role("status")).to_contain_text(
        "Done. 3 read · 1 added, 1 updated, 1 left out"
    )
    expect(adding.locator(".why")).to_have_text("the file is empty")
    uploads = served[1].settings.data_dir.resolve() / ".uploads"
    names = [uploads / "ponte.html", uploads / "empty note.md"]
    assert served[1].ingested == [*names, "https://a.example/changed"]
    expect(adding.locator("#upload")).not_to_contain_text("empty note")


def test_a_pasted_text_is_added_as_a_file_and_cleared_when_it_is_in(
    adding: Page, served: tuple[str, FakeAssistant]
) -> None:
    box = adding.get_by_label("Or the text of an article")
    box.fill("Il ponte è aperto\n\nIl ponte sul Lamone è aperto da lunedì.")
    adding.get_by_role("button", name="Add to the index").click()
    expect(adding.locator(".run h2")).to_have_text("Adding a pasted text")
    expect(adding.locator(".run").get_by_role("status")).to_contain_text(
        "Done. 1 of 1 read · 1 added"
    )
    expect(box).to_have_value("")
    [path] = served[1].ingested
    assert (path.parent.name, path.suffix) == (".uploads", ".txt")


def test_archives_may_be_uploaded_by_their_double_names(
    adding: Page, served: tuple[str, FakeAssistant], tmp_path: Path
) -> None:
    (tmp_path / "crawl.warc.gz").write_text("WARC/1.1")
    adding.set_input_files("#upload input", tmp_path / "crawl.warc.gz")
    expect(adding.locator("#upload")).to_contain_text("crawl.warc")
    adding.get_by_role("button", name="Add to the index").click()
    expect(adding.locator(".added .item")).to_have_text("crawl.warc.gz")


def test_nothing_given_is_a_hint(adding: Page) -> None:
    adding.get_by_role("button", name="Add to the index").click()
    expect(
        adding.get_by_text("Give an address, choose a file or paste a text first.")
    ).to_be_visible()


def test_feeds_are_followed_updated_and_removed(
    adding: Page, served: tuple[str, FakeAssistant]
) -> None:
    followed = adding.locator("#followed")
    expect(followed).to_contain_text("None yet.")
    box = adding.get_by_label("Follow a feed")
    for address in ("a.example/rss", "https://dead.example/feed"):
        box.fill(address)
        adding.get_by_role("button", name="Follow").click()
        expect(followed).to_contain_text(f"You now follow News of {address.split('//')[-1]}")
        expect(box).to_have_value("")
    expect(followed.locator("li")).to_have_count(2)
    expect(followed.locator("li").first).to_contain_text("not checked yet")
    adding.get_by_role("button", name="Update now").click()
    expect(adding.locator(".run").get_by_role("status")).to_contain_text("1 added, 1 left out")
    expect(adding.locator(".why")).to_have_text("its server does not answer")
    expect(followed.locator("li").first).to_contain_text("checked 8 May 2031, 06:30 UTC")
    expect(followed.locator("li .failure")).to_have_text("its server does not answer")
    adding.get_by_role("button", name="Remove News of dead.example/feed").click()
    expect(followed.locator("li h3")).to_have_text(["News of a.example/rss"])
    expect(followed).to_contain_text("Its articles stay in the index.")
    assert list(served[1].followed) == ["https://a.example/rss"]
    adding.get_by_role("button", name="Remove").click()
    expect(followed).to_contain_text("None yet.")


def test_an_address_without_a_feed_is_told_and_kept(adding: Page) -> None:
    box = adding.get_by_label("Follow a feed")
    box.fill("https://nothing.example/")
    box.press("Enter")
    expect(adding.locator("#followed").get_by_role("alert")).to_have_text(
        "There is no feed at https://nothing.example/ <i>at all</i>. Give another address."
    )
    expect(box).to_have_value("https://nothing.example/")
    box.fill("file:///etc/passwd")
    box.press("Enter")
    expect(adding.locator("#followed").get_by_role("alert")).to_contain_text("only http and https")


def test_while_something_is_added_nothing_can_be_typed_that_its_end_would_clear(
    adding: Page,
) -> None:
    add(adding, ENDLESS)
    expect(adding.locator(".run progress")).to_be_visible()
    box = adding.get_by_label("Web addresses")
    box.focus()
    expect(box).not_to_be_focused()
    adding.get_by_role("button", name="Cancel").click()
    expect(adding.locator(".run")).to_contain_text("Stopped.")
    box.focus()
    expect(box).to_be_focused()
