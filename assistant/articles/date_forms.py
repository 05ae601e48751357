"""Ways to write a day that dateparser does not read, rewritten as one that it does."""

import re
from functools import lru_cache

from babel import Locale

_DAY_LAST = [
    (re.compile(r"(\d{4})\. gada (\d{1,2}\. [^\W\d_]+)"), r"\2 \1"),  # Latvian
    (re.compile(r"(\d{4}) m\. ([^\W\d_]+) (\d{1,2}) d\."), r"\3 \2 \1"),  # Lithuanian
    (re.compile(r"(\d{1,2}) tháng (\d{1,2})(?:,| năm|, năm)? (\d{4})"), r"\1/\2/\3"),  # Vietnamese
]


def rewritten(text: str) -> str:
    """The text with its days as `5. februāris 2026`, `5 vasario 2026`, `5/2/2026`, `5 فبراير 2026`.

    In Arabic the months of the Levant become those of Egypt; an outlet for both regions
    writes one beside the other, `5 فبراير/ شباط 2026`.
    """
    for pattern, form in _DAY_LAST:
        text = pattern.sub(form, text)
    return _levantine().sub(_egyptian, text)


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    """Names of months in the Levant, and what they are called in Egypt."""
    levant, egypt = (Locale.parse(code).months["format"]["wide"] for code in ("ar_LB", "ar_EG"))
    return {str(name): str(egypt[month]) for month, name in levant.items()}


@lru_cache(maxsize=1)
def _levantine() -> re.Pattern[str]:
    """A name of the Levant, with that of Egypt before or after it or alone."""
    egyptian, levantine = ("|".join(names) for names in (_months().values(), _months()))
    return re.compile(
        rf"(?<!\w)(?:(?:{egyptian})\s?/\s?)?({levantine})(?:\s?/\s?(?:{egyptian}))?(?!\w)"
    )


def _egyptian(found: re.Match[str]) -> str:
    return _months()[found[1]]
