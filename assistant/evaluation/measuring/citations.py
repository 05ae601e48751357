"""Measures of citations: do they support what is said, and are they what they claim to be."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from typing_extensions import override

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.measures import Measure
from assistant.evaluation.measuring.quoting import cited_by, is_quotation, written
from assistant.evaluation.measuring.supports import Supports
from assistant.language.names import has_any_name, names
from assistant.language.quotes import without_false_quotes
from assistant.language.terms import words
from assistant.types import Answer, Citation, Statement


class OfStatements(Measure):
    """Base of measures of what an answer states: scored per answer, then averaged.

    Refusals state nothing and are left out.
    """

    @override
    def score(self, case: Case) -> float | None:
        answer = case.stated
        if answer is None:
            return 0.0 if case.answer is None and case.answerable else None
        return self.of_answer(answer, case)

    @abstractmethod
    def of_answer(self, answer: Answer, case: Case) -> float:
        """The figure for an answer that states something."""


@dataclass(frozen=True, repr=False)
class Alce(OfStatements):
    """Base of ALCE's two measures (Gao et al. 2023, arXiv 2305.14627) with a support test.

    A cited sentence supports itself: only what is no quotation is put to the test.
    """

    supports: Supports | None = None

    def _supported(self, statement: Statement, answer: Answer, case: Case) -> bool:
        return self._holds(statement, cited_by(statement, answer), answer, case)

    def _holds(
        self, statement: Statement, cited: Sequence[Citation], answer: Answer, case: Case
    ) -> bool:
        assert self.supports, "a support test is needed to score"
        if is_quotation(statement, cited, answer.language):
            return True
        return bool(cited) and self.supports(statement, answer, cited, case)


class CitationRecall(Alce):
    """Share of an answer's statements that their citations, taken together, support.

    A statement without citations is not supported. ALCE, section 3.3.
    """

    @override
    def of_answer(self, answer: Answer, case: Case) -> float:
        return _share([self._supported(s, answer, case) for s in answer.statements])


class WrittenRecall(Alce):
    """CitationRecall of what an answer does not quote: translations and other own words.

    Answers that only quote are left out.
    """

    @override
    def score(self, case: Case) -> float | None:
        return super().score(case) if case.stated and written(case.stated) else None

    @override
    def of_answer(self, answer: Answer, case: Case) -> float:
        return _share([self._supported(s, answer, case) for s in written(answer)])


class CitationPrecision(Alce):
    """Share of an answer's citations that are not irrelevant to a supported statement.

    A citation counts if its statement is supported by all its citations together, and
    unless it is irrelevant: it does not support the statement alone, and the others
    support it without this one. ALCE, section 3.3.
    """

    @override
    def of_answer(self, answer: Answer, case: Case) -> float:
        counted = [
            self._supported(statement, answer, case)
            and not self._irrelevant(citation, statement, answer, case)
            for statement in answer.statements
            for citation in cited_by(statement, answer)
        ]
        return _share(counted)

    def _irrelevant(self, c: Citation, statement: Statement, answer: Answer, case: Case) -> bool:
        others = [o for o in cited_by(statement, answer) if o is not c]
        return (
            bool(others)
            and not self._holds(statement, [c], answer, case)
            and self._holds(statement, others, answer, case)
        )


class CitedStatements(OfStatements):
    """Mean share of an answer's statements that cite anything; refusals are left out."""

    @override
    def of_answer(self, answer: Answer, case: Case) -> float:
        return _share([bool(s.citations) for s in answer.statements])


class VerbatimQuotes(OfStatements):
    """Mean share of an answer's quotations that stand word for word in the cited article.

    Quotations are the cited sentences, at the place that the citation names, and
    statements with words in quotation marks, in which a weekday may have its date in
    brackets; refusals are left out.
    """

    @override
    def of_answer(self, answer: Answer, case: Case) -> float:
        texts = {c.number: case.articles.text(c.article_id) for c in answer.citations}
        exact = [texts[c.number][c.start : c.end] == c.quote for c in answer.citations]
        for s in answer.statements:
            if without_false_quotes(s.text, "") != s.text:
                source = "\n".join(texts[n] for n in s.citations if n in texts)
                whole = is_quotation(s, cited_by(s, answer), answer.language)
                exact.append(whole or without_false_quotes(s.text, source) == s.text)
        return _share(exact)


class OwnWords(Measure):
    """Of the answers to "what did X say", the share whose every citation is X's own words.

    A cited sentence whose speaker is not known counts as somebody else's. X is whoever
    the question names; where the speaker is what it asks for ("who said …"), so that all
    its key points are names, it is left out, as are refusals.
    """

    @override
    def score(self, case: Case) -> float | None:
        points = case.question.answers
        if case.question.kind != "speaker" or (points and all(_is_name(p[0]) for p in points)):
            return None
        if case.stated is None:
            return None if case.refused else 0.0
        cited = case.stated.citations
        return float(bool(cited) and all(_names(case.question.text, c.speaker) for c in cited))


def _is_name(key_point: str) -> bool:
    return all(word[0].isupper() for word in words(key_point))


def _names(text: str, speaker: str | None) -> bool:
    """Whether a text names the speaker, by any of the names that the speaker has."""
    return has_any_name(names(speaker or "", None), text)


def _share(held: Sequence[bool]) -> float:
    """How many of them hold; 0 where there are none."""
    return sum(held) / len(held) if held else 0.0
