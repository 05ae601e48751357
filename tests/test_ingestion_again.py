"""A page that comes again: from its feed, unchanged, or as an older capture."""

from assistant.index.ingestion import ingest_pages
from assistant.intake import Entry, Page, Unchanged
from tests.conftest import WEDNESDAY

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."


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
    def page(text, day):
        stated = f'<meta property="article:modified_time" content="2026-02-0{day}T08:00:00Z">'
        content = f"<html><head>{stated}</head><body><p>{text * 5}</p></body></html>".encode()
        return Page(
            url="https://a.example/1", content=content, media_type="text/html", fetched_at=WEDNESDAY
        )

    ingest_pages(index, [page(CLUB, 3)])
    before = set(index.store.articles())
    assert ingest_pages(index, [page(CLUB.replace("won", "lost"), 2)]).unchanged == 1
    assert set(index.store.articles()) == before
    assert len(index.store.versions(*before)) == 2
