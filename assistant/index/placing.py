"""How articles that come in stand to those that are there: new, reprinted or revised."""

from collections.abc import Collection, Sequence

from assistant.articles.similarity import MIN_SHARED, same_text, sketch
from assistant.index.changes import Arrival, ReadPage
from assistant.index.store import Store
from assistant.types import Article


def placed(store: Store, pages: Sequence[ReadPage]) -> list[Arrival]:
    """Every article that is not in the store, with its place among those that are.

    Another text at the same address is another version; the same text at another address
    is a reprint, whoever publishes it.
    """
    known = store.known(a.id for page in pages for a in page.articles)
    arrivals: dict[str, Arrival] = {}
    for article in (a for page in pages for a in page.articles):
        if article.id not in known and article.id not in arrivals:
            arrival = _placed(store, arrivals.values(), article)
            arrivals[article.id] = _without_loss(store, pages, arrival)
    return list(arrivals.values())


def _placed(store: Store, others: Collection[Arrival], article: Article) -> Arrival:
    arrived = [a.article for a in others if a.article.url == article.url and not a.behind]
    here = [*store.at(article.url), *arrived]
    version = here[-1] if here else None
    if version and _time(article) < _time(version):
        return Arrival(article=article, behind=version.id)
    replaces = version.id if version else None
    versions = {a.id for a in here}
    hashes = sketch(article.text)
    near = _sharing(others, hashes) + store.sharing(hashes, MIN_SHARED)
    originals = (
        original
        for other, original in near
        if versions.isdisjoint({other.id, original}) and same_text(other.text, article.text)
    )
    original = next(originals, None)
    return Arrival(article=article, original=original, replaces=replaces, sketch=hashes)


def _without_loss(store: Store, pages: Sequence[ReadPage], arrival: Arrival) -> Arrival:
    """The arrival with what becomes of those who have the text that it replaces.

    Another page that still has it keeps it, under its own address, unless the page is of the
    web and the new text a revision, which such a page has by now as well.
    """
    old = store.articles([arrival.replaces]).get(arrival.replaces) if arrival.replaces else None
    if not old:
        return arrival
    new = arrival.article
    holding = {page.url: {a.id for a in page.articles} for page in pages}
    read_before = {page: {old.id} for page in store.holders(old.id)}
    for page, ids in {**read_before, **holding}.items():
        holds_on = old.id in ids and new.id not in ids and page != new.url
        if holds_on and (page.startswith("file:") or not _are_alike(old, arrival)):
            moved = old.model_copy(update={"url": page})
            return arrival.model_copy(update={"replaces": None, "moved": moved})
    reprints = store.reprints([old.id]).get(old.id, [])
    same = tuple(r.id for r in reprints if same_text(new.text, r.text))
    return arrival.model_copy(update={"reprints": same})


def _are_alike(old: Article, arrival: Arrival) -> bool:
    return len(set(sketch(old.text)) & set(arrival.sketch)) >= MIN_SHARED


def _sharing(others: Collection[Arrival], hashes: Sequence[int]) -> list[tuple[Article, str]]:
    """As `Store.sharing`, among the articles that come in together."""
    return [
        (other.article, other.original or other.article.id)
        for other in others
        if len(set(other.sketch) & set(hashes)) >= MIN_SHARED
    ]


def _time(article: Article) -> tuple[object, ...]:
    """What tells the later version: its own word if it has one, else when it was fetched."""
    stated = article.modified or article.published
    return (stated.at if stated else article.fetched_at, article.fetched_at)
