"""The harness as a measuring instrument: known inputs give known figures."""

import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from llama_index.core.llms import ChatMessage, ChatResponse

from assistant.answering.models.usage import note
from assistant.evaluation.cases import Asked, Case, Collection, Place
from assistant.evaluation.measuring.costs import PeakMemory, Time, peak_memory_mb
from assistant.evaluation.measuring.losses import loss
from assistant.evaluation.measuring.measures import Correct
from assistant.evaluation.measuring.refusal import (
    CalibrationError,
    reliability,
)
from assistant.evaluation.measuring.retrieval import MRR, Hit, Recall, nDCG
from assistant.evaluation.measuring.scoring import measures
from assistant.evaluation.questions import Question
from assistant.evaluation.runs import evaluate
from assistant.types import Answer
from tests import evaluation_fakes as world
from tests.conftest import article, eventually
from tests.evaluation_cases import RIGHT, WRONG, answered, case


def figures(report) -> dict[str, float]:
    return {n: v for n, v in report.overall.figures.items() if report.units[n] == "share"}


def test_a_perfect_system_scores_one_in_every_share():
    found = figures(evaluate(world.System(world.perfect), world.QUESTIONS))
    shares = {repr(m): m for m in measures().values() if m.unit == "share"}
    del shares["JudgedCorrect"]
    assert found == {name: float(not m.lower_is_better) for name, m in shares.items()}


@pytest.mark.parametrize("answering", [world.empty, world.failing])
def test_an_empty_system_scores_nought_in_every_share(answering, monkeypatch):
    monkeypatch.setattr("assistant.evaluation.asking._FAILURES", 100)
    report = evaluate(world.System(answering, ranking=lambda q: []), world.QUESTIONS)
    found = figures(report)
    assert {"Correct", "CitationPrecision", "nDCG@10", "RefusalRecall", "OwnWords"} <= found.keys()
    assert found.pop("FalseRefusal") == 1.0
    assert found == dict.fromkeys(found, 0.0)
    assert report.losses["no answer"] == len(world.QUESTIONS)


def test_a_system_that_always_refuses_is_right_where_refusing_is():
    found = figures(evaluate(world.System(world.refusing), world.QUESTIONS))
    assert found["RefusalRecall"] == found["FalsePremise"] == 1.0
    assert found["RefusalPrecision"] == found["Correct"] == 3 / 12
    assert found["FalseRefusal"] == 1.0
    assert "CitationPrecision" not in found


def test_answers_to_other_questions_score_near_nought():
    shifted = dict(zip(world.QUESTIONS, world.QUESTIONS[1:] + world.QUESTIONS[:1], strict=True))
    known = {q.id: shifted[q] for q in world.QUESTIONS}
    system = world.System(lambda q: world.perfect(known[q.id]))
    found = figures(evaluate(system, world.QUESTIONS))
    assert found["Correct"] <= 0.2
    assert found["SentenceHit@6"] <= 0.2


def test_a_shuffled_ranking_scores_what_chance_would():
    rng = random.Random(0)
    names = [f"a{n}.md" for n in range(50)]
    cases = [case(names[:1], rng.sample(names, 50)) for _ in range(600)]
    assert mean(Hit(5), cases) == pytest.approx(0.1, abs=0.035)
    assert mean(Recall(10), cases) == pytest.approx(0.2, abs=0.045)
    harmonic = sum(1 / rank for rank in range(1, 11)) / 50
    assert mean(MRR(10), cases) == pytest.approx(harmonic, abs=0.025)


def mean(measure, cases) -> float:
    return measure.summary([measure.score(c) for c in cases])


def test_ndcg_of_a_worked_example():
    # Relevant at ranks 1 and 3 of two: (1 + 1/2) / (1 + 1/log2 3) = 1.5 / 1.63093.
    assert nDCG(10).score(case(["a", "b"], ["a", "x", "b"])) == pytest.approx(0.91972, abs=1e-5)
    # At ranks 2 and 3 of three: (0.63093 + 0.5) / (1 + 0.63093 + 0.5).
    found = nDCG(10).score(case(["a", "b", "c"], ["x", "a", "b"]))
    assert found == pytest.approx(0.53072, abs=1e-5)


def test_reciprocal_rank_of_the_textbook_example():
    # The first right plural is third, second and first: (1/3 + 1/2 + 1) / 3 = 11/18.
    rankings = [["catten", "cati", "cats"], ["torii", "tori", "toruses"], ["viruses", "x", "y"]]
    cases = [case([w], r) for w, r in zip(["cats", "tori", "viruses"], rankings, strict=True)]
    assert mean(MRR(10), cases) == pytest.approx(11 / 18)


def test_what_is_beyond_k_does_not_count_and_questions_without_relevant_ones_are_left_out():
    far = case(["a"], [*"bcdef", "a"])
    assert (Hit(5).score(far), Hit(10).score(far), Recall(5).score(far)) == (0.0, 1.0, 0.0)
    assert Hit(5).score(case()) is None


def test_an_article_counts_once_at_its_best_rank():
    assert nDCG(10).score(case(["a", "b"], ["a", "a", "a", "b"])) == 1.0


def test_a_measure_is_known_by_its_name():
    assert [repr(m) for m in (nDCG(10), Hit(5), Correct(), Recall(6, "Sentence"))] == [
        "nDCG@10", "Hit@5", "Correct", "SentenceRecall@6",
    ]  # fmt: skip
    assert nDCG(10) == nDCG(10)
    assert len({nDCG(10), nDCG(10), nDCG(5)}) == 2
    for name, measure in measures().items():
        assert name == repr(measure)
        assert type(measure).__doc__


def test_calibration_error_of_a_worked_example():
    # Two questions at 0.95, one right: gap 0.45. Two at 0.15, none right: gap 0.15.
    low, high = reliability([(0.95, True), (0.95, False), (0.15, False), (0.15, False)])
    assert (low.count, low.confidence, low.outcome) == (2, pytest.approx(0.15), 0.0)
    assert (high.count, high.confidence, high.outcome) == (2, pytest.approx(0.95), 0.5)
    scores = [0.95 - 1, 0.95, 0.15, 0.15]
    assert CalibrationError().summary(scores) == pytest.approx((2 * 0.15 + 2 * 0.45) / 4)
    assert CalibrationError().summary([0.0, 0.0]) == 0.0


def test_times_are_medians_and_percentiles_of_what_was_reached():
    assert Time("Total").summary([1, 2, 9]) == 2
    assert Time("Total", 95).summary(list(range(101))) == 95
    assert Time("FirstToken").score(case(asked=Asked(answer=answered({"Yes.": ()})))) is None
    assert PeakMemory().summary([3, 7, 5]) == 7


def test_tokens_are_those_that_the_models_of_a_question_report():
    def told(question: Question) -> Answer:
        for counts in ({}, {"prompt_tokens": 100, "completion_tokens": 7}):
            note(ChatResponse(message=ChatMessage(), additional_kwargs=counts))
        return world.perfect(question)

    found = evaluate(world.System(told), world.QUESTIONS).overall.figures
    assert (found["TokensRead"], found["TokensWritten"]) == (100, 7)
    silent = evaluate(world.System(world.perfect), world.QUESTIONS).overall.figures
    assert "TokensRead" not in silent


@pytest.mark.skipif(peak_memory_mb() is None, reason="told on Linux only")
def test_peak_memory_counts_children():
    code = "data = bytearray(60_000_000); input()"
    before = peak_memory_mb()
    with subprocess.Popen([sys.executable, "-u", "-c", code], stdin=subprocess.PIPE) as child:
        eventually(lambda: peak_memory_mb() > before + 55)
        child.communicate(b"\n")


@pytest.mark.skipif(peak_memory_mb() is None, reason="told on Linux only")
def test_peak_memory_is_told_while_threads_come_and_go():
    def come_and_go():
        for _ in range(500):
            thread = threading.Thread(target=int)
            thread.start()
            thread.join()

    with ThreadPoolExecutor() as pool:
        coming = [pool.submit(come_and_go) for _ in range(2)]
        told = [peak_memory_mb()]
        while not all(c.done() for c in coming):
            told.append(peak_memory_mb())
    assert None not in told


STAGES = {
    "not in the index": ({}, []),
    "not retrieved": ({"a": "Sentence of a."}, []),
    "retrieved but not chosen": ({"a": "Sentence of a."}, ["a"]),
}


@pytest.mark.parametrize("stage", STAGES)
def test_an_answer_is_lost_at_the_first_stage_that_lacks_its_sentence(stage):
    texts, ranking = STAGES[stage]
    known = {n: article(t, url=f"file:///{n}") for n, t in texts.items()}
    places = [Place(article_id=known[n].id, start=0, end=100) for n in ranking]
    asked = Asked(answer=answered({"No.": ()}), passages=places)
    one = Case(case(["a"]).question, asked, WRONG, Collection(list(known.values())))
    assert loss(one) == stage


def test_an_answer_whose_sentence_was_chosen_is_lost_by_refusing_or_by_the_model():
    q = world.QUESTIONS[0]
    articles = Collection(list(world.ARTICLES.values()))
    right = world.perfect(q)
    assert loss(Case(q, Asked(answer=right), RIGHT, articles)) is None
    assert loss(Case(q, Asked(answer=right), WRONG, articles)) == "chosen but answered wrong"
    refused = right.model_copy(update={"outcome": "unanswerable"})
    assert loss(Case(q, Asked(answer=refused), WRONG, articles)) == "chosen but refused"
    assert loss(Case(q, Asked(), WRONG, articles)) == "no answer"
    nothing = world.QUESTIONS[7]
    lost = loss(Case(nothing, Asked(answer=right), WRONG, articles))
    assert lost == "answered though nothing answers"


def test_a_question_that_names_no_sentences_is_lost_where_it_was_answered():
    unnamed = case().question
    for outcome, stage in (
        ("answered", "chosen but answered wrong"),
        ("unanswerable", "chosen but refused"),
    ):
        asked = Asked(answer=answered({"No.": ()}, outcome=outcome))
        assert loss(Case(unnamed, asked, WRONG, Collection([]))) == stage


def test_confidence_is_not_held_against_a_question_that_names_no_sentences():
    sure = Asked(answer=answered({"Yes.": ()}, confidence=0.9))
    assert CalibrationError().score(case(asked=sure)) is None
    nothing = case().question.model_copy(update={"kind": "unanswerable", "answers": ()})
    assert CalibrationError().score(case(question=nothing, asked=sure)) == 0.9
