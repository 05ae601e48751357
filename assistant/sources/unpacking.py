"""Gzipped bytes, unpacked a little at a time, however far they would unpack."""

import io
import struct
import zipfile
import zlib
from typing import IO, cast

import brotli  # type: ignore[import-untyped]

from assistant.errors import SourceError

CHUNK = 1 << 16
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError)
"""What the standard library raises for archives that cannot be unpacked."""

NOT_PACKED = {"", "identity", "none", "utf-8"}
"""Content codings that are none: some servers name the charset there."""

_MAGIC = b"\x1f\x8b\x08"
# Text seldom packs to a tenth of its size; only what was made to harm packs to a 200th.
_RATIO = 200
_HARMLESS = 20_000_000


class DamagedError(SourceError):
    """Bytes that cannot be unpacked; what can be read after them follows."""


def too_much(packed: int, unpacked: int) -> bool:
    """Whether something was packed so densely that it must have been made to fill memory."""
    return unpacked > _HARMLESS + _RATIO * packed


def plain(stream: IO[bytes]) -> IO[bytes]:
    """A stream that may be gzipped as if it were not; its first bytes tell.

    Reading raises DamagedError where the bytes cannot be unpacked, and goes on after it
    with the next gzip member that can be; SourceError if it is a compression bomb.
    """
    buffered = io.BufferedReader(stream, CHUNK)  # type: ignore[type-var]
    if buffered.peek(len(_MAGIC)).startswith(_MAGIC):
        return cast(IO[bytes], _Gunzipped(buffered))
    return buffered


def read_whole(stream: IO[bytes], max_bytes: int) -> bytes:
    """Read all that is left of a stream.

    Raises SourceError if that is more than `max_bytes`, of which no more are read.
    """
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise SourceError(f"it has more than {max_bytes:,} bytes, which is the limit")
    return b"".join(chunks)


def unpacked(content: bytes, max_bytes: int, coding: str = "") -> bytes:
    """Gunzip what is gzip, or undo another HTTP content coding (RFC 9110, 8.4.1) by its name.

    Archives often keep a coding's name only. Raises SourceError if it is unknown or damaged,
    or there are more than `max_bytes`.
    """
    coding = coding.strip().lower()
    if coding in NOT_PACKED | {"gzip", "x-gzip"}:
        return read_whole(plain(io.BytesIO(content)), max_bytes)
    try:
        data, complete = _UNPACKERS[coding](content, max_bytes + 1)
    except KeyError as error:
        raise SourceError(f"it is packed as {coding}, which is not read") from error
    except (zlib.error, brotli.error) as error:
        raise SourceError(f"it is damaged: {error}") from error
    if len(data) > max_bytes or not complete:
        raise SourceError(f"it is cut off, or has more than {max_bytes:,} bytes, the limit")
    return data


def _inflated(content: bytes, limit: int) -> tuple[bytes, bool]:
    """With the header of zlib or, as some servers understand it, without."""
    try:
        unpacker = zlib.decompressobj()
        return unpacker.decompress(content, limit), unpacker.eof
    except zlib.error:
        unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        return unpacker.decompress(content, limit), unpacker.eof


def _unbrotlied(content: bytes, limit: int) -> tuple[bytes, bool]:
    unpacker = brotli.Decompressor()
    return unpacker.process(content, output_buffer_limit=limit), unpacker.is_finished()


_UNPACKERS = {"deflate": _inflated, "br": _unbrotlied}


class _Gunzipped(io.RawIOBase):
    """The bytes of all members of a gzip file, one after another."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._raw = b""
        self._member: zlib._Decompress | None = None
        self._read = self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while self._raw or self._fill():
            if data := self._inflated(len(buffer)):
                buffer[: len(data)] = data
                return len(data)
        if self._member is not None:
            self._member = None
            raise DamagedError("it ends in the middle: a part of it is missing")
        return 0

    def _fill(self) -> bool:
        self._raw = self._packed.read(CHUNK)
        self._read += len(self._raw)
        return bool(self._raw)

    def _inflated(self, size: int) -> bytes:
        if self._member is None:
            self._raw = self._raw.lstrip(b"\0")  # padding between members
            self._member = zlib.decompressobj(wbits=31) if self._raw else None
        if self._member is None:
            return b""
        try:
            data = self._member.decompress(self._raw, size)
        except zlib.error as error:
            self._find_member()
            raise DamagedError(f"a part of it is damaged: {error}") from error
        self._raw = self._member.unconsumed_tail or self._member.unused_data
        self._member = None if self._member.eof else self._member
        self._unpacked += len(data)
        if too_much(self._read, self._unpacked):
            raise SourceError("it unpacks to more than 200 times its size")
        return data

    def _find_member(self) -> None:
        """Pass over the damaged bytes up to what looks like the start of a member."""
        self._member = None
        self._raw = self._raw[1:]
        while (start := self._raw.find(_MAGIC)) < 0:
            end = self._raw[-2:]
            if not self._fill():
                return
            self._raw = end + self._raw
        self._raw = self._raw[start:]
