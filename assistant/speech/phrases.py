"""Noun phrases that may name a speaker: a name, an office, or a pronoun."""

from collections.abc import Sequence

from assistant.speech.lexicon import Lexicon
from assistant.speech.mentions import NOBODY, Mention
from assistant.speech.names import PARTICLES, Names
from assistant.speech.nesting import Nesting
from assistant.speech.tokens import Token

_REACH = 7


class Phrases:
    """Reads noun phrases in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.names = Names(lexicon)
        self._lexicon = lexicon
        self._is = lexicon.stands
        self._nesting = Nesting(lexicon, self.names)

    def ending(self, segment: Sequence[Token]) -> tuple[Mention, int] | None:
        """The phrase that ends a segment, and where it begins; None if there is none."""
        if not segment:
            return None
        last = len(segment) - 1
        if (pronoun := self.pronoun(segment[last])) and not self._is("of", segment, last - 1):
            return pronoun, last
        start, end = self.names.run(segment, last)
        if start < end:
            return self._named(segment, start)
        if found := self._role_before(segment, last + 1):
            return found
        return (NOBODY, 0) if self._is_nominal(segment) else None

    def _named(self, segment: Sequence[Token], start: int) -> tuple[Mention, int] | None:
        """The phrase that ends with the name at `start`: its own, or one that it is part of."""
        name = self.names.bare(segment[start:])
        if not name:
            return self._role_before(segment, len(segment))
        first = self._phrase_start(segment, start)
        if self._nesting.is_part(segment, first, name):
            return NOBODY, 0
        titled = len(name) < len(segment) - start
        compound = titled and first > 1 and segment[first - 2].capital
        compound = compound and not self._nesting.is_german_genitive(segment, first - 1)
        if name[0] not in PARTICLES and (compound or not self._is("of", segment, first - 1)):
            return Mention("name", name), first
        if found := self._role_before(segment, len(segment), of=first - 1):
            return found
        before = self.ending(segment[: first - 1])
        if before and before[0].kind == "name" and len(before[0].words) > 1:
            return before
        return (NOBODY, 0) if self._is_nominal(segment) else None

    def _phrase_start(self, segment: Sequence[Token], start: int) -> int:
        """Where the titles, offices and article before a name begin."""
        at = start
        for step in range(1, 4):
            place = start - step
            if place < 0 or segment[place].breaks or self._is("of", segment, place):
                break
            if not self.names.is_title(segment[place]):
                break
            at = place
        if self._nesting.is_owner_described(segment, at):
            return at - 1
        owning = self._nesting.is_german_genitive(segment, at - 1)
        return at - 1 if self._is("article", segment, at - 1) and not owning else at

    def _role_before(
        self, segment: Sequence[Token], end: int, of: int | None = None
    ) -> tuple[Mention, int] | None:
        """An office with what belongs to it ("the Russian president", "the head of Arianespace").

        Of offices in a chain ("the adviser of the president") it is the first.
        """
        at = self._head(segment, end if of is None else of)
        if at is None:
            return None
        start = self._beginning(segment, at)
        if self._is("indefinite", segment, start):
            return NOBODY, start
        about = [*segment[start:at], *segment[at + 1 : end]]
        return self._office(segment[at], about), start

    def _head(self, segment: Sequence[Token], end: int) -> int | None:
        found = None
        for at in reversed(range(max(0, end - _REACH), end)):
            if segment[at].breaks:
                break
            if not self._is_office(segment, at):
                continue
            linked = any(self._is("of", segment, i) for i in range(at + 1, found or at))
            if found is None or linked:
                found = at
        return found

    def _is_office(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word is for an office, and for no owner: `the mayor's office`."""
        owner = at + 1 < len(tokens) and tokens[at + 1].lower == "'s"
        return not owner and self._lexicon.role(tokens[at].text) is not None

    def _office(self, role: Token, about: Sequence[Token]) -> Mention:
        return Mention("role", (role.text,), self._lexicon.role(role.text), self._telling(about))

    def _beginning(self, segment: Sequence[Token], at: int) -> int:
        """Where the phrase around a place begins."""
        while at and not self._begins(segment, at):
            at -= 1
        return at

    def _begins(self, segment: Sequence[Token], start: int) -> bool:
        before = ("of", "when", "that", "who")
        return (
            self._is("article", segment, start)
            or segment[start - 1].breaks
            or any(self._is(kind, segment, start - 1) for kind in before)
        )

    def _telling(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """Of the words of a phrase, those that tell whose office it is."""
        kinds = ("article", "of", "that")
        return tuple(
            t.text
            for t in tokens
            if t.is_word and not any(self._lexicon.is_a(k, t.lower) for k in kinds)
        )

    def _is_nominal(self, segment: Sequence[Token]) -> bool:
        """Whether a segment is a noun phrase, not an adverbial."""
        adverbial = self._is("of", segment, 0) or self._is("between", segment, 0)
        articles = (i for i in range(len(segment) - 1) if self._is("article", segment, i))
        return not adverbial or any(not self._is("of", segment, i - 1) for i in articles)

    def starting(self, tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
        """The phrase that begins at a place, and where it ends; None if there is none."""
        if at >= len(tokens):
            return None
        if pronoun := self.pronoun(tokens[at]):
            return pronoun, at + 1
        start, end = self.names.run(tokens, at)
        name = self.names.bare(tokens[start:end])
        if name and not (end < len(tokens) and tokens[end].lower == "'s"):
            return Mention("name", name), end
        return self._described(tokens, at)

    def _described(self, tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
        """An office after its article, and the name that goes with it if there is one."""
        end = at
        while end < len(tokens) and not (tokens[end].breaks or self._is("that", tokens, end)):
            if end > at and self._nesting.opens_clause(tokens, end):
                return NOBODY, end
            end += 1
        places = range(at, min(end, at + _REACH))
        role = next((i for i in places if self._is_office(tokens, i)), None)
        if role is None:
            return self._proper(tokens, at, end)
        for i in range(role + 1, end):
            start, stop = self.names.run(tokens, i)
            name = self.names.bare(tokens[start:stop])
            own = name and start > role and not self._nesting.is_genitive(tokens, stop, name)
            if own and not self._nesting.is_complement(tokens, role, start, stop):
                return Mention("name", name), stop
        if name := self._apposed(tokens, end):
            return Mention("name", name), end + 1 + len(name)
        if self._is("indefinite", tokens, at):
            return NOBODY, end
        return self._office(tokens[role], [*tokens[at:role], *tokens[role + 1 : end]]), end

    def _apposed(self, tokens: Sequence[Token], comma: int) -> tuple[str, ...]:
        """The name that stands alone between a comma and the next mark."""
        if comma + 1 >= len(tokens) or tokens[comma].text != ",":
            return ()
        start, end = self.names.run(tokens, comma + 1)
        alone = end == len(tokens) or tokens[end].breaks
        return self.names.bare(tokens[start:end]) if start < end and alone else ()

    def _proper(self, tokens: Sequence[Token], at: int, end: int) -> tuple[Mention, int] | None:
        """A name with an article ("il Cremlino"), else somebody who cannot be told."""
        if not self._is("article", tokens, at) and not self._is("whose", tokens, at):
            return None
        told = self._lexicon.language != "de" and not self._is("indefinite", tokens, at)
        if at + 1 < end and told:
            start, stop = self.names.run(tokens, at + 1)
            if start < stop:
                return Mention("name", self.names.bare(tokens[start:stop]) or ("",)), stop
        return NOBODY, end

    def pronoun(self, token: Token) -> Mention | None:
        """A pronoun of the third person."""
        for kind in ("he", "she"):
            if self._lexicon.is_a(kind, token.lower):
                return Mention("he") if kind == "he" else Mention("she")
        return NOBODY if self._lexicon.is_a("they", token.lower) else None

    def is_owner(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether an office and a preposition stand before a name ("asesor del Kremlin …")."""
        of = start - 1 - self._is("article", tokens, start - 1)
        return self._is("of", tokens, of) and of > 0 and self._is_office(tokens, of - 1)

    def office_before(self, tokens: Sequence[Token], end: int, *, apart: bool) -> Mention | None:
        """The office that stands before a name: right before it, or `apart` by a comma."""
        if apart:
            found = self._role_before(tokens, end)
            return found[0] if found else None
        for at in reversed(range(max(0, end - 4), end)):
            if self._is_office(tokens, at):
                start = self._beginning(tokens, at)
                return self._office(tokens[at], [*tokens[start:at], *tokens[at + 1 : end]])
            if not self._nesting.may_follow(tokens, at):
                return None
        return None

    def office_after(self, tokens: Sequence[Token], at: int) -> Mention | None:
        """The office that begins an apposition, and is not somebody else's ("his lawyer")."""
        end = at
        while end < len(tokens) and not tokens[end].breaks:
            end += 1
        places = range(at, min(end, at + _REACH))
        place = next((i for i in places if self._is_office(tokens, i)), None)
        if place is None or any(self._is(k, tokens, i) for k in ("who", "said") for i in places):
            return None
        by_another = self._lexicon.begins_phrase(tokens[at].lower)
        if by_another or self._nesting.is_owned(tokens, at, place):
            return None
        while place + 1 < end and self._is_office(tokens, place + 1):
            place += 1  # "chief engineer"
        return self._office(tokens[place], [*tokens[at:place], *tokens[place + 1 : end]])
