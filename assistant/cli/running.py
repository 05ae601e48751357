"""Commands on the program itself: its state, its weights, its page."""

from enum import Enum
from typing import Annotated

import typer

from assistant.cli import options
from assistant.errors import SettingsError
from assistant.settings import Settings


def status(data_dir: options.DataDir = None, as_json: options.AsJson = False) -> None:
    """Show the state of the index and the models in use."""
    from assistant.cli.show import status_table

    state = options.assistant(options.settings(data_dir)).status()
    if as_json:
        options.print_json(options.plain(state))
    else:
        options.OUT.print(status_table(state))


class ModelsAction(str, Enum):
    """What to do with the weights of the embedded models."""

    LIST = "list"
    PULL = "pull"
    VERIFY = "verify"


def models(
    action: Annotated[ModelsAction, typer.Argument()] = ModelsAction.LIST,
    name: Annotated[str | None, typer.Argument(help="One of them instead of all.")] = None,
    as_json: options.AsJson = False,
) -> None:
    """List, fetch or check the weights of the embedded models."""
    from assistant.cli.show import weights_table
    from assistant.weights.catalogue import CATALOGUE
    from assistant.weights.download import ensure, status, verify

    if name and name not in CATALOGUE:
        raise SettingsError(f"No weights are called {name!r}. Known are: {', '.join(CATALOGUE)}.")
    folder = Settings().cache_dir
    chosen = [CATALOGUE[name]] if name else [*CATALOGUE.values()]
    if action is ModelsAction.PULL:
        for weights in chosen:
            ensure(weights, folder)
    look = verify if action is ModelsAction.VERIFY else status
    states = {w.name: look(w, folder) for w in chosen}
    if as_json:
        options.print_json(states)
    else:
        options.OUT.print(weights_table(states, folder))
    if action is ModelsAction.VERIFY and "damaged" in states.values():
        raise typer.Exit(1)


def serve(
    data_dir: options.DataDir = None,
    model: options.Model = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    samples: Annotated[bool, typer.Option(help="Fill an empty index with the samples.")] = False,
) -> None:
    """Open the assistant in the browser."""
    from assistant.cli.progress import ingest_with_progress
    from assistant.ui.page import serve as serve_page

    assistant = options.assistant(options.settings(data_dir, model, host=host, port=port))
    if samples and not assistant.status().articles:
        ingest_with_progress(assistant, [options.CORPUS / "articles"])
    serve_page(assistant)
