"""The `assistant` command.

Commands are in `articles`, `questions`, `feeds` and `running`, what they share in `options`,
and what a terminal shows in `show` and `progress`.
"""

import logging
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

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


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        options.OUT.print(f"assistant {version('news-assistant')}")
        raise typer.Exit


@app.callback()
def _program(
    _: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a mistake is one line on stderr, with exit code 1, or 2 for its words."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # not every terminal knows every script
    logging.basicConfig(format="%(message)s", level=logging.CRITICAL)  # of libraries
    logging.getLogger("assistant").setLevel(logging.INFO)
    try:
        sys.exit(app(arguments, standalone_mode=False))
    except AssistantError as error:
        _fail(str(error), 1)
    except typer.TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(message: str, code: int) -> None:
    if message:  # there is none where the help was shown instead
        options.ERR.print(Text.assemble(("Error: ", "red"), options.line(message)), soft_wrap=True)
    sys.exit(code)
