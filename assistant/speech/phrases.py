"""Noun phrases that may name a speaker: a name, an office, or a pronoun."""

from collections.abc import Sequence

from assistant.language.names import calendar_words
from assistant.language.terms import stop_words
from assistant.speech.lexicon import Lexicon
from assistant.speech.mentions import NOBODY, Mention
from assistant.speech.tokens import Token

_PARTICLES = {
    "al", "bin", "d'", "da", "dal", "de", "de'", "del", "della", "di", "dos", "du", "el", "ibn",
    "van", "von",
}  # fmt: skip
_SECOND_PARTICLES = {"den", "der", "la", "las", "le", "los", "ten", "ter"}
_REACH = 7


class Phrases:
    """Reads noun phrases in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._is = lexicon.stands
        self._longest = 2 if lexicon.declines else 6

    def is_name(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word looks like part of a name; the first of a sentence may be any word."""
        token, language = tokens[at], self._lexicon.language
        if not (token.is_word and token.capital) or token.lower in calendar_words(language):
            return False
        first = at == 0 or (tokens[at - 1].breaks and tokens[at - 1].text != ",")
        begins = any(self._is(kind, tokens, at) for kind in ("when", "while"))
        if first and (begins or self._lexicon.begins_phrase(token.lower)):
            return False
        return not (first or len(token.text) == 1) or token.lower not in stop_words(language)

    def run(self, tokens: Sequence[Token], at: int) -> tuple[int, int]:
        """The longest name around a place, as (start, end); empty if there is none."""
        if not self.is_name(tokens, at):
            return at, at
        start, end = at, at + 1
        while (step := self._joins(tokens, start, -1)) and start - step >= 0:
            start -= step
        while (step := self._joins(tokens, end - 1, 1)) and end + step <= len(tokens):
            end += step
        return self._without_noun(tokens, start, end)

    def _without_noun(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """`die Beraterin Hanna Brusk`, `l'Américain …`: nouns too have capitals there."""
        language, size = self._lexicon.language, end - start
        nouns = (language == "de" and size) or (language == "fr" and size > 2)
        told = self._is("article", tokens, start - 1) or self._is("whose", tokens, start - 1)
        return (start + 1 if nouns and told else start), end

    def _joins(self, tokens: Sequence[Token], at: int, way: int) -> int:
        """How many tokens further in a direction a name goes on."""
        for step in (1, 2, 3):
            place = at + way * step
            if not 0 <= place < len(tokens):
                return 0
            if self.is_name(tokens, place):
                between = tokens[min(at, place) + 1 : max(at, place)]
                return step if self._is_joint(between) else 0
            if tokens[place].text not in _PARTICLES | _SECOND_PARTICLES:
                return 0
        return 0

    def _is_joint(self, between: Sequence[Token]) -> bool:
        """Whether words may stand within a name: `von der`, but not `der` alone."""
        return not between or between[0].text in _PARTICLES

    def bare(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """A run of capitalised words without the titles before the name."""
        kept = list(tokens)
        for i in reversed(range(len(kept))):
            if self._is_title(kept[i]):
                kept = kept[i + 1 :]
                break
        if self._lexicon.language == "de" and not any(t.text in _PARTICLES for t in kept):
            kept = kept[-2:]  # "Meteorologe Dominik Jung"
        return tuple(t.text for t in kept[-self._longest :])

    def _is_title(self, token: Token) -> bool:
        if token.lower in _PARTICLES:
            return False
        return self._lexicon.is_a("titles", token.lower.rstrip(".")) or self.role(token) is not None

    def role(self, token: Token) -> int | None:
        """The group of a word for an office."""
        return self._lexicon.role(token.text)

    def ending(self, segment: Sequence[Token]) -> tuple[Mention, int] | None:
        """The phrase that ends a segment, and where it begins; None if there is none."""
        if not segment:
            return None
        last = len(segment) - 1
        if (pronoun := self.pronoun(segment[last])) and not self._is("of", segment, last - 1):
            return pronoun, last
        start, end = self.run(segment, last)
        if start < end:
            return self._named(segment, start)
        if found := self._role_before(segment, last + 1):
            return found
        return (NOBODY, 0) if self._is_nominal(segment) else None

    def _named(self, segment: Sequence[Token], start: int) -> tuple[Mention, int] | None:
        """The phrase that ends with the name at `start`: its own, or one that it is part of."""
        name = self.bare(segment[start:])
        if not name:
            return self._role_before(segment, len(segment))
        first = self._phrase_start(segment, start)
        titled = len(name) < len(segment) - start
        compound = titled and first > 1 and segment[first - 2].capital
        if name[0] not in _PARTICLES and (compound or not self._is("of", segment, first - 1)):
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
            if self.role(segment[place]) is not None or self._is_title(segment[place]):
                at = place
        if self._is("article", segment, at - 1):
            at -= 1
        return at

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
            if self.role(segment[at]) is None:
                continue
            linked = any(self._is("of", segment, i) for i in range(at + 1, found or at))
            if found is None or linked:
                found = at
        return found

    def _office(self, role: Token, about: Sequence[Token]) -> Mention:
        return Mention("role", (role.text,), self.role(role), self._telling(about))

    def _beginning(self, segment: Sequence[Token], at: int) -> int:
        """Where the phrase around a place begins."""
        while at and not self._begins(segment, at):
            at -= 1
        return at

    def _begins(self, segment: Sequence[Token], start: int) -> bool:
        kinds = ("article", "whose", "of", "when", "that", "who")
        before = segment[start - 1]
        return self._is("article", segment, start) or (
            any(self._lexicon.is_a(k, before.lower) for k in kinds[2:]) or before.breaks
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
        first = segment[0].lower
        return not self._lexicon.is_a("of", first) and not self._lexicon.is_a("between", first)

    def starting(self, tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
        """The phrase that begins at a place, and where it ends; None if there is none."""
        if at >= len(tokens):
            return None
        if pronoun := self.pronoun(tokens[at]):
            return pronoun, at + 1
        start, end = self.run(tokens, at)
        name = self.bare(tokens[start:end])
        if name and not self._owns(tokens, end):
            return Mention("name", name), end
        return self._described(tokens, at)

    def _owns(self, tokens: Sequence[Token], at: int) -> bool:
        return at < len(tokens) and tokens[at].lower == "'s"

    def _described(self, tokens: Sequence[Token], at: int) -> tuple[Mention, int] | None:
        """An office after its article, and the name that goes with it if there is one."""
        end = at
        while end < len(tokens) and not (tokens[end].breaks or self._is("that", tokens, end)):
            end += 1
        places = range(at, min(end, at + _REACH))
        role = next((i for i in places if self.role(tokens[i]) is not None), None)
        if role is None:
            return self._proper(tokens, at, end)
        for i in range(role + 1, end):
            start, stop = self.run(tokens, i)
            name = self.bare(tokens[start:stop])
            if name and start > role and not self._is_complement(tokens, start):
                return Mention("name", name), stop
        if name := self._apposed(tokens, end):
            return Mention("name", name), end + 1 + len(name)
        if self._is("indefinite", tokens, at):
            return NOBODY, end
        return self._office(tokens[role], [*tokens[at:role], *tokens[role + 1 : end]]), end

    def _is_complement(self, tokens: Sequence[Token], start: int) -> bool:
        at = start - 1 if self._is("article", tokens, start - 1) else start
        return self._is("of", tokens, at - 1)

    def _apposed(self, tokens: Sequence[Token], comma: int) -> tuple[str, ...]:
        """The name that stands alone between a comma and the next mark."""
        if comma + 1 >= len(tokens) or tokens[comma].text != ",":
            return ()
        start, end = self.run(tokens, comma + 1)
        alone = end == len(tokens) or tokens[end].breaks
        return self.bare(tokens[start:end]) if start < end and alone else ()

    def _proper(self, tokens: Sequence[Token], at: int, end: int) -> tuple[Mention, int] | None:
        """A name with an article ("il Cremlino"), else somebody who cannot be told."""
        if not self._is("article", tokens, at) and not self._is("whose", tokens, at):
            return None
        told = self._lexicon.language != "de" and not self._is("indefinite", tokens, at)
        if at + 1 < end and told:
            start, stop = self.run(tokens, at + 1)
            if start < stop:
                return Mention("name", self.bare(tokens[start:stop]) or ("",)), stop
        return NOBODY, end

    def pronoun(self, token: Token) -> Mention | None:
        """A pronoun of the third person."""
        for kind in ("he", "she"):
            if self._lexicon.is_a(kind, token.lower):
                return Mention("he") if kind == "he" else Mention("she")
        return NOBODY if self._lexicon.is_a("they", token.lower) else None

    def alone(self, segment: Sequence[Token]) -> tuple[str, ...]:
        """The name that a segment consists of, or nothing."""
        if not segment or self.run(segment, 0) != (0, len(segment)):
            return ()
        return self.bare(segment)

    def is_owner(self, tokens: Sequence[Token], start: int) -> bool:
        """Whether an office and a preposition stand before a name ("asesor del Kremlin …")."""
        of = start - 1 - self._is("article", tokens, start - 1)
        return self._is("of", tokens, of) and of > 0 and self.role(tokens[of - 1]) is not None

    def office_before(self, tokens: Sequence[Token], end: int, *, apart: bool) -> Mention | None:
        """The office that stands before a name: right before it, or `apart` by a comma."""
        if apart:
            found = self._role_before(tokens, end)
            return found[0] if found else None
        for at in reversed(range(max(0, end - 4), end)):
            if tokens[at].breaks or self._is("of", tokens, at):
                return None
            if self.role(tokens[at]) is not None:
                start = self._beginning(tokens, at)
                return self._office(tokens[at], [*tokens[start:at], *tokens[at + 1 : end]])
        return None

    def office_after(self, tokens: Sequence[Token], at: int) -> Mention | None:
        """The office that begins an apposition."""
        end = at
        while end < len(tokens) and not tokens[end].breaks:
            end += 1
        places = range(at, min(end, at + _REACH))
        place = next((i for i in places if self.role(tokens[i]) is not None), None)
        if place is None or any(self._is(k, tokens, i) for k in ("who", "said") for i in places):
            return None
        while place + 1 < end and self.role(tokens[place + 1]) is not None:
            place += 1  # "chief engineer"
        return self._office(tokens[place], [*tokens[at:place], *tokens[place + 1 : end]])
