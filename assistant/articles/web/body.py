"""Which lines of a web page are its article: by form, place and markup, in any language.

Lines that look like an article gain, others lose, and the article is the run of lines
with the largest sum; see `segments`. Within the run, what is set apart by its markup or is
only links is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.articles import forms
from assistant.articles.segments import segments
from assistant.articles.text import folded
from assistant.articles.web.blocks import Block, stands_with
from assistant.articles.web.lines import Line
from assistant.articles.web.marking import known_lines

_INTERACTIVE = "boolean(.//a|.//button|.//input|.//img)"
_MOST = 0.7
_LABEL = 60
_NEAR = 8
_SAME = 40


@dataclass(frozen=True)
class Body:
    """The lines of an article, and the labels around them.

    `above` are those between headline and text and in the headline's own box, `over` those
    above it, both with the ones nearest to the text first; `within`, those in its beginning.
    """

    lines: list[str]
    above: list[Block]
    over: list[Block]
    within: list[Block]
    below: list[Block]


def article_body(
    blocks: Sequence[Block], title: str, *, stated: str = "", second: str = "", about: str = ""
) -> Body:
    """Choose the article's lines.

    `stated` is the text by the page's own statement, often empty or only the beginning;
    `second` what another reader took for it; `about` the page's description of itself.
    """
    lines = known_lines(blocks, title, stated, second)
    run = _best_run(lines)
    inside = lines[run.start : run.stop]
    _set_inserted(inside)
    text = _without_ends([line for line in inside if line.belongs])
    before = lines[: lines.index(text[0])] if text else []
    start = lines[max(0, run.start - _NEAR) : run.start]
    near = [line for line in [*reversed(start), *inside[:_NEAR]] if _may_tell(line)]
    over = [line for line in near if _is_over(line, before)]
    return Body(
        lines=[line.text for line in _standfirst(before, about) + text],
        above=[line.block for line in near if line in before and line not in over],
        over=[line.block for line in over],
        within=[line.block for line in near if line not in before and _is_short(line)],
        below=[line.block for line in lines[run.stop : run.stop + _NEAR] if line.label],
    )


def _may_tell(line: Line) -> bool:
    """Whether a line may be a label of the article; that of a quotation names its own day."""
    return line.label and not line.block.box.within("blockquote")


def _is_short(line: Line) -> bool:
    return line.width <= forms.DATELINE and not line.prose


def _is_over(label: Line, before: Sequence[Line]) -> bool:
    """Whether a label stands above the headline, and not in a box made for the two."""
    head = max((i for i, line in enumerate(before) if line.title), default=0)
    if label not in before[:head]:
        return False
    return not stands_with(label.block.box.element, before[head].block.box.element)


def _best_run(lines: Sequence[Line]) -> range:
    found = segments(line.weight for line in lines)
    return max(found, key=lambda segment: segment[0], default=(0.0, range(0)))[1]


def _set_inserted(run: Sequence[Line]) -> None:
    """Mark boxes in or under a text which the other reader, who has most of it, skipped.

    A box of words alone between paragraphs may be a paragraph that was missed.
    """
    text = [line for line in run if line.prose and line.belongs]
    seconded = [line for line in text if line.seconded]
    if sum(line.width for line in seconded) <= _MOST * sum(line.width for line in text):
        return
    homes = {box for line in seconded for box in line.block.box.chain()}
    first, last = (text.index(seconded[i]) for i in (0, -1))
    for i, line in enumerate(text[first:], start=first):
        own = [box for box in line.block.box.chain() if box not in homes]
        if own and not line.seconded:
            line.inserted = i > last or bool(own[-1].element.xpath(_INTERACTIVE))


def _without_ends(run: Sequence[Line]) -> list[Line]:
    """Without labels above the first paragraph and below the last, and bits between."""
    start = next((i for i, line in enumerate(run) if line.opens), 0)
    full = [i for i, line in enumerate(run) if line.prose or (line.seconded and not line.heading)]
    within = run[start : full[-1] + 1] if full else []
    kept = [line for line in within if line.counts]
    return [line for line, after in pairwise([*kept, *kept[-1:]]) if not _orphan(line, after)]


def _orphan(heading: Line, after: Line) -> bool:
    """Whether a heading stands over another of its rank: what it is over was left out."""
    return heading.heading and heading.block.box.tag == after.block.box.tag


def _standfirst(above: Sequence[Line], about: str) -> list[Line]:
    """What stands between headline and text: the page's description, or prose close below."""
    head = max((i for i, line in enumerate(above) if line.title), default=len(above))
    beginning = folded(about)[:_SAME]
    found: list[Line] = []
    for i, line in enumerate(above[head + 1 :]):
        described = len(beginning) == _SAME and beginning in line.key[: 2 * _SAME]
        plain = line.belongs and line.prose and line.width >= _LABEL and i < _NEAR
        if described or (plain and (line.seconded or (line.label and not found))):
            found.append(line)
    return found
