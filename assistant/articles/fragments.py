"""HTML that is an article's text already → paragraphs; no page around it has to be told apart."""

import re
from html import unescape

from lxml import etree  # type: ignore[import-untyped]

from assistant.articles.web.blocks import blocks

_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|span|a|b|i|em|strong|blockquote|figure|img|"
    r"script|style)"
    r"(?:\s+[\w-]+=[^<>]*|\s*/?)>",
    re.IGNORECASE,
)
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n\s*\n")


def readable(text: str) -> str:
    """Reduce HTML to what a reader sees of it, one paragraph a line; plain text stays as it is."""
    if not _TAG.search(text):
        return unescape(text)
    if not _PARAGRAPH.search(text):  # as WordPress keeps a text: empty lines part it
        text = _EMPTY_LINE.sub("<p>", text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    tree = etree.fromstring(
        f"<div>{text}</div>".replace("\0", "").encode("utf-8", "ignore"), parser
    )
    return "" if tree is None else "\n".join(block.text for block in blocks(tree))
