"""One run: ask, grade, score, write."""

import os
import platform
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from assistant.evaluation import fingerprints
from assistant.evaluation.asking import Progress, ask_all, silent
from assistant.evaluation.cases import Asked, Case, Collection, System
from assistant.evaluation.grading.correctness import Graded, grade, missing
from assistant.evaluation.grading.judge import Judge
from assistant.evaluation.journal import Journal
from assistant.evaluation.measuring.scoring import score
from assistant.evaluation.measuring.supports import Checks, Supports
from assistant.evaluation.questions import Question
from assistant.evaluation.reporting.report import Conditions, Report, save
from assistant.index.embedding import Embed
from assistant.index.models import open_embedder
from assistant.settings import Settings
from assistant.types import content_id

ANSWERS, REPORT, PAGE = "answers.jsonl", "report.json", "report.html"


def evaluate(
    assistant: System,
    questions: Sequence[Question],
    out: Path | None = None,
    judge: Judge | None = None,
    progress: Progress = silent,
) -> Report:
    """Ask an assistant all questions and report how it did.

        >>> report = evaluate(Assistant(settings), read_questions(Path("questions.jsonl")))
        >>> report.overall.figures["Correct"]

    With `out`, answers are kept there as they come (and not asked again by a run that
    nothing has changed for), and `report.json` and `report.html` are written. Raises
    ModelError when the model is gone, ReportError when the folder cannot be written.
    """
    run = Run(assistant, questions, out, judge)
    cases = run.cases(progress)
    found = run.report(cases)
    if out:
        run.write(found, cases)
    return found


class Run:
    """A question set over an index and a model. `Run(assistant, questions).cases()`."""

    def __init__(
        self,
        system: System,
        questions: Sequence[Question],
        out: Path | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._system = system
        self._questions = questions
        self._judge = judge
        self._embed = yardstick(system.settings.cache_dir, system.settings.threads)
        self._supports: Supports = judge or Checks(self._embed)
        self._out = out
        self._journal = Journal(out / ANSWERS) if out else None
        articles = system.articles()
        self.articles = Collection(articles)
        self._index = fingerprints.index_fingerprint(articles, system.status())

    def cases(self, progress: Progress = silent) -> list[Case]:
        """Ask what is not in the journal, and grade."""
        self._system.search("warm-up", 1)  # so that the first question's time is like the others'
        system = fingerprints.system_fingerprint(self._system, self._index)
        keys = {q.id: fingerprints.question_key(system, q) for q in self._questions}
        asked = ask_all(
            self._system, {keys[q.id]: q for q in self._questions}, self._journal, progress
        )
        return [self._case(q, asked[keys[q.id]]) for q in self._questions]

    def report(self, cases: Sequence[Case]) -> Report:
        """The figures of the cases."""
        return score(cases, self._conditions(), self._supports)

    def write(self, report: Report, cases: Sequence[Case], against: Report | None = None) -> None:
        """Write `report.json` and `report.html`, the latter with what moved since another."""
        from assistant.evaluation.reporting.page import render

        assert self._out
        report.write(self._out / REPORT)
        save(self._out / PAGE, render(report, cases, against))

    def _case(self, question: Question, asked: Asked) -> Case:
        graded = missing(question) if asked.answer is None else self._graded(question, asked)
        judged = self._judge.grade(question, asked.answer) if self._judge and asked.answer else None
        return Case(question, asked, graded, self.articles, judged)

    def _graded(self, question: Question, asked: Asked) -> Graded:
        assert asked.answer
        return grade(question, asked.answer, self._embed)

    def _conditions(self) -> Conditions:
        settings, status = self._system.settings, self._system.status()
        return Conditions(
            version=_version(),
            packages=fingerprints.package_versions(),
            python=platform.python_version(),
            machine=f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            model=settings.model,
            embedding_model=settings.embedding_model,
            settings=fingerprints.settings_of(settings),
            prompts=fingerprints.prompt_hashes(),
            index=self._index,
            articles=status.articles,
            passages=status.passages,
            questions=content_id(*sorted(q.model_dump_json() for q in self._questions)),
            support_test=self._supports.name,
            judge=self._judge.name if self._judge else None,
        )


@lru_cache(maxsize=1)
def yardstick(cache_dir: Path, threads: int | None) -> Embed:
    """The embedded model, which measures whatever model the system under test uses."""
    settings = Settings(cache_dir=cache_dir, threads=threads, embedding_model="embedded")
    return open_embedder(settings).embed_passages


def _version() -> str:
    try:
        return version("news-assistant")
    except PackageNotFoundError:
        return "unknown"
