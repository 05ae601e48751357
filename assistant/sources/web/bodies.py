"""Which bodies are taken in as pages: those that hold text, up to a limit."""

from collections.abc import Iterable

import httpx

from assistant.sources.web.failures import Failed

_READ = {
    "application/xml",
    "application/json",
    "application/pdf",
    "application/x-pdf",
    "application/jsonl",
    "application/x-ndjson",
    # Sitemaps and dumps; whoever unpacks them sees to their size.
    "application/gzip",
    "application/x-gzip",
}
_UNTOLD = {"", "application/octet-stream", "binary/octet-stream"}
_MAGIC = (b"%PDF-", b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff")
_HEAD_BYTES = 512


def take_page(headers: httpx.Headers, pieces: Iterable[bytes], limit: int) -> bytes:
    """A whole body of at most `limit` bytes; raises Failed if it is larger, empty or not text."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _UNTOLD and not _is_read(media_type):
        raise Failed(f"This is {media_type}, which holds no article; give the address of a page.")
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise _too_large(limit)
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > limit:
            raise _too_large(limit)
        if media_type in _UNTOLD and not _looks_readable(bytes(content[:_HEAD_BYTES])):
            raise Failed("The server does not say what this is, and it does not look like text.")
    if not content.strip():
        raise Failed("The server sent an empty page.")
    return bytes(content)


def _is_read(media_type: str) -> bool:
    kind, _, name = media_type.partition("/")
    if kind in ("image", "audio", "video", "font"):
        return False
    return kind == "text" or media_type in _READ or name.endswith(("+xml", "+json"))


def _looks_readable(head: bytes) -> bool:
    """Text has no zero bytes, but for UTF-16, which begins with a mark."""
    return b"\0" not in head or head.startswith(_MAGIC)


def _too_large(limit: int) -> Failed:
    return Failed(
        f"It is larger than {limit:,} bytes; raise the setting max_page_bytes to take it in."
    )
