"""Zip archives → the articles in them. Nothing is ever written to disk."""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from assistant.errors import SourceError
from assistant.intake import Page, Skipped
from assistant.sources.local.contents import contents
from assistant.sources.local.kinds import ARCHIVES, is_article, media_type
from assistant.sources.unpacking import DAMAGED, too_much

# The list of members is held in memory, where it takes about ten times its size in the file.
_LONGEST_LIST = 16_000_000
_OUTSIDE = re.compile(r"^/|^[a-zA-Z]:|(?:^|/)\.\.(?:/|$)")
_HIDDEN = re.compile(r"(?:^|/)(?:\.[^/]|__MACOSX/)")
_IN_WACZ = re.compile(r"archive/[^/]+")
_ENCRYPTED = 1
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks others without a limit


class _Listed(io.FileIO):
    """A file that refuses to read a list of members that would fill the memory."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _LONGEST_LIST:
            raise SourceError(
                f"its list of members takes {size:,} bytes; the limit is {_LONGEST_LIST:,}, "
                "about 100,000 members. Split it into several archives"
            )
        return super().read(-1 if size is None else size) or b""


def members(path: Path, max_bytes: int) -> Iterator[Page | Skipped]:
    """Read the members of kinds that are read, in the archive's order; others are passed over.

    A member's page has the archive's address, by which the file can be found, with `#` and
    the member's name. Members that are encrypted, damaged, links, larger than `max_bytes`
    or named so as to lie outside, and archives within the archive, come as a Skipped; so
    does the rest of an archive that unpacks to 200 times its size.
    """
    with _Listed(path) as file:
        try:
            archive = zipfile.ZipFile(file)
        except SourceError as error:
            yield Skipped(item=str(path), reason=str(error))
        except (*DAMAGED, NotImplementedError, ValueError) as error:
            yield Skipped(item=str(path), reason=f"it is damaged, or no zip archive: {error}")
        else:
            yield from _members(archive, path, max_bytes)


def _members(archive: zipfile.ZipFile, path: Path, max_bytes: int) -> Iterator[Page | Skipped]:
    size, unpacked, found = path.stat().st_size, 0, False
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        if not _is_article(name, in_wacz=media_type(path.name) == ARCHIVES[".wacz"]):
            continue
        found = True
        unpacked += info.file_size  # zipfile reads no more, whatever is in the member
        if too_much(size, unpacked):
            reason = "it unpacks to more than 200 times its size; the rest is left out"
            yield Skipped(item=str(path), reason=reason)
            return
        reason_not = _why_not(archive, info, name)
        if reason_not:
            yield Skipped(item=f"{path}#{name}", reason=reason_not)
        else:
            yield from _member(archive, info, path, max_bytes)
    if not found:
        yield Skipped(item=str(path), reason="the archive holds no articles")


def _is_article(name: str, *, in_wacz: bool) -> bool:
    """Whether a member is of a kind that is read; of a web archive, only its crawls are."""
    hidden = _HIDDEN.search(name) and not _OUTSIDE.search(name)
    return (
        is_article(name.rpartition("/")[2])
        and not hidden
        and (not in_wacz or bool(_IN_WACZ.fullmatch(name)))
    )


def _why_not(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> str | None:
    """Why a member is not read, if it is not; the first reason of these."""
    reasons = {
        "its name leads out of the archive": bool(_OUTSIDE.search(name)),
        "it is a link, not a file": stat.S_ISLNK(info.external_attr >> 16),
        "an archive within an archive is not opened; unpack it first": (
            media_type(name) in ARCHIVES.values()
        ),
        "another member has the same name": archive.getinfo(info.filename) is not info,
        "it is encrypted; unpack the archive with its password first": (
            info.flag_bits & _ENCRYPTED != 0
        ),
        "it is packed in a way that is not read; pack the archive again as usual": (
            info.compress_type not in _BOUNDED
        ),
    }
    return next((reason for reason, applies in reasons.items() if applies), None)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, max_bytes: int
) -> Iterator[Page | Skipped]:
    url, shown = f"{path.resolve().as_uri()}#{quote(info.filename)}", f"{path}#{info.filename}"
    try:
        with archive.open(info) as stream:
            yield from contents(stream, info.filename, url, shown, max_bytes)
    except (*DAMAGED, NotImplementedError, ValueError, OverflowError) as error:
        yield Skipped(item=shown, reason=f"it is damaged: {error}")
