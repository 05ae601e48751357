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


@pytest.mark.parametrize(
    ("root", "head", "expected"),
    [
        ("lang='en'", "", "None"),
        ("lang='en'", "<meta property='og:locale' content='en_US'>", "2026-03-04"),
        ("xml:lang='en-GB'", "", "2026-04-03"),
        ("", "<meta http-equiv='Content-Language' content='pt_BR'>", "2026-04-03"),
    ],
)
def test_a_day_in_figures_is_read_as_the_country_writes_it(root, head, expected):
    html = page(head, above="<p>03/04/2026</p>").replace("lang='en'", root)
    assert published(html) == expected


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


@pytest.mark.parametrize(
    "above",
    [
        "<p>Updated <time datetime='2026-03-09'>x</time>, <time datetime='2026-03-07'>y</time></p>",
        "<time class='updated' datetime='2026-03-09'>x</time>"
        "<time class='entry-date published' datetime='2026-03-07'>y</time>",
        "<ul><li>Updated 9 March 2026</li><li>Published 7 March 2026</li></ul>",
        "<p>Published 7 March 2026 | Updated 9 March 2026</p>",
    ],
)
def test_of_the_days_in_one_label_the_earlier_is_that_of_publication(above):
    found = read(page(above=above), WEB)
    assert (str(found.published), str(found.modified)) == (DAY, "2026-03-09")


def test_the_day_of_a_change_alone_is_not_that_of_publication():
    changed = "<time itemprop='dateModified' datetime='2026-03-09'>9 March 2026</time>"
    found = read(page(above=changed), WEB)
    assert (found.published, str(found.modified)) == (None, "2026-03-09")
    amended = "<p>This article was amended on 9 March 2026, as it had named a wrong engineer.</p>"
    assert published(page(body=BODY + amended)) == "None"


OTHER = (
    "<article><h4><a href='/1'>Ferry sinks</a></h4><time datetime='2025-01-05'>x</time></article>"
)
COMMENT = "<div itemscope itemprop='comment'><i itemprop='datePublished' content='2026-03-09'></i>"
META = "<div itemscope>Ferry sinks<meta itemprop='datePublished' content='2025-01-05'></div>"


@pytest.mark.parametrize("below", [OTHER, f"<div class='comments'>{COMMENT}</div>", COMMENT, META])
def test_the_day_of_a_teaser_or_of_a_comment_is_not_that_of_publication(below):
    assert published(page(body=BODY + below)) == "None"
    assert published(page(above=f"<time datetime='{DAY}'>x</time>", body=BODY + below)) == DAY


@pytest.mark.parametrize(
    "time", ["<div><time datetime='2026-06-01'>x</time></div>",
             "<header><h1><a href='/'>Tides</a></h1><time datetime='2026-06-01'>x</time></header>"],
)  # fmt: skip
def test_a_time_tag_in_the_head_of_the_site_is_not_that_of_publication(time):
    html = page(above=f"<p>{DAY}</p>").replace("<article>", f"{time}<article>")
    assert published(html) == DAY


def test_where_the_headline_stands_outside_of_the_article_its_time_tag_counts():
    text = BODY * 3
    html = page(body=f"<time datetime='{DAY}'>x</time>{text}").replace("<article><h1>", "<h1>")
    assert published(html.replace("</h1>", "</h1><article>")) == DAY
