"""Why a web page has no article text, as far as its markup tells in any language."""

from collections.abc import Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.web.blocks import Block
from assistant.articles.web.metadata import Metadata

_LITTLE = 600
_LINKED = 0.7
_CONSENT = frozenset({"consent", "gdpr", "cmp"})
_CAPTCHA = frozenset({"captcha", "hcaptcha", "recaptcha", "challenge"})


def why_none(tree: HtmlElement, stated: Metadata, shown: Sequence[Block]) -> str:
    """Say what the page is instead of an article, and what to do."""
    kinds = " ".join(stated.kinds).lower()
    width = sum(len(block.text) for block in shown)
    linked = sum(block.linked * len(block.text) for block in shown)
    named = {hint for block in shown for box in block.box.chain() for hint in box.hints}
    reasons = {
        "it asks for consent first; answer it in a browser, and save the page": (
            bool(named & _CONSENT) and width < 10 * _LITTLE
        ),
        "it asks whether a person is reading; save the page from a browser": (
            bool(named & _CAPTCHA) and width < _LITTLE
        ),
        "it is a video page with no article text": "video" in kinds,
        "it is a gallery with no article text": "gallery" in kinds,
        "its text is for subscribers only; save the page from a browser that is logged in": (
            not stated.free
        ),
        "its text is put there by a script; save the page from a browser": (
            width < _LITTLE and tree.xpath("boolean(//script)")
        ),
        "it is a list of links, not an article": linked > _LINKED * width,
    }
    return next((reason for reason, true in reasons.items() if true), "no article text found")
