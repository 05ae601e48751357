"""Whether two names mean one person, whatever their spelling and script."""

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from assistant.language.names import name_key
from assistant.language.terms import fold
from assistant.speech.chinese import bare
from assistant.speech.lexicon import LANGUAGES, lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_SAME_SPELLING = 85
_LONGEST_SURNAME = 2

# Consonants that a Chinese syllable of each initial stands for in foreign names: 普京
# (pu jing) is Putin, 特朗普 (te lang pu) Trump, 马克龙 (ma ke long) Macron.
_INITIALS = {
    "zh": "[zjdtcs]", "ch": "[cztjs]", "sh": "[sczx]", "b": "[bpv]", "p": "[pbf]", "m": "m",
    "f": "[fvhpw]", "d": "[dt]", "t": "[td]", "n": "n", "l": "[lr]", "g": "[gkcqj]",
    "k": "[kcqgx]", "h": "[hgkjx]", "j": "[jgtdkcszy]", "q": "[qkctjz]", "x": "[xshkc]",
    "r": "[rlj]", "z": "[zstdc]", "c": "[cztskq]", "s": "[sczxt]", "w": "[wvu]", "y": "[yji]?",
    "": "",
}  # fmt: skip
# Vowels of foreign names that its final stands for.
_FINALS = {
    "a": "aou", "ai": "aeiy", "ao": "aou", "e": "aeou", "ei": "aeiy", "i": "eiy", "ia": "aei",
    "ie": "aeiy", "iu": "iou", "o": "aeou", "ou": "ou", "u": "ou", "ua": "aou", "ue": "aeou",
    "ui": "eiuw", "uo": "aou",
}  # fmt: skip
_BETWEEN_CONSONANTS = {"e", "i", "u"}
_SPELLINGS = [
    ("[^a-z]", ""), ("sch", "sh"), ("^c(?=[aoukl])|ck", "k"), ("eaux?", "o"), ("ou", "u"),
]  # fmt: skip
_SYLLABLE = re.compile("(zh|ch|sh|[bpmfdtnlgkhjqxrzcswy])?([aeiou]+)(ng|n|r)?")


def same_person(asked: str, speaker: str) -> bool:
    """Whether a name as asked for can be the speaker's. `same_person("Poutine", "Путин")`.

    A last name suffices, with or without an office; first names, where both are there, must
    not differ.
    """
    if _CHINESE.search(asked) or _CHINESE.search(speaker):
        return _same_in_chinese(asked, speaker)
    one, other = _names(asked), _names(speaker)
    if not one or not other:
        return False
    if len(one) == 1 or len(other) == 1:
        shorter, longer = sorted((one, other), key=len)
        return any(_same(shorter[0], name) for name in longer)
    return _same(one[-1], other[-1]) and any(_may_be(n, m) for n in one[:-1] for m in other[:-1])


def is_name(asked: str) -> bool:
    """Whether somebody is asked for by name, and not as "the minister"."""
    words = _WORD.findall(asked)
    named = bool(words) and not words[-1].islower() and not _is_office(words[-1])
    return named or bool(_CHINESE.search(asked))


def _names(text: str) -> list[str]:
    """The words of a name, without offices, particles and an article before an office."""
    found = _WORD.findall(text)
    named = found[1:] if len(found) > 1 and _is_office(found[1]) else found
    words = [word for word in named if not word.islower()]
    return [word for word in words if not _is_office(word)] or words


def _same(one: str, other: str) -> bool:
    plain, others = _plain(one), _plain(other)
    same = name_key(one) == name_key(other) or plain == others
    return same or ratio(plain, others) >= _SAME_SPELLING


def _plain(name: str) -> str:
    """In Latin letters, with those merged that transliterations choose between."""
    letters = re.sub("[^a-z]", "", anyascii(fold(name)).lower())
    for found, letter in (("kh", "h"), ("tsz|ts|tz|j", "z"), ("x", "s")):
        letters = re.sub(found, letter, letters)
    return letters


def _may_be(one: str, other: str) -> bool:
    """First names may be abbreviated."""
    if min(len(one), len(other)) == 1:
        return anyascii(one)[0].lower() == anyascii(other)[0].lower()
    return _same(one, other)


@lru_cache(maxsize=4096)
def _is_office(word: str) -> bool:
    lexicons = filter(None, map(lexicon, LANGUAGES))
    return any(words.role(word) is not None or words.is_a("titles", word) for words in lexicons)


def _same_in_chinese(one: str, other: str) -> bool:
    if _CHINESE.search(one) and _CHINESE.search(other):
        shorter, longer = sorted((bare(one), bare(other)), key=len)
        given = len(shorter) > 1 and len(longer) - len(shorter) <= _LONGEST_SURNAME
        return shorter in longer.split("·") or (given and longer.endswith(shorter))
    chinese, foreign = (one, other) if _CHINESE.search(one) else (other, one)
    own = bare(chinese).split("·")[-1]
    names = [anyascii(name).lower() for name in _names(foreign)]
    if anyascii(own).lower() == "".join(names) or [anyascii(own[0]).lower()] == names:
        return True
    return any(re.fullmatch(_sounds(own), _spelled(name)) for name in names[-1:])


def _spelled(name: str) -> str:
    """In letters that sound alike in most languages."""
    for found, letter in _SPELLINGS:
        name = re.sub(found, letter, name)
    return re.sub(r"([^aeiou])\1+", r"\1", name)


@lru_cache(maxsize=1024)
def _sounds(chinese: str) -> str:
    """What a foreign name may look like; an r may be silent, as may a last consonant."""
    syllables = [_SYLLABLE.fullmatch(anyascii(c).lower()) for c in chinese]
    sounds = [_sound(*s.groups(default=""), first=not i) for i, s in enumerate(syllables) if s]
    return "r?".join(sounds) + "[rhstdxe]?"


def _sound(initial: str, final: str, end: str, *, first: bool) -> str:
    if (initial, end) == ("", "r"):
        return "[aeiou]*[lr]"
    vowels = f"[{_FINALS.get(final, 'aeiou')}][aeiouyw]*"
    if not first or (initial and not end and final in _BETWEEN_CONSONANTS):
        vowels = f"(?:{vowels})?"
    return f"{_INITIALS[initial]}h?{vowels}{'h?[nm]g?' if end else 'h?'}"
