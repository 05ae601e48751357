"""What an answer to several questions in one leaves open is said."""

import pytest

from assistant.answering.left_open import left_open
from assistant.types import Answer
from tests.asking import KEY, opened, says
from tests.conftest import evidence, open_assistant, write

JOINED = ("When did Finland join NATO?", "When did Sweden join NATO?")


def answered(*texts, language="en", second=0):
    found = tuple(
        evidence(text, language).model_copy(update={"part": second * i, "article_id": f"{i:016}"})
        for i, text in enumerate(texts)
    )
    citations = tuple(e.cited(number) for number, e in enumerate(found, start=1))
    return Answer(
        question="?", standalone_question="?", text=" ".join(texts), language="en",
        evidence=found, citations=citations, model="extractive",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "said", "language", "left"),
    [
        (JOINED, "Finland joined on Tuesday.", "en", JOINED[1:]),
        (JOINED, "La Finlandia è entrata martedì.", "it", JOINED[1:]),
        (JOINED, "Финляндия и Швеция вступили в союз.", "ru", ()),
        (JOINED, "Helsinki and Stockholm joined.", "en", ()),
        (("Who came 1st?", "Who came 2nd?"), "Orsk was first.", "en", ("Who came 2nd?",)),
        (("When did it end?", "and who won?"), "It ended in May.", "en", ()),
        (("When did Finland join NATO?",), "Finland joined on Tuesday.", "en", ()),
    ],
    ids=["one", "another language", "both", "capitals", "ordinals", "no names", "one part"],
)
def test_a_part_is_left_open_if_just_what_others_name_is_told(parts, said, language, left):
    assert left_open(parts, answered(said, language=language)) == list(left)


def test_what_names_no_part_tells_of_the_one_that_it_was_found_for():
    assert left_open(JOINED, answered("Finland joined.", "Stockholm joined.")) == [JOINED[1]]
    assert left_open(JOINED, answered("Finland joined.", "Stockholm joined.", second=1)) == []


def test_half_an_answer_says_what_it_leaves_open(settings, embedder, server, tmp_path):
    told = f"Finland joined NATO on 4 April 2023, having asked for it, {KEY} or not."
    other = "Sweden, which had asked for it too, waited for Hungary."
    quoting = open_assistant(settings, embedder)
    quoting.ingest([write(tmp_path / "in", "nato", f"{told}\n\n{other}", "en")])
    question = "When did Finland and Sweden join NATO?"
    says(server, "Finland joined NATO on 4 April 2023 [{n}].")
    answer = opened(quoting, embedder, server).answer(question)
    assert [c.quote for c in answer.citations] == [told]
    assert answer.notes == ("No answer was found to: When did Sweden join NATO?",)
    assert answer.outcome == "partly"
