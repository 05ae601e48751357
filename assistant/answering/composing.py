"""Drafts of a writer → checked statements with numbered citations."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio

from assistant.answering.checking.dated import dated
from assistant.answering.checking.disagreement import disputes, note
from assistant.answering.checking.translation import lost
from assistant.answering.checking.verify import Support, support
from assistant.answering.phrases import not_the_one, quotation
from assistant.answering.writers.drafts import Brief, Draft
from assistant.index.embedding import Embed
from assistant.language.detect import detect_safely
from assistant.language.injection import gives_orders, without_numbers
from assistant.language.negation import denials
from assistant.language.quantities import values
from assistant.language.quotes import without_false_quotes
from assistant.types import Citation, Evidence, Statement

_SAME_STATEMENT = 85


class _Wording(NamedTuple):
    """What a statement says, without marks of quotation, in its own language, and by whom."""

    text: str
    language: str | None
    cites: tuple[int, ...]


class Composition:
    """The statements that hold so far, and the citations they need.

    Numbers are given by first use. A draft whose evidence does not support it is left
    out and remembered in `rejected`, or its sentence is quoted if that is known to answer.
    """

    def __init__(
        self,
        brief: Brief,
        evidence: Sequence[Evidence],
        contexts: Sequence[str],
        embed: Embed,
        statable: int,
    ) -> None:
        """`contexts` are the passages around the sentences of evidence, with their titles.

        Statements rest on the first `statable` sentences.
        """
        self._evidence = evidence
        self._statable = statable
        self._contexts = contexts
        self._language = brief.language
        self._embed = embed
        self._cited: list[int] = []
        self._wordings: list[_Wording] = []
        self.statements: list[Statement] = []
        self.rejected: list[Draft] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The cited sentences in the order of their numbers."""
        return tuple(
            self._evidence[i].cited(number) for number, i in enumerate(self._cited, start=1)
        )

    def add(self, draft: Draft) -> None:
        """Take a draft in: as a new statement, as a further source of one, or not at all."""
        if not self.admits(draft):
            return
        if draft.quotable:
            self._answer(draft)
            return
        kept, text, found = self._repaired(draft)
        if text and found.verdict != "unsupported":
            score = found.score * draft.probability
            self._state(
                _Wording(text, self._language, kept.cites),
                Statement(text=text, citations=(), verdict=found.verdict, score=round(score, 3)),
            )
        else:
            self.rejected.append(draft)

    def _answer(self, draft: Draft) -> None:
        """State a sentence that answers: in a faithful translation, else as it stands.

        Its own words have their dates resolved, or are in quotation marks if foreign, with a
        translation beside them that is doubtful.
        """
        e = self._evidence[draft.cites[0]]
        text, found = self._translated(draft, e)
        told = bool(text) and not draft.doubted
        if told:
            said, shown = _Wording(text, self._language, draft.cites), text
        else:
            said = _Wording(without_numbers(dated(e)), e.language, draft.cites)
            shown, found = self._own_words(e), Support("supported", 1.0)
        self._state(
            said,
            Statement(
                text=shown,
                citations=(),
                verdict=found.verdict,
                score=round(found.score * draft.probability, 3),
                translated=told,
                gloss="" if told else text,
            ),
        )

    def _translated(self, draft: Draft, e: Evidence) -> tuple[str, Support]:
        """The translation of a sentence, or nothing if a check speaks against it."""
        if draft.text:
            text, found = self._checked(draft)
            holds = text and found.verdict != "unsupported" and not self._foreign(text)
            if holds and not lost(e, text, self._language):
                return text, found
        return "", Support("unsupported", 0.0)

    def _state(self, said: _Wording, statement: Statement) -> None:
        """Take in a statement, or its evidence as a further source of one that says the same."""
        same = (i for i, before in enumerate(self._wordings) if self._agree(before, said))
        place = next(same, len(self.statements))
        if place == len(self.statements):
            self.statements.append(statement)
            self._wordings.append(said)
        before = self.statements[place]
        numbers = dict.fromkeys([*before.citations, *map(self._number, said.cites)])
        self.statements[place] = before.model_copy(update={"citations": tuple(numbers)})

    def _agree(self, before: _Wording, said: _Wording) -> bool:
        """Whether two wordings are alike, and what either rests on supports the other.

        The second has no figure and no denial that the first does not have.
        """
        if token_set_ratio(before.text, said.text) < _SAME_STATEMENT:
            return False
        more = values(said.text, said.language) - values(before.text, before.language)
        denied, denies = (bool(denials(w.text, w.language)) for w in (before, said))
        return (
            not more
            and denied == denies
            and self._support(before, said.cites).verdict != "unsupported"
            and self._support(said, before.cites).verdict != "unsupported"
        )

    def admits(self, draft: Draft) -> bool:
        """Whether no sentence that a draft cites gives orders to whoever reads it."""
        return not any(gives_orders(self._evidence[i].sentence.text) for i in draft.cites)

    def _repaired(self, draft: Draft) -> tuple[Draft, str, Support]:
        """The draft with the evidence that supports it, its text and how well it is supported.

        Of several sentences cited, those that support it alone are kept, if there are any.
        If what it cites does not support it, one other sentence may.
        """
        text, found = self._checked(draft)
        several = len(draft.cites) > 1
        others = [i for i in range(self._statable) if i not in draft.cites]
        if found.verdict == "unsupported" and draft.cites:
            tried: Sequence[int] = others
        else:
            tried = draft.cites if several and found.verdict == "supported" else ()
        alone = [i for i in tried if self._checked(_citing(draft, i))[1].verdict == "supported"]
        if not alone:
            return draft, text, found
        kept = _citing(draft, *(alone if tried is draft.cites else alone[:1]))
        return kept, *self._checked(kept)

    def _checked(self, draft: Draft) -> tuple[str, Support]:
        """The draft's text without false quotation marks, and whether its evidence supports it."""
        source = "\n".join(self._evidence[i].sentence.text for i in draft.cites)
        text = without_numbers(without_false_quotes(draft.text, source))
        return text, self._support(_Wording(text, self._language, draft.cites), draft.cites)

    def settle(self) -> list[str]:
        """Prefer corrections to what they correct; notes on sources that disagree.

        Only what the answer cites, and what contradicts that, is told.
        """
        found = disputes(self._evidence, self._embed)
        told = [d for d in found if {d.earlier, d.later} & set(self._cited)]
        self._drop({d.earlier for d in told if d.corrects and d.later in self._cited})
        return [note(d, self._evidence, self._language) for d in told]

    def _drop(self, corrected: Collection[int]) -> None:
        """Take out sentences that were corrected, and statements that rest on nothing else."""
        rest = [[self._cited[n - 1] for n in s.citations] for s in self.statements]
        kept = [[i for i in cites if i not in corrected] for cites in rest]
        if not corrected or not any(kept):
            return
        stated = zip(self.statements, self._wordings, kept, strict=True)
        left = [(s, w, cites) for s, w, cites in stated if cites]
        self._cited.clear()
        self._wordings[:] = [w for _, w, _ in left]
        self.statements[:] = [
            s.model_copy(update={"citations": tuple(map(self._number, cites))})
            for s, _, cites in left
        ]

    def clear(self) -> None:
        """Begin again."""
        self.statements.clear()
        self._wordings.clear()
        self.rejected.clear()
        self._cited.clear()

    def quote_another(self, asked: str, i: int) -> None:
        """Say whose words evidence `i` is, as those of `asked` are not there."""
        e = self._evidence[i]
        if not e.sentence.speaker or gives_orders(e.sentence.text):
            return
        words = self._quoted(e)
        text = not_the_one(asked, e.sentence.speaker, words, self._language)
        self._state(
            _Wording(e.sentence.text, e.language, (i,)),
            Statement(text=text, citations=(), verdict="partly", score=1.0),
        )

    @property
    def astray(self) -> bool:
        """Whether there is nothing but statements in another language than the reader's."""
        return not self.statements and any(self._foreign(d.text) for d in self.rejected)

    def _own_words(self, e: Evidence) -> str:
        """A sentence with its dates resolved, in quotation marks if it is foreign.

        Few words tell no language by themselves: they are in that of their article.
        """
        readable = self._language in (e.language, detect_safely(e.sentence.text))
        return without_numbers(dated(e)) if readable else self._quoted(e)

    def _quoted(self, e: Evidence) -> str:
        """A sentence in quotation marks, its dates resolved in the reader's language."""
        words = without_numbers(dated(e, reader=self._language or "en"))
        return quotation(words, e.language, self._language)

    def _foreign(self, text: str) -> bool:
        """Whether a text is surely not in the reader's language: few words never are."""
        found = detect_safely(text)
        return None not in (found, self._language) and found != self._language

    def _support(self, said: _Wording, cites: Sequence[int]) -> Support:
        """Check a wording against sentences of the evidence, whose own words always hold."""
        cited = [self._evidence[i] for i in cites]
        if said.text in {e.sentence.text for e in cited}:
            return Support("supported", 1.0)
        if said.language == self._language and self._foreign(said.text):
            return Support("unsupported", 0.0)
        context = "\n".join(self._contexts[i] for i in cites)
        return support(said.text, said.language, cited, context, self._embed)

    def _number(self, i: int) -> int:
        if i not in self._cited:
            self._cited.append(i)
        return self._cited.index(i) + 1


def _citing(draft: Draft, *cites: int) -> Draft:
    return draft.model_copy(update={"cites": cites})
