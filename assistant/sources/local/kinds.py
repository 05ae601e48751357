"""Which kinds of files are read, told by their names."""

from pathlib import PurePosixPath

PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
DUMPS = {
    ".jsonl": "application/jsonl",
    ".ndjson": "application/jsonl",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
ARCHIVES = {".zip": "application/zip", ".wacz": "application/wacz"}
CRAWLS = {".warc": "application/warc"}
MEDIA_TYPES = PAGES | DUMPS | ARCHIVES | CRAWLS
"""Suffix → media type of all that is read. All but the archives may also be gzipped (`.gz`)."""

_MANY = {*DUMPS.values(), *ARCHIVES.values(), *CRAWLS.values()}


def media_type(name: str) -> str | None:
    """Media type of a file by its name (`a.html.gz` is a web page); None if it is not read."""
    path = PurePosixPath(name.lower())
    zipped = path.suffix == ".gz"
    kind = MEDIA_TYPES.get(PurePosixPath(path.stem).suffix if zipped else path.suffix)
    return None if zipped and kind in ARCHIVES.values() else kind


def is_article(name: str) -> bool:
    """Whether a file found in a folder or an archive is read: no hidden one, no README."""
    hidden = name.startswith(".") or name.lower().split(".")[0] == "readme"
    return media_type(name) is not None and not hidden


def holds_many(name: str) -> bool:
    """Whether a file gives a number of pages that only reading it tells."""
    return media_type(name) in _MANY
