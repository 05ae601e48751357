"""Phrases within phrases: whether a name belongs to whoever the words around it are about.

In "the lawyer of X", "doctors treating X" and "the president thanked X" it is not X who speaks.
"""

from collections.abc import Sequence

from assistant.speech.lexicon import Lexicon
from assistant.speech.names import PARTICLES, Names
from assistant.speech.tokens import Token

_ADJECTIVES_FOLLOW = {"es", "fr", "it", "pt"}
_NO_NOUN = ("of", "that", "said", "spoken", "have", "be", "and", "while", "between")


class Nesting:
    """Tells in one language what is part of another phrase."""

    def __init__(self, lexicon: Lexicon, names: Names) -> None:
        self._names = names
        self._lexicon = lexicon
        self._is = lexicon.stands

    def is_part(self, segment: Sequence[Token], first: int, name: Sequence[str]) -> bool:
        """Whether a name that ends a segment, in the phrase from `first` on, is not its subject."""
        whose = self.is_genitive(segment, len(segment), name)
        alone = len(segment) - len(name) == first
        joined = alone and self._is_joined(segment, first)
        return whose or joined or self._is_object(segment, first)

    def _is_object(self, segment: Sequence[Token], start: int) -> bool:
        """Whether a phrase is inside another: `the man who shot X`, `doctors treating X`."""
        clauses = (i for i in range(start - 1) if self.opens_clause(segment, i))
        told = ("said", "spoken")
        return self._is_participle(segment, start - 1) or any(
            not any(self._is(kind, segment, i - 1) for kind in told) for i in clauses
        )

    def _is_joined(self, segment: Sequence[Token], start: int) -> bool:
        """Whether somebody else stands before a phrase: `X and Y`."""
        before = start - 2
        joined = before >= 0 and self._is("and", segment, before + 1)
        return joined and (self._names.is_name(segment, before) or self._is_office(segment[before]))

    def is_genitive(self, tokens: Sequence[Token], end: int, name: Sequence[str]) -> bool:
        """Whether the name that ends at a place may be declined, and tell whose somebody is."""
        start = end - len(name)
        if all(self._lexicon.is_a("nominative", word) for word in name):
            return False
        while start > 1 and not self._is("serving", tokens, start - 1):
            before = tokens[start - 1]
            uninflected = before.text.istitle() and self._lexicon.is_a("nominative", before.text)
            if not (uninflected or self._is_office(before)):
                return False
            start -= 1
        return self._is("serving", tokens, start - 1)

    def is_owned(self, tokens: Sequence[Token], start: int, noun: int) -> bool:
        """Whether a word before a noun says that it is part of another phrase."""
        return any(
            self._is("whose", tokens, i)
            or (self._is("of", tokens, i) and not self._is("article", tokens, i))
            for i in range(start, noun)
        )

    def is_complement(self, tokens: Sequence[Token], role: int, start: int, stop: int) -> bool:
        """Whether a name is not an office's own: `of Putin`, `of the president Putin`."""
        at = start - 1 if self._is("article", tokens, start - 1) else start
        offices = (i for i in range(role + 1, stop) if self._is_office(tokens[i]))
        return (
            self._is("of", tokens, at - 1)
            or tokens[start].text in PARTICLES
            or self.is_owner_described(tokens, start)
            or any(self._is_subordinate(tokens, role, office) for office in offices)
        )

    def _is_subordinate(self, tokens: Sequence[Token], role: int, office: int) -> bool:
        """`spokesman of the president`, but not `minister of health and president`."""
        between = reversed(range(role + 1, office))
        links = (i for i in between if any(self._is(k, tokens, i) for k in ("of", "and")))
        return self._is("of", tokens, next(links, -1))

    def is_owner_described(self, segment: Sequence[Token], at: int) -> bool:
        """`of former president X`, `der Sängerin X`; not `der Partei X`, whose leader X may be."""
        genitive, of = self.is_german_genitive(segment, at - 2), self._is("of", segment, at - 2)
        if at < 3 or not of or self._is("article", segment, at - 1):
            return False
        noun = segment[at - 1] if segment[at - 1].capital else segment[at]
        if genitive and (
            segment[at - 2].lower == "des" or self._lexicon.is_a("feminine", noun.text)
        ):
            return True
        articled = self._is("article", segment, at - 2)
        return self._names.is_title(noun) and (genitive or not articled)

    def is_german_genitive(self, segment: Sequence[Token], at: int) -> bool:
        """Whether a German article says whose the noun before it is."""
        both = self._is("article", segment, at) and self._is("of", segment, at)
        return both and self._lexicon.language == "de" and at > 0 and segment[at - 1].capital

    def opens_clause(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word begins a clause or a participle with an object."""
        return self._is_relative(tokens, at) or self._is_participle(tokens, at)

    def _is_relative(self, tokens: Sequence[Token], at: int) -> bool:
        pronoun = any(self._is(kind, tokens, at) for kind in ("who", "when"))
        return pronoun and not any(self._is("article", tokens, i) for i in (at, at - 1))

    def _is_participle(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a participle has an object: `treating X`, but not `the acting president X`."""
        if not self._is("participle", tokens, at) or self._is("article", tokens, at - 1):
            return False
        after = tokens[at + 1 : at + 2]
        return not (after and self._is_office(after[0]) and not after[0].capital)

    def may_follow(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a word may stand between an office and its name: `премьер Израиля`, `russo`."""
        if tokens[at].capital or self._names.is_title(tokens[at]):
            return True
        no_noun = any(self._is(kind, tokens, at) for kind in _NO_NOUN)
        if no_noun or not tokens[at].is_word or self.opens_clause(tokens, at):
            return False
        adjective = self._lexicon.language in _ADJECTIVES_FOLLOW and self._is_office(tokens[at - 1])
        return adjective or self._lexicon.declines

    def _is_office(self, token: Token) -> bool:
        return self._lexicon.role(token.text) is not None
