"""Whatever a person names, be it a file, a folder or a web address → pages."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Set
from itertools import accumulate, takewhile
from pathlib import Path
from threading import Event

from assistant.intake import Item, Page, Skipped, Validators
from assistant.settings import Settings
from assistant.sources.local import files

Target = str | Path

_NAMELESS = Skipped(item="''", reason="this is the name of nothing; the folder at hand is `.`")


def listed(targets: Iterable[Target] | Target) -> list[Target]:
    """Several targets, or one, whose letters are not taken for targets."""
    return [targets] if isinstance(targets, str | Path) else list(targets)


def pages(
    targets: Iterable[Target],
    settings: Settings,
    known: Callable[[str], Validators],
    stop: Event | None = None,
    removed: Container[str] = (),
) -> Iterator[Item]:
    """Read files and folders, then fetch what is at web addresses: see `files` and `urls`.

    `known` tells what the server of a page wants to be asked with whether it has changed.
    What is `removed` is passed over where it is only listed. Nothing follows once `stop` is
    set.
    """
    stop = stop or Event()
    return takewhile(lambda _: not stop.is_set(), _pages(targets, settings, known, stop, removed))


def _pages(
    targets: Iterable[Target],
    settings: Settings,
    known: Callable[[str], Validators],
    stop: Event,
    removed: Container[str],
) -> Iterator[Item]:
    paths, addresses = _apart(targets)
    yield from (_NAMELESS for target in targets if not str(target))
    yield from files.pages(paths, settings.max_page_bytes)
    if addresses:
        from assistant.sources import urls
        from assistant.sources.fetching import Fetcher

        with Fetcher(settings, known, stop) as fetcher:
            yield from urls.pages(addresses, fetcher, settings, removed)


def count(targets: Iterable[Target]) -> int | None:
    """Number of items that `pages` yields, where that can be told without reading any."""
    paths, addresses = _apart(targets)
    return None if addresses else files.count(paths)


def noting(items: Iterable[Item], seen: set[str]) -> Iterator[Item]:
    """The same items, the addresses of the pages among them being noted."""
    for item in items:
        if isinstance(item, Page):
            seen.add(item.url)
        yield item


def gone_from(
    targets: Iterable[Target], known: Iterable[str], seen: Set[str], skipped: Iterable[Skipped]
) -> list[str]:
    """Those known pages of files and folders that were not seen again.

    What is in a file or folder that could not be read this time is not gone.
    """
    roots = [files.real(path) for path in _apart(targets)[0]]
    failed = [s.item for s in skipped if not s.reason.startswith(files.EMPTY)]
    unread = {files.real(path) for item in failed for path in _up_to_each_hash(item)}
    local = {url: files.file_of(url) for url in known if url.startswith("file:")}
    return [
        url
        for url, path in local.items()
        if url not in seen
        and unread.isdisjoint([path, *path.parents])
        and any(path == root or root in path.parents for root in roots)
    ]


def _up_to_each_hash(item: str) -> Iterator[Path]:
    """All that may be the file: `#` begins a place in it, or stands in its name."""
    return map(Path, accumulate(item.split("#"), "{}#{}".format))


def _apart(targets: Iterable[Target]) -> tuple[list[Path], list[str]]:
    addresses = [str(t) for t in targets if re.match(r"[a-z][a-z0-9+.-]*://", str(t), re.I)]
    # An empty name, such as that of an unset variable, would be the folder at hand.
    return [Path(t) for t in targets if str(t) and str(t) not in addresses], addresses
