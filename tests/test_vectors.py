import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings as ChromaSettings

from assistant.errors import FingerprintError, IndexStoreError
from assistant.index.vectors import Vectors
from assistant.types import Filters
from tests.conftest import WEDNESDAY, passage

TELEMETRY_OFF = ChromaSettings(anonymized_telemetry=False)
ROOT = Path(__file__).parent.parent
ONE, TWO = np.eye(4, dtype=np.float32)[:2]
MINE, THEIRS = passage("uno", "it"), passage("two", "en", start=5, end=8)


@pytest.fixture
def vectors(tmp_path):
    return Vectors(tmp_path / "chroma", "model-a")


def write_elsewhere(folder: Path) -> None:
    """Another process writes a passage into the collection."""
    code = f"""
from pathlib import Path
from tests import test_vectors as t
t.Vectors(Path({str(folder)!r}) / "chroma", "model-a").upsert([t.THEIRS], t.TWO[None])
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_a_vector_comes_back_as_it_was_written(vectors):
    written = passage("Ciao!", "it", source="S", published=WEDNESDAY)
    vectors.upsert([written], ONE[None])
    read, matrix = vectors.get([written.id, "unknown"])
    assert read == [written.id]
    assert np.allclose(matrix, ONE)


def test_the_nearest_come_first_and_filters_hold(vectors):
    italian = passage("uno", "it", published=WEDNESDAY)
    english = passage("two", "en", start=5, end=8)
    vectors.upsert([italian, english], np.stack([ONE, TWO]))
    assert vectors.nearest(ONE, 2, Filters()) == [italian.id, english.id]
    assert vectors.nearest(ONE, 2, Filters(languages=("en",))) == [english.id]
    assert vectors.nearest(TWO, 2, Filters(published_to=WEDNESDAY)) == [italian.id]


def test_an_outlet_has_what_it_has_reprinted(vectors):
    own, other, reprinted = (
        passage(t, article_id=t, source=s) for t, s in (("a", "A"), ("b", "B"), ("c", "C"))
    )
    vectors.upsert([own, other, reprinted], np.stack([ONE, ONE, TWO]))
    found = vectors.nearest(ONE, 3, Filters(sources=("A",)), {"c"})
    assert found == [own.id, reprinted.id]


def test_an_index_of_another_version_is_an_error_that_says_what_to_do(tmp_path):
    client = chromadb.PersistentClient(path=str(tmp_path), settings=TELEMETRY_OFF)
    client.create_collection("passages", metadata={"fingerprint": "model-a"})
    with pytest.raises(IndexStoreError, match=r"another version.*--data-dir"):
        Vectors(tmp_path, "model-a")


def test_what_cannot_be_opened_is_the_same_error_each_time(tmp_path):
    (tmp_path / "chroma.sqlite3").write_bytes(b"This is no database. " * 500)
    for _ in range(2):
        with pytest.raises(IndexStoreError, match=r"opened.*disk"):
            Vectors(tmp_path, "model-a")


def test_deleted_passages_are_gone_and_unknown_ids_are_passed_over(vectors):
    one = passage("uno")
    vectors.upsert([one], ONE[None])
    vectors.delete([one.id, "unknown"])
    assert len(vectors) == 0
    assert vectors.nearest(ONE, 3, Filters()) == []


def test_an_index_of_another_embedding_model_is_refused_with_the_remedy(tmp_path, vectors):
    with pytest.raises(FingerprintError, match=r"model-a.*model-b.*--data-dir"):
        Vectors(tmp_path / "chroma", "model-b")


def test_what_another_process_writes_is_found_and_read_at_once(tmp_path, vectors):
    vectors.upsert([MINE], ONE[None])
    assert vectors.nearest(ONE, 2, Filters()) == [MINE.id]
    write_elsewhere(tmp_path)
    assert vectors.nearest(TWO, 1, Filters()) == [THEIRS.id]
    assert set(vectors.get([MINE.id, THEIRS.id])[0]) == {MINE.id, THEIRS.id}
    vectors.delete([MINE.id])
    assert vectors.nearest(ONE, 2, Filters()) == [THEIRS.id]


def test_what_could_not_be_opened_once_is_opened_anew_the_next_time(tmp_path, vectors, monkeypatch):
    def busy(**_):
        raise chromadb.errors.InternalError("database is locked")

    vectors.upsert([MINE], ONE[None])
    assert vectors.nearest(ONE, 2, Filters()) == [MINE.id]
    write_elsewhere(tmp_path)
    with monkeypatch.context() as patch, pytest.raises(IndexStoreError, match="is locked"):
        patch.setattr(chromadb, "PersistentClient", busy)
        vectors.nearest(TWO, 1, Filters())
    assert vectors.nearest(TWO, 1, Filters()) == [THEIRS.id]


def test_what_another_process_has_written_is_there_when_the_index_is_opened_again(tmp_path):
    first = Vectors(tmp_path / "chroma", "model-a")
    first.upsert([MINE], ONE[None])
    assert first.nearest(ONE, 2, Filters()) == [MINE.id]
    write_elsewhere(tmp_path)
    again = Vectors(tmp_path / "chroma", "model-a")
    assert again.nearest(TWO, 1, Filters()) == [THEIRS.id]


def test_several_threads_may_open_a_folder_at_once(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: Vectors(tmp_path / "chroma", "model-a"), range(4)))
    assert [len(vectors) for vectors in opened] == [0] * 4
