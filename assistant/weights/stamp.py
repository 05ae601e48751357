"""A small note beside a file that says it was checked, so that 1 GB is not hashed each start."""

import hashlib
import json
from pathlib import Path

_CHUNK = 1 << 22


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def write(path: Path, source: str) -> None:
    """Note that the file is right as it is now; `source` is the hash of what it was made from."""
    _note(path).write_text(json.dumps(_state(path, source)))


def holds(path: Path, source: str) -> bool:
    """Whether the file is unchanged, in size and time, since it was noted for this source."""
    try:
        return bool(json.loads(_note(path).read_text()) == _state(path, source))
    except (OSError, ValueError):
        return False


def forget(path: Path) -> None:
    """Take the note away, so that the file counts as unchecked."""
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".checked")


def _state(path: Path, source: str) -> dict[str, str | int]:
    stat = path.stat()
    return {"source": source, "size": stat.st_size, "modified": stat.st_mtime_ns}
