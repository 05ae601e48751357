"""What a reader gives to be added: files and a text, which are kept, and web addresses."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from gradio.utils import get_upload_folder

from assistant.errors import SourceError
from assistant.index.ingestion import Progress
from assistant.intake import Taken

if TYPE_CHECKING:
    from threading import Event

    from assistant.answering.assistant import Assistant


class Given(NamedTuple):
    """Web addresses, one a line, uploaded files, and the pasted text of an article."""

    lines: str
    paths: Sequence[Path] = ()
    text: str = ""


def ingest(assistant: "Assistant", given: Given, progress: Progress, stop: "Event") -> None:
    """Ingest what is given until `stop` is set; a pasted text is read as a text file.

    Uploads keep their own names, by which `progress` is told of them, and are deleted when
    they have been read: an article that is removed leaves nothing behind. Raises SourceError
    when they cannot be kept, and whatever `Assistant.ingest` raises.
    """
    folder = _folder(assistant)
    kept, doubled = keep(given, folder)
    urls, strange = addresses(given.lines)

    def tell(items: int, passages: int, taken: Sequence[Taken]) -> None:
        progress(items, passages, [_named(one, folder) for one in taken])

    progress(0, 0, [*doubled, *strange])
    try:
        assistant.ingest([*kept, *urls], tell, stop=stop)
    finally:
        for path in kept:
            path.unlink(missing_ok=True)


def forget(uploaded: Iterable[Path]) -> None:
    """Delete the server's temporary copies, and nothing that is elsewhere."""
    temporary = Path(get_upload_folder()).resolve()
    for path in uploaded:
        if path.resolve().is_relative_to(temporary):
            path.unlink(missing_ok=True)


def forget_killed(assistant: "Assistant") -> None:
    """Delete the uploads of an ingest that was killed before it could."""
    for path in _folder(assistant).glob("*"):
        with suppress(OSError):
            path.unlink()


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
    return "this is no web address; a text is pasted into its own box" if words else ""


def keep(given: Given, folder: Path) -> tuple[list[Path], list[Taken]]:
    """Copy uploads to where a later upload of the same name replaces them.

    The server's temporary copies have another folder each time, so that without this a
    corrected article would become a second one. Of two with one name the first is taken.
    A pasted text has a name by its words. Raises SourceError when they cannot be kept.
    """
    kept: dict[str, Path] = {}
    doubled = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in given.paths:
            if path.name in kept:
                reason = "another upload has the same name"
                doubled.append(Taken(item=path.name, outcome="skipped", note=reason))
            else:
                kept[path.name] = Path(copyfile(path, folder / path.name))
        if content := given.text.strip().encode(errors="replace"):
            name = f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt"
            kept[name] = folder / name
            kept[name].write_bytes(content)
    except OSError as error:
        for path in given.paths:  # what there was room for would keep the disk full
            with suppress(OSError):
                (folder / path.name).unlink()
        raise SourceError(
            f"The uploads cannot be kept in {folder}: {error.strerror}. "
            "Make room there or choose another data folder."
        ) from error
    return list(kept.values()), doubled


def _folder(assistant: "Assistant") -> Path:
    # It is emptied, and an `uploads` beside the index may be somebody's own.
    return assistant.settings.data_dir.resolve() / ".uploads"


def _named(one: Taken, folder: Path) -> Taken:
    """Leave out the server's own path."""
    item = one.item
    if item.startswith(folder.as_uri()):
        item = unquote(item.removeprefix(folder.as_uri()))
    return one.model_copy(update={"item": item.removeprefix(str(folder)).lstrip("/\\")})
