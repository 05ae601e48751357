"""The tab that shows which articles there are."""

from typing import TYPE_CHECKING

import gradio as gr

from assistant.types import Article
from assistant.ui import labels

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

_COLUMNS = ["Title", "Source", "Published", "Language"]


def library_tab(assistant: "Assistant", tab: gr.Tab) -> None:
    """Lay the tab out; the table is filled whenever the tab is opened."""
    with gr.Column(elem_id="library"):
        table = gr.Dataframe(
            headers=_COLUMNS,
            column_widths=["52%", "20%", "14%", "14%"],
            interactive=False,
            wrap=True,
            show_search="filter",
            elem_id="articles",
        )
    tab.select(
        lambda: rows(assistant), outputs=table, show_progress="hidden", api_visibility="private"
    )


def rows(assistant: "Assistant") -> list[list[str]]:
    """List the stored articles as the table shows them, newest first."""
    return [
        [a.title, a.source or "unknown", _day(a), labels.language(a.language)]
        for a in assistant.articles()
    ]


def _day(article: Article) -> str:
    """Write the date so that the table, which sorts text, sorts it by time."""
    return f"{article.published.at:%Y-%m-%d}" if article.published else "unknown"
