"""The type of answer that a question asks for, and sentences that have none of it."""

import pytest

from assistant.retrieve.question.answer_type import answer_type, may_have


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "How long did the call last?", "time"),
        ("it", "Quando scade il trattato?", "time"),
        ("es", "¿En qué año nació Messi?", "time"),
        ("fr", "Combien de temps a duré la cérémonie ?", "time"),
        ("de", "Seit wann gilt der Vertrag?", "time"),
        ("zh", "通话持续了多长时间？", "time"),
        ("en", "By how many votes did it pass?", "amount"),
        ("de", "Mit wie vielen Stimmen wurde sie gewählt?", "amount"),
        ("it", "Quanto pesa Philae?", "amount"),
        ("ru", "Сколько стоит билет?", "amount"),
        ("en", "Who knew when it would end?", None),
        ("en", "When asked about the treaty, what did she say?", None),
        ("it", "Chi ha invitato il presidente?", None),
        (None, "When did it end?", None),
    ],
)
def test_the_beginning_of_a_question_tells_the_type_of_its_answer(language, question, expected):
    assert answer_type(question, language) == expected


@pytest.mark.parametrize(
    ("wanted", "language", "text"),
    [
        ("time", "it", "La telefonata è durata due ore."),
        ("time", "de", "Er tritt am Montag zurück."),
        ("time", "en", "The bridge will reopen in June."),
        ("time", "ru", "Договор истекает в феврале."),
        ("amount", "en", "Some forty heads of state came."),
        ("amount", "en", "Nobody was hurt."),
        ("amount", "zh", "大桥全长四百二十米。"),
        ("amount", "sw", "Hakuna aliyejeruhiwa."),
        (None, "en", "She was delighted."),
    ],
)
def test_a_sentence_with_a_time_or_an_amount_may_answer(wanted, language, text):
    assert may_have(wanted, text, language, "How long, and how many?")


@pytest.mark.parametrize(
    ("wanted", "language", "text", "question"),
    [
        ("time", "it", "I due hanno discusso di tutto.", "How long did the call last?"),
        ("amount", "en", "The railway was damaged.", "How much will the repair cost?"),
        ("amount", "de", "2025 war das Jahr der Wahl.", "How many seats were there in 2025?"),
    ],
)
def test_a_sentence_without_one_that_the_question_has_not_does_not(
    wanted, language, text, question
):
    assert not may_have(wanted, text, language, question)
