"""What moved between two reports, and the gates that fail on it."""

import pytest

from assistant.errors import ReportError
from assistant.evaluation.measuring.costs import peak_memory_mb
from assistant.evaluation.reporting.compare import check_baseline, compare
from assistant.evaluation.reporting.gates import below, parse_limits, regressions
from assistant.evaluation.reporting.report import Report
from assistant.evaluation.runs import evaluate
from tests import evaluation_fakes as world


@pytest.fixture(scope="module")
def good() -> Report:
    return evaluate(world.System(world.perfect), world.QUESTIONS)


def worse(*ids: str) -> Report:
    """A report in which these questions are refused."""

    def some(question):
        return world.refusing(question) if question.id in ids else world.perfect(question)

    return evaluate(world.System(some), world.QUESTIONS)


def changes(before: Report, after: Report):
    return {c.measure: c for c in compare(before, after).changes}


def spread(report: Report, wrong: int, times: int) -> Report:
    """A report of many questions, so many of them wrong."""
    result = report.results[0]
    results = tuple(
        result.model_copy(
            update={
                "id": f"n{n:03}",
                "grade": "wrong" if n < wrong else "right",
                "scores": {"Correct": float(n >= wrong)},
            }
        )
        for n in range(times)
    )
    return report.model_copy(update={"results": results})


def test_a_planted_regression_is_caught_and_its_questions_are_listed(good):
    planted = worse("q1", "q2", "q3", "q5", "q6")
    moved = compare(good, planted)
    assert [(s.id, s.now_right) for s in moved.switches] == [
        (q, False) for q in ("q1", "q2", "q3", "q5", "q6")
    ]
    assert moved.switches[0].before.startswith("right")
    assert moved.switches[0].after == "wrong: refused although the articles answer"
    correct = changes(good, planted)["Correct"]
    assert (correct.before, correct.after, correct.better) == (1.0, 0.5833, False)
    lines = list(regressions(moved))
    assert any(line.startswith("Correct went from 1 to 0.5833 (95 % interval") for line in lines)
    back = compare(planted, good)
    assert {c.measure: c.better for c in back.changes}["Correct"] is True
    assert all(s.now_right for s in back.switches)
    assert list(regressions(back)) == []


def test_the_same_report_has_not_moved(good):
    moved = compare(good, good)
    assert moved.switches == ()
    assert all(c.low == c.high == c.difference == 0 and c.better is None for c in moved.changes)


def test_one_question_of_many_may_be_chance(good):
    assert list(regressions(compare(good, worse("q1")))) == []


@pytest.mark.parametrize(("lost", "fails"), [(0, False), (8, False), (12, True)])
def test_a_baseline_gives_way_to_other_processors_and_not_to_regressions(good, lost, fails):
    before, after = (spread(good, wrong=50 + n, times=300) for n in (0, lost))
    assert bool(list(regressions(compare(before, after)))) is fails


def test_a_few_questions_prove_nothing(good):
    assert changes(good, worse("q10"))["FalsePremise"].better is None
    before, after = evaluate_some(good, 9, 0.0), evaluate_some(good, 9, 1.0)
    assert changes(after, before)["Correct"].better is None
    assert (
        changes(evaluate_some(good, 10, 1.0), evaluate_some(good, 10, 0.0))["Correct"].better
        is False
    )


def evaluate_some(report: Report, count: int, score: float) -> Report:
    some = tuple(r.model_copy(update={"scores": {"Correct": score}}) for r in report.results)
    return report.model_copy(update={"results": some[:count]})


def test_intervals_are_those_of_the_normal_approximation_where_it_holds(good):
    # 40 of 400 turned wrong: standard error sqrt(0.1 * 0.9 / 400) = 0.015.
    change = changes(spread(good, 0, 400), spread(good, 40, 400))["Correct"]
    assert change.low == pytest.approx(-0.1 - 1.96 * 0.015, abs=0.005)
    assert change.high == pytest.approx(-0.1 + 1.96 * 0.015, abs=0.005)


def test_intervals_come_out_the_same_every_time(good):
    first, second = (compare(spread(good, 5, 50), spread(good, 9, 50)) for _ in range(2))
    assert first == second


def test_a_question_that_only_one_report_scores_is_not_forgotten(good):
    # RefusalPrecision speaks of what is refused: two questions before, three after.
    moved = changes(good, worse("q1"))["RefusalPrecision"]
    assert (moved.before, moved.after) == (1.0, 0.6667)


def test_only_questions_in_both_reports_are_compared(good):
    shorter = evaluate(world.System(world.perfect), world.QUESTIONS[:7])
    moved = compare(good, shorter)
    assert (moved.questions, moved.only_before, moved.only_after) == (7, 5, 0)
    other = good.model_copy(update={"results": good.results[:1]})
    with pytest.raises(ReportError, match="no question in common"):
        compare(other, good.model_copy(update={"results": good.results[1:]}))


def test_limits_are_missed_below_and_for_costs_above(good):
    assert list(below(good, parse_limits(["Correct=1", "TotalMedian=30", "nDCG@10=0.9"]))) == []
    assert list(below(worse("q1"), parse_limits(["Correct=0.95", "TotalMedian=20"]))) == [
        "Correct is 0.9167, below the limit of 0.95.",
        "TotalMedian is 30, above the limit of 20.",
    ]


def test_a_measure_that_speaks_of_no_question_misses_its_limit(good):
    (line,) = below(good, [("JudgedCorrect", 0.5)])
    assert line == "JudgedCorrect could not be measured: no question of this set bears on it."


@pytest.mark.parametrize(
    ("limit", "reason"),
    [("Corect=0.5", "no measure 'Corect'. Known are: Correct, "), ("Correct", "Write it like"),
     ("Correct=high", "Write it like Correct=0.5"), ("Correct=nan", "'Correct=nan' is no limit"),
     ("Correct=-inf", "is no limit")],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_refused(limit, reason):
    with pytest.raises(ReportError, match=reason):
        parse_limits([limit])


def test_every_limit_of_a_measure_counts(good):
    limits = parse_limits(["Correct=0.95", "Correct=0.5"])
    assert len(list(below(worse("q1"), limits))) == 1


def test_a_share_that_nothing_speaks_of_any_more_is_a_regression(good):
    results = tuple(
        r.model_copy(
            update={"scores": {n: s for n, s in r.scores.items() if n != "CitationRecall"}}
        )
        for r in good.results
    )
    moved = compare(good, good.model_copy(update={"results": results}))
    assert list(regressions(moved)) == [
        "CitationRecall could not be measured, and is in the baseline."
    ]
    assert list(regressions(compare(good, good))) == []


def test_a_baseline_has_all_questions_and_enough_of_them(good):
    check_baseline(good, world.QUESTIONS)
    renamed = [q.model_copy(update={"id": f"{q.id}x"}) for q in world.QUESTIONS[:2]]
    with pytest.raises(ReportError, match="lacks 2 of the 12 questions, the first of them 'q1x'"):
        check_baseline(good, [*renamed, *world.QUESTIONS[2:]])
    with pytest.raises(ReportError, match="fewer than 10 questions"):
        check_baseline(good, world.QUESTIONS[:9])


def test_times_of_another_machine_are_no_regression(good):
    slow = good.results[0].scores | {"TotalMedian": 9999.0}
    results = tuple(r.model_copy(update={"scores": r.scores | slow}) for r in good.results)
    moved = compare(good, good.model_copy(update={"results": results}))
    assert {c.measure: c.better for c in moved.changes}["TotalMedian"] is False
    assert list(regressions(moved)) == []


def with_score(report: Report, name: str, score: float) -> Report:
    """The same report, with one score of a measure wherever it has any."""
    results = tuple(
        r.model_copy(update={"scores": r.scores | dict.fromkeys({name} & r.scores.keys(), score)})
        for r in report.results
    )
    return report.model_copy(update={"results": results})


def test_what_another_judge_decides_has_not_surely_moved(good):
    after = with_score(good, "CitationRecall", 0.0)
    conditions = good.conditions.model_copy(update={"support_test": "openai/judge"})
    judged = after.model_copy(update={"conditions": conditions})
    assert changes(good, after)["CitationRecall"].better is False
    assert changes(good, judged)["CitationRecall"].better is None


@pytest.mark.skipif(peak_memory_mb() is None, reason="told on Linux only")
def test_memory_is_one_figure_of_a_run_and_moves_surely_by_no_drawing_of_questions(good):
    before, after = (with_score(good, "PeakMemory", mb) for mb in (800.0, 800.4))
    change = changes(before, after)["PeakMemory"]
    assert (change.before, change.after, change.better) == (800.0, 800.4, None)
