"""Drafts of a writer → checked statements with numbered citations."""

from collections.abc import Sequence

from rapidfuzz.fuzz import token_set_ratio

from assistant.answering.checking.disagreement import disputes, note
from assistant.answering.checking.figures import dated
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
            self._state(kept, text, found)
        else:
            self.rejected.append(draft)

    def _answer(self, draft: Draft) -> None:
        """State a sentence that answers: in a faithful translation, else as it stands.

        Its own words have their dates resolved, or are in quotation marks if foreign, with a
        translation beside them that is doubtful.
        """
        e = self._evidence[draft.cites[0]]
        text, found = self._translated(draft, e)
        if text and not draft.doubted:
            self._state(draft, text, found, translated=True)
        else:
            self._state(draft, self._own_words(e), Support("supported", 1.0), gloss=text)

    def _translated(self, draft: Draft, e: Evidence) -> tuple[str, Support]:
        """The translation of a sentence, or nothing if a check speaks against it."""
        if draft.text:
            text, found = self._checked(draft)
            holds = text and found.verdict != "unsupported" and not self._foreign(text)
            if holds and not lost(e, text, self._language):
                return text, found
        return "", Support("unsupported", 0.0)

    def _state(
        self, draft: Draft, text: str, found: Support, *, translated: bool = False, gloss: str = ""
    ) -> None:
        for place, said in enumerate(self.statements):
            if self._says(said.text, text):
                self._confirm(place, draft)
                return
        self.statements.append(
            Statement(
                text=text,
                citations=tuple(self._number(i) for i in draft.cites),
                verdict=found.verdict,
                score=round(found.score * draft.probability, 3),
                translated=translated,
                gloss=gloss,
            )
        )

    def _says(self, said: str, text: str) -> bool:
        """Whether what was said is the same as a text, which has no figure or denial besides."""
        alike = token_set_ratio(said, text) >= _SAME_STATEMENT
        more = values(text, self._language) - values(said, self._language)
        denied, denies = (bool(denials(t, self._language)) for t in (said, text))
        return alike and not more and denied == denies

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
        kept = _citing(draft, *(alone if several and tried is draft.cites else alone[:1]))
        return kept, *self._checked(kept)

    def _checked(self, draft: Draft) -> tuple[str, Support]:
        """The draft's text without false quotation marks, and whether its evidence supports it."""
        source = "\n".join(self._evidence[i].sentence.text for i in draft.cites)
        text = without_numbers(without_false_quotes(draft.text, source))
        return text, self._support(text, draft)

    def settle(self) -> list[str]:
        """Prefer corrections to what they correct; notes on sources that disagree.

        Only what the answer cites, and what contradicts that, is told.
        """
        found = disputes(self._evidence, self._embed)
        told = [d for d in found if {d.earlier, d.later} & set(self._cited)]
        for dispute in told:
            if dispute.corrects and dispute.later in self._cited:
                self._drop(dispute.earlier)
        return [note(d, self._evidence, self._language) for d in told]

    def _drop(self, i: int) -> None:
        """Take out statements that rest on one sentence alone, unless nothing is left."""
        rest = [(s, [self._cited[n - 1] for n in s.citations]) for s in self.statements]
        kept = [(s, cites) for s, cites in rest if cites != [i]] or rest
        self._cited.clear()
        self.statements[:] = [
            s.model_copy(update={"citations": tuple(map(self._number, cites))}) for s, cites in kept
        ]

    def clear(self) -> None:
        """Begin again."""
        self.statements.clear()
        self.rejected.clear()
        self._cited.clear()

    def quote_another(self, asked: str, i: int) -> None:
        """Say whose words evidence `i` is, as those of `asked` are not there."""
        e = self._evidence[i]
        if self.statements or not e.sentence.speaker or gives_orders(e.sentence.text):
            return
        words = self._quoted(e)
        text = not_the_one(asked, e.sentence.speaker, words, self._language)
        number = self._number(i)
        self.statements.append(
            Statement(text=text, citations=(number,), verdict="partly", score=1.0)
        )

    @property
    def astray(self) -> bool:
        """Whether there is nothing but statements in another language than the reader's."""
        return not self.statements and any(self._foreign(d.text) for d in self.rejected)

    def _own_words(self, e: Evidence) -> str:
        foreign = e.language != self._language and self._foreign(e.sentence.text)
        return self._quoted(e) if foreign else without_numbers(dated(e))

    def _quoted(self, e: Evidence) -> str:
        """A sentence in quotation marks, its dates resolved in the reader's language."""
        words = without_numbers(dated(e, reader=self._language or "en"))
        return quotation(words, e.language, self._language)

    def _foreign(self, text: str) -> bool:
        """Whether a text is surely not in the reader's language: few words never are."""
        found = detect_safely(text)
        return None not in (found, self._language) and found != self._language

    def _confirm(self, place: int, draft: Draft) -> None:
        """Cite the draft's evidence for what was said already, if it supports that too."""
        said = self.statements[place]
        if self._support(said.text, draft).verdict != "unsupported":
            numbers = dict.fromkeys([*said.citations, *map(self._number, draft.cites)])
            self.statements[place] = said.model_copy(update={"citations": tuple(numbers)})

    def _support(self, text: str, draft: Draft) -> Support:
        """Check a text against a draft's evidence, whose own words always hold."""
        cited = [self._evidence[i] for i in draft.cites]
        if text in {e.sentence.text for e in cited}:
            return Support("supported", 1.0)
        if self._foreign(text):
            return Support("unsupported", 0.0)
        context = "\n".join(self._contexts[i] for i in draft.cites)
        return support(text, self._language, cited, context, self._embed)

    def _number(self, i: int) -> int:
        if i not in self._cited:
            self._cited.append(i)
        return self._cited.index(i) + 1


def _citing(draft: Draft, *cites: int) -> Draft:
    return draft.model_copy(update={"cites": cites})
