"""News quizzes: questions of a week, over all articles that were found for any of them.

A question counts if its answer stands in one of its own articles; it is found if its answer
stands in one of the first passages, of whichever article. Older articles have the words of
many answers by chance ("Japan"), so what is found in the news of the weeks before counts apart.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from assistant import Filters
from assistant.index.embedding import titled
from assistant.language.terms import fold, words
from benchmarks.public_sets.answering import Answering, answering
from benchmarks.public_sets.documents import Document, Found
from benchmarks.public_sets.reading import Row, rows, sample
from benchmarks.public_sets.running import Bench, share, write
from benchmarks.public_sets.systems import Ours, System

_DEPTHS = (5, 10)
# What fits in a small and in a large prompt; 30 passages have more words.
_WORDS = (1000, 3000)
_MOST = 30
_NEWS = 45  # days


def measure(bench: Bench) -> str:
    """Write the table of this set."""
    everything = rows(bench.data / "dated_news" / "questions_with_articles.jsonl.gz")
    pooled = sample(everything, "question_id", bench.sample)
    documents = found_for(pooled)
    asked = [q for q in bench.asked(pooled, "question_id") if _is_answered(q, documents)]
    depths = [f"answer in the first {k}" for k in _DEPTHS]
    words_read = [f"in the first {n:,} words" for n in _WORDS]
    table = [["", *depths, "in news of the first 5", *words_read, "words of 5", "later of 5"]]
    pool = f"dated_news_{bench.sample:g}"
    systems = list(bench.built(pool, list(documents.values())))
    for name, system in systems:
        table.append([name, *_cells(system, asked, documents)])
        if isinstance(system, Ours):
            table.append([f"{name}, as of the day", *_cells(system, asked, documents, as_of=True)])
    searched = (
        f"{len(asked)} questions over {len(documents)} articles, those found for {len(pooled)} "
        f"of all {len(everything)} questions"
    )
    about = (
        f"{searched}; news: articles of the {_NEWS} days before; "
        "later: share of the first five passages whose article is of a later day than the "
        "question."
    )
    text = write(bench, "dated_news", "News of the week", about, table)
    some = _some(asked, bench.answers) if bench.answers else []
    return text + (_answers(bench, systems, some, searched) if some else "")


def _answers(
    bench: Bench, systems: Sequence[tuple[str, System]], asked: Sequence[Row], searched: str
) -> str:
    table = [["", "says the answer", "refuses", "cites, of those that answer"]]
    for name, system in systems:
        for how, answer in answering(name, system):
            table.append([how, *_replies(answer, asked)])
    about = f"{len(asked)} of {searched}."
    return write(bench, "dated_news", "News of the week, answers", about, table, part="_answers")


def _some(asked: Sequence[Row], count: int) -> Sequence[Row]:
    """So many of the questions, evenly over the weeks."""
    return asked[:: max(1, len(asked) // count)][:count]


def _replies(answer: Answering, asked: Sequence[Row]) -> list[str]:
    replies = [answer(q["question_sentence"]) for q in asked]
    right = [says(r.text, right_choice(q)) for q, r in zip(asked, replies, strict=True)]
    given = [r.cites for r in replies if r.text]
    refused = 1 - len(given) / len(replies)
    cited = share(sum(given) / len(given)) if given else ""
    return [share(sum(right) / len(right)), share(refused), cited]


def found_for(questions: Sequence[Row]) -> dict[str, Document]:
    """The articles that were found for any of the questions, by address, and have a text."""
    found = [a for q in questions for a in q["search_result"] if a.get("text", "").strip()]
    return {a["url"]: document(a) for a in found}


def document(article: Row) -> Document:
    """An article as it was found."""
    published = article["publish_date"].replace("/", "-") if article["publish_date"] else None
    return Document(article["url"], article["text"], article["title"], published=published)


def right_choice(question: Row) -> str:
    """The answer in words."""
    return str(question["choices"][int(question["answer"][0])])


def _is_answered(question: Row, documents: dict[str, Document]) -> bool:
    own = [documents[a["url"]] for a in question["search_result"] if a["url"] in documents]
    return any(says(titled(d.title, d.text), right_choice(question)) for d in own)


def says(text: str, answer: str) -> bool:
    """Whether the words of an answer stand in a text one after another."""
    return f" {_plain(answer)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    return " ".join(words(fold(text)))


def _cells(
    system: System, asked: Sequence[Row], documents: dict[str, Document], as_of: bool = False
) -> list[str]:
    hits: dict[int, list[bool]] = {n: [] for n in (*_DEPTHS, _NEWS, *_WORDS)}
    first: list[Found] = []
    later: list[bool] = []
    for q in asked:
        search: Any = system.search
        if as_of:
            search = partial(search, filters=Filters.model_validate({"as_of": _day(q)}))
        found = search(q["question_sentence"], _MOST)
        read = " ".join(f.text for f in found).split()
        for k in _DEPTHS:
            hits[k].append(any(says(f.text, right_choice(q)) for f in found[:k]))
        news = [f.text for f in found[:5] if _is_news(documents[f.document], q)]
        hits[_NEWS].append(any(says(text, right_choice(q)) for text in news))
        for n in _WORDS:
            hits[n].append(says(" ".join(read[:n]), right_choice(q)))
        first += found[:5]
        later += [(documents[f.document].published or "")[:10] > _day(q) for f in found[:5]]
    length = sum(len(f.text.split()) for f in first) / len(asked)
    shares = [share(sum(h) / len(h)) for h in (*hits.values(), later)]
    return [*shares[:-1], f"{length:.0f}", shares[-1]]


def _is_news(document: Document, question: Row) -> bool:
    if document.published is None:
        return False
    age = date.fromisoformat(_day(question)) - date.fromisoformat(document.published[:10])
    return 0 <= age.days <= _NEWS


def _day(question: Row) -> str:
    return str(question["question_date"]).replace("/", "-")
