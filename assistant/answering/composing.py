"""Drafts of a writer → checked statements with numbered citations."""

from collections.abc import Sequence

from rapidfuzz.fuzz import token_set_ratio

from assistant.answering.phrases import quotation
from assistant.answering.verify import Embed, Support, support
from assistant.answering.writing import Draft
from assistant.language.detect import detect
from assistant.language.quotes import without_false_quotes
from assistant.types import Citation, Evidence, Statement

_SAME_STATEMENT = 85
_TELLING = 25  # characters from which on the language of a text is told safely


class Composition:
    """The statements that hold so far, and the citations they need.

    Numbers are given by first use. A draft whose evidence does not support it is left
    out and remembered in `rejected`.
    """

    def __init__(
        self,
        language: str | None,
        evidence: Sequence[Evidence],
        contexts: Sequence[str],
        embed: Embed,
    ) -> None:
        """`contexts` are the passages around the sentences of evidence, with their titles."""
        self._evidence = evidence
        self._contexts = contexts
        self._language = language
        self._embed = embed
        self._cited: list[int] = []
        self.statements: list[Statement] = []
        self.rejected: list[Draft] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The cited sentences in the order of their numbers."""
        return tuple(
            _citation(number, self._evidence[i]) for number, i in enumerate(self._cited, start=1)
        )

    def add(self, draft: Draft) -> None:
        """Take a draft in: as a new statement, as a further source of one, or not at all."""
        cited = [self._evidence[i] for i in draft.cites]
        text = without_false_quotes(draft.text, "\n".join(e.sentence.text for e in cited))
        found = self._support(text, draft)
        own_words = text in {e.sentence.text for e in cited}
        if found.verdict == "unsupported" or (self._foreign(text) and not own_words):
            self.rejected.append(draft)
            return
        for place, said in enumerate(self.statements):
            if token_set_ratio(said.text, text) >= _SAME_STATEMENT:
                self._confirm(place, draft)
                return
        numbers = tuple(self._number(i) for i in draft.cites)
        score = round(found.score * draft.probability, 3)
        self.statements.append(
            Statement(text=text, citations=numbers, verdict=found.verdict, score=score)
        )

    def clear(self) -> None:
        """Begin again."""
        self.statements.clear()
        self.rejected.clear()
        self._cited.clear()

    def quote_the_sure(self) -> None:
        """If nothing held, quote the sentences that the model was sure about but put badly.

        One in another language than the reader's stands in quotation marks, as what it is.
        """
        rejected = () if self.statements else tuple(self.rejected)
        for draft in rejected:
            if draft.quotable:
                self._quote(draft)

    @property
    def astray(self) -> bool:
        """Whether there is nothing but statements in another language than the reader's."""
        return not self.statements and any(self._foreign(d.text) for d in self.rejected)

    def _quote(self, draft: Draft) -> None:
        for i in draft.cites:
            e = self._evidence[i]
            text = e.sentence.text
            if self._foreign(text):
                text = quotation(text, e.language, self._language)
            score = round(draft.probability, 3)
            self.statements.append(
                Statement(text=text, citations=(self._number(i),), verdict="supported", score=score)
            )

    def _foreign(self, text: str) -> bool:
        """Whether a text is surely not in the reader's language: few words never are."""
        found = detect(text) if len(text) >= _TELLING else None
        return None not in (found, self._language) and found != self._language

    def _confirm(self, place: int, draft: Draft) -> None:
        """Cite the draft's evidence for what was said already, if it supports that too."""
        said = self.statements[place]
        if self._support(said.text, draft).verdict != "unsupported":
            numbers = dict.fromkeys([*said.citations, *map(self._number, draft.cites)])
            self.statements[place] = said.model_copy(update={"citations": tuple(numbers)})

    def _support(self, text: str, draft: Draft) -> Support:
        cited = [self._evidence[i] for i in draft.cites]
        context = "\n".join(self._contexts[i] for i in draft.cites)
        return support(text, self._language, cited, context, self._embed)

    def _number(self, i: int) -> int:
        if i not in self._cited:
            self._cited.append(i)
        return self._cited.index(i) + 1


def _citation(number: int, e: Evidence) -> Citation:
    return Citation(
        number=number,
        article_id=e.article_id,
        title=e.title,
        url=e.url,
        source=e.source,
        also_in=e.also_in,
        published=e.published,
        language=e.language,
        quote=e.sentence.text,
        start=e.sentence.start,
        end=e.sentence.end,
        speaker=e.sentence.speaker,
    )
