"""The fixed question set: accuracy by kind, with a model and without.

python -m benchmarks.questions --model embedded --model extractive
"""

import json
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.progress import Progress

from assistant import Assistant, Question, Settings
from assistant.evaluation.cases import Case
from assistant.evaluation.questions import read_questions
from assistant.evaluation.runs import Run
from benchmarks.tables import write_table

CORPUS = Path(__file__).parent.parent / "corpus"
Models = Annotated[list[str], typer.Option("--model")]
Row = dict[str, Any]


def main(
    model: Models = ["extractive", "embedded"],  # noqa: B006 - Typer reads it, nobody writes it
    every: Annotated[int, typer.Option(help="Ask a model only every n-th question.")] = 1,
    answers: Annotated[Path | None, typer.Option(help="Write every answer here.")] = None,
    out: Annotated[Path | None, typer.Option(help="Go on with the answers in here.")] = None,
) -> None:
    questions = read_questions(CORPUS / "questions.jsonl")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in model:
            assistant = Assistant(Settings(data_dir=Path(folder), model=name))
            assistant.ingest([CORPUS / "articles"])
            asked = questions if name == "extractive" else questions[::every]
            kept = out / name if out else None
            rows += [_row(name, case) for case in _cases(assistant, asked, kept)]
    if answers:
        answers.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows))
    print(_accuracy_table(rows, model))
    print(_speed_table(rows, model))


def _cases(assistant: Assistant, questions: list[Question], out: Path | None) -> list[Case]:
    with Progress(transient=True) as bar:
        task = bar.add_task(assistant.settings.model, total=len(questions))
        run = Run(assistant, questions, out)
        return run.cases(lambda done, _: bar.update(task, completed=done))


def _row(model: str, case: Case) -> Row:
    question, answer = case.question, case.answer
    return {
        "model": model,
        "id": question.id,
        "kind": question.kind,
        "right": case.graded.grade == "right",
        "answerable": bool(question.relevant) and question.kind != "false-premise",
        "refused": case.refused,
        "evidence_found": any(case.sentences()),
        "question": question.text,
        "expected": question.answers,
        "answer": answer.model_dump(mode="json") if answer else None,
    }


def _accuracy_table(rows: list[Row], models: list[str]) -> str:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["kind"]].append(row)
    groups["all"] = rows
    table = []
    for kind, members in groups.items():
        first = [r for r in members if r["model"] == models[0]]
        counts = [sum(r["model"] == m for r in members) for m in models]
        evidence = [r["evidence_found"] for r in first if r["answerable"]]
        cells = [kind, " / ".join(map(str, dict.fromkeys(counts))), _share(evidence)]
        for model in models:
            cells.append(_share([r["right"] for r in members if r["model"] == model]))
        table.append(cells)
    header = ["kind", "questions", "evidence found", *(f"right, {m}" for m in models)]
    return write_table("questions", "Question set of the corpus", header, table)


def _speed_table(rows: list[Row], models: list[str]) -> str:
    table = []
    for model in models:
        own = [r for r in rows if r["model"] == model]
        timings = [r["answer"]["timings"] for r in own if r["answer"]]
        answerable = [r["refused"] for r in own if r["answerable"]]
        cells = [model, _share(answerable)]
        for name in ("retrieve_ms", "first_token_ms", "total_ms"):
            values = [t[name] for t in timings if t[name] is not None]
            cells.append(_seconds(values))
        table.append(cells)
    header = ["model", "answerable ones refused", "evidence", "first word", "whole answer"]
    title = "Refusals; median times, and what 95 % stay under"
    return write_table("question_times", title, header, table)


def _seconds(values: list[float]) -> str:
    """Median and 95th percentile of milliseconds."""
    if not values:
        return ""
    most = sorted(values)[int(0.95 * (len(values) - 1))]
    return f"{median(values) / 1000:.2f} s, {most / 1000:.2f} s"


def _share(values: list[bool]) -> str:
    return f"{sum(values) / len(values):.0%}" if values else ""


if __name__ == "__main__":
    typer.run(main)
