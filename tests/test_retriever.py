from llama_index.core.retrievers import BaseRetriever


def test_the_search_works_as_a_llama_index_retriever(samples):
    retriever = samples.as_retriever()
    assert isinstance(retriever, BaseRetriever)
    best, *others = retriever.retrieve("What did Putin say about New START?")
    place = best.node.metadata
    article = samples.article(place["article_id"])
    assert article.text[place["start"] : place["end"]] == best.node.text
    assert others
    assert all(best.score >= other.score for other in others)
