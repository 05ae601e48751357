"""The `assistant` command.

Commands are in `articles`, `questions`, `feeds` and `running`, what they share in `options`,
and what a terminal shows in `show` and `progress`.
"""

import errno
import logging
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.text import Text

from assistant.cli import articles, feeds, options, questions, running
from assistant.errors import AssistantError

_UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)

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
    _prepare_streams()
    logging.basicConfig(format="%(message)s", level=logging.CRITICAL)  # of libraries
    logging.getLogger("assistant").setLevel(logging.INFO)
    try:
        code = app(arguments, standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code)
    except AssistantError as error:
        _fail(str(error), 1)
    except typer.TyperException as error:
        _fail(error.format_message(), error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever reads has gone, as where typer and rich notice it
        sys.stdout = _nowhere()
        sys.exit(1)
    except OSError as error:
        if error.errno not in _UNWRITABLE:
            raise
        sys.stdout = _nowhere()  # what is left in it would fail again at the end
        _fail(f"{error.filename or 'The output'} cannot be written: {error.strerror}.", 1)


def _prepare_streams() -> None:
    """Let every text be written, also where no terminal and no file takes it."""
    # A stream that the caller has closed is none; the next file would get its number.
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # not every terminal knows every script


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _fail(message: str, code: int) -> None:
    if message:  # there is none where the help was shown instead
        options.ERR.print(Text.assemble(("Error: ", "red"), options.line(message)), soft_wrap=True)
    sys.exit(code)
