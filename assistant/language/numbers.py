"""Numbers in digits, with the separators that languages write."""

import re

NUMBER = r"\d+(?:[.,\u00a0\u202f ’']\d{3})+(?:[.,]\d{1,2}(?!\d))?(?!\d)|\d+[.,]\d+|\d+"
"""A number in digits, with separators of thousands and decimals as languages write them."""

_NUMBER = re.compile(NUMBER)


def numbers(text: str) -> list[str]:
    """Numbers in digits, with separators of thousands removed and a point for decimals."""
    return [_plain(m.group()) for m in _NUMBER.finditer(text)]


def number_spans(text: str) -> list[tuple[int, int]]:
    """Where numbers in digits stand."""
    return [m.span() for m in _NUMBER.finditer(text)]


def _plain(number: str) -> str:
    grouped = re.fullmatch(r"(\d+(?:\D\d{3})+)[.,](\d{1,2})", number)
    if grouped:
        return re.sub(r"\D", "", grouped[1]) + "." + grouped[2]
    if re.fullmatch(r"\d+[.,]\d{1,2}|\d+[.,]\d{4,}|0[.,]\d+", number):
        return number.replace(",", ".")
    return re.sub(r"\D", "", number)
