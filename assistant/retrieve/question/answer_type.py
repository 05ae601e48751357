"""What kind of answer a question asks for, and whether a sentence has anything of it.

"How long" and "when" ask for a time, "how many" for an amount (expected answer types, Li &
Roth 2002). A sentence without any answers neither, however near it is.
"""

import re
from typing import Literal

from assistant.language.names import calendar_words
from assistant.language.quantities import in_digits, with_digits
from assistant.language.terms import words
from assistant.retrieve.question.wordings import either, has, patterns

AnswerType = Literal["time", "amount"]

# "At how much", "Mit wie vielen": no more than a short word comes before.
_BEFORE = r"\W*(?:\w{1,5}\s)?"


def answer_type(question: str, language: str | None) -> AnswerType | None:
    """The type of answer of a question that says so at its beginning; None of any other.

    None as well where a clause follows: "When asked about it, what did he say?"
    """
    if re.search(r"[,;，；]", question):
        return None
    asks: tuple[AnswerType, ...] = ("time", "amount")
    for kind in asks:
        begins = rf"{_BEFORE}(?:{either(language, f'asks_{kind}')})(?!\w)"
        if re.match(begins, question, re.IGNORECASE):
            return kind
    return None


def may_have(wanted: AnswerType | None, text: str, language: str | None, question: str) -> bool:
    """Whether a text has a time or an amount that the question does not have.

    True where nothing is wanted, and in languages whose words for it are not known.
    """
    if wanted is None or not patterns(language, wanted) or has(text, language, wanted):
        return True
    if wanted == "time" and calendar_words(language) & set(words(text.casefold())):
        return True
    spelt = in_digits(text, language or "") if wanted == "amount" else text
    return bool(_figures(spelt) - _figures(question))


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+", with_digits(text)))
