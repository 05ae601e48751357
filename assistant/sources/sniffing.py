"""What bytes are, where they are called something else."""

import re

HEAD = 4096
# What servers and programs call pages when they do not look, XHTML among them.
_UNTOLD = {
    "",
    "text/plain",
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-pdf",
    "application/xml",
    "text/xml",
}
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype )?html\b",
    re.IGNORECASE | re.DOTALL,
)


def is_pdf(content: bytes) -> bool:
    """Whether this is a PDF, which may have a few bytes before its mark."""
    return b"%PDF-" in content[:1024]


def is_html(content: bytes) -> bool:
    """Whether this begins as a web page does."""
    return _HTML.match(content[:HEAD]) is not None


def told(content: bytes, media_type: str | None) -> str | None:
    """The media type, or a better one if it tells nothing; its charset is kept."""
    stated = (media_type or "").partition(",")[0]
    kind, semicolon, charset = stated.partition(";")
    if kind.strip().lower() not in _UNTOLD:
        return stated
    if is_pdf(content):
        return "application/pdf"
    return f"text/html{semicolon}{charset}" if is_html(content) else stated or None
