"""The `assistant evaluate` command, without its option parsing."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from assistant.errors import QuestionError
from assistant.evaluation.cases import Case, System
from assistant.evaluation.grading.judge import open_judge
from assistant.evaluation.questions import Question, line_of, read_questions
from assistant.evaluation.reporting.compare import Comparison, check_baseline, check_common, compare
from assistant.evaluation.reporting.gates import below, parse_limits, regressions
from assistant.evaluation.reporting.page import shown
from assistant.evaluation.reporting.report import Group, Report, read_report
from assistant.evaluation.runs import PAGE, Run
from assistant.settings import Settings
from assistant.types import Record

_COLUMNS = ("Correct", "KeyPoints", "SentenceHit@6", "RefusalRecall")


class Request(Record):
    """What is asked of the command."""

    questions: Path
    out: Path
    limit: int | None = None
    every: int = 1
    judge: str | None = None
    compare: Path | None = None
    baseline: Path | None = None
    fail_under: tuple[str, ...] = ()
    allow_missing: bool = False
    as_json: bool = False


def run(system: System, request: Request, out: Console, err: Console) -> bool:
    """Evaluate, show and write; whether no limit was missed.

    What can be wrong with the request is found before the first question is asked.
    """
    limits = parse_limits(request.fail_under)
    against = read_report(request.compare) if request.compare else None
    baseline = read_report(request.baseline) if request.baseline else None
    questions = read_questions(request.questions)[:: request.every][: request.limit]
    if against:
        check_common(against, questions)
    if baseline:
        check_baseline(baseline, questions)
    judge = open_judge(request.judge, system.settings) if request.judge else None
    run = Run(system, questions, request.out, judge)
    if not request.allow_missing:
        _check_articles(run, questions, request.questions)
    cases = _asked(run, system.settings, err)
    report = run.report(cases)
    run.write(report, cases, against)
    _show(report, compare(against, report) if against else None, request, out)
    faults = [*below(report, limits)]
    if baseline:
        held = compare(baseline, report)
        err.print(Text(f"Held against the baseline: {held.questions} questions."))
        faults += regressions(held)
    for fault in faults:
        err.print(Text.assemble(("Failed: ", "red"), fault), soft_wrap=True)
    return not faults


def _check_articles(run: Run, questions: Sequence[Question], path: Path) -> None:
    """Raise QuestionError if the index has neither an article that a question names nor a copy."""
    lacking: dict[str, Question] = {}
    for question in questions:
        for r in question.relevant:
            if not (run.articles.has_article(r.article) or run.articles.has(r)):
                lacking.setdefault(r.article, question)
    if lacking:
        article, question = next(iter(lacking.items()))
        more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise QuestionError(
            f"{path}:{line_of(path, question.id)}: the index does not have the article "
            f"{article!r}{more}. Ingest it first (`assistant status` shows what the index has), "
            "or count its questions as lost with --allow-missing."
        )


def _asked(run: Run, settings: Settings, err: Console) -> list[Case]:
    columns = (TextColumn("Asking {task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bar:
        task = bar.add_task(settings.model, total=None)
        return run.cases(lambda done, total: bar.update(task, completed=done, total=total))


def _show(report: Report, moved: Comparison | None, request: Request, out: Console) -> None:
    if request.as_json:
        content = report.model_dump(mode="json")
        if moved:
            content["comparison"] = moved.model_dump(mode="json")
        out.file.write(json.dumps(content, indent=2) + "\n")
        return
    out.print(_table(report))
    for line in _changes(moved) if moved else ():
        out.print(line)
    out.print(Text(f"\n{(request.out / PAGE).resolve().as_uri()}"))


def _table(report: Report) -> Table:
    """Kinds of questions with the grades and the chief measures."""
    names = [n for n in _COLUMNS if n in report.overall.figures]
    table = Table("Kind", "Right/partly/wrong", *names, box=None)
    for group in (*report.kinds, report.overall):
        table.add_row(*_row(group, names, report))
    return table


def _row(group: Group, names: Sequence[str], report: Report) -> Iterator[Text]:
    yield Text(group.name, "bold" if group is report.overall else "")
    yield Text("/".join(str(n) for n in group.grades.values()))
    yield from (Text(shown(group.figures.get(n), report.units[n])) for n in names)


def _changes(moved: Comparison) -> Iterator[Text]:
    """What surely moved, and each question that changed side."""
    sure = [c for c in moved.changes if c.better is not None]
    what = "surely moved:" if sure else "no measure has surely moved."
    yield Text(f"\nOver {moved.questions} questions in both reports {what}")
    for c in sure:
        word, style = ("better", "green") if c.better else ("worse", "red")
        figures = [shown(v, c.unit) for v in (c.before, c.after, c.low, c.high)]
        change = "{} → {}  (95 %: {} to {})".format(*figures)
        yield Text.assemble((f"{word:8}{c.measure:22}", style), change)
    for s in moved.switches:
        mark = ("now right      ", "green") if s.now_right else ("no longer right", "red")
        yield Text.assemble(mark, f"  {s.id}  {s.text}  ({s.before} → {s.after})")
