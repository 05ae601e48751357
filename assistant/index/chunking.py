"""Article → passages of whole sentences, each with its place in the article's text."""

from collections.abc import Callable, Sequence

from assistant.language.sentences import split
from assistant.speech import speakers
from assistant.types import Article, Passage, Sentence

TokenCounter = Callable[[Sequence[str]], list[int]]


def passages(article: Article, count_tokens: TokenCounter, limit: int) -> list[Passage]:
    """Cut an article into passages of at most `limit` tokens.

    A passage is a run of whole sentences; a single longer sentence is a passage of its
    own. They do not overlap: a sentence has one home, so it is found and cited once.
    """
    found = sentences(article)
    sizes = count_tokens([s.text for s in found])
    id_ = article.id
    return [passage(id_, article, group) for group in _grouped(found, sizes, limit)]


def sentences(article: Article) -> list[Sentence]:
    """The sentences of an article, each with whoever says it."""
    text = article.text
    spans = split(text, article.language)
    return [
        Sentence(start=start, end=end, text=text[start:end], speaker=speaker)
        for (start, end), speaker in zip(
            spans, speakers(text, spans, article.language), strict=True
        )
    ]


def _grouped(
    sentences: Sequence[Sentence], sizes: Sequence[int], limit: int
) -> list[tuple[Sentence, ...]]:
    groups: list[tuple[Sentence, ...]] = []
    group: tuple[Sentence, ...] = ()
    used = 0
    for sentence, size in zip(sentences, sizes, strict=True):
        if group and used + size > limit:
            groups.append(group)
            group, used = (), 0
        group += (sentence,)
        used += size
    return [*groups, group] if group else groups


def passage(article_id: str, article: Article, sentences: tuple[Sentence, ...]) -> Passage:
    """The passage of an article, whose id takes long to find, that consists of sentences."""
    start, end = sentences[0].start, sentences[-1].end
    return Passage(
        article_id=article_id,
        title=article.title,
        text=article.text[start:end],
        start=start,
        end=end,
        language=article.language,
        source=article.source,
        published=article.published.at if article.published else None,
        sentences=sentences,
    )
