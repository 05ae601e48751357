"""Answered questions made by hand, for the tests of measures."""

from collections.abc import Sequence

from assistant.evaluation.cases import Asked, Case, Collection, Place
from assistant.evaluation.grading.correctness import Graded
from assistant.evaluation.questions import Question, Relevant
from assistant.types import Answer, Citation, Statement
from tests.conftest import article

RIGHT, WRONG = Graded(grade="right", why=""), Graded(grade="wrong", why="")


def case(relevant: Sequence[str] = (), ranking: Sequence[str] = (), **fields: object) -> Case:
    """A case over one-sentence articles `aN.md`, found in the order of `ranking`."""
    known = {n: article(f"Sentence of {n}.", url=f"file:///{n}") for n in {*relevant, *ranking}}
    asked = Question(
        id="q", text="Who?", language="en", kind="fact", answers=[["Xi"]],
        relevant=[Relevant(article=n, quote=f"Sentence of {n}.") for n in relevant],
    )  # fmt: skip
    places = [Place(article_id=known[n].id, start=0, end=100) for n in ranking]
    values = {"question": asked, "asked": Asked(passages=places), "graded": WRONG, **fields}
    return Case(articles=Collection(list(known.values())), **values)


def answered(statements: dict[str, tuple[int, ...]], **fields: object) -> Answer:
    """An answer whose statements cite by number; a citation quotes its number's facts."""
    numbers = sorted({n for cited in statements.values() for n in cited})
    values = {
        "question": "?", "standalone_question": "?", "text": " ".join(statements),
        "model": "m", "language": "en", "outcome": "answered",
        "statements": [
            Statement(text=t, citations=c, verdict="supported", score=1)
            for t, c in statements.items()
        ],
        "citations": [citation(n) for n in numbers],
    }  # fmt: skip
    return Answer(**values | fields)


def citation(number: int, quote: str = "q", **fields: object) -> Citation:
    values = {"article_id": "a", "title": "", "url": "", "start": 0, "end": 1, **fields}
    return Citation(number=number, quote=quote, **values)
