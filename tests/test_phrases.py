from pathlib import Path
from string import Formatter

import yaml

import assistant.answering
from assistant.answering.phrases import cut, only_quotes, refusal, undated

PHRASES = yaml.safe_load(
    Path(assistant.answering.__file__).with_name("phrases.yaml").read_text(encoding="utf-8")
)


def fields(phrase):
    return sorted(name for _, name, _, _ in Formatter().parse(phrase) if name is not None)


def test_every_language_says_all_that_english_says_with_the_same_fields():
    english = {name: fields(phrase) for name, phrase in PHRASES["en"].items()}
    for language, phrases in PHRASES.items():
        assert {name: fields(phrase) for name, phrase in phrases.items()} == english, language


def test_notes_are_in_the_language_of_the_answer_and_else_in_english():
    assert cut("de", 1000) == "Von der Frage wurden nur die ersten 1.000 Zeichen gelesen."
    assert undated("it", 3) == "Articoli esclusi perché senza data: 3."
    assert only_quotes("fr", "{0} is gone.").endswith(" : {0} is gone.")
    assert refusal("sw") == refusal(None) == "The articles do not say."
