import numpy as np
import pytest

from assistant.errors import IndexStoreError
from assistant.index.store import ReadPage, Store
from tests.conftest import article

ONE, TWO = article("The first article of all."), article("Das ist der zweite.", language="de")
VECTORS = np.eye(4, dtype=np.float32)[:2]


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path / 'articles.db'}")


def published(store, url, *articles, digest="d"):
    return store.publish([ReadPage(url=url, digest=digest, articles=articles)])


def test_an_article_comes_back_as_it_was_written(store):
    published(store, "file:///a", ONE, TWO)
    assert store.article(ONE.id) == ONE
    assert store.articles() == {ONE.id: ONE, TWO.id: TWO}
    assert store.articles([TWO.id, "unknown"]) == {TWO.id: TWO}
    assert store.article("unknown") is None
    assert store.known([ONE.id, "unknown"]) == {ONE.id}
    assert store.languages() == {"en": 1, "de": 1}


def test_a_page_is_known_by_the_digest_of_its_bytes(store):
    assert store.digest("file:///a") is None
    published(store, "file:///a", ONE, digest="one")
    published(store, "file:///a", ONE, digest="two")
    assert store.digest("file:///a") == "two"
    assert store.pages() == ["file:///a"]


def test_an_article_stays_as_long_as_one_page_holds_it(store):
    published(store, "file:///a", ONE)
    published(store, "file:///b", ONE)
    assert published(store, "file:///a", TWO) == 0
    assert published(store, "file:///b", TWO) == 1
    assert store.articles() == {TWO.id: TWO}
    assert store.pending() == [ONE.id]


def test_a_page_without_articles_is_forgotten_with_what_only_it_held(store):
    published(store, "file:///a", ONE)
    assert published(store, "file:///a") == 1
    assert (store.pages(), store.articles()) == ([], {})


def test_an_article_is_invisible_until_its_page_is_published(store):
    store.begin(ONE.id, {"p1": VECTORS, "p2": VECTORS[:1]})
    assert (store.articles(), store.pending()) == ({}, [ONE.id])
    published(store, "file:///a", ONE)
    assert (list(store.articles()), store.pending()) == ([ONE.id], [])
    assert sorted(store.passage_ids([ONE.id])) == ["p1", "p2"]
    assert store.passage_count() == 2


def test_vectors_of_sentences_come_back_in_their_shape(store):
    store.begin(ONE.id, {"p1": VECTORS, "p2": VECTORS[1:]})
    read = store.sentence_vectors(["p1", "p2", "unknown"], 4)
    assert read.keys() == {"p1", "p2"}
    assert np.array_equal(read["p1"], VECTORS)
    assert np.array_equal(read["p2"], VECTORS[1:])


def test_a_withdrawn_article_is_hidden_at_once_and_its_page_is_read_again(store):
    store.begin(ONE.id, {"p1": VECTORS})
    published(store, "file:///a", ONE)
    assert store.withdraw([ONE.id, "unknown"]) == 1
    assert store.withdraw([ONE.id]) == 0
    assert (store.articles(), store.pending(), store.digest("file:///a")) == ({}, [ONE.id], "")
    assert store.passage_ids([ONE.id]) == ["p1"]
    store.forget([ONE.id])
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
    assert store.digest("file:///a") == "d"


def test_two_readers_and_a_writer_see_the_same_file(store, tmp_path):
    other = Store(f"sqlite:///{tmp_path / 'articles.db'}")
    published(store, "file:///a", ONE)
    assert other.articles() == {ONE.id: ONE}


@pytest.mark.parametrize("name", ["no/such/folder/articles.db", "."])
def test_a_place_that_cannot_be_opened_is_an_index_error_with_a_remedy(tmp_path, name):
    with pytest.raises(IndexStoreError, match=r"unable to open.*can be written\.$"):
        Store(f"sqlite:///{tmp_path / name}")
