"""Putting articles in, listing, showing and removing them."""

import json
from zipfile import ZipFile

import pytest

from assistant.index.store import Store
from assistant.index.vectors import Vectors
from tests.cli.conftest import CLUB, failed
from tests.conftest import write


def test_ingest_reports_what_it_did_and_what_it_left_out(run, tmp_path):
    write(tmp_path / "in", "club", CLUB)
    (tmp_path / "in" / "empty [red] [x].md").write_text("")
    code, out, err = run("ingest", tmp_path / "in", tmp_path / "nowhere")
    assert (code, out) == (0, "")
    assert "1 added, 0 updated, 0 unchanged; 1 passages embedded." in err
    assert "empty [red] [x].md: it is empty" in err
    assert "nowhere: there is no such file or folder" in err
    assert "1 unchanged; 0 passages" in run("ingest", tmp_path / "in")[2]


def test_ingest_of_nothing_fails_and_names_what_is_missing(run, tmp_path):
    code, out, err = run("ingest", tmp_path / "nowhere")
    assert (code, out) == (1, "")
    assert "nowhere: there is no such file or folder" in err


def test_the_name_of_a_file_in_an_archive_does_not_steer_the_terminal(run, tmp_path):
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a\x1b[31m\x1b]0;b\x07.txt", "")
    for command in ("ingest", "extract"):
        code, _, err = run(command, tmp_path / "a.zip")
        assert (code, "]0;b" in err) == (1, True)
        assert err.replace("\n", "").isprintable()


def test_ingest_with_prune_removes_articles_of_files_that_are_gone(run, folder, tmp_path):
    write(tmp_path / "other", "museum", "The clock museum in Brenn opens again in March.")
    run("ingest", tmp_path / "other")
    (tmp_path / "other" / "museum.md").unlink()
    (folder / "club.md").unlink()
    assert "1 removed" in run("ingest", "--prune", folder)[2]
    titles = {a["title"] for a in json.loads(run("list", "--json")[1])}
    assert titles == {"call", "museum"}
    assert "removed" not in run("ingest", "--prune", folder)[2]


def test_the_ids_that_list_shows_can_be_removed(run, folder):
    ids = [a["id"] for a in json.loads(run("list", "--json")[1])]
    assert len(ids) == 2
    code, _, err = run("remove", ids[0], "unknown")
    assert (code, "Removed 1 of 2." in err, "index: unknown." in err) == (1, True, True)
    assert run("remove", ids[1])[0] == 0
    assert json.loads(run("list", "--json")[1]) == []


def test_articles_of_an_outlet_or_before_a_day_can_be_removed(run, folder):
    assert run("remove", "--before", "2026-02-05")[0] == 0
    assert [a["title"] for a in json.loads(run("list", "--json")[1])] == ["call"]
    write(folder, "club", CLUB, source="Gazette")
    run("ingest", folder)
    code, _, err = run("remove", "--source", "gazette")
    assert (code, "Removed 1 of 1." in err) == (0, True)
    failed(run("remove", "--source", "gazette"), "No article fits")


def test_removing_an_original_tells_who_has_printed_it_too(run, folder):
    text = (
        f"{CLUB} The boat was built in the harbour and named after the mayor of the town. "
        "Four thousand people stood on both banks and on the old bridge to see the finish. "
        "The club wants to spend the prize on a roof for its boats before the winter comes."
    )
    for outlet in ("Courier", "Gazette", "Tribune"):
        write(folder.parent / "wire", outlet, text, title="Race", source=f"Tarn {outlet}")
    run("ingest", folder.parent / "wire")
    shown = json.loads(run("list", "--json")[1])
    (original,) = [a for a in shown if (a["source"] or "").startswith("Tarn")]
    err = run("remove", original["id"])[2]
    others = sorted({"Tarn Courier", "Tarn Gazette", "Tarn Tribune"} - {original["source"]})
    assert f"Texts that others printed too stay, as theirs: {', '.join(others)}." in err
    assert "stay" not in run("remove", "--before", "2026-02-05")[2]


def test_a_killed_removal_is_finished_by_whatever_command_comes_next(run, folder, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Vectors, "delete", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert run("remove", "--source", "Gazette")[0] == 130
    files = [f for f in (tmp_path / "data").rglob("*") if f.is_file()]
    assert any(b"marenholt" in f.read_bytes().lower() for f in files)
    assert json.loads(run("status", "--json")[1])["passages"] == 1
    assert not any(b"marenholt" in f.read_bytes().lower() for f in files if f.exists())


def test_an_interrupted_ingest_says_that_it_can_be_taken_up_again(run, tmp_path, monkeypatch):
    write(tmp_path / "in", "club", CLUB)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        code, _, err = run("ingest", tmp_path / "in")
    assert (code, "same command goes on" in err) == (130, True)
    assert "1 added" in run("ingest", tmp_path / "in")[2]


def test_extract_shows_what_would_be_stored_and_stores_nothing(run, tmp_path):
    path = write(tmp_path / "in", "club", CLUB, source="Gazette")
    code, out, err = run("extract", path)
    assert (code, err) == (0, "")
    assert "source: Gazette" in out
    assert "published: 2026-02-04 (front-matter)" in out
    assert CLUB in out
    (article,) = json.loads(run("extract", path, "--url", "https://a.example/club", "--json")[1])
    assert (article["url"], article["text"]) == ("https://a.example/club", CLUB)
    assert json.loads(run("list", "--json")[1]) == []


def test_columns_of_a_dump_can_be_named(run, tmp_path):
    dump = tmp_path / "dump.jsonl"
    dump.write_text(json.dumps({"kop": "Race", "artikel": CLUB}))
    (article,) = json.loads(
        run("extract", dump, "--field", "text=artikel", "--field", "title=kop", "--json")[1]
    )
    assert (article["title"], article["text"]) == ("Race", CLUB)
    failed(run("extract", dump, "--field", "artikel"), "--field", "'artikel'")


def test_history_shows_the_sentences_that_were_taken_out_and_put_in(run, folder):
    write(folder, "club", CLUB.replace("autumn", "winter"), source="Gazette")
    assert "1 updated" in run("ingest", folder)[2]
    (current,) = (a for a in json.loads(run("list", "--json")[1]) if a["title"] == "club")
    code, out, err = run("history", current["id"])
    assert (code, err) == (0, "")
    assert "- The rowing club of Marenholt won the autumn race on the river." in out
    assert "+ The rowing club of Marenholt won the winter race on the river." in out
    assert "Its crew was young." not in out
    versions = json.loads(run("history", current["id"], "--json")[1])
    assert [v["text"] for v in versions] == [CLUB, CLUB.replace("autumn", "winter")]
    assert run("history", versions[0]["id"])[1] == out
    failed(run("history", "unknown"), "unknown", "assistant list")


def test_the_address_that_a_page_was_saved_from_does_not_steer_the_terminal(run, tmp_path):
    saved = "<!-- saved from url=(0026)https://a.example/\x1b]0;b\x07 -->"
    story = f"<article><h1>Race</h1><p>{CLUB}</p></article>"
    (tmp_path / "a.html").write_text(f"<html>{saved}<body>{story}</body></html>")
    code, out, _ = run("extract", tmp_path / "a.html")
    assert (code, "]0;b" in out) == (0, True)
    assert out.replace("\n", "").isprintable()


def test_an_article_that_is_named_twice_is_removed_once(run, folder):
    one, _ = (a["id"] for a in json.loads(run("list", "--json")[1]))
    code, _, err = run("remove", one, one)
    assert (code, "Removed 1 of 1." in err) == (0, True)
