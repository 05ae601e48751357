import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import numpy as np
import pytest

from assistant.errors import IndexStoreError
from assistant.index.changes import Arrival, ReadPage
from assistant.index.chunking import passage
from assistant.index.store import Store
from assistant.intake import Validators
from assistant.types import Sentence
from tests.conftest import WEDNESDAY, article

ONE, TWO = (
    article("The first article of all."),
    article("Das ist der zweite.", language="de", url="file:///b.md"),
)
VECTORS = np.eye(4, dtype=np.float32)[:2]
SPLIT = article("A first sentence. A second one, says Ada Holt.")
HALVES = [
    passage(SPLIT.id, SPLIT, (Sentence(start=0, end=17, text=SPLIT.text[:17]),)),
    passage(
        SPLIT.id, SPLIT, (Sentence(start=18, end=46, text=SPLIT.text[18:], speaker="Ada Holt"),)
    ),
]
FIRST, SECOND = (half.id for half in HALVES)


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path / 'articles.db'}")


def published(store, url, *articles, digest="d", **arrival):
    known = store.known(a.id for a in articles)
    arrivals = [Arrival(article=a, **arrival) for a in articles if a.id not in known]
    store.publish([ReadPage(url=url, digest=digest, articles=articles)], arrivals)


def test_an_article_comes_back_as_it_was_written(store):
    published(store, "file:///a", ONE, TWO)
    assert store.article(ONE.id) == ONE
    assert store.articles() == {ONE.id: ONE, TWO.id: TWO}
    assert store.articles([TWO.id, "unknown"]) == {TWO.id: TWO}
    assert store.article("unknown") is None
    assert store.known([ONE.id, "unknown"]) == {ONE.id}
    assert store.languages() == {"en": 1, "de": 1}


def test_a_page_is_known_by_the_digest_of_its_bytes(store):
    assert store.page("file:///a") is None
    published(store, "file:///a", ONE, digest="one")
    published(store, "file:///a", ONE, digest="two")
    assert store.page("file:///a").digest == "two"
    assert store.pages() == ["file:///a"]


def test_an_article_stays_as_long_as_one_page_holds_it(store):
    published(store, "file:///a", ONE)
    published(store, "file:///b", ONE)
    published(store, "file:///a", TWO)
    assert store.orphans() == []
    published(store, "file:///b", TWO)
    assert store.orphans() == [ONE.id]


def test_what_only_a_forgotten_page_held_is_held_by_none(store):
    published(store, "file:///a", ONE)
    published(store, "file:///a")
    assert (store.pages(), store.orphans()) == ([], [ONE.id])
    assert store.withdraw(store.orphans()) == 1
    assert store.articles() == {}


def test_an_article_is_invisible_until_its_page_is_published(store):
    store.begin(HALVES, [VECTORS, VECTORS[:1]])
    assert (store.articles(), store.pending()) == ({}, [SPLIT.id])
    assert (store.passages([FIRST, SECOND]), list(store.passage_counts())) == ({}, [0, 1, 2])
    published(store, "file:///a", SPLIT)
    assert (list(store.articles()), store.pending()) == ([SPLIT.id], [])
    assert sorted(store.passage_ids([SPLIT.id])) == sorted([FIRST, SECOND])
    assert (store.passage_count(), list(store.passage_counts())) == (2, [2])


def test_a_passage_comes_back_as_it_was_written(store):
    store.begin(HALVES, [VECTORS, VECTORS])
    published(store, "file:///a", SPLIT)
    assert store.passages([FIRST, SECOND, "unknown"]) == {h.id: h for h in HALVES}
    assert [p for group in store.all_passages() for p in group] == sorted(
        HALVES, key=lambda half: half.id
    )


def test_vectors_of_sentences_come_back_in_their_shape(store):
    store.begin(HALVES, [VECTORS, VECTORS[1:]])
    read = store.sentence_vectors([FIRST, SECOND, "unknown"], 4)
    assert read.keys() == {FIRST, SECOND}
    assert np.array_equal(read[FIRST], VECTORS)
    assert np.array_equal(read[SECOND], VECTORS[1:])


def test_a_withdrawn_article_is_hidden_at_once_and_its_page_is_read_again(store):
    store.begin(HALVES, [VECTORS, VECTORS])
    published(store, "file:///a", SPLIT)
    assert store.withdraw([SPLIT.id, "unknown"]) == 1
    assert store.withdraw([SPLIT.id]) == 0
    assert (store.articles(), store.pending()) == ({}, [SPLIT.id])
    assert store.page("file:///a").digest == ""
    assert (store.passages([FIRST]), store.passage_ids([SPLIT.id])) == ({}, [FIRST, SECOND])
    store.forget([SPLIT.id])
    assert (store.pending(), store.passage_count()) == ([SPLIT.id], 0)
    store.finish([SPLIT.id])
    assert store.pending() == []


def test_more_ids_than_a_statement_takes_are_given_in_groups(store):
    with store.engine.connect() as db:
        db.connection.driver_connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1500)
    many = [f"{n:016}" for n in range(2500)]
    new = [HALVES[0].model_copy(update={"id": id_, "article_id": id_}) for id_ in many]
    published(store, "file:///a", ONE)
    assert store.known(iter([*many, ONE.id])) == {ONE.id}
    assert store.known([*many, ONE.id], as_of=WEDNESDAY + timedelta(days=1)) == {ONE.id}
    store.begin(new, [VECTORS] * len(new))
    assert (sorted(store.pending()), len(store.passage_ids(many))) == (many, len(many))
    store.forget(many)
    store.finish(many)
    assert (store.pending(), store.passage_count()) == ([], 0)


def test_a_failed_publication_changes_nothing(store):
    published(store, "file:///a", ONE)
    gone = ReadPage(url="file:///a", digest="")
    broken = ReadPage(url="file:///b", digest="d").model_copy(
        update={"digest": None, "articles": (TWO,)}
    )
    with pytest.raises(IndexStoreError, match="NOT NULL"):
        store.publish([gone, broken])
    assert store.articles() == {ONE.id: ONE}
    assert store.page("file:///a").digest == "d"


def test_two_readers_and_a_writer_see_the_same_file(store, tmp_path):
    other = Store(f"sqlite:///{tmp_path / 'articles.db'}")
    published(store, "file:///a", ONE)
    assert other.articles() == {ONE.id: ONE}


@pytest.mark.parametrize("name", ["no/such/folder/articles.db", "."])
def test_a_place_that_cannot_be_opened_is_an_index_error_with_a_remedy(tmp_path, name):
    with pytest.raises(IndexStoreError, match=r"unable to open.*can be written\.$"):
        Store(f"sqlite:///{tmp_path / name}")


def test_a_page_keeps_what_its_server_wants_to_be_asked_with(store):
    validators = Validators(etag='"7"', last_modified="Wed, 04 Feb 2026 09:00:00 GMT")
    store.publish(
        [ReadPage(url="https://a.example/1", digest="d", validators=validators, articles=(ONE,))],
        [Arrival(article=ONE)],
    )
    assert store.page("https://a.example/1").validators == validators
    store.withdraw([ONE.id])
    assert store.page("https://a.example/1").validators == Validators()


REVISED = article("The first article of all, corrected.")
COPY = article("The first article of all.", source="Another Courier", url="file:///copy.md")


def test_a_new_version_takes_the_place_of_the_old_one_which_stays_behind_it(store):
    published(store, "file:///a", ONE)
    published(store, "file:///a", REVISED, replaces=ONE.id)
    assert list(store.articles()) == [REVISED.id]
    assert (store.is_current(REVISED.id), store.is_current(ONE.id)) == (True, False)
    assert store.article(ONE.id) == ONE
    assert store.versions(ONE.id) == store.versions(REVISED.id) == [ONE, REVISED]
    assert store.pending() == [ONE.id]


def test_an_old_version_can_come_back(store):
    published(store, "file:///a", ONE)
    published(store, "file:///a", REVISED, replaces=ONE.id)
    published(store, "file:///a", ONE, replaces=REVISED.id)
    assert list(store.articles()) == [ONE.id]
    assert store.versions(ONE.id) == [REVISED, ONE]


def test_an_older_version_that_comes_late_stands_behind_and_takes_nothing_away(store):
    published(store, "file:///a", REVISED)
    published(store, "file:///a", ONE, behind=REVISED.id)
    assert list(store.articles()) == [REVISED.id]
    assert store.versions(REVISED.id) == [ONE, REVISED]


def test_versions_go_with_the_article(store):
    published(store, "file:///a", ONE)
    published(store, "file:///a", REVISED, replaces=ONE.id)
    assert store.withdraw([REVISED.id]) == 1
    assert store.article(ONE.id) is None
    assert sorted(store.pending()) == sorted([ONE.id, REVISED.id])


def test_a_reprint_stands_behind_its_original_and_takes_its_place_when_that_goes(store):
    published(store, "file:///a", ONE)
    published(store, "file:///copy", COPY, original=ONE.id, sketch=(1, 2, 3))
    assert list(store.articles()) == [ONE.id]
    assert store.languages() == {"en": 1}
    assert store.reprints([ONE.id]) == {ONE.id: [COPY]}
    assert store.bare() == [ONE]
    store.withdraw([ONE.id])
    assert list(store.articles()) == [COPY.id]
    assert store.bare() == [COPY]


def test_reprints_with_the_new_text_follow_an_original_and_others_take_its_place(store):
    other = COPY.model_copy(update={"url": "file:///other.md", "source": "Yet Another"})
    published(store, "file:///a", ONE)
    for page, copy in (("file:///copy", COPY), ("file:///other", other)):
        published(store, page, copy, original=ONE.id)
    published(store, "file:///a", REVISED, replaces=ONE.id, reprints=(COPY.id,))
    assert store.reprints([REVISED.id]) == {REVISED.id: [COPY]}
    assert set(store.articles()) == {REVISED.id, other.id}


def test_articles_are_found_by_what_their_sketches_share(store):
    published(store, "file:///a", ONE, sketch=(1, 2, -3))
    published(store, "file:///copy", COPY, original=ONE.id, sketch=(2, -3, 4))
    assert store.sharing([1, 2, 9], 2) == [(ONE, ONE.id)]
    assert sorted(store.sharing([2, -3], 2), key=str) == sorted(
        [(ONE, ONE.id), (COPY, ONE.id)], key=str
    )
    published(store, "file:///a", REVISED, replaces=ONE.id)
    assert [found.id for found, _ in store.sharing([1, 2, -3], 2)] == [COPY.id]


def test_articles_are_found_by_outlet_and_by_date(store):
    published(store, "file:///a", ONE)
    published(store, "file:///copy", COPY, original=ONE.id)
    undated = article("No day is given here.", published=None, url="file:///undated.md")
    published(store, "file:///undated", undated)
    greek = article("Η πρώτη είδηση.", source="Εφημερίδα", url="file:///greek.md")
    published(store, "file:///greek", greek)
    assert store.find(source="another courier") == [COPY.id]
    assert store.find(source="ΕΦΗΜΕΡΊΔΑ") == [greek.id]
    assert store.reprinted_by(["Another Courier", "Εφημερίδα"]) == {ONE.id}
    dated = store.find(before=WEDNESDAY + timedelta(days=1))
    assert sorted(dated) == sorted([ONE.id, COPY.id, greek.id])
    assert store.find(before=WEDNESDAY) == []
    assert len(store.find()) == 4


def test_several_may_open_a_new_database_at_once(tmp_path):
    together = threading.Barrier(4)

    def opening(n):
        together.wait()
        return Store(f"sqlite:///{tmp_path / f'{n}.db'}").articles()

    with ThreadPoolExecutor(4) as pool:
        for n in range(10):
            assert list(pool.map(opening, [n] * 4)) == [{}] * 4


def test_a_database_of_another_version_is_an_error_that_says_what_to_do(tmp_path):
    with sqlite3.connect(tmp_path / "articles.db") as db:
        db.execute("CREATE TABLE articles (id TEXT PRIMARY KEY, record TEXT)")
    with pytest.raises(IndexStoreError, match=r"another version.*--data-dir"):
        Store(f"sqlite:///{tmp_path / 'articles.db'}")
