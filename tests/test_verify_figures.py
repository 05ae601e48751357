"""Numbers, hours, dates and currencies in any form, by the real embedding model."""

import pytest

from assistant.answering.checking.disagreement import disputes
from assistant.answering.checking.verify import support
from assistant.language.dates import Day, dates
from tests.conftest import evidence


def missing(embedder, statement, language, sentence, other):
    cited = [evidence(sentence, other)]
    return support(statement, language, cited, "", embedder.embed_passages).missing


@pytest.mark.parametrize(
    ("statement", "language", "sentence", "other"),
    [
        ("Vingt-trois personnes ont été arrêtées.", "fr", "23 people were arrested.", "en"),
        ("Treinta y cinco personas fueron detenidas.", "es", "35 people were arrested.", "en"),
        ("Quatre-vingt-dix pour cent des ponts sont sûrs.", "fr",
         "Ninety percent of the bridges are safe.", "en"),
        ("About 20 people were injured.", "en", "Une vingtaine de personnes sont blessées.", "fr"),
        ("He was sentenced to 20 years in prison.", "en",
         "È stato condannato a vent'anni di carcere.", "it"),
        ("The victim is a 27-year-old woman.", "en", "La vittima è una ventisettenne.", "it"),
        ("The bridge was built in the 1990s.", "en",
         "Die Brücke wurde in den Neunzigerjahren gebaut.", "de"),
        ("The bridge was built in the 1990s.", "en",
         "Il ponte è stato costruito negli anni Novanta.", "it"),
        ("The talks lasted two and a half hours.", "en",
         "Die Gespräche dauerten zweieinhalb Stunden.", "de"),
        ("Nessuna delle due parti ha firmato.", "it", "Neither side has signed.", "en"),
        ("Il consiglio si riunisce alle 18.30.", "it", "The council meets at 6:30 p.m.", "en"),
        ("Il consiglio si riunisce alle 18.30.", "it", "Le conseil se réunit à 18h30.", "fr"),
        ("Der Schaden liegt bei 3,2 Milliarden Dollar.", "de", "The damage is $3.2 billion.", "en"),
        ("Der Tunnel kostete 12 Milliarden Franken.", "de", "It cost CHF 12 billion.", "en"),
    ],
)  # fmt: skip
def test_a_figure_may_be_in_words_or_signs(embedder, statement, language, sentence, other):
    assert missing(embedder, statement, language, sentence, other) == ()


@pytest.mark.parametrize(
    ("statement", "language", "sentence", "wrong"),
    [
        ("The man was sentenced to twenty years.", "en",
         "The man was sentenced to 15 years.", "20"),
        ("Venticinque persone sono ferite.", "it", "About 20 people are injured.", "25"),
        ("Dreißig Menschen sind verletzt.", "de", "About 20 people are injured.", "30"),
        ("Une cinquantaine de gens sont blessés.", "fr", "About 20 are injured.", "50"),
        ("The sentence was fifteen months.", "en", "The sentence was 15 years.", "months"),
        ("The ferry leaves at 9 a.m.", "en", "The ferry leaves at 9 p.m.", "9 am"),
        ("Il traghetto parte alle 9.30.", "it", "The ferry leaves at 9:30 p.m.", "9.3"),
        ("Il trattato vale dal primo gennaio.", "it",
         "The treaty enters into force on 3 January.", "01-01"),
        ("Profit was €3.2 million.", "en", "Profit was $3.2 million.", "€"),
        ("L'utile è di 3,2 milioni di euro.", "it", "Profit was $3.2 million.", "euro"),
    ],
)  # fmt: skip
def test_another_figure_is_found_in_words_or_signs(embedder, statement, language, sentence, wrong):
    assert wrong in missing(embedder, statement, language, sentence, "en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dal 3 al 5 febbraio", {(2, 3), (2, 5)}),
        ("from February 3 to 5 in Delhi", {(2, 3), (2, 5)}),
        ("3. und 4. Februar", {(2, 3), (2, 4)}),
        ("il primo febbraio", {(2, 1)}),
        ("the first of January", {(1, 1)}),
        ("seit April 1,2 Millionen", {(4, None)}),
        ("She won the first set 6-3.", set()),
        ("Norway has set 2025 as the deadline.", set()),
        ("The army took out 12 drones, 2 years ago.", set()),
        ("At least 12 may have died.", set()),
    ],
)
def test_days_of_a_range_are_dates_and_words_like_short_months_are_not(text, found):
    assert dates(text) == {Day(None, month, day) for month, day in found}
    assert dates("12 set. 2025") == {Day(2025, 9, 12)}


@pytest.mark.parametrize(
    ("one", "other", "figures"),
    [
        ("Inflation in Spain was 2.1% in March.", "Inflation in Spain was 2.4% in April.", None),
        ("Inflation in Spain was 2.1% in 2023.", "Inflation in Spain was 2.4% in 2024.", None),
        ("Inflation in Spain was 2.1 percent.", "Inflation in Spain was 2.4 percent.",
         ("2.1 percent", "2.4 percent")),
        ("The bridge in Genoa cost $200 million.", "The bridge in Genoa cost $250 million.",
         ("$200 million", "$250 million")),
    ],
)  # fmt: skip
def test_sources_disagree_over_one_time_only_and_in_any_form_of_unit(embedder, one, other, figures):
    both = [evidence(one, source="A"), evidence(other, article_id="b" * 16, source="B")]
    found = disputes(both, embedder.embed_passages)
    assert [d.figures for d in found] == ([figures] if figures else [])
