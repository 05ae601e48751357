import gzip
import json
import math

import pytest

from assistant import Answer
from assistant.evaluation.questions import read_questions
from benchmarks.public_sets import (
    claim_support,
    conversations,
    dated_news,
    question_sets,
    running,
    systems,
)
from benchmarks.public_sets.documents import Document, Found, distinct
from benchmarks.public_sets.reading import half_of, sample
from benchmarks.public_sets.running import Bench, figures
from tests.fakes import FakeModel

ROWS = [{"id": f"q{n}"} for n in range(400)]


def ids(rows):
    return [r["id"] for r in rows]


def test_halves_share_nothing_and_leave_out_nothing():
    tune, report = (set(ids(half_of(ROWS, "id", half))) for half in ("tune", "report"))
    assert not tune & report
    assert tune | report == set(ids(ROWS)) == set(ids(half_of(ROWS, "id", "all")))
    assert 150 < len(tune) < 250


def test_a_sample_is_the_same_each_time_and_cuts_across_the_halves():
    third = sample(ROWS, "id", 1 / 3)
    assert third == sample(list(reversed(ROWS)), "id", 1 / 3)[::-1]
    assert 90 < len(third) < 180
    assert 40 < len(half_of(third, "id", "tune")) < 100


def test_documents_rank_where_their_best_passage_stands():
    found = [Found("a", "1"), Found("own", "2"), Found("a", "3"), Found("b", "4")]
    assert distinct(found, leave_out="own") == ["a", "b"]


def test_an_index_of_older_code_is_not_measured(tmp_path, embedder):
    left = tmp_path / "ours" / "articles.db"
    left.parent.mkdir()
    left.write_text("of older code")
    text = "The bridge of Ostby opened to traffic in 1931, the harbour board said."
    ours = systems.Ours(systems.Materials([Document("b", text)], tmp_path, embedder))
    assert ours.report.added == 1


def test_figures_count_questions_that_found_nothing():
    relevant = {"q1": {"a"}, "q2": {"b"}, "q3": {"c"}}
    found = figures(["Success@1", "nDCG@10"], relevant, {"q1": ["a"], "q2": ["x", "b"], "q3": []})
    assert found["Success@1"] == pytest.approx(1 / 3)
    assert found["nDCG@10"] == pytest.approx((1 + 1 / math.log2(3)) / 3)


def test_auc_is_the_chance_to_be_told_apart():
    assert conversations._auc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert conversations._auc([0.5, 0.1], [0.5, 0.1]) == 0.5


def test_refusals_are_told_apart_by_whether_they_were_due():
    due = {"a": "ANSWERABLE", "b": "ANSWERABLE", "c": "UNANSWERABLE"}
    tasks = [{"task_id": id_, "answerability": [kind]} for id_, kind in due.items()]
    said = {"a": ("answered", 0.9), "b": ("unanswerable", 0.4), "c": ("unanswerable", 0.2)}
    replies = {
        id_: Answer(
            question="?", standalone_question="?", text="", model="m",
            outcome=outcome, confidence=sure,
        )
        for id_, (outcome, sure) in said.items()
    }  # fmt: skip
    assert conversations._refused(replies, tasks) == ["1.000", "0.500"]
    assert conversations._told_apart(replies, tasks) == "1.000"
    assert conversations._refused(replies, tasks[:2]) == ["", "0.500"]
    assert conversations._told_apart(replies, tasks[:2]) == ""


def test_follow_ups_are_rewritten_by_a_model_that_answers_none(tmp_path, monkeypatch):
    texts = {
        "b": "The bridge of Ostby opened to traffic in 1931. Ada Pell, then an engineer of the "
        "harbour board, designed it. It was the longest in the country for eleven years.",
        "t": "The tax on sugar is 12 per cent from January. Bakers say that they will raise their "
        "prices. The minister of finance expects 80 million crowns a year from it.",
    }
    talk = ["When did the bridge of Ostby open?", "In 1931.", "And who designed it?"]
    tasks = [
        _task(
            "1", talk, "ANSWERABLE", {"document_id": "b", "title": "Bridges", "text": texts["b"]}
        ),
        _task(
            "2",
            ["What is the tax?"],
            "ANSWERABLE",
            {"document_id": "t", "title": "Taxes", "text": texts["t"]},
        ),
        _task("3", ["Who painted the ferry?"], "UNANSWERABLE"),
    ]
    (tmp_path / "conversations").mkdir()
    with gzip.open(tmp_path / "conversations" / "tasks.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(task) + "\n" for task in tasks)
    with FakeModel() as model:
        monkeypatch.setenv("ASSISTANT_BASE_URL", model.url)
        monkeypatch.setattr(running, "_PACKAGES", ("news-assistant",))  # others may be missing
        model.says("Who designed the bridge of Ostby?")
        name = "openai-compatible/m"
        bench = Bench(tmp_path, tmp_path / "cache", "all", ["ours"], ["extractive", name])
        table = conversations.measure(bench)
    assert len(model.requests) == 1
    assert "| ours, rewritten, openai-compatible/m | 1.000 | 1.000 |" in table
    assert "1 follow-up questions over 2 passages" in table


def _task(id_: str, said: list[str], answerability: str, *contexts: dict[str, str]):
    return {
        "task_id": id_, "conversation_id": id_, "input": [{"text": s} for s in said],
        "contexts": contexts, "answerability": [answerability],
    }  # fmt: skip


@pytest.mark.parametrize(("size", "names"), [(1.0, {"x", "x_b"}), (0.33, {"x_b"})])
def test_a_sample_does_not_overwrite_the_table_of_the_whole(tmp_path, monkeypatch, size, names):
    monkeypatch.setattr(running, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(running, "_PACKAGES", ("news-assistant",))  # others may be missing
    bench = Bench(tmp_path, tmp_path, sample=size)
    for part in ("", "_b"):
        assert "| 1 |" in running.write(bench, "x", "X", "Of all.", [["a"], ["1"]], part=part)
    assert {file.stem for file in (tmp_path / "results").iterdir()} == names


def test_an_answer_stands_in_a_text_as_whole_words():
    assert dated_news.says("The ban, said Thailand's king.", "Thailand")
    assert not dated_news.says("Over 150 million people", "50 million")


def test_a_set_becomes_articles_and_questions_with_the_sentences_that_have_the_answer(tmp_path):
    folder = tmp_path / "cross_lingual_it"
    folder.mkdir()
    paragraphs = [
        {"id": "p1", "text": "Il ponte è di Ada Pell. Lo aprì nel 1931.", "language": "it"},
        {"id": "p2", "text": "Il faro è più vecchio del ponte.", "language": "it"},
    ]
    asked = {"relevant": "p1", "question": {"it": "Quando?", "en": "When?"}}
    questions = [
        {"id": "when", "answers_it": ["1931"], **asked},
        {"id": "gone", "answers_it": ["1932"], **asked},
    ]
    for name, made in (("passages", paragraphs), ("questions", questions)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in made)
    out = tmp_path / "out"
    question_sets.main("cross_lingual_it", out, tmp_path, half="all", language="en")
    (question,) = read_questions(out / "questions.jsonl")
    assert (question.text, question.answers) == ("When?", (("1931",),))
    assert [r.quote for r in question.relevant] == ["Lo aprì nel 1931."]
    articles = [json.loads(line) for line in (out / "articles.jsonl").read_text().splitlines()]
    assert [a["text"] for a in articles] == [p["text"] for p in paragraphs]
    assert question.relevant[0].article == articles[0]["url"]


def test_word_overlap_flags_what_the_article_does_not_say():
    pairs = [
        {
            "doc": "The mayor opened the bridge.",
            "summary": "The mayor opened a bridge.",
            "label": 1,
        },
        {"doc": "The mayor opened the bridge.", "summary": "Aliens closed schools.", "label": 0},
    ]
    flags = [claim_support._overlap(p) < claim_support._best_threshold(pairs) for p in pairs]
    assert claim_support._balanced(pairs, flags) == 1.0


def test_documents_without_an_address_get_one():
    assert Document("a b", "text").url == "https://set.invalid/a%20b"
    assert Document("https://example.org/a", "text").url == "https://example.org/a"
