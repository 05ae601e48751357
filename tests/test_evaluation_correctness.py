"""The correctness rule: against people's labels, and rule by rule."""

from collections import Counter

import pytest

from assistant.evaluation.grading.correctness import grade
from assistant.evaluation.grading.keypoints import said
from assistant.evaluation.grading.sentences import in_digits_by_sentence
from assistant.evaluation.questions import Question, Relevant
from assistant.language.dates import Day, dates
from assistant.language.quantities import amounts, in_digits
from assistant.types import Answer
from tests.correctness_agreement import compared, lines, questions, read_pairs


def test_the_rule_agrees_with_people(embedder):
    groups = compared(embedder.embed_passages)
    hard = [groups.pop("paraphrase"), groups.pop("paraphrase, held out")]
    pairs = [pair for members in groups.values() for pair in members]
    apart = lines(pairs)
    agreement = 1 - len(apart) / len(pairs)
    assert agreement >= 0.95, f"{agreement:.3f}\n" + "\n".join(apart)
    for name, members in groups.items():
        assert 1 - len(lines(members)) / len(members) >= 0.93, name
    for members in hard:
        assert 1 - len(lines(members)) / len(members) >= 0.7


def test_the_labels_are_many_various_and_never_twice():
    pairs = [p for p in read_pairs() if not p["from"].startswith("paraphrase")]
    assert len(pairs) >= 200
    assert all(n >= 30 for n in Counter(p["label"] for p in pairs).values())
    languages = Counter(questions()[p["question"]].language for p in pairs)
    assert sum(n >= 10 for n in languages.values()) >= 7
    assert len({(p["question"], p["answer"], p["from"]) for p in pairs}) == len(pairs)


def test_to_quote_what_answers_is_to_answer_in_whatever_language(embedder):
    found = [
        grade(q, given(" ".join(quotes)), embedder.embed_passages).grade
        for q in questions().values()
        if len(q.answers) == 1
        for quotes in _quotes(q)
    ]
    assert found.count("right") / len(found) >= 0.94


def _quotes(question: Question) -> list[list[str]]:
    """The relevant sentences, by article unless several are needed."""
    relevant = question.relevant
    if question.kind == "multi-article":
        return [[r.quote for r in relevant]]
    return [[r.quote for r in relevant if r.article == a] for a in {r.article for r in relevant}]


SUGAR = Question(
    id="q", text="What does the minister think of the tax?", language="en", kind="speaker",
    answers=[["has not made up his mind", "undecided"]],
    relevant=[Relevant(article="a.md", quote="The minister has not made up his mind on the tax.")],
)  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "grade_"),
    [
        ("He is not sure yet.", "right"),
        ("He is sure that it is needed.", "wrong"),
        ("Minister Brusk has not decided yet.", "wrong"),
        ("He has not decided on the 12 per cent.", "wrong"),
    ],
    ids=["paraphrase", "without the denial", "another name", "another number"],
)
def test_a_paraphrase_has_to_agree_in_denials_names_and_numbers(embedder, answer, grade_):
    told = Answer(question="?", standalone_question="?", text=answer, outcome="answered", model="m")
    assert grade(SUGAR, told, embedder.embed_passages).grade == grade_


@pytest.mark.parametrize(
    ("wording", "text", "language", "rule"),
    [
        ("5 February", "On 5 February.", "en", "wording"),
        ("5 February", "On Feb. 5, 2026.", "en", "date"),
        ("5 February", "05/02/2026", "en", "date"),
        ("5 febbraio", "2026年2月5日", "it", "date"),
        ("1. November 1993", "Am 01.11.1993.", "de", "date"),
        ("5 February", "On the fifth of February.", "en", "date"),
        ("1.550", "Each may have 1,550.", "it", "wording"),
        ("55 milioni", "55 million light-years", "it", "number"),
        ("1200000", "1,2 Millionen", "de", "number"),
        ("120", "Cent vingt dockers", "fr", "wording"),
        ("4-2", "Argentina won 4:2.", "en", "wording"),
        ("4-2", "It ended 2-4.", "en", None),
        ("Putin", "Сказал Путин.", "en", "name"),
        ("Schmidt", "Гельмут Шмидт", "it", "name"),
        ("Karikó", "Katalin Kariko", "zh", "wording"),
        ("South Sudan", "Sudán del Sur se sumó en 2011.", "en", "name"),
        ("Trump", "Си говорил с Дональдом Трампом.", "it", "name"),
        ("Stati Uniti", "Договор подписали США.", "it", "name"),
        ("Pechino", "Вчера он был в Пекине.", "it", "name"),
        ("Pechino", "Вчера он был в Париже.", "it", None),
        ("13 Tage", "بعد ثلاثة عشر يوما من المفاوضات.", "de", "number"),
        ("13", "بعد ثلاثة أيام من المفاوضات السرية.", "de", None),
        ("122", "Firmarono il trattato centoventidue Paesi.", "en", "wording"),
        ("6", "Die Antwort sei gekommen, sagte der Minister.", "it", None),
        ("Merz", "Im März", "en", None),
        ("ne remet pas en cause", "Cela ne remettait pas en cause le vol.", "fr", "inflection"),
        ("agree", "They do not agree.", "en", None),
        ("beginning", "It was not an end but a beginning.", "en", "wording"),
        ("crash", "It did not: it crashed.", "en", "inflection"),
        ("no reply", "There was no reply.", "en", "wording"),
    ],
)
def test_a_key_point_is_found_by_the_rule_that_knows_its_form(wording, text, language, rule):
    wordings = [in_digits(wording, language)]
    found = said(wordings, in_digits_by_sentence(text, language), language)
    assert (found.rule if found else None) == rule


@pytest.mark.parametrize(
    ("wordings", "text"),
    [
        (["5 February", "2026-02-05"], "On 5 February 2021."),
        (["846 millions"], "846 milliards d'euros"),
        (["55 m"], "55 million"),
        (["15"], "It took 1,500 days."),
        (["1998"], "In 19980."),
        (["Xi"], "The taxi left."),
    ],
)
def test_what_looks_like_a_key_point_is_not_taken_for_it(wordings, text):
    assert said(wordings, text, "en") is None


def test_a_month_is_a_vague_date():
    found = said(["5 febbraio"], "Nel febbraio 2026.", "it")
    assert found
    assert (found.rule, found.vague) == ("date", True)


def test_a_phrase_may_be_said_in_other_words_but_a_name_or_number_may_not(embedder):
    embed = embedder.embed_passages
    found = said(["historic mistake"], "An error of historic proportions.", "en", embed=embed)
    assert found
    assert found.rule == "meaning"
    assert said(["historic mistake"], "He thanked them warmly.", "en", embed=embed) is None
    assert said(["Helmut Schmidt"], "Helmut Kohl", "de", embed=embed) is None
    assert said(["32 minutes"], "33 minutes", "en", embed=embed) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 February 2026", {Day(2026, 2, 5)}),
        ("February 5th", {Day(None, 2, 5)}),
        ("1º gennaio 1958", {Day(1958, 1, 1)}),
        ("il 11 dicembre", {Day(None, 12, 11)}),
        ("22 сентября 2025 года", {Day(2025, 9, 22)}),
        ("в феврале 2023 года", {Day(2023, 2, None)}),
        ("5 de marzo de 1970", {Day(1970, 3, 5)}),
        ("26 مارس 1979", {Day(1979, 3, 26)}),
        ("二〇二六年二月五日", {Day(2026, 2, 5)}),
        ("2026-02-05", {Day(2026, 2, 5)}),
        ("05.02.2026", {Day(2026, 2, 5), Day(2026, 5, 2)}),
        ("31.12.99", {Day(2099, 12, 31)}),
        ("May 2026 and 5 May 2026", {Day(2026, 5, 5)}),
        ("3:15 and 4.5", set()),
        ("Version 1.2.3", set()),
    ],
)
def test_dates_are_read_in_any_written_form(text, found):
    assert dates(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,550 and 1.550 and 1 550", [1550, 1550, 1550]),
        ("55 million", [55e6]),
        ("121 ألف", [121_000]),
        ("٢٦", [26]),
        ("一百一十一条", [111]),
        ("一九五九年", [1959]),
        ("120万", [1_200_000]),
        ("1,5 Grad", [1.5]),
        ("12 млн", [12e6]),
        ("no number", []),
    ],
)
def test_amounts_are_read_in_any_written_form(text, found):
    assert amounts(text) == found


def ask(*answers: tuple[str, ...], text: str = "How heavy is it?", **fields: object) -> Question:
    values = {"id": "q", "text": text, "language": "en", "kind": "fact", **fields}
    return Question(answers=answers, **values)


def given(text: str, outcome: str = "answered") -> Answer:
    return Answer(question="?", standalone_question="?", text=text, outcome=outcome, model="m")


@pytest.mark.parametrize(
    ("text", "grade_", "why"),
    [
        ("It weighs 19 kilograms.", "right", "by wording"),
        ("It weighs 19 kilograms. It weighs 17 kilograms.", "partly", "also says"),
        ("It weighs 19 kilograms. 17 kilograms.", "partly", "also says"),
        ("It weighs 19 kilograms. The flight took 53 days.", "right", "by wording"),
        ("It weighs 17 kilograms.", "wrong", "does not say “19”"),
    ],
)
def test_an_answer_that_contradicts_itself_is_partly_right(text, grade_, why):
    found = grade(ask(("19", "19 kilograms")), given(text))
    assert (found.grade, found.why[: len(why)]) == (grade_, why)


def test_a_question_of_common_words_alone_asks_for_nothing_that_another_number_contradicts():
    asked = ask(("1998",), text="And when was that?")
    text = "It was signed in 1998. The flood damaged 340 houses in Velda."
    assert grade(asked, given(text)).grade == "right"


def test_a_grade_tells_which_points_were_said_and_by_which_rule():
    found = grade(ask(("Hume",), ("Trimble",), ("1998",)), given("John Hume, in 1998."))
    assert (found.grade, found.why) == ("partly", "leaves out “Trimble”")
    assert [p.said.rule if p.said else None for p in found.points] == ["wording", None, "wording"]
    assert found.coverage == pytest.approx(2 / 3)


def test_two_key_points_with_their_own_numbers_do_not_contradict_each_other():
    text = "The flood caused damage of 340 crowns. The flood caused damage of 210 crowns."
    assert grade(ask(("340",), ("210",)), given(text)).grade == "right"
    assert grade(ask(("340",)), given(text)).grade == "partly"


def test_to_quote_all_sentences_of_an_article_that_answer_is_to_answer():
    sentences = ["Il trattato è un grave errore.", "Lo disse Obama."]
    relevant = [Relevant(article="a", quote=s) for s in sentences]
    asked = ask(("a bad mistake",), relevant=relevant)
    assert grade(asked, given(" ".join(sentences))).grade == "right"
    assert grade(asked, given(sentences[0])).grade == "wrong"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The articles do not say what they agreed on.", "en"),
        ("The articles don't mention it.", "en"),
        ("None of the articles mentions Zelensky.", "en"),
        ("This is not mentioned in the articles.", "en"),
        ("Darüber geben die Artikel keine Auskunft.", "de"),
        ("Gli articoli non riportano questo dato.", "it"),
        ("Les articles n'indiquent pas combien.", "fr"),
        ("В статьях об этом не говорится.", "ru"),
        ("这些文章没有提到。", "zh"),
    ],
)
def test_a_refusal_in_the_models_own_words_is_one(text, language):
    assert grade(ask(language=language), given(text)).grade == "right"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They agreed on trade.", "en"),
        ("According to the articles, Starmer will never visit Moscow.", "en"),
        ("Die Artikel sagen, dass China keine 600 Sprengköpfe besitzt.", "de"),
        ("The article says that Merz did not agree on anything with Xi.", "en"),
        ("The articles do not give the date, but Zelensky welcomed it.", "en"),
    ],
)
def test_to_tell_what_articles_deny_is_no_refusal(text, language):
    assert grade(ask(language=language), given(text)).grade == "wrong"
