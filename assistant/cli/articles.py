"""Commands on the articles of the index."""

from datetime import datetime, time, timezone
from typing import Annotated

import typer
from rich.text import Text

from assistant.cli import options
from assistant.errors import SettingsError, SourceError


def ingest(
    targets: Annotated[
        list[str], typer.Argument(help="Files, folders, addresses of pages, feeds and sites.")
    ],
    data_dir: options.DataDir = None,
    prune: Annotated[bool, typer.Option(help="Also remove articles whose file is gone.")] = False,
    field: options.Fields = None,
) -> None:
    """Put articles into the index; what is in it already is passed over."""
    from assistant.cli.progress import ingest_with_progress
    from assistant.cli.show import report_lines

    assistant = options.assistant(options.settings(data_dir, fields=options.mapping(field)))
    try:
        report = ingest_with_progress(assistant, targets, prune=prune)
    except KeyboardInterrupt:
        options.ERR.print("Stopped. What is in stays in; the same command goes on with the rest.")
        raise
    for line in report_lines(report):
        options.ERR.print(options.line(line), soft_wrap=True)
    taken = report.added + report.updated + report.reprints + report.unchanged
    if not (taken or report.removed):
        raise typer.Exit(1)


def extract(
    target: Annotated[str, typer.Argument(help="A file or the address of a page.")],
    url: Annotated[str | None, typer.Option(help="Where a file was found on the web.")] = None,
    field: options.Fields = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the articles that would be stored, and store nothing."""
    from assistant.api import extract as articles_of
    from assistant.cli.show import article_lines

    articles = articles_of(target, url, options.settings(None, fields=options.mapping(field)))
    if as_json:
        options.print_json([{"id": a.id, **options.plain(a)} for a in articles])
    else:
        for line in article_lines(articles):
            options.OUT.print(line)


def list_articles(data_dir: options.DataDir = None, as_json: options.AsJson = False) -> None:
    """List the articles in the index, newest first."""
    from assistant.cli.show import listed_lines

    articles = options.assistant(options.settings(data_dir)).articles()
    if as_json:
        options.print_json([{"id": a.id, **options.plain(a, {"text"})} for a in articles])
    elif articles:
        for line in listed_lines(articles):
            options.OUT.print(line)
    else:
        options.ERR.print(options.NO_ARTICLES)


def history(
    article_id: Annotated[str, typer.Argument(help="The id that `list` shows.")],
    data_dir: options.DataDir = None,
    as_json: options.AsJson = False,
) -> None:
    """Show what changed between the versions of an article."""
    from assistant.cli.show import history_lines

    versions = options.assistant(options.settings(data_dir)).history(article_id)
    if not versions:
        raise SourceError(f"No article has the id {article_id}. `assistant list` shows them.")
    if as_json:
        options.print_json([{"id": a.id, **options.plain(a)} for a in versions])
    else:
        for line in history_lines(versions):
            options.OUT.print(line)


def remove(
    ids: Annotated[list[str] | None, typer.Argument(help="Ids that `list` shows.")] = None,
    source: Annotated[str | None, typer.Option(help="All articles of this outlet.")] = None,
    before: options.Before = None,
    data_dir: options.DataDir = None,
) -> None:
    """Remove articles with all that belongs to them."""
    if bool(ids) == bool(source or before):
        raise SettingsError("Say what to remove: ids, or --source or --before, or both of these.")
    assistant = options.assistant(options.settings(data_dir))
    day = datetime.combine(before, time.min, timezone.utc) if before else None
    given = list(dict.fromkeys(ids or ()))
    found = given or assistant.find(source, day)
    if not found:
        raise SourceError("No article fits. `assistant list` shows outlets and dates.")
    unknown = [id_ for id_ in given if not assistant.is_current(id_)]
    heirs = assistant.heirs(found)
    count = assistant.remove(found)
    options.ERR.print(f"Removed {count} of {len(found)}.", highlight=False)
    if heirs:
        text = f"Texts that others printed too stay, as theirs: {', '.join(heirs)}."
        options.ERR.print(Text(text), soft_wrap=True)
    if unknown:
        text = f"Not in the index: {', '.join(unknown)}. `assistant list` shows the ids."
        options.ERR.print(Text(text), soft_wrap=True)
    if count < len(found):
        raise typer.Exit(1)
