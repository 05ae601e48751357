"""Markdown with front matter → an article of plain paragraphs."""

import re
from collections.abc import Iterator

import frontmatter
import yaml  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.articles.fragments import readable
from assistant.articles.stated import by_field, stated_article
from assistant.articles.text import one_line
from assistant.errors import SourceError
from assistant.intake import Page
from assistant.language.encodings import decoded
from assistant.types import Article

_PARSER = MarkdownIt("commonmark")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_SEEN = {"text", "code_inline", "softbreak", "hardbreak"}
_LONGEST = 500_000  # Some input takes the parser quadratic time.
# What its parsers were seen to raise of front matter that states, say, a number without digits.
_FAULTS = (yaml.YAMLError, ValueError, AttributeError, LookupError, RecursionError)


def read(page: Page) -> Iterator[Article]:
    """Read a Markdown file; the first heading is the title if the front matter has none.

    Raises SourceError if it is not text, holds no prose or its front matter is not YAML.
    """
    text = decoded(page.content).replace("\r\n", "\n")
    if len(text) > _LONGEST:
        raise SourceError(f"it is longer than {_LONGEST:,} characters; split it into articles")
    if text.lstrip().startswith("+++\n"):
        raise SourceError("its front matter is TOML; write it as YAML, between lines of ---")
    try:
        fields, body = frontmatter.parse(text)
    except _FAULTS as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"its front matter is not valid YAML: {reason}") from error
    # Text between two rules is taken for front matter too, and then left out of the body.
    heading, paragraphs = _paragraphs(body if fields else text.strip())
    if heading and by_field(fields)["title"] not in (None, heading):
        paragraphs.insert(0, heading)
    yield stated_article(
        page, fields, title=heading or "", text="\n".join(paragraphs), url=page.address
    )


def _paragraphs(body: str) -> tuple[str | None, list[str]]:
    """The heading that the text begins with, if it does, and the other paragraphs."""
    tokens = [token for token in _PARSER.parse(body) if token.type != "hr"]
    lines = [line for token in tokens for line in _lines(token)]
    blocks = [block for line in lines if (block := one_line(line))]
    headed = bool(tokens) and tokens[0].type == "heading_open"
    heading = one_line(_lines(tokens[1])[0]) if headed else ""
    return (heading, blocks[1:]) if heading else (None, blocks)


def _lines(token: Token) -> list[str]:
    """What a reader sees of a block, without marks, pictures and tags: a line, of HTML more."""
    if token.type in {"fence", "code_block"}:
        return [token.content]
    if token.type == "html_block":
        return readable(f"<p>{token.content}</p>").split("\n")
    seen = (
        child.content if child.type in {"text", "code_inline"} else " "
        for child in token.children or ()
        if child.type in _SEEN or _BREAK.match(child.content)
    )
    return ["".join(seen)]
