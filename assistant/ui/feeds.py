"""The feeds that are followed: their list, and following one more or one less."""

from collections.abc import Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any

import gradio as gr
from markupsafe import Markup

from assistant.errors import AssistantError
from assistant.feeds.subscriptions import Subscription
from assistant.index.ingestion import Progress
from assistant.intake import Taken
from assistant.ui import labels
from assistant.ui.element import QUIET, element
from assistant.ui.uploads import addresses

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

_NONE = Markup('<p class="hint">None yet. A feed brings its new articles whenever you update.</p>')
# What following sets: the list and the address box.
Shown = tuple[Any, Any]


def feeds_part(assistant: "Assistant") -> tuple[gr.HTML, gr.Button]:
    """Lay the part out and connect it; returns the list and the button that is to update."""
    with gr.Column(elem_id="feeds"):
        element("feeds-title", "<h2>Feeds you follow</h2>")
        listing = element("followed", script="feeds")
        update = gr.Button("Update now", size="sm", elem_id="update")
        box = gr.Textbox(
            label="Follow a feed",
            placeholder="https://example.org/rss.xml",
            info="The address of an RSS, Atom or JSON feed, or of a page that names one.",
            max_lines=1,
            elem_id="feed",
        )
        follow = gr.Button("Follow", size="sm", elem_id="follow")

    def followed(line: str) -> Iterator[Shown]:
        yield from following(assistant, line)

    def unfollowed(event: gr.EventData) -> Markup:
        return unfollow(assistant, str(event.feed))

    gr.on([box.submit, follow.click], followed, box, [listing, box], concurrency_limit=4, **QUIET)
    listing.delete(unfollowed, outputs=listing, **QUIET)
    return listing, update


def following(assistant: "Assistant", line: str) -> Iterator[Shown]:
    """Yield what the part shows while a feed is looked at, and whether it is now followed."""
    urls, strange = addresses(line)
    if not urls:
        reason = strange[0].note if strange else "Give the address of a feed first."
        yield listed(assistant.feeds(), failure=reason), gr.skip()
        return
    yield listed(assistant.feeds(), note=f"Looking at {urls[0]}"), gr.skip()
    try:
        added = assistant.add_feed(urls[0])
    except AssistantError as error:
        yield listed(assistant.feeds(), failure=str(error)), gr.skip()
    else:
        note = f"You now follow {added.title or added.url}. Update to take its articles in."
        yield listed(assistant.feeds(), note=note), ""


def unfollow(assistant: "Assistant", url: str) -> Markup:
    """Follow a feed no longer; returns what the list then shows."""
    gone = assistant.remove_feed(url)
    return listed(
        assistant.feeds(), note="Removed. Its articles stay in the index." if gone else ""
    )


def update(assistant: "Assistant", progress: Progress, stop: Event) -> None:
    """Take in what is new in all feeds; one that fails is told of as left out."""
    so_far = (0, 0)

    def tell(items: int, passages: int, taken: Sequence[Taken]) -> None:
        nonlocal so_far
        so_far = (items, passages)
        progress(items, passages, taken)

    for report in assistant.update_feeds(tell, stop=stop):
        if report.failure:
            failed = Taken(item=report.url, outcome="skipped", note=report.failure)
            progress(*so_far, [failed])


def listed(feeds: Sequence[Subscription], note: str = "", failure: str = "") -> Markup:
    """Render the feeds, and below them what has just been done or could not be."""
    items = Markup("").join(_item(feed) for feed in feeds)
    return Markup("{}{}{}").format(
        Markup("<ul>{}</ul>").format(items) if feeds else _NONE,
        Markup('<p class="aside" role="status">{}</p>').format(note) if note else "",
        Markup('<p class="failure" role="alert">{}</p>').format(failure) if failure else "",
    )


def _item(feed: Subscription) -> Markup:
    checked = f"checked {labels.moment(feed.checked_at)}" if feed.checked_at else "not checked yet"
    return Markup(
        '<li><h3 dir="auto">{0}</h3>'
        '<button type="button" class="unfollow" data-feed="{1}" aria-label="Remove {0}">Remove'
        '</button><p class="item">{2}</p><p class="byline">{3}</p>{4}</li>'
    ).format(
        feed.title or feed.url,
        feed.url,
        labels.link(feed.url, feed.url),
        checked,
        Markup('<p class="failure">{}</p>').format(feed.failure) if feed.failure else "",
    )
