"""Text → the terms that a lexical index compares.

Stemmed words for languages that Snowball knows, folded words for the others, and
character bigrams for scripts that do not separate words (the classical unit for
Chinese and Japanese retrieval, Nie et al. 2000).
"""

import re
import unicodedata
from functools import lru_cache
from threading import local

import Stemmer
from stopwordsiso import stopwords

from assistant.language.locales import english_name

# Languages that are written without spaces, and without capital letters.
UNSPACED = {"zh", "ja", "th"}

UNSPACED_SCRIPTS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Ranges of the letters that are written so, for a regular expression."""

_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|[{UNSPACED_SCRIPTS}]+|[^\W\d_{UNSPACED_SCRIPTS}]+")
_IS_UNSPACED = re.compile(rf"[{UNSPACED_SCRIPTS}]")

_thread = local()


def fold(text: str) -> str:
    """Lower case without accents: what people type and what papers print become equal."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def script(text: str) -> str:
    """The script of a text's first letter: LATIN, CYRILLIC, CJK; empty without letters."""
    letter = next(filter(str.isalpha, text), "")
    return unicodedata.name(letter).split()[0] if letter else ""


def words(text: str) -> list[str]:
    """The words and numbers of a text as written; unspaced scripts come in runs."""
    return _TOKEN.findall(text)


def terms(text: str, language: str | None) -> list[str]:
    """Terms of a text in reading order, without stop words.

    An unknown language is folded but neither stemmed nor stripped of stop words.
    """
    stop = stop_words(language)
    stemmer = _stemmer(language)
    found = []
    for word in words(unicodedata.normalize("NFKC", text)):
        if _IS_UNSPACED.match(word):
            found += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        elif (lower := word.casefold()) not in stop:
            found.append(fold(stemmer.stemWord(lower) if stemmer else lower))
    return found


@lru_cache(maxsize=64)
def stop_words(language: str | None) -> frozenset[str]:
    """Function words of a language, in lower case; empty if unknown."""
    return frozenset(stopwords(language or ""))


def _stemmer(language: str | None) -> Stemmer.Stemmer | None:
    """A stemmer of this thread's own: they keep a cache that is not locked."""
    cache: dict[str | None, Stemmer.Stemmer | None] = _thread.__dict__.setdefault("stemmers", {})
    if language not in cache:
        name = (english_name(language) or "").lower()
        cache[language] = Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
    return cache[language]
