"""Who a sentence says is speaking, by its verbs and prepositions of speech."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.speech.lexicon import Lexicon
from assistant.speech.mentions import NOBODY, Mention
from assistant.speech.phrases import Phrases
from assistant.speech.tokens import Token
from assistant.speech.verbs import Verb, Verbs

_SKIPPED = 4
_PRO_DROP = {"it", "es", "pt"}

Found = tuple[Mention, int]


class Claim(NamedTuple):
    """Somebody said something: the words from `start` to `end` say so.

    `apart` if they stand outside of what was said ("…, said X", "according to X"); `by_verb`
    if whoever is mentioned is its subject.
    """

    mention: Mention
    start: int
    end: int
    apart: bool
    by_verb: bool = False


class Claims:
    """Finds claims in the sentences of one language."""

    def __init__(self, lexicon: Lexicon, phrases: Phrases) -> None:
        self._lexicon = lexicon
        self._is = lexicon.stands
        self._phrases = phrases
        self._verbs = Verbs(lexicon)

    def of(self, tokens: Sequence[Token]) -> list[Claim]:
        """The claims of a sentence, in order."""
        found = [*self._by_colon(tokens), *self._by_preposition(tokens), *self._by_verb(tokens)]
        return sorted(found, key=lambda claim: claim.start)

    def _by_colon(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        """`Putin: "…"`."""
        colon = next((i for i, t in enumerate(tokens[:6]) if t.text == ":"), 0)
        quoted = 0 < colon < len(tokens) - 1 and tokens[colon + 1].quoted
        if quoted and (name := self._phrases.names.alone(tokens[:colon])):
            yield Claim(Mention("name", name), 0, colon + 1, apart=True)

    def _by_preposition(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        words = [t.lower for t in tokens]
        for at in range(len(tokens)):
            for phrase in self._lexicon.according:
                length = len(phrase)
                if tuple(words[at : at + length]) != phrase:
                    continue
                found = self._phrases.starting(tokens, at + length)
                if found and found[0] != NOBODY and self._stands_apart(tokens, at, found[1]):
                    yield Claim(found[0], at, found[1], apart=True)
                break
            yield from self._after_name(tokens, at)

    def _after_name(self, tokens: Sequence[Token], at: int) -> Iterator[Claim]:
        """`X zufolge`, `by X's account`."""
        if self._is("following", tokens, at) and (found := self._phrases.ending(tokens[:at])):
            yield Claim(found[0], found[1], at + 1, apart=True)
        if self._is("account", tokens, at) and at > 2 and tokens[at - 1].lower == "'s":
            start, end = self._phrases.names.run(tokens, at - 2)
            if start < end and start and self._is("of", tokens, start - 1):
                name = self._phrases.names.bare(tokens[start:end])
                yield Claim(Mention("name", name), start, at + 1, apart=True)

    def _by_verb(self, tokens: Sequence[Token]) -> Iterator[Claim]:
        for verb in self._verbs.of(tokens):
            if not verb.any and self._verbs.is_denied(tokens, verb):
                yield Claim(NOBODY, verb.start, verb.end, apart=False)
                continue
            claim = self._with_subject(tokens, verb)
            if claim and not (verb.any and claim.mention == NOBODY):
                yield claim

    def _with_subject(self, tokens: Sequence[Token], verb: Verb) -> Claim | None:
        if inside := self._inside(tokens, verb):
            return self._claim(tokens, verb, inside, verb.start, verb.end)
        right = self._after(tokens, verb)
        if right and right[0] != NOBODY and self._verbs.is_apart(tokens, verb):
            return self._claim(tokens, verb, right[0], verb.start, right[1])
        left = self._before(tokens, verb)
        if left and left[0] != NOBODY:
            return self._claim(tokens, verb, left[0], left[1], verb.end)
        if right:
            return self._claim(tokens, verb, right[0], verb.start, right[1])
        if left:
            return self._claim(tokens, verb, NOBODY, left[1], verb.end)
        return self._without_subject(tokens, verb)

    def _without_subject(self, tokens: Sequence[Token], verb: Verb) -> Claim | None:
        closed = verb.end == len(tokens) or tokens[verb.end].breaks
        opened = verb.start > 0 and self._verbs.is_apart(tokens, verb)
        said = self._verbs.opens_speech(tokens, verb.end) or (opened and closed)
        if said and self._lexicon.language in _PRO_DROP:
            return self._claim(tokens, verb, Mention("unsaid"), verb.start, verb.end)
        return None

    def _claim(
        self, tokens: Sequence[Token], verb: Verb, mention: Mention, start: int, end: int
    ) -> Claim | None:
        """None if the claim is itself part of a clause: `that Putin said`, `what he says`.

        Nobody can be told if several speak.
        """
        nested = any(self._is(kind, tokens, start - 1) for kind in ("when", "that"))
        nested |= start > 1 and self._is("who", tokens, start - 1)
        if nested and not self._is("as", tokens, start - 1):
            return None
        one = not self._is("plural", tokens, verb.start)
        apart = start > 0 and self._stands_apart(tokens, start, end)
        return Claim(mention if one else NOBODY, start, end, apart, by_verb=True)

    def _inside(self, tokens: Sequence[Token], verb: Verb) -> Mention | None:
        """`a-t-il dit`, `hat er gesagt`, `hat Merz gesagt`."""
        between = tokens[verb.start + 1 : verb.end - 1]
        if pronoun := next((p for t in between if (p := self._phrases.pronoun(t))), None):
            return pronoun
        name = self._phrases.starting(between, 0) if self._verbs.is_apart(tokens, verb) else None
        return name[0] if name and name[0].kind == "name" else None

    def _before(self, tokens: Sequence[Token], verb: Verb) -> Found | None:
        """The subject before a verb, over adverbs and insertions, and where it begins."""
        end = verb.start
        for _ in range(_SKIPPED):
            if self._is("between", tokens, end - 1) or _is_adverb(tokens, end - 1):
                end -= 1
        if end == 0 or tokens[end - 1].quoted:
            return None
        if self._joins(tokens, end - 1):
            return self._at_start(tokens)
        if self._is("who", tokens, end - 1) and end > 1 and not tokens[end - 2].breaks:
            return self._cleft(tokens, end - 1)
        if not tokens[end - 1].breaks:
            return self._right_before(tokens, end, verb)
        if tokens[end - 1].text in {",", "—", "–", ")"}:
            lead = None if verb.any else self._leading(tokens, end - 1)
            return lead or self._before_insertion(tokens, end - 1)
        return None

    def _right_before(self, tokens: Sequence[Token], end: int, verb: Verb) -> Found | None:
        """The subject that no mark parts from its verb."""
        start = self._segment(tokens, end)
        found = self._phrases.ending(tokens[start:end])
        if found is None:
            return None
        oblique = any(self._is("oblique", tokens, i) for i in (start, start + found[1]))
        if oblique or self._is_relative(tokens, start, verb):
            return NOBODY, start
        return found[0], start + found[1]

    def _is_relative(self, tokens: Sequence[Token], start: int, verb: Verb) -> bool:
        """Whether a German clause has its verb at the end: `…, die X beschuldigt, …`."""
        relative = start > 0 and tokens[start - 1].text == "," and self._is("who", tokens, start)
        closed = verb.end < len(tokens) and tokens[verb.end].text == ","
        return self._lexicon.language == "de" and relative and closed

    def _at_start(self, tokens: Sequence[Token]) -> Found | None:
        """The subject of a second verb: `X rose and said`, but not `the judge met X and said`."""
        right = self._phrases.starting(tokens, 0)
        found = self._phrases.ending(tokens[: right[1]]) if right else None
        named = found is not None and found[0].kind == "name"
        if found and named and (found[1] == 0 or tokens[found[1] - 1].text == ","):
            return found[0], 0
        return NOBODY, 0

    def _cleft(self, tokens: Sequence[Token], who: int) -> Found | None:
        """`it was Ushakov who said`."""
        found = self._phrases.ending(tokens[self._segment(tokens, who) : who])
        start = self._segment(tokens, who) + (found[1] if found else 0)
        return (found[0], start) if found and self._is("be", tokens, start - 1) else None

    def _leading(self, tokens: Sequence[Token], end: int) -> Found | None:
        """The full name that a sentence begins with: `X, 54, of Austin, Texas, said`."""
        comma = next((i for i in range(end) if tokens[i].breaks), end)
        name = self._phrases.names.alone(tokens[:comma])
        last = self._phrases.names.alone(tokens[self._segment(tokens, end) : end])
        inserted = range(comma + 1, end)
        clauses = (i for i in inserted if tokens[i - 1].breaks and self._joins(tokens, i))
        if len(name) < 2 or len(last) > 1 or not inserted or any(clauses):
            return None
        return Mention("name", name), 0

    def _joins(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether another half of the sentence begins with a word."""
        return any(self._is(kind, tokens, at) for kind in ("and", "while"))

    def _before_insertion(self, tokens: Sequence[Token], end: int) -> Found | None:
        """The subject before `, the minister,` or `, who …,`, which is never without either."""
        role: Found | None = None
        for inserted in range(3):
            start = self._segment(tokens, end)
            segment = tokens[start:end]
            first = start == 0 or tokens[start - 1].quoted
            if not segment or (first and not inserted):
                break
            if name := self._phrases.names.alone(segment):
                return Mention("name", name), start
            found = self._phrases.ending(segment)
            if found and found[0].kind == "name" and self._leads(segment, found[1]):
                return found[0], start + found[1]
            if found and found[0].kind == "role" and role is None:
                role = found[0], start + found[1]
            if first:
                break
            end = start - 1
        return role

    def _leads(self, segment: Sequence[Token], name: int) -> bool:
        """Whether a name that ends a segment is what it is about (not `head of Arianespace`)."""
        return name == 0 or (segment[0].capital and not self._is("who", segment, 0))

    def _after(self, tokens: Sequence[Token], verb: Verb) -> Found | None:
        """The subject after a verb, and where it ends."""
        apart = self._verbs.is_apart(tokens, verb)
        if self._is("told", tokens, verb.end - 1) or (self._lexicon.language == "en" and not apart):
            return None
        at = verb.end
        for _ in range(_SKIPPED):
            if self._is("between", tokens, at):
                at += 1
        found = self._phrases.starting(tokens, at)
        return found if found and self._is_over(tokens, found[1]) else None

    def _is_over(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a phrase ends here, and is not the beginning of what was said."""
        kinds = ["that", "of", "when", "between", "while", "as", "who"]
        ended = at >= len(tokens) or tokens[at].breaks
        if self._lexicon.language == "de":  # `sagte X der Zeitung`
            kinds.append("article")
        ended = ended or self._verbs.is_particle(tokens, at)
        return ended or any(self._is(kind, tokens, at) for kind in kinds)

    def _stands_apart(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether marks, or the ends of the sentence, stand around a claim."""
        opens = start == 0 or tokens[start - 1].breaks
        closes = end >= len(tokens) or tokens[end].breaks or self._is("of", tokens, end)
        return (opens and (closes or start == 0)) or (closes and end >= len(tokens) - 1)

    def _segment(self, tokens: Sequence[Token], end: int) -> int:
        """Where the words before a place begin that no mark divides."""
        while end and not tokens[end - 1].breaks:
            end -= 1
        return end


def _is_adverb(tokens: Sequence[Token], at: int) -> bool:
    return at >= 0 and tokens[at].lower.endswith(("ly", "mente", "amment", "emment"))
