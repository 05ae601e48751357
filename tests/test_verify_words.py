"""Acronyms, chambers, titles, opposites and denials across languages, by the real model."""

import pytest

from assistant.answering.checking.verify import support
from assistant.language.places import places
from tests.conftest import evidence


def missing(embedder, statement, language, sentence, other):
    cited = [evidence(sentence, other)]
    return support(statement, language, cited, "", embedder.embed_passages).missing


@pytest.mark.parametrize(
    ("one", "language", "another", "other"),
    [
        ("The EU and the UN condemned the attack.", "en",
         "L'Ue e l'Onu hanno condannato l'attacco.", "it"),
        ("The US withdrew its troops.", "en", "Gli Usa hanno ritirato le truppe.", "it"),
        ("GDP grew by 0.7%.", "en", "Il Pil è cresciuto dello 0,7%.", "it"),
        ("VAT remains at 22%.", "en", "Die Mehrwertsteuer bleibt bei 22 Prozent.", "de"),
        ("The WHO declared an emergency.", "en", "L'OMS a déclaré l'urgence.", "fr"),
        ("The House of Representatives voted against the bill.", "en",
         "Das Repräsentantenhaus stimmte gegen den Gesetzentwurf.", "de"),
        ("South Korea's president was impeached.", "en",
         "Il presidente sudcoreano è stato messo in stato d'accusa.", "it"),
        ("King Felipe VI visited the harbour.", "en", "El rey Felipe VI visitó el puerto.", "es"),
        ("No fewer than 60 people are missing.", "en",
         "Mindestens 60 Menschen werden vermisst.", "de"),
        ("Pas moins de 60 personnes sont portées disparues.", "fr",
         "At least 60 people are missing.", "en"),
        ("The council voted with 13 votes in favour, none against.", "en",
         "El consejo votó con 13 votos a favor, ninguno en contra.", "es"),
    ],
)  # fmt: skip
def test_what_is_called_otherwise_is_no_fault(embedder, one, language, another, other):
    assert missing(embedder, one, language, another, other) == ()
    assert missing(embedder, another, other, one, language) == ()


@pytest.mark.parametrize(
    ("statement", "language", "sentence", "wrong"),
    [
        ("The defendant was convicted.", "en", "The defendant was acquitted.", "convicted"),
        ("L'imputato è stato condannato.", "it", "The defendant was acquitted.", "condannato"),
        ("The court overturned the ban.", "en", "The court upheld the ban.", "overturned"),
        ("The prisoner was arrested.", "en", "The prisoner was released.", "arrested"),
        ("The company laid off 500 people.", "en", "The company hired 500 people.", "laid"),
        ("Il partito è di estrema sinistra.", "it", "The party is far right.", "sinistra"),
        ("Migliaia di persone sono ferite.", "it", "Hundreds are injured.", "migliaia"),
        ("Il nord del paese è stato colpito.", "it", "The south was hit.", "nord"),
        ("Queen Felipa visited the harbour.", "en", "King Felipe visited the harbour.", "queen"),
    ],
)
def test_opposites_are_found(embedder, statement, language, sentence, wrong):
    assert wrong in missing(embedder, statement, language, sentence, "en")


def test_a_word_in_small_letters_is_no_acronym():
    assert places("La regola usa la forza: il pil, la pace, us.") == {}
