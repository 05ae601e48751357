"""What Unicode's locale data (CLDR, by way of Babel) knows of a language."""

from babel import Locale, UnknownLocaleError


def locale_of(language: str | None) -> Locale | None:
    """The locale of a language's tag as pages write it: `de`, `De`, `pt-BR`, `en_GB`.

    None for no language, for what is no tag, and for a language without data.
    """
    try:
        return Locale.parse((language or "").replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def english_name(language: str | None) -> str | None:
    """A language in English: `english_name("it")  # "Italian"`; None as for `locale_of`."""
    locale = locale_of(language)
    return str(locale.english_name) if locale else None


def locale_for(reader: str | None) -> Locale:
    """The locale to write in for a reader: English where the language has no data."""
    return locale_of(reader) or Locale("en")
