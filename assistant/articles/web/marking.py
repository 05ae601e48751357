"""What the page as a whole tells of each of its blocks: copies, boxes, lists, other readings."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile

from assistant.articles.text import folded
from assistant.articles.web.blocks import Block, Box
from assistant.articles.web.lines import FULL, Line

_APART = frozenset(
    {
        "<address>", "<aside>", "<button>", "<dialog>", "<fieldset>", "<figcaption>", "<figure>",
        "<footer>", "<form>", "<menu>", "<nav>",
    }
)  # fmt: skip
# What builders of pages call the boxes that are not the article, whatever its language.
_APART_NAMES = frozenset(
    {
        "actions", "ad", "ads", "advert", "advertisement", "author", "authors", "bio", "breadcrumb",
        "breadcrumbs", "byline", "bylines", "caption", "captions", "comment", "commentform",
        "comments", "complementary", "consent", "contentinfo", "cookie", "cookies", "copyright",
        "credit", "credits", "date", "figcaption", "footer", "login", "meta", "nav", "navigation",
        "newsletter", "newsletters", "outbrain", "pagination", "player", "popular", "prev", "print",
        "promo", "promos", "readmore", "recirc", "recommendation", "recommendations", "recommended",
        "related", "reply", "respond", "share", "sharedaddy", "sharing", "sidebar", "signup",
        "social", "sponsored", "subscribe", "taboola", "tag", "tags", "timestamp", "toolbar",
        "topics", "trending", "widget",
    }
)  # fmt: skip
_NEVER = frozenset({"consent", "cookie", "cookies"})

_MUCH = 0.3
_LONG = 25
_STATED_WHOLE = 400
_CARD = 5
_OFFER_WIDTH = 800
# How builders of pages name these places in addresses, whatever the page's language.
_OFFER = re.compile(r"log-?in|sign-?(?:in|up)\b|subscri|regist(?:er|ration)|abonn|paywall", re.I)


def known_lines(blocks: Sequence[Block], title: str, stated: str, second: str) -> list[Line]:
    """Find out all that can be told of each block by the page as a whole."""
    lines = _until_next(_lines(blocks, folded(title), folded(stated), second))
    _set_apart(lines)
    _set_listed(lines)
    boxes = _boxes(lines)
    _set_teasers(boxes)
    _set_others(lines, boxes)
    _set_offers(lines, boxes)
    own = [line for line in lines if line.prose and not line.apart and not line.repeated]
    if _width(line for line in own if line.seconded) < _MUCH * _width(own):
        for line in lines:
            line.unseconded_gain = 0.6
    return lines


def _lines(blocks: Sequence[Block], title: str, stated: str, second: str) -> list[Line]:
    count = Counter(block.text for block in blocks)
    seconded, seconded_lines = folded(second), set(map(folded, second.splitlines()))
    lines = []
    for block in blocks:
        key = folded(block.text)
        line = Line(
            block=block,
            repeated=count[block.text] > 1,
            headline=bool(key) and key == title,
            seconded=key in seconded_lines or (len(key) >= _LONG and key in seconded),
            stated=len(stated) > _STATED_WHOLE and key in stated,
        )
        lines.append(line)
    return lines


def _until_next(lines: list[Line]) -> list[Line]:
    """Up to the headline of another article of the same make, as endless pages load them."""
    heads = [i for i, x in enumerate(lines) if x.block.box.tag == "h1" and x.block.linked < 0.5]
    own = next((i for i in heads if lines[i].headline), None)
    if own is None:
        return lines
    for i in heads:
        box, first = lines[i].block.box, lines[own].block.box
        alike = box.hints == first.hints and bool(box.hints)
        others = box.within("article") != first.within("article")
        if i > own and lines[i].key != lines[own].key and (alike or others):
            return lines[:i]
    return lines


def _set_apart(lines: Sequence[Line]) -> None:
    """Mark what stands in a box that is not the article by its tag or name.

    A label under which much of the text stands says nothing on this page, nor does one
    of a box that holds the headline.
    """
    none: frozenset[str] = frozenset()
    known = {box: none for line in lines if line.title for box in line.block.box.chain()}

    def labels(box: Box) -> frozenset[str]:
        for inner in reversed([*takewhile(lambda b: b not in known, box.chain())]):
            tag = {f"<{inner.tag}>"} & _APART
            above = known[inner.parent] if inner.parent else none
            known[inner] = above | tag | (inner.hints & _APART_NAMES)
        return known[box]

    text = [line for line in lines if line.prose and not line.repeated]
    text = [line for line in text if line.seconded] or text
    under: Counter[str] = Counter()
    for line in text:
        under.update(dict.fromkeys(labels(line.block.box), round(min(line.width, FULL))))
    silent = {label for label, width in under.items() if width > _MUCH * _width(text)} - _NEVER
    for line in lines:
        line.apart = bool(labels(line.block.box) - silent)


def _set_listed(lines: Iterable[Line]) -> None:
    """Mark the items of lists that are mostly links."""
    lists: dict[Box, list[Line]] = defaultdict(list)
    for line in lines:
        if inner := next((b for b in line.block.box.chain() if b.tag in {"ul", "ol"}), None):
            lists[inner].append(line)
    for items in lists.values():
        if sum(i.block.linked * i.width for i in items) > 0.5 * sum(i.width for i in items):
            for item in items:
                item.listed = True


def _boxes(lines: Iterable[Line]) -> dict[Box, list[Line]]:
    boxes: dict[Box, list[Line]] = defaultdict(list)
    for line in lines:
        for box in line.block.box.chain():
            boxes[box].append(line)
    return boxes


def _set_teasers(boxes: dict[Box, list[Line]]) -> None:
    """Mark the summary under the linked headline of another article, in a box of their own."""
    for inside in boxes.values():
        text = [i for i, line in enumerate(inside) if line.prose]
        if len(inside) <= _CARD and len(text) == 1:
            above = inside[: text[0]]
            if any(line.block.linked > 0.9 and line.width >= _LONG for line in above):
                inside[text[0]].listed = True


def _set_others(lines: Sequence[Line], boxes: dict[Box, list[Line]]) -> None:
    """Mark other entries of the page, by the microformat hAtom, if its own one has a text."""
    own = [box for x in lines if x.headline for box in x.block.box.chain() if _is_entry(box)]
    if own and _width(line for line in boxes[own[0]] if line.prose) >= FULL:
        for line in lines:
            entries = [box for box in line.block.box.chain() if _is_entry(box)]
            line.apart |= bool(entries) and own[0] not in entries


def _is_entry(box: Box) -> bool:
    return "hentry" in box.hints


def _set_offers(lines: Sequence[Line], boxes: dict[Box, list[Line]]) -> None:
    """Mark a small box around a link that leads to a login or a subscription."""
    text = _width(line for line in lines if line.prose and not line.apart)
    most = min(_MUCH * text, _OFFER_WIDTH)
    small = {box for box, inside in boxes.items() if _width(inside) < most}
    for box in {line.block.box for line in lines if line.block.linked > 0.9}:
        if box in small and _leads_to_offer(box):
            *_, around = takewhile(small.__contains__, box.chain())
            for line in boxes[around]:
                line.apart = True


def _leads_to_offer(box: Box) -> bool:
    addresses = box.element.xpath(".//a/@href | ancestor-or-self::a/@href")
    return any(_OFFER.search(address) for address in addresses)


def _width(lines: Iterable[Line]) -> float:
    return sum(min(line.width, FULL) for line in lines)
