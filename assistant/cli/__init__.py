"""The `assistant` command."""

import logging
import sys
from collections.abc import Sequence

import typer
from rich.text import Text

from assistant.cli import articles, feeds, options, questions, running
from assistant.errors import AssistantError

app = typer.Typer(
    help="Ask news articles; every sentence of the answer cites the sentence that says it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in (
    articles.ingest, questions.ask, questions.search, articles.list_articles, articles.history,
    articles.remove, articles.extract, questions.evaluate, running.status, running.models,
    running.serve,
):  # fmt: skip
    app.command("list" if command is articles.list_articles else None)(command)
app.add_typer(feeds.app, name="feeds")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; an expected failure is one line on stderr and exit code 1."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    try:
        app(arguments, standalone_mode=True)
    except AssistantError as error:
        options.ERR.print(Text.assemble(("Error: ", "red"), str(error)), soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
