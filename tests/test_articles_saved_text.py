from datetime import datetime, timezone
from pathlib import Path
from string import ascii_lowercase

import pytest

from assistant.articles.reading import read_articles
from assistant.articles.saved import headline
from assistant.intake import Page, Skipped
from assistant.types import Article

DATA = Path(__file__).parent / "data"
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


MENU = ["Home", "News", "Sport", "Weather", "Sign in"]
TITLE = "Ferry of Elverby stays in harbour after storm damage"
PARAGRAPHS = [
    "The ferry of Elverby stays in harbour until Friday, because the storm of Monday night tore "
    "away its ramp and flooded the engine room, the harbour master said.",
    "Nobody was hurt. The company expects repairs of about 300,000 crowns, and has asked for a "
    "replacement from the mainland, which may take several days to arrive.",
    "Islanders are carried by fishing boats until then, twice a day and free of charge, as long "
    "as the sea is calm enough for the small boats to land at the northern pier.",
]
RELATED = ["Lighthouse to be sold", "School bus is late again", "New bench for the market square"]


def text_of(*blocks: list[str]) -> str:
    return "\n\n".join("\n".join(block) for block in blocks)


def page_with(head: list[str], *body: list[str]) -> Article:
    found = read(text_of([*MENU, *head], *body, [*RELATED, "Contact", "Imprint"]))
    assert isinstance(found, Article)
    return found


def paragraphs_of(found: Article) -> list[str]:
    return found.text.split("\n\n")


def test_a_page_is_read_alike_saved_as_text_and_copied():
    heading = "What the company says"
    first, second, third = PARAGRAPHS
    head = [*MENU, TITLE, "By Ada Reed", "4 May 2026, 10:30", "Share"]
    saved = text_of(head, [first], [second], [heading], [third], RELATED)
    copied = text_of([*head, first], [second], [heading, third], RELATED)
    found = [read(saved), read(copied)]
    assert [f.title for f in found] == [TITLE] * 2
    assert [f.authors for f in found] == [("Ada Reed",)] * 2
    assert [str(f.published) for f in found] == ["2026-05-04 10:30"] * 2
    assert [paragraphs_of(f) for f in found] == [[first, second, heading, third]] * 2


def test_the_headline_is_what_the_page_names_again_and_dates_not_what_shares_most_words():
    standfirst = "The harbour master says the ferry stays in harbour, free boats until then"
    trail = f"Home » News » {TITLE}"
    found = page_with([trail, TITLE, standfirst, "4 May 2026"], *([p] for p in PARAGRAPHS))
    assert found.title == TITLE
    assert paragraphs_of(found) == PARAGRAPHS


def test_words_set_in_again_and_again_vanish_and_headings_beside_them_stay():
    inserted = [["Advertisement 1"]]
    for number, paragraph in enumerate([*PARAGRAPHS, *(p.upper() for p in PARAGRAPHS)]):
        inserted += [["Continue below"], [paragraph], [f"Advertisement {number}"]]
    inserted.insert(6, ["What the company says"])
    found = paragraphs_of(page_with([TITLE, "4 May 2026"], *inserted, ["Continue below"]))
    assert len(found) == 7
    assert found[2] == "What the company says"


def test_a_name_alone_above_the_date_is_the_author_and_a_section_is_not():
    body = [[p] for p in PARAGRAPHS]
    assert page_with([TITLE, "Ada Reed", "Tom Fox", "4 May 2026"], *body).authors == (
        "Ada Reed",
        "Tom Fox",
    )
    assert page_with([TITLE, "Author of this text:", "Ada Reed", "Share"], *body).authors == (
        "Ada Reed",
    )
    section = [["Small boats and harbour news of the week."], *body]
    assert page_with([TITLE, "Harbour News", "4 May 2026"], *section).authors == ()


def test_dates_of_a_list_above_the_prose_are_no_date_of_publication():
    listed = ["Concert, 3 May 2026", "Market, 9 May 2026", "Regatta, 12 May 2026"]
    assert page_with([TITLE, *listed], *([p] for p in PARAGRAPHS)).published is None


def test_the_date_of_an_old_picture_is_no_date_of_publication():
    credit = "The ferry in the harbour, 23 January 2019. Photo: Nora Quill/Tidewater Images"
    assert page_with([TITLE, credit], *([p] for p in PARAGRAPHS)).published is None


def test_a_date_that_is_run_together_with_its_time_is_read():
    found = page_with([TITLE, "Published 4 May 202610:30 CET"], *([p] for p in PARAGRAPHS))
    assert str(found.published) == "2026-05-04 09:30"


def test_items_that_a_colon_announces_are_kept_and_rows_of_links_are_not():
    announced = "The boats leave at these times, the harbour master said:"
    items = ["eight in the morning, to the north", "five in the afternoon, back to the south"]
    links = ["Ferries Trains Buses Boats Planes Weather Roads " * 5]
    body = [[PARAGRAPHS[0]], [announced], items, [PARAGRAPHS[1]], links, [PARAGRAPHS[2]]]
    assert paragraphs_of(page_with([TITLE, "4 May 2026"], *body)) == [
        PARAGRAPHS[0], announced, *items, PARAGRAPHS[1], PARAGRAPHS[2],
    ]  # fmt: skip


def test_a_first_paragraph_cut_off_by_an_offer_is_kept_and_the_offer_is_not():
    offer = [
        "Read on", "Subscribe", "One week", "All sections", "Puzzles", "Archive", "Audio", "Help",
    ]  # fmt: skip
    body = [[PARAGRAPHS[0]], offer, *([p] for p in (*PARAGRAPHS[1:], *map(str.upper, PARAGRAPHS)))]
    found = paragraphs_of(page_with([TITLE, "4 May 2026"], *body))
    assert found[:2] == PARAGRAPHS[:2]
    assert not set(offer) & set(found)


def test_an_article_cut_in_two_by_a_box_of_headlines_is_read_to_its_end():
    box = [
        f"{line} in {town}" for town in ("Elverby", "Wolkenfurt", "Valbrume") for line in RELATED
    ]
    again = [p.replace("ferry", "ferry ramp").replace("boats", "small boats") for p in PARAGRAPHS]
    found = page_with([TITLE, "4 May 2026"], *([p] for p in PARAGRAPHS), box, *([p] for p in again))
    assert paragraphs_of(found) == PARAGRAPHS + again


def test_a_short_article_under_its_headline_wins_over_what_a_site_says_of_itself():
    about = (
        "The Tidewater Courier is the oldest paper of the islands, and brings news, sport and the "
        "tables of the tides to more than four thousand homes on every working day of the year."
    )
    page = text_of([*MENU, TITLE, "4 May 2026"], PARAGRAPHS[:1], RELATED * 2, ["About us"], [about])
    found = read(page)
    assert (found.title, found.text) == (TITLE, PARAGRAPHS[0])


def test_only_a_few_runs_of_a_page_with_very_many_compete(monkeypatch):
    asked = []
    find = headline.headline
    monkeypatch.setattr(headline, "headline", lambda *args: asked.append(args) or find(*args))
    names = [a + b for a in ascii_lowercase for b in ascii_lowercase]
    posts = ([[PARAGRAPHS[0].replace("Friday", n)], [f"Quote {n}", f"Reply to {n}"]] for n in names)
    read(text_of(*(block for post in posts for block in post)))
    assert 0 < len(asked) <= 5


def test_a_day_that_heads_a_part_of_plain_prose_stays():
    first, second, third = PARAGRAPHS
    found = read(text_of([TITLE], [first], [second], ["5 May 2026"], [third]))
    assert paragraphs_of(found) == [first, second, "5 May 2026", third]


@pytest.mark.parametrize("stop", "۔։။។")
def test_sentences_end_as_their_script_ends_them(stop):
    title = "دریا کا پرانا پل بند کر دیا گیا"
    body = [
        "دریا پر بنا پرانا پل پیر کے روز بند کر دیا گیا کیونکہ ایک ستون میں دراڑ دیکھی گئی",
        "میئر نے کہا کہ مرمت میں تین ہفتے لگیں گے اور کشتی آدھی رات تک چلتی رہے گی",
        "شہر کے لوگ تب تک کشتی پر مفت سفر کریں گے جیسا کہ کونسل نے فیصلہ کیا",
    ]
    found = read("\n\n".join([title, *(line + stop for line in body)]))
    assert (found.title, paragraphs_of(found)) == (title, [line + stop for line in body])


def test_a_first_paragraph_that_ends_with_a_quotation_is_not_the_title():
    first = "“We shall mend the bridge before winter,” the mayor said, “whatever it costs.”"
    text = f"{first}\n\nEngineers had found a crack in a pillar on Monday. It is a deep one."
    assert read(text).text == text
