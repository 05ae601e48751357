"""The source panel: a stored article as safe HTML with its cited sentences marked."""

import re
import time
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from assistant.articles.revisions import changes
from assistant.types import Article, Record
from assistant.ui import labels

Span = tuple[int, int]

NOTHING_OPEN = Markup(
    '<p class="hint">Every number in an answer opens the sentence it stands for, '
    "here, in its article.</p>"
)
_GONE = "This article is no longer in the index."
_OPENED = Markup(
    '<article class="source" data-opened="{}"><header>'
    '<button type="button" class="close" aria-label="Close and go back">✕</button>'
    '<h2{} tabindex="-1">{}</h2>{}</header>{}</article>'
)
_CHANGES = Markup("<details><summary>What was changed</summary><ul>{}</ul></details>")
_SAME_WORDS = Markup("<p>Its words are the same: only what is said about it has changed.</p>")


class Pointer(Record):
    """What a citation opens: the cited characters of an article, then others cited there.

    `also_in` are the other outlets that have printed the same text.
    """

    article: str
    spans: tuple[Span, ...]
    also_in: tuple[str, ...] = ()


def panel(
    article: Article | None,
    spans: Sequence[Span],
    also_in: Sequence[str] = (),
    successor: Article | None = None,
    tools: Markup = Markup(""),
) -> Markup:
    """Render the article with the first span marked as cited and the others lightly.

    `successor` is the current version of an article that was changed since; `tools` stand
    below what is said of the article. Where it is None, the reader is told that it is gone.
    Each rendering is distinct, so that the page scrolls to the mark again when
    the same citation is opened twice.
    """
    now = time.monotonic_ns()
    if article is None:
        return _OPENED.format(now, "", _GONE, "", "")
    spoken = labels.spoken(article.language)
    changed = _changed(article, successor) if successor else ""
    head = Markup("{}{}{}").format(_about(article, also_in), changed, tools)
    body = Markup('<div class="text"{}>{}</div>').format(spoken, text(article.text, spans))
    return _OPENED.format(now, spoken, article.title, head, body)


def text(content: str, spans: Sequence[Span]) -> Markup:
    """Render paragraphs, with `mark` elements around exactly the characters of the spans."""
    marks = _apart(spans)
    paragraphs = (
        Markup('<p dir="auto">{}</p>').format(_marked(content, p.start(), p.end(), marks))
        for p in re.finditer(r"[^\n]*\S[^\n]*", content)
    )
    return Markup("").join(paragraphs)


def _apart(spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Order the spans by place, each with its class; one that overlaps an earlier one is left."""
    apart: list[tuple[int, int, str]] = []
    for place, (start, end) in enumerate(spans):
        if start < end and all(end <= s or e <= start for s, e, _ in apart):
            apart.append((start, end, "also" if place else "cited"))
    return sorted(apart)


def _marked(content: str, start: int, end: int, marks: list[tuple[int, int, str]]) -> Markup:
    return Markup("").join(_pieces(content, start, end, marks))


def _pieces(
    content: str, start: int, end: int, marks: list[tuple[int, int, str]]
) -> Iterator[Markup]:
    at = start
    for mark_start, mark_end, kind in marks:
        first, last = max(mark_start, start), min(mark_end, end)
        if first < last:
            yield Markup('{}<mark class="{}">{}</mark>').format(
                content[at:first], kind, content[first:last]
            )
            at = last
    yield Markup("{}").format(content[at:end])


def _about(article: Article, also_in: Sequence[str]) -> Markup:
    """Outlets, date and where it was found, language, the rest, and the way to the original."""
    facts = [labels.byline(article, also_in)]
    if article.published:
        facts.append(escape(f"date {labels.origin(article.published)}"))
    if article.section:
        facts.append(Markup("section <bdi>{}</bdi>").format(article.section))
    if article.authors:
        facts.append(Markup("by <bdi>{}</bdi>").format(", ".join(article.authors)))
    if labels.is_web(article.url):
        facts.append(labels.link(article.url, "open the original"))
    return Markup('<p class="byline">{}</p>').format(Markup(" · ").join(facts))


def _changed(cited: Article, current: Article) -> Markup:
    """Say that there is a newer version, and fold away how it differs."""
    lines = Markup("").join(_change(*change) for change in changes(cited, current))
    return Markup(
        '<div class="changed" role="note"><p>This article was changed after it was cited. '
        "This is the version that the answer cites.</p>{}</div>"
    ).format(_CHANGES.format(lines) if lines else _SAME_WORDS)


def _change(mark: str, sentence: str) -> Markup:
    tag, word = (Markup("del"), "taken out") if mark == "-" else (Markup("ins"), "put in")
    return Markup('<li><span>{1}</span> <{0} dir="auto">{2}</{0}></li>').format(tag, word, sentence)
