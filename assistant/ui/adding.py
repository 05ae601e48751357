"""The tab to add articles in: from web addresses, files and pasted text, from feeds."""

from collections.abc import AsyncIterator
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
from assistant.ui.uploads import Given

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

# What adding sets: the addresses, the chosen files, the pasted text, the results.
Shown = tuple[Any, Any, Any, Any]
# Everybody may watch at once; the runner sees to it that there is one run to watch.
_WATCH: dict[str, Any] = {**QUIET, "concurrency_limit": None}
_BUSY = "Articles are being added already. Wait until that is done, or cancel it."


def adding_tab(assistant: "Assistant", runner: Runner, tab: gr.Tab, header: gr.HTML) -> None:
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
            text = gr.Textbox(
                label="Or the text of an article",
                placeholder="Paste it, headline first",
                lines=2,
                max_lines=12,
                elem_id="pasted",
            )
            with gr.Row(elem_id="start"):
                add = gr.Button("Add to the index", variant="primary", elem_id="add")
                cancel = gr.Button("Cancel", elem_id="cancel")
            shown = element("results", script="results")
        followed, update = feeds.feeds_part(assistant)
    _connect(assistant, runner, (box, files, text, shown), (add, update, tab), (header, followed))
    cancel.click(runner.stop, **AT_ONCE)


def _connect(
    assistant: "Assistant",
    runner: Runner,
    given: tuple[gr.Textbox, gr.File, gr.Textbox, gr.HTML],
    starting: tuple[gr.Button, gr.Button, gr.Tab],
    standing: tuple[gr.HTML, gr.HTML],
) -> None:
    add, update, tab = starting
    *boxes, shown = given

    async def added(lines: str, paths: list[str] | None, text: str) -> AsyncIterator[Shown]:
        chosen = Given(lines, [Path(p) for p in paths or ()], text.strip())
        async for snapshot in adding(assistant, runner, chosen):
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
        add.click(added, boxes, [*given], **_WATCH),
        update.click(updated, None, shown, **_WATCH),
        tab.select(watching, None, shown, trigger_mode="once", **_WATCH),
    ):
        event.then(renewed, None, [*standing], **QUIET)


async def adding(assistant: "Assistant", runner: Runner, given: Given) -> AsyncIterator[Shown]:
    """Begin to add what is given, unless something runs, and yield what the page shows.

    What was given is cleared when some of it is in, and stays, to be corrected, when nothing
    is or the run did not come to its end.
    """
    if not (given.lines.strip() or given.paths or given.text):
        gr.Warning("Give an address, choose a file or paste a text first.")
        yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
        return
    own = runner.start(_title(given), partial(uploads.ingest, assistant, given), _total(given))
    if not own:
        gr.Warning(_BUSY)
    async for snapshot in watched(runner):
        yield gr.skip(), gr.skip(), gr.skip(), snapshot
    if own and runner.last and runner.last.stage == "done" and runner.last.taken:
        uploads.forget(given.paths)
        yield "", None, "", gr.skip()


async def watched(runner: Runner) -> AsyncIterator[str]:
    """Yield the results of what runs, or ran last, as they grow."""
    async for run in runner.watch():
        yield results(run)


def _title(given: Given) -> str:
    """`Adding https://example.org/ and 2 files`."""
    urls, _ = uploads.addresses(given.lines)
    web = urls[0] if len(urls) == 1 else f"{len(urls)} addresses" if urls else ""
    names = [path.name for path in given.paths]
    local = names[0] if len(names) == 1 else f"{len(names)} files" if names else ""
    text = "a pasted text" if given.text else ""
    return f"Adding {' and '.join(filter(None, (web, local, text)))}"


def _total(given: Given) -> int | None:
    """Number of items to come, where it is known."""
    urls, _ = uploads.addresses(given.lines)
    known = count([*given.paths, *urls])
    return None if known is None else known + bool(given.text)
