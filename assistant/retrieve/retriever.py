"""The search as a llama-index retriever, for other people's pipelines."""

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.language.detect import detect
from assistant.retrieve.search import Search
from assistant.types import Filters, Hit


class NewsRetriever(BaseRetriever):
    """Passages as nodes: `RetrieverQueryEngine(assistant.as_retriever())  # in a pipeline`.

    A node's metadata names the article and the place in it, so that its text can be cited.
    """

    def __init__(self, search: Search, k: int, filters: Filters) -> None:
        super().__init__()
        self._search = search
        self._k = k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        query = query_bundle.query_str
        hits = self._search.hits(query, detect(query), self._k, self._filters)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]


def _node(hit: Hit) -> TextNode:
    p = hit.passage
    return TextNode(
        id_=p.id,
        text=p.text,
        metadata={
            "article_id": p.article_id,
            "title": p.title,
            "source": p.source,
            "language": p.language,
            "published": p.published.isoformat() if p.published else None,
            "start": p.start,
            "end": p.end,
        },
    )
