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


STORM = "Rain will fall over the whole coast on Wednesday, the weather service of Brenn says. "


def told(index) -> dict[str, str]:
    """The first words of each article by its address."""
    return {a.url: a.text[:10] for a in index.store.articles().values()}


def file(name: str, text: str) -> Page:
    known = {"media_type": "text/plain", "fetched_at": WEDNESDAY}
    return Page(url=f"file:///{name}", content=(text * 5).encode(), **known)


def test_a_text_stays_where_it_still_stands_when_another_place_has_a_new_one(index):
    ingest_pages(index, [file("latest.txt", CLUB)])
    ingest_pages(index, [file("archive.txt", CLUB), file("latest.txt", STORM)])
    whole = {"file:///archive.txt": CLUB[:10], "file:///latest.txt": STORM[:10]}
    assert told(index) == whole
    assert (
        ingest_pages(index, [file("archive.txt", CLUB), file("latest.txt", STORM)]).unchanged == 2
    )
    assert told(index) == whole


def test_a_revised_page_of_the_web_takes_its_second_address_along(index):
    first, second = (capture(CLUB, 3).model_copy(update={"url": f"{URL}{n}"}) for n in "ab")
    ingest_pages(index, [first, second])
    revised = capture(CLUB.replace("autumn", "spring"), 4).model_copy(update={"url": f"{URL}a"})
    ingest_pages(index, [revised])
    assert told(index) == {f"{URL}a": CLUB[:10]}


@pytest.mark.parametrize("text", [STORM, f"{CLUB} It took 70 minutes to Brenn. "])
def test_a_reprint_of_what_was_changed_keeps_its_own_text(index, text):
    row = {
        "text": f"{CLUB} It took 40 minutes to Brenn. " * 5,
        "title": "Rowing",
        "url": "https://a.example/1",
        "source": "Agency",
    }
    copy = {**row, "url": "https://b.example/1", "source": "Harbour Post"}
    changed = {**row, "text": text * 5}
    for name, rows in (("a", row), ("b", copy), ("a", changed)):
        content = json.dumps(rows).encode()
        known = {"media_type": "application/jsonl", "fetched_at": WEDNESDAY}
        ingest_pages(index, [Page(url=f"file:///{name}.jsonl", content=content, **known)])
    found = {a.source: a.text[:60] for a in index.store.articles().values()}
    assert found == {"Agency": (text * 5)[:60], "Harbour Post": CLUB[:60]}
    assert index.store.reprints(list(index.store.articles())) == {}


def test_old_versions_go_with_a_text_that_stands_elsewhere_now(index):
    ingest_pages(index, [file("latest.txt", CLUB.replace("autumn", "spring"))])
    ingest_pages(index, [file("latest.txt", CLUB)])
    ingest_pages(index, [file("archive.txt", CLUB), file("latest.txt", STORM)])
    (archived,), (latest,) = (index.store.at(f"file:///{n}.txt") for n in ("archive", "latest"))
    old, club = index.store.versions(archived.id)
    assert ("spring" in old.text, club) == (True, archived)
    assert index.store.versions(latest.id) == [latest]
    assert index.remove([club.id]) == 1
    assert index.store.article(old.id) is None
