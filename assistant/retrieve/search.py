"""Hybrid search that treats every language alike.

Plain rank fusion of dense and lexical results is worse than dense alone when question
and article are in different languages. Here lexical scores of the question's words count
in its own language only, those of names and numbers in the others, and both are added to
a dense score on a common scale. That is the mean of what the question has with the whole
passage and with its best sentence: one tells the subject, the other what is said of it.
What was published shortly before the question is preferred to what is as near and older.
The best are read once more, token by token.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, datetime, timezone
from functools import lru_cache

import numpy as np

from assistant.index.embedding import Matrix
from assistant.index.index import Index
from assistant.retrieve.late_interaction import TokenReader, complementing
from assistant.retrieve.query import EmbeddedQuery, QueryEmbedder
from assistant.retrieve.scale import Background, Scale
from assistant.types import Article, Evidence, Filters, Hit, Passage, Sentence

_CANDIDATES = 100
_JUDGED = 30
# Of the parts of a passage's score, in standard deviations of the dense one; see benchmarks/LOG.md.
_WEIGHTS = {
    "dense": 0.5,
    "sentence": 0.5,
    "terms": 0.5,
    "names": 1.0,
    "recency": 1.0,
    "tokens": 0.4,
    "cross_encoder": 1.0,
}
# Of a passage, and of its tokens, in the score of a sentence.
_PASSAGE_WEIGHT = 0.2
_TOKENS_WEIGHT = 0.6
# So many of the nearest sentences, and the best sentences of so many passages, are read token
# by token, which takes some 5 ms for each.
_READ = 20
_READ_PASSAGES = 10
_MONTH = 30  # days

Scored = tuple[float, Passage, Sentence]
"""A sentence of a passage, and how near it is to a query."""


class Search:
    """Ranks the passages and sentences of an index. `Search(index).hits("Who won?", "en", 5)`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._scale = Scale(index)
        self._read = TokenReader(index)
        # Both methods read the same question.
        self._asked = lru_cache(maxsize=100)(QueryEmbedder(index))

    def outlets(self) -> list[str]:
        """Names of the outlets in the index."""
        return self._index.store.outlets()

    def undated(self) -> int:
        """Number of articles without a date, which no limit of time admits."""
        return self._index.store.undated()

    def also_in(self, article: Article, as_of: datetime | None) -> tuple[str, ...]:
        """Other outlets that have printed an article's text, by a moment if one is given."""
        reprints = self._index.store.reprints([article.id])
        return _outlets(reprints.get(article.id, []), article.source, as_of)

    def is_revised(self, article_id: str, sentence: str) -> bool:
        """Whether an earlier version of an article did not have a sentence of it."""
        earlier = self._index.store.versions(article_id)[:-1]
        return any(sentence not in old.text for old in earlier)

    def embed(self, texts: Sequence[str]) -> Matrix:
        """Vectors of sentences, comparable with one another, shape (n, dimensions)."""
        return self._index.embedder.embed_passages(texts)

    def background(self, query: str, language: str | None) -> Background:
        """What any find for the query has to stand out from."""
        return self._scale.background(self._asked(query, language))

    def hits(self, query: str, language: str | None, k: int, filters: Filters) -> list[Hit]:
        """The k best passages for a query asked now, or as of a moment, best first."""
        self._scale.refresh()
        asked = self._asked(query, language)
        terms = self._index.lexical.by_terms(query, language, _CANDIDATES)
        names = self._index.lexical.by_names(query, language, _CANDIDATES)
        passages, vectors = self._admitted(asked, {*terms, *names}, filters)
        dense = self._scale.standardised(asked, [p.language for p in passages], vectors)
        best = self._best_sentences(asked, passages)
        now = datetime.now(timezone.utc)
        today = min(now, filters.as_of or now).date()
        hits = []
        for passage, score in zip(passages, dense, strict=True):
            id_ = passage.id
            parts = {
                "dense": score,
                "sentence": best[id_][0] if id_ in best else score,
                "terms": terms.get(id_, 0.0),
                "names": names.get(id_, 0.0),
                "recency": _recency(passage.published, today),
            }
            hits.append(_hit(passage, parts))
        said = {id_: sentence.text for id_, (_, sentence) in best.items()}
        return self._judged(query, self._read_hits(query, _sorted(hits), said))[:k]

    def _admitted(
        self, asked: EmbeddedQuery, others: Set[str], filters: Filters
    ) -> tuple[list[Passage], Matrix]:
        """The passages nearest to a query and others, by id, that filters admit; their vectors."""
        reprinted = self._index.store.reprinted_by(filters.sources, filters.as_of)
        near = self._index.vectors.nearest(
            asked.vector - asked.typical, _CANDIDATES, filters, reprinted
        )
        found, vectors = self._index.passages(list({*near, *others}))
        known = self._index.store.known({p.article_id for p in found}, filters.as_of)
        kept = [
            i
            for i, p in enumerate(found)
            if p.article_id in known and _admits(filters, reprinted, p)
        ]
        return [found[i] for i in kept], vectors[kept]

    def _best_sentences(
        self, asked: EmbeddedQuery, passages: Sequence[Passage]
    ) -> dict[str, tuple[float, Sentence]]:
        """The best sentence of each passage, by the passage's id, and its score."""
        return {
            passage.id: max(sentences, key=lambda s: s[0])
            for passage, sentences in self._scored_sentences(asked, passages)
        }

    def _scored_sentences(
        self, asked: EmbeddedQuery, passages: Sequence[Passage]
    ) -> Iterator[tuple[Passage, list[tuple[float, Sentence]]]]:
        """Passages with the scores of their sentences; one may have been removed since."""
        matrices = self._index.store.sentence_vectors(
            [p.id for p in passages], self._index.embedder.dimensions
        )
        present = [(p, matrices[id_]) for p in passages if (id_ := p.id) in matrices]
        if not present:
            return
        languages = [p.language for p, _ in present for _ in p.sentences]
        vectors = np.concatenate([matrix for _, matrix in present])
        scores = iter(self._scale.standardised(asked, languages, vectors))
        for passage, _ in present:
            yield passage, [(next(scores), sentence) for sentence in passage.sentences]

    def _read_hits(self, query: str, hits: list[Hit], said: Mapping[str, str]) -> list[Hit]:
        """The hits with the best ones ordered by the tokens of their best sentences as well."""
        if not (near := hits[:_READ_PASSAGES]):
            return hits
        texts = [said.get(h.passage.id, h.passage.text) for h in near]
        tokens = self._read(query, texts).mean(axis=1)
        read = [_with_part(h, "tokens", t) for h, t in zip(near, tokens.tolist(), strict=True)]
        return [*_sorted(read), *hits[_READ_PASSAGES:]]

    def _judged(self, query: str, hits: list[Hit]) -> list[Hit]:
        """The hits with the best ones ordered by the cross-encoder as well, where there is one."""
        model, best = self._index.cross_encoder, hits[:_JUDGED]
        if model is None or not best:
            return hits
        texts = [f"{h.passage.title}. {h.passage.text}" for h in best]
        scores = model.scores(query, texts)
        standardised = (scores - scores.mean()) / max(float(scores.std()), 1e-3)
        judged = [
            _with_part(hit, "cross_encoder", judgement)
            for hit, judgement in zip(best, standardised.tolist(), strict=True)
        ]
        return [*_sorted(judged), *hits[_JUDGED:]]

    def evidence(
        self,
        query: str,
        language: str | None,
        hits: Sequence[Hit],
        n: int,
        filters: Filters = Filters(),
    ) -> list[Evidence]:
        """The n best sentences of the hits, best first; one that recurs comes once.

        Their scores tell how near they are to the question. The order is also by which of its
        tokens they answer that those before them do not, which means something within one
        question only.
        """
        hits = hits[::-1]  # so that what recurs keeps the place of the better one
        worth = {h.passage.id: _PASSAGE_WEIGHT * h.score for h in hits}
        asked = self._asked(query, language)
        scored: dict[str, Scored] = {}
        for passage, sentences in self._scored_sentences(asked, [h.passage for h in hits]):
            more = worth[passage.id]
            scored |= {s.text: (score + more, passage, s) for score, s in sentences}
        if not scored:
            return []
        near = sorted(scored.values(), key=lambda s: (-s[0], s[2].start))
        read = self._by_tokens(query, near[:_READ])
        return self._cited([*read, *near[_READ:]][:n], filters.as_of)

    def _by_tokens(self, query: str, near: Sequence[Scored]) -> list[Scored]:
        """The same, by their scores and their tokens together, each adding to those before it."""
        tokens = self._read(query, [sentence.text for _, _, sentence in near])
        totals = np.array([score for score, _, _ in near]) + _TOKENS_WEIGHT * tokens.mean(axis=1)
        return [near[i] for i in complementing(totals, tokens)]

    def _cited(self, scored: Sequence[Scored], as_of: datetime | None) -> list[Evidence]:
        ids = [passage.article_id for _, passage, _ in scored]
        articles, reprints = self._index.store.articles(ids), self._index.store.reprints(ids)
        return [
            Evidence(
                article_id=passage.article_id,
                sentence=sentence,
                title=passage.title,
                url=articles[passage.article_id].url,
                source=passage.source,
                also_in=_outlets(reprints.get(passage.article_id, []), passage.source, as_of),
                published=articles[passage.article_id].published,
                language=passage.language,
                score=round(score, 4),
            )
            for score, passage, sentence in scored
            if passage.article_id in articles
        ]


def _hit(passage: Passage, parts: Mapping[str, float]) -> Hit:
    rounded = {name: round(value, 4) for name, value in parts.items()}
    score = sum(_WEIGHTS[name] * value for name, value in rounded.items())
    return Hit(passage=passage, score=round(score, 4), parts=rounded)


def _recency(published: datetime | None, today: date) -> float:
    """1 for what is of today, 1/e for what is a month old, 0 for what has no date.

    So it orders the news of these weeks, and leaves an archive as it is.
    """
    if published is None:
        return 0.0
    return math.exp(-max((today - published.date()).days, 0) / _MONTH)


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda h: (-h.score, h.passage.id))


def _with_part(hit: Hit, name: str, value: float) -> Hit:
    score = round(hit.score + _WEIGHTS[name] * value, 4)
    return hit.model_copy(update={"parts": hit.parts | {name: round(value, 4)}, "score": score})


def _outlets(
    reprints: Sequence[Article], but: str | None, as_of: datetime | None
) -> tuple[str, ...]:
    out = [a for a in reprints if not as_of or a.was_out(as_of)]
    return tuple(sorted({a.source for a in out if a.source} - {but}))


def _admits(filters: Filters, reprinted: Set[str], passage: Passage) -> bool:
    """Lexical candidates have not passed Chroma's filter."""
    after, before, at = filters.published_from, filters.latest, passage.published
    return (
        (not filters.languages or passage.language in filters.languages)
        and (
            not filters.sources
            or passage.source in filters.sources
            or passage.article_id in reprinted
        )
        and (after is None or (at is not None and at >= after))
        and (before is None or (at is not None and at <= before))
    )
