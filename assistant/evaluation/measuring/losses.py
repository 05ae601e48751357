"""Where an answer was lost: the first stage after which it could no longer come out right."""

from typing import Literal, get_args

from assistant.evaluation.cases import Case

Loss = Literal[
    "not in the index",
    "not retrieved",
    "retrieved but not chosen",
    "chosen but refused",
    "chosen but answered wrong",
    "answered though nothing answers",
    "no answer",
]
LOSSES: tuple[Loss, ...] = get_args(Loss)


def loss(case: Case) -> Loss | None:
    """The stage that lost the answer, None if the answer is right.

    A relevant sentence has to be in an indexed article, in a retrieved passage, and among
    the evidence; any one of those that a question names will do, and where it names none,
    nothing is known of these stages.
    """
    if case.answer is None:
        return "no answer"
    if case.graded.grade == "right":
        return None
    if not case.answerable:
        return "answered though nothing answers"
    unfound = _unfound(case) if case.question.relevant else None
    return unfound or ("chosen but refused" if case.refused else "chosen but answered wrong")


def _unfound(case: Case) -> Loss | None:
    if not any(map(case.articles.has, case.question.relevant)):
        return "not in the index"
    if not any(case.passages()) and not any(case.sentences()):
        return "not retrieved"
    if not any(case.sentences()):
        return "retrieved but not chosen"
    return None
