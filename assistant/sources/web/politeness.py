"""Politeness towards one site: spaced requests, few at once, rests, and its own rules."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from protego import Protego

from assistant.sources.web import robots
from assistant.sources.web.connection import Patience
from assistant.sources.web.failures import Failed, Unreachable

AT_ONCE = 2
CLOSED_SECONDS = 300.0
_UNREACHABLE_IN_A_ROW = 3


class Site:
    """One scheme, host and port; used by several threads."""

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._next = 0.0
        self._unreachable = 0
        self._closed_until = 0.0
        self._why = ""
        self._rules: Protego | None = None
        self._lock = threading.Lock()
        self._rules_lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    @contextmanager
    def turn(self, patience: Patience) -> Iterator[None]:
        """Wait until a request may be sent; raises Failed if none may for a long time."""
        with self._turns:
            while (seconds := self._wait()) > 0:
                patience.sleep(seconds)
            yield

    def _wait(self) -> float:
        """Seconds until the next turn; 0 if it is now, and then it is taken; or raises Failed."""
        self.check_open()
        with self._lock:
            now = monotonic()
            if now < self._next:
                return self._next - now
            self._next = now + self._delay
            return 0.0

    def rest(self, seconds: float) -> None:
        """Let nobody ask for a while."""
        with self._lock:
            self._next = max(self._next, monotonic() + seconds)

    def close(self, seconds: float, why: str) -> None:
        """Answer for the site without asking it, for longer than anyone should wait."""
        with self._lock:
            self._closed_until = max(self._closed_until, monotonic() + seconds)
            self._why = why

    def check_open(self) -> None:
        """Raise Failed, with the reason, while the site is closed."""
        with self._lock:
            if monotonic() < self._closed_until:
                raise Failed(self._why)

    def answered(self) -> None:
        """Note that the server can be talked to."""
        self._unreachable = 0

    def gave_up(self, failure: Failed) -> None:
        """Note a page given up, so that a dead server is not waited for page after page."""
        if isinstance(failure, Unreachable):
            self._unreachable += 1
            if self._unreachable >= _UNREACHABLE_IN_A_ROW:
                self.close(CLOSED_SECONDS, str(failure))

    def rules(self, load: Callable[[], Protego]) -> Protego:
        """The site's robots.txt, loaded once; others wait meanwhile."""
        with self._rules_lock:
            if self._rules is None:
                self._rules = load()
                self._delay = max(self._delay, robots.delay(self._rules))
            return self._rules
