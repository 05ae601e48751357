import json
from datetime import datetime, timezone
from time import process_time

import pytest

from assistant.articles.reading import read_articles
from assistant.errors import SettingsError
from assistant.intake import Page, Skipped
from assistant.types import Article

LATER = datetime(2026, 6, 1, tzinfo=timezone.utc)
TEXT = "The bridge over the river was closed on Monday. Engineers found a crack in a pillar."


def lines(*items: object) -> list[Article | Skipped]:
    text = "\n".join(item if isinstance(item, str) else json.dumps(item) for item in items)
    page = Page(
        url="file:///a", content=text.encode(), media_type="application/jsonl", fetched_at=LATER
    )
    return list(read_articles(page))


def test_json_lines_are_read_one_by_one_and_faults_named_by_line():
    first, broken, no_text, not_object, short, last = lines(
        {"text": TEXT, "title": "One", "authors": "Ada Reed", "published": "2026-02-04T10:00:00Z"},
        '{"text": "breaks o',
        {"title": "No text"},
        "[1]",
        {"text": "Short."},
        "",
        {"text": TEXT, "url": "https://a.example/two"},
    )
    assert (first.title, first.authors) == ("One", ("Ada Reed",))
    assert str(first.published) == "2026-02-04 10:00"
    assert (broken.item, "not valid JSON" in broken.reason) == ("file:///a#L2", True)
    assert [no_text.item, not_object.item] == ["file:///a#L3", "file:///a#L4"]
    assert short.reason == "no article text found"
    assert (last.url, last.title) == ("https://a.example/two", TEXT)


def test_a_row_without_an_address_is_known_by_what_it_says():
    one, two = {"text": TEXT, "title": "One"}, {"text": TEXT, "title": "Two"}
    before = [found.url for found in lines(one, two)]
    after = [found.url for found in lines({"text": TEXT}, one, two)]
    assert after[1:] == before
    assert len(set(after)) == 3


@pytest.mark.parametrize(
    ("url", "row", "place"),
    [
        ("file:///d.jsonl#part=3", "file:///d.jsonl#row=", "file:///d.jsonl#L43"),
        ("file:///a.zip#d.jsonl&part=3", "file:///a.zip#d.jsonl&row=", "file:///a.zip#d.jsonl&L43"),
    ],
)
def test_rows_of_a_part_are_known_by_the_whole_file(url, row, place):
    content = json.dumps({"text": TEXT}).encode() + b"\n\n{"
    media_type = "application/jsonl; first-line=41"
    page = Page(url=url, content=content, media_type=media_type, fetched_at=LATER)
    found, skipped = read_articles(page)
    assert (found.url.startswith(row), skipped.item) == (True, place)


@pytest.mark.parametrize(
    "row",
    [
        {
            "Full_Text": TEXT, "headline": "Crack", "link": "https://www.post.example/x",
            "publisher": "Example Post", "byline": "By Ada Reed and Tom Fox",
            "pubDate": "2026-02-04T10:00:00Z", "lastmod": "2026-02-05", "lang": "en",
            "category": "Local",
        },
        {
            "maintext": TEXT, "body": None, "title": "Crack", "url": "https://www.post.example/x",
            "publication": "Example Post", "authors": "['Ada Reed', 'Tom Fox']",
            "date": 1770199200, "updated_at": "20260205", "section": "Local",
        },
        {
            "content": TEXT.split(". "), "articleTitle": "Crack",
            "href": "https://www.post.example/x", "source": {"id": None, "name": "Example Post"},
            "author": [{"name": "Ada Reed"}, {"name": "Tom Fox"}], "published_at": 1770199200000,
            "date_modified": "2026-02-05T00:00:00", "language": "en", "section": {"name": "Local"},
        },
    ],
    ids=["feeds", "scraped", "nested"],
)  # fmt: skip
def test_usual_names_of_columns_are_known(row):
    (found,) = lines(row)
    assert found.text.replace("\n\n", ". ") == TEXT
    assert (found.title, found.url) == ("Crack", "https://www.post.example/x")
    assert (found.source, found.section, found.language) == ("Example Post", "Local", "en")
    assert found.authors == ("Ada Reed", "Tom Fox")
    assert (str(found.published), str(found.modified)) == ("2026-02-04 10:00", "2026-02-05")


def test_columns_with_other_names_are_given():
    row = {"text": "A teaser.", "artikel": TEXT, "meta": {"datum": "2026-02-04"}, "a.b": "Post"}
    content = json.dumps(row).encode()
    page = Page(url="file:///a", content=content, media_type="application/jsonl", fetched_at=LATER)
    fields = {"text": "artikel", "published": "meta.datum", "source": "a.b"}
    (found,) = read_articles(page, fields)
    assert (found.text, str(found.published), found.source) == (TEXT, "2026-02-04", "Post")
    with pytest.raises(SettingsError, match="articles have no mood"):
        list(read_articles(page, {"mood": "artikel"}))


def test_a_dump_without_texts_is_one_line_in_the_report():
    (skipped,) = lines(*({"price": i, "size": 2} for i in range(1000)))
    assert skipped.item == "file:///a"
    assert skipped.reason.startswith("it has no text; it has price, size; say with the setting")


def test_an_outlet_without_a_name_is_called_by_its_host():
    rows = (
        {"text": TEXT, "url": "https://www.post.example/2026/02/03/x"},
        {
            "text": TEXT,
            "domain": "https://www.post.example/",
        },
    )
    one, two = lines(*rows)
    assert one.source == two.source == "post.example"
    assert (str(one.published), one.published.origin) == ("2026-02-03", "url")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/etc/passwd", "www.post.example/x", "http://[1/x"]
)
def test_an_address_that_is_not_of_the_web_is_not_taken(url):
    (found,) = lines({"text": TEXT, "url": url})
    assert found.url.startswith("file:///a#row=")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (1770199200, "2026-02-04 10:00"),
        (1770199200.25, "2026-02-04 10:00"),
        ("1770199200000", "2026-02-04 10:00"),
        (949658400000, "2000-02-04 10:00"),
        (20260204100000, "2026-02-04 10:00"),
        ("202602041000", "2026-02-04 10:00"),
    ],
)
def test_moments_that_programs_write_as_numbers_are_read(moment, expected):
    (found,) = lines({"text": TEXT, "date": moment})
    assert str(found.published) == expected


@pytest.mark.parametrize("number", [12, -1, 10**13, 10**30, 1.5, True, "1" * 400])
def test_a_number_that_is_no_moment_gives_no_date(number):
    (found,) = lines({"text": TEXT, "date": number})
    assert found.published is None


def test_a_text_given_as_html_is_reduced_to_its_paragraphs():
    html = (
        "<p>The bridge over the\nriver was <b>closed</b> &amp; guarded.</p><script>x()</script>"
        "<ul><li>One.</li><li>Two &lt;3.</li></ul>Three.<br/>Four.<!-- no --><?php no ?>"
    )
    (found,) = lines({"text": html, "title": "A &amp; <i>B</i>"})
    assert found.title == "A & B"
    assert found.text.split("\n\n") == [
        "The bridge over the river was closed & guarded.", "One.", "Two <3.", "Three.", "Four.",
    ]  # fmt: skip


def test_plain_text_with_signs_stays_as_it_is():
    (found,) = lines({"text": f"If a <b and c> d, then x < y.\n{TEXT}"})
    assert found.text.startswith("If a <b and c> d, then x < y.\n\n")


def test_hostile_html_in_a_row_does_no_harm():
    deep = "<div>" * 100_000 + TEXT + "</div>" * 100_000
    entities = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><p>&a;</p>" + TEXT
    found = lines({"text": f"<p>\x00{TEXT}\ud800</p>"}, {"text": deep}, {"text": entities})
    assert found[0].text == TEXT
    assert "root:" not in found[2].text


@pytest.mark.parametrize(
    "row",
    [
        {"published": True, "date": "2026-02-04"},
        {"published": "soon", "pubDate": "", "date": "2026-02-04"},
        {"published": {"$date": "2026-02-04"}},
        {"published": {"$date": {"$numberLong": "1770163200000"}}},
        {"date": ["2026-02-04"]},
    ],
)
def test_the_first_column_that_says_a_day_gives_the_date(row):
    (found,) = lines({"text": TEXT} | row)
    assert str(found.published) == "2026-02-04"


@pytest.mark.parametrize("blank", ["  ", ["", " "], 7, None])
def test_a_blank_column_does_not_hide_the_text_in_another(blank):
    (found,) = lines({"text": blank, "content": TEXT, "headline": blank, "title": "Crack"})
    assert (found.text, found.title) == (TEXT, "Crack")


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", "2026-04-03"), ("en-US", "2026-03-04"), ("en", "None")]
)
def test_a_day_in_figures_is_read_as_the_language_of_its_row_writes_it(language, expected):
    (found,) = lines({"text": TEXT, "lang": language, "pubDate": "03/04/2026"})
    assert str(found.published) == expected


def test_what_the_html_of_a_row_hides_is_not_stored():
    (found,) = lines({"text": f"<p>{TEXT}</p><p style='display:none'>The bridge was sold.</p>"})
    assert found.text == TEXT


def test_empty_lines_part_paragraphs_of_html_that_marks_none():
    first, second = TEXT.split(". ")
    html = f"{first}, as <a href='/x'>was seen</a>.\n\nWhat comes next\n\n{second}"
    (found,) = lines({"text": html})
    assert found.text.split("\n\n")[1:] == ["What comes next", second]


def test_a_tag_without_an_end_costs_no_time():
    start = process_time()
    (found,) = lines({"text": f"<a b={' ' * 100_000}{TEXT}"})
    assert found.text.endswith(TEXT)
    assert process_time() - start < 2


def test_an_outlet_and_a_section_are_as_long_as_a_title_at_most():
    (found,) = lines({"text": TEXT, "source": "A" * 5000, "section": "B" * 5000})
    assert (found.source, found.section) == ("A" * 300, "B" * 300)
