import pytest

from tests.test_articles_html import BODY, LATER, page, read

WEB = "https://a.example/crack"
DAY = "2026-03-07"


def published(html: str, url: str = WEB) -> str:
    return str(read(html, url).published)


@pytest.mark.parametrize(
    "paragraph",
    [
        "<p>The treaty, which was signed in Prague on 8 April 2010, expires this week.</p>",
        "<p>12 March 1998 was a dark day for the town, since its old bridge fell down.</p>",
        "<blockquote><p>It is done.</p>— Ada Reed (@ada) January 3, 2025</blockquote>",
    ],
)
def test_a_day_that_the_text_tells_of_is_not_that_of_publication(paragraph):
    assert published(page(body=paragraph + BODY)) == "None"
    assert published(page(body=f"<p>Ada Pell, 7 March 2026</p>{paragraph}{BODY}")) == DAY


@pytest.mark.parametrize("head", ["7 March 2026 – ", "Town, 7 March 2026 (PA) - ", "(7.3.2026) "])
def test_the_dateline_of_a_text_is_the_day_of_publication(head):
    text = "<p>The bridge is closed from today on, since engineers found a crack in it, which "
    text += "nobody had seen in all of the years in which they came to look at its pillars.</p>"
    assert published(page(body=text.replace("<p>", f"<p>{head}") + BODY)) == DAY


MASTHEAD = f"<div class='topbar'>{LATER:%A, %B %d, %Y}</div>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (page(above=f"<p>By Ada Pell</p><p>{DAY}</p>").replace("<article>", MASTHEAD), DAY),
        (page().replace("<article>", MASTHEAD), "None"),
        (page(body=f"{BODY}<div>Page made on {LATER:%d %B %Y}</div>"), "None"),
        (page().replace("<h1>", f"<p>{LATER:%d %B %Y}</p><h1>"), f"{LATER:%Y-%m-%d}"),
    ],
)
def test_the_day_of_fetching_counts_only_close_to_the_headline(html, expected):
    assert published(html) == expected


def test_in_a_file_the_day_in_the_head_of_the_site_is_that_of_saving():
    saved = page().replace("<article>", "<div>Sunday, May 3, 2026</div><article>")
    assert published(saved, "file:///saved/page.html") == "None"
    assert published(saved, WEB) == "2026-05-03"
