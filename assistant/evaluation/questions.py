"""Question sets: JSON Lines of `Question` records."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from assistant.errors import QuestionError
from assistant.types import Record, Turn

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _with_substance(wording: str) -> str:
    if not any(map(str.isalnum, wording)):
        raise ValueError("a wording needs a letter or digit")
    return wording


Wording = Annotated[Words, AfterValidator(_with_substance)]


class Relevant(Record):
    """A sentence of the corpus that answers a question."""

    article: str
    quote: Words


class Question(Record):
    """One line of a question set.

    `answers` are key points, all of them needed; each is a list of equivalent
    wordings, any of which will do. A wording is of whole words; one that ends in `*` is the
    beginning of its last word. Both lists are empty when the corpus has no answer. `as_of`
    is the day as of which the question asks.
    """

    id: str
    text: str
    language: str
    kind: Literal[
        "fact", "date", "speaker", "cross-lingual", "follow-up",
        "multi-article", "unanswerable", "false-premise",
    ]  # fmt: skip
    answers: tuple[Annotated[tuple[Wording, ...], Field(min_length=1)], ...] = ()
    relevant: tuple[Relevant, ...] = ()
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    note: str = ""


def read_questions(path: Path) -> list[Question]:
    """All questions of a file; raises QuestionError with file and line for a faulty one."""
    questions: dict[str, Question] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        question = _parsed(line, f"{path}:{number}")
        if question.id in questions:
            raise QuestionError(f"{path}:{number}: the id {question.id!r} is used twice.")
        questions[question.id] = question
    if not questions:
        raise QuestionError(f"The question set {path} is empty.")
    return list(questions.values())


def line_of(path: Path, question_id: str) -> int:
    """Number of the line of a question in a file that was read before."""
    return next(
        n
        for n, li in enumerate(_lines(path), 1)
        if li.strip() and _parsed(li, "").id == question_id
    )


def _lines(path: Path) -> list[str]:
    """The lines of a file: a string in JSON may hold the other separators of Unicode."""
    try:
        content = path.read_bytes()
        return content.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise QuestionError(f"The question set {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise QuestionError(
            f"{path}:{number}: this is not UTF-8. Save the question set as UTF-8."
        ) from error


def _parsed(line: str, place: str) -> Question:
    try:
        return Question.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise QuestionError(f"{place}: {where}: {fault['msg']}.".replace(": : ", ": ")) from error
