"""XML from strangers: decoded and parsed within bounds.

Entities are never expanded, nothing else is loaded, elements nest at most 256 deep.
"""

import io
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from html import escape
from html.entities import html5

from lxml import etree  # type: ignore[import-untyped]

from assistant.language import encodings

_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False, "recover": True}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufeff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|(\d{1,8}));", re.IGNORECASE)
# Comments and CDATA, in which nothing is markup; what has no end reaches to that of the text.
_OPAQUE = r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
_AMPERSAND = re.compile(
    rf"{_OPAQUE}|&(?:#\d{{1,8}};|#x[0-9a-fA-F]{{1,8}};|(\w{{1,40}};)?)", re.DOTALL
)
_XML_ENTITIES = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_PROLOG = re.compile(r"^\s*<\?xml[^>]*>")
_HEAD = 100_000


def decoded(content: bytes, media_type: str | None = None) -> str:
    """Decode XML, whatever it or its server wrongly declares, without what XML cannot hold.

    Raises SourceError if it is binary, or in no encoding that can be told.
    """
    text = _NOT_XML.sub("", encodings.decoded(content, media_type))
    return _REFERENCE.sub(_of_character, text)


def root_name(content: bytes) -> str:
    """Local name of the root element, in lower case; empty if this is not XML or HTML."""
    head = io.BytesIO(content[:_HEAD].lstrip())
    with suppress(etree.XMLSyntaxError):
        for _, element in etree.iterparse(head, events=("start",), **_SAFE):
            return local_name(element).lower()
    return ""


def sound(text: str) -> str:
    """Escape each `&` that begins no reference of XML; the parser would lose its place there.

    Characters that HTML has names for are put in.
    """
    return _AMPERSAND.sub(_as_xml, text)


def spans(text: str, names: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the elements of these local names stand that have an end, none within another."""
    tag = rf"<(/?)(?:[\w.-]+:)?({'|'.join(names)})(?=[\s/>])[^<>]*>"
    begun: tuple[str, int] | None = None
    for found in re.finditer(rf"{_OPAQUE}|{tag}", text, re.DOTALL | re.IGNORECASE):
        name = (found[2] or "").lower()
        if not name or found[0].endswith("/>"):
            continue
        if found[1]:
            if begun and begun[0] == name:
                yield begun[1], found.end()
                begun = None
        elif begun is None or begun[0] == name:
            begun = name, found.start()


def tree(text: str) -> etree._Element | None:
    """Parse as much of a document as is XML; None if nothing is."""
    with suppress(etree.XMLSyntaxError):
        return etree.fromstring(_utf8(text), etree.XMLParser(**_SAFE))
    return None


def elements(text: str, *names: str) -> Iterator[etree._Element]:
    """Stream the elements of these local names; each is emptied when the next is taken."""
    tags = [f"{{*}}{name}" for name in names]
    with suppress(etree.XMLSyntaxError):
        for _, element in etree.iterparse(io.BytesIO(_utf8(text)), tag=tags, **_SAFE):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def local_name(element: etree._Element) -> str:
    """An element's name without namespace or undeclared prefix; empty for a comment."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _utf8(text: str) -> bytes:
    return sound(_PROLOG.sub("", text, count=1)).encode()


def _as_xml(found: re.Match[str]) -> str:
    name = found[1]
    if found[0] == "&" or (name and name not in _XML_ENTITIES):
        return escape(html5.get(name or "") or found[0])
    return found[0]


def _of_character(reference: re.Match[str]) -> str:
    """Nothing for what is no character of XML, or half of one, which lxml cannot give out."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_one = number < sys.maxunicode and not _NOT_XML.match(chr(number))
    return reference[0] if is_one else ""
