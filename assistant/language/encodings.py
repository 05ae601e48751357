"""Encodings that the first bytes of a text tell."""

import codecs

# Those of four bytes first: one of two bytes begins like them.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def marked(content: bytes) -> str | None:
    """The encoding of a text that begins with a byte order mark, else None."""
    return next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
