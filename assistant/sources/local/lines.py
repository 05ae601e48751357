"""The lines of a text file of any size, in whatever encoding."""

import io
from collections import deque
from collections.abc import Iterator, Sequence
from typing import IO

from assistant.language.encodings import likely, marked

_SAMPLE_BYTES = 1 << 18


class Lines(Iterator[str | None]):
    """Lines with their ends, counted; None stands for one of more than `longest` characters.

    Bytes that are not in the file's encoding come as lone surrogates, or as � in UTF-16 and
    UTF-32. With `guess`, a file that is not UTF-8 is read as what it looks like, which raises
    SourceError if that cannot be told. Lines may be put back to be read again.
    """

    def __init__(self, stream: IO[bytes], longest: int, *, guess: bool) -> None:
        buffered = io.BufferedReader(stream, _SAMPLE_BYTES)  # type: ignore[type-var]
        encoding = _encoding(buffered.peek(_SAMPLE_BYTES), guess=guess)
        # Only bytes beyond ASCII can become surrogates; damaged UTF-16 and UTF-32 has others.
        errors = "replace" if encoding in {"utf-16", "utf-32"} else "surrogateescape"
        self._text = io.TextIOWrapper(buffered, encoding, errors, newline="\n")
        self._ahead: deque[str | None] = deque()
        self.longest = longest
        self.count = 0

    def __next__(self) -> str | None:
        line = self._ahead.popleft() if self._ahead else self._read()
        if line == "":
            raise StopIteration
        self.count += 1
        return line

    def put_back(self, lines: Sequence[str | None]) -> None:
        """Let these, which were the last ones taken, come again."""
        self._ahead.extendleft(reversed(lines))
        self.count -= len(lines)

    def _read(self) -> str | None:
        line = self._text.readline(self.longest)
        if len(line) < self.longest or line.endswith("\n"):
            return line
        while line and not line.endswith("\n"):
            line = self._text.readline(self.longest)
        return None


def _encoding(sample: bytes, *, guess: bool) -> str:
    if encoding := marked(sample):
        return encoding
    return "utf-8" if not guess or _is_utf8(sample) else likely(sample)


def _is_utf8(sample: bytes) -> bool:
    """Whether a sample is UTF-8, in the middle of a character of which it may end."""
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True
