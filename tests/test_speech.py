"""Who said it."""

import pytest

from assistant.language.sentences import split
from assistant.speech import speakers
from assistant.speech.quotations import quotations
from benchmarks.speech import labelled, scores


def said_by(text: str, language: str) -> list[str | None]:
    return speakers(text, split(text, language), language)


def test_most_speakers_of_the_labelled_articles_are_found_and_few_are_wrong():
    precision, recall, counts = scores([s for s in labelled() if s.held_out])
    assert precision >= 0.90
    assert recall >= 0.80
    assert counts.total() > 500


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("en", '"We will wait," said Ines Falk on Tuesday.', "Ines Falk"),
        ("en", "The dam is safe, Miriam Oakes said.", "Miriam Oakes"),
        ("en", "According to Miriam Oakes, the dam is safe.", "Miriam Oakes"),
        ("en", "Falk's adviser, Peder Holm, said the harbour would close.", "Peder Holm"),
        ("it", "«Aspettiamo», ha detto Carla Doni.", "Carla Doni"),
        ("it", "Secondo Carla Doni il ponte è sicuro.", "Carla Doni"),
        ("fr", "« Nous attendrons », a déclaré Luc Ferrand.", "Luc Ferrand"),
        ("de", "„Wir warten“, sagte Antje Bohls.", "Antje Bohls"),
        ("de", "Das Schiff sei alt, hat Antje Bohls gesagt.", "Antje Bohls"),
        ("es", "Lucía Pardo dijo que habrá cortes de agua.", "Lucía Pardo"),
        ("pt", "«Vamos esperar», disse Rita Moura.", "Rita Moura"),
        ("ru", "«Мы ждём», — сказал Олег Мартынов.", "Олег Мартынов"),
        ("zh", "市长李文华说，桥面需要更换。", "李文华"),
    ],
)
def test_a_sentence_has_the_speaker_that_it_names(language, text, speaker):
    assert said_by(text, language) == [speaker]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Miriam Oakes did not say who would pay."),
        ("en", "What did Miriam Oakes say about the dam?"),
        ("en", "An aide to Miriam Oakes said the dam was safe."),
        ("en", "Miriam Oakes was told that the dam was safe."),
        ("en", "Miriam Oakes, criticised by the council, left."),
        ("it", "Carla Doni non ha detto chi pagherà."),
        ("it", "Avrebbe detto Carla Doni che il ponte va demolito."),
        ("it", "«Vedremo», ha detto il consigliere di Carla Doni."),
        ("fr", "Un conseiller de Luc Ferrand a démenti."),
        ("de", "Antje Bohls sagte nicht, wer bezahlen soll."),
        ("de", "Während Antje Bohls sagte, es sei alt, sagte Jens Krogmann, es sei neu."),
        ("es", "Un asistente de Hugo Marín negó el viaje."),
        ("ru", "Что сказал Олег Мартынов о льде?"),
        ("zh", "李文华没有说谁来付钱。"),
    ],
)
def test_what_nobody_says_or_somebody_without_a_name_has_no_speaker(language, text):
    assert said_by(text, language) == [None]


def test_an_adviser_is_never_taken_for_the_president():
    text = (
        "Il consigliere di Putin, Yuri Ushakov, ha parlato con i giornalisti. Putin era al "
        "Cremlino. «Russia e Cina sono a favore», ha dichiarato l'assistente di Putin."
    )
    assert said_by(text, "it")[-1] == "Yuri Ushakov"
    assert said_by(text[text.index("Putin era") :], "it")[-1] is None


def test_a_quotation_of_several_sentences_has_one_speaker():
    text = '"It is safe. We looked at it. Twice," said Miriam Oakes. "Nobody need worry."'
    assert set(said_by(text, "en")) == {"Miriam Oakes"}


def test_a_quotation_goes_on_in_the_next_paragraph():
    text = "“It is safe. We looked,” said Miriam Oakes. “Twice.\n\n“Nobody need worry.”"
    assert set(said_by(text, "en")) == {"Miriam Oakes"}


def test_a_quotation_that_goes_on_and_ends_leaves_the_next_one_its_own_beginning():
    text = "“A.\n“B,” Varga said. “C.\n“D.”"
    assert [text[start:end] for start, end in quotations(text)] == ["“A.\n“B,”", "“C.\n“D.”"]


def test_pronouns_and_bare_offices_are_those_of_the_last_speaker():
    text = (
        "Miriam Oakes, the chief engineer, said the dam was safe. She added that it was old. "
        "The engineer promised a report."
    )
    assert said_by(text, "en") == ["Miriam Oakes"] * 3


def test_a_subjunctive_carries_reported_speech_on_in_german():
    text = "Antje Bohls sagte, die Insel brauche ein Schiff. Ohne Schiff gebe es keine Gäste."
    assert said_by(text, "de") == ["Antje Bohls"] * 2


def test_a_declined_name_is_given_as_a_subject():
    text = "Выставка картин Полины Гроздовой закрыта. Полина Гроздова сказала, что ждёт весны."
    assert said_by(text, "ru") == [None, "Полина Гроздова"]


def test_a_name_is_given_in_its_fullest_form():
    text = "Yuri Ushakov met the press. They agree, Ushakov said."
    assert said_by(text, "en") == [None, "Yuri Ushakov"]


@pytest.mark.parametrize("language", ["sw", None, "../en", ""])
def test_a_language_without_rules_has_no_speakers(language):
    assert said_by("Asha alisema hivyo. Ndiyo.", language) in ([None], [None, None])


@pytest.mark.parametrize("text", ["", '"', "“" * 5, "said said said", ", said", "«»: «»", "1."])
def test_odd_text_has_no_speakers(text):
    for language in ("en", "it", "de", "ru", "zh"):
        assert not any(said_by(text, language))
