import gzip
import os
import shutil
from datetime import datetime, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest

from assistant.intake import Page, Skipped
from assistant.language.encodings import decoded
from assistant.sources.local.files import count, file_of, pages
from assistant.sources.targets import gone_from

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
        ("big.txt", b"x" * (LIMIT + 1), "it has more than 1,000 bytes"),
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


def test_a_link_to_itself_is_skipped(folder):
    (link := folder / "circle.md").symlink_to(link)
    found, (within, named) = read(folder, link)
    assert len(found) == 3
    assert "cannot be read" in within.reason
    assert named.reason == "there is no such file or folder"
    assert gone_from([link], [link.as_uri()], set(), [named]) == []


def test_a_name_that_no_file_can_have_is_said(tmp_path):
    pasted = tmp_path / ("A paragraph. " * 30)
    assert count([pasted]) == 1
    _, (skipped,) = read(pasted)
    assert skipped.reason == "there is no such file or folder"


def test_a_pipe_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    _, (skipped,) = read(folder)
    assert skipped.item.endswith("pipe.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_skipped(folder):
    (folder / "a.md").chmod(0)
    _, (skipped,) = read(folder)
    assert "cannot be read" in skipped.reason


PAGE = "<!DOCTYPE html><html><title>Crack</title><p>Größe ist relativ.</p></html>"
ADDRESS = "https://www.post.example/2026/02/crack"


def one(path: Path, content: bytes | str) -> Page | Skipped:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (found,) = pages([path], 10 * LIMIT)
    return found


@pytest.mark.parametrize("name", ["a.html.gz", "a.html"])
def test_a_gzipped_page_is_unpacked_whatever_it_is_called(tmp_path, name):
    found = one(tmp_path / name, gzip.compress(PAGE.encode()))
    assert (found.content.decode(), found.media_type) == (PAGE, "text/html")


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (gzip.compress(b"x" * 5_000_000), "it has more than 10,000 bytes"),
        (gzip.compress(PAGE.encode())[:-20], "it ends in the middle"),
        (
            gzip.compress(b"".join(map(str.encode, map(str, range(999)))))[:50] + b"?" * 99,
            "damaged",
        ),
    ],
    ids=["bomb", "cut off", "damaged"],
)
def test_a_gzipped_page_that_cannot_be_unpacked_is_skipped(tmp_path, packed, reason):
    assert reason in one(tmp_path / "a.html.gz", packed).reason


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", PAGE, "text/html"),
        ("a.txt", "\ufeff<!-- saved -->\n<html lang=de>", "text/html"),
        ("a.txt", "Use <html> with care.", "text/plain"),
        ("a.md", PAGE, "text/markdown"),
        ("a.html", "%PDF-1.7", "application/pdf"),
    ],
)
def test_what_a_file_is_counts_for_more_than_its_name(tmp_path, name, content, media_type):
    assert one(tmp_path / name, content).media_type == media_type


@pytest.mark.parametrize(
    "comment",
    [
        f"<!-- saved from url=(0039){ADDRESS} -->",
        f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Wed Feb 04 2026 -->",
    ],
)
def test_a_saved_page_knows_where_it_was(tmp_path, comment):
    path = tmp_path / "a.html"
    found = one(path, PAGE.replace("<html>", f"<html>{comment}"))
    assert (found.location, found.url) == (ADDRESS, path.resolve().as_uri())


@pytest.mark.parametrize("address", ["about:internet", "file:///etc/passwd", "http://[1/x"])
def test_an_address_that_is_not_of_the_web_is_none(tmp_path, address):
    found = one(tmp_path / "a.html", f"<!-- saved from url=(0014){address} -->{PAGE}")
    assert found.location is None


def mhtml(encoding: str, charset: str = "windows-1252", location: str = ADDRESS) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Crack"
    message["Snapshot-Content-Location"] = ADDRESS
    message.add_related(b"body{}", "text", "css")
    message.add_related(
        PAGE.encode(charset), "text", "html", cte=encoding, params={"charset": charset}
    )
    message.get_payload()[1]["Content-Location"] = location
    message.add_related(b"<html>An advertisement.</html>", "text", "html")
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.htm"])
def test_the_page_of_an_mhtml_file_is_read(tmp_path, name, encoding):
    found = one(tmp_path / name, mhtml(encoding))
    assert (decoded(found.content, found.media_type), found.location) == (PAGE, ADDRESS)
    assert found.media_type == "text/html; charset=windows-1252"


def test_an_mhtml_part_without_an_address_of_the_web_was_where_the_file_says(tmp_path):
    found = one(tmp_path / "a.mht", mhtml("base64", location="cid:part1"))
    assert found.location == ADDRESS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Content-Type: multipart/related; boundary=x\n\n--x\n\nNo page.\n--x--", "without a web"),
        (b"Content-Type: text/css\n\nbody{}", "without a web page"),
        (b"\0\xff" * 50, "without a web page"),
    ],
)
def test_an_mhtml_file_without_a_page_is_skipped(tmp_path, content, reason):
    assert reason in one(tmp_path / "a.mht", content).reason


def test_an_mhtml_file_that_nests_without_end_is_skipped(tmp_path):
    parts = "".join(
        f"Content-Type: multipart/related; boundary=b{i}\n\n--b{i}\n" for i in range(400)
    )
    path = tmp_path / "a.mht"
    path.write_text(parts)
    (found,) = pages([path], 100_000)
    assert "MHTML" in found.reason


def test_what_will_come_is_counted_where_that_can_be_told(folder):
    (folder / "z.jsonl").unlink()
    assert count([folder, folder / "nowhere.md"]) == 3
    assert len(list(pages([folder, folder / "nowhere.md"], LIMIT))) == 3
    (folder / "b" / "c.zip").write_bytes(b"")
    assert count([folder]) is None
    assert count([folder / "dump.csv.gz"]) is None


def test_the_file_of_a_part_is_found(tmp_path):
    path = tmp_path / "a b#c.zip"
    assert file_of(f"{path.as_uri()}#d%23e.html") == path


@pytest.mark.parametrize("lost", ["", "b"])
def test_what_is_in_a_folder_that_cannot_be_read_is_not_gone(folder, monkeypatch, lost):
    known = [page.url for page in read(folder)[0]]
    listing = os.scandir

    def refuse(path: str):
        if Path(path) == (folder / lost).resolve():
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found, skipped = read(folder)
    seen = {page.url for page in found}
    assert seen < set(known)
    assert gone_from([folder], known, seen, skipped) == []


def test_what_was_in_a_folder_that_is_empty_now_is_gone(folder):
    known = [page.url for page in read(folder)[0]]
    shutil.rmtree(folder)
    folder.mkdir()
    assert gone_from([folder], known, set(), read(folder)[1]) == known


@pytest.mark.parametrize("lost", ["a.md", "b.zip#c#d.html"])
def test_what_cannot_be_read_below_a_folder_with_a_hash_in_its_name_is_not_gone(tmp_path, lost):
    folder = tmp_path / "C#"
    file = folder / lost.partition("#")[0]
    skipped = Skipped(item=str(folder / lost), reason="it has more than 1,000 bytes")
    assert gone_from([folder], [file.as_uri()], set(), [skipped]) == []
