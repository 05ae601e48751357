"""Words that deny, in the languages that have them as words."""

import re

from assistant.language.terms import fold

# "Avant qu'ils ne partent" and "il ne fait que rire" deny nothing.
_SECOND_HALF = (
    r" (?!(?:[\w'’]+ ){1,3}pas seulement).{0,45}?(?<!\w)(?:pas(?! moins d)|jamais|rien|aucun\w*"
    r"|personne|guere|plus(?! de \d| que|\w)|nul\w*|ni)(?!\w)"
    r"| (?:l['’]|y |en )?(?:peu[tx]|pourra|saura|pouvai|ose)"
)
_DENIALS = {
    "en": r"not(?! only| just| least| merely| to mention| less than| fewer than| more than)"
    r"|no(?! more than| less than| fewer than| later|\.? ?\d)|never(?! more so)|nobody|none"
    r"|unable|nor|neither|cannot|without|nothing(?! but)",
    "it": r"non(?! solo| meno| piu di)|nessun\w*|senza(?! dubbio)|niente|nulla",
    "fr": rf"ne(?={_SECOND_HALF})"
    r"|(?<!un )(?<!le )(?<!premier )pas(?! seulement| moins d)|aucun\w*(?! doute)"
    r"|(?:personne|rien|nul)(?= n[e'’])|sans(?! (?:aucun )?doute| cesse)"
    r"|(?:et|mais) non(?! seulement)",
    "de": r"nicht(?! nur| zuletzt| weniger als)|nichts|kein\w*|nie|niemals|niemand\w*"
    r"|ohne(?! zweifel)|weder",
    "es": r"no(?! solo| mas de| menos de)|(?<!que )nunca|jamas|ningun\w*|nadie"
    r"|sin(?! embargo| duda)|ni|tampoco",
    "pt": r"nao(?! so| apenas| menos d)|(?<!que )nunca|jamais|nenhum\w*|ninguem|sem(?! duvida)|nem",
    "nl": r"niet(?! alleen| minder dan)|geen|nooit|niemand|zonder(?! twijfel)",
    "sv": r"inte(?! bara)|ingen|inget|aldrig|utan",
    "pl": r"nie(?! tylko)|nigdy|nikt|bez|zaden|zadn\w*",
    "ru": r"не(?! менее| более| меньше| больше| только| позднее)|нет|ни|никогда|никто|без",
    "uk": r"не(?! менше| більше| лише| тільки)|ні|ніколи|ніхто|без",
    "el": r"δεν|μην|ουτε|κανεις|χωρις",
    "ar": r"[وف]?(?:لا|لم|لن|ليس\w*)|غير|بدون|دون",
}
_CLITICS = {"en": r"n[’']t\b", "fr": rf"\bn[’'](?={_SECOND_HALF.replace(' ', '', 1)})"}
_UNSPACED = {
    "zh": r"没有|没|不(?!断|同|仅|少|久|过)|未(?!来)|无|并非|拒绝",
    "ja": r"ない|なかった|ません|ず(?=、|に)|未",
}
_PATTERNS = {
    **{
        # Part of a word with a hyphen ("non-resident", "sans-abri") denies nothing said.
        code: re.compile(rf"(?<![\w-])(?:{words})(?![\w-])|{_CLITICS.get(code, '(?!)')}")
        for code, words in _DENIALS.items()
    },
    **{code: re.compile(words) for code, words in _UNSPACED.items()},
}


def denials(text: str, language: str | None) -> list[tuple[int, int]] | None:
    """Spans in the folded text of words that deny; None if the language's are not known."""
    pattern = _PATTERNS.get(language or "")
    return [m.span() for m in pattern.finditer(fold(text))] if pattern else None


def without_denials(text: str, language: str | None) -> str:
    """The folded text without its words that deny."""
    plain = fold(text)
    for start, end in reversed(denials(text, language) or ()):
        plain = plain[:start] + plain[end:]
    return " ".join(plain.split())
