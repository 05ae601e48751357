"""A page that comes again: from its feed, unchanged, or as an older or a newer capture."""

import json

import pytest

from assistant.index.ingestion import ingest_pages
from assistant.intake import Entry, Page, Unchanged
from tests.conftest import WEDNESDAY

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
URL = "https://a.example/1"


def capture(text, day):
    stated = f'<meta property="article:modified_time" content="2026-02-0{day}T08:00:00Z">'
    content = f"<html><head>{stated}</head><body><p>{text * 5}</p></body></html>".encode()
    return Page(url=URL, content=content, media_type="text/html", fetched_at=WEDNESDAY)


def test_the_same_bytes_from_a_feed_and_later_from_the_page_are_told_apart(index):
    entry = Entry(title="Bridge", html=f"<p>{CLUB}</p>" * 3)
    known = {"url": "https://a.example/1", "media_type": "text/html", "fetched_at": WEDNESDAY}
    short = Page(content=b"", entry=entry, **known)
    whole = Page(content=f"<html><body><p>{CLUB * 5}</p></body></html>".encode(), **known)
    assert ingest_pages(index, [short]).added == 1
    assert ingest_pages(index, [short]).unchanged == 1
    assert ingest_pages(index, [whole]).updated == 1
    assert ingest_pages(index, [short]).unchanged == 1


def test_a_page_that_its_server_calls_unchanged_counts_as_such(index):
    assert ingest_pages(index, [Unchanged(url="https://a.example/1")]).unchanged == 1


def test_an_older_capture_that_comes_late_changes_nothing(index):
    ingest_pages(index, [capture(CLUB, 3)])
    before = set(index.store.articles())
    assert ingest_pages(index, [capture(CLUB.replace("won", "lost"), 2)]).unchanged == 1
    assert set(index.store.articles()) == before
    assert len(index.store.versions(*before)) == 2


def captures(texts):
    return [capture(text, day) for day, text in enumerate(texts, start=1)]


def rows(texts):
    stated = [
        {"url": URL, "text": text * 5, "modified": f"2026-02-0{day}"}
        for day, text in enumerate(texts, start=1)
    ]
    content = "\n".join(map(json.dumps, stated)).encode()
    known = {"media_type": "application/jsonl", "fetched_at": WEDNESDAY}
    return [Page(url="file:///a.jsonl", content=content, **known)]


@pytest.mark.parametrize("made", [captures, rows])
@pytest.mark.parametrize("known", [0, 1], ids=["all new", "first known"])
@pytest.mark.parametrize(
    "texts",
    [
        [CLUB.replace("won", how) for how in ("won", "lost", "left")],
        [f"The {place} of Marenholt opens. Nobody came." for place in ("port", "inn", "bank")],
    ],
    ids=["alike", "differing"],
)
def test_of_versions_that_come_together_the_newest_stands(index, made, known, texts):
    ingest_pages(index, made(texts[:known]) if known else [])
    assert ingest_pages(index, made(texts)).updated == 2
    (current,) = index.store.articles().values()
    assert current.text == (texts[2] * 5).strip()
    assert index.store.at(URL) == [current]
    assert len(index.store.versions(current.id)) == 3
