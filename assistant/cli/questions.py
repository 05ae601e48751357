"""Commands that ask."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import options
from assistant.types import Filters, Hit

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

_QUESTIONS = options.CORPUS / "questions.jsonl"


def ask(  # noqa: PLR0913, PLR0917 - a parameter for each option
    question: options.Words,
    published_from: options.From = None,
    published_to: options.To = None,
    as_of: options.AsOf = None,
    source: options.Source = None,
    language: options.Language = None,
    data_dir: options.DataDir = None,
    model: options.Model = None,
    as_json: options.AsJson = False,
) -> None:
    """Answer a question, with citations; options win over limits in the question."""
    from assistant.cli.show import show_answer

    assistant = options.assistant(options.settings(data_dir, model))
    days = (published_from, published_to, as_of)
    filters = options.filters(assistant, days, source, language)
    snapshots = assistant.stream(question, filters=filters)
    if as_json:
        *_, last = snapshots
        options.print_json(options.plain(last))
        return
    show_answer(snapshots, options.OUT)
    if not assistant.status().articles:
        options.ERR.print(options.NO_ARTICLES)


def search(  # noqa: PLR0913, PLR0917 - a parameter for each option
    query: options.Words,
    k: options.Count = None,
    published_from: options.From = None,
    published_to: options.To = None,
    as_of: options.AsOf = None,
    source: options.Source = None,
    language: options.Language = None,
    data_dir: options.DataDir = None,
    as_json: options.AsJson = False,
) -> None:
    """Find passages, best first, without answering."""
    from assistant.cli.show import hit_lines

    assistant = options.assistant(options.settings(data_dir))
    days = (published_from, published_to, as_of)
    filters = options.filters(assistant, days, source, language)
    hits = assistant.search(query, k, filters)
    if as_json:
        options.print_json([_found(hit, assistant, filters) for hit in hits])
    elif hits:
        for line in hit_lines(hits):
            options.OUT.print(line)
    else:
        options.ERR.print(
            "Nothing was found." if assistant.status().articles else options.NO_ARTICLES
        )


def _found(hit: Hit, assistant: "Assistant", filters: Filters) -> dict[str, object]:
    """A hit with what its passage does not know of its article."""
    article = assistant.article(hit.passage.article_id)
    known = options.plain(article) if article else {}
    about: dict[str, object] = {key: known.get(key) for key in ("url", "published")}
    also_in = assistant.also_in(article, filters.as_of) if article else ()
    return {**about, "also_in": list(also_in), **options.plain(hit)}


def evaluate(  # noqa: PLR0913, PLR0917 - a parameter for each option
    questions: Annotated[Path, typer.Argument(help="A question set, JSON Lines.")] = _QUESTIONS,
    data_dir: options.DataDir = None,
    model: options.Model = None,
    out: Annotated[Path, typer.Option(help="Folder of the report.")] = Path("evaluation"),
    judge: Annotated[str | None, typer.Option(help="Model, as --model, that grades too.")] = None,
    compare: Annotated[Path | None, typer.Option(help="Show what moved since it.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Fail if worse than this report.")] = None,
    fail_under: Annotated[list[str] | None, typer.Option(help="MEASURE=VALUE, repeatable.")] = None,
    every: Annotated[int, typer.Option(min=1, help="Ask every n-th question only.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask so many at most.")] = None,
    allow_missing: Annotated[bool, typer.Option(help="Count what has no article as lost.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
    as_json: options.AsJson = False,
) -> None:
    """Measure the answers to a question set; an interrupted run goes on where it stopped."""
    from assistant.evaluation.command import Request, run
    from assistant.evaluation.runs import PAGE

    request = Request(
        questions=questions, out=out, judge=judge, compare=compare, baseline=baseline,
        fail_under=tuple(fail_under or ()), every=every, limit=limit,
        allow_missing=allow_missing, as_json=as_json,
    )  # fmt: skip
    asked = options.assistant(options.settings(data_dir, model))
    try:
        held = run(asked, request, options.OUT, options.ERR)
    except KeyboardInterrupt:
        options.ERR.print("Stopped. The answers so far are kept; the same command goes on.")
        raise
    if show:
        typer.launch((out / PAGE).resolve().as_uri())
    if not held:
        raise typer.Exit(1)
