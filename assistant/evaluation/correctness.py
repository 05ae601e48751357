"""Whether an answer is right, by the key points of its question."""

import re

from assistant.language.names import numbers
from assistant.language.terms import fold
from assistant.types import Answer, Question


def is_right(question: Question, answer: Answer) -> bool:
    """Every key point is in the text; what has no answer is refused.

    A false premise is met by refusing or by saying what is so.
    """
    refused = answer.outcome == "unanswerable"
    if not question.answers or (refused and question.kind == "false-premise"):
        return refused
    return not refused and all(mentions(answer.text, wordings) for wordings in question.answers)


def mentions(text: str, wordings: tuple[str, ...]) -> bool:
    """Whether one of the wordings occurs, whatever its accents, case and separators."""
    plain = _plain(text)
    return any(re.search(_bounded(_plain(w)), plain) for w in wordings)


def _plain(text: str) -> str:
    return re.sub(r"[^\w.%]+|\.(?!\d)", " ", _with_plain_numbers(fold(text))).strip()


def _with_plain_numbers(text: str) -> str:
    """Numbers lose their separators of thousands: 1.550 and 1,550 become 1550."""
    return re.sub(
        r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?!\d)|\d+,\d+", lambda m: numbers(m.group())[0], text
    )


def _bounded(wording: str) -> str:
    """Word boundaries where the script has them, so that 5 is not found in 15."""
    start = r"(?<![\w.])" if re.match(r"[a-zA-Z0-9]", wording) else ""
    end = r"(?!\w|\.\d)" if re.search(r"\d$", wording) else ""
    return start + re.escape(wording) + end
