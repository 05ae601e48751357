import json
from datetime import datetime, timezone

import pytest

from assistant.articles.reading import read_articles
from assistant.articles.stated import stated_article
from assistant.intake import Entry, Page, Skipped
from assistant.types import Article, Dated

LATER = datetime(2026, 6, 1, tzinfo=timezone.utc)
TEXT = "The bridge over the river was closed on Monday. Engineers found a crack in a pillar."


def read(content: str | bytes, media_type: str) -> list[Article | Skipped]:
    content = content.encode() if isinstance(content, str) else content
    page = Page(url="file:///a", content=content, media_type=media_type, fetched_at=LATER)
    return list(read_articles(page))


def markdown(content: str | bytes) -> Article | Skipped:
    (found,) = read(content, "text/markdown")
    return found


def lines(*items: object) -> list[Article | Skipped]:
    text = "\n".join(item if isinstance(item, str) else json.dumps(item) for item in items)
    return read(text, "application/jsonl")


def test_front_matter_fills_the_fields():
    found = markdown(
        "---\ntitle: Crack closes bridge\nsource: Example Post\nauthors: [Ada Reed, Tom Fox]\n"
        "language: en\npublished: 2026-02-04\nmodified: 2026-02-05 10:30\n"
        f"url: https://a.example/crack\nmood: grim\n---\n\n{TEXT}\n"
    )
    assert (found.title, found.source) == ("Crack closes bridge", "Example Post")
    assert found.authors == ("Ada Reed", "Tom Fox")
    assert (found.url, found.text) == ("https://a.example/crack", TEXT)
    assert (str(found.published), found.published.precision) == ("2026-02-04", "day")
    assert (str(found.modified), found.modified.origin) == ("2026-02-05 10:30", "front-matter")


@pytest.mark.parametrize(
    ("stated", "url", "source"),
    [
        ("https://www.a.example/story", "https://www.a.example/story", "Example Post"),
        ("https://b.example/real", "https://a.example/x", "a.example"),
    ],
)
def test_a_page_of_the_web_speaks_for_no_other_host(stated, url, source):
    fields = {"url": stated, "source": "Example Post"}
    dump = json.dumps({**fields, "text": TEXT})
    front = "\n".join(f"{name}: {value}" for name, value in fields.items())
    for content, kind in (
        (f"---\n{front}\n---\n{TEXT}", "text/markdown"),
        (dump, "application/jsonl"),
    ):
        asked = {"url": "https://a.example/x", "media_type": kind, "fetched_at": LATER}
        (found,) = read_articles(Page(content=content.encode(), **asked))
        assert (found.url.split("#")[0], found.source) == (url, source)


def test_markdown_is_reduced_to_what_a_reader_sees():
    found = markdown(
        "# The title\n\nA *bold* claim with a [link](https://b.example), `code`,\n"
        "and <b>a tag</b>.\n\n"
        f"![A picture](x.png)\n\n## A heading\n\n- first point\n- second point\n\n> {TEXT}\n"
    )
    assert found.title == "The title"
    assert found.text.split("\n\n") == [
        "A bold claim with a link, code, and a tag.",
        "A heading",
        "first point",
        "second point",
        TEXT,
    ]


def test_what_stands_in_html_within_markdown_is_read_too():
    page = (
        f"<!-- a draft -->\n\n{TEXT}\n\n<div class='note'>\nA toll &amp; a fee.\n</div>\n\n"
        "<script>\nlet x = 1\n</script>\n\n<ul><li>One</li><li>Two</li></ul>\n"
    )
    assert markdown(page).text.split("\n\n") == [TEXT, "A toll & a fee.", "One", "Two"]


def test_front_matter_in_toml_is_said_to_be_that():
    found = markdown(f'+++\ntitle = "One"\n+++\n\n{TEXT}')
    assert isinstance(found, Skipped)
    assert "TOML" in found.reason


def test_without_a_heading_the_first_words_are_the_title():
    assert markdown(TEXT).title == TEXT
    assert markdown(TEXT + " And so on." * 20).title.endswith("…")


def test_a_heading_that_is_not_the_title_stays_in_the_text():
    found = markdown(f"---\ntitle: One\n---\n# Two\n\n{TEXT}")
    assert found.title == "One"
    assert found.text.startswith("Two\n\n")


@pytest.mark.parametrize(
    "value", ["!!python/object/apply:os.system [ls]", "[unclosed", "2026-13-45"]
)
def test_unsafe_or_broken_front_matter_is_skipped(value):
    found = markdown(f"---\npublished: {value}\n---\n\n{TEXT}")
    assert isinstance(found, Skipped)
    assert "front matter is not valid YAML" in found.reason


@pytest.mark.parametrize(
    "matter",
    [
        "---\npublished: !!timestamp soon\n---",
        '---\nmood: !!int ""\n---',
        "---\nmood: !!bool grim\n---",
        '{\n"mood": ' + "[" * 100_000 + "\n}",
    ],
    ids=["timestamp", "int", "bool", "nest"],
)
def test_front_matter_on_which_its_parser_stumbles_is_skipped(matter):
    found = markdown(f"{matter}\n\n{TEXT}")
    assert isinstance(found, Skipped)
    assert "front matter is not valid" in found.reason


def test_a_field_whose_name_is_a_number_that_cannot_be_written_out_is_ignored():
    assert markdown(f"---\n? 0x{'F' * 4000}\n: 1\ntitle: One\n---\n\n{TEXT}").title == "One"


@pytest.mark.parametrize("published", ["2030-01-01", "soon", "12", "''"])
def test_a_date_that_cannot_be_is_unknown(published):
    assert markdown(f"---\npublished: {published}\n---\n\n{TEXT}").published is None


def test_a_list_that_stands_for_a_date_is_not_written_out():
    class Bomb(list[object]):
        def __repr__(self) -> str:
            raise MemoryError

    page = Page(url="file:///a", content=b"", fetched_at=LATER)
    found = stated_article(page, {"published": Bomb([1])}, title="One", text=TEXT, url=page.url)
    assert found.published is None


def test_a_number_too_long_to_be_written_out_is_no_date():
    found = markdown(f"---\npublished: 0x{'F' * 5000}\n---\n\n{TEXT * 3}")
    assert found.published is None


def test_the_language_of_the_text_wins_over_a_wrong_statement():
    assert markdown(f"---\nlanguage: it\n---\n\n{TEXT * 3}").language == "en"


def test_text_is_normalised_before_offsets_are_counted():
    (found,) = lines(
        {"text": f" Cafe\u0301 \u202eopen\u200b\u00a0now. \r\n\r\n\r\n{TEXT}\U000e0041 "}
    )
    assert found.text == f"Caf\u00e9 open now.\n\n{TEXT}"


def test_joiners_that_spell_words_are_kept():
    word = "می\u200cخواهم"
    (found,) = lines({"text": f"{word} " * 20})
    assert found.text.startswith(word)


def test_an_unknown_kind_is_skipped():
    (found,) = read(b"\xff\xd8", "image/jpeg")
    assert found == Skipped(item="file:///a", reason="articles are not read from image/jpeg")


def test_the_same_content_gives_the_same_id_wherever_it_lies():
    one, two = (
        next(
            read_articles(
                Page(url=u, content=TEXT.encode(), media_type="text/plain", fetched_at=LATER)
            )
        )
        for u in ("file:///one.txt", "file:///two.txt")
    )
    assert one.id == two.id


def test_endless_markdown_is_refused():
    found = markdown("*[(" * 200_000)
    assert isinstance(found, Skipped)
    assert "longer than 500,000 characters" in found.reason


def test_half_characters_in_json_do_no_harm():
    (found,) = read(
        f'{{"text": "{TEXT}", "title": "a\\ud800b", "url": "u\\ud800"}}', "application/jsonl"
    )
    assert (found.title, found.url[:14]) == ("ab", "file:///a#row=")


ENTRY = Entry(
    title="Crack closes bridge",
    html=f"<p>{TEXT}</p><p>More later.</p>",
    authors=("Ada Reed",),
    source="Example Post",
    language="en",
    published=Dated(at=LATER, precision="day", origin="feed"),
)


def fed(content: bytes, media_type: str | None, **changes: object) -> Article | Skipped:
    page = Page(
        url="https://www.post.example/2026/02/03/crack",
        content=content,
        media_type=media_type,
        fetched_at=LATER,
        entry=ENTRY.model_copy(update=changes),
    )
    (found,) = read_articles(page)
    return found


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", None),
        (b"", "text/html"),
        (b"<html><body>Enable JavaScript.</body></html>", "text/html"),
        (b"\0\0\0", "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\0\0", "video/mp4"),
    ],
)
def test_the_text_of_the_feed_stands_in_for_a_page_that_cannot_be_read(content, media_type):
    found = fed(content, media_type)
    assert (found.title, found.text) == ("Crack closes bridge", f"{TEXT}\n\nMore later.")
    assert (found.source, found.authors, found.language) == ("Example Post", ("Ada Reed",), "en")
    assert (found.published, found.url) == (
        ENTRY.published,
        "https://www.post.example/2026/02/03/crack",
    )


def test_of_a_page_without_content_no_library_says_anything(caplog):
    assert fed(b"", "text/html").title == "Crack closes bridge"
    assert caplog.records == []


def test_a_feed_that_says_little_is_completed_from_the_address():
    found = fed(b"", None, published=None, source=None, html=TEXT.replace(". ", ".\n"))
    assert (found.source, str(found.published)) == ("post.example", "2026-02-03")
    assert found.text.count("\n\n") == 1


def test_without_a_text_in_the_feed_the_reason_of_the_page_is_given():
    assert fed(b"", "text/html", html="<p>Short.</p>").item.endswith("/crack")
    assert "video/mp4" in fed(b"\0", "video/mp4", html="").reason


@pytest.mark.parametrize("heading", ["# ![Logo](logo.png)", "#"])
def test_a_heading_that_says_nothing_takes_no_paragraph_away(heading):
    first, second = TEXT.split(". ")
    assert markdown(f"{heading}\n\n{first}.\n\n{second}").text == f"{first}.\n\n{second}"


def test_a_heading_stays_whatever_the_front_matter_calls_the_title():
    found = markdown(f"---\nHeadline: One\n---\n# Two\n\n{TEXT}")
    assert (found.title, found.text.split("\n\n")[0]) == ("One", "Two")
    assert markdown(f"---\ntitle: 2026\n---\n# Two\n\n{TEXT}").text == TEXT


@pytest.mark.parametrize("value", ["&a [*a]", "&a {day: *a}"])
def test_a_list_that_holds_itself_is_no_date(value):
    assert markdown(f"---\npublished: {value}\n---\n\n{TEXT}").published is None


def test_text_between_two_rules_is_no_front_matter():
    first, second = TEXT.split(". ")
    assert markdown(f"---\n\n{first}.\n\n---\n\n{second}").text == f"{first}.\n\n{second}"


def test_a_break_in_markdown_parts_words():
    assert markdown(f"{TEXT}<br>Nobody was hurt.<BR/>More.").text == (
        f"{TEXT} Nobody was hurt. More."
    )


def test_what_a_text_does_not_say_of_itself_its_feed_and_its_address_do():
    found = fed(TEXT.encode(), "text/markdown")
    assert (found.title, found.text, found.authors) == (ENTRY.title, TEXT, ENTRY.authors)
    assert (found.source, found.published) == ("Example Post", ENTRY.published)
    assert fed(TEXT.encode(), "text/markdown", source=None).source == "post.example"
