"""Why a web page has no article text, as far as its markup tells in any language."""

from collections.abc import Sequence

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.blocks import Block
from assistant.articles.metadata import Metadata

_LITTLE = 600
_LINKED = 0.7
_CONSENT = frozenset({"consent", "gdpr", "cmp"})
_CAPTCHA = frozenset({"captcha", "hcaptcha", "recaptcha", "challenge"})


def why_none(  # noqa: PLR0911 - one for each reason
    tree: HtmlElement, stated: Metadata, shown: Sequence[Block]
) -> str:
    """Say what the page is instead of an article, and what to do."""
    kinds = " ".join(stated.kinds).lower()
    width = sum(len(block.text) for block in shown)
    named = {hint for block in shown for box in block.box.chain() for hint in box.hints}
    if named & _CONSENT and width < 10 * _LITTLE:
        return "it asks for consent first; answer it in a browser, and save the page"
    if named & _CAPTCHA and width < _LITTLE:
        return "it asks whether a person is reading; save the page from a browser"
    if "video" in kinds:
        return "it is a video page with no article text"
    if "gallery" in kinds:
        return "it is a gallery with no article text"
    if not stated.free:
        return "its text is for subscribers only; save the page from a browser that is logged in"
    if width < _LITTLE and tree.xpath("boolean(//script)"):
        return "its text is put there by a script; save the page from a browser"
    if sum(block.linked * len(block.text) for block in shown) > _LINKED * width > 0:
        return "it is a list of links, not an article"
    return "no article text found"
