"""Verbs of speech in a sentence: where they are, and whether they report something."""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from assistant.speech.lexicon import Lexicon
from assistant.speech.tokens import Token

_AUXILIARY_REACH = 4
_BRACKET = 25  # in German the auxiliary and its participle enclose the clause
_NEAR = 6


class Verb(NamedTuple):
    """A verb of speech with its auxiliary, from `start` to `end`.

    `any` if it is one only because it follows a quotation.
    """

    start: int
    end: int
    any: bool = False


class Verbs:
    """Finds the verbs of speech of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._is = lexicon.stands
        self._german = lexicon.language == "de"
        self._french = lexicon.language == "fr"

    def of(self, tokens: Sequence[Token]) -> Iterator[Verb]:
        """The verbs of a sentence, in order."""
        for at in range(len(tokens)):
            spoken = self._is("spoken", tokens, at)
            if spoken and (auxiliary := self._auxiliary(tokens, at)) is not None:
                verb = Verb(auxiliary, at + 1)
            elif (passive := self._quoted(tokens, at)) is not None:
                verb = Verb(passive, at + 1)
            elif self._is_finite(tokens, at):
                verb = Verb(at, at + 1)
            elif self._follows_quotation(tokens, at):
                auxiliary = self._auxiliary(tokens, at)
                yield Verb(at if auxiliary is None else auxiliary, at + 1, any=True)
                continue
            else:
                continue
            if self._has_particle(tokens, at) and self._reports(tokens, verb, at):
                yield verb

    def _auxiliary(self, tokens: Sequence[Token], participle: int) -> int | None:
        reach = _BRACKET if self._german else _AUXILIARY_REACH
        for at in reversed(range(max(0, participle - reach), participle)):
            if tokens[at].breaks or self._is("be", tokens, at):
                return None
            if self._is("have", tokens, at):
                return at
        return None

    def _quoted(self, tokens: Sequence[Token], saying: int) -> int | None:
        """Where `was quoted by the paper as saying` begins."""
        if not self._is("saying", tokens, saying):
            return None
        near = range(max(0, saying - _NEAR), saying - 1)
        found = (i for i in near if self._is("be", tokens, i) and self._is("quoted", tokens, i + 1))
        return next(found, None)

    def _is_finite(self, tokens: Sequence[Token], at: int) -> bool:
        if self._is("naming", tokens, at):
            return self._names_something(tokens, at)
        if not self._is("said", tokens, at) or self._is("be", tokens, at - 1):
            return False
        if self._german:
            return not tokens[at].capital or at == 0
        is_noun = any(self._is(kind, tokens, at - 1) for kind in ("article", "of", "whose"))
        if is_noun and not self._is("as", tokens, at - 2):
            return False
        return not _is_passive(tokens, at)

    def _names_something(self, tokens: Sequence[Token], at: int) -> bool:
        """`called the accord a mistake`, but not `called an election`."""
        after = tokens[at + 1 : at + 1 + _NEAR]
        if after and after[0].lower in {"it", "him", "them", "this", "that"}:
            return True
        return any(t.quoted or t.lower in {"a", "an"} for t in after[1:])

    def _has_particle(self, tokens: Sequence[Token], at: int) -> bool:
        """Verbs of two parts: `teilte … mit`, `parlato di`."""
        places = range(at + 1, len(tokens) if self._german else min(at + 2, len(tokens)))
        for verb, particle in self._lexicon.particles:
            if verb.fullmatch(tokens[at].lower):
                found = (i for i in places if particle.fullmatch(tokens[i].lower))
                return any(not self._german or self._ends_clause(tokens, i) for i in found)
        return True

    def is_particle(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the second part of a verb ends the clause here: `fügte X hinzu`."""
        particles = (particle for _, particle in self._lexicon.particles)
        word = tokens[at].lower
        return any(p.fullmatch(word) for p in particles) and self._ends_clause(tokens, at)

    def _ends_clause(self, tokens: Sequence[Token], particle: int) -> bool:
        """`gab … zu`, but not `gab … zu dem`; `hält … für` is no verb of two parts."""
        after = particle + 1
        closed = after == len(tokens) or tokens[after].breaks or self._is("and", tokens, after)
        return closed or tokens[particle].lower == "für"

    def _reports(self, tokens: Sequence[Token], verb: Verb, at: int) -> bool:
        """Whether a verb that has other meanings too has words for its object."""
        if not self._is("weak", tokens, at) or self.is_apart(tokens, verb):
            return True
        if at + 1 >= len(tokens) or tokens[at + 1].breaks:
            return True
        near = range(at + 1, min(at + 1 + _NEAR, len(tokens)))
        return any(self.opens_speech(tokens, i) for i in near)

    def opens_speech(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether words that were said begin at a place."""
        return at < len(tokens) and (
            tokens[at].quoted or tokens[at].text == ":" or self._is("that", tokens, at)
        )

    def is_apart(self, tokens: Sequence[Token], verb: Verb) -> bool:
        """Whether a mark stands before a verb."""
        return verb.start == 0 or tokens[verb.start - 1].breaks

    def _follows_quotation(self, tokens: Sequence[Token], at: int) -> bool:
        """Any verb may follow a quotation: `"…", joked X`."""
        if not tokens[at].is_word or tokens[at].capital or _is_passive(tokens, at):
            return False
        start = at
        auxiliary = self._auxiliary(tokens, at)
        if auxiliary is not None:
            if at - auxiliary > 1:
                return False
            start = auxiliary
        marks = {",", "—", "–"}
        if start == 0:
            return False
        unmarked = tokens[start - 1].ended or (self._french and auxiliary is not None)
        quoted = (tokens[start - 1].quoted and unmarked) or (
            start > 1 and tokens[start - 1].text in marks and _quoted_before(tokens, start - 1)
        )
        function_words = ("article", "of", "who", "when", "that", "and", "while", "be", "between",
                          "negation", "as", "have", "he", "she")  # fmt: skip
        return quoted and not any(self._is(kind, tokens, at) for kind in function_words)

    def is_denied(self, tokens: Sequence[Token], verb: Verb) -> bool:
        """Whether it says that something was not said."""
        before = reversed(range(max(0, verb.start - 3), verb.start))
        unbroken = takewhile(lambda i: not tokens[i].breaks, before)
        near = [*unbroken, *range(verb.start, verb.end)]
        if self._german:
            stop = verb.end
            while stop < len(tokens) and not tokens[stop].breaks:
                stop += 1
            near.append(stop - 1)
        return self._is("nothing", tokens, verb.end) or any(
            self._is("negation", tokens, i) for i in near
        )


def _is_passive(tokens: Sequence[Token], participle: int) -> bool:
    return participle + 1 < len(tokens) and tokens[participle + 1].lower == "by"


def _quoted_before(tokens: Sequence[Token], mark: int) -> bool:
    at = mark - 1
    while at > 0 and tokens[at].text in {",", "—", "–"}:
        at -= 1
    return tokens[at].quoted
