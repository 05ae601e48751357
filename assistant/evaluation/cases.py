"""What is known of one question after it was asked: all that a measure may look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.evaluation.grading.correctness import Graded
from assistant.evaluation.questions import Question, Relevant
from assistant.settings import Settings
from assistant.types import Answer, Article, Citation, Hit, Record, Status, Turn

_AROUND = 600


class System(Protocol):
    """What can be evaluated: an `Assistant`, or whatever speaks as one."""

    settings: Settings

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The finished answer."""

    def search(self, query: str, k: int | None = None) -> list[Hit]:
        """The k best passages, best first."""

    def articles(self) -> list[Article]:
        """All articles that can answer."""

    def status(self) -> Status:
        """Counts of the index, and which models are in use."""


class Place(Record):
    """A retrieved passage: where it stands in which article."""

    article_id: str
    start: int
    end: int


class Asked(Record):
    """One question as it was asked: kept in the journal of a run.

    `answer` is None if the system failed, `error` says why. `memory_mb` is the most
    memory that was held until then, None where the system does not tell; tokens are those
    that models read and wrote, None where no server tells.
    """

    answer: Answer | None = None
    error: str = ""
    passages: tuple[Place, ...] = ()
    memory_mb: float | None = None
    tokens_read: int | None = None
    tokens_written: int | None = None


class Collection:
    """The articles of an index as a question set speaks of them: by file name or address."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles: Mapping[str, Article] = {a.id: a for a in articles}

    def text(self, article_id: str) -> str:
        """Text of an article, empty if there is none of that id."""
        article = self._articles.get(article_id)
        return article.text if article else ""

    def has_article(self, name: str) -> bool:
        """Whether there is an article of that file name or address."""
        return any(_is_named(a, name) for a in self._articles.values())

    def has(self, relevant: Relevant) -> bool:
        """Whether some article holds the sentence word for word."""
        return any(relevant.quote in a.text for a in self._articles.values())

    def holds(self, article_id: str, relevant: Relevant) -> bool:
        """Whether an article is the relevant one, or a copy that has its sentence."""
        article = self._articles.get(article_id)
        return article is not None and (
            _is_named(article, relevant.article) or relevant.quote in article.text
        )

    def around(self, citation: Citation) -> str:
        """Title of the cited article and the text about the cited sentence."""
        start = max(0, citation.start - _AROUND)
        return f"{citation.title}\n{self.text(citation.article_id)[start : citation.end + _AROUND]}"


@dataclass(frozen=True)
class Case:
    """A question, what came back, and the articles it was asked about."""

    question: Question
    asked: Asked
    graded: Graded
    articles: Collection = field(repr=False)
    judged: Graded | None = None

    @property
    def answer(self) -> Answer | None:
        """The answer, None if it is missing or empty."""
        answer = self.asked.answer
        return answer if answer and answer.text.strip() else None

    @property
    def refused(self) -> bool:
        """Whether it was said that the articles do not say."""
        return self.answer is not None and self.answer.outcome == "unanswerable"

    @property
    def stated(self) -> Answer | None:
        """The answer if it states something: it is there and no refusal."""
        return None if self.refused else self.answer

    @property
    def answerable(self) -> bool:
        """Whether the articles answer; of a false premise they tell at least that."""
        return bool(self.question.answers)

    def sentences(self) -> list[list[int]]:
        """For each sentence of evidence, the relevant sentences (by number) that it is."""
        evidence = self.answer.evidence if self.answer else ()
        return [
            [n for n, r in enumerate(self.question.relevant) if same(r.quote, e.sentence.text)]
            for e in evidence
        ]

    def passages(self) -> list[list[int]]:
        """For each retrieved passage, the relevant sentences (by number) in it."""
        texts = [self.articles.text(p.article_id)[p.start : p.end] for p in self.asked.passages]
        relevant = self.question.relevant
        return [[n for n, r in enumerate(relevant) if r.quote in text] for text in texts]


def same(quote: str, sentence: str) -> bool:
    """Whether one is in the other: sentences may be cut differently than they are quoted."""
    return quote in sentence or sentence in quote


def _is_named(article: Article, name: str) -> bool:
    return article.url == name or article.url.endswith(f"/{name}")
