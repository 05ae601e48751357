from string import Formatter

import pytest

from assistant.answering.phrases import cut, quotation, refusal, undated, without_model, wordings
from assistant.language.quotes import without_false_quotes


def fields(phrase):
    return sorted(name for _, name, _, _ in Formatter().parse(phrase) if name is not None)


@pytest.mark.parametrize("file", ["phrases.yaml", "facts.yaml"])
def test_every_language_says_all_that_english_says_with_the_same_fields(file):
    english = {name: fields(phrase) for name, phrase in wordings(file)["en"].items()}
    for language, phrases in wordings(file).items():
        assert {name: fields(phrase) for name, phrase in phrases.items()} == english, language


def test_notes_are_in_the_language_of_the_answer_and_else_in_english():
    assert cut("de", 1000) == "Von der Frage wurden nur die ersten 1.000 Zeichen gelesen."
    assert undated("it", 3) == "Articoli esclusi perché senza data: 3."
    assert without_model("fr", "{0} is gone.").endswith(" : {0} is gone.")
    assert refusal("sw") == refusal(None) == "The articles do not say."


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Ha detto di “sì”.", "«Ha detto di “sì”.» (Italian)"),
        ("«Sì», ha detto.", "“«Sì», ha detto.” (Italian)"),
        ("Ha detto: «Sì.", "“Ha detto: «Sì.” (Italian)"),
    ],
)
def test_a_quotation_with_quotation_marks_in_it_has_others_around_it(text, marked):
    assert quotation(text, "it", "en") == marked
    assert without_false_quotes(marked, text) == marked
