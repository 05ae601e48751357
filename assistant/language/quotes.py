"""Text in quotation marks, whatever the marks of the language."""

import re

from assistant.language.terms import UNSPACED_SCRIPTS

QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^“”]+)”|„([^„“”]+)[“”]|”([^“”]+)”|«([^«»]+)»|»([^«»]+)«"
    r"|‹([^‹›]+)›|‚([^‚‘]+)‘|(?<!\w)‘([^‘’]+)’(?!\w)|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》"
)
_UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")


def without_false_quotes(text: str, source: str) -> str:
    """The text, with the marks taken off around words that the source does not have."""

    def keep(match: re.Match[str]) -> str:
        words = next(g for g in match.groups() if g)
        return match.group() if _stands(words, source) else words

    return QUOTED.sub(keep, text)


def _stands(words: str, source: str) -> bool:
    """Whether words stand in a source one after the other, whole."""
    wanted, there = _plain(words), _plain(source)
    return wanted in there if _UNSPACED.search(wanted) else f" {wanted} " in f" {there} "


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
