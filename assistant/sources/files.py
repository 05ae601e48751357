"""Files and folders on this machine → pages."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from assistant.types import Page, Skipped

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
}


def pages(paths: Iterable[Path], max_bytes: int) -> Iterator[Page | Skipped]:
    """Read article files: `pages([Path("corpus")], 20_000_000)  # every article below it`.

    Folders are walked in order of name; hidden entries, READMEs, files of other kinds
    and links that lead out of the folder are passed over. A path that was named and cannot be
    used, and any file that is empty, unreadable or larger than `max_bytes`, comes as a
    Skipped with the reason.
    """
    for path in paths:
        if not path.exists():
            yield _skipped(path, "there is no such file or folder")
        elif path.is_dir():
            yield from _folder(path, max_bytes)
        elif path.suffix.lower() not in MEDIA_TYPES:
            kinds = " ".join(MEDIA_TYPES)
            yield _skipped(path, f"files of this kind are not read; these are: {kinds}")
        else:
            yield _file(path, max_bytes)


def count(paths: Iterable[Path]) -> int:
    """Number of items that `pages` yields for the paths, without reading any."""
    return sum(len(list(_walk(p, []))) or 1 if p.is_dir() else 1 for p in paths)


def file_of(url: str) -> Path:
    """The file behind a page's address."""
    return Path(url2pathname(urlsplit(url).path))


def _folder(folder: Path, max_bytes: int) -> Iterator[Page | Skipped]:
    found = False
    unreadable: list[OSError] = []
    for path in _walk(folder, unreadable):
        found = True
        yield _file(path, max_bytes)
    for error in unreadable:
        yield _skipped(Path(error.filename), f"it cannot be read: {error.strerror}")
    if not found and not unreadable:
        yield _skipped(folder, f"the folder holds no articles ({' '.join(MEDIA_TYPES)})")


def _walk(folder: Path, unreadable: list[OSError]) -> Iterator[Path]:
    root = folder.resolve()
    for name, folders, files in os.walk(root, onerror=unreadable.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(name, file)
            hidden = file.startswith(".") or path.stem.lower() == "readme"
            article = path.suffix.lower() in MEDIA_TYPES and not hidden
            if article and path.resolve().is_relative_to(root):
                yield path


def _file(path: Path, max_bytes: int) -> Page | Skipped:
    try:
        size = path.stat().st_size
        if size > max_bytes:
            return _skipped(path, f"it has {size:,} bytes; the limit is {max_bytes:,}")
        content = path.read_bytes() if path.is_file() else b""
    except OSError as error:
        return _skipped(path, f"it cannot be read: {error.strerror}")
    if not content.strip():
        return _skipped(path, "it is empty")
    return Page(
        url=path.resolve().as_uri(),
        content=content,
        media_type=MEDIA_TYPES[path.suffix.lower()],
        fetched_at=datetime.now(timezone.utc),
    )


def _skipped(path: Path, reason: str) -> Skipped:
    return Skipped(item=str(path), reason=reason)
