"""The models over an index: embedding models and, if there is one, a cross-encoder."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from typing_extensions import override

from assistant.errors import ModelUnavailable
from assistant.index.embedding import Embedder, Matrix, Vector
from assistant.settings import Settings

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_QUERY = "query: "
_PASSAGE = "passage: "


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model of the settings.

    The embedded one is fetched and converted when it is not there yet. Raises
    WeightsError or ModelUnavailable.
    """
    if settings.embedding_model == "embedded":
        return EmbeddedE5(_embedded_folder(settings.cache_dir), settings.threads)
    return SentenceTransformersModel(settings.embedding_model)


class EmbeddedE5(Embedder):
    """multilingual-e5-small in 8 bits on ONNX Runtime."""

    max_tokens = 512

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Load `model.onnx` of a folder; all cores are used unless told otherwise."""
        from onnxruntime import (  # type: ignore[import-untyped]
            InferenceSession,
            SessionOptions,
        )

        from assistant.weights.convert import FINGERPRINT

        self.fingerprint = FINGERPRINT
        self._folder = folder
        options = SessionOptions()
        # One text a thread beats one batch on all threads (as fast on idle cores, faster
        # on busy ones), needs no padding, and no thread spins while it waits.
        options.intra_op_num_threads = 1
        self._session = InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.dimensions = self._session.get_outputs()[0].shape[1]
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """Takes ten times as long to load as the weights, and removing articles needs none."""
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    @override
    def embed_query(self, text: str) -> Vector:
        return self._vector(_QUERY + text)

    @override
    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        vectors = list(self._pool.map(self._vector, [_PASSAGE + t for t in texts]))
        return np.array(vectors, np.float32).reshape(-1, self.dimensions)

    @override
    def token_vectors(self, question: str, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        read = partial(self._read, "token_vectors")
        first, *others = self._pool.map(read, [_QUERY + question, *(_PASSAGE + t for t in texts)])
        return first, others

    @override
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(e) for e in encoded]

    def _vector(self, text: str) -> Vector:
        return self._read("vector", text)

    def _read(self, output: str, text: str) -> Vector | Matrix:
        ids = self._tokenizer.encode(text).ids
        if len(ids) > self.max_tokens:
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
        read: Vector | Matrix = self._session.run([output], {"ids": np.array([ids])})[0][0]
        return read


class SentenceTransformersModel(Embedder):
    """Any model that sentence-transformers opens, with its own prompts."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        with _opening(f"The embedding model {name}", "leave embedding_model out for the embedded"):
            self._model = SentenceTransformer(name, local_files_only=_is_offline(name))
        if "e5" in name.lower() and not any(self._model.prompts.values()):
            self._model.prompts |= {"query": _QUERY, "document": _PASSAGE}
        self.dimensions = self._model.get_embedding_dimension() or 0
        self.max_tokens = self._model.max_seq_length or 512
        self.fingerprint = f"{Path(name).name}/{self._digest()}/{self.dimensions}"

    @override
    def embed_query(self, text: str) -> Vector:
        return np.asarray(
            self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        )

    @override
    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        vectors = self._model.encode_document(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32).reshape(-1, self.dimensions)

    @override
    def token_vectors(self, question: str, texts: Sequence[str]) -> tuple[Matrix, list[Matrix]]:
        how: dict[str, Any] = {"output_value": "token_embeddings", "show_progress_bar": False}
        asked = self._model.encode_query([question], **how)
        read = self._model.encode_document(list(texts), **how)
        first, *others = [np.asarray(tokens.cpu(), np.float32) for tokens in (*asked, *read)]
        return first, others

    @override
    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def _digest(self) -> str:
        """Short hash of a sample of all weights."""
        digest = hashlib.sha256()
        for name, weights in self._model.named_parameters():
            # No vector depends on the pooler, and a checkpoint without one gets a random one.
            if "pooler" not in name:
                digest.update(weights.detach().flatten()[:64].float().cpu().numpy().tobytes())
        return digest.hexdigest()[:12]


class CrossEncoderModel:
    """Reads a question and a text together: `CrossEncoderModel(name).scores("Who?", texts)`.

    Any cross-encoder that sentence-transformers opens. Raises ModelUnavailable.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        with _opening(f"The cross-encoder {name}", "leave cross_encoder out to do without"):
            self._model = CrossEncoder(name, local_files_only=_is_offline(name))

    def scores(self, question: str, texts: Sequence[str]) -> Vector:
        """How well each text answers, shape (texts,); only their differences mean something."""
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)


def _embedded_folder(cache_dir: Path) -> Path:
    from assistant.weights.convert import runtime_folder

    try:
        import_module("onnxruntime")  # before anything is fetched for it
        return runtime_folder(cache_dir)
    except ImportError as error:
        raise ModelUnavailable(
            "The embedded model needs onnx and onnxruntime: pip install 'news-assistant[local]'."
        ) from error


@contextmanager
def _opening(what: str, otherwise: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        raise ModelUnavailable(
            f"{what} cannot be opened: {str(error).splitlines()[0].rstrip('.')}. "
            f"Check the name or folder, or {otherwise}."
        ) from error


def _is_offline(name: str) -> bool:
    """Without a hub in reach, each of a dozen files would be tried for half a minute."""
    from assistant.weights import hub

    return Path(name).exists() or not hub.answers()
