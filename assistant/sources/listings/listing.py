"""What feeds of every form are read into."""

import heapq
import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TypeVar

from assistant.intake import Entry
from assistant.types import Dated, Record

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_T = TypeVar("_T")


class Listed(Record):
    """One entry, and the address of its page if it names one."""

    url: str | None
    entry: Entry


class Listing(Record):
    """The entries of a feed: the newest of `total`. It is not `whole` if it broke off."""

    title: str = ""
    listed: tuple[Listed, ...] = ()
    total: int = 0
    whole: bool = True


def newest(things: Sequence[_T], limit: int, moment: Callable[[_T], float]) -> Sequence[_T]:
    """At most `limit` things: all in their order, or the latest moments first."""
    return things if len(things) <= limit else heapq.nlargest(limit, things, key=moment)


def moment(*dates: Dated | None) -> float:
    """Seconds since 1970 of the first date that is stated; 0, and so old, if none is."""
    return next((date.at.timestamp() for date in dates if date), 0.0)


def as_html(text: str) -> str:
    """Plain text as HTML, a paragraph for each line."""
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def language_tag(value: str | None) -> str | None:
    """A language as feeds state it (`en`, `pt-BR`); None if it is none."""
    tag = (value or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None
