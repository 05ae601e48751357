"""Words that deny, in the languages that have them as words."""

import re

from assistant.language.terms import fold

_DENIALS = {
    "en": r"not(?! only| just| least| merely)|no(?! more than| less than| later)|never(?! more so)"
    r"|nobody|none|unable|nor|neither"
    r"|cannot|without|\w+n[’']t|nothing(?! but)",
    "it": r"non(?! solo| meno| piu di)|mai|nessun\w*|ne|senza|niente|nulla",
    "fr": r"pas(?! seulement)|aucun\w*|jamais|personne ne|n(?:e |[’'])\w+ personne|rien|sans|ni"
    r"|non(?! seulement)",
    "de": r"nicht(?! nur)|nichts|kein\w*|nie|niemals|niemand\w*|ohne|weder",
    "es": r"no(?! solo| mas de)|nunca|jamas|ningun\w*|nadie|sin|ni|tampoco",
    "pt": r"nao|nunca|jamais|nenhum\w*|ninguem|sem|nem",
    "nl": r"niet|geen|nooit|niemand|zonder",
    "sv": r"inte|ingen|inget|aldrig|utan",
    "pl": r"nie|nigdy|nikt|bez|zaden|zadn\w*",
    "ru": r"не(?! менее| более| меньше| больше| только| позднее)|нет|ни|никогда|никто|без",
    "uk": r"не(?! менше| більше| лише)|ні|ніколи|ніхто|без",
    "el": r"δεν|μην|ποτε|κανεις|χωρις",
    "ar": r"لا|لم|لن|ليس\w*|غير|بدون|دون",
}
_UNSPACED = {
    "zh": r"没有|没|不(?!断|同|仅|少|久|过)|未(?!来)|无|并非|拒绝",
    "ja": r"ない|なかった|ません|ず(?=、|に)|未",
}
_PATTERNS = {
    **{code: re.compile(rf"\b(?:{words})\b") for code, words in _DENIALS.items()},
    **{code: re.compile(words) for code, words in _UNSPACED.items()},
}


def denials(text: str, language: str | None) -> list[tuple[int, int]] | None:
    """Spans of words that deny; None if those of the language are not known."""
    pattern = _PATTERNS.get(language or "")
    return [m.span() for m in pattern.finditer(fold(text))] if pattern else None
