"""The few sentences that the assistant itself says, in the reader's language."""

from babel import Locale, UnknownLocaleError

REFUSAL = {
    "en": "The articles do not say.",
    "it": "Gli articoli non lo dicono.",
    "fr": "Les articles ne le disent pas.",
    "de": "Die Artikel sagen dazu nichts.",
    "es": "Los artículos no lo dicen.",
    "pt": "Os artigos não o dizem.",
    "nl": "De artikelen zeggen daar niets over.",
    "pl": "Artykuły o tym nie mówią.",
    "ru": "В статьях об этом не говорится.",
    "uk": "У статтях про це не йдеться.",
    "el": "Τα άρθρα δεν το αναφέρουν.",
    "tr": "Makalelerde bu bilgi yok.",
    "ar": "المقالات لا تذكر ذلك.",
    "zh": "这些文章没有提到。",
    "ja": "記事には書かれていません。",
}


def refusal(language: str | None) -> str:
    """That the articles do not say, in the language or else in English."""
    return REFUSAL.get(language or "en", REFUSAL["en"])


def quotation(text: str, language: str | None, reader: str | None) -> str:
    """Words of an article in quotation marks, with the name of their language."""
    try:
        names = Locale(reader or "en").languages
    except UnknownLocaleError:
        names = Locale("en").languages
    return f"«{text}» ({names.get(language or '', language or '?')})"
