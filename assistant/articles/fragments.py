"""HTML that is an article's text already → paragraphs; no page around it has to be told apart."""

import re
from html import unescape

from lxml import etree  # type: ignore[import-untyped]

_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|span|a|b|i|em|strong|blockquote|figure|img|"
    r"script|style)"
    r"(?:\s+[\w-]+=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}  # fmt: skip
_UNSEEN = (
    "script", "style", "template", "noscript", "iframe", "object", "svg", etree.Comment, etree.PI,
)  # fmt: skip


def readable(text: str) -> str:
    """Reduce HTML to what a reader sees of it, one paragraph a line; plain text stays as it is."""
    if not _TAG.search(text):
        return unescape(text)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True)
    tree = etree.fromstring(
        f"<div>{text}</div>".replace("\0", "").encode("utf-8", "ignore"), parser
    )
    if tree is None:
        return ""
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        pieces.append("\n" if element.tag in _BLOCKS else "")
        words = element.text if event == "start" else element.tail
        pieces.append(re.sub(r"\s+", " ", words or ""))
    return "".join(pieces)
