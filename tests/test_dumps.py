import codecs
import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from assistant.articles.reading import read_articles
from assistant.intake import Page, Skipped
from assistant.sources.local.files import pages
from assistant.types import Article

LIMIT = 2000
TEXT = "The bridge over the river was closed on Monday, {}. Engineers found a crack in a pillar."


def found_in(path: Path, content: str | bytes, limit: int = LIMIT) -> list[Page | Skipped]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(pages([path], limit))


def rows_of(found: list[Page | Skipped]) -> list[dict[str, str]]:
    lines = [line for f in found if isinstance(f, Page) for line in f.content.splitlines()]
    return [json.loads(line) for line in lines if line]


def articles_of(found: list[Page | Skipped]) -> list[Article | Skipped]:
    return [a for f in found for a in (read_articles(f) if isinstance(f, Page) else [f])]


def lines(count: int, start: int = 0) -> str:
    texts = (TEXT.format(f"day {i} " + "x" * 1000) for i in range(start, start + count))
    return "".join(json.dumps({"text": text}) + "\n" for text in texts)


def test_a_small_dump_is_one_page_known_by_its_file(tmp_path):
    path = tmp_path / "a.jsonl"
    (page,) = found_in(path, lines(2))
    assert (page.url, page.content.decode()) == (path.resolve().as_uri(), lines(2))


def test_a_large_dump_comes_in_parts_that_add_up_to_it(tmp_path):
    path = tmp_path / "a.jsonl"
    found = found_in(path, lines(300))
    assert b"".join(page.content for page in found).decode() == lines(300)
    assert len(found) > 3
    assert max(len(page.content) for page in found) < 102_000
    url = path.resolve().as_uri()
    assert [p.url for p in found[:3]] == [url, f"{url}#part=2", f"{url}#part=3"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_dump_that_grew_leaves_its_earlier_parts_as_they_were(tmp_path, name):
    def content(count: int) -> str:
        if name == "a.jsonl":
            return lines(count)
        return "text\n" + "".join(f"{TEXT.format(i)}\n".replace(",", "") for i in range(count * 9))

    before = found_in(tmp_path / name, content(300))
    after = found_in(tmp_path / name, content(340))
    assert len(before) > 2
    for old, new in zip(before[:-1], after, strict=False):
        assert (old.url, old.content, old.media_type) == (new.url, new.content, new.media_type)


def test_faults_are_named_by_the_line_of_the_file(tmp_path):
    path = tmp_path / "a.jsonl"
    dump = lines(150) + '{"text": "breaks o\n' + lines(149, 150) + "[1]\n" + lines(1, 999)
    found = articles_of(found_in(path, dump))
    skipped = [f.item for f in found if isinstance(f, Skipped)]
    assert skipped == [f"{path.resolve().as_uri()}#L{n}" for n in (151, 301)]
    assert len(found) == 302


def test_a_line_over_the_limit_is_skipped_and_the_rest_read(tmp_path):
    content = '{"text": "one"}\n' + '{"text": "' + "x" * LIMIT + '"}\n{"text": "three"}'
    skipped, page = found_in(tmp_path / "a.jsonl", content)
    assert skipped.item.endswith("a.jsonl#L2")
    assert "more than 2,000 characters" in skipped.reason
    assert page.content == b'{"text": "one"}\n\n{"text": "three"}'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_json_lines_with_a_byte_order_mark_are_read(tmp_path, encoding):
    found = found_in(tmp_path / "a.jsonl", '{"text": "Größe"}\n{"text": "是"}'.encode(encoding))
    assert [row["text"] for row in rows_of(found)] == ["Größe", "是"]


def test_bytes_that_are_no_text_cost_only_their_line(tmp_path):
    content = json.dumps({"text": TEXT}).encode()
    found = articles_of(found_in(tmp_path / "a.jsonl", b"\n".join([content, b'{"\xff', content])))
    assert [type(f) for f in found] == [Article, Skipped, Article]
    assert found[1].item.endswith("#L2")


def test_gzipped_dumps_are_read_and_what_precedes_damage_is_kept(tmp_path):
    packed = gzip.compress(lines(300).encode(), 1)
    assert len(rows_of(found_in(tmp_path / "a.jsonl.gz", packed))) == 300
    *found, skipped = found_in(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    whole = b"".join(page.content for page in found).splitlines()[:-1]
    assert len(whole) > 100
    assert "it ends in the middle" in skipped.reason


def test_a_compression_bomb_is_given_up(tmp_path):
    bomb = gzip.compress(b"x" * 100_000_000)
    (skipped,) = found_in(tmp_path / "a.jsonl.gz", bomb)
    assert "more than 200 times its size" in skipped.reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.tsv"])
@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_dump_is_skipped(tmp_path, name, content):
    (skipped,) = found_in(tmp_path / name, content)
    assert skipped.reason == "it is empty"


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_told_by_the_header(tmp_path, delimiter):
    rows = [["title", "text"], ["a, b; c | d\te", 'She said "no".'], ["Two", "More"]]
    found = found_in(tmp_path / "a.csv", table(rows, delimiter))
    assert rows_of(found) == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_separator_that_excel_declares_is_used(tmp_path):
    found = found_in(tmp_path / "a.csv", "sep=|\r\ntitle, short|text\r\nOne|1, 2\r\n")
    assert rows_of(found) == [{"title, short": "One", "text": "1, 2"}]


def test_one_column_needs_no_separator(tmp_path):
    assert rows_of(found_in(tmp_path / "a.csv", "text\none, two; three\n")) == [
        {"text": "one, two; three"}
    ]


def test_a_cell_may_take_many_lines_and_faults_after_it_keep_their_line(tmp_path):
    rows = [["title", "text"], ["One", "a\nb\n\nc"], ["Two", "d"]]
    page, skipped = found_in(tmp_path / "a.csv", table(rows) + "too,many,cells\n")[::-1]
    assert rows_of([page]) == [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert skipped.item.endswith("a.csv#L7")
    assert skipped.reason == "the row is broken: it has 3 cells, the header has 2"


def test_a_quotation_mark_too_many_costs_one_row(tmp_path):
    content = 'title,text\nOne,"never, closed\nTwo,fine\n' + "More,rows\n" * 500 + 'Last,"quoted"\n'
    skipped, page = found_in(tmp_path / "a.csv", content)
    assert (skipped.item.rpartition("#")[2], "broken" in skipped.reason) == ("L2", True)
    assert [len(rows_of([page])), rows_of([page])[0]["title"]] == [502, "Two"]


def test_quotation_marks_that_are_not_meant_as_such_stay(tmp_path):
    found = found_in(tmp_path / "a.tsv", 'title\ttext\nOne\t"No" was said\n"Two"\t"2"\n')
    assert [row["text"] for row in rows_of(found)] == ['"No" was said', "2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1251", "gb18030"])
def test_tables_are_read_in_their_encoding(tmp_path, encoding):
    text = {"gb18030": "大桥在星期一被关闭，工程师在桥墩上发现了裂缝。"}.get(
        encoding, "Мост через реку закрыли в понедельник: инженеры нашли трещину в опоре."
    )
    content = table([["title", "text"], ["1", text * 20]]).encode(encoding)
    assert rows_of(found_in(tmp_path / "a.csv", content)) == [{"title": "1", "text": text * 20}]


def test_a_row_in_another_encoding_than_the_file_is_skipped(tmp_path):
    content = ("text\n" + "a plain row\n" * 30_000).encode() + b"caf\xe9 society\nlast\n"
    found = found_in(tmp_path / "a.csv", content)
    (skipped,) = [f for f in found if isinstance(f, Skipped)]
    assert skipped.item.endswith("#L30002")
    assert "save the file as UTF-8" in skipped.reason
    assert rows_of(found)[-1] == {"text": "last"}


def test_a_row_over_the_limit_is_skipped(tmp_path):
    long = '"' + ("x" * 300 + "\n") * 20 + '"'
    skipped, page = found_in(tmp_path / "a.csv", f"title,text\nOne,{long}\nTwo,fine\n")
    assert skipped.item.endswith("#L2")
    assert skipped.reason.startswith("lines 2 to 22 are broken: it has more than 2,000 characters")
    assert rows_of([page]) == [{"title": "Two", "text": "fine"}]


def test_a_table_of_another_form_than_its_header_is_one_line_in_the_report(tmp_path):
    found = found_in(tmp_path / "a.csv", "title,text\n" + "One,two,three\n" * 30_000)
    (skipped,) = found
    assert skipped.item.endswith("a.csv#L2")
    assert skipped.reason.startswith("lines 2 to 30001 are broken")


def test_a_cell_longer_than_the_csv_module_expects_is_read(tmp_path):
    text = "word " * 40_000
    found = found_in(tmp_path / "a.csv", f"text\n{text}\n", limit=10**6)
    assert rows_of(found) == [{"text": text}]


def utf_16(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_half_a_character_in_utf_16_costs_no_row(tmp_path):
    before, after = utf_16("title,text\nOne,a "), utf_16(" sign\nTwo,more\n")
    found = found_in(tmp_path / "a.csv", codecs.BOM_UTF16_LE + before + b"\x3d\xd8" + after)
    assert rows_of(found) == [
        {"title": "One", "text": "a \ufffd sign"},
        {"title": "Two", "text": "more"},
    ]


def test_half_a_sign_at_the_end_of_utf_16_costs_no_row_before_it(tmp_path):
    content = codecs.BOM_UTF16_LE + utf_16("title,text\nOne,fine\n") + b"\n"
    skipped, page = found_in(tmp_path / "a.csv", content)
    assert skipped.item.endswith("#L3")
    assert rows_of([page]) == [{"title": "One", "text": "fine"}]
