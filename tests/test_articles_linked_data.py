import json
from itertools import product
from string import ascii_lowercase
from time import process_time

import pytest

from tests.test_articles_html import page, read

URL = "https://a.example/crack"
CRACK = "Crack closes the bridge"
FERRY = {"@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": "2025-01-05"}
SEARCHED = {
    "@type": "NewsArticle",
    "headline": "Why engineers worry",
    "datePublished": "2026-03-07",
}


def facts(*things: object) -> tuple[str, str]:
    head = f"<script type='application/ld+json'>{json.dumps(things)}</script>"
    found = read(page(head), URL)
    return found.title, str(found.published)


@pytest.mark.parametrize("address", [{}, {"url": "https://a.example/ferry"}])
def test_an_article_that_only_a_teaser_is_of_is_not_the_page_s(address):
    assert facts(FERRY | address) == (CRACK, "None")
    about = {"headline": "Ferry sinks below the bridge"} if address else {}
    assert facts(FERRY | address | about) == (CRACK, "None")


def test_of_two_articles_with_other_titles_the_one_with_the_page_s_address_is_its_own():
    own = SEARCHED | {"mainEntityOfPage": {"@id": f"{URL}/#article"}}
    assert facts(FERRY | {"url": "https://a.example/ferry"}, own) == (
        "Why engineers worry",
        "2026-03-07",
    )


def test_agency_copy_may_name_the_address_of_another_host():
    copied = SEARCHED | {"headline": "Crack in the bridge", "url": "https://agency.example/7"}
    assert facts(copied) == ("Crack in the bridge", "2026-03-07")


def test_a_thing_without_a_name_does_not_hide_the_one_with_the_title():
    recipe = {"@type": "Recipe", "name": CRACK, "datePublished": "2026-03-07"}
    assert facts({"@graph": [{"@type": "WebSite"}, recipe]}) == (CRACK, "2026-03-07")


@pytest.mark.parametrize(
    "day", ["2026-03-07", ["2026-03-07"], {"@value": "2026-03-07"}, 1772884800, 1772884800000]
)
def test_a_date_may_be_a_list_a_typed_value_or_a_number(day):
    assert facts(SEARCHED | {"headline": CRACK, "datePublished": day})[1].startswith("2026-03-07")


@pytest.mark.parametrize(
    ("blanks", "authors"),
    [
        (100_000, []),
        (0, [f"Ada {''.join(end).title()}" for end in product(ascii_lowercase, repeat=3)]),
        (0, ["by " * 100_000]),
    ],
    ids=["blanks", "names", "by"],
)
def test_json_ld_without_end_costs_no_time(blanks, authors):
    stated = json.dumps(SEARCHED | {"headline": CRACK, "author": authors})
    head = f"<script type='application/ld+json'>{' ' * blanks}{stated}</script>"
    start = process_time()
    assert str(read(page(head), URL).published) == "2026-03-07"
    assert process_time() - start < 5
