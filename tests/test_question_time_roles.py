"""Which expressions of time limit, which only go, and which stay in what is searched for."""

import pytest

from assistant.types import Filters
from tests.test_question_times import understood

EVENTS = [
    ("en", "What did Netanyahu say about the October 7 attack?", "the October 7 attack"),
    ("en", "What did Netanyahu say about October 7?", "October 7"),
    ("en", "What did Trump say about last month's summit?", "last month's summit"),
    ("en", "How did Trump react to last week's ruling?", "last week's ruling"),
    ("it", "Cosa ha detto Netanyahu del 7 ottobre?", "7 ottobre"),
    ("it", "Cosa ha detto Meloni del voto della settimana scorsa?", "voto della settimana scorsa"),
    ("fr", "Qu'a dit Netanyahu sur le 7 octobre ?", "le 7 octobre"),
    ("fr", "Qu'a dit Macron de la grève de vendredi prochain ?", "la grève de vendredi prochain"),
    ("de", "Was hat Netanyahu über den 7. Oktober gesagt?", "den 7. Oktober"),
    ("de", "Was hat Merz zum Gipfel der letzten Woche gesagt?", "Gipfel der letzten Woche"),
    ("es", "¿Qué dijo Netanyahu del 7 de octubre?", "7 de octubre"),
    ("pt", "O que disse Lula da cimeira da semana passada?", "cimeira da semana passada"),
    ("ru", "Что сказал Нетаньяху о 7 октября?", "7 октября"),
]

ONE_SIDED = [
    ("en", "What did Trump say about Iran after 3 February?", "2026-02-04", None),
    ("it", "Cosa ha detto Meloni dopo il 3 febbraio?", "2026-02-04", None),
    ("fr", "Qu'a dit Macron après le 3 février ?", "2026-02-04", None),
    ("de", "Was hat Merz nach dem 3. Februar zur Rente gesagt?", "2026-02-04", None),
    ("es", "¿Qué dijo Sánchez después del 3 de febrero?", "2026-02-04", None),
    ("pt", "O que disse Lula depois de 3 de fevereiro?", "2026-02-04", None),
    ("ru", "Что сказал Путин после 3 февраля?", "2026-02-04", None),
    ("en", "What did Trump say about Iran by 3 February?", None, "2026-02-03"),
    ("en", "What did Trump say through Friday?", None, "2026-02-06"),
    ("de", "Was hat Merz bis zum 5. Februar gesagt?", None, "2026-02-05"),
    ("it", "Cosa ha detto Meloni fino al 5 febbraio?", None, "2026-02-05"),
    ("fr", "Qu'a dit Macron jusqu'au 5 février ?", None, "2026-02-05"),
    ("es", "¿Qué dijo Sánchez hasta el 5 de febrero?", None, "2026-02-05"),
    ("en", "What has Trump said since the beginning of January?", "2026-01-01", None),
    ("de", "Was hat Merz seit Anfang Januar gesagt?", "2026-01-01", None),
    ("it", "Cosa ha detto Meloni dall'inizio di gennaio?", "2026-01-01", None),
    ("fr", "Qu'a dit Macron depuis début janvier ?", "2026-01-01", None),
    ("es", "¿Qué dijo Sánchez desde principios de enero?", "2026-01-01", None),
    ("pt", "O que disse Lula desde o início de janeiro?", "2026-01-01", None),
    ("zh", "1月初以来发生了什么？", "2026-01-01", None),
    (
        "en",
        "What did Trump say since 3 February and before 6 February?",
        "2026-02-03",
        "2026-02-05",
    ),
    ("en", "What did Zelensky say after last week's attack?", "2026-02-02", None),
]

RANGES = [
    ("en", "What did Trump say on 3 and 5 February?", "2026-02-03", "2026-02-06"),
    ("en", "What did Trump say on February 3 and 5?", "2026-02-03", "2026-02-06"),
    ("en", "What did Trump say between 3 and 5 February about Iran?", "2026-02-03", "2026-02-06"),
    ("en", "What did Trump say from 3 February to 5 February?", "2026-02-03", "2026-02-06"),
    ("it", "Cosa ha detto Meloni tra il 3 e il 5 febbraio?", "2026-02-03", "2026-02-06"),
    ("it", "Cosa ha detto Meloni dal 3 al 5 febbraio?", "2026-02-03", "2026-02-06"),
    ("fr", "Qu'a dit Macron du 3 au 5 février ?", "2026-02-03", "2026-02-06"),
    ("de", "Was hat Merz vom 3. bis 5. Februar gesagt?", "2026-02-03", "2026-02-06"),
    ("de", "Was hat Merz von Dienstag bis Donnerstag gesagt?", "2026-02-03", "2026-02-06"),
    ("es", "¿Qué dijo Sánchez los días 3 y 5 de febrero?", "2026-02-03", "2026-02-06"),
    ("ru", "Что сказал Путин с 3 по 5 февраля?", "2026-02-03", "2026-02-06"),
    ("zh", "特朗普2月3日至5日说了什么？", "2026-02-03", "2026-02-06"),
    ("en", "What did Trump say on Friday, January 30?", "2026-01-30", "2026-01-31"),
    ("en", "What did Trump say from January to March?", "2025-01-01", "2025-03-31"),
    ("en", "What did Trump say from Monday to Friday?", "2026-02-02", "2026-02-07"),
    ("en", "What did Trump say on Monday and Friday?", "2026-02-06", "2026-02-10"),
    ("en", "What did Trump say last weekend?", "2026-02-07", "2026-02-09"),
    ("en", "What did Trump say in the first week of January?", "2026-01-01", "2026-01-31"),
    ("zh", "特朗普上周末说了什么？", "2026-02-07", "2026-02-09"),
    ("zh", "特朗普十二月说了什么？", "2025-12-01", "2025-12-31"),
    ("de", "Was sagte Merz am Freitag, den 30. Januar, zur Rente?", "2026-01-30", "2026-01-31"),
    ("en", "What happened between last year and last week?", "2025-01-01", "2026-02-08"),
    (
        "en",
        "What did Trump say yesterday and what did Biden say last week?",
        "2026-02-02",
        "2026-02-09",
    ),
]

UNCOUNTED = [
    ("en", "What happened in the last weeks?", "2026-01-05", "2026-02-09"),
    ("de", "Was ist in den letzten Monaten passiert?", "2025-09-09", "2026-02-09"),
    ("ru", "Что изменилось за последние месяцы?", "2025-09-09", "2026-02-09"),
    ("fr", "Qu'a dit Macron ces derniers jours ?", "2026-02-04", "2026-02-10"),
    ("ru", "Что сказал Путин за последние дни?", "2026-02-04", "2026-02-10"),
    ("en", "What happened in the past month?", "2026-01-09", "2026-02-09"),
    ("it", "Cosa è successo nell'ultimo mese?", "2026-01-09", "2026-02-09"),
    ("es", "¿Qué pasó en el último mes?", "2026-01-09", "2026-02-09"),
]

ADVERBIAL = [
    ("en", "What did Trump say last March about Iran?", "What did Trump say about Iran?"),
    ("en", "What did Trump say today about Iran?", "What did Trump say about Iran?"),
    ("en", "What did Trump say on Monday evening?", "What did Trump say?"),
    ("en", "What did Trump say on Feb. 5?", "What did Trump say?"),
    ("en", "what did Trump say on 3 february", "what did Trump say"),
    ("en", "What did Trump say last weekend?", "What did Trump say?"),
    ("de", "Was sagte Trump gestern Abend zur Rente?", "Was sagte Trump zur Rente?"),
    ("it", "Cosa ha detto Trump ieri sera?", "Cosa ha detto Trump?"),
    ("fr", "Qu'a dit Trump mardi dernier ?", "Qu'a dit Trump?"),
    ("es", "¿Qué dijo Trump el martes pasado?", "¿Qué dijo Trump?"),
    ("es", "¿Qué dijo Trump hace unos días?", "¿Qué dijo Trump?"),
    ("de", "Was hat Trump am Montagabend gesagt?", "Was hat Trump gesagt?"),
    ("ru", "Что сегодня сказал Trump о переговорах?", "Что сказал Trump о переговорах?"),
    ("ru", "На 3 февраля 2026 года, что сказал Trump?", "Что сказал Trump?"),
    ("en", "As of 3 February 2026, what did Trump say?", "What did Trump say?"),
    (
        "en",
        "What did Trump say in yesterday's speech?",
        "What did Trump say in yesterday's speech?",
    ),
]


@pytest.mark.parametrize(("language", "question", "topic"), EVENTS)
def test_a_time_that_words_are_about_is_left_and_limits_nothing(language, question, topic):
    found = understood(question, language)
    assert (found.filters, found.topic) == (Filters(), topic)


@pytest.mark.parametrize(("language", "question", "first", "last"), ONE_SIDED + RANGES + UNCOUNTED)
def test_spans_of_days_limit_to_all_of_them(language, question, first, last):
    expected = Filters(published_from=first, published_to=last)
    assert understood(question, language).filters == expected


@pytest.mark.parametrize(("language", "question", "left"), ADVERBIAL)
def test_a_time_beside_the_verb_does_not_hide_who_speaks(language, question, left):
    (part,) = understood(question, language).parts
    assert (part.question, part.speaker) == (left, "Trump")


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did Trump say about the meeting next Friday?"),
        ("en", "What did Trump say about the strike planned for Friday?"),
        ("en", "Who will win the election this week?"),
        ("de", "Was hat Merz am kommenden Freitag vor?"),
        ("es", "¿Qué pasará esta semana?"),
        ("it", "Cosa ha detto Meloni di venerdì 13 febbraio?"),
        ("ru", "На 15 марта какие выборы назначены?"),
        ("zh", "特朗普对下周五的会谈说了什么？"),
    ],
)
def test_what_is_to_come_limits_nothing(language, question):
    assert understood(question, language).filters == Filters()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many measles cases were reported in 2024?"),
        ("en", "What profit did Tesla report for 2024?"),
        ("en", "What happened to BBC News in 2025?"),
        ("en", "What did Amazon say about Black Friday?"),
        ("fr", "Que dit le rapport de 2024 sur le climat?"),
        ("de", "Was steht im Bericht von 2024 über das Klima?"),
        ("es", "¿Qué dice el informe de marzo de 2025 sobre el clima?"),
        ("es", "¿Qué dijo Abinader en Santo Domingo?"),
        ("es", "¿Qué dijo Julio Iglesias sobre Miami?"),
        ("es", "¿Qué ha pasado el lunes en Gaza?"),
    ],
)
def test_names_and_figures_are_no_times_of_publication(language, question):
    found = understood(question, language)
    assert (found.filters, found.parts[0].question) == (Filters(), question)
