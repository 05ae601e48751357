from datetime import datetime, timezone
from pathlib import Path

import pytest

from assistant.articles.reading import read_articles
from assistant.intake import Page, Skipped
from assistant.types import Article

DATA = Path(__file__).parent / "data"
EXAMPLE = Path(__file__).parents[1] / "../shared/examples/euronews-it-2026-02-04.txt"
LATER = datetime(2026, 6, 1, tzinfo=timezone.utc)


def read(content: bytes | str, name: str = "page.txt") -> Article | Skipped:
    content = content.encode() if isinstance(content, str) else content
    page = Page(
        url=f"file:///news/{name}", content=content, media_type="text/plain", fetched_at=LATER
    )
    (found,) = read_articles(page)
    return found


def saved(language: str) -> Article:
    found = read((DATA / f"saved-{language}.txt").read_bytes())
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("language", "title", "source", "authors", "dates"),
    [
        (
            "en", "Harbour town of Elverby votes to close its old lighthouse",
            "The Tidewater Courier", ("Harriet Loxley", "Owen Marsh"),
            ("2026-03-12 18:40", "2026-03-13 09:05"),
        ),
        (
            "de", "Stadtrat von Wolkenfurt beschließt kostenlose Straßenbahn ab Herbst",
            "Wolkenfurter Anzeiger", ("Klara Sommerfeld",), ("2026-05-04 14:30", "None"),
        ),
        (
            "ru", "В Озёрном открыли мост, который строили двенадцать лет",
            None, ("Анна Образцова",), ("2026-04-17", "None"),
        ),
        (
            "zh", "青石县新图书馆开馆 首日迎来三千名读者",
            None, ("李范文",), ("2026-03-08 10:20", "None"),
        ),
    ],
)  # fmt: skip
def test_a_saved_page_states_its_facts(language, title, source, authors, dates):
    found = saved(language)
    assert (found.language, found.title, found.source) == (language, title, source)
    assert found.authors == authors
    assert (str(found.published), str(found.modified)) == dates
    assert found.published.origin == "text"


@pytest.mark.parametrize(
    ("language", "paragraphs", "first", "heading", "last"),
    [
        ("en", 7, "The council of Elverby decided", "What becomes of the tower", "on the ferry."),
        ("de", 5, "In Wolkenfurt sollen", "Kritik aus dem Umland", "auf der Linie 3 fahren."),
        ("ru", 5, "В городе Озёрном", "Стоимость моста выросла вдвое", "оставить его навсегда."),
        ("zh", 4, "青石县新图书馆星期日", "夜间阅览室最受欢迎", "才慢慢散去。"),
    ],
)
def test_only_the_article_of_a_saved_page_is_kept(language, paragraphs, first, heading, last):
    found = saved(language).text.split("\n\n")
    assert len(found) == paragraphs
    assert found[0].startswith(first)
    assert heading in found
    assert found[-1].endswith(last)


def test_plain_prose_comes_out_whole_with_its_wrapped_lines_joined():
    found = read((DATA / "plain-fr.txt").read_bytes())
    assert found.title == "Le marché de Valbrume retrouve ses halles"
    assert [len(p.split("\n")) for p in found.text.split("\n\n")] == [1, 1]
    assert found.text.startswith("Après trois ans")
    assert found.text.endswith("avant 2030.")
    assert (found.published, found.source, found.authors) == (None, None, ())


def test_short_lines_of_plain_prose_are_kept():
    text = "A title of words\n\nA long enough first paragraph.\n\nStop\n\nIt ends with a sentence."
    assert read(text).text.split("\n\n")[1] == "Stop"


def test_text_without_a_title_is_named_by_its_first_words():
    text = "The river rose by two metres in the night of Tuesday. Nobody was hurt."
    found = read(text)
    assert found.title == text
    assert found.text == text


def test_the_title_is_told_from_the_outlet_in_the_name_of_the_file():
    text = "The river rises again\n\nThe river rose by two metres in the night. Nobody was hurt."
    assert read(text, "The river rises again - Example Post.txt").source == "Example Post"


def test_the_day_of_the_visit_above_the_title_is_not_the_date():
    text = (DATA / "saved-en.txt").read_text().replace("Published 12 March 2026, 18:40\n", "")
    text = text.replace("Updated 13 March 2026, 09:05\n", "")
    assert read(text).published is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x00\x01\x02 binary", "binary"),
        (b"\xff\xfeA", "utf-16"),
        (b"Menu\nHome\nSearch\n", "no article text found"),
        (b"Too short.", "no article text found"),
    ],
)
def test_what_holds_no_article_is_skipped_with_the_reason(content, reason):
    found = read(content)
    assert isinstance(found, Skipped)
    assert reason in found.reason


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example page is not on this machine")
def test_the_example_page_is_read_without_its_frame():
    found = read(EXAMPLE.read_bytes(), EXAMPLE.name)
    assert found.title.startswith("Xi Jinping discute di Stati Uniti")
    assert found.title.endswith("con Vladimir Putin")
    assert (found.source, found.authors, found.language) == ("euronews", ("Malek Fouda",), "it")
    assert (str(found.published), found.published.origin) == ("2026-02-04", "text")
    paragraphs = found.text.split("\n\n")
    assert len(paragraphs) == 19
    assert [len(p) < 80 for p in paragraphs].count(True) == 2
    frame = ("Newsletter", "Seguiteci", "AP Photo", "Malek", "Condividi", "scorciatoie", "Uruguay")
    assert not [word for word in frame if word in found.text]
