"""Bytes → text, whatever encoding they are in and whatever they are said to be in."""

import codecs
import re

from assistant.errors import SourceError
from assistant.language.detect import recognised

# Those of four bytes first: one of two bytes begins like them.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Of C0: no text has them but by mistake. Others end lines and pages, or shift alphabets.
_CONTROLS = bytes([*range(7), *range(16, 27), *range(28, 32)])
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_ESCAPE = b"\x1b"  # by which ISO-2022 goes from one alphabet to another, all in ASCII
# Names mean more than they say: https://encoding.spec.whatwg.org, section 4.2.
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "tis-620": "cp874",
}  # fmt: skip
# Python's own: none is of pages, and to read punycode takes quadratic time.
_NO_CHARSETS = {
    "punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined",
}  # fmt: skip
# Control characters, a row of letters with accents, signs amid a word: a wrong encoding.
_SENSELESS = re.compile(r"[\x80-\x9f]|[\u00c0-\u024f]{5}|[a-z][¹³¿][a-z]")
_OFTEN = ("cp1252", "cp1250", "cp1251", "cp1257", "cp1254")
_FOREIGN = re.compile(r"(?<![^\W\d_])[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_SAMPLE = 100_000


def marked(content: bytes) -> str | None:
    """The encoding of a text that begins with a byte order mark, else None."""
    return next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)


def decoded(content: bytes, media_type: str | None = None) -> str:
    """Decode a file: by its byte order mark, as UTF-8, as is declared, or as it looks.

    What is declared, in `media_type` or in the file, counts only if the text then makes
    sense. Raises SourceError if it is binary, or in no encoding that can be told.
    """
    if encoding := marked(content):
        return _strict(content, encoding)
    content = _without_controls(content)
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if not wrong:
        return (_ESCAPE in content and _declared(content, media_type)) or text
    # A sound character beyond ASCII takes a byte more than a damaged byte does.
    if 3 * wrong < len(content) - len(text):
        return text.replace("\ufffd", "")
    return _declared(content, media_type) or _read_as(likely(content), content)


def likely(content: bytes) -> str:
    """The encoding that bytes look like; of similar ones, the one that spells a language.

    Raises SourceError if there is none.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(re.sub(rb"<[^<>]*>", b" ", content)[:_SAMPLE]).best()
    found = dict.fromkeys(([best.encoding] if best else []) + [*_OFTEN])
    texts = {encoding: _read_as(encoding, content) for encoding in found}
    sensible = {name: text for name, text in texts.items() if not _SENSELESS.search(text)}
    if not sensible:
        raise SourceError("its character encoding cannot be told; save it as UTF-8")
    return max(sensible, key=lambda name: _spells(sensible[name]))


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"its text is not {encoding}, as its first bytes say: {error}") from error


def _without_controls(content: bytes) -> bytes:
    """Drop stray zero bytes; those of UTF-16 without a mark make it UTF-8.

    Raises SourceError if there are more control characters than a text has by mistake.
    """
    zeros = content.count(0)
    for encoding, high in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if zeros > 0.1 * len(content) and high.count(0) > 0.9 * zeros:
            return content.decode(encoding, "replace").encode()
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if 50 * controls > len(content) or content.startswith(b"%PDF"):  # which may be all ASCII
        raise SourceError("it is binary, not text")
    return content.replace(b"\0", b"")


def _declared(content: bytes, media_type: str | None) -> str | None:
    in_file = _DECLARED.search(content[:4096])
    in_header = _CHARSET.search(media_type or "")
    for name in (in_header and in_header[1], in_file and in_file[1].decode()):
        try:
            encoding = codecs.lookup(name or "").name
            if encoding in _NO_CHARSETS:
                continue
            text = content.decode(_WIDER.get(encoding, encoding))
        except (LookupError, UnicodeError):
            continue
        if not _SENSELESS.search(text):
            return text
    return None


def _read_as(encoding: str, content: bytes) -> str:
    return content.decode(encoding, "replace").replace("\ufffd", "")


def _spells(text: str) -> float:
    """How surely the words with other letters than those of ASCII are of a language."""
    return recognised(" ".join(_FOREIGN.findall(text)) or text)
