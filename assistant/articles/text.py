"""Bytes → text, and text → the one form that articles are stored in."""

import codecs
import re
import unicodedata

from assistant.errors import SourceError
from assistant.language.detect import recognised
from assistant.language.encodings import marked

MIN_PROSE = 40

# Signatures are checked because a compressed file may happen to hold no zero byte.
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF")
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
# Names mean more than they say: https://encoding.spec.whatwg.org, section 4.2.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "tis-620": "cp874",
}  # fmt: skip
# Control characters, a row of letters with accents, signs amid a word: a wrong encoding.
_SENSELESS = re.compile(r"[\x80-\x9f]|[\u00c0-\u024f]{5}|[a-z][¹³¿][a-z]")
_OFTEN = ("cp1252", "cp1250", "cp1251", "cp1257", "cp1254")
_FOREIGN = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_SAMPLE = 100_000

_LINE_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Joiners that spell words in Persian and the scripts of India; elsewhere they only hide text.
_JOINS = "\u0600-\u08ff\u0900-\u0dff"
_INVISIBLE_JOINER = re.compile(rf"(?<![{_JOINS}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINS}])")
_VARIATION = re.compile("[\U000e0100-\U000e01ef]")


def decoded(content: bytes, media_type: str | None = None) -> str:
    """Decode a file: by its byte order mark, as UTF-8, as is declared, or as it looks.

    What is declared, in `media_type` or in the file, counts only if the text then makes
    sense. Raises SourceError if it is binary, or in no encoding that can be told.
    """
    if encoding := marked(content):
        return _strict(content, encoding)
    content = _without_zeros(content)
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if not wrong:
        return text
    if 5 * wrong < len(content) - len(text):
        return text.replace("\ufffd", "")
    return _declared(content, media_type) or _guessed(content)


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"its text is not {encoding}, as its first bytes say: {error}") from error


def _without_zeros(content: bytes) -> bytes:
    """Drop stray zero bytes; those of UTF-16 without a mark make it UTF-8."""
    zeros = content.count(0)
    if content.startswith(_BINARY):
        raise SourceError("it is binary, not text")
    if not zeros:
        return content
    for encoding, high in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if zeros > 0.1 * len(content) and high.count(0) > 0.9 * zeros:
            return content.decode(encoding, "replace").encode()
    if 50 * zeros > len(content):
        raise SourceError("it is binary, not text")
    return content.replace(b"\0", b"")


def _declared(content: bytes, media_type: str | None) -> str | None:
    in_file = _DECLARED.search(content[:4096])
    in_header = _CHARSET.search(media_type or "")
    for name in (in_header and in_header[1], in_file and in_file[1].decode()):
        try:
            encoding = codecs.lookup(name or "").name
            text = content.decode(_WIDER.get(encoding, encoding))
        except (LookupError, UnicodeError):
            continue
        if not _SENSELESS.search(text):
            return text
    return None


def _guessed(content: bytes) -> str:
    """Decode as the bytes look like; of similar encodings, the one that spells a language."""
    from charset_normalizer import from_bytes

    best = from_bytes(re.sub(rb"<[^>]*>", b" ", content)[:_SAMPLE]).best()
    decodings = []
    for encoding in dict.fromkeys(([best.encoding] if best else []) + [*_OFTEN]):
        text = content.decode(encoding, "replace").replace("\ufffd", "")
        if not _SENSELESS.search(text):
            decodings.append(text)
    if not decodings:
        raise SourceError("its character encoding cannot be told; save it as UTF-8")
    return max(decodings, key=lambda text: recognised(" ".join(_FOREIGN.findall(text)) or text))


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
