import io
from datetime import datetime, timezone
from itertools import count
from types import SimpleNamespace

import pytest
from pypdf import PageObject, PdfReader, PdfWriter

from assistant.articles.pdf import lines as pdf_lines
from assistant.articles.pdf.lines import Line
from assistant.articles.reading import read_articles
from assistant.intake import Page, Skipped
from assistant.types import Article
from tests import pdf_file
from tests.pdf_file import At, column, from_streams, pdf

LATER = datetime(2026, 6, 1, tzinfo=timezone.utc)
TITLE = At("Crack closes the old bridge", y=700, size=20)
FIRST = [
    "The bridge over the river was closed on Monday, after engin-",
    "eers had found a crack in a pillar. It will take three weeks",
    "to mend.",
]
SECOND = [
    "The mayor said that well-known firms had been asked. Well-",
    "known firms are dear, and the ferry will run until midnight.",
]
BODY = [FIRST, SECOND]
WHOLE = (
    "The bridge over the river was closed on Monday, after engineers had found a crack in a "
    "pillar. It will take three weeks to mend.\n\n"
    "The mayor said that well-known firms had been asked. Well-known firms are dear, and the "
    "ferry will run until midnight."
)


def read(content: bytes) -> Article | Skipped:
    page = Page(
        url="file:///a.pdf", content=content, media_type="application/pdf", fetched_at=LATER
    )
    (found,) = read_articles(page)
    return found


def test_paragraphs_are_put_together_and_divided_words_made_whole():
    found = read(pdf([TITLE, *column(BODY)]))
    assert (found.title, found.text, found.language) == (TITLE.text, WHOLE, "en")


def test_a_title_of_two_lines_is_one():
    found = read(pdf([TITLE, At("after a storm", y=677, size=20), *column(BODY)]))
    assert found.title == "Crack closes the old bridge after a storm"
    assert found.text == WHOLE


def test_columns_and_pages_do_not_cut_a_paragraph():
    left, right = column([FIRST[:2]]), column([FIRST[2:]], x=320)
    found = read(pdf([TITLE, *left, *right], column([SECOND])))
    assert found.text == WHOLE
    split = read(pdf([TITLE, *column([FIRST[:1]])], column([FIRST[1:], SECOND])))
    assert split.text == WHOLE


def test_an_indent_begins_a_paragraph():
    lines = [At(text, y=640 - 12 * i) for i, text in enumerate(FIRST + SECOND)]
    lines[3] = lines[3]._replace(x=84)
    assert read(pdf([TITLE, *lines])).text == WHOLE


def test_running_heads_and_page_numbers_are_left_out():
    def furnished(number: int, lines: list[At]) -> list[At]:
        head, foot = At("Example Post, 4 May 2026", y=770), At(f"Page {number} of 2", y=20)
        return [head, *lines, foot]

    found = read(pdf(furnished(1, [TITLE, *column([FIRST])]), furnished(2, column([SECOND]))))
    assert found.text == WHOLE
    assert found.published is None


def test_when_the_file_was_made_is_not_when_the_article_was_published():
    dates = {"CreationDate": "D:20250304101112Z", "ModDate": "D:20250305101112Z"}
    assert read(pdf([TITLE, *column(BODY)], **dates)).published is None
    stated = read(pdf([TITLE, At("By Ada Reed | 4 May 2026", y=670), *column(BODY)], **dates))
    assert (str(stated.published), stated.published.origin) == ("2026-05-04", "text")
    assert (stated.authors, stated.text) == (("Ada Reed",), WHOLE)


def test_a_dateline_above_the_title_counts_but_not_when_a_browser_printed_the_page():
    dateline = At("Brussels, 5 February 2026", y=740)
    assert str(read(pdf([dateline, TITLE, *column(BODY)])).published) == "2026-02-05"
    printed = [At("2/5/2026, 10:30 AM Crack closes the old bridge", y=770, size=8)]
    address = [At("https://www.post.example/2026/02/03/crack 1/1", y=20, size=8)]
    found = read(pdf([TITLE, *column(BODY), *printed, *address]))
    assert (str(found.published), found.published.origin) == ("2026-02-03", "url")
    assert (found.source, found.text) == ("post.example", WHOLE)


def test_labels_of_the_file_count_if_the_page_shows_them():
    lines = [At("The Example Post", y=740, size=30), TITLE, At("Ada Reed", y=670), *column(BODY)]
    found = read(pdf(lines, Title=f"{TITLE.text} | Example Post", Author="Ada Reed"))
    assert (found.title, found.authors) == (TITLE.text, ("Ada Reed",))
    template = read(pdf([TITLE, *column(BODY)], Title="Microsoft Word - press4.doc", Author="jr"))
    assert (template.title, template.authors) == (TITLE.text, ())


def test_text_drawn_from_right_to_left_comes_in_the_order_of_reading():
    text = "ביום שני 24 May סגרו את הגשר על הנהר, כי נמצא סדק בעמוד."
    words = ["24 May" if w == "24" else w for w in text.split() if w != "May"]
    drawn = [word if word == "24 May" else word[::-1] for word in reversed(words)]
    stream = b"".join(
        b"BT /F2 10 Tf %d 700 Td (%s ) Tj ET\n" % (50 + 40 * i, word.encode("cp1255"))
        for i, word in enumerate(drawn)
    )
    assert read(from_streams([stream])).text == text


def protected(password: str) -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf([TITLE, *column(BODY)]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_that_is_only_protected_against_changes_is_read():
    assert read(protected("")).text == WHOLE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (protected("secret"), "protected with a password"),
        (from_streams([b"0 0 m 100 100 l S"]), "pictures without text"),
        (pdf([TITLE, *column(BODY)])[:300], "damaged, or no PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 50, "damaged, or no PDF"),
        (from_streams([b" " * 30_000_000]), "damaged, or no PDF"),
        (from_streams([b"(a) Tj " * 150_000]), "damaged, or no PDF"),
        (from_streams([b"[" * 100_000]), "damaged, or no PDF"),
        (pdf(*[[At("A page.")]] * 301), "it has 301 pages; the limit is 300"),
        (pdf([At("Short.")]), "no article text found"),
    ],
    ids=[
        "encrypted", "pictures", "cut off", "garbage", "bomb", "endless", "nested", "long", "short",
    ],
)  # fmt: skip
def test_a_pdf_that_cannot_be_read_is_skipped_with_the_reason(content, reason):
    found = read(content)
    assert isinstance(found, Skipped)
    assert reason in found.reason


@pytest.mark.parametrize("hidden", ["\ud800", "\u202e", "\u200b", "\ue000"])
def test_title_and_outlet_are_as_clean_as_the_text(monkeypatch, hidden):
    def marked(page: PageObject, until: float) -> list[Line]:
        halves = ((line, (line.text[:9], line.text[9:])) for line in seen(page, until))
        return [line._replace(text=hidden.join(both)) for line, both in halves]

    seen = pdf_lines._lines
    monkeypatch.setattr(pdf_lines, "_lines", marked)
    address = At("https://www.post.example/2026/02/03/crack 1/1", y=20, size=8)
    found = read(pdf([TITLE, *column(BODY), address]))
    assert (found.title, found.text, found.source) == (TITLE.text, WHOLE, "post.example")
    assert found.id


def test_an_address_at_the_edge_that_is_none_does_no_harm():
    found = read(pdf([TITLE, *column(BODY), At("http://[1/2026/02/03/crack 1/1", y=20, size=8)]))
    assert (found.source, found.published) == (None, None)


def test_halves_of_characters_that_a_font_stands_for_are_left_out(monkeypatch):
    halves = pdf_file._HEBREW.replace(b"<05d0>", b"<d800>")
    monkeypatch.setattr(pdf_file, "_HEBREW", halves)
    broken = b"BT /F2 10 Tf 72 600 Td (%s) Tj ET\n" % " ".join(FIRST + SECOND + ["\xe0"]).encode(
        "latin-1"
    )
    assert "engineers" in read(from_streams([broken])).text.replace("- ", "")


def test_a_year_in_the_last_line_of_a_page_is_no_page_number():
    last = ["The bridge has now been closed for the first time since the flood", "of 1962."]
    found = read(pdf([TITLE, *column([FIRST, last])]))
    assert found.text.endswith("since the flood of 1962.")


def test_a_link_in_the_text_is_not_where_the_page_was():
    cited = ["The first report is https://www.other.example/2019/05/03/crack", "and unanswered."]
    found = read(pdf([TITLE, *column([FIRST, cited, SECOND])]))
    assert (found.source, found.published) == (None, None)


@pytest.mark.parametrize(
    "last",
    [
        ["The number of bridges that are closed for good has now risen to", "300."],
        ["A list is at https://www.gov.example/bridges for all of those who", "drive at night."],
    ],
)
def test_a_figure_or_an_address_in_the_last_lines_of_a_page_stays(last):
    found = read(pdf([TITLE, *column([FIRST, last])]))
    assert found.text.endswith(" ".join(last))


@pytest.mark.parametrize("label", [b" null   ", b" 2026   "])
def test_a_label_that_is_no_text_is_none(label):
    content = pdf([TITLE, *column(BODY)], Title="Bridge").replace(b"(Bridge)", label)
    assert (read(content).title, read(content).text) == (TITLE.text, WHOLE)


def test_letters_of_endless_size_end_nothing():
    text = WHOLE.replace("\n\n", " ")
    grown = b"0 0 0 1%s.0 0 0 cm " % (b"0" * 30) * 12
    drawn = b"BT /F1 10 Tf 72 700 Td (%s) Tj ET" % text.encode()
    assert read(from_streams([grown + drawn])).text == text


def test_time_is_up_within_a_page_too(monkeypatch):
    minutes, read_lines = count(step=61), []
    monkeypatch.setattr(pdf_lines, "time", SimpleNamespace(monotonic=lambda: next(minutes)))
    monkeypatch.setattr(pdf_lines, "_written", lambda text: read_lines.append(text) or text)
    found = read(pdf([TITLE, *column(BODY)]))
    assert ("more than 60 seconds" in found.reason, read_lines) == (True, [])
