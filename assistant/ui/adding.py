"""The tab to add articles in: from web addresses, from files, from feeds."""

from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.sources.local.kinds import MEDIA_TYPES
from assistant.sources.targets import count
from assistant.ui import feeds, render, uploads
from assistant.ui.element import AT_ONCE, QUIET, element
from assistant.ui.results import results
from assistant.ui.running import Runner

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

# What adding sets: the addresses, the chosen files, the results.
Shown = tuple[Any, Any, Any]
# Everybody may watch at once; the runner sees to it that there is one run to watch.
_WATCH: dict[str, Any] = {**QUIET, "concurrency_limit": None}
_BUSY = "Articles are being added already. Wait until that is done, or cancel it."


def adding_tab(assistant: "Assistant", tab: gr.Tab, header: gr.HTML) -> None:
    """Lay the tab out and connect it; the header is renewed when articles were added."""
    with gr.Row(elem_id="adding"):
        with gr.Column(elem_id="given"):
            box = gr.Textbox(
                label="Web addresses, one a line",
                info="Of articles, feeds and sitemaps, or of a whole site: https://example.org/",
                placeholder="https://example.org/2031/bridge.html",
                lines=4,
                max_lines=12,
                elem_id="addresses",
            )
            files = gr.File(
                label="Or files: HTML, PDF, text, CSV, ZIP, WARC",
                file_count="multiple",
                file_types=[*MEDIA_TYPES, ".gz"],
                height=160,
                elem_id="upload",
            )
            with gr.Row(elem_id="start"):
                add = gr.Button("Add to the index", variant="primary", elem_id="add")
                cancel = gr.Button("Cancel", elem_id="cancel")
            shown = element("results", script="results")
        followed, update = feeds.feeds_part(assistant)
    runner = Runner()
    _connect(assistant, runner, (box, files, shown), (add, update, tab), (header, followed))
    cancel.click(runner.stop, **AT_ONCE)


def _connect(
    assistant: "Assistant",
    runner: Runner,
    given: tuple[gr.Textbox, gr.File, gr.HTML],
    starting: tuple[gr.Button, gr.Button, gr.Tab],
    standing: tuple[gr.HTML, gr.HTML],
) -> None:
    add, update, tab = starting
    shown = given[2]

    async def added(lines: str, paths: list[str] | None) -> AsyncIterator[Shown]:
        async for snapshot in adding(assistant, runner, lines, [Path(p) for p in paths or ()]):
            yield snapshot

    async def updated() -> AsyncIterator[str]:
        if not runner.start("Updating the feeds", partial(feeds.update, assistant)):
            gr.Warning(_BUSY)
        async for snapshot in watched(runner):
            yield snapshot

    async def watching() -> AsyncIterator[str]:
        async for snapshot in watched(runner):
            yield snapshot

    def renewed() -> tuple[str, str]:
        return render.header(assistant.status()), feeds.listed(assistant.feeds())

    tab.select(renewed, None, [*standing], **QUIET)
    for event in (
        add.click(added, [*given[:2]], [*given], **_WATCH),
        update.click(updated, None, shown, **_WATCH),
        tab.select(watching, None, shown, trigger_mode="once", **_WATCH),
    ):
        event.then(renewed, None, [*standing], **QUIET)


async def adding(
    assistant: "Assistant", runner: Runner, lines: str, paths: Sequence[Path]
) -> AsyncIterator[Shown]:
    """Begin to add what is given, unless something runs, and yield what the page shows.

    What was given is cleared when some of it is in, and stays, to be corrected, when nothing
    is or the run did not come to its end.
    """
    if not (lines.strip() or paths):
        gr.Warning("Give an address or choose a file first.")
        yield gr.skip(), gr.skip(), gr.skip()
        return
    urls, _ = uploads.addresses(lines)
    task = partial(uploads.ingest, assistant, paths, lines)
    own = runner.start(_title(urls, paths), task, count([*paths, *urls]))
    if not own:
        gr.Warning(_BUSY)
    async for snapshot in watched(runner):
        yield gr.skip(), gr.skip(), snapshot
    if own and runner.last and runner.last.stage == "done" and runner.last.taken:
        yield "", None, gr.skip()


async def watched(runner: Runner) -> AsyncIterator[str]:
    """Yield the results of what runs, or ran last, as they grow."""
    async for run in runner.watch():
        yield results(run)


def _title(urls: Sequence[str], paths: Sequence[Path]) -> str:
    """`Adding https://example.org/ and 2 files`."""
    web = urls[0] if len(urls) == 1 else f"{len(urls)} addresses" if urls else ""
    local = paths[0].name if len(paths) == 1 else f"{len(paths)} files" if paths else ""
    return f"Adding {' and '.join(filter(None, (web, local)))}"
