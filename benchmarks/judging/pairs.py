"""Sentences beside questions that they answer or do not."""

from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.index.embedding import Embedder, Vector
from assistant.language.locales import english_name
from assistant.language.weekdays import with_dates
from assistant.prompts import Message, conversation
from assistant.types import Record

_ANSWERS, _OTHERS, _NEAR_MISSES = 2, 1, 2


class Question(Record):
    """A question on one article; `answers` are the numbers of the sentences that answer it."""

    question: str
    language: str
    kind: str
    answers: tuple[int, ...]


class Article(Record):
    """An invented article, sentence by sentence."""

    id: str
    language: str
    title: str
    published: date
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]


class Pair(NamedTuple):
    """A question and a sentence as the model is asked about them; `answers`: what is right."""

    article: str
    question: str
    answers: bool
    answerable: bool
    messages: list[Message]


def articles() -> list[Article]:
    lines = Path(__file__).with_name("questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [Article.model_validate_json(line) for line in lines]


def pairs(article: Article, embedder: Embedder) -> list[Pair]:
    """Of each question the sentences that answer it and the nearest of the others.

    Those with one sentence follow each other: what their prompts share is read once.
    """
    shown = [f"{article.title}\n{s}" for s in article.sentences]
    vectors = np.asarray(embedder.embed_passages(shown))
    found = [(i, q) for q in article.questions for i in _chosen(q, vectors @ _query(q, embedder))]
    return [_pair(article, q, i) for i, q in sorted(found, key=itemgetter(0))]


def _query(question: Question, embedder: Embedder) -> Vector:
    return np.asarray(embedder.embed_query(question.question))


def _chosen(question: Question, similarity: Vector) -> list[int]:
    nearest = np.argsort(-similarity).tolist()
    right = [i for i in nearest if i in question.answers][:_ANSWERS]
    wrong = [i for i in nearest if i not in question.answers]
    return right + wrong[: _OTHERS if right else _NEAR_MISSES]


def _pair(article: Article, question: Question, i: int) -> Pair:
    messages = _messages(article, question, article.sentences[i])
    answers = i in question.answers
    return Pair(article.id, question.question, answers, bool(question.answers), messages)


def _messages(article: Article, question: Question, sentence: str) -> list[Message]:
    return conversation(
        "sentence",
        question=question.question,
        language=english_name(question.language) or "English",
        source="",
        date=str(article.published),
        title=article.title,
        text=with_dates(sentence, article.language, article.published),
    )
