"""Which lines of a page's text are its article: by form, in any language.

Prose lines gain, others lose, and the article is the run of lines with the largest sum
(maximum subsequence segmentation, Pasternack and Roth, WWW 2009).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_LONG = 200
_SHORT = 25
_HEADING = 18
_FULL = 400
_NEAR = 3

_CLOSING = r"[\"'”’»›“)\]」』]*"
_TERMINAL = re.compile(rf"[.!?…。！？।؟።]{_CLOSING}$")
_LIST_ITEM = re.compile(r"[-–—•*·▪●]\s|\d{1,2}[.)]\s")
_AGENCY = (
    r"(?:AP|AFP|EPA|EFE|ANSA|dpa|APA|PA|TASS|ТАСС|РИА Новости|Reuters|REUTERS|Getty|GETTY|Xinhua|"
    r"新华社|共同|연합뉴스|Anadolu|AA|imago|IMAGO|Shutterstock|Alamy|LaPresse|Keystone|NTB|Ritzau|TT)"
)
_CREDIT = re.compile(
    rf"©|℗|\(c\)\s|\b{_AGENCY}\b(?:\s(?:Photo|Images?|Foto|Images via \w+))?\s?/|"
    rf"\b{_AGENCY}(?:\s(?:Photo|Images?|Foto))?[)\]]?$|"
    r"^(?i:photos?|fotos?|bild(?:er)?|images?|фото|credits?|photograph|crédits?|写真|图片?|사진|صورة)"
    r"(?:\s\w+)?\s?[:：/]"
)


def width(line: str) -> float:
    """Length of a line, an ideograph counted as two and a half letters."""
    return len(line) + 1.5 * sum(unicodedata.east_asian_width(c) == "W" for c in line)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do, in any script."""
    return bool(_TERMINAL.search(line))


def is_prose(line: str) -> bool:
    """Whether a line has the form of a sentence or a paragraph."""
    return width(line) >= (_SHORT if ends_sentence(line) else _LONG)


def is_credit(line: str) -> bool:
    """Whether a line names the owner of a picture, rather than an agency in prose."""
    return bool(_CREDIT.search(line)) and ("©" in line or not ends_sentence(line))


def is_caption(lines: Sequence[str], i: int) -> bool:
    """Whether a line is a credit, or is said again close by, as captions are."""
    if is_credit(lines[i]):
        return True
    near = [*lines[max(0, i - _NEAR) : i], *lines[i + 1 : i + 1 + _NEAR]]
    said_again = (n == lines[i] or (n.startswith(lines[i]) and is_credit(n)) for n in near)
    return width(lines[i]) >= _SHORT and any(said_again)


def main_run(lines: Sequence[str]) -> range:
    """Find the run of lines that holds the article; empty if no line is prose."""
    count = _count(lines)
    best, best_sum = range(0), 0.0
    start, running = 0, 0.0
    for i, line in enumerate(lines):
        running += 0.0 if count[_pattern(line)] > 2 else _weight(lines, i)
        if running <= 0:
            start, running = i + 1, 0.0
        elif running > best_sum:
            best, best_sum = range(start, i + 1), running
    return best


def kept(lines: Sequence[str], run: range) -> list[str]:
    """Choose the prose of a run, and the headings between, without what is set into it."""
    count = _count(lines)

    def belongs(i: int) -> bool:
        line, times = lines[i], count[_pattern(lines[i])]
        if is_prose(line) or _LIST_ITEM.match(line) or ends_sentence(line):
            return times <= 2
        heading = times == 1 and (len(line.split()) > 2 or width(line) >= _HEADING)
        return heading and all(j in run and is_prose(lines[j]) for j in (i - 1, i + 1))

    return [lines[i] for i in run if not is_caption(lines, i) and belongs(i)]


def _count(lines: Sequence[str]) -> Counter[str]:
    """How often each line stands in the page: what is set in again and again is no text."""
    return Counter(map(_pattern, lines))


def _pattern(line: str) -> str:
    """A line without its numbers: "Advertisement 2" and "Advertisement 3" are one."""
    return re.sub(r"\d+", "0", line)


def _weight(lines: Sequence[str], i: int) -> float:
    if not is_prose(lines[i]) or is_caption(lines, i):
        return -1.0
    return min(width(lines[i]), _FULL) / 100
