"""What is left of an article that was removed: nothing that can be read."""

import sqlite3
from datetime import timedelta

import pytest
from filelock import FileLock

from assistant.errors import IndexStoreError
from assistant.index import sql
from assistant.index.ingestion import ingest_pages
from assistant.index.lexical import Lexical
from assistant.index.store import Store
from assistant.index.vectors import Vectors
from assistant.sources.local.files import pages
from tests.conftest import WEDNESDAY, open_assistant, open_index, write
from tests.test_index import Killed, _killed
from tests.test_ingestion import MUSEUM, agreed

_WORD = "zyqvorth"
_SECRET = f"The {_WORD} of Marenholt was seen by Ida {_WORD.capitalize()}sen. It was {_WORD} again."


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "in", "secret", _SECRET, source="Brenn Post")
    write(tmp_path / "in", "museum", MUSEUM, "it")
    return tmp_path / "in"


@pytest.fixture
def full(settings, embedder, folder):
    """An index whose article has two versions and was half written before a kill."""
    index = open_index(settings, embedder)
    ingest_pages(index, pages([folder], 10**6))
    write(folder, "secret", f"{_SECRET} Later more {_WORD} came.", source="Brenn Post")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Store, "publish", _killed)
        ingest_pages(index, pages([folder], 10**6))
    ingest_pages(open_index(settings, embedder), pages([folder], 10**6))
    assert holding(settings.data_dir)
    return open_index(settings, embedder)


def holding(folder) -> list[str]:
    """Files with the word in any spelling, be it text, term or name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [p.name for p in files if _WORD.encode() in p.read_bytes().lower()]


def secrets(index):
    return [id_ for id_, a in index.store.articles().items() if _WORD in a.text]


def test_no_file_holds_a_word_of_a_removed_article(full):
    assert full.remove(secrets(full)) == 1
    assert holding(full.settings.data_dir) == []
    assert [p.text for group in full.store.all_passages() for p in group] == [MUSEUM]
    agreed(full)


@pytest.mark.parametrize(
    "chosen",
    [{"source": "brenn post"}, {"before": WEDNESDAY + timedelta(days=1)}],
    ids=["outlet", "time"],
)
def test_no_file_holds_a_word_of_an_outlet_or_a_time_that_was_removed(full, chosen):
    assert full.remove(full.store.find(**chosen)) >= 1
    assert holding(full.settings.data_dir) == []
    agreed(full)


@pytest.mark.parametrize("name", ["data_level0.bin", "length.bin"])
def test_words_that_chroma_wrote_with_unset_memory_go_as_well(full, settings, embedder, name):
    """hnswlib writes its first files out of memory in which freed texts may stand."""
    [file] = settings.data_dir.glob(f"chroma/*/{name}")
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(size - len(_WORD))
        stream.write(_WORD.encode())
    full.remove(secrets(full))
    assert holding(settings.data_dir) == []
    assert file.stat().st_size == size
    agreed(open_index(settings, embedder))


def test_no_file_holds_a_word_of_an_article_whose_file_is_gone(full, folder):
    (folder / "secret.md").unlink()
    assert full.forget_pages([(folder / "secret.md").as_uri()]) == 1
    assert holding(full.settings.data_dir) == []


_STEPS = [
    (Store, "withdraw"), (Vectors, "delete"), (Lexical, "delete"), (Store, "forget"),
    (Vectors, "wipe"), (Lexical, "wipe"), (Store, "wipe"), (Store, "finish"),
]  # fmt: skip


@pytest.mark.parametrize("cut", _STEPS, ids=[f"{p.__name__}.{s}" for p, s in _STEPS])
def test_a_removal_cut_off_anywhere_is_finished_at_the_next_opening(full, settings, embedder, cut):
    gone = secrets(full)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(*cut, _killed)
        full.remove(gone)
    index = open_index(settings, embedder)
    index.settle()
    if cut == (Store, "withdraw"):
        assert secrets(index) == gone
        return
    assert holding(settings.data_dir) == []
    agreed(index)


def test_while_another_writes_nothing_is_waited_for_and_nothing_said(full, settings, embedder):
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Vectors, "delete", _killed)
        full.remove(secrets(full))
    index = open_index(settings, embedder)
    with FileLock(settings.data_dir / "write.lock"):
        index.settle()
    assert holding(settings.data_dir)
    index.settle()
    assert holding(settings.data_dir) == []


def test_while_another_reads_what_was_there_it_is_said_and_the_next_opening_wipes_it(
    full, settings, embedder
):
    reader = sqlite3.connect(settings.data_dir / "articles.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT id FROM articles").fetchall()
    with full.store.engine.connect() as db:
        db.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(IndexStoreError, match=r"is reading .*articles\.db.*try again"):
        full.remove(secrets(full))
    full.settle()
    assert secrets(full) == []
    assert holding(settings.data_dir)
    reader.close()
    index = open_index(settings, embedder)
    index.settle()
    assert (index.store.pending(), holding(settings.data_dir)) == ([], [])
    agreed(index)


def test_pruning_spares_what_another_has_put_in_meanwhile(settings, embedder, folder):
    def meanwhile(*_):
        write(folder, "late", "The rowing club of Marenholt won the race. Its crew was young.")
        open_assistant(settings, embedder).ingest(folder)

    assistant = open_assistant(settings, embedder)
    report = assistant.ingest(folder, meanwhile, prune=True)
    assert (report.removed, len(assistant.articles())) == (0, 3)


def test_one_id_is_not_taken_for_its_letters(settings, embedder, folder):
    assistant = open_assistant(settings, embedder)
    assistant.ingest(folder)
    [first, second] = assistant.find()
    assert (assistant.heirs("x"), assistant.remove("x")) == ([], 0)
    assert (assistant.remove(first), assistant.find()) == (1, [second])


def test_all_that_is_removed_is_hidden_before_any_of_it_is_wiped(full, monkeypatch):
    monkeypatch.setattr(sql, "_AT_ONCE", 1)  # as thousands, which go in groups
    monkeypatch.setattr(Store, "wipe", _killed)
    with pytest.raises(Killed):
        full.remove(list(full.store.articles()))
    assert full.store.articles() == {}
