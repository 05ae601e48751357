"""Bytes → text, and text → the one form that articles are stored in."""

import re
import unicodedata

from assistant.errors import SourceError

MIN_PROSE = 40

_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# Signatures are checked because a compressed file may happen to hold no zero byte.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)

_LINE_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Joiners that spell words in Persian and the scripts of India; elsewhere they only hide text.
_JOINS = "\u0600-\u08ff\u0900-\u0dff"
_INVISIBLE_JOINER = re.compile(rf"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
_VARIATION = re.compile("[\U000e0100-\U000e01ef]")


def decoded(content: bytes) -> str:
    """Decode a file: by its byte order mark, as UTF-8, as it declares, or as it looks.

    Raises SourceError if it is binary, or in no encoding that can be told.
    """
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            return _strict(content, encoding)
    if b"\0" in content or content.startswith(_BINARY):
        raise SourceError("it is binary, not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"its text is not {encoding}, as its first bytes say: {error}") from error


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    if declared := _DECLARED.search(content[:4096]):
        try:
            return content.decode(declared[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    if not (best := from_bytes(content).best()):
        raise SourceError("its character encoding cannot be told; save it as UTF-8")
    return str(best)


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
