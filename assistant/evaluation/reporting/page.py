"""The report as one page that needs nothing but a browser; the only Jinja user beside prompts.

Articles, questions and answers are untrusted: the template escapes whatever it is given.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.evaluation.cases import Case, same
from assistant.evaluation.reporting.compare import Comparison, compare
from assistant.evaluation.reporting.plots import plots
from assistant.evaluation.reporting.report import Report, Result
from assistant.types import Evidence

HEADLINES = {
    "Correct": "questions answered right",
    "KeyPoints": "key points said",
    "SentenceHit@6": "evidence found",
    "CitationPrecision": "citations that support",
    "RefusalRecall": "unanswerable ones refused",
}
COLUMNS = (
    "Correct", "KeyPoints", "nDCG@10", "SentenceHit@6", "CitationRecall", "CitationPrecision",
    "AnswerLanguage", "RefusalRecall", "TotalMedian",
)  # fmt: skip


class Sought(NamedTuple):
    """A relevant sentence, and how far it came."""

    article: str
    quote: str
    stage: str


class Found(NamedTuple):
    """A sentence of evidence, and whether it is a relevant one."""

    evidence: Evidence
    relevant: bool


class Card(NamedTuple):
    """One question as the page shows it."""

    result: Result
    case: Case
    sought: list[Sought]
    found: list[Found]


def render(report: Report, cases: Sequence[Case], against: Report | None = None) -> str:
    """The page as HTML; with `against`, what moved since that report."""
    by_id = {c.question.id: c for c in cases}
    comparison: Comparison | None = compare(against, report) if against else None
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            report=report,
            comparison=comparison,
            against=against,
            headlines={n: t for n, t in HEADLINES.items() if n in report.overall.figures},
            columns=[n for n in COLUMNS if n in report.overall.figures],
            plots=list(plots(cases)),
            cards=[_card(r, by_id[r.id]) for r in report.results],
        )
    )


def shown(value: float | None, unit: str) -> str:
    """A figure as people read it: `0.873`, `1.24 s`, `512 MB`, `1,240`; a dash for none."""
    if value is None:
        return "–"
    if unit == "ms":
        return f"{value / 1000:.2f} s"
    if unit == "tokens":
        return f"{value:,.0f}"
    return f"{value:.0f} MB" if unit == "MB" else f"{value:.3f}"


def breakable(name: str) -> Markup:
    """A measure's name that may be broken where a word begins."""
    return Markup("<wbr>").join(re.split(r"(?<=[a-z]{2})(?=[A-Z@])", name))


def paragraphs(definition: str) -> list[str]:
    """A docstring's paragraphs, each on one line and without marks of code."""
    return [" ".join(p.split()).replace("`", "") for p in definition.split("\n\n")]


def _card(result: Result, case: Case) -> Card:
    retrieved = {n for passage in case.passages() for n in passage}
    chosen = {n for sentence in case.sentences() for n in sentence}
    evidence = case.answer.evidence if case.answer else ()
    quotes = [r.quote for r in case.question.relevant]
    return Card(
        result=result,
        case=case,
        sought=[
            Sought(r.article, r.quote, _stage(n in chosen, n in retrieved, case.articles.has(r)))
            for n, r in enumerate(case.question.relevant)
        ],
        found=[Found(e, any(same(q, e.sentence.text) for q in quotes)) for e in evidence],
    )


def _stage(chosen: bool, retrieved: bool, indexed: bool) -> str:
    if chosen:
        return "chosen as evidence"
    if retrieved:
        return "retrieved, not chosen"
    return "not retrieved" if indexed else "not in the index"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": shown, "breakable": breakable, "paragraphs": paragraphs}
    return environment
