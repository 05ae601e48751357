"""What a translation has lost of its sentence."""

from assistant.answering.checking.figures import missing_figures
from assistant.language.locales import locale_for
from assistant.language.names import missing_names, name_key, names
from assistant.language.places import places
from assistant.language.terms import fold, words
from assistant.language.weekdays import weekdays
from assistant.types import Evidence


def lost(e: Evidence, translation: str, language: str | None) -> list[str]:
    """Numbers, dates and weekdays of a sentence that its translation has not kept.

    Also names that it has replaced: Venice for The Hague, Sudan for South Sudan; one that
    is only left out makes no statement wrong. And weekdays and countries still in the sentence's
    language.
    """
    text = e.sentence.text
    said = e.sentence.model_copy(update={"text": translation})
    there = [e.model_copy(update={"sentence": said, "language": language})]
    figures = missing_figures(text, e.language, there)
    left = weekdays(translation, e.language).keys() - weekdays(translation, language).keys()
    return [
        *figures,
        *left,
        *_untranslated(translation, e.language, language),
        *_cut(text, translation),
        *_replaced(text, e.language, translation, language),
    ]


def _untranslated(translation: str, language: str | None, into: str | None) -> list[str]:
    """Countries that are called as in another language: "la Croazia" in Spanish."""
    theirs, own = (locale_for(code).territories for code in (language, into))
    named = [(code.upper(), word) for code, word in places(translation).items()]
    return [word for c, word in named if fold(theirs.get(c, "")) == word != fold(own.get(c, ""))]


def _cut(text: str, translation: str) -> list[str]:
    """Places named in several words of which the translation has some."""
    kept, there = places(translation), {name_key(w) for w in words(translation)}
    gone = [word for code, word in places(text).items() if code not in kept]
    return [g for g in gone if " " in g and there & {name_key(w) for w in g.split()}]


def _replaced(text: str, language: str | None, translation: str, into: str | None) -> list[str]:
    """Names that are gone, if there are more names than without them there would be."""
    kept = places(translation)
    known = {w for code, place in places(text).items() if code in kept for w in words(place)}
    own = names(text, language)
    gone = [n for n in missing_names(own, translation) if not known & set(words(fold(n)))]
    more = len(names(translation, into)) > len(own) - len(gone)
    return gone if more else []
