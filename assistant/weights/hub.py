"""Weights from a model hub, when one answers."""

import os
from functools import cache
from pathlib import Path

import httpx

from assistant.weights.catalogue import Progress, Weights

_TIMEOUT = httpx.Timeout(30, connect=3)
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
_OFF = {"", "0", "false", "no", "off"}


def fetch(weights: Weights, target: Path, progress: Progress) -> bool:
    """Fetch the file into `target`, going on where an earlier try stopped.

    False when no hub has the file or answers, or the connection breaks.
    """
    if weights.hub_file is None or not (url := _address(weights.hub_file, weights.size)):
        return False
    done = target.stat().st_size if target.exists() else 0
    if done == weights.size:
        return True
    headers = {"Range": f"bytes={done}-"} if done else {}
    try:
        with httpx.stream(
            "GET", url, headers=headers, timeout=_TIMEOUT, follow_redirects=True
        ) as response:
            response.raise_for_status()
            resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
            with target.open("ab" if resumed else "wb") as file:
                for chunk in response.iter_bytes(1 << 20):
                    file.write(chunk)
                    progress(file.tell(), weights.size)
    except httpx.HTTPError:
        return False
    return target.stat().st_size == weights.size


@cache
def answers() -> bool:
    """Whether a model hub is in reach and wanted; asked once in a process."""
    if any(os.environ.get(v, "").lower() not in _OFF for v in _OFFLINE):
        return False
    return _head(_endpoint()) is not None


@cache
def _address(hub_file: str, size: int) -> str | None:
    """Address of a hub file of the right size, or None."""
    owner, repository, name = hub_file.split("/")
    url = f"{_endpoint()}/{owner}/{repository}/resolve/main/{name}"
    response = _head(url) if answers() else None
    # A portal or proxy page may answer for a hub that is out of reach.
    fits = response is not None and response.headers.get("Content-Length") == str(size)
    return url if fits else None


def _endpoint() -> str:
    return os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")


def _head(url: str) -> httpx.Response | None:
    try:
        return httpx.head(url, timeout=httpx.Timeout(5, connect=3), follow_redirects=True)
    except httpx.HTTPError:
        return None
