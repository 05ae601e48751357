"""What the commands share: their options, and ways in and out."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.text import Text

from assistant.errors import SettingsError
from assistant.settings import Settings
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

_PACKAGED = Path(__file__).parent.parent / "_corpus"
CORPUS = _PACKAGED if _PACKAGED.is_dir() else _PACKAGED.parent.parent / "corpus"
NO_ARTICLES = "No articles yet. `assistant ingest` puts some in."
ERR = Console(stderr=True)
# Through a pipe no row of a table is broken, so that grep finds it whole.
OUT = Console(highlight=False, soft_wrap=True, width=None if os.isatty(1) else 10_000)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

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


def line(message: str) -> Text:
    """A message in one line, in which the name of a file cannot steer the terminal."""
    return Text(_CONTROL.sub("�", message))


def words(given: str) -> str:
    """What was typed, in a locale too that does not know its letters."""
    return given.encode(errors="surrogateescape").decode(errors="replace")


def day(written: str) -> date:
    """The day that an option gives."""
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is no day; write it as 2026-02-28.") from error


def _day(name: str, meaning: str) -> Any:
    return typer.Option(name, parser=day, metavar="DAY", help=meaning)


From = Annotated[date | None, _day("--from", "Published on this day or later.")]
To = Annotated[date | None, _day("--to", "Published on this day or before.")]
AsOf = Annotated[date | None, _day("--as-of", "As if asked on this day: nothing later counts.")]
Before = Annotated[date | None, _day("--before", "All published before this day.")]
Words = Annotated[str, typer.Argument(parser=words)]
Source = Annotated[
    list[str] | None, typer.Option("--source", help="Only this outlet; may be repeated.")
]
Language = Annotated[
    list[str] | None,
    typer.Option("--language", help="Only articles in it: en, it, …; may be repeated."),
]
Count = Annotated[
    int | None,
    typer.Option("-k", min=1, max=100, help="How many passages.", show_default="settings"),
]


def assistant(settings: Settings) -> "Assistant":
    """The assistant of these settings; nothing is loaded unless a killed command left work."""
    from assistant.answering.assistant import Assistant

    opened = Assistant(settings)
    opened.settle()
    return opened


def settings(data_dir: Path | None, model: str | None = None, **others: object) -> Settings:
    """The settings with those that were given on the command line."""
    given = {"data_dir": data_dir, "model": model, **others}
    return Settings(**{k: v for k, v in given.items() if v is not None})


def filters(
    assistant: "Assistant",
    days: tuple[date | None, date | None, date | None],
    sources: Sequence[str] | None,
    languages: Sequence[str] | None,
) -> Filters:
    """The limits given on the command line, days in the order from, to, as of.

    Raises SettingsError where no article can keep to one.
    """
    first, last, as_of = days
    limits = {
        "published_from": first,
        "published_to": last,
        "as_of": as_of,
        "sources": _among(sources, assistant.outlets, "--source"),
        "languages": _among(languages, lambda: assistant.status().languages, "--language"),
    }
    return Filters.model_validate(limits)


def _among(
    given: Sequence[str] | None, known: Callable[[], Iterable[str]], option: str
) -> list[str]:
    """The names as the index has them, in whatever case they were given and in all it has."""
    wanted = {name.casefold() for name in given or ()}
    there = [name for name in known() if name.casefold() in wanted] if wanted else []
    found = {name.casefold() for name in there}
    if unknown := [name for name in given or () if name.casefold() not in found]:
        raise SettingsError(
            f"No article fits {option} {unknown[0]}. `assistant list` shows outlets and languages."
        )
    return there


def mapping(pairs: Sequence[str] | None) -> dict[str, str] | None:
    """`["text=artikel"]` as a mapping; None if there is nothing in it."""
    if wrong := [pair for pair in pairs or () if "=" not in pair]:
        raise SettingsError(f"--field takes OURS=THEIRS, such as text=artikel, not {wrong[0]!r}.")
    return dict(pair.split("=", 1) for pair in pairs) if pairs else None


def plain(record: BaseModel, without: set[str] | None = None) -> dict[str, object]:
    """A record as JSON has it."""
    return record.model_dump(mode="json", exclude=without)


def print_json(value: object) -> None:
    """Print a value and nothing else; escaped where the encoding lacks its letters."""
    escaped = not sys.stdout.encoding.casefold().startswith("utf")
    sys.stdout.write(json.dumps(value, ensure_ascii=escaped, indent=2) + "\n")
