"""What changed from one version of an article to the next, by the sentence."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from assistant.language.sentences import split
from assistant.types import Article


def changes(before: Article, after: Article) -> Iterator[tuple[Literal["-", "+"], str]]:
    """The sentences that were taken out (`-`) and put in (`+`), in the order of the text."""
    old, new = _sentences(before), _sentences(after)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (("-", sentence) for sentence in old[i:j])
            yield from (("+", sentence) for sentence in new[k:m])


def _sentences(article: Article) -> list[str]:
    texts = (article.text[a:b].replace("\n", " ") for a, b in split(article.text, article.language))
    return [article.title, *texts]
