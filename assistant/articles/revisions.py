"""What changed from one version of an article to the next, by the sentence."""

from collections.abc import Iterator
from difflib import ndiff
from typing import Literal

from assistant.language.sentences import split
from assistant.types import Article


def changes(before: Article, after: Article) -> Iterator[tuple[Literal["-", "+"], str]]:
    """The sentences that were taken out (`-`) and put in (`+`), in the order of the text."""
    for line in ndiff(_sentences(before), _sentences(after)):
        mark, sentence = line[:1], line[2:]
        if mark == "-" or mark == "+":
            yield mark, sentence


def _sentences(article: Article) -> list[str]:
    texts = (article.text[a:b].replace("\n", " ") for a, b in split(article.text, article.language))
    return [article.title, *texts]
