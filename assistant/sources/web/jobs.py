"""Many jobs at once, few for each site, and no more begun than somebody takes the results of."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from assistant.sources.web.politeness import AT_ONCE as AT_ONCE_ON_SITE

AT_ONCE = 8
WINDOW = 16
LOOKAHEAD = 64

T = TypeVar("T")
Job = Callable[[], T]


def work_off(jobs: Iterable[tuple[str, Job[T]]]) -> Iterator[T]:
    """The results of jobs, each with the name of its site, in the order in which they come.

    Eight jobs run at once and two on one site, so that a slow site does not keep the
    others waiting. At most 16 jobs are running or have a result that was not yet taken, and
    at most 64 are read ahead. Closing the iterator drops the jobs that have not begun.
    """
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")
    queue: _Queue[T] = _Queue(pool)
    try:
        for site, job in jobs:
            queue.join(site, job)
            yield from queue.results(None if len(queue) >= LOOKAHEAD else 0)
        while len(queue):
            yield from queue.results(None)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Queue(Generic[T]):
    """Jobs that wait and jobs that run."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._waiting: deque[tuple[str, Job[T]]] = deque()
        self._running: dict[Future[T], str] = {}
        self._busy: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._running)

    def join(self, site: str, job: Job[T]) -> None:
        self._waiting.append((site, job))
        self._begin()

    def results(self, seconds: float | None) -> Iterator[T]:
        """What is done, or what is done first within the seconds."""
        done, _ = wait(self._running, seconds, return_when=FIRST_COMPLETED)
        for future in done:
            self._busy[self._running.pop(future)] -= 1
            self._begin()
            yield future.result()

    def _begin(self) -> None:
        """Start each waiting job whose site is free, as far as there is room."""
        for place in tuple(self._waiting):
            site, job = place
            if len(self._running) < WINDOW and self._busy[site] < AT_ONCE_ON_SITE:
                self._waiting.remove(place)
                self._busy[site] += 1
                self._running[self._pool.submit(job)] = site
