"""Days that the markup of a web page tells, of its own article."""

import re
from datetime import timedelta
from itertools import chain, islice, takewhile

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from assistant.articles.dates import dated, earliest, latest, stated_in
from assistant.articles.text import one_line
from assistant.articles.web.blocks import is_of_others, stands_with
from assistant.articles.web.metadata import Metadata
from assistant.intake import is_of_web
from assistant.types import Dated

LONGEST = 200
"""Width up to which a box may be a label and no text."""

_MARKED = (
    "//*[@itemprop='datePublished'] | //time[@pubdate] | "
    "//body//*[contains(@property, 'datePublished') or contains(@property, 'dateCreated')]"
)
_OF_ANOTHER = "ancestor::a[not(@rel='bookmark')] or ancestor::aside or ancestor::nav"
_CALLED = "contains(concat(' ', @class, ' '), ' published ')"  # in the microformat hAtom
_DATED = (
    f"*[{_CALLED} or self::time[not({_OF_ANOTHER})]]"
    "[not(ancestor::footer or ancestor::header[not(.//h1)])]"
)
_AROUND = f"ancestor::*[.//{_DATED}][1]//{_DATED}"
_ENTITY = "ancestor::*[self::article or @itemscope][1]"
_OF_CHANGE = re.compile(r"modif|updat", re.IGNORECASE)
_TIMES = 8
_TEXT = 1000
_DAY = timedelta(days=1, hours=14)


def time_tags(stated: Metadata) -> tuple[Dated | None, Dated | None]:
    """Publication and change.

    Publication is a day marked as that, else the earliest in the first dated label close to
    the headline; the latest in the label is that of a change.
    """
    head = stated.title_element
    marked, near = stated.tree.xpath(_MARKED), stated.tree.xpath("//header[.//h1]//time")
    if head is not None:
        near = [*head.xpath(_AROUND), *head.xpath("ancestor::header[1]//time")]
    tags = list(islice((tag for tag in [*marked, *near] if _is_own(tag, head)), _TIMES))
    days = {tag: day for tag in tags if (day := _day(stated, tag, head))}
    changes = [tag for tag in days if tag not in marked and _is_of_change(tag)]
    others = [tag for tag in days if tag not in changes]
    label = _label(others[0]).xpath("descendant-or-self::*") if others else []
    beside = [days[tag] for tag in others if tag in label]
    published = beside[0] if others and others[0] in marked else earliest(beside)
    return published, latest([*beside, *(days[tag] for tag in changes)])


def is_of_fetch(stated: Metadata, day: Dated) -> bool:
    """Whether a day is that of fetching, as sites tell it in their head and at their foot."""
    return abs(day.at - stated.page.fetched_at) <= _DAY


def _is_own(tag: HtmlElement, head: HtmlElement | None) -> bool:
    """Whether a tag is of no other article than the one that has the headline, else a text."""
    if is_of_others(tag):
        return False
    entities = tag.xpath(_ENTITY)
    if head is None or not entities or entities[0] in head.iterancestors():
        return True
    text = one_line(entities[0].text_content())
    return not head.xpath("ancestor::article") and len(text) >= _TEXT


def _is_of_change(tag: HtmlElement) -> bool:
    called = " ".join(tag.get(name, "") for name in ("itemprop", "property", "class"))
    return bool(_OF_CHANGE.search(called)) and "publi" not in called


def _label(tag: HtmlElement) -> HtmlElement:
    """The largest box around a tag that is a label."""
    around = (tag, *tag.iterancestors())
    return [*takewhile(lambda e: len(one_line(e.text_content())) <= LONGEST, around)][-1]


def _day(stated: Metadata, tag: HtmlElement, head: HtmlElement | None) -> Dated | None:
    at, language = stated.page.fetched_at, stated.language
    values = (dated(tag.get(name), "time-tag", at, language) for name in ("datetime", "content"))
    shown = stated_in(one_line(tag.text_content())[:LONGEST], at, language, "time-tag")
    day = next(filter(None, chain(values, shown)), None)
    over = head is not None and head in tag.xpath("following::h1") and not stands_with(tag, head)
    untold = over and day and (is_of_fetch(stated, day) or not is_of_web(stated.page.address))
    return None if untold else day
