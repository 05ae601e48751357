"""What the outlet and the language in a question limit."""

import pytest

from assistant.retrieve.question.limits import bare, named_outlet, outlet
from assistant.types import Filters
from tests.test_question_times import understood


@pytest.mark.parametrize(
    ("language", "question", "source"),
    [
        ("en", "Who won according to euronews?", "euronews"),
        ("de", "Was geschah laut Spiegel in Brenn?", "Der Spiegel"),
        ("fr", "Selon Le Monde, qui a gagné ?", "Le Monde"),
        ("es", "Según El País, ¿quién ganó?", "El País"),
        ("en", "What did euronews say about the flood?", "euronews"),
        ("en", "Who won according to the Gazette?", None),
        ("it", "Secondo Ushakov, chi ha vinto?", None),
        ("fr", "Qui a gagné dans Le Monde Arabe ?", None),
        ("de", "Was steht im Spiegel Neues über Brenn?", "Der Spiegel"),
        ("de", "Wer war Kanzler im Spiegel der Geschichte?", None),
    ],
)
def test_an_outlet_limits_only_if_the_index_has_it(language, question, source):
    found = understood(question, language)
    assert found.filters == Filters(sources=(source,) if source else ())
    assert not source or found.speaker is None


@pytest.mark.parametrize(
    ("language", "question", "press"),
    [
        ("en", "What do Italian newspapers say about Brenn?", "it"),
        ("it", "Cosa si legge nella stampa tedesca su Brenn?", "de"),
        ("fr", "Qui a gagné dans la presse russe ?", "ru"),
        ("de", "Was steht in der italienischen Presse über Brenn?", "it"),
        ("es", "¿Qué escribe la prensa alemana?", "de"),
        ("pt", "O que se lê na imprensa italiana?", "it"),
        ("ru", "Что пишут в немецкой прессе?", "de"),
        ("zh", "意大利媒体怎么报道？", "it"),
        ("fr", "Qui a gagné dans la presse turque ?", "tr"),
        ("it", "Cosa si legge nella stampa turca su Brenn?", "tr"),
        ("en", "What do police sources say about the attack?", None),
        ("es", "¿Qué escribe la prensa chilena?", None),
        ("fr", "Qui a gagné dans la presse tunisienne ?", None),
        ("fr", "Qui a gagné dans la presse grecque ?", "el"),
        ("fr", "Qui a gagné dans la presse grenobloise ?", None),
        ("it", "Cosa scrive la stampa cecena?", None),
        ("pt", "O que diz a imprensa turística?", None),
        ("en", "Who polishes media for Trump?", None),
        ("ru", "Что пишет русскоязычная пресса о выборах?", "ru"),
        ("de", "Was schreibt die deutschsprachige Presse über Brenn?", "de"),
    ],
)
def test_the_press_of_a_language_limits_to_it(language, question, press):
    assert understood(question, language).filters == Filters(languages=(press,) if press else ())


@pytest.mark.parametrize(
    ("language", "question", "left"),
    [
        ("it", "Cosa scrive la stampa tedesca di Meloni?", "Cosa scrive di Meloni?"),
        ("fr", "Que dit la presse allemande de Macron ?", "Que dit de Macron?"),
        ("es", "¿Qué dicen los medios italianos de Sánchez?", "¿Qué dicen de Sánchez?"),
        ("pt", "O que dizem os jornais ingleses de Lula?", "O que dizem de Lula?"),
    ],
)
def test_whom_the_press_writes_about_is_no_speaker(language, question, left):
    (part,) = understood(question, language).parts
    assert (part.question, part.speaker) == (left, None)


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "What is the latest from Brenn?", True),
        ("it", "Quali sono le ultime notizie da Brenn?", True),
        ("de", "Wie ist der aktuelle Stand in Brenn?", True),
        ("zh", "北京最新消息是什么？", True),
        ("en", "Who won the late match?", False),
    ],
)
def test_a_wish_for_the_newest_is_heard(language, question, expected):
    assert understood(question, language).newest_first is expected


@pytest.mark.parametrize(
    ("name", "bare_name"),
    [
        ("The Guardian", "Guardian"),
        ("Der Spiegel", "Spiegel"),
        ("Le Monde.fr", "Monde"),
        ("L'Équipe", "Équipe"),
        ("l’Espresso", "Espresso"),
        ("El País", "País"),
        ("Il Sole", "Sole"),
        ("O Globo", "Globo"),
        ("A Bola", "Bola"),
        ("O'Brien", "O'Brien"),
        ("el-Sisi", "el-Sisi"),
        ("La-Z-Boy", "La-Z-Boy"),
    ],
)
def test_a_name_loses_its_article_and_no_part_of_itself(name, bare_name):
    assert bare(name) == bare_name


def test_a_place_is_no_outlet_that_is_called_like_it():
    for there in (["berlin.de"], ["Berlin"]):
        assert outlet("What was decided in Berlin?", "en", there) is None
        assert named_outlet("Berlin", there) is None
    said = outlet("What was decided according to berlin.de?", "en", ["berlin.de"])
    assert said is not None
    assert said.wanted == "berlin.de"
