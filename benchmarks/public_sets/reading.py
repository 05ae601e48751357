"""Rows of the test sets, and the halves they are split into."""

import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, get_args

Row = dict[str, Any]
Half = Literal["tune", "report", "all"]
HALVES: tuple[Half, ...] = get_args(Half)


def rows(path: Path) -> list[Row]:
    """Rows of a gzip'd JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def half_of(items: Iterable[Row], key: str, half: Half) -> list[Row]:
    """The items of one half, by the hash of their id: what is tuned on is not reported on."""
    return [r for r in items if half in {"all", "report" if _hash(r[key]) % 2 else "tune"}]


def sample(items: Iterable[Row], key: str, share: float) -> list[Row]:
    """About that share of the items, by another hash of their id: always the same ones."""
    return [r for r in items if _share(f"sample {r[key]}") < share]


def _share(text: str) -> float:
    return _hash(text) / 2**256


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)
