"""The tab to add articles in, and to see which there are."""

from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import gradio as gr

from assistant.errors import AssistantError, SourceError
from assistant.sources.files import MEDIA_TYPES
from assistant.types import Article, IngestReport, Skipped
from assistant.ui import labels, render

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

# Gradio puts the request's own progress bar in its place.
_PROGRESS = gr.Progress()
# What adding sets: the result, the table, the header, the chosen files.
Shown = tuple[Any, Any, Any, Any]
_COLUMNS = ["Title", "Source", "Published", "Language"]


def library_tab(assistant: "Assistant", tab: gr.Tab, header: gr.HTML) -> None:
    """Lay the tab out and connect it; the header is renewed when articles were added."""
    with gr.Column(elem_id="library"):
        files = gr.File(
            label="Saved web pages, text, Markdown or JSON Lines",
            file_count="multiple",
            file_types=list(MEDIA_TYPES),
            height=180,
            elem_id="upload",
        )
        add = gr.Button("Add to the index", variant="primary", elem_id="add")
        result = gr.HTML(elem_id="result", apply_default_css=False)
        table = gr.Dataframe(
            headers=_COLUMNS,
            column_widths=["52%", "20%", "14%", "14%"],
            interactive=False,
            wrap=True,
            show_search="filter",
            elem_id="articles",
        )
    _connect(assistant, add, files, (result, table, header))
    tab.select(
        lambda: rows(assistant), outputs=table, show_progress="hidden", api_visibility="private"
    )


def _connect(
    assistant: "Assistant",
    add: gr.Button,
    files: gr.File,
    shown: tuple[gr.HTML, gr.Dataframe, gr.HTML],
) -> None:
    def added(paths: list[str] | None, progress: gr.Progress = _PROGRESS) -> Shown:
        if not paths:
            gr.Warning("Choose files to add first.")
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        try:
            report = ingest(assistant, [Path(p) for p in paths], progress)
        except AssistantError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return render.report(report), rows(assistant), render.header(assistant.status()), None

    add.click(
        added,
        files,
        [*shown, files],
        show_progress_on=shown[0],
        concurrency_limit=1,
        api_visibility="private",
    )


def ingest(assistant: "Assistant", paths: Sequence[Path], progress: gr.Progress) -> IngestReport:
    """Ingest uploaded files under their own names, which the report then calls them by.

    Raises SourceError when they cannot be kept, and whatever `Assistant.ingest` raises.
    """
    folder = assistant.settings.data_dir.resolve() / "uploads"
    try:
        kept, refused = keep(paths, folder)
    except OSError as error:
        raise SourceError(
            f"The uploads cannot be kept in {folder}: {error.strerror}. "
            "Make room there or choose another data folder."
        ) from error

    def tell(pages: int, passages: int) -> None:
        progress((pages, len(kept)), desc=f"{passages} passages embedded", unit="files")

    progress((0, len(kept)), desc="Reading", unit="files")
    report = assistant.ingest(kept, tell)
    named = [s.model_copy(update={"item": _within(s.item, folder)}) for s in report.skipped]
    return report.model_copy(update={"skipped": (*refused, *named)})


def keep(paths: Sequence[Path], folder: Path) -> tuple[list[Path], list[Skipped]]:
    """Copy uploads to where a later upload of the same name replaces them.

    The server's temporary copies have another folder each time, so that without this a
    corrected article would become a second one. Of two with one name the first is taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, Path] = {}
    refused = []
    for path in paths:
        if path.name in kept:
            refused.append(Skipped(item=path.name, reason="another upload has the same name"))
        else:
            kept[path.name] = Path(copyfile(path, folder / path.name))
    return list(kept.values()), refused


def rows(assistant: "Assistant") -> list[list[str]]:
    """List the stored articles as the table shows them, newest first."""
    return [
        [a.title, a.source or "unknown", _day(a), labels.language(a.language)]
        for a in assistant.articles()
    ]


def _within(item: str, folder: Path) -> str:
    """Leave out the server's own path."""
    if item.startswith(folder.as_uri()):
        item = unquote(item.removeprefix(folder.as_uri()))
    return item.removeprefix(str(folder)).lstrip("/\\")


def _day(article: Article) -> str:
    """Write the date so that the table, which sorts text, sorts it by time."""
    return f"{article.published.at:%Y-%m-%d}" if article.published else "unknown"
