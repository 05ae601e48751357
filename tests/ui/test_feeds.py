"""The list of feeds, and updating them, without a browser."""

from pathlib import Path
from threading import Event

from assistant.intake import Taken
from assistant.ui.feeds import following, listed, unfollow, update
from tests.ui.fake import NOW, fake_assistant


def test_a_stop_ends_the_round_at_the_feed_in_hand(tmp_path: Path) -> None:
    assistant, fake = fake_assistant(tmp_path)
    for url in ("https://a.example/rss", "https://b.example/rss"):
        assistant.add_feed(url)
    stop = Event()
    told: list[str] = []

    def tell(items: int, passages: int, taken: list[Taken]) -> None:
        told.extend(one.item for one in taken)
        stop.set()

    update(assistant, tell, stop)
    assert told == ["https://a.example/rss/1"]
    assert [feed.checked_at for feed in fake.feeds()] == [None, None]


def test_a_feed_that_fails_is_told_of_with_what_came_before(tmp_path: Path) -> None:
    assistant, _ = fake_assistant(tmp_path)
    for url in ("https://a.example/rss", "https://dead.example/rss"):
        assistant.add_feed(url)
    told: list[tuple[int, int, str, str]] = []

    def tell(items: int, passages: int, taken: list[Taken]) -> None:
        told.extend((items, passages, one.item, one.outcome) for one in taken)

    update(assistant, tell, Event())
    assert told == [
        (1, 3, "https://a.example/rss/1", "added"),
        (1, 3, "https://dead.example/rss", "skipped"),
    ]


def test_following_nothing_asks_for_an_address(tmp_path: Path) -> None:
    assistant, fake = fake_assistant(tmp_path)
    (shown, _), *more = following(assistant, "  ")
    assert "Give the address of a feed first." in shown
    assert (more, fake.followed) == ([], {})


def test_removing_a_feed_that_is_gone_already_says_nothing(tmp_path: Path) -> None:
    assistant, _ = fake_assistant(tmp_path)
    assert "Removed" not in unfollow(assistant, "https://a.example/rss")


def test_a_feed_shows_its_title_address_and_when_it_was_checked(tmp_path: Path) -> None:
    assistant, _ = fake_assistant(tmp_path)
    feed = assistant.add_feed("https://a.example/rss")
    page = listed([feed.model_copy(update={"title": "", "checked_at": NOW, "failure": "no XML"})])
    assert '<h3 dir="auto">https://a.example/rss</h3>' in page
    assert 'href="https://a.example/rss" target="_blank" rel="noopener noreferrer"' in page
    assert "checked 8 May 2031, 06:30 UTC" in page
    assert '<p class="failure">no XML</p>' in page
