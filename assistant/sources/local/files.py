"""Files and folders on this machine → pages."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from assistant.intake import Page, Skipped
from assistant.sources.local.archives import members
from assistant.sources.local.contents import contents
from assistant.sources.local.kinds import ARCHIVES, MEDIA_TYPES, holds_many, is_article, media_type

EMPTY = "the folder holds no articles"
"""How the reason begins why nothing came of a folder that could be read."""


def pages(paths: Iterable[Path], max_bytes: int) -> Iterator[Page | Skipped]:
    """Read article files: `pages([Path("corpus/articles")], 20_000_000)  # all below it`.

    Folders are walked in order of name; hidden entries, READMEs, files of other kinds
    and links that lead out of the folder are passed over. Archives and dumps are read bit by
    bit, whatever their size. A path that was named and cannot be used, and any page or row
    that is empty, unreadable or larger than `max_bytes`, comes as a Skipped with the reason.
    """
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 - raises nothing, whatever the name
            yield _skipped(path, "there is no such file or folder")
        elif _is_folder(path):
            yield from _folder(path, max_bytes)
        elif media_type(path.name) is None:
            kinds = " ".join(MEDIA_TYPES)
            yield _skipped(path, f"files of this kind are not read; these are: {kinds}")
        else:
            yield from _file(path, max_bytes)


def count(paths: Iterable[Path]) -> int | None:
    """Number of items that `pages` yields for the paths, without reading any.

    None if there are archives or dumps, of which only reading tells what they hold.
    """
    total = 0
    for path in paths:
        files = list(_walk(path, [])) if _is_folder(path) else [path]
        if any(holds_many(file.name) for file in files):
            return None
        total += len(files) or 1
    return total


def file_of(url: str) -> Path:
    """The file behind a page's address, which for a part of a file goes on after `#`."""
    return Path(url2pathname(urlsplit(url).path))


def real(path: Path) -> Path:
    """Where a path leads through its links; unlike for `resolve`, one may lead to itself."""
    return Path(os.path.realpath(path))


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - raises nothing, whatever the name


def _folder(folder: Path, max_bytes: int) -> Iterator[Page | Skipped]:
    found = False
    unreadable: list[OSError] = []
    for path in _walk(folder, unreadable):
        found = True
        yield from _file(path, max_bytes)
    for error in unreadable:
        yield _skipped(Path(error.filename), f"it cannot be read: {error.strerror}")
    if not found and not unreadable:
        yield _skipped(folder, f"{EMPTY} ({' '.join(MEDIA_TYPES)})")


def _walk(folder: Path, unreadable: list[OSError]) -> Iterator[Path]:
    root = real(folder)
    for name, folders, files in os.walk(root, onerror=unreadable.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in filter(is_article, sorted(files)):
            path = Path(name, file)
            if real(path).is_relative_to(root):
                yield path


def _file(path: Path, max_bytes: int) -> Iterator[Page | Skipped]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield _skipped(path, "it is not a file")
        elif media_type(path.name) in ARCHIVES.values():
            yield from members(path, max_bytes)
        else:
            with path.open("rb", buffering=0) as stream:
                url = path.resolve().as_uri()
                yield from contents(stream, path.name, url, str(path), max_bytes)
    except OSError as error:
        yield _skipped(path, f"it cannot be read: {error.strerror or error}")


def _skipped(path: Path, reason: str) -> Skipped:
    return Skipped(item=str(path), reason=reason)
