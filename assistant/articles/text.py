"""Text → the one form that articles are stored in."""

import re
import unicodedata

MIN_PROSE = 40

_LINE_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Joiners that spell words in Persian and the scripts of India; elsewhere they only hide text.
_JOINS = "\u0600-\u08ff\u0900-\u0dff"
_INVISIBLE_JOINER = re.compile(rf"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
_VARIATION = re.compile("[\U000e0100-\U000e01ef]")


def normal(text: str) -> str:
    """Bring a text into its stored form: paragraphs with one empty line between them.

    Unicode NFC; control, bidirectional, zero-width, tag and private-use characters are
    removed, since they could hide text from a reader. Every non-empty line of the input
    is a paragraph.
    """
    lines = (one_line(line) for line in _LINE_BREAK.split(text))
    return "\n\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Clean a title, a name or a paragraph in the same way, as a single line."""
    text = " ".join(_VARIATION.sub("", unicodedata.normalize("NFC", text)).split())
    if text.isprintable():
        return text
    text = _INVISIBLE_JOINER.sub("", text)
    return " ".join("".join(c for c in text if _visible(c)).split())


def folded(text: str) -> str:
    """Letters and digits only, without case: what two ways to print a text share."""
    return re.sub(r"[\W_]+", "", text).casefold()


def has_prose(text: str) -> bool:
    """Whether a text is long enough to be an article; ideographs say more each."""
    wide = sum(unicodedata.east_asian_width(c) == "W" for c in text)
    return len(text) + 2 * wide >= MIN_PROSE


def _visible(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in {"Cf", "Cc", "Co", "Cs"} or character in "\u200c\u200d"
