"""Measures of what an answer costs: time, tokens and memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from typing_extensions import override

from assistant.evaluation.cases import Case
from assistant.evaluation.measuring.measures import Measure
from assistant.types import Timings

Point = Literal["Retrieve", "FirstToken", "Total"]
_READ: dict[Point, Callable[[Timings], float | None]] = {
    "Retrieve": lambda timings: timings.retrieve_ms,
    "FirstToken": lambda timings: timings.first_token_ms,
    "Total": lambda timings: timings.total_ms,
}


@dataclass(frozen=True, repr=False)
class Time(Measure):
    """Milliseconds from the question to the evidence, the first word or the whole answer.

    The median, or the 95th percentile, over the questions that got there.
    """

    until: Point
    percentile: Literal[50, 95] = 50
    unit = "ms"
    lower_is_better = True

    def __repr__(self) -> str:
        return f"{self.until}{'Median' if self.percentile == 50 else 'P95'}"

    @override
    def score(self, case: Case) -> float | None:
        return _READ[self.until](case.answer.timings) if case.answer else None

    @override
    def summary(self, scores: Sequence[float]) -> float:
        return float(np.percentile(scores, self.percentile))


class TokensRead(Measure):
    """Mean number of tokens of the prompts of a question, those known from before included.

    Told by models on this machine; without a model there are none.
    """

    unit = "tokens"
    lower_is_better = True

    @override
    def score(self, case: Case) -> float | None:
        return case.asked.tokens_read


class TokensWritten(Measure):
    """Mean number of tokens that models wrote for a question, told as for TokensRead."""

    unit = "tokens"
    lower_is_better = True

    @override
    def score(self, case: Case) -> float | None:
        return case.asked.tokens_written


class PeakMemory(Measure):
    """Most memory held until then, in megabytes: this process and those it started.

    Told on Linux only. The highest over all questions.
    """

    unit = "MB"
    lower_is_better = True

    @override
    def score(self, case: Case) -> float | None:
        return case.asked.memory_mb

    @override
    def summary(self, scores: Sequence[float]) -> float:
        return float(max(scores))


def peak_memory_mb() -> float | None:
    """Peak resident memory of this process and its children, None where it is not told."""
    own = Path("/proc/self")
    children = [pid for task in own.glob("task/*/children") for pid in _read(task).split()]
    processes = (own, *(Path("/proc", pid) for pid in children))
    return round(sum(map(_peak, processes)) / 1024, 1) or None


def _peak(process: Path) -> int:
    """Kilobytes, from the line `VmHWM:  123 kB`."""
    for line in _read(process / "status").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1])
    return 0


def _read(file: Path) -> str:
    """Nothing of a thread or a process that has just ended, and where none are told."""
    try:
        return file.read_text()
    except OSError:
        return ""
