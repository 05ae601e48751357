"""What somebody said is answered with that person's words."""

import pytest

from assistant.answering.finding import Finder
from assistant.answering.own_words import attributed
from assistant.speech import is_name, same_person
from assistant.types import Filters, Sentence
from tests.conftest import evidence, open_assistant, write

PAGE = (
    "Il presidente russo Vladimir Putin ha parlato mercoledì con Xi Jinping. «Ogni stagione è "
    "primavera nelle relazioni Russia-Cina», ha risposto Putin. Il consigliere di Putin, Yuri "
    "Ushakov, ha informato i giornalisti. «Russia e Cina sono a favore di una cooperazione "
    "fondata sulla Carta delle Nazioni Unite», ha dichiarato l'assistente di Putin. Secondo "
    "Ushakov si è parlato anche di Cuba. Putin ha ribadito il sostegno a Pechino su Taiwan."
)


def said(text: str, speaker: str | None, score: float, language: str = "en", start: int = 0):
    sentence = Sentence(start=start, end=start + len(text), text=text, speaker=speaker)
    return evidence(text, language, score=score).model_copy(update={"sentence": sentence})


TEXTS = {evidence("").article_id: "Ann Lee spoke to Bo Roe."}


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Putin", "Vladimir Putin"),
        ("Poutine", "Vladimir Putin"),
        ("Путин", "Vladimir Putin"),
        ("Putin", "Владимир Путин"),
        ("普京", "Vladimir Putin"),
        ("Putin", "普京"),
        ("President Putin", "Vladimir Putin"),
        ("Finanzminister Erlik", "Tomas Erlik"),
        ("La ministra Varnay", "Ilse Varnay"),
        ("Le Pen", "Marine Le Pen"),
        ("Xi", "Xi Jinping"),
        ("Xi", "习近平"),
        ("Си Цзиньпин", "Xi Jinping"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("泽连斯基", "Volodymyr Zelensky"),
        ("特朗普", "Donald Trump"),
        ("Ouchakov", "Yuri Ushakov"),
        ("J. Biden", "Joe Biden"),
        ("the Kremlin", "Kremlin"),
        ("Scholz", "朔尔茨"),
        ("Uschakow", "乌沙科夫"),
        ("特朗普", "唐纳德·特朗普"),
        ("普京总统", "普京"),
    ],
)
def test_one_person_is_recognised_in_any_spelling_and_script(asked, speaker):
    assert same_person(asked, speaker)


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("Putin", "Yuri Ushakov"),
        ("Putin", "乌沙科夫"),
        ("普京", "Xi Jinping"),
        ("Hunter Biden", "Joe Biden"),
        ("Boris Johnson", "Mike Johnson"),
        ("La ministra Varnay", "Lena Orsk"),
        ("Merz", "Emmanuel Macron"),
        ("Putin", ""),
        ("Joe Biden", "普京"),
        ("Putin", "拜登"),
        ("Merkel", "马克龙"),
        ("Fico", "普京"),
        ("Milei", "梅洛尼"),
        ("普京", "普京办公室"),
    ],
)
def test_two_people_are_not_one(asked, speaker):
    assert not same_person(asked, speaker)


def test_an_office_alone_is_no_name():
    assert not any(map(is_name, ["the Italian minister", "der Kanzler", "il presidente", ""]))
    assert all(map(is_name, ["Putin", "der Minister Erlik", "普京", "le Kremlin"]))


def test_only_what_the_one_asked_for_says_may_be_stated():
    found = [said("A.", "Ann Lee", 3.0), said("B.", "Bo Roe", 2.9), said("C.", None, 2.8)]
    words = attributed("Roe", found, [], 6, TEXTS)
    assert [e.sentence.text for e in words.evidence] == ["B.", "A.", "C."]
    assert (words.own, words.another) == (1, None)


def test_words_on_another_topic_are_not_an_answer():
    found = [said("A.", "Ann Lee", 5.0), said("B.", "Bo Roe", 1.0)]
    words = attributed("Roe", found, [], 6, TEXTS)
    assert (words.own, words.another) == (0, 0)


def test_somebody_elses_words_are_not_told_of_an_article_without_the_one_asked_for():
    found = [said("A.", "Ann Lee", 5.0), said("B.", None, 4.0)]
    assert attributed("Roe", found, [], 6, TEXTS).another == 0
    texts = dict.fromkeys(TEXTS, "Ann Lee spoke of the harbour.")
    assert attributed("Roe", found, [], 6, texts).another is None


def test_somebody_elses_words_are_not_told_if_they_are_on_something_else():
    other, nearer = said("A.", "Ann Lee", 3.0), said("The harbour.", None, 4.0, start=50)
    assert attributed("Roe", [other], [nearer, other], 6, TEXTS).another is None
    assert attributed("Roe", [other], [other], 6, TEXTS).another == 0


def test_whoever_is_written_in_the_script_of_the_question_is_told_of_first():
    found = [said("Скажет Дою.", "Доу", 2.0, "ru"), said("Doe says to Roe.", "Doe", 1.9, start=9)]
    assert attributed("Roe", found, [], 6, TEXTS).another == 1


def test_words_that_the_topic_alone_finds_first_are_an_answer():
    beaten, first = said("A.", "Ann Lee", 3.0), said("B.", "Bo Roe", 2.6)
    topic = [said("B.", "Bo Roe", 2.0), said("A.", "Ann Lee", 1.0)]
    assert attributed("Roe", [beaten, first], topic, 6, TEXTS).own == 1
    assert attributed("Roe", [beaten, first], topic[1:], 6, TEXTS).own == 0


def test_everything_may_be_stated_if_nobody_is_asked_for_by_name():
    found = [said("A.", "Ann Lee", 3.0), said("B.", None, 2.9)]
    for asked in (None, "the minister"):
        assert attributed(asked, found, [], 1, TEXTS) == (found[:1], 1, "", None)


def test_what_has_no_speaker_counts_where_no_rules_tell_speakers():
    found = [said("A.", None, 3.0, "ja"), said("B.", None, 2.9)]
    assert attributed("Roe", found, [], 6, TEXTS).own == 1


def test_nothing_found_is_nothing_to_state():
    assert attributed("Roe", [], [], 6, TEXTS).own == 0


@pytest.fixture(scope="module")
def page(tmp_path_factory, embedder):
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("page")
    settings = Settings(data_dir=folder / "data", model="extractive", answer_threshold=0)
    assistant = open_assistant(settings, embedder)
    assistant.ingest([write(folder / "in", "call", PAGE, "it")])
    return assistant


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("What did Putin say about the UN Charter?", "It was Yuri Ushakov, not Putin, who said"),
        ("Che cosa ha detto Putin della Carta delle Nazioni Unite?", "A dirlo è Yuri Ushakov"),
    ],
)
def test_an_advisers_words_are_not_given_as_the_presidents(page, question, start):
    answer = page.answer(question)
    assert answer.text.startswith(start)
    assert [c.speaker for c in answer.citations] == ["Yuri Ushakov"]
    assert "Carta delle Nazioni Unite" in answer.text


def test_the_words_of_the_one_asked_for_are_cited_and_no_others(page):
    answer = page.answer("What did Putin say about Taiwan?")
    assert "Taiwan" in answer.text
    assert {c.speaker for c in answer.citations} == {"Vladimir Putin"}


def test_two_who_are_asked_for_get_their_own_words_each(page):
    question = "Cosa hanno detto Putin e Ushakov delle relazioni con la Cina?"
    found = Finder(page.settings, page._search).find(question, question, "it", Filters())
    stated = found.answer.evidence[: found.words.own]
    spoken = {(e.part, e.sentence.speaker) for e in stated}
    assert spoken == {(0, "Vladimir Putin"), (1, "Yuri Ushakov")}
    assert len(found.answer.evidence) > len(stated)
    assert found.brief.own_words


def test_two_of_whom_neither_has_spoken_are_not_quoted_and_the_nearest_is_shown(page):
    answer = page.answer("Cosa hanno detto Macron e Biden della Carta delle Nazioni Unite?")
    assert (answer.outcome, bool(answer.evidence)) == ("unanswerable", True)


def test_of_two_one_who_spoke_of_something_else_only_is_not_quoted(page):
    question = "Cosa hanno detto Macron e Ushakov di Cuba?"
    answer = page.answer(question)
    assert {c.speaker for c in answer.citations} <= {"Yuri Ushakov"}


def test_a_country_is_answered_with_what_anybody_says_of_it(page):
    found = page.answer("Che cosa sostiene la Russia su Taiwan?")
    assert any("Taiwan" in c.quote for c in found.citations)
    assert "non la Russia" not in found.text


def test_how_long_is_not_answered_by_a_sentence_without_a_time(page):
    asked = "Quanto è durata la telefonata su Cuba?"
    quotes = [c.quote for c in page.answer(asked).citations]
    assert not [q for q in quotes if "Cuba" in q]
