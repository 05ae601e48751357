"""When two sentences say the same, and what becomes of one that a later article corrects."""

from datetime import datetime, timezone

import pytest

from assistant.answering.composing import Composition
from assistant.answering.writers.drafts import Draft
from assistant.types import Dated
from tests.conftest import asked, evidence


def composed(embedder, found, reader: str = "en") -> Composition:
    contexts = [e.sentence.text for e in found]
    made = Composition(asked(reader), found, contexts, embedder.embed_passages, len(found))
    for i in range(len(found)):
        made.add(Draft(text="", cites=(i,), quotable=True))
    return made


def two(first: str, second: str, language: str = "en"):
    return [
        evidence(text, language, article_id=letter * 16)
        for letter, text in (("a", first), ("b", second))
    ]


@pytest.mark.parametrize("reader", ["it", "en"])
def test_what_another_outlet_says_too_has_both_as_sources_quoted_or_not(embedder, reader):
    found = two(
        "Nel crollo del ponte sul Tarn sono morte dodici persone, dice la polizia.",
        "Nel crollo del ponte sul Tarn sono morte dodici persone, secondo la polizia.",
        "it",
    )
    assert [s.citations for s in composed(embedder, found, reader).statements] == [(1, 2)]


@pytest.mark.parametrize(
    ("first", "second", "language"),
    [
        (
            "The death toll in Marenholt rose to 25.",
            "The death toll in Marenholt rose to 27.",
            "en",
        ),
        ("The toll did not rise to 25.", "The toll rose to 25.", "en"),
        ("Finland's parliament approved the pact.", "Sweden's parliament approved the pact.", "en"),
        ("France beat Spain in the final.", "Spain beat France in the final.", "en"),
        ("Oil prices rose on Monday.", "Oil prices fell on Monday.", "en"),
        ("Il ponte sul Tarn è stato chiuso.", "Il ponte sul Tarn non è stato chiuso.", "it"),
        ("Sono morte dodici persone.", "Sono morte tredici persone.", "it"),
    ],
    ids=["figure", "denial", "name", "roles", "opposite", "foreign denial", "foreign number"],
)
def test_what_the_other_source_does_not_support_is_a_statement_of_its_own(
    embedder, first, second, language
):
    found = two(first, second, language)
    assert [s.citations for s in composed(embedder, found).statements] == [(1,), (2,)]


def test_a_longer_sentence_that_tells_more_is_a_statement_of_its_own(embedder):
    found = two(
        "The minister resigned.",
        "The minister resigned after Ekspres published letters to his brother.",
    )
    assert len(composed(embedder, found).statements) == 2


def test_a_corrected_figure_is_gone_however_many_have_printed_it(embedder):
    texts = ["killed 1,200 people.", "killed 1,200 people, officials say."]
    texts.append("killed 200 people, not 1,200.")
    found = [
        evidence(f"The earthquake in Veldania {text}", article_id=str(day) * 16).model_copy(
            update={"published": Dated(at=at, precision="day", origin="meta")}
        )
        for day, text in enumerate(texts, start=1)
        for at in [datetime(2026, 2, day, tzinfo=timezone.utc)]
    ]
    made = composed(embedder, found)
    notes = made.settle()
    assert [s.text for s in made.statements] == [f"The earthquake in Veldania {texts[2]}"]
    assert [c.quote for c in made.citations] == [made.statements[0].text]
    assert len(notes) == 2
