"""What Unicode's locale data (CLDR, by way of Babel) knows of a language."""

from babel import Locale, UnknownLocaleError


def locale_of(language: str | None) -> Locale | None:
    """The locale of a language's code; None for no language and for one without data."""
    try:
        return Locale(language or "")
    except (UnknownLocaleError, ValueError):
        return None


def english_name(language: str | None) -> str | None:
    """A language in English: `english_name("it")  # "Italian"`; None as for `locale_of`."""
    locale = locale_of(language)
    return str(locale.english_name) if locale else None


def locale_for(reader: str | None) -> Locale:
    """The locale to write in for a reader: English where the language has no data."""
    return locale_of(reader) or Locale("en")
