"""OPML (http://opml.org/spec2.opml), in which feed readers exchange subscriptions."""

from assistant.errors import SourceError
from assistant.sources.listings.markup import decoded, local_name, tree
from assistant.types import Record


class Outline(Record):
    """A feed that an OPML file names."""

    url: str
    title: str = ""


def read_opml(content: bytes, media_type: str | None = None) -> list[Outline]:
    """The feeds that a file names, at whatever depth, in its order and each once.

    Raises SourceError if it is no OPML or names no feed.
    """
    root = tree(decoded(content, media_type))
    if root is None or local_name(root).lower() != "opml":
        raise SourceError("it is no OPML file; export your subscriptions from a feed reader")
    found: dict[str, Outline] = {}
    for element in root.iter():
        named = {name.lower(): value.strip() for name, value in element.attrib.items()}
        if local_name(element).lower() == "outline" and (url := named.get("xmlurl")):
            title = named.get("title") or named.get("text") or ""
            found.setdefault(url, Outline(url=url, title=title))
    if not found:
        raise SourceError("it is an OPML file that names no feed (no outline has an xmlUrl)")
    return list(found.values())
