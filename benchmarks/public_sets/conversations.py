"""Conversations over reference passages: follow-up questions, and some without an answer."""

from collections.abc import Callable, Mapping, Sequence

from assistant import Answer, Assistant, Turn
from benchmarks.public_sets.documents import Document, distinct
from benchmarks.public_sets.reading import Row, rows, sample
from benchmarks.public_sets.running import Bench, figures, share, write
from benchmarks.public_sets.systems import Ours, System

_MEASURES = ("Success@5", "nDCG@5")
_PASSAGES = 30
# A question of which not even a part of the threshold is reached is not answered, only searched.
_NEVER = 2.0
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
    due = [t for t in asked if t["answerability"][0] in _DUE]
    header = ["", "Hit@5", "nDCG@5", "AUC", "unanswerable refused", "answerable refused"]
    table = [header]
    for name, system in bench.built("conversations", list(documents.values())):
        table.append([name, *_found(system, follow_ups, _last), "", "", ""])
        if isinstance(system, Ours):
            for model in bench.models:
                assistant = _with(system.assistant, model=model)
                rewritten = _replies(_with(assistant, answer_threshold=_NEVER), asked)
                found = _found(system, follow_ups, _standalone(rewritten))
                answered = due if model == "extractive" else due[: bench.answers]
                refused = _refused(_replies(assistant, answered), answered)
                row = [*found, _told_apart(rewritten, due), *refused]
                table.append([f"{name}, rewritten, {model}", *row])
    about = (
        f"{len(follow_ups)} follow-up questions over {len(documents)} passages; AUC: of the "
        f"confidence, over {len(due)} tasks with and without an answer; refusals over the same, "
        f"{bench.answers} of them with a model."
    )
    return write(bench, "conversations", "Follow-up questions", about, table)


def _last(task: Row) -> str:
    return str(task["input"][-1]["text"])


def _history(task: Row) -> list[Turn]:
    said = [turn["text"] for turn in task["input"][:-1]]
    return [Turn(question=q, answer=a) for q, a in zip(said[::2], said[1::2], strict=True)]


def _with(assistant: Assistant, **settings: object) -> Assistant:
    changed = assistant.settings.model_copy(update=settings)
    return assistant if changed == assistant.settings else Assistant(changed)


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
    """Shares of the unanswerable and the answerable tasks refused."""
    found = _by_due(tasks, lambda task: replies[task["task_id"]].outcome == "unanswerable")
    return [share(sum(found[d]) / len(found[d])) if found[d] else "" for d in (True, False)]


def _told_apart(replies: Replies, tasks: Sequence[Row]) -> str:
    """AUC of the confidence that there is an answer."""
    sure = _by_due(tasks, lambda task: replies[task["task_id"]].confidence or 0.0)
    return share(_auc(sure[False], sure[True])) if all(sure.values()) else ""


def _by_due(tasks: Sequence[Row], value: Callable[[Row], float]) -> dict[bool, list[float]]:
    """A value of each task, by whether it is to be refused."""
    found: dict[bool, list[float]] = {True: [], False: []}
    for task in tasks:
        found[_DUE[task["answerability"][0]]].append(value(task))
    return found


def _auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Chance that one of the first is above one of the second; a tie is half."""
    wins = [(a > b) + (a == b) / 2 for a in higher for b in lower]
    return sum(wins) / len(wins)
