"""Cases → the report of a run."""

import inspect
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import get_args

from assistant.evaluation.cases import Case
from assistant.evaluation.grading.correctness import Grade
from assistant.evaluation.measuring.citations import (
    CitationPrecision,
    CitationRecall,
    CitedStatements,
    OwnWords,
    VerbatimQuotes,
    WrittenRecall,
)
from assistant.evaluation.measuring.costs import PeakMemory, Time, TokensRead, TokensWritten
from assistant.evaluation.measuring.losses import LOSSES, loss
from assistant.evaluation.measuring.measures import (
    AnswerLanguage,
    Correct,
    JudgedCorrect,
    KeyPoints,
    Measure,
    WrittenLanguage,
)
from assistant.evaluation.measuring.refusal import (
    CalibrationError,
    FalsePremise,
    FalseRefusal,
    RefusalPrecision,
    RefusalRecall,
)
from assistant.evaluation.measuring.retrieval import MRR, Hit, Recall, nDCG
from assistant.evaluation.measuring.supports import Supports
from assistant.evaluation.measuring.times import AsOfKept, RelativeDates
from assistant.evaluation.reporting.report import Conditions, Group, Report, Result

Measures = dict[str, Measure]


def measures(supports: Supports | None = None) -> Measures:
    """All measures by name, in the order of a report; without a support test, to sum up only."""
    return {repr(m): m for m in [
        Correct(), KeyPoints(), JudgedCorrect(), AnswerLanguage(), WrittenLanguage(),
        CitationRecall(supports), WrittenRecall(supports), CitationPrecision(supports),
        CitedStatements(),
        VerbatimQuotes(), OwnWords(),
        RefusalPrecision(), RefusalRecall(), FalseRefusal(), FalsePremise(), CalibrationError(),
        AsOfKept(), RelativeDates(),
        Hit(1), Hit(5), MRR(10), nDCG(10), Recall(10),
        Hit(1, "Sentence"), Hit(6, "Sentence"), MRR(6, "Sentence"), nDCG(6, "Sentence"),
        Recall(6, "Sentence"),
        Time("Retrieve"), Time("Retrieve", 95), Time("FirstToken"), Time("FirstToken", 95),
        Time("Total"), Time("Total", 95), TokensRead(), TokensWritten(),
        PeakMemory(),
    ]}  # fmt: skip


def score(cases: Sequence[Case], conditions: Conditions, supports: Supports) -> Report:
    """The report of the cases, whose order makes no difference."""
    known = measures(supports)
    results = [_result(c, known) for c in sorted(cases, key=lambda c: c.question.id)]
    lost = Counter(r.loss for r in results)
    return Report(
        created=datetime.now(timezone.utc).replace(microsecond=0),
        conditions=conditions,
        overall=_group("all", results, known),
        kinds=_groups([r.kind for r in results], results, known),
        languages=_groups([r.language for r in results], results, known),
        losses={name: lost[name] for name in LOSSES},
        definitions={name: inspect.getdoc(m) or "" for name, m in known.items()},
        units={name: m.unit for name, m in known.items()},
        results=tuple(results),
    )


def summed_up(measure: Measure, scores: Sequence[float | None]) -> float | None:
    """A measure's figure over questions of which it may not speak of all."""
    told = [s for s in scores if s is not None]
    return round(measure.summary(told), 4) if told else None


def _result(case: Case, known: Measures) -> Result:
    scores = {name: measure.score(case) for name, measure in known.items()}
    question, answer = case.question, case.answer
    return Result(
        id=question.id,
        text=question.text,
        language=question.language,
        kind=question.kind,
        expected=tuple(wordings[0] for wordings in question.answers),
        answer=answer.text if answer else "",
        outcome=answer.outcome if answer else None,
        confidence=answer.confidence if answer else None,
        grade=case.graded.grade,
        why=case.graded.why,
        rules=tuple(p.said.rule if p.said else None for p in case.graded.points),
        judged=case.judged.grade if case.judged else None,
        loss=loss(case),
        error=case.asked.error,
        scores={name: round(s, 4) for name, s in scores.items() if s is not None},
    )


def _groups(names: Sequence[str], results: Sequence[Result], known: Measures) -> tuple[Group, ...]:
    members = {n: [r for r, own in zip(results, names, strict=True) if own == n] for n in names}
    return tuple(_group(name, members[name], known) for name in sorted(members))


def _group(name: str, results: Sequence[Result], known: Measures) -> Group:
    grades = Counter(r.grade for r in results)
    figures = {n: summed_up(m, [r.scores.get(n) for r in results]) for n, m in known.items()}
    return Group(
        name=name,
        questions=len(results),
        grades={g: grades[g] for g in get_args(Grade)},
        figures={n: value for n, value in figures.items() if value is not None},
    )
