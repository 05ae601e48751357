"""Text in quotation marks, whatever the marks of the language."""

import re

_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|「([^「」]+)」|『([^『』]+)』"
)


def without_false_quotes(text: str, source: str) -> str:
    """The text, with the marks taken off around words that the source does not have."""

    def keep(match: re.Match[str]) -> str:
        words = next(g for g in match.groups() if g)
        return match.group() if _plain(words) in _plain(source) else words

    return _QUOTED.sub(keep, text)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
