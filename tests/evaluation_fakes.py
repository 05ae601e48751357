"""A small world for evaluating: articles, questions, and systems that answer as told.

System(perfect)   # answers every question rightly
System(empty)     # answers nothing
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timezone

from assistant.answering.phrases import without_model
from assistant.errors import AssistantError
from assistant.evaluation.questions import Question, Relevant
from assistant.settings import Settings
from assistant.types import (
    Answer,
    Article,
    Citation,
    Dated,
    Evidence,
    Hit,
    Passage,
    Sentence,
    Statement,
    Status,
    Timings,
    Turn,
)

WEDNESDAY = datetime(2024, 6, 5, tzinfo=timezone.utc)
TEXTS = {
    "bridge.md": "The harbour bridge of Ostby reopened on 3 June 2024. The works cost 12 million "
    "crowns. Mayor Lena Orsk said that nobody had believed in the bridge.",
    "ferry.md": "The ferry between Ostby and Velda sails again on Thursday. Its captain, Aldo "
    "Brin, has served for 31 years.",
    "porto.md": "Il porto di Velda ha accolto 240 navi nel mese di maggio. La capitana Mira Toll "
    "ha detto che il molo nuovo è troppo corto.",
    "museum.md": "The museum of Velda is closed until autumn. Its director has resigned.",
}
_ANSWERS = {
    "en": "The articles do not say.",
    "it": "Gli articoli non lo dicono.",
}


def question(id_: str, text: str, kind: str, points: Sequence[str], *found: str) -> Question:
    """A question with one wording a key point; `found` are `file: start of the sentence`."""
    relevant = [f.split(": ", 1) for f in found]
    return Question(
        id=id_,
        text=text,
        language="it" if text.split(maxsplit=1)[0] in {"Quante", "Che"} else "en",
        kind=kind,
        answers=[[p] for p in points],
        relevant=[Relevant(article=a, quote=_sentence(a, start)) for a, start in relevant],
    )


def _sentence(article: str, start: str) -> str:
    return next(s for s in sentences(TEXTS[article]) if s.startswith(start))


def sentences(text: str) -> list[str]:
    return [s.rstrip(".") + "." for s in text.split(". ")]


QUESTIONS = [
    question("q1", "When did the harbour bridge of Ostby reopen?", "date", ["3 June"],
             "bridge.md: The harbour"),
    question("q2", "How much did the works on the bridge cost?", "fact", ["12 million"],
             "bridge.md: The works"),
    question("q3", "What did Lena Orsk say about the bridge?", "speaker", ["nobody had believed"],
             "bridge.md: Mayor"),
    question("q4", "When does the ferry to Velda sail again?", "date", ["6 June"],
             "ferry.md: The ferry"),
    question("q5", "Quante navi ha accolto il porto di Velda?", "fact", ["240"],
             "porto.md: Il porto"),
    question("q6", "Che cosa ha detto Mira Toll del molo nuovo?", "speaker", ["troppo corto"],
             "porto.md: La capitana"),
    question("q7", "How long has Aldo Brin served on the ferry?", "fact", ["31 years"],
             "ferry.md: Its captain"),
    question("q8", "How many visitors did the museum of Velda have?", "unanswerable", []),
    question("q9", "What did the director of the museum earn?", "unanswerable", []),
    question("q10", "Why is the museum of Velda open in summer?", "false-premise", ["closed"],
             "museum.md: The museum"),
    question("q11", "What was reopened in June, and what is closed?", "multi-article",
             ["bridge", "museum"], "bridge.md: The harbour", "museum.md: The museum"),
    question("q12", "Who resigned from the museum of Velda?", "fact", ["director"],
             "museum.md: Its director"),
]  # fmt: skip

ARTICLES = {
    name: Article(
        url=f"file:///articles/{name}",
        title=name.removesuffix(".md"),
        text=text,
        source="Ostby Post",
        language="it" if name == "porto.md" else "en",
        published=Dated(at=WEDNESDAY, precision="day", origin="meta"),
        fetched_at=WEDNESDAY,
    )
    for name, text in TEXTS.items()
}

Answering = Callable[[Question], Answer]


class System:
    """Speaks as an Assistant does. `answering` makes the answer of a question of the world."""

    def __init__(
        self,
        answering: Answering,
        model: str = "extractive",
        ranking: Callable[[Question], Sequence[str]] | None = None,
        questions: Sequence[Question] = QUESTIONS,
    ) -> None:
        self.settings = Settings(model=model)
        self.asked: list[str] = []
        self._answering = answering
        self._ranking = ranking or (lambda q: [r.article for r in q.relevant])
        self._questions = {q.text: q for q in questions}

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append(question)
        return self._answering(self._questions[question])

    def search(self, query: str, k: int | None = None) -> list[Hit]:
        known = self._questions.get(query)
        names = dict.fromkeys(self._ranking(known)) if known else []
        return [_hit(ARTICLES[n], rank) for rank, n in enumerate(names) if n in ARTICLES]

    def articles(self) -> list[Article]:
        return list(ARTICLES.values())

    def status(self) -> Status:
        return Status(
            articles=len(ARTICLES),
            passages=len(ARTICLES),
            languages={"en": 3, "it": 1},
            model=self.settings.model,
            embedding_model="embedded",
            model_ready=True,
            data_dir="nowhere",
        )


def perfect(question: Question) -> Answer:
    """Says what has to be said, cites the sentence that says it, and knows how sure it is."""
    if not question.answers:
        return _answer(question, _ANSWERS[question.language], outcome="unanswerable")
    evidence = tuple(map(_evidence, question.relevant))
    citations = tuple(e.cited(number) for number, e in enumerate(evidence, start=1))
    statements = [
        Statement(text=_said(c), citations=(c.number,), verdict="supported", score=1.0)
        for c in citations
    ]
    return _answer(
        question,
        " ".join(s.text for s in statements),
        outcome="answered",
        confidence=1.0,
        as_of=WEDNESDAY if question.kind == "date" else None,
        statements=tuple(statements),
        citations=citations,
        evidence=evidence,
    )


def refusing(question: Question) -> Answer:
    """Never says anything."""
    return _answer(question, _ANSWERS[question.language], outcome="unanswerable")


def empty(question: Question) -> Answer:
    """Gives an answer without a word in it."""
    return _answer(question, "")


def failing(question: Question) -> Answer:
    """Cannot be asked."""
    raise AssistantError(f"Nobody can answer {question.id}.")


def quoting_as_the_model_failed(question: Question) -> Answer:
    """What the assistant does when its model fails: quotes, and a note."""
    quoted = quoting(question)
    return quoted.model_copy(
        update={"notes": (without_model(quoted.language, "The server is gone."),)}
    )


def quoting(question: Question) -> Answer:
    """Quotes because a quotation answers, with a note on something else."""
    quoted = perfect(QUESTIONS[0])
    statements = tuple(
        s.model_copy(update={"text": c.quote})
        for s, c in zip(quoted.statements, quoted.citations, strict=True)
    )
    return quoted.model_copy(update={"statements": statements, "notes": ("The sources disagree.",)})


def _said(c: Citation) -> str:
    return c.quote.replace("on Thursday", "on Thursday, 6 June 2024")


def _answer(question: Question, text: str, confidence: float = 0.0, **fields: object) -> Answer:
    return Answer(
        question=question.text,
        standalone_question=question.text,
        text=text,
        language=question.language,
        model="fake",
        confidence=confidence,
        timings=Timings(retrieve_ms=10, first_token_ms=20, total_ms=30),
        done=True,
        **fields,
    )


def _evidence(relevant: Relevant) -> Evidence:
    article = ARTICLES[relevant.article]
    start = article.text.index(relevant.quote)
    speakers = {"Mayor": "Lena Orsk", "La capitana": "Mira Toll"}
    spoken = (name for by, name in speakers.items() if relevant.quote.startswith(by))
    return Evidence(
        article_id=article.id,
        title=article.title,
        url=article.url,
        published=article.published,
        language=article.language,
        sentence=Sentence(
            start=start,
            end=start + len(relevant.quote),
            text=relevant.quote,
            speaker=next(spoken, None),
        ),
        score=5.0,
    )


def _hit(article: Article, rank: int) -> Hit:
    passage = Passage(
        article_id=article.id, title=article.title, text=article.text, start=0,
        end=len(article.text),
    )  # fmt: skip
    return Hit(passage=passage, score=-float(rank))
