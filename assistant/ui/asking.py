"""The tab to ask in: the conversation, the composer and the source panel."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import gradio as gr
from markupsafe import Markup
from pydantic import ValidationError

from assistant.errors import AssistantError, QuestionError
from assistant.types import Answer, Article
from assistant.ui import labels, render
from assistant.ui.element import AT_ONCE, QUIET, element
from assistant.ui.limits import Limit, limits_panel, read
from assistant.ui.panel import NOTHING_OPEN, Pointer, panel

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

SAMPLE_QUESTIONS = (
    "What did Putin say about New START?",
    "In che giorno scade il New START?",
    "Wie alt war Gukesh, als er Schachweltmeister wurde?",
    "Combien pesait le premier satellite artificiel ?",
    "¿Por qué rebotó Philae al llegar al cometa?",
    "Где приземлился Гагарин?",
)
SAMPLE_OUTLET = "Sample Courier"
"""One that only the sample articles have, which answer the sample questions."""
_HOW = (
    "Ask in any language. Every sentence of the answer cites the sentence that says it, "
    "in its article."
)
# What each snapshot sets: the question box, earlier turns, the current one, all answers.
Shown = tuple[Any, Any, Any, list[Answer]]
# Several readers see their evidence at once; the model takes one after another.
_STREAM: dict[str, Any] = {**QUIET, "concurrency_limit": 8, "concurrency_id": "answers"}


class Asking(NamedTuple):
    """A question, what the box holds, the turns it comes after, and all there are so far.

    The last of them is not among the former when its question is asked again.
    """

    question: str
    written: str
    earlier: list[Answer]
    there: list[Answer]


def asking_tab(assistant: "Assistant", page: gr.Blocks, tab: gr.Tab) -> None:
    """Lay the tab out and connect it; what may be asked is told anew when it is opened."""
    turns = gr.State([])
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="conversation"):
            earlier = element("earlier", script="conversation")
            current = element("current", script="conversation")
            with gr.Column(elem_id="composer"):
                box = gr.Textbox(
                    placeholder="Ask about the news, in any language",
                    label="Your question",
                    show_label=False,
                    container=False,
                    max_lines=6,
                    autofocus=True,
                    elem_id="question",
                )
                with gr.Row(elem_id="actions"):
                    new = gr.Button("New chat", size="sm", elem_id="new")
                    retry = gr.Button("Ask again", size="sm", elem_id="retry")
                    stop = gr.Button("Stop", size="sm", elem_id="stop")
                    ask = gr.Button("Ask", size="sm", variant="primary", elem_id="ask")
                limits = limits_panel(assistant)
        source = element("panel", NOTHING_OPEN, script="panel")
    _connect(assistant, [turns, *limits], (box, earlier, current), (new, retry, stop, ask))
    _open_sources(assistant, (earlier, current), source, new)

    def opened(turns: list[Answer]) -> Any:
        return gr.skip() if turns else welcome(assistant)

    gr.on([page.load, tab.select], opened, turns, current, **AT_ONCE)


def _connect(
    assistant: "Assistant",
    inputs: list[gr.components.Component],
    shown: tuple[gr.Textbox, gr.HTML, gr.HTML],
    buttons: tuple[gr.Button, gr.Button, gr.Button, gr.Button],
) -> None:
    box, _, current = shown
    new, retry, stop, ask = buttons
    turns = inputs[0]
    outputs = [*shown, turns]

    def asked(
        event: gr.EventData, written: str, turns: list[Answer], *limits: Limit
    ) -> Iterator[Shown]:
        asking = Asking(written, written, turns, turns)
        if event.target is retry and turns:
            asking = Asking(turns[-1].question, written, turns[:-1], turns)
        elif event.target is current:
            asking = Asking(str(event.question), written, turns, turns)
        yield from snapshots(assistant, asking, limits)

    def settled(turns: list[Answer]) -> Markup:
        return render.turns(turns[-1:]) or welcome(assistant)

    def cleared() -> Shown:
        return "", "", welcome(assistant), []

    # One listener: of two, each would begin an answer while the other's is being written.
    starts = [box.submit, ask.click, current.submit, retry.click]
    running = gr.on(starts, asked, [box, *inputs], outputs, **_STREAM)
    stop.click(settled, turns, current, cancels=running, **AT_ONCE)
    new.click(cleared, None, outputs, cancels=running, **AT_ONCE)
    running.failure(settled, turns, current, **QUIET)


def snapshots(assistant: "Assistant", asking: Asking, limits: Sequence[Limit]) -> Iterator[Shown]:
    """Yield what the page shows while a question is answered, an expected failure too.

    Words in the box that are another question stay there. Where nothing can be asked, or
    the answer fails, so do the turns that there were.
    """
    question, written, earlier, there = asking
    try:
        filters = read(*limits)
        if not question.strip():
            raise QuestionError("Type a question first.")
    except QuestionError as error:
        gr.Warning(str(error))
        yield gr.skip(), gr.skip(), gr.skip(), there
        return
    own = written in ("", question)
    answer = Answer(question=question, standalone_question=question, model=assistant.settings.model)
    shown = render.turn(answer, live=True)
    yield "" if own else gr.skip(), render.turns(earlier), shown, [*earlier, answer]
    history = [turn.turn() for turn in earlier if turn.text]
    try:
        if not assistant.status().articles:
            raise QuestionError(labels.NO_ARTICLES)
        for answer in assistant.stream(question, history, filters):
            shown = render.turn(answer, live=not answer.done)
            yield gr.skip(), gr.skip(), shown, [*earlier, answer]
    except AssistantError as error:
        shown = render.failure(question, str(error))
        yield question if own else gr.skip(), render.turns(there), shown, there


def welcome(assistant: "Assistant") -> Markup:
    """Render an empty conversation, with questions to try where there are the articles."""
    if not assistant.status().articles:
        return render.welcome(labels.NO_ARTICLES)
    return render.welcome(_HOW, SAMPLE_QUESTIONS if SAMPLE_OUTLET in assistant.outlets() else ())


def _open_sources(
    assistant: "Assistant", answers: tuple[gr.HTML, gr.HTML], source: gr.HTML, new: gr.Button
) -> None:
    """Let a click on a citation open its article; the reader's browser says which."""

    def opened(event: gr.EventData) -> str:
        try:
            pointer = Pointer.model_validate_json(event.pointer)
        except ValidationError as error:
            raise gr.Error("This is not a citation of the page.", print_exception=False) from error
        article, newer = assistant.article(pointer.article), successor(assistant, pointer.article)
        return panel(article, pointer.spans, pointer.also_in, newer)

    # Outside the queue, so that a source opens while an answer is being written.
    gr.on([a.click for a in answers], opened, outputs=source, **AT_ONCE)
    closing = [source.clear, new.click]
    gr.on(closing, lambda: NOTHING_OPEN, outputs=source, **AT_ONCE)


def successor(assistant: "Assistant", article_id: str) -> Article | None:
    """Return the current version of an article that was changed since, or None."""
    versions = [] if assistant.is_current(article_id) else assistant.history(article_id)
    return versions[-1] if versions and versions[-1].id != article_id else None
