"""What must hold of an index when something goes wrong."""

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from filelock import FileLock

from assistant.errors import FingerprintError, IndexStoreError
from assistant.index.index import Index
from assistant.index.ingestion import ingest_pages
from assistant.index.lexical import Lexical
from assistant.index.store import Store
from assistant.index.vectors import Vectors
from assistant.retrieve.search import Search
from assistant.settings import Settings
from assistant.sources.local.files import pages
from assistant.types import Filters
from tests.conftest import open_index, write
from tests.test_ingestion import CLUB, MUSEUM, agreed, ingest, written


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "in", "club", CLUB)
    write(tmp_path / "in", "museum", MUSEUM, "it")
    return tmp_path / "in"


class Killed(BaseException):
    """As sudden as a signal: nothing catches it."""


def _killed(*values: object) -> None:
    raise Killed


_STEPS = [
    (Store, "begin"), (Vectors, "upsert"), (Lexical, "upsert"), (Store, "publish"),
    (Vectors, "delete"), (Lexical, "delete"), (Store, "forget"), (Store, "finish"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "step"), _STEPS, ids=[f"{p.__name__}.{s}" for p, s in _STEPS])
def test_wherever_a_change_is_cut_off_the_next_run_finishes_it(
    settings, embedder, folder, part, step
):
    index = open_index(settings, embedder)
    ingest(index, folder)
    write(folder, "club", f"{CLUB} Their boat was called Swift.")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(part, step, _killed)
        ingest(index, folder)
    index = open_index(settings, embedder)
    hits = Search(index).hits("Who won the race?", "en", 10, Filters())
    assert {h.passage.article_id for h in hits} <= index.store.articles().keys()
    ingest(index, folder)
    assert len(agreed(index)) == 2
    assert {p.text for p in written(index)} == {f"{CLUB} Their boat was called Swift.", MUSEUM}


_DELETING = [(Store, "withdraw"), *_STEPS[-4:]]


@pytest.mark.parametrize(
    ("part", "step"), _DELETING, ids=[f"{p.__name__}.{s}" for p, s in _DELETING]
)
def test_wherever_a_removal_is_cut_off_the_next_run_finishes_it(
    settings, embedder, folder, part, step
):
    index = open_index(settings, embedder)
    ingest(index, folder)
    (folder / "museum.md").unlink()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(part, step, _killed)
        index.forget_pages([(folder / "museum.md").as_uri()])
    index = open_index(settings, embedder)
    ingest(index, folder)
    assert len(agreed(index)) == 1
    assert [p.text for p in written(index)] == [CLUB]


def test_a_lost_lexical_index_is_rebuilt_from_the_passages(settings, embedder, folder):
    ingest(open_index(settings, embedder), folder)
    for file in settings.data_dir.glob("lexical.db*"):
        file.unlink()
    index = open_index(settings, embedder)
    assert len(index.lexical.by_terms("rowing clubs", "en", 5)) == 1
    assert len(agreed(index)) == 2


def test_a_change_to_an_index_just_opened_writes_no_terms_anew(settings, embedder, folder):
    ingest(open_index(settings, embedder), folder)
    write(folder, "choir", "The choir of Velda sang for the first time in its own hall.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lexical, "rebuild", _killed)
        ingest(open_index(settings, embedder), folder)
        index = open_index(settings, embedder)
        index.remove(list(index.store.articles())[:1])
    assert len(agreed(open_index(settings, embedder))) == 2


@pytest.mark.parametrize(("part", "file"), [("store", "articles.db"), ("lexical", "lexical.db")])
def test_a_damaged_database_is_one_clear_error(settings, embedder, part, file):
    settings.data_dir.mkdir()
    (settings.data_dir / file).write_bytes(b"This is no database. " * 500)
    with pytest.raises(IndexStoreError, match=rf"{file}.*not a database") as error:
        getattr(open_index(settings, embedder), part)
    assert "\n" not in str(error.value)


def test_an_index_of_another_embedding_model_is_refused(settings, embedder, folder):
    ingest(open_index(settings, embedder), folder)
    index = open_index(settings, embedder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedder, "fingerprint", "another-model/384")
        with pytest.raises(FingerprintError, match="another-model/384"):
            _ = index.vectors


def test_an_index_of_passages_of_another_length_is_refused(settings, embedder, folder):
    ingest(open_index(settings, embedder), folder)
    shorter = settings.model_copy(update={"passage_tokens": 120})
    with pytest.raises(FingerprintError, match=r"of 256 tokens.* of 120 tokens"):
        _ = open_index(shorter, embedder).vectors


def test_a_second_writer_waits_and_then_says_so(settings, embedder, folder):
    impatient = Settings(data_dir=settings.data_dir, timeout=0.05)
    index = open_index(impatient, embedder)
    with (
        FileLock(settings.data_dir / "write.lock"),
        pytest.raises(IndexStoreError, match="Another process is writing"),
    ):
        ingest(index, folder)
    assert ingest(index, folder).added == 2


@pytest.mark.parametrize("below", ["", "data"])
def test_a_file_in_place_of_the_data_folder_is_one_sentence_with_the_remedy(
    tmp_path, embedder, below
):
    (tmp_path / "file").write_text("occupied")
    with pytest.raises(IndexStoreError, match=r"file.*cannot be made.*--data-dir") as error:
        open_index(Settings(data_dir=tmp_path / "file" / below), embedder)
    assert "\n" not in str(error.value)


def test_vectors_that_are_gone_are_an_index_error(index, folder):
    _ = index.vectors
    for file in (index.settings.data_dir / "chroma").iterdir():
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    with pytest.raises(IndexStoreError, match=r"chroma cannot be used.*disk"):
        ingest(index, folder)


@pytest.mark.parametrize("part", ["articles.db", "chroma", "lexical.db", "write.lock"])
def test_a_part_that_cannot_be_opened_is_an_index_error(settings, embedder, folder, part):
    occupied = settings.data_dir / part
    if part == "chroma":
        settings.data_dir.mkdir()
        occupied.write_text("occupied")
    else:
        (occupied / "sub").mkdir(parents=True)
    with pytest.raises(IndexStoreError) as error:
        ingest_pages(open_index(settings, embedder), pages([folder], 10**6))
    assert "\n" not in str(error.value)


def test_sentence_vectors_are_kept_with_their_passages(index, folder, embedder):
    ingest(index, folder)
    club = next(p for p in written(index) if "club" in p.text)
    (matrix,) = index.store.sentence_vectors([club.id], embedder.dimensions).values()
    again = embedder.embed_passages([f"{club.title}. {s.text}" for s in club.sentences])
    assert np.allclose(matrix, again, atol=1e-3)


def test_an_index_made_before_speakers_were_told_learns_them_when_it_is_opened(
    settings, embedder, tmp_path, monkeypatch
):
    write(tmp_path / "in", "club", f'"{CLUB}" said Ada Holt, the captain.')
    monkeypatch.setattr(
        "assistant.index.chunking.speakers", lambda text, spans, _: [None] * len(spans)
    )
    monkeypatch.setattr("assistant.speech.VERSION", 0)
    index = open_index(settings, embedder)
    ingest(index, tmp_path / "in")
    vectors = [index.vectors.get([p.id])[1].tolist() for p in written(index)]
    monkeypatch.undo()
    index = open_index(settings, embedder)
    index.name_speakers()
    assert {s.speaker for p in written(index) for s in p.sentences} == {"Ada Holt"}
    assert [index.vectors.get([p.id])[1].tolist() for p in written(index)] == vectors
    assert open_index(settings, embedder).vectors.has_speakers


def test_a_folder_that_cannot_be_written_is_an_error_that_says_what_to_do(settings, monkeypatch):
    Index(settings)
    monkeypatch.setattr(os, "access", lambda path, _: path != settings.data_dir)
    with pytest.raises(IndexStoreError, match="copy it and give the copy"):
        Index(settings)


def test_an_index_whose_vectors_are_gone_says_so_instead_of_finding_nothing(
    settings, embedder, folder
):
    ingest(open_index(settings, embedder), folder)
    SharedSystemClient.clear_system_cache()  # as in another process
    shutil.rmtree(settings.data_dir / "chroma")
    with pytest.raises(IndexStoreError, match=r"vectors .* are gone.*--data-dir"):
        Search(open_index(settings, embedder)).hits("Who won?", "en", 10, Filters())


def test_vectors_that_go_while_they_are_in_use_are_an_error_and_no_refusal(
    settings, embedder, folder
):
    index = open_index(settings, embedder)
    ingest(index, folder)
    search = Search(index)
    assert search.hits("Who won the race?", "en", 10, Filters())
    shutil.rmtree(settings.data_dir / "chroma")
    for _ in range(2):
        with pytest.raises(IndexStoreError, match=r"chroma was removed or replaced.*again"):
            search.hits("Who won the race?", "en", 10, Filters())


def test_a_part_is_opened_once_however_many_threads_ask_first(settings, embedder, monkeypatch):
    opened = []

    def opening(_):
        opened.append(1)
        time.sleep(0.2)
        return embedder

    monkeypatch.setattr("assistant.index.index.open_embedder", opening)
    index = Index(settings)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: index.embedder, range(4)))
    assert (len(opened), set(found)) == (1, {embedder})
