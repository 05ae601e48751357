"""The tab that shows which articles there are; each opens beside the list, and can be removed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import gradio as gr
from markupsafe import Markup

from assistant.errors import AssistantError
from assistant.types import Article
from assistant.ui import labels, render
from assistant.ui.element import AT_ONCE, element
from assistant.ui.panel import panel

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

_SHOWN = 200
_NOTHING = Markup("")
_NOTHING_OPEN = Markup('<p class="hint">Choose an article to read what is stored of it.</p>')
_EMPTY = Markup('<p class="hint">{}</p>').format(labels.NO_ARTICLES)
_REMOVAL = Markup(
    '<details class="removal"><summary>Remove</summary><p>Nothing will be found in it any more, '
    "and answers that cite it lose this source. Its earlier versions go with it.{}</p>"
    '<button type="button" data-remove="{}">Remove for good</button></details>'
)
_REPRINTED = Markup(" Its text stays, as that of others who printed it too: <bdi>{}</bdi>.")


class Listed(NamedTuple):
    """An article in the list: the words it is found by, and what is shown of it."""

    words: str
    shown: Markup


Shelf = Sequence[Listed]
# What a removal sets: the shelf, the list, the article that is open, the page's header.
Shown = tuple[Shelf, Markup, Markup, Markup]


def library_tab(assistant: "Assistant", tab: gr.Tab, header: gr.HTML) -> None:
    """Lay the tab out; articles are read when the tab is opened, not at each word typed."""
    kept = gr.State(())
    with gr.Row(elem_id="library"):
        with gr.Column(elem_id="shelf"):
            box = gr.Textbox(
                label="Find articles",
                placeholder="Words of the title, outlet, language, day or address",
                show_label=False,
                container=False,
                max_lines=1,
                elem_id="find",
            )
            articles = element("articles", script="library")
        opened = element("opened", _NOTHING_OPEN, script="panel")

    def filled(words: str) -> tuple[Shelf, Markup]:
        entries = shelf(assistant.articles())
        return entries, listed(entries, words)

    def read(event: gr.EventData) -> Markup:
        return opening(assistant, str(event.article))

    def removed(event: gr.EventData, words: str) -> Shown:
        return removing(assistant, str(event.article), words)

    tab.select(filled, box, [kept, articles], **AT_ONCE)
    box.change(listed, [kept, box], articles, trigger_mode="always_last", **AT_ONCE)
    articles.click(read, outputs=opened, **AT_ONCE)
    opened.clear(lambda: _NOTHING_OPEN, outputs=opened, **AT_ONCE)
    opened.delete(removed, box, [kept, articles, opened, header], **AT_ONCE)


def shelf(articles: Iterable[Article]) -> Shelf:
    """The articles as they are listed, in their order."""
    return [_listed(article) for article in articles]


def listed(entries: Shelf, words: str = "", note: Markup = _NOTHING) -> Markup:
    """Render the articles that have all the words; of very many only the first, and the count."""
    wanted = words.casefold().split()
    fitting = [e.shown for e in entries if all(word in e.words for word in wanted)]
    return Markup('{}<p class="aside">{}</p>{}').format(
        note,
        _count(len(fitting), len(entries)),
        Markup("<ul>{}</ul>").format(_NOTHING.join(fitting[:_SHOWN])) if entries else _EMPTY,
    )


def opening(assistant: "Assistant", article_id: str) -> Markup:
    """Render an article as it is stored, with the way to remove it."""
    tools = _REMOVAL.format(_staying(assistant, article_id), article_id)
    return panel(assistant.article(article_id), (), tools=tools)


def removing(assistant: "Assistant", article_id: str, words: str) -> Shown:
    """Remove an article; returns what the page then shows."""
    article = assistant.article(article_id)
    title = article.title if article else "It was gone already"
    note = Markup('<p class="note" role="status">Removed: <bdi>{}</bdi>{}</p>').format(
        title, _staying(assistant, article_id)
    )
    still_open = _NOTHING_OPEN
    try:
        assistant.remove([article_id])
    except AssistantError as error:
        note = Markup('<p class="failure" role="alert">{}</p>').format(error)
        still_open = opening(assistant, article_id)
    entries = shelf(assistant.articles())
    return entries, listed(entries, words, note), still_open, render.header(assistant.status())


def _staying(assistant: "Assistant", article_id: str) -> Markup:
    """Who else has printed an article, and so takes its place when it is removed."""
    heirs = assistant.heirs([article_id])
    return _REPRINTED.format(", ".join(heirs)) if heirs else _NOTHING


def _count(fitting: int, there: int) -> str:
    """`The newest 200 of 5,000 articles`."""
    if fitting > _SHOWN:
        return f"The newest {_SHOWN} of {fitting:,} articles; type to find others"
    return f"{fitting:,} of {there:,} articles" if fitting < there else ""


def _listed(article: Article) -> Listed:
    day = f"{article.published.at:%Y-%m-%d}" if article.published else ""
    byline = labels.byline(article)
    shown = Markup(
        '<li><button type="button" data-article="{}"{}>{}</button><p class="byline">{}</p></li>'
    ).format(article.id, labels.spoken(article.language), article.title, byline)
    words = f"{article.title} {byline.striptags()} {day} {article.url}"
    return Listed(words.casefold(), shown)
