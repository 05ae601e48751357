"""What is compared: ours, and what a user would take instead, behind one small interface.

All read the same documents by the same embedding weights, and search the same passages of
whole sentences; llama-index's quickstart what its own splitter makes of the documents.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any, Protocol

import numpy as np

from assistant import Assistant, Filters, Settings
from assistant.index.embedding import Embedder, Matrix, titled
from benchmarks.public_sets.documents import Document, Found, pieces


@dataclass(frozen=True)
class Materials:
    """What a system is made of: documents, a folder of its own, the embedding model."""

    documents: Sequence[Document]
    folder: Path
    embedder: Embedder


class System(Protocol):
    """Made of documents; finds passages, best first."""

    def __init__(self, materials: Materials) -> None:
        """Read the documents."""

    def search(self, query: str, k: int) -> list[Found]:
        """The k best passages."""


class Ours:
    """What is in this repository, asked as its users ask it."""

    def __init__(self, materials: Materials) -> None:
        folder = materials.folder / "ours"
        rmtree(folder, ignore_errors=True)  # older code may have made it
        self.assistant = Assistant(Settings(data_dir=folder, model="extractive"))
        # So that the index, made anew each time, reads only texts that are new.
        self.assistant._index.embedder = materials.embedder
        dump = materials.folder / "documents.jsonl"
        dump.write_text("\n".join(map(_row, materials.documents)), encoding="utf-8")
        self.report = self.assistant.ingest([dump])
        self._ids = {document.url: document.id for document in materials.documents}
        self._documents = {a.id: self._ids[a.url] for a in self.assistant.articles()}

    def search(self, query: str, k: int, filters: Filters = Filters()) -> list[Found]:
        """The k best passages that the filters admit."""
        hits = [hit.passage for hit in self.assistant.search(query, k, filters)]
        return [Found(self._documents[p.article_id], titled(p.title, p.text)) for p in hits]


class LlamaIndex:
    """llama-index as its quickstart has it: default splitter, VectorStoreIndex over Chroma."""

    def __init__(self, materials: Materials) -> None:
        from llama_index.core import Document as Text
        from llama_index.core import VectorStoreIndex

        texts = [
            Text(doc_id=d.id, text=f"{d.title}\n\n{d.text}".strip()) for d in materials.documents
        ]
        self.index = VectorStoreIndex.from_documents(
            texts, **_in_chroma("quickstart", materials.embedder)
        )

    def search(self, query: str, k: int) -> list[Found]:
        """The k nearest chunks."""
        nodes = self.index.as_retriever(similarity_top_k=k).retrieve(query)
        return [Found(n.node.ref_doc_id or "", n.node.get_content()) for n in nodes]


class LlamaIndexOverPassages:
    """llama-index's VectorStoreIndex over Chroma, with the same passages as the others."""

    def __init__(self, materials: Materials) -> None:
        from llama_index.core import VectorStoreIndex
        from llama_index.core.schema import TextNode

        self._pieces = pieces(materials.documents, materials.embedder)
        nodes = [TextNode(id_=str(n), text=p.text) for n, p in enumerate(self._pieces)]
        self._index = VectorStoreIndex(nodes, **_in_chroma("passages", materials.embedder))

    def search(self, query: str, k: int) -> list[Found]:
        """The k nearest passages."""
        nodes = self._index.as_retriever(similarity_top_k=k).retrieve(query)
        return [self._pieces[int(n.node.node_id)] for n in nodes]


class Bm25:
    """BM25 as bm25s has it."""

    def __init__(self, materials: Materials) -> None:
        import bm25s

        self._pieces = pieces(materials.documents, materials.embedder)
        self._bm25s: Any = bm25s
        self._index = bm25s.BM25()
        self._index.index(self._tokens([p.text for p in self._pieces]), show_progress=False)

    def search(self, query: str, k: int) -> list[Found]:
        """The k passages that share most with the query; those that share nothing stay out."""
        places, scores = self._index.retrieve(
            self._tokens([query]), k=min(k, len(self._pieces)), show_progress=False
        )
        return [self._pieces[n] for n, score in zip(places[0], scores[0], strict=True) if score > 0]

    def _tokens(self, texts: Sequence[str]) -> Any:
        return self._bm25s.tokenize(texts, show_progress=False)


class Txtai:
    """txtai's hybrid search, an embeddings database with BM25 beside it."""

    def __init__(self, materials: Materials) -> None:
        from txtai import Embeddings

        self._pieces = pieces(materials.documents, materials.embedder)
        self._index = Embeddings(
            method="external",
            transform=_encoder(materials.embedder),
            instructions={"query": _QUERY, "data": ""},
            hybrid=True,
        )
        self._index.index([p.text for p in self._pieces])

    def search(self, query: str, k: int) -> list[Found]:
        """The k best passages by its own fusion."""
        return [self._pieces[n] for n, _ in self._index.search(query, k)]


SYSTEMS: dict[str, Callable[[Materials], System]] = {
    "ours": Ours,
    "llama-index": LlamaIndex,
    "llama-index, same passages": LlamaIndexOverPassages,
    "BM25": Bm25,
    "txtai": Txtai,
}

_QUERY = "query: "


def _in_chroma(name: str, embedder: Embedder) -> dict[str, Any]:
    """Where llama-index keeps an index: in a new collection in memory, by these vectors."""
    from chromadb import EphemeralClient
    from llama_index.core import StorageContext
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = EphemeralClient()
    if name in [c.name for c in client.list_collections()]:
        client.delete_collection(name)
    store = ChromaVectorStore(chroma_collection=client.create_collection(name))
    context = StorageContext.from_defaults(vector_store=store)
    return {"storage_context": context, "embed_model": embedder.as_llama_index()}


def _encoder(embedder: Embedder) -> Callable[[Sequence[str]], Matrix]:
    def encode(texts: Sequence[str]) -> Matrix:
        if all(text.startswith(_QUERY) for text in texts):
            return np.array([embedder.embed_query(t.removeprefix(_QUERY)) for t in texts])
        return embedder.embed_passages(texts)

    return encode


def _row(document: Document) -> str:
    fields = {
        "url": document.url,
        "title": document.title,
        "text": document.text,
        "language": document.language,
        "published": document.published,
    }
    return json.dumps(fields, ensure_ascii=False)
