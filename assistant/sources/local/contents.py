"""What one file, or one member of an archive, holds: a page or a great many."""

from collections.abc import Iterator
from datetime import datetime, timezone
from typing import IO

from assistant.errors import SourceError
from assistant.intake import Page, Skipped
from assistant.sources.local import dumps, saved
from assistant.sources.local.kinds import CRAWLS, DUMPS, media_type
from assistant.sources.unpacking import plain, read_whole


def contents(
    stream: IO[bytes], name: str, url: str, shown: str, max_bytes: int
) -> Iterator[Page | Skipped]:
    """Read a file of a kind that is read, but for archives of files; it may be gzipped.

    `shown` is what a person knows the file by: what cannot be used of it is a Skipped with
    that, or with a place in it.
    """
    kind = media_type(name) or "text/plain"
    try:
        if kind in CRAWLS.values():
            from assistant.sources.local import warc

            yield from warc.pages(plain(stream), url, max_bytes)
        elif kind in DUMPS.values():
            yield from dumps.pages(plain(stream), url, kind, max_bytes)
        else:
            content = read_whole(plain(stream), max_bytes)
            yield saved.page(content, kind, url, datetime.now(timezone.utc))
    except SourceError as error:
        yield Skipped(item=shown, reason=str(error))
    except UnicodeError as error:
        yield Skipped(item=shown, reason=f"its text is not in the encoding it seems: {error}")
