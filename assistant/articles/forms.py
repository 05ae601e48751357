"""What the form of a line says, in any language: whether it is a sentence, or names an owner."""

import re
import unicodedata

SHORT, LONG = 25, 200
"""Widths from which on a sentence, and a line that ends like none, is prose."""

DATELINE = 60
"""Width up to which a sentence may be no more than a date and a place."""

_LABEL = 120
_FIRST_WIDE = "\u1100"

_CLOSING = r"[\"'”’»›“)\]」』]*"
_STOPS = ".。।۔։။។።"
_STATED = re.compile(rf"[{_STOPS}]{_CLOSING}$")
_TERMINAL = re.compile(rf"[{_STOPS}!?…！？؟]{_CLOSING}$")
_AGENCY = (
    r"(?:AP|AFP|EPA|EFE|ANSA|dpa|APA|PA|TASS|ТАСС|РИА Новости|Reuters|REUTERS|Getty|GETTY|Xinhua|"
    r"新华社|共同|연합뉴스|Anadolu|AA|imago|IMAGO|Shutterstock|Alamy|LaPresse|Keystone|NTB|Ritzau|TT)"
)
_CREDIT = re.compile(
    rf"©|℗|\(c\)\s|\b{_AGENCY}\b(?:\s(?:Photo|Images?|Foto|Images via \w+))?\s?/|"
    rf"\b{_AGENCY}(?:\s(?:Photo|Images?|Foto))?[)\]]?$|"
    r"^(?i:photos?|fotos?|bild(?:er)?|images?|фото|credits?|photograph|crédits?|写真|图片?|사진|صورة)"
    r"(?:\s\w+)?\s?[:：/]|"
    r"(?<![^\W\d_])(?i:photos?|fotos?|bild|images?|фото|credits?|写真|사진)\s?[:：/]\s?[^.!?。]{2,50}$"
)


def width(line: str) -> float:
    """Length of a line, an ideograph counted as two and a half letters."""
    if max(line, default="") < _FIRST_WIDE:
        return len(line)
    return len(line) + 1.5 * sum(unicodedata.east_asian_width(c) == "W" for c in line)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, in any script."""
    return bool(_TERMINAL.search(line))


def ends_statement(line: str) -> bool:
    """Whether a line ends with a full stop, quoted or not, as headlines do not."""
    return bool(_STATED.search(line))


def is_prose(line: str) -> bool:
    """Whether a line has the form of a sentence or a paragraph."""
    return width(line) >= (SHORT if ends_sentence(line) else LONG)


def is_label(line: str) -> bool:
    """Whether a line is so short that it may say no more than who, when and where."""
    return width(line) <= (DATELINE if is_prose(line) else _LABEL)


def is_credit(line: str) -> bool:
    """Whether a line names the owner of a picture, rather than an agency in prose."""
    return bool(_CREDIT.search(line)) and ("©" in line or not ends_sentence(line))
