"""Sentences beside questions that they answer or do not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.answering.checking.figures import with_dates
from assistant.index.embedding import Embedder
from assistant.language.locales import english_name
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


def pairs(article: Article, embedder: Embedder) -> Iterator[Pair]:
    """Of each question the sentences that answer it and the nearest of the others."""
    shown = [f"{article.title}\n{s}" for s in article.sentences]
    vectors = np.asarray(embedder.embed_passages(shown))
    for q in article.questions:
        nearest = np.argsort(-(vectors @ np.asarray(embedder.embed_query(q.question))))
        right = [i for i in nearest if i in q.answers][:_ANSWERS]
        wrong = [i for i in nearest if i not in q.answers]
        for i in (*right, *wrong[: _OTHERS if right else _NEAR_MISSES]):
            messages = _messages(article, q, article.sentences[i])
            yield Pair(article.id, q.question, i in right, bool(right), messages)


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


