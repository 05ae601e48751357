"""A model file of the embedded model's form with a few random weights, for tests."""

import hashlib
import struct
from pathlib import Path

import numpy as np

from assistant.weights.catalogue import EMBEDDING, Weights

PIECES = [
    "<s>", "<pad>", "</s>", "<unk>", "▁", "▁query", "▁passage", ":", "▁the", "▁cat", "▁dog",
    "▁sleeps", "▁barks", "▁moon", *"abcdefg.", "fi", "<mask>",
]  # fmt: skip
REPLACEMENTS = {"ﬁ": "fi", "\t": " ", "\x01": "", "\u200b": " "}
_HIDDEN, _LAYERS, _HEADS, _INNER, _POSITIONS = 64, 2, 2, 128, 512
_VOCABULARY = 32


def write_tiny_e5(folder: Path) -> Weights:
    """Write the file as the cache would hold it; returns its catalogue entry."""
    content = _content(np.random.default_rng(7))
    (folder / "tiny.bin").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return EMBEDDING.model_copy(
        update={"filename": "tiny.bin", "size": len(content), "sha256": digest}
    )


def _content(random: np.random.Generator) -> bytes:
    head = struct.pack("<4sI7ifi", b"E5S1", 1, _HIDDEN, _LAYERS, _HEADS, _INNER, _VOCABULARY,
                       _POSITIONS, 2, 1e-12, 32)  # fmt: skip
    head += _pieces() + _replacements()
    tensors = dict(_tensors(random))
    entries = b"".join(struct.pack("<H", len(n)) + n.encode() + bytes(21) for n in tensors)
    at = len(head) + 4 + len(entries)
    head += struct.pack("<i", len(tensors))
    for name, (kind, count, data) in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, at, len(data))
        at += len(data)
    return head + b"".join(data for _, _, data in tensors.values())


def _pieces() -> bytes:
    texts = [piece.encode() for piece in PIECES]
    ends = np.cumsum([0, *map(len, texts)])
    scores = [-5.0 if len(piece) > 1 else -9.0 for piece in PIECES]
    count = len(PIECES)
    return (
        struct.pack("<5iQ", count, 0, 2, 1, 3, int(ends[-1]))
        + struct.pack(f"<{count + 1}I", *ends)
        + struct.pack(f"<{count}f", *scores)
        + b"".join(texts)
    )


def _replacements() -> bytes:
    body = b"".join(
        struct.pack(f"<IB{len(to)}I", ord(char), len(to), *map(ord, to))
        for char, to in REPLACEMENTS.items()
    )
    return struct.pack("<iI", len(REPLACEMENTS), len(body)) + body


def _tensors(random: np.random.Generator):
    def floats(count, around=0.0):
        values = random.normal(around, 0.1, count).astype("<f4")
        return 0, count, values.tobytes()

    def blocks(rows, columns):
        count = rows * columns
        scales = random.uniform(0.02, 0.05, count // 32).astype("<f2")
        nibbles = random.integers(0, 256, (count // 32, 16), np.uint8)
        parts = (s.tobytes() + n.tobytes() for s, n in zip(scales, nibbles, strict=True))
        return 1, count, b"".join(parts)

    yield "emb.word", blocks(_VOCABULARY, _HIDDEN)
    yield "emb.pos", floats(_POSITIONS * _HIDDEN)
    yield "emb.type", floats(2 * _HIDDEN)
    yield "emb.ln.w", floats(_HIDDEN, around=1)
    yield "emb.ln.b", floats(_HIDDEN)
    for layer in range(_LAYERS):
        sizes = dict.fromkeys(("q", "k", "v", "ao"), (_HIDDEN, _HIDDEN))
        sizes |= {"fi": (_INNER, _HIDDEN), "fo": (_HIDDEN, _INNER)}
        for name, (rows, columns) in sizes.items():
            yield f"l{layer}.{name}.w", blocks(rows, columns)
            yield f"l{layer}.{name}.b", floats(rows)
        for name in ("aln", "oln"):
            yield f"l{layer}.{name}.w", floats(_HIDDEN, around=1)
            yield f"l{layer}.{name}.b", floats(_HIDDEN)
