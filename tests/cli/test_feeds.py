"""Following feeds from the command line."""

import json
import signal
import subprocess
import sys

import pytest

from tests.cli.conftest import CLUB, failed


@pytest.fixture
def feed(run, httpserver, monkeypatch) -> str:
    """A feed with one entry, on this machine."""
    monkeypatch.setenv("ASSISTANT_ALLOWED_HOSTS", '["localhost", "127.0.0.1"]')
    monkeypatch.setenv("ASSISTANT_HOST_DELAY", "0")
    story = httpserver.url_for("/club")
    httpserver.expect_request("/robots.txt").respond_with_data("", status=404)
    httpserver.expect_request("/club").respond_with_data(
        f"<html><body><article><h1>Race</h1><p>{CLUB}</p></article></body></html>",
        content_type="text/html",
    )
    item = f"<item><title>Race</title><link>{story}</link></item>"
    httpserver.expect_request("/rss").respond_with_data(
        f"<rss version='2.0'><channel><title>Rowing</title>{item}</channel></rss>",
        content_type="application/rss+xml",
    )
    return str(httpserver.url_for("/rss"))


def test_feeds_are_followed_listed_updated_and_left(run, feed, tmp_path):
    assert f"Following Rowing: {feed}" in run("feeds", "add", feed)[2]
    code, _, err = run("feeds", "update")
    assert (code, "Rowing" in err, "1 added" in err) == (0, True, True)
    (listed,) = json.loads(run("feeds", "list", "--json")[1])
    assert (listed["url"], listed["failure"]) == (feed, None)
    assert "Rowing" in run("feeds", "list")[1]
    (again,) = json.loads(run("feeds", "update", "--json")[1])
    assert again["report"]["passages"] == 0
    assert run("feeds", "remove", feed)[0] == 0
    failed(run("feeds", "remove", feed), feed, "assistant feeds list")
    failed(run("feeds", "update"), "No feed is followed")
    assert [a["title"] for a in json.loads(run("list", "--json")[1])] == ["Race"]


def test_feeds_come_from_an_opml_file(run, feed, tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline text="Rowing" xmlUrl="{feed}"/></body></opml>')
    assert feed in run("feeds", "add", "--opml", opml)[2]
    assert "followed already" in run("feeds", "add", "--opml", opml)[2]
    failed(run("feeds", "add"), "--opml")
    failed(run("feeds", "add", "--opml", tmp_path / "none"), "none", "No such file")


def test_the_title_of_a_feed_does_not_steer_the_terminal(run, feed, httpserver):
    steering = "\x1b]0;b\x07\x1b[31mRowing"
    listed = {"version": "https://jsonfeed.org/version/1.1", "title": steering, "items": []}
    httpserver.expect_request("/json").respond_with_json(listed)
    added = run("feeds", "add", httpserver.url_for("/json"))[2]
    updated = run("feeds", "update")[2]
    table = run("feeds", "list")[1]
    for shown in (added, updated, table):
        assert "]0;b" in shown
        assert shown.replace("\n", "").isprintable()


def test_following_under_nohup_goes_on_when_interrupted_and_ends_when_terminated(run, feed):
    run("feeds", "add", feed)
    program = "from assistant.cli import main; main()"
    line = ["nohup", sys.executable, "-c", program, "feeds", "update", "--every", "1s"]
    ignoring = "trap '' INT; exec \"$@\""
    with subprocess.Popen(["sh", "-c", ignoring, "sh", *line], stderr=subprocess.PIPE) as following:
        next(line for line in following.stderr if b"Feeds checked" in line)
        following.send_signal(signal.SIGINT)
        next(line for line in following.stderr if b"Feeds checked" in line)
        following.send_signal(signal.SIGTERM)
    assert following.returncode == -signal.SIGTERM


def test_feeds_are_updated_again_and_again_until_the_program_is_interrupted(run, feed):
    run("feeds", "add", feed)
    program = "from assistant.cli import main; main()"
    line = [sys.executable, "-c", program, "feeds", "update", "--every", "1s"]
    # Where the tests run in the background, the program would ignore what they ignore.
    with subprocess.Popen(
        line,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as following:
        rounds = [next(following.stderr) for _ in range(2)]
        following.send_signal(signal.SIGINT)
        # It may have begun, or ended, another round by then.
        rest = [line for line in following.stderr if "Feeds checked: 1" not in line]
    assert (following.returncode, rest) == (130, [])
    assert "1 new" in rounds[0]
    assert "Feeds checked: 1" in rounds[1]
    failed(run("feeds", "update", "--every", "often"), "'often'", "15m")
