"""The fixed question set: accuracy by kind, with a model and without, and the goals.

python -m benchmarks.questions --model embedded --model extractive

The goals are measured over `unseen_questions.jsonl` as well: by five hands, who knew the
articles alone; no number is fitted on them, but errors of the first 69 were read.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.progress import Progress

from assistant import Assistant, Question, Settings
from assistant.answering.checking.dated import dated
from assistant.evaluation.cases import Case
from assistant.evaluation.grading.correctness import grade
from assistant.evaluation.measuring.scoring import measures, summed_up
from assistant.evaluation.questions import read_questions
from assistant.evaluation.reporting.report import Group, Report
from assistant.evaluation.runs import Run
from assistant.index.embedding import Embed
from assistant.index.models import open_embedder
from benchmarks.tables import write_table

CORPUS = Path(__file__).parent.parent / "corpus"
_SETS = ("questions", "unseen_questions")
Models = Annotated[list[str], typer.Option("--model")]
Reports = dict[str, Report]
"""A report by the name of its model."""
Ceilings = dict[str, str]
"""By the name of its model, what is right if of its evidence just what answers is stated."""


class Goal(NamedTuple):
    """What is measured, by which measure of the evaluation, over which questions; the goal."""

    what: str
    measure: str
    goal: str
    only_answerable: bool = False


_NOT_ANSWERABLE = {"unanswerable", "false-premise"}
_GOALS = (
    Goal("evidence: a sentence that answers is among the first six", "SentenceHit@6", "95%"),
    Goal("answerable ones answered right", "Correct", "80%; extractive 90%", only_answerable=True),
    Goal("answerable ones refused", "FalseRefusal", "at most 7%"),
    Goal("unanswerable ones refused", "RefusalRecall", "95%"),
    Goal("false premises refused or set right", "FalsePremise", "95%"),
    Goal("statements that what they cite supports", "CitationRecall", "97%"),
    Goal("the same, of what is not quoted", "WrittenRecall", "97%"),
    Goal("citations that support their statement", "CitationPrecision", "97%"),
    Goal("“what did X say”: cited are X's own words only", "OwnWords", "98%"),
    Goal("answers in the question's language, quotations as they stand", "AnswerLanguage", "98%"),
    Goal("the same, of what is not quoted", "WrittenLanguage", "98%"),
    Goal("as of a day: answers that nothing later is in", "AsOfKept", "100%"),
)


def main(
    model: Models = ["extractive", "embedded"],  # noqa: B006 - Typer reads it, nobody writes it
    every: Annotated[int, typer.Option(help="Ask a model only every n-th question.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Keep answers and reports here.")] = None,
) -> None:
    embed = open_embedder(Settings(embedding_model="embedded")).embed_passages
    with tempfile.TemporaryDirectory() as folder:
        index = Settings(data_dir=Path(folder))
        Assistant(index.model_copy(update={"model": "extractive"})).ingest([CORPUS / "articles"])
        measured = []
        for name in _SETS:
            questions = read_questions(CORPUS / f"{name}.jsonl")
            asked = {m: questions if m == "extractive" else questions[::every] for m in model}
            measured.append(_measured(index, asked, out and out / name, embed))
    (reports, ceilings), unseen = measured
    print(_accuracy_table(reports), _speed_table(unseen[0]))
    print(_goals_table("goals", "Goals", reports, ceilings))
    print(_goals_table("goals_unseen", "Goals, over questions by other hands", *unseen))


def _measured(
    index: Settings, asked: Mapping[str, list[Question]], out: Path | None, embed: Embed
) -> tuple[Reports, Ceilings]:
    """How each model does with its questions, and how well it could with its evidence."""
    reports: Reports = {}
    ceilings: Ceilings = {}
    for name, questions in asked.items():
        assistant = Assistant(index.model_copy(update={"model": name}))
        reports[name], cases = _asked(assistant, questions, out and out / name)
        ceilings[name] = _ceiling(cases, embed)
    return reports, ceilings


def _asked(
    assistant: Assistant, questions: list[Question], out: Path | None
) -> tuple[Report, list[Case]]:
    with Progress(transient=True) as bar:
        task = bar.add_task(assistant.settings.model, total=len(questions))
        run = Run(assistant, questions, out)
        cases = run.cases(lambda done, _: bar.update(task, completed=done))
    report = run.report(cases)
    if out:
        run.write(report, cases)
    return report, cases


def _ceiling(cases: Sequence[Case], embed: Embed) -> str:
    """The share of answerable questions that the first six sentences could answer."""
    answerable = [c for c in cases if c.question.kind not in _NOT_ANSWERABLE]
    right = [_could_be_right(case, embed) for case in answerable]
    return f"{sum(right) / len(right):.1%} of {len(right)}" if right else ""


def _could_be_right(case: Case, embed: Embed) -> bool:
    if not case.answer:
        return False
    six = zip(case.answer.evidence[:6], case.sentences(), strict=False)
    told = " ".join(dated(e) for e, relevant in six if relevant)
    ideal = case.answer.model_copy(update={"text": told, "outcome": "answered"})
    return bool(told) and grade(case.question, ideal, embed).grade == "right"


def _accuracy_table(reports: Reports) -> str:
    kinds = {name: {g.name: g for g in (*r.kinds, r.overall)} for name, r in reports.items()}
    first = next(iter(kinds.values()))
    table = []
    for kind, group in first.items():
        own = [groups[kind] for groups in kinds.values() if kind in groups]
        counts = dict.fromkeys(str(g.questions) for g in own)
        right = [_share(groups.get(kind), "Correct") for groups in kinds.values()]
        table.append([kind, " / ".join(counts), _share(group, "SentenceHit@6"), *right])
    header = ["kind", "questions", "evidence found", *(f"right, {m}" for m in reports)]
    return write_table("questions", "Question set of the corpus", header, table)


def _speed_table(reports: Reports) -> str:
    table = []
    for model, report in reports.items():
        times = [_seconds(report, point) for point in ("Retrieve", "FirstToken", "Total")]
        table.append([model, _share(report.overall, "FalseRefusal"), *times])
    header = ["model", "answerable ones refused", "evidence", "first word", "whole answer"]
    title = "Refusals; median times, and what 95 % stay under"
    return write_table("question_times", title, header, table)


def _goals_table(name: str, title: str, reports: Reports, ceilings: Ceilings) -> str:
    table = [[g.what, *(_reached(g, r) for r in reports.values()), g.goal] for g in _GOALS]
    at_most = "the same, if just those of the first six that answer were stated"
    after = next(n for n, g in enumerate(_GOALS, start=1) if g.only_answerable)
    table.insert(after, [at_most, *ceilings.values(), ""])
    return write_table(name, title, ["", *reports, "goal"], table)


def _reached(goal: Goal, report: Report) -> str:
    """The share, and of how many questions: a measure does not speak of all of them."""
    told = [
        r.scores[goal.measure]
        for r in report.results
        if goal.measure in r.scores and not (goal.only_answerable and r.kind in _NOT_ANSWERABLE)
    ]
    value = summed_up(measures()[goal.measure], told)
    return "" if value is None else f"{value:.1%} of {len(told)}"


def _seconds(report: Report, point: str) -> str:
    """Median and 95th percentile of a time."""
    found = [report.overall.figures.get(f"{point}{which}") for which in ("Median", "P95")]
    return ", ".join(f"{ms / 1000:.2f} s" for ms in found if ms is not None)


def _share(group: Group | None, measure: str) -> str:
    value = group.figures.get(measure) if group else None
    return "" if value is None else f"{value:.0%}"


if __name__ == "__main__":
    typer.run(main)
