"""Short English wordings of what is known about an article."""

import re
from collections.abc import Sequence
from datetime import datetime

from babel import Locale
from babel.dates import format_datetime
from markupsafe import Markup, escape

from assistant.types import Article, Dated, Provenance

NO_ARTICLES = "No articles yet. The tab “Add articles” adds some."
_ORIGINS = {
    "front-matter": "stated in the file",
    "json-ld": "stated by the page",
    "meta": "stated by the page",
    "time-tag": "stated by the page",
    "feed": "stated by the feed",
    "url": "read from the address",
    "text": "read from the text",
}


def byline(about: Article | Provenance, also_in: Sequence[str] = ()) -> Markup:
    """Put outlets, date and language in one line. `euronews · 4 February 2026 · Italian`.

    An outlet is isolated: a name written from right to left would turn the date around.
    """
    outlets = Markup("<bdi>{}</bdi>").format(about.source or "source unknown")
    if also_in:
        others = (Markup("<bdi>{}</bdi>").format(outlet) for outlet in also_in)
        outlets += Markup(" (also in {})").format(Markup(", ").join(others))
    return Markup("{} · {} · {}").format(outlets, date(about.published), language(about.language))


def date(published: Dated | None) -> str:
    """Write the day in words, with the minute (UTC) where it is known."""
    if published is None:
        return "date unknown"
    if published.precision == "minute":
        return moment(published.at)
    return format_datetime(published.at, "d MMMM y", locale="en")


def moment(at: datetime) -> str:
    """`8 May 2031, 06:30 UTC`."""
    return format_datetime(at, "d MMMM y, HH:mm 'UTC'", locale="en")


def origin(published: Dated) -> str:
    """Say where the date was found."""
    return _ORIGINS[published.origin]


def language(code: str | None) -> str:
    """Name a language in English; a code without a name stays as it is."""
    return str(Locale("en").languages.get(code or "", code or "language unknown"))


def spoken(code: str | None) -> Markup:
    """The attributes of a text in a language, for whatever reads it aloud or sets it in type."""
    return Markup(' dir="auto" lang="{}"').format(code) if code else Markup(' dir="auto"')


def isolated(text: str) -> Markup:
    """A text in which words put in brackets, such as a day, keep their order.

    In the reader's language they may run the other way than the sentence around them.
    """
    pieces = re.split(r"(\[[^]]* [^]]*\])", text)
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def counted(number: int, thing: str) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def seconds(milliseconds: float) -> str:
    """`0.1 s`, never `0.0 s`."""
    return f"{max(milliseconds / 1000, 0.1):.1f} s"


def link(url: str, shown: str) -> Markup:
    """Lead to an address on the web, in a window that knows nothing of this one.

    An address of any other kind is only shown.
    """
    if not is_web(url):
        return Markup("<bdi>{}</bdi>").format(shown)
    return Markup(
        '<a href="{}" target="_blank" rel="noopener noreferrer"><bdi>{}</bdi></a>'
    ).format(url, shown)


def is_web(url: str) -> bool:
    """Whether a browser may be sent there."""
    return re.match(r"https?://", url, re.IGNORECASE) is not None
