"""Measures of what an answer cites and how it speaks of time, on worked examples."""

from datetime import datetime, timedelta, timezone

import pytest

from assistant.evaluation.cases import Asked, Case, Collection
from assistant.evaluation.measuring.citations import (
    CitationPrecision,
    CitationRecall,
    OwnWords,
    VerbatimQuotes,
    WrittenRecall,
)
from assistant.evaluation.measuring.measures import AnswerLanguage, KeyPoints, WrittenLanguage
from assistant.evaluation.measuring.refusal import (
    RefusalPrecision,
    RefusalRecall,
)
from assistant.evaluation.measuring.times import AsOfKept, RelativeDates
from assistant.evaluation.questions import Question
from assistant.types import Dated
from tests import evaluation_fakes as world
from tests.conftest import article
from tests.evaluation_cases import WRONG, answered, case, citation


class Facts:
    """A support test over letters: cited sentences support the facts that they have."""

    name = "facts"

    def __init__(self, facts: dict[int, str]) -> None:
        self._facts = facts

    def __call__(self, statement, answer, cited, case) -> bool:
        return set(statement.text) <= {f for c in cited for f in self._facts[c.number]}


# By ALCE's definitions: [1] and [2] support "ab" only together, so [3] is irrelevant to it;
# "c" has no citation; "d" is not supported by what it cites; "e" is by each of two alone.
ALCE = {"ab": (1, 2, 3), "c": (), "d": (4,), "e": (5, 6)}
NOTHING = Facts({1: ""})
SUPPORT = Facts({1: "a", 2: "b", 3: "x", 4: "x", 5: "e", 6: "e"})


@pytest.mark.parametrize(
    ("statements", "recall", "precision"),
    [
        ({"ab": ALCE["ab"]}, 1.0, 2 / 3),
        ({"c": ALCE["c"]}, 0.0, 0.0),
        ({"d": ALCE["d"]}, 0.0, 0.0),
        ({"e": ALCE["e"]}, 1.0, 1.0),
        (ALCE, 2 / 4, 4 / 6),
    ],
)
def test_citation_recall_and_precision_are_those_of_alce(statements, recall, precision):
    one = case(asked=Asked(answer=answered(statements)))
    assert CitationRecall(SUPPORT).score(one) == pytest.approx(recall)
    assert CitationPrecision(SUPPORT).score(one) == pytest.approx(precision)


def test_a_refusal_states_nothing_and_a_missing_answer_scores_nought():
    refused = case(asked=Asked(answer=answered({}, text="No.", outcome="unanswerable")))
    assert CitationRecall(SUPPORT).score(refused) is None
    assert CitationRecall(SUPPORT).score(case()) == 0.0
    assert AnswerLanguage().score(case()) == 0.0
    assert KeyPoints().score(case()) == 0.0
    assert RefusalPrecision().score(refused) == 0.0
    assert RefusalRecall().score(refused) is None


def test_a_quotation_has_to_stand_word_for_word_where_it_is_said_to():
    source = article("He said it. Then he left.", url="file:///a.md")
    held = {"article_id": source.id, "start": 0, "end": 11}
    one = [citation(1, "He said it.", **held)]

    def score(text: str, citations=one) -> float | None:
        told = answered({text: (1,)}, citations=citations)
        return VerbatimQuotes().score(
            Case(case().question, Asked(answer=told), WRONG, Collection([source]))
        )

    assert score("He left.") == 1.0
    assert score("He did “left it”.") == 0.5
    assert score("He “said it”.") == 1.0
    assert score("He left.", [citation(1, "He said that.", **held)]) == 0.0


TREATY = citation(
    1, "Il trattato scade giovedì.", language="it", speaker="Ada Pell",
    published=world.ARTICLES["ferry.md"].published,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        ("Il trattato scade giovedì.", "it"),
        ("Il trattato scade giovedì (6 giugno 2024).", "it"),
        ("«Il trattato scade giovedì [June 6, 2024].» (Italian)", "en"),
        (
            "It was Ada Pell, not Lena Orsk, who said: "
            "«Il trattato scade giovedì [June 6, 2024].» (Italian)",
            "en",
        ),
    ],
    ids=["bare", "dated", "foreign", "somebody else's"],
)
def test_a_quotation_in_whatever_form_supports_itself_and_is_not_written(text, reader):
    told = answered({text: (1,)}, citations=[TREATY], language=reader)
    one = case(asked=Asked(answer=told))
    assert CitationRecall(NOTHING).score(one) == CitationPrecision(NOTHING).score(one) == 1.0
    assert WrittenRecall(NOTHING).score(one) is None
    assert WrittenLanguage().score(one) is None
    stored = article(TREATY.quote, url="file:///a.md")
    cited = TREATY.model_copy(update={"article_id": stored.id, "end": len(TREATY.quote)})
    told = answered({text: (1,)}, citations=[cited], language=reader)
    kept = Case(one.question, Asked(answer=told), WRONG, Collection([stored]))
    assert VerbatimQuotes().score(kept) == 1.0


@pytest.mark.parametrize(
    ("text", "in_language"),
    [
        ("The treaty expires on Thursday.", 1.0),
        ("Le traité expire jeudi prochain.", 0.0),
        ("It was Lena Orsk, not Ada Pell, who said: «Il trattato scade giovedì.» (Italian)", 1.0),
    ],
    ids=["translated", "another language", "another speaker"],
)
def test_what_is_written_is_put_to_the_test_and_has_to_be_in_the_readers_language(
    text, in_language
):
    quote = "«Il trattato scade giovedì.» (Italian)"
    told = answered({quote: (1,), text: (1,)}, citations=[TREATY])
    one = case(asked=Asked(answer=told))
    assert CitationRecall(NOTHING).score(one) == 0.5
    assert WrittenRecall(NOTHING).score(one) == 0.0
    assert WrittenLanguage().score(one) == in_language
    assert AnswerLanguage().score(case(asked=Asked(answer=answered({quote: (1,)})))) == 0.0


def test_who_said_something_is_no_question_for_the_words_of_somebody():
    asked = Question(id="q", text="Who said so?", language="en", kind="speaker", answers=[["Xi"]])
    told = answered({"So.": (1,)}, citations=[citation(1, speaker="Putin")])
    assert OwnWords().score(case(question=asked, asked=Asked(answer=told))) is None


@pytest.mark.parametrize(
    ("speakers", "own"),
    [(["Putin"], 1.0), (["Poutine", "Vladimir Putin"], 1.0), (["Ushakov", "Putin"], 0.0),
     ([None], 0.0), ([], 0.0)],
)  # fmt: skip
def test_own_words_are_those_of_whom_the_question_names(speakers, own):
    asked = Question(id="q", text="What did Putin say?", language="en", kind="speaker")
    cited = [citation(n, speaker=s) for n, s in enumerate(speakers, 1)]
    told = answered({"So.": tuple(range(1, len(cited) + 1))}, citations=cited)
    assert OwnWords().score(case(question=asked, asked=Asked(answer=told))) == own


@pytest.mark.parametrize(("hours", "kept"), [(0, 1.0), (1, 0.0), (None, 0.0)])
def test_what_is_later_than_asked_or_has_no_date_breaks_an_as_of_limit(hours, kept):
    day = datetime(2024, 6, 5, tzinfo=timezone.utc)
    dated = Dated(at=day + timedelta(hours=hours or 0), precision="minute", origin="meta")
    cited = citation(1, published=None if hours is None else dated)
    told = answered({"So.": (1,)}, citations=[cited], as_of=day)
    assert AsOfKept().score(case(asked=Asked(answer=told))) == kept
    free = told.model_copy(update={"as_of": None})
    assert AsOfKept().score(case(asked=Asked(answer=free))) is None


def test_a_question_as_of_a_day_has_to_be_understood_as_one():
    day = datetime(2024, 6, 5, tzinfo=timezone.utc)
    asked = case().question.model_copy(update={"as_of": day.date()})
    for understood, kept in ((day, 1.0), (day + timedelta(days=1), 0.0), (None, 0.0)):
        told = answered({"So.": ()}, as_of=understood)
        assert AsOfKept().score(case(question=asked, asked=Asked(answer=told))) == kept
    assert AsOfKept().score(case(question=asked, asked=Asked())) == 0.0


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("It expires on Thursday.", 0.0),
        ("It expires on Thursday, 6 June.", 1.0),
        ("It expires on 6 June 2024.", 1.0),
        ("It expires soon.", None),
    ],
)
def test_a_weekday_taken_over_has_to_get_its_date(said, score):
    published = world.ARTICLES["ferry.md"].published
    cited = citation(1, "Il trattato scade giovedì.", published=published, language="it")
    told = answered({said: (1,)}, citations=[cited])
    assert RelativeDates().score(case(asked=Asked(answer=told))) == score
