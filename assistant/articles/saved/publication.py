"""When a saved page was published and changed, as the lines around its prose state it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from babel.dates import format_date

from assistant.articles import forms
from assistant.articles.dates import stated_in
from assistant.language.locales import locale_of
from assistant.types import Dated

_MOST_DAYS = 2
_FIRST_NEWS_ON_THE_WEB = 1994
# What stands side by side in a page is run together in its text.
_YEAR_BEFORE_CLOCK = re.compile(r"((?:19|20)\d\d)(?=\d{1,2}:\d\d)")


def dates(
    head: Sequence[str], body: Sequence[str], language: str | None, fetched_at: datetime
) -> tuple[Dated | None, Dated | None]:
    """Publication and change, from labels above the prose before the beginning of the prose.

    Labels of more than two days are those of a list. A caption's date may be that of an old
    picture; it counts if caption and prose name its weekday.
    """

    def stated(lines: Iterable[str]) -> list[list[Dated]]:
        return [days for line in lines if (days := _stated_in(line, language, fetched_at))]

    labels = stated(filter(_is_label, head))
    if len({day.at.date() for day in chain(*labels)}) > _MOST_DAYS:
        return None, None
    if labels:
        latest = max(chain(*labels[:2]), key=lambda day: day.at)
        return min(labels[0], key=lambda day: day.at), latest
    dateline = stated(line[: forms.DATELINE] for line in body[:1])
    text = "\n".join(body)
    for line in filter(forms.is_credit, head):
        days = _stated_in(line, language, fetched_at)
        dateline += [[day] for day in days if _names_weekday((line, text), day, language)]
    return next(chain(*dateline), None), None


def _stated_in(line: str, language: str | None, fetched_at: datetime) -> list[Dated]:
    """Days in the language of the text or, where that is a small one, in English."""
    line = _YEAR_BEFORE_CLOCK.sub(r"\1 ", line)
    days = list(stated_in(line, fetched_at, language)) or list(stated_in(line, fetched_at, "en"))
    return [day for day in days if day.at.year >= _FIRST_NEWS_ON_THE_WEB]


def _is_label(line: str) -> bool:
    return forms.is_label(line) and not forms.is_credit(line) and "://" not in line


def _names_weekday(texts: Iterable[str], day: Dated, language: str | None) -> bool:
    if not (locale := locale_of(language)):
        return False
    name = format_date(day.at, "EEEE", locale=locale).casefold()
    return all(name in text.casefold() for text in texts)
