import os
from datetime import datetime, timezone
from pathlib import Path

import pytest

from assistant.sources.files import pages
from assistant.types import Page, Skipped

LIMIT = 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.TXT").write_text("Two.")
    (tmp_path / "a.md").write_text("One.")
    (tmp_path / "z.jsonl").write_text("{}")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / ".hidden.md").write_text("No.")
    (tmp_path / "README.md").write_text("About this folder.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "description.md").write_text("No.")
    return tmp_path


def read(*paths: Path) -> tuple[list[Page], list[Skipped]]:
    found = list(pages(paths, LIMIT))
    read_pages = [page for page in found if isinstance(page, Page)]
    return read_pages, [skipped for skipped in found if isinstance(skipped, Skipped)]


def test_a_folder_gives_its_articles_in_order_without_hidden_and_other_files(folder):
    found, skipped = read(folder)
    names = [page.url.removeprefix(folder.resolve().as_uri()) for page in found]
    assert names == ["/a.md", "/z.jsonl", "/b/two.TXT"]
    assert skipped == []


def test_a_page_knows_its_kind_its_bytes_and_when_it_was_read(folder):
    before = datetime.now(timezone.utc)
    (page,), _ = read(folder / "a.md")
    assert (page.media_type, page.content) == ("text/markdown", b"One.")
    assert before <= page.fetched_at <= datetime.now(timezone.utc)


def test_a_hidden_folder_that_is_named_is_read(folder):
    found, _ = read(folder / ".git")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("photo.jpg", b"\xff\xd8", "files of this kind are not read"),
        ("empty.txt", b" \n ", "it is empty"),
        ("big.txt", b"x" * (LIMIT + 1), "it has 1,001 bytes; the limit is 1,000"),
    ],
)
def test_a_named_file_that_cannot_be_used_is_skipped_with_the_reason(
    tmp_path, name, content, reason
):
    path = tmp_path / name
    path.write_bytes(content)
    found, (skipped,) = read(path)
    assert found == []
    assert skipped.item == str(path)
    assert reason in skipped.reason


def test_a_path_that_does_not_exist_and_an_empty_folder_are_said(tmp_path):
    _, (missing, empty) = read(tmp_path / "no.md", tmp_path)
    assert missing.reason == "there is no such file or folder"
    assert "holds no articles" in empty.reason


def test_one_bad_file_does_not_stop_the_others(folder):
    (folder / "a.md").write_bytes(b"")
    found, skipped = read(folder)
    assert len(found) == 2
    assert [s.reason for s in skipped] == ["it is empty"]


def test_links_out_of_a_folder_are_not_followed(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("Secret.")
    (folder / "link.md").symlink_to(outside / "secret.md")
    (folder / "linked").symlink_to(outside)
    found, _ = read(folder)
    assert b"Secret." not in [page.content for page in found]


def test_a_broken_link_in_a_folder_is_skipped(folder):
    (folder / "broken.md").symlink_to(folder / "nowhere.md")
    found, (skipped,) = read(folder)
    assert len(found) == 3
    assert skipped.item.endswith("broken.md")


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    _, (skipped,) = read(folder)
    assert skipped.item.endswith("pipe.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_skipped(folder):
    (folder / "a.md").chmod(0)
    _, (skipped,) = read(folder)
    assert "cannot be read" in skipped.reason
