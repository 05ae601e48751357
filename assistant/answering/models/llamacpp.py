"""GGUF files served by llama.cpp in a child process, over the OpenAI API.

In a process of its own, because loading keeps Python's lock for seconds, because
llama.cpp aborts where Python would raise, and because only its environment can tell its
OpenMP threads not to spin: two that spin wrote 0.3 tokens/s beside one busy process,
two that sleep 10.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from assistant.errors import ModelUnavailable

_PROGRAM = Path(__file__).with_name("llamacpp_server.py")
_LOAD_SECONDS = 180
_CACHE_MIB = 256
_STATE_SECONDS = 30
# GNU's OpenMP counts its turns of waiting: 1000 write as fast as the default 300,000
# (27 tokens/s; 20 with none), and give the processor up when somebody else has it.
_SLEEP_SOON = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}
_KILLED = 9  # SIGKILL, a name that Windows does not have
_starting = threading.Lock()


def local_server(
    path: Path,
    threads: int | None,
    context_tokens: int,
    states: Path,
    adapter: Path | None = None,
) -> "LocalServer":
    """The server for a GGUF file, started at the first call of the process.

    `states` is the folder for what `save` keeps, `adapter` a LoRA that is off unless a request
    asks for it. Raises ModelUnavailable if a path is not such a file.
    """
    with _starting:
        return _started(path, threads or os.cpu_count() or 1, context_tokens, states, adapter)


class LocalServer:
    """One GGUF file, being loaded from the moment that this is made."""

    def __init__(
        self,
        path: Path,
        threads: int,
        context_tokens: int,
        states: Path,
        adapter: Path | None = None,
    ) -> None:
        for file in filter(None, (path, adapter)):
            _check(file)
        self.path, self.states, self.adapter = path, states, adapter
        self.key = secrets.token_hex(16)
        self._wanted = {
            "path": str(path),
            "key": self.key,
            "threads": threads,
            "context_tokens": context_tokens,
            "cache_mib": _CACHE_MIB,
            "states": str(states),
            "adapter": str(adapter) if adapter else None,
        }
        self._start()

    def ready(self) -> bool:
        """Whether the model is loaded and can be asked."""
        return "address" in self._report and self._process.poll() is None

    def address(self) -> str:
        """`http://127.0.0.1:PORT/v1`, waiting until the model is loaded.

        Raises ModelUnavailable if it cannot be.
        """
        report, process = self._report, self._process
        if not self._reported.wait(_LOAD_SECONDS):
            report["error"] = f"it did not load in {_LOAD_SECONDS} s."
            self.close()
        if "address" not in report:
            reason = report.get("error") or _reason(process.wait())
            raise ModelUnavailable(
                f"{self.path} cannot be loaded: {reason} Check it with `assistant models`, or "
                "choose another model."
            )
        return f"{report['address']}/v1"

    def save(self, slot: int, name: str) -> None:
        """Keep what a slot has read in a file of `states`; where none can be written, nowhere."""
        passing = self.states / f"{name}.{secrets.token_hex(4)}.partial"
        with suppress(OSError):
            if self._slot(slot, "save", passing.name):
                passing.replace(self.states / name)
            else:
                passing.unlink()

    def restore(self, slot: int, name: str) -> bool:
        """Give a slot back what was saved; False if that cannot be done."""
        return (self.states / name).exists() and self._slot(slot, "restore", name)

    def revive(self) -> bool:
        """Start a process anew that has ended, whether it had loaded the model or could not."""
        with _starting:
            ended = self._process.poll() is not None
            if ended:
                self._start()
            return ended

    def close(self) -> None:
        """End the process and free its memory; the end of this process does it as well."""
        self._process.kill()
        self._process.wait()

    def _slot(self, slot: int, action: str, name: str) -> bool:
        address = f"{self.address().removesuffix('/v1')}/slots/{slot}"
        key = {"Authorization": f"Bearer {self.key}"}
        try:
            reply = httpx.post(
                address,
                params={"action": action},
                json={"filename": name},
                headers=key,
                timeout=_STATE_SECONDS,
                trust_env=False,  # no proxy has this server
            )
        except httpx.HTTPError:
            return False
        # On a full disk it succeeds in writing nothing.
        return bool(reply.is_success and reply.json().get("n_written") != 0)

    def _start(self) -> None:
        try:
            process = subprocess.Popen(
                [sys.executable, str(_PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=os.environ | _SLEEP_SOON,
            )
        except OSError as error:
            raise ModelUnavailable(
                f"{sys.executable} cannot be started for {self.path}: {error.strerror}. Try again, "
                "or choose another model."
            ) from error
        self.is_warm = False
        self._report: dict[str, str] = {}
        self._reported = threading.Event()
        self._process = process
        talk = (self._wanted, self._process, self._report, self._reported)
        threading.Thread(target=_talk, args=talk, daemon=True).start()


@cache
def _started(
    path: Path, threads: int, context_tokens: int, states: Path, adapter: Path | None
) -> LocalServer:
    return LocalServer(path, threads, context_tokens, states, adapter)


def _talk(
    wanted: Mapping[str, Any],
    process: subprocess.Popen[str],
    report: dict[str, str],
    reported: threading.Event,
) -> None:
    """Tell a process what is wanted and note its report, also if it ends without one."""
    assert process.stdin and process.stdout
    try:
        with suppress(OSError):  # it has ended
            process.stdin.write(json.dumps(wanted) + "\n")
            process.stdin.flush()
        report.update(next(filter(None, map(_told, process.stdout)), {}))
    finally:
        reported.set()


def _told(line: str) -> dict[str, str]:
    """The report in a line; nothing in one that a library prints."""
    with suppress(ValueError):
        told = json.loads(line)
        return told if isinstance(told, dict) else {}
    return {}


def _check(path: Path) -> None:
    """Refuse at once what cannot be a GGUF file."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelUnavailable(f"{path} cannot be read: {error.strerror}.") from error
    if magic != b"GGUF":
        raise ModelUnavailable(f"{path} is not a GGUF file. Choose another or fetch it again.")


def _reason(code: int) -> str:
    """Why the process ended without a word: on Unix the code is minus a signal's number."""
    if code == -signal.SIGILL:
        return "this processor lacks AVX2."
    if code in {-_KILLED, -signal.SIGABRT}:
        return "there is too little memory."
    return f"llama.cpp ended with code {code}."
