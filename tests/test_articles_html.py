from datetime import datetime, timezone
from pathlib import Path
from time import process_time

import pytest

from assistant.articles.reading import read_articles
from assistant.intake import Page, Skipped
from assistant.types import Article

PAGE = (Path(__file__).parent / "data/page-es.html").read_text()
LATER = datetime(2026, 6, 1, tzinfo=timezone.utc)
BODY = "".join(
    f"<p>Paragraph {n} tells what the engineers of the town found below the bridge.</p>"
    for n in ("one", "two", "three", "four", "five", "six", "seven")
)


def read(html: str | bytes, url: str = "file:///saved/page.html") -> Article | Skipped:
    content = html.encode() if isinstance(html, str) else html
    (found,) = read_articles(
        Page(url=url, content=content, media_type="text/html; charset=utf-8", fetched_at=LATER)
    )
    return found


def page(head: str = "", above: str = "", body: str = BODY) -> str:
    return (
        f"<html lang='en'><head>{head}</head><body><article><h1>Crack closes the bridge</h1>"
        f"{above}{body}</article></body></html>"
    )


def test_a_page_gives_its_facts_without_the_name_of_the_site():
    found = read(PAGE)
    assert found.title == "El faro de Puerto Claro vuelve a encenderse"
    assert (found.source, found.authors) == ("Diario Ejemplar", ("Lucía Modelo",))
    assert found.language == "es"
    assert found.url == "https://diario.example/sociedad/faro-puerto-claro.html"


def test_the_date_in_json_ld_comes_before_the_others_and_is_kept_in_utc():
    found = read(PAGE)
    assert str(found.published) == "2026-01-08 08:30"
    assert found.published.origin == "json-ld"
    assert str(found.modified) == "2026-01-08 17:05"


def test_the_text_is_the_paragraphs_and_the_standfirst_alone():
    paragraphs = read(PAGE).text.split("\n\n")
    assert [p.split()[0] for p in paragraphs] == ["La", "El", "«Habíamos", "La"]
    assert paragraphs[0] == "La torre llevaba nueve años a oscuras por falta de repuestos."


@pytest.mark.parametrize(
    ("head", "above", "url", "expected", "origin"),
    [
        (
            '<meta name="date" content="2026-03-04">', "<time datetime='2026-03-05'>x</time>",
            "https://a.example/2026/03/06/crack", "2026-03-04", "meta",
        ),
        (
            "", "<time datetime='2026-03-05T07:15Z'>x</time>",
            "https://a.example/2026/03/06/crack", "2026-03-05 07:15", "time-tag",
        ),
        ("", "", "https://a.example/2026/03/06/crack", "2026-03-06", "url"),
        ("", "<p>7 March 2026</p>", "https://a.example/crack", "2026-03-07", "text"),
        ("", "<p class='caption'>07.03.26 | Town</p>", "file:///x", "2026-03-07", "text"),
        ("", "<p>(7 March 2026) The bridge is closed from today on, since engineers found a crack "
         "in one of its pillars, and nobody can say for how long it will have to be so, because "
         "the report is not written and the pillar stands in deep and very cold water.</p>",
         "file:///x", "2026-03-07", "text"),
        ("", "<p>By Ada Pell and all of the engineers, who have looked at the bridge for days.</p>"
         "<p>7.3.2026 - The bridge is closed from today on, since there is a crack in it.</p>",
         "file:///x", "2026-03-07", "text"),
        ("", "<p><a rel='bookmark'><time datetime='2026-03-05'>x</time></a></p>", "file:///x",
         "2026-03-05", "time-tag"),
        ('<meta name="DC:date" content="2026-03-04">', "", "file:///x", "2026-03-04", "meta"),
        ('<script type="application/ld+json">{"@type": "Recipe", "datePublished": "2026-03-04", '
         '"name": "Crack closes the bridge"}</script>', "", "file:///x", "2026-03-04", "json-ld"),
    ],
)  # fmt: skip
def test_dates_are_taken_in_order_of_reliability(head, above, url, expected, origin):
    found = read(page(head, above), url)
    assert (str(found.published), found.published.origin) == (expected, origin)


@pytest.mark.parametrize("stated", ["2031-01-01", "soon", "2026", ""])
def test_a_date_that_cannot_be_is_unknown_and_not_the_day_of_reading(stated):
    assert read(page(f'<meta name="date" content="{stated}">')).published is None


def test_broken_json_ld_does_not_hide_what_meta_tags_say():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "hea</script>'
    found = read(page(head + '<meta name="date" content="2026-03-04">'))
    assert str(found.published) == "2026-03-04"
    assert found.title == "Crack closes the bridge"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("<p>By Tom Fox and Ada Reed</p>", ("Tom Fox", "Ada Reed")),
        ("<p>4. Mai 2026 von Ada Reed in Hafen</p>", ("Ada Reed",)),
        ("<div class='post-meta'><span class='author'>Ada</span> 4 May 2026</div>", ("Ada",)),
        ("<div><a href='/authors/ada-reed'>Ada Reed</a> | 4 May 2026</div>", ("Ada Reed",)),
        ("<p class='byline'>Par J.R. Stone Jr. - </p>", ("J.R. Stone Jr.",)),
        ("<div class='comment-author'>Tom Fox</div>", ()),
        ("<p>Tom Fox crossed the bridge on Monday, and saw the crack before others did.</p>", ()),
    ],
)
def test_the_author_may_stand_in_the_page_only(above, expected):
    assert read(page(above=above)).authors == expected


def test_people_come_before_organisations_and_these_before_nobody():
    stated = '{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Tide Press"}}'
    head = f'<script type="application/ld+json">{stated}</script>'
    assert read(page(head, above="<p>By Ada Reed</p>")).authors == ("Ada Reed",)
    assert read(page(head)).authors == ("Tide Press",)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("All articles by Ada Reed", ("Ada Reed",)),
        ("Ada Reed, PhD, and Tom Fox", ("Ada Reed", "Tom Fox")),
        ("Jos&eacute; R&iacute;o", ("José Río",)),
        ("홍길동 기자", ("홍길동",)),
    ],
)
def test_names_are_freed_of_what_stands_around_them(stated, expected):
    assert read(page(f'<meta name="author" content="{stated}">')).authors == expected


def test_the_only_heading_is_the_headline_where_search_engines_get_other_words():
    head = "<title>Bridge closed by crack: what we know</title>"
    assert read(page(head)).title == "Crack closes the bridge"
    other = page(head).replace("Crack closes the bridge", "Weather")
    assert read(other).title == "Bridge closed by crack: what we know"


def test_without_a_name_the_outlet_is_the_host():
    assert read(page(), "https://www.a.example/crack").source == "a.example"
    assert read(page()).source is None


def test_another_article_on_the_page_stays_out():
    other = f"<article><h1>Other news</h1>{BODY.replace('bridge', 'harbour')}</article>"
    html = page(head="<title>Crack closes the bridge</title>").replace(
        "</article>", "</article>" + other
    )
    assert "harbour" not in read(html).text


def test_a_canonical_address_on_another_host_is_not_believed():
    link = '<link rel="canonical" href="https://evil.example/crack">'
    assert read(page(link), "https://a.example/crack").url == "https://a.example/crack"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_encodings_are_recognised(encoding):
    html = PAGE.replace('charset="utf-8"', f'charset="{encoding}"')
    assert "décima" in read(html.encode(encoding)).text


@pytest.mark.parametrize("stated", ["undefined", "punycode", "hex", "x"])
def test_what_states_an_encoding_for_no_text_is_not_believed(stated):
    html = PAGE.replace('charset="utf-8"', f'charset="{stated}"')
    assert "décima" in read(html.encode("cp1252")).text


@pytest.mark.parametrize(
    "html",
    ["<html><body><nav><a href='/'>Home</a></nav></body></html>", "<p>Hi.</p>", "<!-- -->"],
)
def test_a_page_without_an_article_is_skipped(html):
    found = read(html)
    assert isinstance(found, Skipped)
    assert found.item == "file:///saved/page.html"


def test_what_is_said_of_the_author_at_the_end_is_no_text():
    head = '<meta name="author" content="Ada Reed">'
    about = "<p>Ada Reed writes about bridges, and has lived beside three of them.</p>"
    assert "lived beside" not in read(page(head, body=BODY + about)).text


def test_a_heading_whose_section_was_left_out_goes_with_it():
    links = "<ul>" + "".join(f"<li><a href='/{n}'>Bridge {n}</a></li>" for n in range(5)) + "</ul>"
    sections = f"{BODY}<h2>More on bridges</h2>{links}<h2>What comes next</h2>{BODY.upper()}"
    text = read(page(body=sections)).text
    assert "More on bridges" not in text
    assert "What comes next" in text


def test_short_speech_between_paragraphs_stays():
    assert "Nobody knew." in read(page(body=f"{BODY}<p>Nobody knew.</p>{BODY.upper()}")).text


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>The bridge is closed.</p>" * 20_001, "more than 20,000 lines"),
        ("x" * 8_000_001, "longer than 8,000,000 characters"),
        ("<div class='g-recaptcha'>Are you a person?</div>", "whether a person is reading"),
        ("<script>draw()</script>", "put there by a script"),
    ],
)
def test_a_page_that_holds_no_article_is_skipped_with_the_reason(body, reason):
    assert reason in read(f"<html><body>{body}</body></html>").reason


def test_scripts_with_a_string_that_never_ends_cost_no_time():
    script = "<script>" + '\\"' * 200_000 + "</script>"
    start = process_time()
    assert isinstance(read(f"<html><body>{script}<p>Hi.</p></body></html>"), Skipped)
    assert process_time() - start < 2


def test_a_box_that_asks_to_log_in_is_no_text_and_a_paragraph_with_such_a_link_is():
    offer = (
        "<div><p>Readers who pay read more about bridges.</p><p>It costs three crowns a week.</p>"
        "<a href='https://a.example/login'>Enter</a></div>"
    )
    told = "<p>The owner lets people <a href='/register'>put their names</a> on a list.</p>"
    text = read(page(body=f"{BODY}{told}{offer}")).text
    assert "on a list" in text
    assert "crowns" not in text


@pytest.mark.parametrize(
    "head",
    [
        f"<meta name='author' content='{'by ' * 100_000}'>",
        f"<meta name='author' content='{'(' * 200_000}'>",
        f"<script type='application/ld+json'>{{{' ' * 100_000}}}</script>",
    ],
    ids=["by", "brackets", "blanks"],
)
def test_what_a_page_states_at_length_costs_no_time(head):
    start = process_time()
    assert read(page(head)).title == "Crack closes the bridge"
    assert process_time() - start < 2
