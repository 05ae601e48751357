import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from assistant.intake import Page, Skipped
from assistant.sources.local.files import pages

LIMIT = 5000
PAGE = b"<html><p>The bridge was closed.</p></html>"


def found_in(path: Path, limit: int = LIMIT) -> tuple[list[Page], list[Skipped]]:
    found = list(pages([path], limit))
    return [f for f in found if isinstance(f, Page)], [f for f in found if isinstance(f, Skipped)]


def zipped(path: Path, members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, packing)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    members = {
        "b/two words.html": PAGE,
        "a.md": b"One.",
        "photo.jpg": b"\xff\xd8",
        "README.md": b"About.",
        ".git/notes.md": b"No.",
        "__MACOSX/a.md": b"No.",
        "dump.jsonl": b'{"text": "x"}\n' * 9000,
        "c.html.gz": zlib.compress(PAGE, wbits=31),
    }
    return zipped(tmp_path / "old news.zip", members)


def test_members_of_kinds_that_are_read_come_in_the_archives_order(archive):
    found, skipped = found_in(archive)
    root = archive.resolve().as_uri()
    names = [page.url.removeprefix(root) for page in found]
    assert names == [
        "#b/two%20words.html",
        "#a.md",
        "#dump.jsonl",
        "#dump.jsonl&part=2",
        "#c.html.gz",
    ]
    assert (found[0].content, found[-1].content) == (PAGE, PAGE)
    assert (found[0].media_type, found[1].media_type) == ("text/html", "text/markdown")
    assert skipped == []


def test_an_archive_in_a_folder_is_read_too(archive):
    found, _ = found_in(archive.parent)
    assert len(found) == 5


@pytest.mark.parametrize(
    "name",
    ["../a.md", "b/../../a.md", "/etc/a.md", "C:a.md", "..\\a.md", "c:\\a.md", "\\\\host\\a.md"],
)
def test_a_name_that_leads_out_of_the_archive_is_skipped(tmp_path, name):
    (page,), (skipped,) = found_in(zipped(tmp_path / "a.zip", {name: b"No.", "b.md": b"Yes."}))
    assert page.content == b"Yes."
    assert skipped.reason == "its name leads out of the archive"
    assert [p.name for p in tmp_path.rglob("*")] == ["a.zip"]


def test_a_link_in_an_archive_is_skipped(tmp_path):
    link = zipfile.ZipInfo("a.md")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    found, (skipped,) = found_in(path)
    assert (found, skipped.reason) == ([], "it is a link, not a file")


def test_an_archive_within_an_archive_is_not_opened(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.md": b"One."}).read_bytes()
    _, (skipped,) = found_in(zipped(tmp_path / "a.zip", {"inner.zip": inner}))
    assert "unpack it first" in skipped.reason


def test_an_encrypted_member_is_skipped(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.md": b"One.", "b.md": b"Two."})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the flag of the first member in the list
    path.write_bytes(content)
    (page,), (skipped,) = found_in(path)
    assert (page.content, skipped.item) == (b"Two.", f"{path}#a.md")
    assert "encrypted" in skipped.reason


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_without_bound_is_skipped(tmp_path, packing):
    found, (skipped,) = found_in(zipped(tmp_path / "a.zip", {"a.md": b"One."}, packing))
    assert (found, "packed in a way" in skipped.reason) == ([], True)


def test_of_two_members_with_one_name_the_last_counts(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.md", "Old.")
        archive.writestr("a.md", "New.")
    (page,), (skipped,) = found_in(path)
    assert (page.content, skipped.reason) == (b"New.", "another member has the same name")


def test_members_that_are_empty_or_too_large_are_skipped(tmp_path):
    members = {"a.md": b" ", "b.md": b"x" * (LIMIT + 1), "c.md": b"Yes."}
    (page,), skipped = found_in(zipped(tmp_path / "a.zip", members))
    assert page.content == b"Yes."
    assert [s.reason for s in skipped] == [
        "it is empty", "it has more than 5,000 bytes, which is the limit",
    ]  # fmt: skip


def test_a_member_with_a_wrong_checksum_costs_itself_only(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.md": b"One.", "b.md": b"Two."}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"One.", b"Odd."))
    (page,), (skipped,) = found_in(path)
    assert page.content == b"Two."
    assert "it is damaged: Bad CRC-32" in skipped.reason


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"\0" * 5000])
def test_a_file_that_is_no_archive_is_skipped(tmp_path, content):
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    found, (skipped,) = found_in(path)
    assert (found, skipped.item) == ([], str(path))
    assert "it is damaged, or no zip archive" in skipped.reason


def test_a_cut_off_archive_is_skipped(archive):
    archive.write_bytes(archive.read_bytes()[:-100])
    found, (skipped,) = found_in(archive)
    assert (found, "no zip archive" in skipped.reason) == ([], True)


def test_an_archive_without_articles_says_so(tmp_path):
    _, (skipped,) = found_in(zipped(tmp_path / "a.zip", {"photo.jpg": b"\xff\xd8"}))
    assert skipped.reason == "the archive holds no articles"


def test_a_bomb_is_left_at_200_times_its_size(tmp_path):
    members = {f"{i}.md": b"x" * 1_000_000 for i in range(60)}
    path = zipped(tmp_path / "a.zip", members)
    found, (*_, last) = found_in(path, limit=10**6)
    assert 20 < len(found) < 40
    assert (last.item, "the rest is left out" in last.reason) == (str(path), True)


def test_a_member_that_holds_more_than_it_declares_is_cut_short(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.md": b"x" * 4000})
    size = struct.pack("<I", 4000)
    path.write_bytes(path.read_bytes().replace(size, struct.pack("<I", 10)))
    found, (skipped,) = found_in(path)
    assert (found, "damaged" in skipped.reason) == ([], True)


def test_a_list_of_members_that_would_fill_the_memory_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for i in range(300):
            info = zipfile.ZipInfo(f"{i}.md")
            info.comment = b"x" * 60_000
            archive.writestr(info, b"One.")
    found, (skipped,) = found_in(path)
    assert found == []
    assert "Split it into several archives" in skipped.reason


def test_of_a_wacz_only_the_crawls_are_read(tmp_path):
    members = {
        "pages/pages.jsonl": b'{"text": "x"}',
        "archive/data.warc": b"",
        "index.html": PAGE,
    }
    path = zipped(tmp_path / "a.wacz", members)
    found, (skipped,) = found_in(path)
    assert (found, skipped.item) == ([], f"{path}#archive/data.warc")
    assert skipped.reason == "it holds no pages of a kind that is read"


def test_nothing_is_unpacked_before_it_is_asked_for(archive, monkeypatch):
    opened = []
    real = zipfile.ZipFile.open
    monkeypatch.setattr(
        zipfile.ZipFile, "open", lambda *args: opened.append(args[1].filename) or real(*args)
    )
    found = pages([archive], LIMIT)
    next(found)
    assert opened == ["b/two words.html"]


def test_a_dump_in_an_archive_names_its_lines(tmp_path):
    path = zipped(tmp_path / "a.zip", {"d.csv": b"a,b\n1,2,3\n"})
    _, (skipped,) = found_in(path)
    assert skipped.item == f"{path.resolve().as_uri()}#d.csv&L2"


def test_an_archive_whose_own_words_are_damaged_ends_nothing(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"café.html": PAGE, "b.html": PAGE})
    name = "café".encode()
    content = path.read_bytes()
    path.write_bytes(content.replace(name, name[:-1] + b" ", 1))  # of the member, not in the list
    found, (skipped,) = found_in(path)
    assert (len(found), "it is damaged" in skipped.reason) == (1, True)


def test_a_member_that_lies_beyond_all_files_ends_nothing(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"a.html": PAGE, "b.html": PAGE}, zipfile.ZIP_STORED)
    content = path.read_bytes()
    at = content.index(b"PK\x01\x02")
    listed = bytearray(content[at:])
    place = struct.pack("<HHQ", 1, 8, 2**64 - 1)
    listed[42:46] = b"\xff" * 4
    listed[30:32] = struct.pack("<H", len(place))
    listed[52:52] = place
    end = listed.rfind(b"PK\x05\x06")
    listed[end + 12 : end + 16] = struct.pack("<L", end)
    path.write_bytes(content[:at] + listed)
    found, (skipped,) = found_in(path)
    assert (len(found), "it is damaged" in skipped.reason) == (1, True)


def test_names_that_begin_at_the_folder_at_hand_are_read(tmp_path):
    members = {
        "./a.md": b"One.",
        ".\\b\\c.md": b"Two.",
        "./.git/d.md": b"No.",
        "./__MACOSX/e.md": b"No.",
    }
    found, skipped = found_in(zipped(tmp_path / "a.zip", members))
    assert ([page.content for page in found], skipped) == ([b"One.", b"Two."], [])
