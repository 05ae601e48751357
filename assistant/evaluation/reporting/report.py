"""The report of a run: figures, what they depend on, and every question's result."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ValidationError

from assistant.errors import ReportError
from assistant.evaluation.grading.correctness import Grade
from assistant.evaluation.measuring.losses import Loss
from assistant.types import Outcome, Record

VERSION: Final = 1
Figures = dict[str, float]


class Result(Record):
    """One question's result; `scores` has the measures that apply to it."""

    id: str
    text: str
    language: str
    kind: str
    expected: tuple[str, ...]
    answer: str
    outcome: Outcome | None
    confidence: float | None
    grade: Grade
    why: str
    rules: tuple[str | None, ...]
    judged: Grade | None
    loss: Loss | None
    error: str
    scores: dict[str, float]


class Conditions(Record):
    """What the figures depend on. Two runs of equal conditions have equal figures."""

    version: str
    packages: dict[str, str]
    python: str
    machine: str
    model: str
    embedding_model: str
    settings: dict[str, Any]
    prompts: dict[str, str]
    index: str
    articles: int
    passages: int
    questions: str
    support_test: str
    judge: str | None


class Group(Record):
    """Figures of some questions; a measure that speaks of none of them is left out."""

    name: str
    questions: int
    grades: dict[Grade, int]
    figures: Figures


class Report(Record):
    """All of a run, as `report.json` holds it; figures are shares unless `units` says else."""

    report: Literal[1] = VERSION
    created: datetime
    conditions: Conditions
    overall: Group
    kinds: tuple[Group, ...]
    languages: tuple[Group, ...]
    losses: dict[Loss, int]
    definitions: dict[str, str]
    units: dict[str, str]
    results: tuple[Result, ...]

    def write(self, path: Path) -> None:
        """Write as JSON with one result a line; raises ReportError if that cannot be."""
        content = self.model_dump(mode="json", exclude={"results"})
        head = json.dumps(content, ensure_ascii=False, indent=1).removesuffix("\n}")
        lines = [json.dumps(r.model_dump(mode="json"), ensure_ascii=False) for r in self.results]
        save(path, f'{head},\n "results": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n")


def read_report(path: Path) -> Report:
    """A report that was written before; raises ReportError, naming the file, if it is none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReportError(f"The report {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ReportError(f"{path} is no report: it is not JSON ({error}).") from error
    version = content.get("report") if isinstance(content, dict) else None
    if version != VERSION:
        found = f"version {version}" if isinstance(version, int) else "no version"
        raise ReportError(
            f"{path} is no report of this assistant: it has {found}, and version {VERSION} is "
            "needed. Make it again with `assistant evaluate`."
        )
    try:
        return Report.model_validate(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise ReportError(f"{path} is a damaged report: {where}: {fault['msg']}.") from error


def save(path: Path, text: str) -> None:
    """Write a file whole or not at all; raises ReportError if the disk does not let it."""
    half = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise ReportError(
            f"{path} cannot be written: {error.strerror}. Make room or choose another folder with "
            "--out; the answers so far are kept, so that nothing is asked again."
        ) from error
