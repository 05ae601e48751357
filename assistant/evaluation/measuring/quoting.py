"""Which statements of an answer are quotations; the others it has written anew."""

import re
from collections.abc import Iterator, Sequence

from assistant.answering.checking.dated import with_days
from assistant.answering.phrases import not_the_one, quotation
from assistant.types import Answer, Citation, Statement


def cited_by(statement: Statement, answer: Answer) -> list[Citation]:
    """The citations of a statement."""
    return [c for c in answer.citations if c.number in statement.citations]


def is_quotation(statement: Statement, cited: Sequence[Citation], reader: str | None) -> bool:
    """Whether a statement is one of the cited sentences, word for word.

    It may have dates after its weekdays, or the marks, the language and the speaker that a
    quotation has in an answer for a `reader` of another language.
    """
    said = _letters(statement.text)
    return any(said == _letters(form) for c in cited for form in _forms(c, statement.text, reader))


def dated(text: str, language: str | None, c: Citation, reader: str | None = None) -> str:
    """A text with the date after each day, as meant in the cited article."""
    return with_days(text, language, c, c.speaker, reader)


def written(answer: Answer) -> list[Statement]:
    """The statements that are no quotations."""
    return [
        s for s in answer.statements if not is_quotation(s, cited_by(s, answer), answer.language)
    ]


def _forms(c: Citation, statement: str, reader: str | None) -> Iterator[str]:
    yield from (c.quote, dated(c.quote, c.language, c))
    for words in (c.quote, dated(c.quote, c.language, c, reader or "en")):
        yield (marked := quotation(words, c.language, reader))
        if c.speaker:
            before, after = not_the_one("\0", c.speaker, marked, reader).split("\0")
            if statement.startswith(before) and statement.endswith(after):
                yield statement


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)
