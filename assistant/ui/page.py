"""The browser page: its frame, and serving it. The tabs are in asking, library and adding."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from rich.console import Console

from assistant.errors import SettingsError
from assistant.ui import render, uploads
from assistant.ui.adding import adding_tab
from assistant.ui.asking import asking_tab
from assistant.ui.element import QUIET, element
from assistant.ui.library import library_tab
from assistant.ui.running import Runner
from assistant.ui.theme import THEME

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

# Archives hold many pages, each of which may be as large as a page may be.
_PAGES_IN_UPLOAD = 100
# Gradio says that the page is in the reader's language, but its words are not.
_IN_ENGLISH = "() => { document.documentElement.lang = 'en'; }"


def serve(assistant: "Assistant") -> None:
    """Serve the page until the program is interrupted; errors as `launch`.

    The model is loaded once the page is there: a program that cannot serve ends at once.
    """
    runner = Runner()
    page = launch(assistant, runner)
    try:
        assistant.load()
        told = f"News Assistant is at {page.local_url} (stop with Ctrl+C)."
        Console(stderr=True).print(told, markup=False, soft_wrap=True)
        page.block_thread()
    finally:
        runner.end()


def launch(assistant: "Assistant", runner: Runner | None = None) -> gr.Blocks:
    """Start serving at the host and port of the settings; port 0 is any free one.

    Returns the running page, with its address as `local_url`; `close()` stops it. Raises
    SettingsError when the address cannot be listened on.
    """
    settings = assistant.settings
    page = build(assistant, runner or Runner())
    # Not before it is needed: until the server listens, others may take the port.
    port = _free_port(settings.host, settings.port)
    uploads.forget_killed(assistant)
    _spare_loopback()
    page.launch(
        server_name=settings.host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        footer_links=[],
        max_file_size=_PAGES_IN_UPLOAD * settings.max_page_bytes,
        theme=THEME,
        css_paths=Path(__file__).with_name("style.css"),
    )
    return page


def _spare_loopback() -> None:
    """Gradio asks the page whether it is there, through the proxy of the environment if any."""
    spared = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if spared != "*" and any(name.lower().endswith("_proxy") for name in os.environ):
        os.environ["no_proxy"] = f"{spared},localhost,127.0.0.1"


def _free_port(host: str, port: int) -> int:
    """Try the address first: the server would try a hundred ports, and log each."""
    try:
        with socket.create_server((host, port)) as tried:
            return int(tried.getsockname()[1])
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {host}, port {port}: another program uses the port or the "
            "address is not this machine's. Choose another host or port."
        ) from error


def build(assistant: "Assistant", runner: Runner) -> gr.Blocks:
    """Lay out the whole page over an assistant."""
    page = gr.Blocks(title="News Assistant", analytics_enabled=False, delete_cache=(3600, 86400))
    with page:
        header = element("header", render.MASTHEAD.format(""))
        with gr.Tabs():
            with gr.Tab("Ask") as asking:
                asking_tab(assistant, page, asking)
            with gr.Tab("Articles") as articles:
                library_tab(assistant, articles, header)
            with gr.Tab("Add articles") as adding:
                adding_tab(assistant, runner, adding, header)
        _keep_fresh(assistant, page, header)
        page.load(None, js=_IN_ENGLISH, **QUIET)
    page.queue(api_open=False)
    return page


def _keep_fresh(assistant: "Assistant", page: gr.Blocks, header: gr.HTML) -> None:
    """Show the state on load, and again every two seconds until the model is ready."""
    timer = gr.Timer(2)

    def refresh() -> tuple[str, gr.Timer]:
        status = assistant.status()
        return render.header(status), gr.Timer(active=not status.model_ready)

    gr.on([page.load, timer.tick], refresh, outputs=[header, timer], **QUIET)
