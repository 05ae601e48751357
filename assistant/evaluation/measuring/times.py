"""Measures of time in an answer: limits of time kept, relative dates made dates."""

from typing_extensions import override

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.measures import Measure
from assistant.evaluation.measuring.quoting import cited_by, dated
from assistant.language.dates import dates
from assistant.types import Answer, Statement


class AsOfKept(Measure):
    """Of the answers as of a day, the share with nothing in them that is not known from then.

    Neither evidence nor citations may be of an article that is later or has no date. Where the
    question asks as of a day, the answer has to be as of that one.
    """

    @override
    def score(self, case: Case) -> float | None:
        day, due = case.answer.as_of if case.answer else None, case.question.as_of
        if due and (day is None or day.date() != due):
            return 0.0
        if case.answer is None or day is None:
            return None
        shown = [e.published for e in case.answer.evidence]
        shown += [c.published for c in case.answer.citations]
        return float(all(p is not None and p.at <= day for p in shown))


class RelativeDates(Measure):
    """Of the statements that take over "Monday" or "yesterday", the share that give its date.

    Counted are statements whose cited sentence so names a day near its publication, and
    which name that day or that date. Mean over answers.
    """

    @override
    def score(self, case: Case) -> float | None:
        if case.stated is None:
            return None
        found = [_resolved(s, case.stated) for s in case.stated.statements]
        told = [resolved for resolved in found if resolved is not None]
        return sum(told) / len(told) if told else None


def _resolved(statement: Statement, answer: Answer) -> bool | None:
    """Whether the statement gives the date; None if it has nothing to do with one."""
    cited = cited_by(statement, answer)
    meant = [day for c in cited for day in dates(dated(c.quote, c.language, c)) - dates(c.quote)]
    if not meant:
        return None
    if any(d.month == m.month and d.day == m.day for d in dates(statement.text) for m in meant):
        return True
    bare = any(dated(statement.text, answer.language, c) != statement.text for c in cited)
    return False if bare else None
