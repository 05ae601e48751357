"""One ingest at a time, in a thread of its own, that everybody who has the page open can watch."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from threading import Event, Lock, Thread
from typing import Literal

from pydantic import Field

from assistant.errors import AssistantError
from assistant.index.ingestion import Progress
from assistant.intake import Taken
from assistant.types import Record

Task = Callable[[Progress, Event], None]
"""Tells of its progress, and ends soon after the event is set."""

_KEPT = 300
_SECONDS_BETWEEN_LOOKS = 0.3
_FAULT = "This is a fault of the program, not of what was added; the server's log shows where."


class Run(Record):
    """What is being put into the index, or was last.

    `total` is the number of items to come where it is known, `counts` of what became of
    them. `taken` and `left_out` hold the last few hundred of each.
    """

    title: str
    total: int | None = None
    items: int = 0
    passages: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    taken: tuple[Taken, ...] = ()
    left_out: tuple[Taken, ...] = ()
    stage: Literal["running", "stopping", "stopped", "done", "failed"] = "running"
    failure: str = ""

    @property
    def active(self) -> bool:
        """Whether more is to come."""
        return self.stage in ("running", "stopping")

    def grown(self, items: int, passages: int, new: Sequence[Taken]) -> "Run":
        """The same run after some more items."""
        taken = [t for t in new if t.outcome != "skipped"]
        left_out = [t for t in new if t.outcome == "skipped"]
        more = {
            "items": items,
            "passages": passages,
            "counts": dict(Counter(self.counts) + Counter(t.outcome for t in new)),
            "taken": (*self.taken, *taken)[-_KEPT:],
            "left_out": (*self.left_out, *left_out)[-_KEPT:],
        }
        return self.model_copy(update=more)


class Runner:
    """Runs one task at a time. `last` is the one that runs or ran last, as it is now."""

    def __init__(self) -> None:
        self.last: Run | None = None
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self, title: str, task: Task, total: int | None = None) -> bool:
        """Begin a task; False if another one has not ended."""
        with self._lock:
            if self.last and self.last.active:
                return False
            self._stop = Event()
            self.last = Run(title=title, total=total)
            self._thread = Thread(target=self._work, args=(task,), daemon=True, name="ingest")
            self._thread.start()
        return True

    def stop(self) -> None:
        """End what runs; what it has put in stays in."""
        with self._lock:
            if self.last and self.last.active:
                self._stop.set()
                self.last = self.last.model_copy(update={"stage": "stopping"})

    def end(self) -> None:
        """Stop what runs and wait for it: native code must not outlive the interpreter."""
        self.stop()
        if self._thread:
            self._thread.join()

    async def watch(self) -> AsyncIterator[Run]:
        """The last run each time it has grown, until it has ended."""
        seen = None
        while self.last and (seen is None or seen.active):
            if self.last is not seen:
                seen = self.last
                yield seen
            else:
                await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    def _work(self, task: Task) -> None:
        end = {"stage": "failed", "failure": _FAULT}
        try:
            task(self._tell, self._stop)
            end = {"stage": "stopped" if self._stop.is_set() else "done"}
        except AssistantError as error:
            end["failure"] = str(error)
        finally:
            with self._lock:
                self.last = self.last and self.last.model_copy(update=end)

    def _tell(self, items: int, passages: int, taken: Sequence[Taken]) -> None:
        with self._lock:
            self.last = self.last and self.last.grown(items, passages, taken)
