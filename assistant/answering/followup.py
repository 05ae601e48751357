"""A question that leans on the conversation → one that can be searched as it is."""

from collections.abc import Callable, Sequence
from contextlib import closing

from llama_index.core.llms import LLM

from assistant.answering.models.chat import as_chat, stream_chat
from assistant.answering.models.degenerate import raise_if_degenerate
from assistant.answering.models.opening import line_of
from assistant.answering.models.thoughts import without_thoughts
from assistant.errors import ModelError
from assistant.language.detect import detect
from assistant.language.names import has_any_name, missing_names, names
from assistant.language.terms import script, terms, words
from assistant.prompts import conversation
from assistant.retrieve.question.ellipsis import exchanged, is_elliptic
from assistant.types import Hit, Turn

SearchFirst = Callable[[str], Sequence[Hit]]
"""The first passages for a query."""

_TELLING = 20  # bytes, because a Chinese character tells more than a Latin letter
_TOKENS = 80
_LONGEST = 500  # characters
_FAR = 1.5  # in scores of passages; of 96 follow-ups none with a name goes beyond 1


def spoken(question: str, history: Sequence[Turn]) -> str | None:
    """Language of a question; "E quando?" is in that of the question before it."""
    short = history and len(question.encode()) < _TELLING
    leans = short and script(question) in ("", script(history[-1].question))
    own = None if leans else _detected(question)
    return own or (detect(_joined(question, history)) if history else None)


def _detected(question: str) -> str | None:
    """The language that a question, or what is not a name in it, tells: names are of any."""
    first, *rest = question.split() or [""]
    return detect(question) or detect(" ".join([first, *(w for w in rest if not w[0].isupper())]))


def standalone(
    question: str,
    language: str | None,
    history: Sequence[Turn],
    llm: LLM | None,
    search: SearchFirst,
) -> str:
    """The question with what it leaves out put in from the last turn.

    A name alone takes the place of one in the last question. A question that by itself
    finds something better than after the one before it has changed the topic, and stays as it
    is; so does one whose names are nowhere in what is found after it, or lead it far away from
    that. Others are rewritten by the model; without one, or where what it says will not do, the
    previous question is put before this one.
    """
    if not history:
        return question
    last = history[-1]
    if same := exchanged(question, last.question, language):
        return same
    joined = _joined(question, history)
    alone, after = search(question), search(joined)
    is_new = (
        _best(alone) > _best(after)
        or _strange(question, language, after)
        or _apart(question, language, alone, after)
    )
    plain = question if is_new else joined
    if llm is None or (is_new and not is_elliptic(question, language)):
        return plain
    rewritten = _rewritten(question, last, llm)
    return rewritten if _will_do(rewritten, question, last, language) else plain


def _will_do(rewritten: str, question: str, last: Turn, language: str | None) -> bool:
    """Whether a rewriting asks, and brings in something, but nothing that nobody mentioned."""
    brought = set(terms(rewritten, language)) - set(terms(question, language))
    said = f"{last.question} {last.answer} {question}"
    invented = missing_names(names(rewritten, language), said)
    asks = rewritten.endswith(("?", "？")) or not question.endswith(("?", "？"))
    return asks and bool(brought) and not invented


def _rewritten(question: str, last: Turn, llm: LLM) -> str:
    """What the model makes of the question; empty if it fails."""
    messages = conversation(
        "standalone", earlier=last.question, answer=last.answer, question=question
    )
    said = ""
    tokens = stream_chat(llm, as_chat(messages), **line_of(llm, _TOKENS))
    try:
        with closing(tokens):
            for token in without_thoughts(tokens):
                said += token.text
                if "\n" in said.lstrip():
                    break
                raise_if_degenerate(said, _LONGEST)
    except ModelError:
        return ""  # the writer will meet the same failure, and tell
    return said.strip().split("\n")[0]


def _best(hits: Sequence[Hit]) -> float:
    return hits[0].score if hits else 0.0


def _named(question: str, language: str | None) -> list[str]:
    acronyms = [word for word in words(question) if len(word) > 1 and word.isupper()]
    return [*names(question, language), *acronyms]


def _apart(question: str, language: str | None, alone: Sequence[Hit], after: Sequence[Hit]) -> bool:
    """Whether a question with names finds, alone, much better than what it leads to after."""
    if not (alone and after and _named(question, language)) or is_elliptic(question, language):
        return False
    scores = {hit.passage.id: hit.score for hit in alone}
    return _best(alone) - scores.get(after[0].passage.id, alone[-1].score) > _FAR


def _strange(question: str, language: str | None, hits: Sequence[Hit]) -> bool:
    """Whether a question has names, and passages none of them."""
    named = _named(question, language)
    there = "\n".join(h.passage.headed for h in hits)
    return bool(named) and not has_any_name(named, there)


def _joined(question: str, history: Sequence[Turn]) -> str:
    return f"{history[-1].question.strip()} {question}"
