"""Proper names among the words of a sentence."""

from collections.abc import Sequence
from itertools import takewhile

from assistant.language.names import calendar_words
from assistant.language.terms import stop_words
from assistant.speech.lexicon import Lexicon
from assistant.speech.tokens import Token

PARTICLES = {
    "al", "bin", "d'", "da", "dal", "de", "de'", "del", "della", "di", "dos", "du", "el", "ibn",
    "van", "von",
}  # fmt: skip
_LATER_PARTICLES = {"den", "der", "la", "las", "le", "los", "ten", "ter"}


class Names:
    """Reads names in one language."""

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
        kinds = ("when", "while", "of", "between")
        begins = token.lower not in PARTICLES and any(self._is(k, tokens, at) for k in kinds)
        if first and (begins or self._lexicon.begins_phrase(token.lower)):
            return False
        return not (first or len(token.text) == 1) or token.lower not in stop_words(language)

    def run(self, tokens: Sequence[Token], at: int) -> tuple[int, int]:
        """The longest name around a place, as (start, end); empty if there is none."""
        if not self.is_name(tokens, at):
            return at, at
        start, end = at, at + 1
        while step := self._joins(tokens, start, -1):
            start -= step
        while step := self._joins(tokens, end - 1, 1):
            end += step
        return self._without_noun(tokens, start, end)

    def _without_noun(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
        """`die Beraterin Hanna Brusk`, `l'Américain …`: nouns too have capitals there.

        So has the first word of any sentence: `Aliados de Hugo Marín`.
        """
        language, size = self._lexicon.language, end - start
        named = tokens[start + 1 : end]
        of = size > 3 and named[0].lower in PARTICLES and self._is("of", named, 0)
        if of and start == 0 and all(token.capital for token in named[1:]):
            return start + 2, end
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
            if tokens[place].text not in PARTICLES | _LATER_PARTICLES:
                return 0
        return 0

    def _is_joint(self, between: Sequence[Token]) -> bool:
        """Whether words may stand within a name: `von der`, but not `der` alone."""
        return not between or between[0].text in PARTICLES

    def bare(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """A run of capitalised words without the titles before the name."""
        kept = [*takewhile(lambda token: not self.is_title(token), reversed(tokens))][::-1]
        if self._lexicon.language == "de" and not any(t.text in PARTICLES for t in kept):
            kept = kept[-2:]  # "Meteorologe Dominik Jung"
        return tuple(t.text for t in kept[-self._longest :])

    def is_title(self, token: Token) -> bool:
        """Whether a word before a name is none of it: a form of address, or an office."""
        if token.lower in PARTICLES:
            return False
        addresses = self._lexicon.is_a("titles", token.lower.rstrip("."))
        return addresses or self._lexicon.role(token.text) is not None

    def alone(self, segment: Sequence[Token]) -> tuple[str, ...]:
        """The name that a segment consists of, or nothing."""
        if not segment or self.run(segment, 0) != (0, len(segment)):
            return ()
        return self.bare(segment)
