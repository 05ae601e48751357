"""From a folder to the three stores, and back out of them."""

import json
import math
import signal
import sqlite3
import subprocess
import sys
from itertools import chain

import pytest

from assistant.index import ingestion
from assistant.index.index import Index
from assistant.index.ingestion import ingest_pages
from assistant.index.store import Store
from assistant.intake import IngestReport
from assistant.retrieve.search import Search
from assistant.sources.local import dumps
from assistant.sources.local.files import pages
from assistant.types import Filters, Passage
from tests.conftest import open_index, write

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
MUSEUM = "Il museo degli orologi di Brenn riapre domenica. I visitatori entrano gratis fino a sera."


@pytest.fixture
def folder(tmp_path):
    write(tmp_path / "in", "club", CLUB)
    write(tmp_path / "in", "museum", MUSEUM, "it")
    return tmp_path / "in"


def ingest(index: Index, folder) -> IngestReport:
    return ingest_pages(index, pages([folder], 1_000_000))


def stored(index: Index) -> list[set[str]]:
    """Ids of the passages in SQL, Chroma and the lexical index, with nothing filtered."""
    tables = {
        "articles.db": "SELECT id FROM passages",
        "chroma/chroma.sqlite3": "SELECT embedding_id FROM embeddings",
        "lexical.db": "SELECT id FROM passages",
    }
    return [
        {row[0] for row in sqlite3.connect(index.settings.data_dir / name).execute(ids)}
        for name, ids in tables.items()
    ]


def written(index: Index) -> list[Passage]:
    """The passages of all articles."""
    return list(chain.from_iterable(index.store.all_passages()))


def agreed(index: Index) -> set[str]:
    """The passages of the visible articles; all three stores hold exactly these."""
    visible = set(index.store.passage_ids(list(index.store.articles())))
    _ = index.lexical
    assert stored(index) == [visible] * 3
    return visible


def test_a_folder_becomes_articles_and_passages_with_true_offsets(index, folder):
    report = ingest(index, folder)
    assert (report.added, report.skipped, report.passages) == (2, (), len(agreed(index)))
    articles = index.store.articles()
    assert {a.language for a in articles.values()} == {"en", "it"}
    for passage in written(index):
        text = articles[passage.article_id].text
        assert text[passage.start : passage.end] == passage.text
        assert len(passage.sentences) == 2
        for sentence in passage.sentences:
            assert text[sentence.start : sentence.end] == sentence.text


def test_ingesting_again_embeds_nothing(index, folder):
    ingest(index, folder)
    before = agreed(index)
    assert ingest(index, folder) == IngestReport(unchanged=2)
    assert agreed(index) == before


def test_a_changed_file_replaces_its_passages(index, folder):
    ingest(index, folder)
    old = {p.id for p in written(index) if "club" in p.text}
    write(folder, "club", CLUB.replace("won", "lost"))
    report = ingest(index, folder)
    assert (report.updated, report.unchanged, report.passages) == (1, 1, 1)
    assert old
    assert not old & agreed(index)
    assert [p.text for p in written(index) if "club" in p.text] == [CLUB.replace("won", "lost")]


def test_a_removed_article_is_gone_and_comes_back_when_ingested_again(index, folder):
    ingest(index, folder)
    club = next(id_ for id_, a in index.store.articles().items() if a.text == CLUB)
    assert index.remove([club, "unknown"]) == 1
    assert [p.text for p in written(index)] == [MUSEUM]
    assert len(agreed(index)) == 1
    assert ingest(index, folder).passages == 1
    assert club in index.store.articles()
    assert len(agreed(index)) == 2


def test_the_same_content_at_two_paths_is_one_article_until_both_are_gone(index, folder):
    copy = folder / "copy.md"
    copy.write_bytes((folder / "club.md").read_bytes())
    assert ingest(index, folder) == IngestReport(added=2, unchanged=1, passages=2)
    assert len(index.store.articles()) == 2
    assert index.forget_pages([copy.as_uri()]) == 0
    assert len(agreed(index)) == 2
    assert index.forget_pages([(folder / "club.md").as_uri()]) == 1
    assert [p.text for p in written(index)] == [MUSEUM]


def test_what_cannot_be_read_is_reported_and_the_rest_goes_in(index, folder):
    (folder / "empty.md").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x89PNG\x00\x01")
    report = ingest(index, folder)
    assert report.added == 2
    assert [s.item.rsplit("/")[-1] for s in report.skipped] == ["binary.txt", "empty.md"]
    assert all(s.reason for s in report.skipped)


def test_every_line_of_a_file_is_an_article_and_a_broken_line_is_named(index, tmp_path):
    lines = [f'{{"title": "{t}", "text": "{text}"}}' for t, text in (("a", CLUB), ("b", MUSEUM))]
    (tmp_path / "feed.jsonl").write_text("\n".join([lines[0], '{"text": "cut', lines[1]]))
    report = ingest(index, tmp_path / "feed.jsonl")
    assert report.added == len(index.store.articles()) == 2
    assert [s.item.rsplit("#")[-1] for s in report.skipped] == ["L2"]


def test_a_dump_is_read_again_when_its_columns_are_named_otherwise(settings, embedder, tmp_path):
    row = {"title": "Race", "text": CLUB, "langfassung": f"{CLUB} {CLUB}"}
    (tmp_path / "dump.jsonl").write_text(json.dumps(row))
    assert ingest(open_index(settings, embedder), tmp_path / "dump.jsonl").added == 1
    renamed = settings.model_copy(update={"fields": (("text", "langfassung"),)})
    index = open_index(renamed, embedder)
    assert ingest(index, tmp_path / "dump.jsonl").updated == 1
    assert [a.text for a in index.store.articles().values()] == [f"{CLUB} {CLUB}"]
    assert ingest(index, tmp_path / "dump.jsonl") == IngestReport(unchanged=1)
    assert len(agreed(index)) == 1


def test_rows_put_at_the_top_of_a_dump_embed_nothing_but_themselves(index, tmp_path, monkeypatch):
    monkeypatch.setattr(dumps, "_PART", 300)
    rows = [json.dumps({"text": f"Town number {n} opened a bridge. {CLUB}"}) for n in range(9)]
    (tmp_path / "dump.jsonl").write_text("\n".join(rows[3:]))
    assert ingest(index, tmp_path / "dump.jsonl").added == 6
    (tmp_path / "dump.jsonl").write_text("\n".join(rows))
    report = ingest(index, tmp_path / "dump.jsonl")
    assert (report.added, report.passages, report.unchanged) == (3, 3, 6)
    (tmp_path / "dump.jsonl").write_text("\n".join(rows[:2] + rows[3:]))
    ingest(index, tmp_path / "dump.jsonl")
    assert len(index.store.articles()) == 8
    assert len(agreed(index)) == 8


def test_progress_counts_inputs_and_passages_and_names_what_became_of_each(
    index, folder, monkeypatch
):
    monkeypatch.setattr(ingestion, "_BATCH_SECONDS", math.inf)
    seen = []
    (folder / "empty.md").write_bytes(b"")
    ingest_pages(index, pages([folder], 1_000_000), lambda *done: seen.append(done))
    ((items, passages, taken),) = seen
    assert (items, passages) == (3, 2)
    assert [(t.outcome, t.note) for t in taken] == [
        ("skipped", "it is empty"),
        ("added", "club"),
        ("added", "museum"),
    ]


def test_a_changed_article_keeps_its_old_version_unseen(index, folder):
    ingest(index, folder)
    old = next(a for a in index.store.articles().values() if a.text == CLUB)
    write(folder, "club", CLUB.replace("won", "lost"))
    assert ingest(index, folder).updated == 1
    (_, new) = index.store.versions(old.id)
    assert index.store.versions(new.id)[0] == old
    assert old.id not in {p.article_id for p in written(index)}
    assert index.remove([new.id]) == 1
    assert index.store.article(old.id) is None


def _reprinted(folder):
    """A long text, and the same under another masthead and headline."""
    subjects = ("The mayor", "A driver", "The council", "An engineer", "One neighbour")
    text = " ".join(
        f"{subjects[n % 5]} of quarter {n} told the newspaper that bridge {n * 7} would be "
        f"closed for {n + 3} weeks while workers replace beam {n * 11}."
        for n in range(12)
    )
    write(folder, "original", text, source="Agency")
    write(folder, "reprint", text, source="Courier", title="Bridges to close")
    return text


def test_a_reprint_is_stored_once_for_retrieval_with_all_its_outlets(index, tmp_path):
    _reprinted(tmp_path / "in")
    report = ingest(index, tmp_path / "in")
    assert (report.added, report.reprints) == (1, 1)
    (original,) = index.store.articles().values()
    (copies,) = index.store.reprints([original.id]).values()
    assert {original.source} | {a.source for a in copies} == {"Agency", "Courier"}
    search = Search(index)
    hits = search.hits("How long will the bridge be closed?", "en", 10, Filters())
    evidence = search.evidence("How long will the bridge be closed?", "en", hits, 6)
    assert {e.also_in for e in evidence} == {("Courier",)}
    for outlet, found in (("Agency", True), ("Courier", True), ("Gazette", False)):
        hits = search.hits("bridge", "en", 10, Filters(sources=(outlet,)))
        assert bool(hits) is found
    assert len({e.sentence.text for e in evidence}) == len(evidence)


def test_a_reprint_takes_the_place_of_a_removed_original(index, tmp_path):
    _reprinted(tmp_path / "in")
    ingest(index, tmp_path / "in")
    (original,) = index.store.articles()
    before = len(agreed(index))
    assert index.remove([original]) == 1
    (heir,) = index.store.articles().values()
    assert (heir.id != original, heir.source) == (True, "Courier")
    assert len(agreed(index)) == before


def test_a_reprint_takes_the_place_of_an_original_that_cannot_be_wiped_yet(index, tmp_path):
    _reprinted(tmp_path / "in")
    ingest(index, tmp_path / "in")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Store, "wipe", _interrupt)
        index.remove(list(index.store.articles()))
    assert agreed(index)


def test_an_heir_that_was_not_embedded_before_a_kill_is_embedded_by_the_next_run(
    settings, embedder, tmp_path
):
    _reprinted(tmp_path / "in")
    index = open_index(settings, embedder)
    ingest(index, tmp_path / "in")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Store, "bare", _interrupt)
        index.remove(list(index.store.articles()))
    index = open_index(settings, embedder)
    ingest(index, tmp_path / "in")
    assert len(agreed(index)) > 0


def _interrupt(*values):
    raise KeyboardInterrupt


_INGEST = """
import sys
from itertools import chain
from pathlib import Path
from assistant.index import ingestion
from assistant.index.index import Index
from assistant.settings import Settings
from assistant.sources.local.files import pages
ingestion._BATCH_BYTES = 3000
folder, data_dir = map(Path, sys.argv[1:])
index = Index(Settings(data_dir=data_dir))
def tell(items, passages, taken):
    print(items, flush=True)
    if items > 40:  # it is slow to be killed: there must be something left to do
        sys.stdin.read()
ingestion.ingest_pages(index, pages([folder], 10**6), tell)
"""


def test_a_kill_in_the_middle_leaves_an_index_that_opens_and_the_next_run_finishes(
    settings, embedder, tmp_path
):
    folder = tmp_path / "many"
    for n in range(60):
        text = f"Town number {n} opened a bridge. It is {n + 20} metres long. " * 6
        write(folder, f"town-{n:02}", text, language="en" if n % 2 else "nl")
    command = [sys.executable, "-c", _INGEST, str(folder), str(settings.data_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        for _ in range(2):
            assert process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    index = open_index(settings, embedder)
    articles = index.store.articles()
    assert 0 < len(articles) < 60
    hits = Search(index).hits("Which town opened a bridge?", "en", 100, Filters())
    assert {h.passage.article_id for h in hits} <= articles.keys()
    assert {h.passage.id for h in hits} >= set(index.store.passage_ids(list(articles)))
    report = ingest(index, folder)
    assert (report.unchanged, report.added) == (len(articles), 60 - len(articles))
    assert len(index.store.articles()) == 60
    assert len(agreed(index)) >= 60
