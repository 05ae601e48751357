"""One standalone question, asked at a moment → one record of what it asks for."""

from collections.abc import Sequence
from datetime import date, datetime

from assistant.language.places import is_place
from assistant.retrieve.question import limits
from assistant.retrieve.question.answer_type import AnswerType, answer_type
from assistant.retrieve.question.parts import parts
from assistant.retrieve.question.speaking import speech
from assistant.retrieve.question.times import Times, times, without
from assistant.speech import is_name
from assistant.types import Filters, Record


class Part(Record):
    """One question to search for, without the words that only limit the articles.

    `speaker` and `topic` are as written, None where it does not ask for somebody's words;
    `wanted` is the type of answer, None if any may answer.
    """

    question: str
    wanted: AnswerType | None = None
    speaker: str | None = None
    topic: str | None = None


class Understanding(Record):
    """What a question asks for, and of which articles; `parts` has at least one."""

    language: str | None
    parts: tuple[Part, ...]
    filters: Filters = Filters()
    newest_first: bool = False

    @property
    def speaker(self) -> str | None:
        """The only speaker whose words are asked for, as written; None if any other may answer."""
        speakers = {part.speaker for part in self.parts}
        return speakers.pop() if len(speakers) == 1 else None

    @property
    def asks_several(self) -> bool:
        """Whether each part asks for the words of somebody else, by name."""
        named = {part.speaker for part in self.parts if part.speaker and is_name(part.speaker)}
        return len(named) == len(self.parts) > 1

    @property
    def topic(self) -> str | None:
        """What the speaker's words are to be about."""
        return self.parts[0].topic if len(self.parts) == 1 else None

    def after(self, context: str) -> "Understanding":
        """The same with words before each part that are searched for and not understood."""
        if not context:
            return self
        parts = (p.model_copy(update={"question": context + p.question}) for p in self.parts)
        return self.model_copy(update={"parts": tuple(parts)})


def understand(
    question: str,
    language: str | None,
    asked: datetime,
    outlets: Sequence[str] = (),
    filters: Filters = Filters(),
) -> Understanding:
    """Understand a question. `understand("What did Xi say?", "en", now).speaker  # "Xi"`.

    `asked` is when it is asked, unless `filters.as_of` takes it back in time; `outlets` are
    those that an outlet's name may mean. What `filters` limit is not taken from the question.
    """
    day = min(asked, filters.as_of).date() if filters.as_of else asked.date()
    when = times(question, language, day, of_speech=True)
    said = speech(question, language) or speech(without(question, when.spans), language)
    if said is None:
        when = times(question, language, day, of_speech=False)
    outlet = limits.outlet(question, language, outlets)
    press = limits.press_language(question, language)
    spans = [*when.spans, *(limit.span for limit in (outlet, press) if limit)]
    rest = without(question, spans)
    bare = rest if any(map(str.isalnum, rest)) else question
    of_papers = press is not None and said is None  # "the German press says of Meloni"
    found = tuple(_part(p, language, outlets, of_papers) for p in parts(bare, language))
    source = outlet.wanted if outlet else limits.named_outlet(said.speaker if said else "", outlets)
    return Understanding(
        language=language,
        parts=found,
        filters=_merged(filters, when, source, press.wanted if press else None),
        newest_first=limits.newest_first(bare, language),
    )


def _part(question: str, language: str | None, outlets: Sequence[str], of_papers: bool) -> Part:
    """A part with its speaker, who is a person, no outlet and no country."""
    said = None if of_papers else speech(question, language)
    if (
        said is None
        or limits.named_outlet(said.speaker, outlets)
        or is_place(limits.bare(said.speaker))
    ):
        return Part(question=question, wanted=answer_type(question, language))
    return Part(question=question, speaker=said.speaker, topic=said.topic)


def _merged(given: Filters, when: Times, source: str | None, language: str | None) -> Filters:
    """The limits that were given, and those of the question where none was given."""
    window: dict[str, date | datetime | None] = {
        "published_from": given.published_from,
        "published_to": given.published_to,
    }
    if not any(window.values()):
        window = {"published_from": when.first, "published_to": when.last}
    return Filters.model_validate(
        {
            "languages": given.languages or ((language,) if language else ()),
            "sources": given.sources or ((source,) if source else ()),
            "as_of": given.as_of or when.as_of,
            **window,
        }
    )
