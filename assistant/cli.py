"""The `assistant` command."""

import json
import logging
import sys
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.text import Text

from assistant.errors import AssistantError, SettingsError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

app = typer.Typer(
    help="Ask news articles; every sentence of the answer cites the sentence that says it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
SAMPLES = Path(__file__).parent.parent / "corpus" / "articles"

_errors = Console(stderr=True)
_out = Console(highlight=False, soft_wrap=True)

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the index.", show_default="settings")
]
Model = Annotated[
    str | None, typer.Option("--model", help="embedded, extractive, openai/NAME, ollama/NAME, …")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print only JSON.")]
Count = Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; an expected failure is one line on stderr and exit code 1."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    try:
        app(arguments, standalone_mode=True)
    except AssistantError as error:
        _errors.print(Text.assemble(("Error: ", "red"), str(error)), soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders with articles.")],
    data_dir: DataDir = None,
    prune: Annotated[bool, typer.Option(help="Also remove articles whose file is gone.")] = False,
) -> None:
    """Put articles into the index; what is in it already is passed over."""
    from assistant.terminal import ingest_with_progress, report_lines

    assistant = _assistant(_settings(data_dir))
    report = ingest_with_progress(assistant, paths)
    removed = assistant.prune(paths) if prune else 0
    for line in report_lines(report, removed):
        _errors.print(Text(line), soft_wrap=True)
    if not (report.added or report.updated or report.unchanged or removed):
        raise typer.Exit(1)


@app.command()
def ask(
    question: str, data_dir: DataDir = None, model: Model = None, as_json: AsJson = False
) -> None:
    """Answer a question, with citations."""
    from assistant.terminal import show_answer

    snapshots = _assistant(_settings(data_dir, model)).stream(question)
    if as_json:
        *_, last = snapshots
        _print_json(_plain(last))
    else:
        show_answer(snapshots, _out)


@app.command()
def search(query: str, k: Count = 10, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Find passages, best first, without answering."""
    from assistant.terminal import hit_lines

    hits = _assistant(_settings(data_dir)).search(query, k)
    if as_json:
        _print_json([_plain(hit) for hit in hits])
    else:
        for line in hit_lines(hits):
            _out.print(line)


@app.command("list")
def list_articles(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the articles in the index, newest first."""
    from assistant.terminal import article_table

    articles = _assistant(_settings(data_dir)).articles()
    if as_json:
        _print_json([{"id": a.id, **_plain(a, {"text"})} for a in articles])
    else:
        _out.print(article_table(articles))


@app.command()
def remove(ids: list[str], data_dir: DataDir = None) -> None:
    """Remove articles by the ids that `list` shows."""
    count = _assistant(_settings(data_dir)).remove(ids)
    _errors.print(f"Removed {count} of {len(ids)}.", highlight=False)
    if count < len(ids):
        raise typer.Exit(1)


@app.command()
def status(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Show the state of the index and the models in use."""
    from assistant.terminal import status_table

    state = _assistant(_settings(data_dir)).status()
    if as_json:
        _print_json(_plain(state))
    else:
        _out.print(status_table(state))


class ModelsAction(str, Enum):
    """What to do with the weights of the embedded models."""

    LIST = "list"
    PULL = "pull"
    VERIFY = "verify"


@app.command()
def models(
    action: Annotated[ModelsAction, typer.Argument()] = ModelsAction.LIST,
    name: Annotated[str | None, typer.Argument(help="One of them instead of all.")] = None,
) -> None:
    """List, fetch or check the weights of the embedded models."""
    from assistant.terminal import weights_table
    from assistant.weights.catalogue import CATALOGUE, DEFAULTS
    from assistant.weights.download import ensure, status, verify

    if name and name not in CATALOGUE:
        raise SettingsError(f"No weights are called {name!r}. Known are: {', '.join(CATALOGUE)}.")
    folder = Settings().cache_dir
    if action is ModelsAction.PULL:
        for weights in [CATALOGUE[name]] if name else DEFAULTS:
            ensure(weights, folder)
    look = verify if action is ModelsAction.VERIFY else status
    states = {w.name: look(w, folder) for w in CATALOGUE.values() if name in (None, w.name)}
    _out.print(weights_table(states, folder))
    if action is ModelsAction.VERIFY and "damaged" in states.values():
        raise typer.Exit(1)


@app.command()
def serve(
    data_dir: DataDir = None,
    model: Model = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    samples: Annotated[bool, typer.Option(help="Fill an empty index with the samples.")] = False,
) -> None:
    """Open the assistant in the browser."""
    from assistant.terminal import ingest_with_progress
    from assistant.ui.page import serve as serve_page

    assistant = _assistant(_settings(data_dir, model, host=host, port=port))
    if samples and not assistant.status().articles:
        ingest_with_progress(assistant, [SAMPLES])
    assistant.load()
    serve_page(assistant)


def _assistant(settings: Settings) -> "Assistant":
    from assistant.answering.assistant import Assistant

    return Assistant(settings)


def _settings(data_dir: Path | None, model: str | None = None, **others: object) -> Settings:
    given = {"data_dir": data_dir, "model": model, **others}
    return Settings(**{k: v for k, v in given.items() if v is not None})


def _plain(record: BaseModel, without: set[str] | None = None) -> dict[str, object]:
    return record.model_dump(mode="json", exclude=without)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
