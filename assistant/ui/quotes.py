"""Sentences of articles, listed below an answer, each with the button that opens its place."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from assistant.types import Citation, Evidence, Provenance
from assistant.ui import labels
from assistant.ui.panel import Pointer, Span


class Quote(NamedTuple):
    """A sentence of an article; only a cited one has a number."""

    about: Provenance
    text: str
    span: Span
    speaker: str | None
    number: int | None


def cited(citation: Citation) -> Quote:
    """Make a quote of a citation."""
    span = (citation.start, citation.end)
    return Quote(citation, citation.quote, span, citation.speaker, citation.number)


def found(evidence: Evidence) -> Quote:
    """Make a quote of a sentence that nothing cites yet."""
    sentence = evidence.sentence
    return Quote(evidence, sentence.text, (sentence.start, sentence.end), sentence.speaker, None)


def section(title: str, quotes: Sequence[Quote]) -> Markup:
    """Render the quotes under a heading; none, and there is no heading either."""
    if not quotes:
        return Markup("")
    return Markup('<section class="sources"><h3>{}</h3>{}</section>').format(title, listed(quotes))


def listed(quotes: Sequence[Quote]) -> Markup:
    """Render each article with its quotes, in the order of their first."""
    by_article: dict[str, list[Quote]] = {}
    for quote in quotes:
        by_article.setdefault(quote.about.article_id, []).append(quote)
    items = (
        Markup('<li><h4{}>{}</h4><p class="byline">{}</p>{}</li>').format(
            labels.spoken(group[0].about.language),
            group[0].about.title,
            labels.byline(group[0].about, group[0].about.also_in),
            Markup("").join(_quoted(quote, group) for quote in group),
        )
        for group in by_article.values()
    )
    return Markup("<ul>{}</ul>").format(Markup("").join(items))


def button(quote: Quote, others: Sequence[Quote]) -> Markup:
    """Open the quote in its article, where the others of the same article are marked too."""
    article = quote.about.article_id
    spans = [quote.span, *(o.span for o in others if o.about.article_id == article)]
    also_in = quote.about.also_in
    pointer = Pointer(article=article, spans=tuple(dict.fromkeys(spans)), also_in=also_in)
    name, shown = ("Read in the article", "Read")
    if quote.number is not None:
        name, shown = (f"Source {quote.number}", f"[{quote.number}]")
    return Markup(
        '<button type="button" class="cite" data-pointer="{}" aria-label="{}: {}">{}</button>'
    ).format(pointer.model_dump_json(), name, quote.about.title, shown)


def _quoted(quote: Quote, others: Sequence[Quote]) -> Markup:
    speaker = Markup(' <span class="speaker">— {}</span>').format(quote.speaker)
    return Markup("<blockquote>{}<div{}>{}{}</div></blockquote>").format(
        button(quote, others),
        labels.spoken(quote.about.language),
        quote.text,
        speaker if quote.speaker else "",
    )
