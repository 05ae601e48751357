"""What the time in a question limits."""

from datetime import date, datetime, timezone

import pytest

from assistant.answering.facts import facts
from assistant.retrieve.question.understanding import understand
from assistant.types import Filters

MONDAY = datetime(2026, 2, 9, 15, tzinfo=timezone.utc)
OUTLETS = ("euronews", "Der Spiegel", "Le Monde", "El País")


def understood(question: str, language: str, filters: Filters = Filters()):
    return understand(question, language, MONDAY, OUTLETS, filters)


PUBLISHED = [
    ("en", "What happened last week?", "2026-02-02", "2026-02-08"),
    ("en", "What did Merz say yesterday about pensions?", "2026-02-08", "2026-02-09"),
    ("en", "What has Macron said since Friday?", "2026-02-06", None),
    ("en", "Who resigned last Monday?", "2026-02-02", "2026-02-03"),
    ("en", "What did Putin say before 3 March about Ukraine?", None, "2026-03-02"),
    ("en", "Which articles published before 3 February mention Brenn?", None, "2026-02-02"),
    ("en", "What did the papers write in the last three days?", "2026-02-06", "2026-02-09"),
    ("it", "Cosa ha detto Meloni in febbraio sulle pensioni?", "2026-02-01", "2026-02-28"),
    ("it", "Cosa è successo la settimana scorsa a Brenn?", "2026-02-02", "2026-02-08"),
    ("fr", "Que s'est-il passé il y a deux jours à Sarnova ?", "2026-02-07", "2026-02-08"),
    ("de", "Was stand in den Zeitungen im März 2025 über den Euro?", "2025-03-01", "2025-03-31"),
    ("de", "Was hat Merz vor drei Tagen gesagt?", "2026-02-06", "2026-02-07"),
    ("es", "¿Qué pasó ayer en Caracas?", "2026-02-08", "2026-02-09"),
    ("pt", "O que aconteceu no mês passado em Brasília?", "2026-01-01", "2026-01-31"),
    ("ru", "Что сказал Путин в феврале о договоре?", "2026-02-01", "2026-02-28"),
    ("zh", "上周北京发生了什么？", "2026-02-02", "2026-02-08"),
    ("zh", "2024年5月的报道怎么说？", "2024-05-01", "2024-05-31"),
    ("en", "Two weeks ago, who resigned?", "2026-01-26", "2026-02-01"),
    ("fr", "Que s'est-il passé dans les trois derniers jours ?", "2026-02-06", "2026-02-10"),
    ("de", "Was stand gestern in der Zeitung über Merz?", "2026-02-08", "2026-02-09"),
    ("en", "What has happened since last Friday?", "2026-02-06", None),
    ("en", "What has happened since last Monday?", "2026-02-02", None),
    ("de", "Was ist seit letztem Freitag passiert?", "2026-02-06", None),
    ("ru", "Что случилось с прошлой пятницы?", "2026-02-06", None),
    ("en", "What did Trump say before last Friday?", None, "2026-02-05"),
    ("en", "What did Theresa May say in January about Brexit?", "2026-01-01", "2026-01-31"),
    ("es", "¿Qué dijo Sánchez en enero?", "2026-01-01", "2026-01-31"),
    ("fr", "Qu'a dit Macron en janvier ?", "2026-01-01", "2026-01-31"),
    ("de", "Was hat Merz im Januar gesagt?", "2026-01-01", "2026-01-31"),
    ("pt", "O que disse Lula em janeiro?", "2026-01-01", "2026-01-31"),
    ("zh", "特朗普1月说了什么？", "2026-01-01", "2026-01-31"),
    ("zh", "普京谈到2月4日的会谈时说了什么？", "2026-02-04", "2026-02-05"),
    ("en", "What did Merz say in May?", "2025-05-01", "2025-05-31"),
    ("de", "Was hat Merz im Mai gesagt?", "2025-05-01", "2025-05-31"),
    ("ru", "Что сказал Путин в мае?", "2025-05-01", "2025-05-31"),
    ("ru", "Что сказал Путин в среду?", "2026-02-04", "2026-02-05"),
]

SEVERAL = [
    ("What did Trump say in January and in February?", "2026-01-01", "2026-02-28"),
    ("What did Trump say in January and February?", "2026-01-01", "2026-02-28"),
    ("What did Trump say in January, and what in February?", "2026-01-01", "2026-02-28"),
    ("What did Trump say between 3 February and 5 February?", "2026-02-03", "2026-02-06"),
    ("What did Trump say on Friday and on Sunday?", "2026-02-06", "2026-02-09"),
    ("What did Trump say last week and this week?", "2026-02-02", "2026-02-09"),
]


@pytest.mark.parametrize(("question", "first", "last"), SEVERAL)
def test_times_apart_limit_to_all_of_them(question, first, last):
    expected = Filters(published_from=first, published_to=last)
    assert understood(question, "en").filters == expected


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did Trump say in January last year?"),
        ("en", "What did Trump say last year in January?"),
        ("it", "Cosa ha detto Trump a gennaio dell'anno scorso?"),
        ("fr", "Qu'a dit Trump en janvier de l'année dernière ?"),
        ("de", "Was hat Trump im Januar letzten Jahres gesagt?"),
        ("es", "¿Qué dijo Trump en enero del año pasado?"),
        ("pt", "O que disse Trump em janeiro do ano passado?"),
        ("ru", "Что сказал Трамп в январе прошлого года?"),
        ("zh", "特朗普去年1月说了什么？"),
    ],
)
def test_a_date_beside_a_year_is_of_that_year(language, question):
    expected = Filters(published_from="2025-01-01", published_to="2025-01-31")
    assert understood(question, language).filters == expected


@pytest.mark.parametrize(("language", "question", "first", "last"), PUBLISHED)
def test_time_that_counts_back_or_speaks_of_reporting_limits(language, question, first, last):
    expected = Filters(published_from=first, published_to=last)
    assert understood(question, language).filters == expected


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Who won the 2022 World Cup?"),
        ("en", "What happened on 4 February 2026?"),
        ("en", "Which company's service went down on Monday?"),
        ("en", "When will the bridge open next month?"),
        ("it", "La ministra ha detto che i valichi chiudono lunedì?"),
        ("fr", "Qui dirigeait le chantier depuis 2019 ?"),
        ("de", "Wer gewann die Wahl im März 2025?"),
        ("es", "¿Quién ganó la final de julio de 2024?"),
        ("pt", "O que disse Moeti sobre a segunda vacina?"),
        ("ru", "Кто победил на выборах 2024 года?"),
        ("zh", "2024年墨西哥总统选举谁赢了？"),
        ("en", "Which articles were published before 9999-12-31?"),
        ("zh", "9999年12月的报道怎么说？"),
        ("ru", "Какие выборы назначены на 15 марта?"),
        ("fr", "Qui a réagi à cette annonce ?"),
        ("fr", "Qu'a dit ce journaliste ?"),
        ("en", "What happened last weekend in Kyiv?"),
        ("de", "Wer gewann letztes Wochenende?"),
        ("ru", "Что известно о вчерашних переговорах?"),
        ("en", "What did Theresa May say about Brexit?"),
        ("en", "What did Orbán say about the April election?"),
        ("en", "What did Orbán say about the vote on 12 April?"),
        ("fr", "Qu'a dit Macron de l'élection d'avril ?"),
        ("it", "Cosa ha detto Meloni del voto del 12 aprile?"),
        ("es", "¿Qué dijo Sánchez de las elecciones del 12 de abril?"),
        ("en", "Which election will be held in March this year?"),
        ("fr", "Qu'a dit Musk sur Mars ?"),
        ("ru", "Что сказал Маск о Tesla?"),
        ("ru", "Что сказал Мао в Мали?"),
        ("ru", "Что сказал Путин о споре среди учёных?"),
        ("en", "Who spoke at his press conference on 4 February 2026?"),
        ("it", "Chi ha parlato nella conferenza stampa del 4 febbraio 2026?"),
        ("fr", "Qui a parlé à la conférence de presse du 4 février 2026 ?"),
        ("de", "Wer sprach in der Pressekonferenz am 4. Februar 2026?"),
        ("es", "¿Quién habló en la rueda de prensa del 4 de febrero de 2026?"),
        ("pt", "Quem falou na conferência de imprensa de 4 de fevereiro de 2026?"),
        ("zh", "谁出席了2024年5月12日的新闻发布会？"),
    ],
)
def test_the_date_of_an_event_limits_nothing(language, question):
    assert understood(question, language).filters == Filters()


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "As of 1 February 2026, who leads?"),
        ("it", "Chi è in testa alla data del 1° febbraio 2026?"),
        ("fr", "Au 1er février 2026, qui est en tête ?"),
        ("de", "Stand 1. Februar 2026: Wer führt?"),
        ("es", "A fecha de 1 de febrero de 2026, ¿quién va en cabeza?"),
        ("pt", "À data de 1 de fevereiro de 2026, quem lidera?"),
        ("ru", "Кто лидирует по состоянию на 1 февраля 2026 года?"),
        ("zh", "截至2026年2月1日，谁领先？"),
    ],
)
def test_an_as_of_day_is_a_limit(language, question):
    assert understood(question, language).filters == Filters(as_of=date(2026, 2, 1))


def test_relative_time_counts_from_the_as_of_day():
    limits = Filters(as_of=date(2026, 1, 15))
    assert understood("What happened yesterday?", "en", limits).filters == Filters(
        published_from="2026-01-14", published_to="2026-01-15", as_of="2026-01-15"
    )
    asked = "As of 15 January 2026, what happened yesterday?"
    assert understood(asked, "en").filters.published_from == datetime(
        2026, 1, 14, tzinfo=timezone.utc
    )


def test_what_is_given_wins_over_what_is_asked():
    question = "As of 1 February 2026, what did the German press write last week?"
    given = Filters(published_from="2026-01-01", as_of="2026-01-31", languages=("it",))
    assert understood(question, "en", given).filters == given


def test_limits_are_not_searched_for():
    question = "What did Merz say last week about pensions according to Le Monde?"
    (part,) = understood(question, "en").parts
    assert (part.question, part.speaker) == ("What did Merz say about pensions?", "Merz")


@pytest.mark.parametrize(
    ("language", "question", "left", "speaker"),
    [
        ("en", "What did Merz say on Monday?", "What did Merz say?", "Merz"),
        ("de", "Was hat Merz am Montag gesagt?", "Was hat Merz gesagt?", "Merz"),
        ("es", "¿Qué dijo Sánchez el lunes?", "¿Qué dijo Sánchez?", "Sánchez"),
        ("fr", "Qu'a dit Macron le 3 février ?", "Qu'a dit Macron?", "Macron"),
        ("pt", "O que disse Lula na terça-feira?", "O que disse Lula?", "Lula"),
        ("pt", "O que disse Lula no domingo?", "O que disse Lula?", "Lula"),
        ("it", "Cosa ha detto Meloni il 3 febbraio?", "Cosa ha detto Meloni?", "Meloni"),
        (
            "en",
            "What did Trump say between Friday and Sunday about Iran?",
            "What did Trump say about Iran?",
            "Trump",
        ),
        (
            "en",
            "What did Trump say last week and this week about Iran?",
            "What did Trump say about Iran?",
            "Trump",
        ),
    ],
)
def test_the_words_around_a_time_go_with_it(language, question, left, speaker):
    (part,) = understood(question, language).parts
    assert (part.question, part.speaker) == (left, speaker)


def test_a_press_that_is_asked_for_leaves_no_speaker_behind():
    question = "Che cosa ha scritto la stampa italiana su Putin la settimana scorsa?"
    assert understood(question, "it").speaker is None


def test_facts_are_in_the_readers_language():
    english = understood("What did Merz say last week according to euronews?", "en")
    assert facts(english) == ("words of Merz", "published 2–8 Feb 2026", "outlet: euronews")
    german = understood("Stand 1. Februar 2026: Was schrieb die italienische Presse?", "de")
    assert facts(german) == ("Stand 1. Feb. 2026", "Sprache: Italienisch")
    italian = understood("La ministra Varnay ha detto che i valichi chiudono?", "it")
    assert facts(italian) == ("parole di ministra Varnay",)
    chinese = understood("上周普京对新条约说了什么？", "zh")
    assert facts(chinese)[0] == "普京的话"
    assert facts(understood("Kuka voitti?", "fi")) == ()


@pytest.mark.parametrize(
    ("language", "question"),
    [("en", "Last week"), ("en", "yesterday?"), ("de", "laut Spiegel"), ("zh", "昨天")],
)
def test_a_question_of_nothing_but_limits_is_searched_as_it_stands(language, question):
    found = understood(question, language)
    assert [part.question.rstrip("?") for part in found.parts] == [question.rstrip("?")]
    assert found.filters != Filters()
