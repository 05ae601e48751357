"""Answers kept as they come, so that an interrupted run goes on where it stopped."""

import json
from pathlib import Path
from threading import Lock

from pydantic import ValidationError

from assistant.errors import ReportError
from assistant.evaluation.cases import Asked


class Journal:
    """JSON Lines, each the key of a question and what came back.

    A line that cannot be read, because it was cut off or written by another version, is
    as good as none: that question is asked again. Delete the file to ask all anew.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there; raises ReportError if the folder cannot be used."""
        self.path = path
        self._lock = Lock()
        self._entries: dict[str, Asked] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a+", encoding="utf-8", errors="replace") as file:
                file.seek(0)
                line = "\n"
                for line in file:
                    self._read(line)
                if not line.endswith("\n"):
                    file.write("\n")
        except OSError as error:
            raise self._unusable(error) from error

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __getitem__(self, key: str) -> Asked:
        return self._entries[key]

    def add(self, key: str, asked: Asked) -> None:
        """Keep an answer; it is on the disk when this returns."""
        line = json.dumps({"key": key, "asked": asked.model_dump(mode="json")}, ensure_ascii=False)
        with self._lock:
            self._entries[key] = asked
            try:
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
            except OSError as error:
                raise self._unusable(error) from error

    def _read(self, line: str) -> None:
        try:
            entry = json.loads(line)
            self._entries[entry["key"]] = Asked.model_validate(entry["asked"])
        except (ValueError, KeyError, TypeError, ValidationError):
            return

    def _unusable(self, error: OSError) -> ReportError:
        return ReportError(
            f"Answers cannot be kept in {self.path}: {error.strerror}. Choose another folder with "
            "--out, or make room; the answers so far are kept."
        )
