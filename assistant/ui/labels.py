"""Short English wordings of what is known about an article."""

from babel import Locale
from babel.dates import format_datetime
from markupsafe import Markup

from assistant.types import Article, Citation, Dated, Evidence

_ORIGINS = {
    "front-matter": "stated in the file",
    "json-ld": "stated by the page",
    "meta": "stated by the page",
    "time-tag": "stated by the page",
    "feed": "stated by the feed",
    "url": "read from the address",
    "text": "read from the text",
}


def byline(about: Article | Citation | Evidence) -> Markup:
    """Put outlet, date and language in one line. `euronews · 4 February 2026 · Italian`.

    The outlet is isolated: a name written from right to left would turn the date around.
    """
    outlet = about.source or "source unknown"
    line = Markup("<bdi>{}</bdi> · {} · {}")
    return line.format(outlet, date(about.published), language(about.language))


def date(published: Dated | None) -> str:
    """Write the day in words, with the minute (UTC) where it is known."""
    if published is None:
        return "date unknown"
    shape = "d MMMM y" if published.precision == "day" else "d MMMM y, HH:mm 'UTC'"
    return format_datetime(published.at, shape, locale="en")


def origin(published: Dated) -> str:
    """Say where the date was found."""
    return _ORIGINS[published.origin]


def language(code: str | None) -> str:
    """Name a language in English; a code without a name stays as it is."""
    return str(Locale("en").languages.get(code or "", code or "language unknown"))


def seconds(milliseconds: float) -> str:
    """`0.1 s`, never `0.0 s`."""
    return f"{max(milliseconds / 1000, 0.1):.1f} s"
