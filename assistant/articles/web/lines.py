"""A line of a web page and what it adds to a run of lines that may be the article."""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.articles import forms
from assistant.articles.authors import in_byline
from assistant.articles.dates import begins_with_date
from assistant.articles.text import folded
from assistant.articles.web.blocks import Block

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "pre", "tr", "dd", "dt"})
_LABELLED = re.compile(r"[^:：]{2,40}[:：]")
_TIME_OR_MARK = re.compile(r"\d{4}|\d{1,2}:\d\d|^\W|^[\w\s]{1,20}$")

_LONG, _LABEL, _HALF, FULL = 25, 60, 200, 400


@dataclass(eq=False)
class Line:
    """A block and what is known of it."""

    block: Block
    repeated: bool
    headline: bool
    seconded: bool  # another reader took it for the article as well
    stated: bool  # the page states it as the article's text
    apart: bool = False  # in a box that is something else by tag or name
    listed: bool = False  # in a list of links, or under one
    inserted: bool = False  # in a box that interrupts the article
    unseconded_gain: float = 0.3

    @property
    def text(self) -> str:
        """What it says."""
        return self.block.text

    @cached_property
    def key(self) -> str:
        """Its letters and digits, by which two copies are the same."""
        return folded(self.text)

    @cached_property
    def width(self) -> float:
        """Its length, ideographs counted as more."""
        return forms.width(self.text)

    @cached_property
    def prose(self) -> bool:
        """Whether it has the form of a sentence or a paragraph, and is no link."""
        return self.block.linked < 0.5 and forms.is_prose(self.text)

    @property
    def title(self) -> bool:
        """Whether it is the headline, or another heading of the first rank."""
        return self.headline or self.block.box.tag == "h1"

    @property
    def heading(self) -> bool:
        """Whether it is a heading of any rank."""
        return self.block.box.tag in _HEADINGS

    @property
    def opens(self) -> bool:
        """Whether a text may begin with the line."""
        if self.prose:
            return True
        fits = self.seconded and not self.heading and self.width >= _LONG
        return fits and (self.width >= _LABEL or not _TIME_OR_MARK.search(self.text))

    @property
    def weight(self) -> float:
        """What the line adds to a run of lines, in hundreds of characters."""
        gain = min(self.width, FULL) / 100
        linked = self.block.linked
        if self.seconded and linked <= 0.8:
            return max(0.1, gain)
        if self.apart:
            return -0.3
        if self.repeated:
            return -0.2
        if self.prose:
            return gain if self.stated else self.unseconded_gain * gain
        if self.title:
            return 0.0
        short = self.heading or self.block.box.tag in _PARAGRAPHS
        return -0.3 if short and linked <= 0.5 and not self.listed else -1.0

    @property
    def belongs(self) -> bool:
        """Whether the line is text of the article if it stands within its run."""
        if self.inserted or self.apart or self.title or self.listed or in_byline(self.text):
            return False
        sentence = self.block.box.tag == "p" and forms.is_prose(self.text)
        linked = 0.9 if sentence and not _LABELLED.match(self.text) else 0.6
        again = self.repeated and not self.seconded and not (self.prose and self.width > 100)
        credit = forms.is_credit(self.text) and self.width < _HALF and not self.seconded
        return self.block.linked <= linked and not again and not credit

    @property
    def counts(self) -> bool:
        """Whether it is more than a bit between the paragraphs; speech may be short."""
        said = self.block.box.tag in {"p", "blockquote"} and forms.ends_sentence(self.text)
        return self.prose or self.heading or self.seconded or said

    @property
    def label(self) -> bool:
        """Whether it is so short that it may tell a date or a name, and is not of a picture."""
        caption = self.block.box.captions and not begins_with_date(self.text)
        return self.width < _HALF and not self.listed and not caption
