"""Commands on the feeds that are followed."""

import logging
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import options
from assistant.errors import SettingsError

app = typer.Typer(help="Follow feeds: add, list, remove, update.", no_args_is_help=True)


@app.command()
def add(
    url: Annotated[str | None, typer.Argument(help="A feed, or a page that names one.")] = None,
    opml: Annotated[Path | None, typer.Option(help="A file that lists feeds.")] = None,
    data_dir: options.DataDir = None,
) -> None:
    """Follow a feed, or all feeds of an OPML file."""
    if bool(url) == bool(opml):
        raise SettingsError("Give the address of a feed, or a list of feeds with --opml FILE.")
    assistant = options.assistant(options.settings(data_dir))
    added = assistant.import_feeds(opml) if opml else [assistant.add_feed(url or "")]
    for feed in added:
        text = f"Following {feed.title or 'a feed'}: {feed.url}"
        options.ERR.print(options.line(text), soft_wrap=True)
    if not added:
        options.ERR.print("All feeds of the list are followed already.")


@app.command("list")
def list_feeds(data_dir: options.DataDir = None, as_json: options.AsJson = False) -> None:
    """List the feeds that are followed."""
    from assistant.cli.show import feed_table

    feeds = options.assistant(options.settings(data_dir)).feeds()
    if as_json:
        options.print_json([options.plain(feed) for feed in feeds])
    elif feeds:
        options.OUT.print(feed_table(feeds))
    else:
        options.ERR.print("No feed is followed. Add one with `assistant feeds add URL`.")


@app.command()
def remove(
    url: Annotated[str, typer.Argument(help="The address that `feeds list` shows.")],
    data_dir: options.DataDir = None,
) -> None:
    """Follow a feed no longer; its articles stay."""
    if not options.assistant(options.settings(data_dir)).remove_feed(url):
        raise SettingsError(f"No feed is followed at {url}. `assistant feeds list` shows them.")


@app.command()
def update(
    every: Annotated[
        str | None, typer.Option(help="Do so again and again: every 90s, 15m, 1h.")
    ] = None,
    data_dir: options.DataDir = None,
    as_json: options.AsJson = False,
) -> None:
    """Put what is new in the feeds, or edited in their newer articles, into the index."""
    from assistant.cli.progress import updating_with_progress
    from assistant.cli.show import feed_lines
    from assistant.feeds.schedule import interval

    seconds = interval(every) if every else None
    assistant = options.assistant(options.settings(data_dir))
    if not assistant.feeds():
        raise SettingsError("No feed is followed. Add one with `assistant feeds add URL`.")
    if seconds:
        logging.basicConfig(format="%(asctime)s  %(message)s", datefmt="%F %T", force=True)
        assistant.follow_feeds(seconds)
    reports = updating_with_progress(assistant)
    if as_json:
        options.print_json([options.plain(report) for report in reports])
    else:
        for line in feed_lines(reports):
            options.ERR.print(line, soft_wrap=True)
    if all(report.failure for report in reports):
        raise typer.Exit(1)
