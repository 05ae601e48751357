"""Article text that a page keeps in its scripts, to show it later."""

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement  # type: ignore[import-untyped]

# One that is not closed ends the search: to try again after each mark would take for ever.
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?\Z)', re.DOTALL)
_SHORTEST = 400
_MOST_SCRIPT = 3_000_000
_PARAGRAPH = re.compile(r"</p>|<p[\s>]", re.IGNORECASE)


def embedded_html(tree: HtmlElement) -> str:
    """The longest piece of HTML with paragraphs among the strings of a page's scripts; or empty.

    Frameworks that draw the page in the browser put it there, as JSON, at times twice encoded.
    """
    scripts = (str(script.text) for script in tree.iter("script") if script.text)
    found = (html for text in scripts if len(text) <= _MOST_SCRIPT for html in _fragments(text))
    return max(found, key=len, default="")


def _fragments(text: str, depth: int = 0) -> Iterator[str]:
    for match in _STRING.finditer(text):
        if len(match[1]) < _SHORTEST:
            continue
        try:
            value = json.loads(match[0], strict=False)
        except ValueError:
            continue
        if len(_PARAGRAPH.findall(value)) > 2 and value.lstrip().startswith("<"):
            yield value
        elif depth == 0:
            yield from _fragments(value, depth + 1)
