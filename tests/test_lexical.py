import pytest

from assistant.index.lexical import Lexical
from tests.conftest import passage


@pytest.fixture
def lexical(tmp_path):
    return Lexical(tmp_path / "lexical.db")


def test_inflected_words_are_found_within_a_language(lexical):
    treaty = passage("The treaties expired in winter.")
    lexical.upsert([treaty, passage("Football clubs met in spring.", start=50, end=90)])
    assert list(lexical.by_terms("When does the treaty expire?", "en", 5)) == [treaty.id]


def test_words_are_not_compared_across_languages_but_names_are(lexical):
    italian = passage("Putin ha firmato il trattato a Praga.", "it")
    lexical.upsert([italian])
    assert lexical.by_terms("il trattato", "en", 5) == {}
    assert list(lexical.by_names("Что сказал Путин?", "ru", 5)) == [italian.id]


def test_numbers_are_found_in_any_notation(lexical):
    italian = passage("Il limite è di 1.550 testate.", "it")
    lexical.upsert([italian])
    assert list(lexical.by_names("Who set 1,550 warheads?", "en", 5)) == [italian.id]


def test_writing_a_passage_again_replaces_it(lexical):
    lexical.upsert([passage("one treaty")])
    lexical.upsert([passage("one treaty")])
    assert len(lexical) == 1
    assert len(lexical.by_terms("treaty", "en", 5)) == 1


def test_a_deleted_passage_is_found_no_more(lexical):
    one = passage("one treaty")
    lexical.upsert([one])
    lexical.delete([one.id, "unknown"])
    assert len(lexical) == 0
    assert lexical.by_terms("treaty", "en", 5) == {}


@pytest.mark.parametrize("query", ['"', "NEAR(a b)", "terms:x", "a* OR", "-", "", "(((", "' -- "])
def test_nothing_in_a_query_is_an_operator(lexical, query):
    lexical.upsert([passage("one treaty")])
    assert lexical.by_terms(query, "en", 5) == {}


def test_chinese_is_found_by_its_bigrams(lexical):
    chinese = passage("新削减战略武器条约将于星期四到期。", "zh")
    lexical.upsert([chinese])
    assert list(lexical.by_terms("条约何时到期?", "zh", 5)) == [chinese.id]


def test_a_score_tells_how_much_of_the_query_is_there(lexical):
    places = ("Marenholt", "Brenn", "Sarnova", "Orsa")
    lexical.upsert(
        [passage(f"Siamo a {p}.", "it", start=n, end=n + 9) for n, p in enumerate(places)]
    )
    (alone,) = lexical.by_names("Where is Brenn?", "en", 5).values()
    (of_three,) = lexical.by_names("Where is Brenn, Tolmar or Pasquel?", "en", 5).values()
    assert 0 < of_three < alone / 2 < alone <= 1


def test_in_its_own_language_a_name_is_a_term(lexical):
    lexical.upsert([passage("The port of Sarnova is on strike.")])
    assert lexical.by_names("Who is on strike in Sarnova?", "en", 5) == {}
    assert len(lexical.by_terms("Who is on strike in Sarnova?", "en", 5)) == 1


def test_a_search_waits_while_another_process_deletes(tmp_path, lexical):
    with lexical._transaction() as db:
        assert db.exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 60_000
