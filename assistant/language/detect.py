"""Which language a text is in."""

import re
from functools import lru_cache
from tempfile import gettempdir
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.language.terms import UNSPACED_SCRIPTS

_SAMPLE = 2000
_SHORT, _FEW_WORDS = 200, 25  # characters
_LETTERS_IN_ONE = 3  # of scripts without spaces, where two characters are a word
_SURE = 0.35
_PIECES, _PIECE = 8, 300

# Languages that seldom stand in news but take short texts from larger neighbours:
# leaving them out for short texts raised accuracy on questions' first four words.
_RARE_IN_SHORT_TEXTS = {
    "an", "ba", "br", "cy", "dz", "eo", "fo", "fy", "gd", "gl", "ha", "ht", "ig", "jv", "ku", "la",
    "lb", "lg", "ln", "mg", "oc", "om", "qu", "rw", "sa", "se", "sn", "so", "st", "tg", "tk", "tl",
    "tt", "ug", "vo", "wa", "xh", "yo", "zu",
}  # fmt: skip
_COMMON = {"ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru", "zh"}
_VARIANTS = {
    "ary": "ar", "arz": "ar", "nb": "no", "nn": "no", "pcm": "en", "wuu": "zh", "yue": "zh",
}  # fmt: skip


def detect(text: str) -> str | None:
    """ISO 639-1 code of the text's language, or None if it is unsure or too short.

    Norwegian is `no` in both its forms; spoken forms of Arabic and Chinese count as these.
    """
    chances = _chances(text[:_SAMPLE])
    other = chances.pop("", 0.0)
    best = max(chances, key=chances.__getitem__)
    return best if chances[best] > max(_SURE * sum(chances.values()), other) else None


def detect_safely(text: str) -> str | None:
    """As `detect`, but None for a text of few words too, which is often taken for another."""
    length = len(text) + (_LETTERS_IN_ONE - 1) * len(re.findall(f"[{UNSPACED_SCRIPTS}]", text))
    return detect(text) if length >= _FEW_WORDS else None


def share_in(text: str, language: str) -> float:
    """How much of a text is in a language, from 0 to 1.

    The mean chance of the language over up to eight pieces spread evenly over the text, as
    the identifier of py3langid sees each by itself: a passage in another language, or words
    that neighbouring languages share, lower it.
    """
    step = max(_PIECE, len(text) // _PIECES)
    pieces = [text[at : at + _PIECE] for at in range(0, max(1, len(text) - _PIECE // 2), step)]
    shares = []
    for piece in pieces[:_PIECES]:
        chances = _chances(piece)
        shares.append(chances.get(language, 0.0) / sum(chances.values()))
    return sum(shares) / len(shares)


def recognised(text: str) -> float:
    """The chance of the likeliest language: low for letters that spell no language."""
    chances = _chances(text[:_SAMPLE])
    return max(chances.values()) / sum(chances.values())


def _chances(sample: str) -> dict[str, float]:
    """Chance of each language by code; `` for those that have none."""
    sample = sample.lower() if sample.isupper() else sample
    chances: dict[str, float] = {}
    for label, chance in _identifier().rank(sample):
        code = normal_code(label) or ""
        if len(sample) >= _SHORT or code not in _RARE_IN_SHORT_TEXTS:
            prior = 2.0 if len(sample) < _SHORT and code in _COMMON else 1.0
            chances[code] = chances.get(code, 0.0) + prior * float(chance)
    return chances


@lru_cache(maxsize=1024)
def normal_code(tag: str | None) -> str | None:
    """Reduce a tag as pages state it to ISO 639-1: `nb-NO` → `no`; None if that has none."""
    code = (tag or "").strip().replace("_", "-").split("-")[0].lower()
    code = _VARIANTS.get(code, code)
    return code if len(code) == 2 and code.isalpha() and code.isascii() else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Load the model, which takes most of a second, when it is first needed."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        raise ModelUnavailable(
            f"The model that tells languages cannot be unpacked in {gettempdir()}: "
            f"{error.strerror}. Make room there or set TMPDIR to another folder."
        ) from error
