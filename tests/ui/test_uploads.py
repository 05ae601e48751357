"""What a reader gives to be added."""

import asyncio
import errno
import shutil
from pathlib import Path
from threading import Event

import pytest

from assistant.errors import SourceError
from assistant.index.ingestion import silent
from assistant.intake import Taken
from assistant.ui import uploads
from assistant.ui.adding import adding
from assistant.ui.page import launch
from assistant.ui.running import Runner
from assistant.ui.uploads import Given, addresses, ingest, keep
from tests.ui.fake import fake_assistant


def test_addresses_are_lines_and_may_lack_their_scheme() -> None:
    lines = "  https://a.example/1 \n\nb.example\r\nHTTP://c.example:8080/x\nd.example:443/y"
    assert addresses(lines)[0] == [
        "https://a.example/1",
        "https://b.example",
        "HTTP://c.example:8080/x",
        "https://d.example:443/y",
    ]


@pytest.mark.parametrize(
    "line",
    ["/etc/passwd", "../secret.txt", "~/a.txt", "C:\\a.txt", "file:/etc/passwd", "\x00/etc/passwd"],
)
def test_a_path_of_the_server_is_never_a_target(line: str) -> None:
    urls, _ = addresses(line)
    assert all(url.startswith("https://") for url in urls)


@pytest.mark.parametrize("line", ["file:///etc/passwd", "ftp://a.example/", "FILE://x/y"])
def test_other_schemes_are_left_out_with_the_reason(line: str) -> None:
    urls, strange = addresses(line)
    assert urls == []
    assert [(s.item, s.outcome) for s in strange] == [(line, "skipped")]
    assert "only http and https" in strange[0].note


def test_words_are_no_address_and_may_be_pasted_elsewhere() -> None:
    urls, strange = addresses("The bridge opens on Monday.\nhttps://a.example/1")
    assert urls == ["https://a.example/1"]
    assert [(s.item, s.outcome) for s in strange] == [("The bridge opens on Monday.", "skipped")]
    assert "its own box" in strange[0].note


def test_of_two_uploads_with_one_name_the_second_is_named_as_left_out(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "index.html", tmp_path / "b" / "index.html"
    for path in (first, second):
        path.parent.mkdir()
        path.write_text(str(path))
    kept, doubled = keep(Given("", [first, second]), tmp_path / "uploads")
    assert [p.read_text() for p in kept] == [str(first)]
    assert [d.item for d in doubled] == ["index.html"]


def test_progress_tells_uploads_by_their_names_not_by_the_servers_paths(tmp_path: Path) -> None:
    upload = tmp_path / "un articolo.txt"
    upload.write_text("Un articolo.")
    assistant, fake = fake_assistant(tmp_path / "data")
    told: list[Taken] = []

    def tell(items: int, passages: int, taken: list[Taken]) -> None:
        told.extend(taken)

    given = Given("file:///etc/passwd\nhttps://a.example/new", [upload])
    ingest(assistant, given, tell, Event())
    assert [t.item for t in told] == [
        "file:///etc/passwd",
        "un articolo.txt",
        "https://a.example/new",
    ]
    uploads = fake.settings.data_dir.resolve() / ".uploads"
    assert fake.ingested == [uploads / "un articolo.txt", "https://a.example/new"]
    assert list(uploads.iterdir()) == []


def test_an_upload_that_is_in_leaves_no_copy_of_its_own_on_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    upload, elsewhere = tmp_path / "gradio" / "hash" / "a.txt", tmp_path / "b.txt"
    upload.parent.mkdir(parents=True)
    for path in (upload, elsewhere):
        path.write_text("An article.")
    assistant, _ = fake_assistant(tmp_path / "data")

    async def added() -> list[object]:
        given = Given("", [upload, elsewhere])
        return [shown async for shown in adding(assistant, Runner(), given)]

    assert asyncio.run(added())[-1][:3] == ("", None, "")
    assert (upload.exists(), elsewhere.exists()) == (False, True)


def test_an_upload_that_brings_nothing_stays_to_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "a.txt").write_text(" ")
    assistant, _ = fake_assistant(tmp_path / "data")

    async def added() -> None:
        async for _ in adding(assistant, Runner(), Given("", [tmp_path / "a.txt"])):
            pass

    asyncio.run(added())
    assert (tmp_path / "a.txt").exists()


def test_what_a_killed_ingest_has_kept_is_gone_when_the_page_is_served_again(
    tmp_path: Path,
) -> None:
    assistant, _ = fake_assistant(tmp_path)
    (upload,), _ = keep(Given("", text="An article."), tmp_path / ".uploads")
    launch(assistant).close(verbose=False)
    assert not upload.exists()


def test_pasted_texts_are_text_files_of_different_names(tmp_path: Path) -> None:
    kept = [
        keep(Given("", text=text), tmp_path / "uploads")[0][0]
        for text in ("Headline\n\nThe bridge is open. \ud800", "Headline\n\nThe bridge is shut.")
    ]
    assert [p.suffix for p in kept] == [".txt", ".txt"]
    assert [p.read_text("utf-8").split()[-1] for p in kept] == ["?", "shut."]
    assert keep(Given("", text=" \n"), tmp_path / "uploads") == ([], [])


def test_uploads_that_cannot_be_kept_are_an_error_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    (tmp_path / "a.txt").write_text("An article.")
    assistant, _ = fake_assistant(tmp_path / "data")
    with pytest.raises(SourceError, match=r"cannot be kept in .*uploads: Not a directory"):
        ingest(assistant, Given("", [tmp_path / "a.txt"]), silent, Event())


def test_a_folder_of_uploads_that_is_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    own = tmp_path / "uploads" / "article.txt"
    own.parent.mkdir()
    own.write_text("An article.")
    assistant, _ = fake_assistant(tmp_path)
    ingest(assistant, Given("", [own]), silent, Event())
    launch(assistant).close(verbose=False)
    assert own.read_text() == "An article."


def test_uploads_that_the_disk_has_no_room_for_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(source: Path, target: Path) -> Path:
        shutil.copyfile(source, target)
        if source.name == "b.txt":
            raise OSError(errno.ENOSPC, "No space left on device")
        return target

    monkeypatch.setattr(uploads, "copyfile", copy)
    given = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in given:
        path.write_text("An article.")
    with pytest.raises(SourceError, match="No space left"):
        keep(Given("", given), tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []
