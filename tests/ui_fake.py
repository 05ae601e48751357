"""An assistant in memory that answers slowly enough to watch, for the tests of the page."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.errors import ModelUnavailable
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Article,
    Citation,
    Dated,
    Evidence,
    Filters,
    IngestReport,
    Sentence,
    Skipped,
    Statement,
    Status,
    Timings,
    Turn,
)

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

NOW = datetime(2031, 5, 8, 6, 30, tzinfo=timezone.utc)
DEAL = "Lunedì il consiglio di Vallescura ha approvato il nuovo ponte sul Lamone."
COST = "«Costerà dodici milioni e sarà aperto in autunno», ha detto la sindaca Irma Fabbri."
_FILLER = (
    "La seduta è durata sei ore e il pubblico ha seguito il voto dalle gradinate. "
    "I commercianti della riva destra avevano chiesto un referendum.\n"
) * 9
ITALIAN = Article(
    url="https://gazzetta.example/ponte",
    title="Vallescura, sì al nuovo ponte",
    text=f"{_FILLER}{DEAL} Il voto è stato di nove a quattro.\n{_FILLER}{COST}\n{_FILLER}",
    source="Gazzetta di Vallescura",
    authors=("Livia Orsi",),
    language="it",
    published=Dated(at=NOW, precision="day", origin="text"),
    fetched_at=NOW,
)
FERRY = "The last ferry across the Lamone will sail on 30 September, the operator said."
ENGLISH = Article(
    url="file:///articles/ferry.html",
    title='Ferry <script>alert("x")</script> to stop',
    text=f"Commuters queued in the rain.\n{FERRY}\nTickets stay valid on the bus.",
    language="en",
    fetched_at=NOW,
)
ARTICLES = (ITALIAN, ENGLISH)


def evidence(article: Article, quote: str) -> Evidence:
    start = article.text.index(quote)
    return Evidence(
        article_id=article.id,
        sentence=Sentence(start=start, end=start + len(quote), text=quote),
        title=article.title,
        url=article.url,
        source=article.source,
        published=article.published,
        language=article.language,
        score=0.9,
    )


def citation(number: int, article: Article, quote: str) -> Citation:
    found = evidence(article, quote)
    return Citation(
        number=number,
        quote=quote,
        start=found.sentence.start,
        end=found.sentence.end,
        **found.model_dump(exclude={"sentence", "score"}),
    )


STATEMENTS = (
    Statement(
        text="The council of Vallescura approved a new bridge.",
        citations=(1,),
        verdict="supported",
        score=0.9,
    ),
    Statement(
        text="It will cost twelve million, and the ferry stops in September.",
        citations=(2, 3),
        verdict="partly",
        score=0.6,
    ),
)
CITATIONS = (
    citation(1, ITALIAN, DEAL),
    citation(2, ITALIAN, COST),
    citation(3, ENGLISH, FERRY),
)
ANSWER = Answer(
    question="What did the council decide?",
    standalone_question="What did the council decide?",
    text=" ".join(s.text for s in STATEMENTS),
    language="en",
    outcome="partly",
    statements=STATEMENTS,
    citations=CITATIONS,
    evidence=tuple(
        evidence(c_article, c.quote)
        for c_article, c in zip((ITALIAN, ITALIAN, ENGLISH), CITATIONS, strict=True)
    ),
    confidence=0.81,
    model="fake",
    timings=Timings(retrieve_ms=84, first_token_ms=900, total_ms=4200),
    done=True,
)


class FakeAssistant:
    """The interface of Assistant over two articles and one answer."""

    def __init__(self, data_dir: Path, pause: float = 0.02) -> None:
        self.settings = Settings(data_dir=data_dir, model="fake", port=0)
        self.pause = pause
        self.stopped = 0
        self.histories: list[Sequence[Turn]] = []
        self.ingested: list[Path] = []

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Answer]:
        self.histories.append(history)
        if "unreachable" in question:
            raise ModelUnavailable("The model server <b>does not</b> answer. Start it.")
        try:
            yield from self._snapshots(question)
        except GeneratorExit:
            self.stopped += 1
            raise

    def _snapshots(self, question: str) -> Iterator[Answer]:
        whole = ANSWER.model_copy(update={"question": question, "standalone_question": question})
        yield _so_far(whole, "", 0)
        time.sleep(self.pause * 20)
        if "weather" in question:
            yield _refused(whole)
            return
        for count, statement in enumerate(STATEMENTS):
            words = statement.text.split()
            said = [s.text for s in STATEMENTS[:count]]
            for end in range(1, len(words)):
                time.sleep(self.pause)
                yield _so_far(whole, " ".join([*said, *words[:end]]), count)
        yield whole

    def ingest(self, paths: Iterable[Path], progress: Callable[[int, int], None]) -> IngestReport:
        self.ingested = list(paths)
        for done in range(len(self.ingested)):
            progress(done, done * 7)
            time.sleep(self.pause * 20)
        broken = [p for p in self.ingested if not p.read_text().strip()]
        return IngestReport(
            added=len(self.ingested) - len(broken),
            passages=7,
            skipped=tuple(Skipped(item=p.as_uri(), reason="the file is empty") for p in broken),
        )

    def article(self, article_id: str) -> Article | None:
        return next((a for a in ARTICLES if a.id == article_id), None)

    def articles(self) -> list[Article]:
        return list(ARTICLES)

    def status(self) -> Status:
        return Status(
            articles=2,
            passages=31,
            languages={"it": 1, "en": 1},
            model="fake",
            embedding_model="fake",
            model_ready=True,
            data_dir=str(self.settings.data_dir),
        )


def fake_assistant(data_dir: Path, pause: float = 0.02) -> tuple["Assistant", FakeAssistant]:
    """The fake twice: typed as what the page takes, and as itself for what it recorded."""
    fake = FakeAssistant(data_dir, pause)
    return cast("Assistant", fake), fake


def _so_far(whole: Answer, text: str, statements: int) -> Answer:
    cited = max((n for s in STATEMENTS[:statements] for n in s.citations), default=0)
    return whole.model_copy(
        update={
            "text": text,
            "outcome": None,
            "statements": STATEMENTS[:statements],
            "citations": CITATIONS[:cited],
            "done": False,
        }
    )


def _refused(whole: Answer) -> Answer:
    return whole.model_copy(
        update={
            "text": "The articles do not say.",
            "outcome": "unanswerable",
            "statements": (),
            "citations": (),
            "confidence": 0.2,
        }
    )
