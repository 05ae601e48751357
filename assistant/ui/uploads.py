"""What a reader gives to be added: files that are kept, and lines that are web addresses."""

import re
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assistant.errors import SourceError
from assistant.index.ingestion import Progress
from assistant.intake import Taken

if TYPE_CHECKING:
    from threading import Event

    from assistant.answering.assistant import Assistant


def ingest(
    assistant: "Assistant", paths: Sequence[Path], lines: str, progress: Progress, stop: "Event"
) -> None:
    """Ingest uploads and what is at web addresses, one a line, until `stop` is set.

    Uploads keep their own names, by which `progress` is told of them, and are deleted when
    they have been read: an article that is removed leaves nothing behind. Raises SourceError
    when they cannot be kept, and whatever `Assistant.ingest` raises.
    """
    folder = assistant.settings.data_dir.resolve() / "uploads"
    kept, doubled = keep(paths, folder)
    urls, strange = addresses(lines)

    def tell(items: int, passages: int, taken: Sequence[Taken]) -> None:
        progress(items, passages, [_named(one, folder) for one in taken])

    progress(0, 0, [*doubled, *strange])
    try:
        assistant.ingest([*kept, *urls], tell, stop=stop)
    finally:
        for path in kept:
            path.unlink(missing_ok=True)


def addresses(lines: str) -> tuple[list[str], list[Taken]]:
    """Web addresses, one a line, and the lines that are of another kind.

    `https://` may be left out. Nothing else gets through: the reader may be far away, and
    must not name files of this machine.
    """
    urls: list[str] = []
    strange = []
    for line in filter(None, map(str.strip, lines.splitlines())):
        scheme = re.match(r"([a-z][a-z0-9+.-]*)://", line, re.IGNORECASE)
        if reason := _why_none(line, scheme and scheme[1]):
            strange.append(Taken(item=line, outcome="skipped", note=reason))
        else:
            urls.append(line if scheme else f"https://{line}")
    return urls, strange


def _why_none(line: str, scheme: str | None) -> str:
    """Why a line is no web address; empty if it may be one."""
    if scheme and scheme.lower() not in ("http", "https"):
        return "only http and https addresses are fetched; upload a file instead"
    words = re.search(r"\s", line)
    return "this is no web address; to add a text, upload it as a file" if words else ""


def keep(paths: Sequence[Path], folder: Path) -> tuple[list[Path], list[Taken]]:
    """Copy uploads to where a later upload of the same name replaces them.

    The server's temporary copies have another folder each time, so that without this a
    corrected article would become a second one. Of two with one name the first is taken.
    Raises SourceError when they cannot be kept.
    """
    kept: dict[str, Path] = {}
    doubled = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            if path.name in kept:
                reason = "another upload has the same name"
                doubled.append(Taken(item=path.name, outcome="skipped", note=reason))
            else:
                kept[path.name] = Path(copyfile(path, folder / path.name))
    except OSError as error:
        raise SourceError(
            f"The uploads cannot be kept in {folder}: {error.strerror}. "
            "Make room there or choose another data folder."
        ) from error
    return list(kept.values()), doubled


def _named(one: Taken, folder: Path) -> Taken:
    """Leave out the server's own path."""
    item = one.item
    if item.startswith(folder.as_uri()):
        item = unquote(item.removeprefix(folder.as_uri()))
    return one.model_copy(update={"item": item.removeprefix(str(folder)).lstrip("/\\")})
