"""Pages as programs save them: MHTML, and web pages that name their address in a comment."""

import re
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from assistant.errors import SourceError
from assistant.intake import Page, is_of_web
from assistant.sources.sniffing import HEAD, is_html, is_pdf, told

_MOST_LINES = 1_000_000
_DEEPEST = 8
# The library takes quadratic time for its parameters.
_LONG_TYPE = re.compile(
    rb"(?:^|\r)content-type:(?:[^\r\n]|(?:\r\n?|\n)[ \t]){2000}", re.IGNORECASE | re.MULTILINE
)
_MHTML = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_NESTED = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+)"
)


def page(content: bytes, media_type: str, url: str, fetched_at: datetime) -> Page:
    """Make a page of a file's bytes; what they are counts for more than what they are called.

    A page's `location` is the address that it was saved from, if the file tells.
    Raises SourceError if it is empty, or an MHTML file without a web page in it.
    """
    if not content.strip():
        raise SourceError("it is empty")
    kind, location = _sniffed(content, media_type), None
    if kind == "multipart/related":
        content, kind, location = _unwrapped(content)
    if kind.startswith("text/html") and (saved_from := _ADDRESS.search(content[:HEAD])):
        location = location or _web(saved_from[1].decode(errors="replace"))
    return Page(url=url, content=content, media_type=kind, fetched_at=fetched_at, location=location)


def _sniffed(content: bytes, media_type: str) -> str:
    if is_pdf(content):
        return "application/pdf"
    if _MHTML.search(content[:HEAD]) and not is_html(content):
        return "multipart/related"
    return told(content, media_type) or media_type


def _unwrapped(content: bytes) -> tuple[bytes, str, str | None]:
    """The web page of an MHTML file (RFC 2557), its media type, the address that it was at."""
    endless = content.count(b"\n") > _MOST_LINES or _LONG_TYPE.search(content)
    if endless or len(_NESTED.findall(content)) > _DEEPEST:
        raise SourceError("it is no MHTML file that a browser would write")
    try:
        return _page_of(message_from_bytes(content))
    except (RecursionError, TypeError, ValueError) as error:  # some raised by accident
        raise SourceError(f"it is no MHTML file that can be read: {error}") from error


def _page_of(message: Message) -> tuple[bytes, str, str | None]:
    parts = [part for part in message.walk() if _is_web_page(part)]
    if not parts:
        raise SourceError("it is an MHTML file without a web page in it")
    # Where no start is named the page comes first; a picture may be called a page too.
    root = next((p for p in parts if p["Content-ID"] == message.get_param("start", "")), parts[0])
    stated = (root["Content-Location"], message["Snapshot-Content-Location"])
    location = next((url for s in stated if s and (url := _web(str(s)))), None)
    payload = root.get_payload(decode=True)
    kind = f"text/html; charset={root.get_content_charset('utf-8')}"
    return payload if isinstance(payload, bytes) else b"", kind, location


def _is_web_page(part: Message) -> bool:
    return part.get_content_type() in {"text/html", "application/xhtml+xml"}


def _web(address: str) -> str | None:
    """An address of the web, without the line breaks of a mail header."""
    address = "".join(address.split())
    return address if is_of_web(address) and "\ufffd" not in address else None
