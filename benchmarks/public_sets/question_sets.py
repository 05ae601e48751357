"""A public set as what the product itself takes: articles to ingest and questions to evaluate.

python -m benchmarks.public_sets.question_sets dated_news FOLDER --half tune
assistant ingest FOLDER/articles.jsonl --data-dir FOLDER/index
assistant evaluate FOLDER/questions.jsonl --data-dir FOLDER/index
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.evaluation.questions import Question, Relevant
from assistant.language.sentences import split
from benchmarks.public_sets.dated_news import found_for, right_choice, says
from benchmarks.public_sets.documents import Document
from benchmarks.public_sets.reading import HALVES, Half, half_of, rows, sample

Made = tuple[list[Document], list[Question]]


def main(  # noqa: PLR0913, PLR0917 - one parameter an option
    set_: Annotated[str, typer.Argument(metavar="SET", help="dated_news or cross_lingual_it")],
    folder: Path,
    data: Annotated[Path, typer.Option(envvar="ASSISTANT_BENCH_DATA")],
    half: Annotated[str, typer.Option(help=", ".join(HALVES))] = "report",
    share: Annotated[float, typer.Option("--sample", help="Share of the questions.")] = 1.0,
    language: Annotated[str, typer.Option(help="Of the questions of cross_lingual_it.")] = "it",
) -> None:
    chosen: Half = next(h for h in HALVES if h == half)
    documents, questions = {
        "dated_news": lambda: _dated_news(data, chosen, share),
        "cross_lingual_it": lambda: _cross_lingual_it(data, chosen, share, language),
    }[set_]()
    folder.mkdir(parents=True, exist_ok=True)
    articles = (
        {
            "url": d.url,
            "title": d.title,
            "text": d.text,
            "language": d.language,
            "date": d.published,
        }
        for d in documents
    )
    _write(folder / "articles.jsonl", (json.dumps(a, ensure_ascii=False) for a in articles))
    _write(folder / "questions.jsonl", (q.model_dump_json() for q in questions))
    print(f"{len(documents)} articles and {len(questions)} questions are in {folder}.")


def _dated_news(data: Path, half: Half, share: float) -> Made:
    """The pool is that of all questions of the sample; those asked have an article that answers."""
    pooled = sample(
        rows(data / "dated_news" / "questions_with_articles.jsonl.gz"), "question_id", share
    )
    documents = found_for(pooled)
    asked: list[Question] = []
    for q in half_of(pooled, "question_id", half):
        own = [documents[a["url"]] for a in q["search_result"] if a["url"] in documents]
        asked += _question(q["question_id"], q["question_sentence"], "en", [right_choice(q)], own)
    return list(documents.values()), asked


def _cross_lingual_it(data: Path, half: Half, share: float, language: str) -> Made:
    """The wordings of the answers are Italian, whatever the language of the question."""
    folder = data / "cross_lingual_it"
    paragraphs = rows(folder / "passages.jsonl.gz")
    documents = {r["id"]: Document(r["id"], r["text"], language="it") for r in paragraphs}
    asked: list[Question] = []
    for q in half_of(sample(rows(folder / "questions.jsonl.gz"), "id", share), "id", half):
        own = [documents[q["relevant"]]]
        asked += _question(q["id"], q["question"][language], language, q["answers_it"], own)
    return list(documents.values()), asked


def _question(
    id_: str, text: str, language: str, answers: Sequence[str], own: Iterable[Document]
) -> Iterator[Question]:
    """One question, if a sentence of its own documents has the words of an answer.

    Which of these sentences answer was judged by nobody.
    """
    relevant = tuple(
        Relevant(article=document_.url, quote=document_.text[start:end])
        for document_ in own
        for start, end in split(document_.text, document_.language)
        if any(says(document_.text[start:end], answer) for answer in answers)
    )
    if relevant:
        yield Question(
            id=id_,
            text=text,
            language=language,
            kind="fact",
            answers=(tuple(answers),),
            relevant=relevant,
        )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
