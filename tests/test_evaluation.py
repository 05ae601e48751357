"""Question sets, right and wrong answers, and the corpus that is measured with."""

import json
from datetime import datetime, timezone

import pytest

from assistant.articles.reading import read_articles
from assistant.errors import QuestionError
from assistant.evaluation.grading.correctness import grade
from assistant.evaluation.grading.keypoints import mentions
from assistant.evaluation.questions import Question, read_questions
from assistant.intake import Page
from assistant.sources.local.files import pages
from assistant.types import Answer, Article
from tests.conftest import CORPUS

GOOD = '{"id": "q1", "text": "Who?", "language": "en", "kind": "fact", "answers": [["Xi"]]}'


def question(kind: str = "fact", *answers: tuple[str, ...]) -> Question:
    return Question(id="q", text="Who?", language="en", kind=kind, answers=answers)


def said(text: str, outcome: str = "answered") -> Answer:
    return Answer(question="?", standalone_question="?", text=text, outcome=outcome, model="m")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "JSON"),
        ('{"id": "q2"}', "text"),
        (GOOD.replace("fact", "riddle").replace("q1", "q2"), "kind"),
        (GOOD[:-1].replace("q1", "q2") + ', "answer": "Xi"}', "answer"),
        (GOOD, "'q1' is used twice"),
        (GOOD.replace('[["Xi"]]', "[[]]").replace("q1", "q2"), "answers.0: .*at least 1 item"),
        (GOOD.replace("Xi", " ").replace("q1", "q2"), "answers.0.0: .*at least 1 character"),
        (GOOD[:-1].replace("q1", "q2") + ', "relevant": [{"article": "a.md", "quote": ""}]}',
         "relevant.0.quote: .*at least 1 character"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named_by_file_and_line(tmp_path, line, reason):
    path = tmp_path / "set.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n")
    with pytest.raises(QuestionError, match=rf"set\.jsonl:3: .*{reason}"):
        read_questions(path)


def test_a_set_may_begin_with_a_byte_order_mark_and_hold_any_separator_in_a_line(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(GOOD.replace('"q1"', '"q\u20281"'), encoding="utf-8-sig")
    assert [q.id for q in read_questions(path)] == ["q\u20281"]


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_bytes(GOOD.encode() + b"\n" + GOOD.encode("utf-16"))
    with pytest.raises(QuestionError, match=r"set\.jsonl:2: this is not UTF-8"):
        read_questions(path)


def test_a_missing_or_empty_set_is_an_error_that_names_it(tmp_path):
    with pytest.raises(QuestionError, match=r"set\.jsonl cannot be read"):
        read_questions(tmp_path / "set.jsonl")
    (tmp_path / "set.jsonl").write_text("\n")
    with pytest.raises(QuestionError, match=r"set\.jsonl is empty"):
        read_questions(tmp_path / "set.jsonl")


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("On Thursday, 5 February 2026.", "5 February"),
        ("Le 5 Février.", "5 fevrier"),
        ("A one-year extension", "one year"),
        ("The limit is 1,550 warheads.", "1550"),
        ("Il limite è 1.550.", "1,550"),
        ("It is 3,5 metres.", "3.5"),
        ("It is 58%.", "58%"),
        ("PUTIN said", "Putin"),
        ("普京说", "普京"),
        ("Путиным", "Путин*"),
        ("Ended in 1997.", "1997"),
    ],
)
def test_a_wording_is_found_whatever_its_accents_case_and_separators(text, wording):
    assert mentions(text, (wording,))
    assert mentions(text, ("something else", wording))


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("It lasted 15 days.", "5"),
        ("It lasted 5.5 days.", "5"),
        ("In 19970.", "1997"),
        ("The limit is 1,5501.", "1550"),
        ("An unanswered call", "answered"),
        ("They need an agreement.", "agree"),
        ("", "Xi"),
    ],
)
def test_a_part_of_a_word_or_number_is_not_the_wording(text, wording):
    assert not mentions(text, (wording,))


@pytest.mark.parametrize(
    ("asked", "answer", "right"),
    [
        (question("fact", ("one year",), ("no reply", "not answered")),
         said("One year; not answered."), True),
        (question("fact", ("one year",), ("no reply", "not answered")), said("One year."), False),
        (question("fact", ("one year",)), said("One year.", "partly"), True),
        (question("fact", ("one year",)), said("One year.", "unanswerable"), False),
        (question("unanswerable"), said("The articles do not say.", "unanswerable"), True),
        (question("unanswerable"), said("Zelensky agreed."), False),
        (question("false-premise", ("far side",)), said("No.", "unanswerable"), True),
        (question("false-premise", ("far side",)), said("It was the far side."), True),
        (question("false-premise", ("far side",)), said("For the better light."), False),
    ],
)  # fmt: skip
def test_an_answer_is_right_with_every_key_point_and_a_refusal_where_none_is(asked, answer, right):
    assert (grade(asked, answer).grade == "right") is right


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    found = {}
    for page in pages([CORPUS / "articles"], 1_000_000):
        assert isinstance(page, Page), page
        (read,) = read_articles(page)
        assert isinstance(read, Article), read
        found[page.url.rsplit("/")[-1]] = read
    return found


def test_every_article_of_the_corpus_has_a_language_a_date_and_a_source(articles):
    assert len(articles) >= 40
    assert len({a.language for a in articles.values()}) >= 6
    for name, a in articles.items():
        assert a.language == name.split("-")[0], name
        assert a.published, name
        assert a.published.at < datetime(2026, 3, 1, tzinfo=timezone.utc), name
        assert (bool(a.source), bool(a.title)) == (True, True), name


each_set = pytest.mark.parametrize("name", ["questions.jsonl", "unseen_questions.jsonl"])


@each_set
def test_every_quote_of_the_question_set_stands_in_its_article(articles, name):
    questions = read_questions(CORPUS / name)
    assert len(questions) >= 60
    for q in questions:
        for relevant in q.relevant:
            assert relevant.quote in articles[relevant.article].text, q.id


@each_set
def test_questions_have_key_points_and_sentences_or_neither(name):
    for q in read_questions(CORPUS / name):
        assert bool(q.answers) == bool(q.relevant) or q.kind == "false-premise", q.id
        assert (q.kind == "unanswerable") == (not q.answers) or q.kind == "false-premise", q.id
        assert bool(q.history) == (q.kind == "follow-up") or not q.answers, q.id


@each_set
def test_the_right_wordings_of_every_question_are_found_in_themselves(name):
    for q in read_questions(CORPUS / name):
        for wordings in q.answers:
            for wording in wordings:
                assert mentions(f"So: {wording}.", (wording,)), (q.id, wording)


@each_set
def test_the_question_set_is_kept_as_readable_text(name):
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    assert all("\\u" not in line and json.loads(line) for line in lines)
