"""The part of the page that is our own HTML."""

from pathlib import Path
from typing import Any

import gradio as gr

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""For every event of the page: nothing flashes meanwhile, and it is no public API."""
AT_ONCE: dict[str, Any] = {**QUIET, "queue": False}
"""For those that wait for no answer that is being written."""


def element(elem_id: str, value: str = "", *, script: str | None = None) -> gr.HTML:
    """Make a component with the style and the script of this package alone.

    `script` is the name of a file beside this one; it may trigger events of the component.
    """
    code = script and Path(__file__).with_name(f"{script}.js").read_text(encoding="utf-8")
    return gr.HTML(value, elem_id=elem_id, js_on_load=code, apply_default_css=False)
