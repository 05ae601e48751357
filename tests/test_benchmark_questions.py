"""The table of goals says what the report of a run says, and no more."""

from assistant.evaluation.measuring.scoring import measures
from assistant.evaluation.runs import evaluate
from benchmarks.questions import _GOALS, _reached
from tests import evaluation_fakes as world


def test_every_goal_is_a_measure_of_the_evaluation():
    assert {g.measure for g in _GOALS} <= measures().keys()


def test_a_goal_is_reached_by_a_share_of_the_questions_that_its_measure_speaks_of():
    by_measure = {(g.measure, g.only_answerable): g for g in _GOALS}
    report = evaluate(world.System(world.refusing), world.QUESTIONS)
    assert _reached(by_measure["Correct", True], report) == "0.0% of 9"
    assert _reached(by_measure["FalseRefusal", False], report) == "100.0% of 9"
    assert _reached(by_measure["RefusalRecall", False], report) == "100.0% of 2"
    assert _reached(by_measure["FalsePremise", False], report) == "100.0% of 1"
    assert _reached(by_measure["CitationRecall", False], report) == ""
