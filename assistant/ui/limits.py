"""The folded panel that limits which articles may answer."""

from typing import TYPE_CHECKING

import gradio as gr
from pydantic import ValidationError

from assistant.errors import QuestionError
from assistant.types import Filters
from assistant.ui import labels
from assistant.ui.element import AT_ONCE

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

Limit = str | list[str]
"""What a field holds: a day, or the names that were chosen."""

_FIELDS = ("published_from", "published_to", "as_of", "sources", "languages")


def limits_panel(assistant: "Assistant") -> list[gr.components.Component]:
    """Lay the panel out; its fields come in the order that `read` takes their values."""
    with gr.Accordion("Limit the articles", open=False, elem_id="limits") as panel:
        with gr.Row():
            # Not gr.DateTime: its fields have no label, and what is no day goes unsaid.
            days = [
                gr.Textbox(label=label, placeholder="2026-02-28", max_lines=1, min_width=120)
                for label in ("Published from", "Published to", "As of")
            ]
        with gr.Row():
            outlets = gr.Dropdown([], multiselect=True, label="Outlets", min_width=200)
            languages = gr.Dropdown([], multiselect=True, label="Languages", min_width=200)

    def refresh(outlets: list[str], codes: list[str]) -> tuple[gr.Dropdown, gr.Dropdown]:
        # What is chosen stays a choice when its last article is gone: it is seen, and refused
        # with no question.
        codes = sorted(filter(None, {*assistant.status().languages, *codes}))
        named = [(labels.language(code), code) for code in codes]
        known = sorted({*assistant.outlets(), *outlets}, key=str.casefold)
        return gr.Dropdown(choices=known), gr.Dropdown(choices=named)

    names = [outlets, languages]
    panel.expand(refresh, names, names, **AT_ONCE)
    return [*days, *names]


def read(*values: Limit) -> Filters:
    """The limits that the fields hold. Raises QuestionError when a day is none."""
    bare = (value.strip() if isinstance(value, str) else value for value in values)
    try:
        given = {name: value for name, value in zip(_FIELDS, bare, strict=True) if value}
        return Filters.model_validate(given)
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0]).replace("_", " ")
        raise QuestionError(
            f"The limit “{field}” is no day. Write it as 2026-02-28, or leave it empty."
        ) from error
