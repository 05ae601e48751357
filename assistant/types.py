"""The records that every part of the assistant speaks.

All are frozen, validated and serialisable; ids are content hashes, offsets count
characters of the stored article text, datetimes are aware and kept in UTC.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timezone
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
)

Outcome = Literal["answered", "partly", "unanswerable"]
Verdict = Literal["supported", "partly", "unsupported"]
Origin = Literal["front-matter", "json-ld", "meta", "time-tag", "feed", "url", "text"]


def _of_day(clock: time) -> Callable[[object], object]:
    """A bare day, as a date or as `2026-02-01`, becomes this moment of it.

    What has no time of day must be one: pydantic takes `2026` for seconds since 1970.
    """

    def moment(value: object) -> object:
        if isinstance(value, str) and ":" not in value:
            value = date.fromisoformat(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, clock, timezone.utc)
        return value

    return moment


Utc = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(timezone.utc))]
Start = Annotated[Utc, BeforeValidator(_of_day(time.min))]
End = Annotated[Utc, BeforeValidator(_of_day(time.max))]


def content_id(*parts: str) -> str:
    """A 16-digit hexadecimal id that depends on the parts and nothing else."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


class Record(BaseModel):
    """Base of all records: immutable, and an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Dated(Record):
    """A moment that an article states about itself, and where it was stated.

    There is no origin for the time of fetching: a date that is not stated is None.
    """

    at: Utc
    precision: Literal["day", "minute"]
    origin: Origin

    @property
    def is_one_day(self) -> bool:
        """Whether it is the same day there as in UTC, wherever from Los Angeles to Tokyo."""
        return self.precision == "day" or 8 <= self.at.hour < 15

    def __str__(self) -> str:
        return self.at.strftime("%Y-%m-%d" if self.precision == "day" else "%Y-%m-%d %H:%M")


class Article(Record):
    """What an article says, without the page around it."""

    url: str
    title: str
    text: str = Field(min_length=1)
    source: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    language_confidence: float | None = None
    published: Dated | None = None
    modified: Dated | None = None
    fetched_at: Utc

    @property
    def id(self) -> str:
        """Hash of all that the article says, so that the same copy is one wherever it is found."""
        return content_id(
            self.model_dump_json(exclude={"url", "fetched_at", "language_confidence"})
        )

    def was_out(self, at: datetime) -> bool:
        """Whether it surely was published, as it is now, by a moment."""
        stated = [d.at for d in (self.published, self.modified) if d]
        return self.published is not None and max(stated) <= at


class Sentence(Record):
    """The unit of evidence and of citation: characters start to end of the article."""

    start: int
    end: int
    text: str
    speaker: str | None = None


class Passage(Record):
    """Some consecutive sentences of one article: what is embedded and retrieved."""

    article_id: str
    title: str
    text: str
    start: int
    end: int
    language: str | None = None
    source: str | None = None
    published: datetime | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the article and the place in it."""
        return content_id(self.article_id, str(self.start), str(self.end))

    @property
    def headed(self) -> str:
        """Its text under the title of its article."""
        return f"{self.title}\n{self.text}"


class Hit(Record):
    """A retrieved passage with its final score and the parts it was made of."""

    passage: Passage
    score: float
    parts: dict[str, float] = {}


class Provenance(Record):
    """The article that a sentence stands in.

    `also_in` are other outlets that have printed the same text: they are no further source.
    """

    article_id: str
    title: str
    url: str
    source: str | None = None
    also_in: tuple[str, ...] = ()
    published: Dated | None = None
    language: str | None = None


class Evidence(Provenance):
    """A sentence of a retrieved passage that may answer the question.

    `part` is the number of the question, of several in one, that it was found for.
    """

    sentence: Sentence
    score: float
    part: int = 0

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands: its article, and its first character there."""
        return self.article_id, self.sentence.start

    def cited(self, number: int) -> "Citation":
        """The citation of this sentence by a number."""
        return Citation(
            **{name: getattr(self, name) for name in Provenance.model_fields},
            number=number,
            quote=self.sentence.text,
            start=self.sentence.start,
            end=self.sentence.end,
            speaker=self.sentence.speaker,
        )


class Citation(Provenance):
    """A numbered pointer to one sentence: `quote` is the article text at start:end."""

    number: int
    quote: str
    start: int
    end: int
    speaker: str | None = None


class Statement(Record):
    """One sentence of an answer, the numbers it cites and whether they support it.

    `translated`: a model's translation of the sentence that it cites, which checks of figures,
    names, denials and meaning have not refuted. `gloss`: such a translation whose words the
    model doubted, to be read beside the foreign sentence that `text` quotes.
    """

    text: str
    citations: tuple[int, ...] = ()
    verdict: Verdict
    score: float
    translated: bool = False
    gloss: str = ""


class Timings(Record):
    """Milliseconds since the question; None where that point was not reached."""

    retrieve_ms: float | None = None
    first_token_ms: float | None = None
    total_ms: float | None = None


class Answer(Record):
    """A snapshot of an answer: evidence first, then growing text, at last `done`.

    `facts` say in the reader's language how the question was understood.
    """

    question: str
    standalone_question: str
    facts: tuple[str, ...] = ()
    as_of: Utc | None = None
    text: str = ""
    language: str | None = None
    outcome: Outcome | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float | None = None
    model: str
    notes: tuple[str, ...] = ()
    timings: Timings = Timings()
    done: bool = False

    def turn(self) -> "Turn":
        """Return what a later question needs to know of this one, for its `history`."""
        return Turn(question=self.standalone_question, answer=self.text)


class Turn(Record):
    """An earlier question and its answer, for follow-up questions."""

    question: str
    answer: str


class Filters(Record):
    """Limits on the articles that may answer.

    A bare day as `published_from` is its start, as the others its end. Under any of the
    three an article without a date is left out, and under `as_of` one changed later as well.
    """

    languages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    published_from: Start | None = None
    published_to: End | None = None
    as_of: End | None = None

    @property
    def latest(self) -> datetime | None:
        """The last moment of publication that is allowed."""
        return min((at for at in (self.published_to, self.as_of) if at), default=None)


class Status(Record):
    """The state of an index and of the models over it."""

    articles: int
    passages: int
    languages: dict[str, int]
    model: str
    embedding_model: str
    model_ready: bool
    data_dir: str
