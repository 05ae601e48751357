from time import process_time

import pytest
from lxml.html import fromstring

from assistant.articles.web.blocks import blocks
from assistant.articles.web.marking import known_lines
from tests.test_articles_html import BODY, page, read

CRACK = "Crack closes the bridge"
TEASER = "<div class='related'><time datetime='2025-01-02'>x</time></div>"


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("<span class='published'>7 March 2026</span>", TEASER, "2026-03-07"),
        ("<p>Ada Reed | 7 March 2026</p>", TEASER, "2026-03-07"),
        ("<a href='/x'><time class='entry-date published'>7 March 2026</time></a>", "",
         "2026-03-07"),
        ("", "<div class='comment'><p>Tom Fox 9 March 2026, 15:57</p></div>", "None"),
    ],
)  # fmt: skip
def test_dates_of_other_articles_and_of_comments_are_not_its_own(above, below, expected):
    assert str(read(page(above=above, body=BODY + below)).published) == expected


def test_the_day_in_the_head_of_a_site_is_not_that_of_its_article():
    html = page(above="<p>7 March 2026</p>").replace(
        "<body>", "<body><header><time datetime='2026-05-08'>Friday</time></header>"
    )
    assert str(read(html).published) == "2026-03-07"


@pytest.mark.parametrize("updates", ["7", "true", '{"articleBody": 7}', "[null]"])
def test_json_ld_with_other_things_than_the_updates_of_a_live_page_does_no_harm(updates):
    stated = f'{{"@type": "LiveBlogPosting", "liveBlogUpdate": {updates}}}'
    script = f"<script type='application/ld+json'>{stated}</script>"
    assert read(page(script)).text == read(page()).text


def test_json_ld_is_read_where_the_type_of_its_script_was_forgotten():
    stated = '{"@context": "https://schema.org", "@type": "Article", "datePublished": "2026-03-04"}'
    assert str(read(page(f"<script>{stated}</script>")).published) == "2026-03-04"


@pytest.mark.parametrize(
    ("window", "above", "expected"),
    [
        (f"{CRACK} | Tides and People", "<h1><a href='/'>Tides and People</a></h1>", CRACK),
        (f"Tidepress | {CRACK}", "", CRACK),
        (f"{CRACK} | Tidepress", f"<h1>“Cold water”: {CRACK}</h1>", f"“Cold water”: {CRACK}"),
        (CRACK, f"<h1><style>.a {{color: red}}</style>{CRACK}</h1>", CRACK),
        (f"{CRACK} | Tidepress", f"<h1>4 May 2026 {CRACK}</h1>", CRACK),
    ],
)
def test_the_title_is_the_headline_and_not_the_site_or_a_date(window, above, expected):
    html = page(f"<title>{window}</title>", above).replace(f"<h1>{CRACK}</h1>", "", 1)
    assert read(html, "https://tidepress.example/crack").title == expected


def test_a_short_word_of_the_site_s_name_cuts_no_title():
    head = (
        f"<title>{CRACK} – calm at the coast</title>"
        "<meta property='og:site_name' content='St. Lucas Times'>"
    )
    assert read(page(head).replace(f"<h1>{CRACK}</h1>", "")).title.endswith("calm at the coast")


def test_a_transparent_background_hides_nothing_and_transparent_letters_do():
    shown = BODY.replace("<p>", "<p><span style='background-color: transparent'>", 1)
    hidden = "<p style='color: transparent'>Nobody may read that the bridge was sold.</p>"
    text = read(page(body=shown + hidden)).text
    assert "Paragraph one" in text
    assert "was sold" not in text


def test_lines_that_an_article_repeats_stay():
    days = "".join(
        f"<h2>Day {n}</h2>{BODY.replace('bridge', f'pier {n}')}<p>Drink a cup of warm water.</p>"
        for n in range(3)
    )
    assert read(page(body=days)).text.count("warm water") == 3


def test_other_entries_under_the_article_stay_out():
    others = "".join(
        f"<article class='post hentry'><p>{'The harbour of the town has a story too. ' * n}</p>"
        "</article>"
        for n in range(20, 26)
    )
    own = "<p>The bridge of the town was closed by its engineers, who had seen a crack.</p>" * 7
    html = page(body=own).replace("<article>", "<article class='post hentry'>")
    assert "harbour" not in read(html.replace("</body>", f"{others}</body>")).text


@pytest.mark.parametrize(
    "style",
    ["font-size: 100%", "font-size:1em", "font-size:1rem", "font-size:10px", "font-size:10.0pt",
     "backface-visibility: hidden", "color: #333; background: #fff"],
)  # fmt: skip
def test_letters_that_a_reader_sees_are_not_hidden(style):
    shown = BODY.replace("<p>", f"<p><span style='{style}'>", 1)
    assert "Paragraph one" in read(page(body=shown)).text


@pytest.mark.parametrize(
    "style",
    ["font-size:0", "font-size: 0.0em", "font-size:1px", "visibility: hidden",
     "color: #FFF; margin: 0; background: #fff", "background-color:white;color:white!important"],
)  # fmt: skip
def test_letters_that_no_reader_sees_are_hidden(style):
    hidden = f"<p style='{style}'>Nobody may read that the bridge was sold.</p>"
    assert "was sold" not in read(page(body=BODY + hidden)).text


def test_a_style_of_blanks_costs_no_time():
    blank = BODY.replace("<p>", f"<p style='color:{' ' * 2_000}'>", 1)
    start = process_time()
    assert "Paragraph one" in read(page(body=blank)).text
    assert process_time() - start < 5


def test_a_raised_figure_is_no_part_of_the_number_before_it():
    told = "<p>It has borne 10<sup>6</sup> tons since 2019<sup>3</sup>, and the 2<sup>nd</sup>.</p>"
    text = read(page(body=f"{BODY}{told}{BODY.upper()}")).text
    assert "10^6 tons since 2019^3, and the 2nd." in text


def test_many_links_in_one_box_cost_no_time():
    tree = fromstring(f"<html><body>{'<a href=/x>Link</a><br>' * 10_000}</body></html>")
    start = process_time()
    assert not any(line.apart for line in known_lines(blocks(tree), "", "", ""))
    assert process_time() - start < 5
