"""Speed of the embedded language model, alone and beside a busy process.

python -m benchmarks.generation
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any

import httpx

from assistant import Settings
from assistant.answering.models.llamacpp import LocalServer
from assistant.weights.catalogue import LANGUAGE_MODEL
from assistant.weights.download import ensure
from benchmarks.tables import write_table

ROUNDS = 3
PREFIX = "The ferry to Ostby leaves at nine and comes back at five, except on Sundays. " * 22
NEWS = "The council of Velda decided on Friday to repair the bridge before the winter. " * 5
BUSY = "import numpy as np; a = np.ones((700, 700), 'f4')\nwhile True: a @ a"


def main() -> None:
    settings = Settings()
    started = time.perf_counter()
    path = ensure(LANGUAGE_MODEL, settings.cache_dir)
    threads = settings.threads or os.cpu_count() or 1
    server = LocalServer(path, threads, settings.context_tokens, settings.cache_dir)
    server.address()
    rows = [["load", "", f"{time.perf_counter() - started:.1f} s"]]
    rows += _speeds(server, "idle")
    with _busy():
        rows += _speeds(server, "one busy process")
    server.close()
    print(write_table("generation", LANGUAGE_MODEL.title, ["measure", "beside it", "median"], rows))


def _speeds(server: LocalServer, beside: str) -> list[list[str]]:
    """Reading, writing, and the first word after a prefix that was read before."""
    fresh = [_ask(server, f"{n} {beside}. {PREFIX}", NEWS, tokens=48) for n in range(ROUNDS)]
    _ask(server, PREFIX, "", tokens=1)
    cached = [_ask(server, PREFIX, f"{n} {NEWS}", tokens=1) for n in range(ROUNDS)]
    known, new = cached[0]["cache_n"], cached[0]["prompt_n"]
    return [
        ["reading", beside, f"{_median(fresh, 'prompt_per_second'):.0f} tokens/s"],
        ["writing", beside, f"{_median(fresh, 'predicted_per_second'):.1f} tokens/s"],
        [
            f"first token, {known} tokens known and {new} new",
            beside,
            f"{_median(cached, 'seconds'):.1f} s",
        ],
    ]


def _ask(server: LocalServer, system: str, question: str, tokens: int) -> dict[str, Any]:
    """The server's own timings of one reply, and the seconds that it took."""
    messages = [{"role": "system", "content": system}, {"role": "user", "content": question}]
    body = {"messages": messages, "max_tokens": tokens, "temperature": 0, "ignore_eos": True}
    headers = {"Authorization": f"Bearer {server.key}"}
    started = time.perf_counter()
    reply = httpx.post(
        f"{server.address()}/chat/completions", json=body, headers=headers, timeout=600
    )
    timings: dict[str, Any] = reply.raise_for_status().json()["timings"]
    return timings | {"seconds": time.perf_counter() - started}


def _median(timings: Sequence[dict[str, Any]], field: str) -> float:
    return median(float(t[field]) for t in timings)


@contextmanager
def _busy() -> Iterator[None]:
    """Numpy on all cores, as an ingest would be."""
    process = subprocess.Popen([sys.executable, "-c", BUSY])
    try:
        yield
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
