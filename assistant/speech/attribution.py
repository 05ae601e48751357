"""An article's sentences → the speaker of each, or None.

Rules over the words that a language has for reporting speech, because a wrong speaker is
worse than none: whoever cannot be told for sure is nobody.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import dropwhile

from assistant.speech.cast import Cast
from assistant.speech.chinese import speakers as speakers_in_chinese
from assistant.speech.claims import Claim, Claims
from assistant.speech.lexicon import Lexicon, lexicon
from assistant.speech.mentions import Mention
from assistant.speech.people import same_person
from assistant.speech.phrases import Phrases
from assistant.speech.quotations import Span, is_quoted, quotations, spread, without_tags
from assistant.speech.tokens import Token, tokens

_EXCLAIMED = re.compile(r"[?!…]\W*\Z")
_TAG = 8
_TAG_MARKS = {",", "—", "–"}


def speakers(text: str, spans: Sequence[Span], language: str | None) -> list[str | None]:
    """The full name of whoever says each sentence (start, end) of an article.

    None for what nobody says, for a speaker without a name, and for languages without a
    lexicon.
    """
    if language == "zh":
        return speakers_in_chinese(text, spans)
    words = lexicon(language)
    if words is None:
        return [None] * len(spans)
    return _Reading(text, spans, words).speakers()


def may_be_said_by(asked: str, speaker: str | None, language: str | None) -> bool:
    """Whether a sentence with a speaker, or none, may be the words of the one asked for.

    Of a language without a lexicon nobody knows who speaks, and it may be anybody.
    """
    return not _has_rules(language) if speaker is None else same_person(asked, speaker)


def _has_rules(language: str | None) -> bool:
    """Whether speakers are found in a language at all."""
    return language == "zh" or lexicon(language) is not None


class _Reading:
    """One article, read from its first sentence to its last."""

    def __init__(self, text: str, spans: Sequence[Span], words: Lexicon) -> None:
        self._text, self._spans, self._lexicon = text, spans, words
        self._quotations = without_tags(text, quotations(text), words.tag)
        self._sentences = [tokens(text, s, self._quotations, words.language) for s in spans]
        phrases = Phrases(words)
        self._cast = Cast(self._sentences, phrases, words)
        self._claims = [Claims(words, phrases).of(sentence) for sentence in self._sentences]
        self._found: list[str | None] = []

    def speakers(self) -> list[str | None]:
        for i in range(len(self._spans)):
            self._found.append(self._own(i))
        claimed = [bool(claims) for claims in self._claims]
        for i in filter(self._is_tagged, range(len(self._spans) - 1)):
            self._found[i], claimed[i] = self._found[i + 1], True
        return spread(self._found, claimed, self._spans, self._quotations)

    def _own(self, i: int) -> str | None:
        """Who a sentence says is speaking, else whose words it goes on with."""
        if claims := self._claims[i]:
            return self._chosen(i, claims)
        if self._goes_on(i):
            return self._found[i - 1]
        return None

    def _chosen(self, i: int, claims: Sequence[Claim]) -> str | None:
        """The outermost of the claims, if they leave no doubt."""
        if self._text[: self._spans[i][1]].endswith("?"):
            return None
        apart = [c for c in claims if c.apart]
        beside = [c for c in claims if self._is_beside(self._sentences[i], c)]
        pool = [*apart, *beside] if apart else self._unreported(i, claims)
        said_by = {self._resolved(i, claim) for claim in pool}
        return said_by.pop() if len(said_by) == 1 else None

    def _unreported(self, i: int, claims: Sequence[Claim]) -> list[Claim]:
        """The first claim, and others that stand beside it, not in what it reports.

        After "but" there is one that the first half of the sentence is not part of.
        """
        sentence = self._sentences[i]
        if claims[0].start > 1 and self._is_beside(sentence, claims[0]):
            return []
        beside = [c for c in claims[1:] if self._is_beside(sentence, c)]
        return [claims[0], *(c for c in beside if c.mention.kind != "unsaid")]

    def _is_beside(self, sentence: Sequence[Token], claim: Claim) -> bool:
        before = sentence[claim.start - 1] if claim.start else None
        return before is not None and (
            before.text == ";" or self._lexicon.is_a("while", before.lower)
        )

    def _resolved(self, i: int, claim: Claim) -> str | None:
        mention = claim.mention
        if mention.kind == "name":
            return self._named(claim) if self._cast.is_known(mention.words) else None
        if mention.kind == "role":
            return self._cast.holder(mention, i) or self._same_as_before(i, mention)
        if mention.kind == "nobody":
            return None
        return self._meant(i, claim)

    def _named(self, claim: Claim) -> str | None:
        """Whom a claim names; nobody by a name that is declined where it would be a subject."""
        name = claim.mention.words
        declined = claim.by_verb and self._cast.is_declined(name)
        return None if declined else self._cast.full(name)

    @cached_property
    def _speaking(self) -> set[str | None]:
        """Whom sentences anywhere name as speakers."""
        named = (c for claims in self._claims for c in claims if c.mention.kind == "name")
        return set(map(self._named, named))

    def _same_as_before(self, i: int, mention: Mention) -> str | None:
        """The last speaker, if it can be he whom all readers know by his office."""
        before = self._found[i - 1] if i and self._same_paragraph(i) else None
        known = not mention.about and self._lexicon.is_a("sovereign", mention.words[0])
        quoting = any(token.quoted for token in self._sentences[i])
        if not known or quoting or before is None or self._cast.has_office(before):
            return None
        return before

    def _meant(self, i: int, claim: Claim) -> str | None:
        """Whom a pronoun means: the last speaker, else the only person of the last sentence."""
        if i == 0:
            return None
        pronoun, person = claim.mention.kind, self._found[i - 1]
        if person and pronoun != "unsaid" and self._may_be_another(i, claim, person):
            return None
        if person is None and not self._claims[i - 1]:
            named = self._cast.persons(self._sentences[i - 1])
            persons = {p for p in named if self._cast.has_office(p) or p in self._speaking}
            person = persons.pop() if len(persons) == 1 else None
        fits = person is not None and (pronoun == "unsaid" or self._cast.may_be(person, pronoun))
        return person if fits else None

    def _may_be_another(self, i: int, claim: Claim, speaker: str) -> bool:
        """Whether a pronoun, but for that of a tag, may mean whom the last speaker spoke of."""
        before = dropwhile(lambda t: t.text in _TAG_MARKS, self._sentences[i][: claim.start][::-1])
        quoted = next(before, None)
        pronoun = claim.mention.kind
        if (quoted and quoted.quoted) or claim.apart or self._cast.is_surely(speaker, pronoun):
            return False
        others = self._cast.named(self._sentences[i - 1]) - {speaker}
        return any(self._cast.may_be(other, pronoun) for other in others)

    def _is_tagged(self, i: int) -> bool:
        """Whether the next sentence seems to say whose this is: `“Stop!” Putin said.`."""
        quoted = is_quoted(self._spans[i], self._quotations)
        after = i + 1 < len(self._spans) and not is_quoted(self._spans[i + 1], self._quotations)
        asks = _EXCLAIMED.search(self._text, *self._spans[i])
        if self._claims[i] or not (quoted and asks and after and self._same_paragraph(i + 1)):
            return False
        tag, claims = self._sentences[i + 1], self._claims[i + 1]
        if not claims:
            return len(tag) <= _TAG and bool(self._cast.persons(tag))
        rest = tag[claims[0].end :]
        return claims[0].start == 0 and (
            not rest or rest[0].breaks or self._lexicon.stands("of", rest, 0)
        )

    def _goes_on(self, i: int) -> bool:
        """Whether a sentence without a claim continues the words of the one before."""
        if i == 0 or self._found[i - 1] is None or self._is_tagged(i):
            return False
        if is_quoted(self._spans[i], self._quotations):
            (start, before), (_, end) = self._spans[i - 1], self._spans[i]
            one = any(a < before and end <= b + 1 for a, b in self._quotations)
            return one or self._same_paragraph(i) or self._text[start:before].endswith(":")
        return self._is_reported(self._sentences[i]) and self._same_paragraph(i)

    def _is_reported(self, sentence: Sequence[Token]) -> bool:
        """Whether a main clause is in the subjunctive, as speech is that German reports."""
        main = not self._lexicon.stands("when", sentence, 0)
        for at, token in enumerate(sentence):
            after_mark = at > 0 and sentence[at - 1].text == ","
            if self._lexicon.is_a("subjunctive", token.lower) and (main or after_mark):
                return True
            joined = any(self._lexicon.stands(k, sentence, at + 1) for k in ("and", "while"))
            main = main and (token.text not in {",", ":"} or joined)
        return False

    def _same_paragraph(self, i: int) -> bool:
        return "\n" not in self._text[self._spans[i - 1][1] : self._spans[i][0]]
