"""Rounds again and again."""

import logging
import threading

import pytest
from pytest_httpserver import HTTPServer

from assistant.errors import IndexStoreError, SettingsError
from assistant.feeds import schedule, updating
from assistant.feeds.schedule import every, interval
from assistant.sources.fetching import Fetcher
from tests.feeds.conftest import CLUB, MUSEUM, Site


def test_updating_goes_on_while_the_server_dies_and_comes_back(feeds, index, caplog):
    caplog.set_level(logging.INFO, logger=schedule.__name__)
    server = HTTPServer(host="localhost", port=0)
    server.start()
    site = Site(server)
    with Fetcher(index.settings) as fetcher:
        feeds.add(site.feed("/all.xml", site.story("/club", CLUB)), fetcher)
    stop = threading.Event()
    thread = threading.Thread(target=every, args=(0.05, feeds, index, stop))
    thread.start()
    try:
        lines = iter(_lines(caplog))
        assert "Feeds checked: 1; articles: 1 new" in next(lines)
        server.stop()
        assert any(
            "feeds that failed" in line and "refuses the connection" in line for line in lines
        )
        site.feed("/all.xml", site.story("/museum", MUSEUM), "/club")
        server.start()
        assert any("1 new" in line for line in lines)
    finally:
        stop.set()
        thread.join(60)
        server.stop()
    assert not thread.is_alive()
    assert len(index.store.articles()) == 2


def _lines(caplog, seconds: int = 60):
    """Log lines as they come."""
    seen = 0
    for _ in range(seconds * 50):
        messages = [r.getMessage() for r in caplog.records if r.name == schedule.__name__]
        yield from messages[seen:]
        seen = len(messages)
        threading.Event().wait(0.02)


def test_a_round_that_fails_is_logged_and_followed_by_the_next(feeds, index, caplog, monkeypatch):
    stop = threading.Event()
    calls = []

    def failing(*_, **__):
        calls.append(1)
        if len(calls) == 2:
            stop.set()
        raise IndexStoreError("The disk is full.")

    monkeypatch.setattr(schedule, "update", failing)
    every(0.01, feeds, index, stop)
    assert len(calls) == 2
    assert [r.getMessage() for r in caplog.records] == [
        "The feeds were not updated: The disk is full."
    ] * 2


def test_a_long_wait_ends_at_once_when_it_is_stopped(feeds, index, caplog):
    caplog.set_level(logging.INFO, logger=schedule.__name__)
    stop = threading.Event()
    thread = threading.Thread(target=every, args=(3600, feeds, index, stop))
    thread.start()
    assert next(iter(_lines(caplog))).startswith("Feeds checked: 0; articles: 0 new")
    stop.set()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("15m", 900), (" 1H ", 3600), ("1 d", 86400)]
)
def test_intervals_are_read(text, seconds):
    assert interval(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "0m", "-5m", "1.5h", "15 minutes", "9999999s"])
def test_what_is_no_interval_is_said(text):
    with pytest.raises(SettingsError, match=r"is no interval\. Write it as 90s, 15m, 1h or 1d"):
        interval(text)


def test_a_round_that_is_stopped_leaves_the_pages_still_to_come(
    site, feeds, follow, index, monkeypatch
):
    monkeypatch.setattr(updating, "_PORTION", 2)
    stop = threading.Event()
    whole = type(index).add

    def add(*args):
        stop.set()
        return whole(*args)

    stories = [site.story(f"/{n}", f"{CLUB} That was race number {n}.") for n in range(8)]
    follow(site.feed("/all.xml", *stories))
    monkeypatch.setattr(type(index), "add", add)
    every(3600, feeds, index, stop)
    assert len(index.store.pages()) == 2


def test_what_a_server_says_does_not_steer_the_terminal():
    said = "This is text/\x1b]0;b\x07, which holds no article."
    report = updating.FeedReport(url="https://a.example/\x9b2J", title="", failure=said)
    assert schedule.summary([report]).isprintable()
