"""What the commands share: their options, and ways in and out."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel
from rich.console import Console

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

CORPUS = Path(__file__).parent.parent.parent / "corpus"
NO_ARTICLES = "No articles yet. `assistant ingest` puts some in."
ERR = Console(stderr=True)
OUT = Console(highlight=False, soft_wrap=True)

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the index.", show_default="settings")
]
Model = Annotated[
    str | None, typer.Option("--model", help="embedded, extractive, openai/NAME, ollama/NAME, …")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print only JSON.")]
Fields = Annotated[
    list[str] | None,
    typer.Option("--field", help="A column of a dump: text=artikel; may be repeated."),
]
_DAY = ["%Y-%m-%d"]
From = Annotated[
    datetime | None, typer.Option("--from", formats=_DAY, help="Published on this day or later.")
]
To = Annotated[
    datetime | None, typer.Option("--to", formats=_DAY, help="Published on this day or before.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=_DAY, help="As if asked on this day: nothing later counts."),
]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only this outlet; may be repeated.")
]
Language = Annotated[
    list[str] | None,
    typer.Option("--language", help="Only articles in it: en, it, …; may be repeated."),
]
Count = Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")]


def assistant(settings: Settings) -> "Assistant":
    """The assistant of these settings; nothing is loaded yet."""
    from assistant.answering.assistant import Assistant

    return Assistant(settings)


def settings(data_dir: Path | None, model: str | None = None, **others: object) -> Settings:
    """The settings with those that were given on the command line."""
    given = {"data_dir": data_dir, "model": model, **others}
    return Settings(**{k: v for k, v in given.items() if v is not None})


def filters(
    published_from: datetime | None,
    published_to: datetime | None,
    as_of: datetime | None,
    sources: Sequence[str] | None,
    languages: Sequence[str] | None,
) -> Filters:
    """The limits that were given on the command line."""
    days = {"published_from": published_from, "published_to": published_to, "as_of": as_of}
    limits = {name: at.date() for name, at in days.items() if at}
    return Filters.model_validate(
        {"sources": sources or (), "languages": languages or (), **limits}
    )


def mapping(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """`["text=artikel"]` as a mapping; None if there is nothing in it."""
    if wrong := [pair for pair in pairs or () if "=" not in pair]:
        raise SettingsError(f"--field takes OURS=THEIRS, such as text=artikel, not {wrong[0]!r}.")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


def plain(record: BaseModel, without: set[str] | None = None) -> dict[str, object]:
    """A record as JSON has it."""
    return record.model_dump(mode="json", exclude=without)


def print_json(value: object) -> None:
    """Print a value and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
