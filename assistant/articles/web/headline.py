"""Which of the titles that a page states is the headline of its article."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from assistant.articles.dates import begins_with_date
from assistant.articles.text import folded
from assistant.language.names import name_key

_SEPARATOR = re.compile(r"\s+[|–—•·:»ㅣ/-]{1,2}\s+|\s*[|｜ㅣ]\s*")
_EDGE = " |｜ㅣ–—•·:：»/-"
_MADE_FROM = 0.8
_SAME = 0.3


@dataclass(frozen=True)
class Titles:
    """A page's titles: in JSON-LD, for sharing, of its window, and the headings it shows."""

    stated: str
    shared: str
    window: str
    headings: Sequence[str]
    sites: Sequence[str]
    url: str

    @property
    def headline(self) -> str:
        """The title without the name of the site.

        That in JSON-LD is the headline, unless it repeats the window's title, written for
        search engines, while the page shows and shares another, or unless the address of the
        page was plainly made from the other.
        """
        stated, shared, window = map(self._bare, (self.stated, self.shared, self.window))
        shown = self._bare(self.shown)
        same = shown and folded(shown) == folded(shared)
        if stated and same and folded(stated) != folded(shown):
            searched = folded(stated) == folded(window) != folded(shown)
            likeness = self._made(shown)
            if searched or likeness >= max(_MADE_FROM, self._made(stated) + 0.05):
                return shown
        if begins_with_date(shown):
            shown = ""
        candidates = [stated, shown, self._reworded(shared, window), shared, window, *self.headings]
        return next((title for title in candidates if title), "")

    @property
    def shown(self) -> str:
        """The longest heading that says what another title says, at least in part."""
        said = self.shared or self.window
        titles = (said, self._bare(said))
        fit = [h for h in self.headings if any(agree(h, title) for title in titles)]
        return max(fit, key=lambda h: (not begins_with_date(h), len(h)), default="")

    def _reworded(self, shared: str, window: str) -> str:
        """The only heading, if the titles for search engines say the same in other words."""
        said, shown = shared or window, [heading for heading in self.headings if heading]
        if len(shown) != 1 or agree(shown[0], said) or folded(said) != folded(window):
            return ""
        words, alike = _keys(shown[0]), _keys(shown[0]) & _keys(said)
        return shown[0] if _SAME * words.total() <= alike.total() > 1 else ""

    def _bare(self, title: str) -> str:
        others = [self.stated, self.shared, self.window, *self.headings]
        return without_site(title, self.sites, others)

    def _made(self, title: str) -> float:
        """How much a title has in common with the address of the page."""
        parts = (unquote(part) for part in urlsplit(self.url).path.split("/"))
        address = max((_keys(part) for part in parts), key=Counter.total, default=Counter())
        words = _keys(title)
        return 2 * (address & words).total() / ((address.total() + words.total()) or 1)


def agree(a: str, b: str) -> bool:
    """Whether one of two titles contains the other."""
    a, b = folded(a), folded(b)
    return bool(a and b) and (a in b or b in a)


def without_site(title: str, sites: Sequence[str], others: Iterable[str]) -> str:
    """Cut off a first part that is the site's name, or a last one that names the site.

    A last part is also cut off if the page has the title without it too.
    """
    for site in filter(None, sites):
        before = title[: -len(site)].rstrip() if title.endswith(site) else ""
        if before and before[-1] in _EDGE:
            return before.rstrip(_EDGE)
    parts = list(_SEPARATOR.finditer(title))
    if not parts:
        return title
    names = [site if " " in site else site.split(".")[0] for site in sites if site]
    if folded(title[: parts[0].start()]) in map(folded, filter(None, [*sites, *names])):
        return title[parts[0].end() :]
    rest, tail = title[: parts[-1].start()], title[parts[-1].end() :]
    named = any(agree(tail, name) for name in names) or not tail
    return rest if named or any(folded(rest) == folded(o) for o in others) else title


def _keys(text: str) -> Counter[str]:
    return Counter(filter(None, map(name_key, re.findall(r"[^\W_]+", text))))
