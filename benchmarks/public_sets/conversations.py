"""Conversations over reference passages: follow-up questions, and some without an answer."""

from collections.abc import Callable, Mapping, Sequence

from assistant import Answer, Assistant, Turn
from benchmarks.public_sets.documents import Document, distinct
from benchmarks.public_sets.reading import Row, rows, sample
from benchmarks.public_sets.running import Bench, figures, share, write
from benchmarks.public_sets.systems import Ours, System

_MEASURES = ("Success@5", "nDCG@5")
_PASSAGES = 30
_DUE = {"ANSWERABLE": False, "UNANSWERABLE": True}

Query = Callable[[Row], str]
Replies = Mapping[str, Answer]
"""Answers by the id of the task."""


def measure(bench: Bench) -> str:
    """Write the table of this set."""
    tasks = rows(bench.data / "conversations" / "tasks.jsonl.gz")
    documents = {
        c["document_id"]: Document(c["document_id"], c["text"].strip(), c.get("title") or "")
        for task in tasks
        for c in task["contexts"]
    }
    asked = sample(bench.asked(tasks, "conversation_id"), "conversation_id", bench.sample)
    follow_ups = [t for t in asked if t["contexts"] and len(t["input"]) > 1]
    header = ["", "Hit@5", "nDCG@5", "unanswerable refused", "answerable refused", "AUC"]
    table = [header]
    for name, system in bench.built("conversations", list(documents.values())):
        table.append([name, *_found(system, follow_ups, _last), "", "", ""])
        if isinstance(system, Ours):
            for model in bench.models:
                replies = _replies(_with_model(system.assistant, model), asked)
                found = _found(system, follow_ups, _standalone(replies))
                table.append([f"{name}, rewritten, {model}", *found, *_refused(replies, asked)])
    about = (
        f"{len(follow_ups)} follow-up questions over {len(documents)} passages; refusals over "
        f"{sum(t['answerability'][0] in _DUE for t in asked)} tasks; AUC: of the confidence."
    )
    return write(bench, "conversations", "Follow-up questions", about, table)


def _last(task: Row) -> str:
    return str(task["input"][-1]["text"])


def _history(task: Row) -> list[Turn]:
    said = [turn["text"] for turn in task["input"][:-1]]
    return [Turn(question=q, answer=a) for q, a in zip(said[::2], said[1::2], strict=True)]


def _with_model(assistant: Assistant, model: str) -> Assistant:
    if model == assistant.settings.model:
        return assistant
    return Assistant(assistant.settings.model_copy(update={"model": model}))


def _replies(assistant: Assistant, tasks: Sequence[Row]) -> Replies:
    return {t["task_id"]: assistant.answer(_last(t), _history(t)) for t in tasks}


def _standalone(replies: Replies) -> Query:
    return lambda task: replies[task["task_id"]].standalone_question


def _found(system: System, tasks: Sequence[Row], query: Query) -> list[str]:
    ranked = {t["task_id"]: distinct(system.search(query(t), _PASSAGES)) for t in tasks}
    relevant = {t["task_id"]: {c["document_id"] for c in t["contexts"]} for t in tasks}
    found = figures(_MEASURES, relevant, ranked)
    return [share(found[m]) for m in _MEASURES]


def _refused(replies: Replies, tasks: Sequence[Row]) -> list[str]:
    """Shares of the unanswerable and the answerable tasks refused; AUC of the confidence."""
    answers: dict[bool, list[Answer]] = {True: [], False: []}
    for task in tasks:
        if (due := _DUE.get(task["answerability"][0])) is not None:
            answers[due].append(replies[task["task_id"]])
    refused = {d: [a.outcome == "unanswerable" for a in answers[d]] for d in answers}
    sure = {d: [a.confidence or 0.0 for a in answers[d]] for d in answers}
    shares = [share(sum(refused[d]) / len(refused[d])) for d in (True, False)]
    return [*shares, share(_auc(sure[False], sure[True]))]


def _auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Chance that one of the first is above one of the second; a tie is half."""
    wins = [(a > b) + (a == b) / 2 for a in higher for b in lower]
    return sum(wins) / len(wins)
