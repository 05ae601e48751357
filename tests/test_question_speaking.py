"""Whose words a question asks for, in many languages."""

import re

import pytest

from assistant.retrieve.question.speaking import speech
from assistant.retrieve.question.wordings import either, has

ASKED_FOR_WORDS = [
    ("en", "What did Putin say about New START?", "Putin", "New START"),
    ("en", "What did Xi Jinping say to Putin about spring?", "Xi Jinping", "spring"),
    ("en", "How did the mayor react to the strike?", "the mayor", "the strike"),
    ("en", "What is Merkel's opinion on the euro?", "Merkel", "the euro"),
    ("en", "And what did Putin reply?", "Putin", None),
    ("it", "Che cosa ha detto Xi del New START?", "Xi", "New START"),
    ("it", "Cosa pensa la ministra Varnay dei valichi?", "la ministra Varnay", "valichi"),
    (
        "it",
        "Cosa ha detto Putin della Carta delle Nazioni Unite?",
        "Putin",
        "Carta delle Nazioni Unite",
    ),
    ("it", "Cosa ha detto Xi al presidente Trump?", "Xi", "presidente Trump"),
    ("fr", "Qu'a dit Poutine à propos de Taïwan ?", "Poutine", "Taïwan"),
    ("fr", "Comment Macron a-t-il réagi à l'appel ?", "Macron", "l'appel"),
    ("de", "Was hat Merz gestern über die Rente gesagt?", "Merz", "die Rente"),
    ("de", "Was hält Finanzminister Erlik von der Steuer?", "Finanzminister Erlik", "der Steuer"),
    ("de", "Wie reagierte Macron auf den Anruf?", "Macron", "den Anruf"),
    ("es", "¿Qué dijo Ushakov sobre Groenlandia?", "Ushakov", "Groenlandia"),
    ("pt", "O que disse Lula sobre a vacina?", "Lula", "a vacina"),
    ("pt", "O que Lula disse sobre a vacina?", "Lula", "a vacina"),
    ("ru", "Что сказал Песков о переговорах?", "Песков", "переговорах"),
    ("ru", "Что Путин ответил Си Цзиньпину о весне?", "Путин", "весне"),
    ("en", "What's Trump's stance on NATO?", "Trump", "NATO"),
    ("en", "What has Trump been saying about Iran?", "Trump", "Iran"),
    ("en", "How did Zelensky respond?", "Zelensky", None),
    ("en", "What did Trump tell reporters about Iran?", "Trump", "Iran"),
    ("it", "Cos'ha detto Salvini?", "Salvini", None),
    ("it", "Cosa ne pensa Meloni dei dazi?", "Meloni", "dazi"),
    ("it", "Meloni cosa ha detto?", "Meloni", None),
    ("it", "Trump cosa ha detto sull'Iran?", "Trump", "Iran"),
    ("it", "Cosa ha detto esattamente Meloni sulle pensioni?", "Meloni", "pensioni"),
    ("fr", "Qu'est-ce que Trump pense de l'OTAN ?", "Trump", "l'OTAN"),
    ("fr", "Qu'a dit Macron des retraites ?", "Macron", "retraites"),
    ("fr", "Comment Macron a-t-il réagi ?", "Macron", None),
    ("de", "Wie hat Merz reagiert?", "Merz", None),
    ("es", "que dijo sanchez", "sanchez", None),
    ("es", "¿Qué le dijo Trump a Zelenski?", "Trump", "Zelenski"),
    ("pt", "O que Lula falou de Trump?", "Lula", "Trump"),
    ("it", "Che cosa ha risposto Putin a Xi sulla primavera?", "Putin", "primavera"),
    (
        "it",
        "Cosa ha detto il ministro all'Economia sui conti?",
        "il ministro all'Economia",
        "conti",
    ),
    ("fr", "Qu'a dit Macron à Poutine sur l'Ukraine ?", "Macron", "l'Ukraine"),
    ("es", "¿Qué dijo Sánchez a los periodistas sobre Cuba?", "Sánchez", "Cuba"),
    ("es", "¿Qué dijo Bashar al Asad sobre Rusia?", "Bashar al Asad", "Rusia"),
    ("pt", "O que disse Lula aos jornalistas sobre o acordo?", "Lula", "o acordo"),
    ("zh", "普京对新条约说了什么？", "普京", "新条约"),
    ("zh", "特朗普如何评价伊朗核协议？", "特朗普", "伊朗核协议"),
]


@pytest.mark.parametrize(("language", "question", "speaker", "topic"), ASKED_FOR_WORDS)
def test_the_speaker_and_the_topic_are_taken_as_written(language, question, speaker, topic):
    assert speech(question, language) == (speaker, topic)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Who said that Covid was not over?"),
        ("en", "What did he say about it?"),
        ("en", "What did the newspapers say about the flood?"),
        ("en", "When does New START expire?"),
        ("it", "Chi ha parlato della Carta dopo la videochiamata?"),
        ("fr", "Qui a signé l'accord de Dayton ?"),
        ("de", "Wer hat gesagt, dass die Steuer kommt?"),
        ("es", "¿Quién dijo que el puente es caro?"),
        ("ru", "Кто подписал договор?"),
        ("zh", "谁签署了条约？"),
        ("fi", "Mitä Putin sanoi?"),
        (None, "Putin?"),
        ("en", "Does Russia recognise China's claim to Taiwan?"),
    ],
)
def test_other_questions_name_no_speaker(language, question):
    assert speech(question, language) is None


def test_words_that_a_language_lacks_are_found_nowhere():
    assert re.search(either("xx", "about", "of"), "about it") is None
    assert not has("about it", "xx", "about")
    assert has("about it", "en", "about")
