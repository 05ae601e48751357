"""Evidence → drafts by a large model, which says what it is told to over real HTTP."""

import pytest

from assistant.answering.models.opening import open_model
from assistant.answering.writers.all_at_once import AnswerWriter
from assistant.answering.writers.drafts import Brief
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.conftest import evidence
from tests.fakes import Reply

EVIDENCE = [evidence(f"Sentence number {word}.") for word in ("one", "two", "three")]
BRIEF = Brief(question="Which?", parts=("Which?",), language="en")


@pytest.fixture
def llm(server):
    return open_model(Settings(model="openai-compatible/fake", base_url=server.url))


def drafts(writer, finished=True):
    found = list(writer.write(BRIEF, EVIDENCE))
    return [(d.text, d.cites) for d in found if d.finished is finished]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("One thing. [1]\nTwo things. [2][3]", [("One thing.", (0,)), ("Two things.", (1, 2))]),
        ("Both [1, 3].", [("Both.", (0, 2))]),
        ("- A point [2].\n* Another [1].", [("A point.", (1,)), ("Another.", (0,))]),
        ("Known and unknown [1][99].", [("Known and unknown.", (0,))]),
        ("Only unknown [0][4].", [("Only unknown.", ())]),
        ("Twice [2] and [2].", [("Twice and.", (1,))]),
        ("\n\nOne thing [1].\n\n", [("One thing.", (0,))]),
        ("1. One thing [1].\n2. Two [2].", [("One thing.", (0,)), ("Two.", (1,))]),
        ("1) One thing [1].\n\n2) Two [2].", [("One thing.", (0,)), ("Two.", (1,))]),
        ("These:\n1. 一件事 [1].", [("一件事.", (0,))]),
        ("12. Februar ist der Tag [1].", [("12. Februar ist der Tag.", (0,))]),
        ("1. Februar ist der Tag [1].", [("1. Februar ist der Tag.", (0,))]),
        ("1. liga wins [1].", [("1. liga wins.", (0,))]),
        ("1. So [1].\n5. Of them [2].", [("So.", (0,)), ("5. Of them.", (1,))]),
    ],
)
def test_the_lines_of_a_large_model_become_drafts(server, llm, reply, expected):
    server.says(*reply.partition(" "))
    assert drafts(AnswerWriter(llm)) == expected
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "  ",
        "It ended on 5 February.",
        "Cut off [1",
        "x " * 500,
        "It is not [so]. " + "Words. " * 40,
    ],
)
def test_a_large_model_that_neither_cites_nor_refuses_has_failed(server, llm, reply):
    server.says(reply)
    with pytest.raises(ModelError, match=r"form|repeated"):
        drafts(AnswerWriter(llm))


def test_marks_of_citations_are_never_seen_half_written(server, llm):
    server.says("One ", "thing ", "[", "1", "]", "[", "2", "]", ".\n", "NO", "NE")
    seen = drafts(AnswerWriter(llm), finished=False)
    assert seen
    assert not any("[" in text or "]" in text or "NO" in text for text, _ in seen)


def test_a_second_writing_begins_anew(server, llm):
    server.says("One thing [1].")
    writer = AnswerWriter(llm)
    assert drafts(writer) == drafts(writer) == [("One thing.", (0,))]


def test_numbers_of_a_list_are_not_seen_either(server, llm):
    server.says("1", ".", " ", "One ", "thing [1].\n", "2", ")", " Two [2].")
    seen = drafts(AnswerWriter(llm), finished=False)
    assert seen
    assert not any(text[0].isdigit() for text, _ in seen)


@pytest.mark.parametrize(
    "tokens",
    [
        ["<think>\nI see [1]. ", "Or [2]?\n", "</think>", "\n\nOne [3]."],
        ["\n<th", "ink>I see [1].</th", "ink>One [3]."],
        ["<think></think>One [3]."],
        ["<think>", *(f"w{n * n} " for n in range(1000)), "</think>One [3]."],
    ],
)
def test_thoughts_are_no_part_of_the_answer(server, llm, tokens):
    server.says(*tokens)
    assert drafts(AnswerWriter(llm)) == [("One.", (2,))]
    assert {cites for _, cites in drafts(AnswerWriter(llm), finished=False)} <= {(), (2,)}


def test_a_model_that_only_thinks_has_failed(server, llm):
    server.says("<think>\nI see [1].\n", "NONE")
    with pytest.raises(ModelError, match="form"):
        drafts(AnswerWriter(llm))


def test_there_is_room_for_thoughts_before_the_answer(server, llm):
    server.replies(
        lambda request: Reply(["One [1]."] if request.body["max_tokens"] >= 4000 else [])
    )
    assert drafts(AnswerWriter(llm)) == [("One.", (0,))]


@pytest.mark.parametrize(
    "reply",
    [
        *("NONE", "NONE.", "**NONE**", "- NONE", "1. NONE", "None", "none.", '"NONE"', "`NONE`"),
        *("Answer: NONE", "**Antwort:** None.", "NONE of the sentences tell."),
        *("I don't know.", "The articles do not say.", "Non lo so."),
    ],
)
def test_a_refusal_is_understood_however_it_is_written(server, llm, reply):
    server.says(*reply.partition(" "))
    italian = Brief(question="Quale?", parts=("Quale?",), language="it")
    assert not [d for d in AnswerWriter(llm).write(italian, EVIDENCE) if d.finished]


@pytest.mark.parametrize("reply", ["None [1].", "None of the three [1].", "12 [1].", "-5 °C [1]."])
def test_an_answer_that_looks_like_a_mark_is_none(server, llm, reply):
    server.says(*reply)
    assert drafts(AnswerWriter(llm)) == [(reply.replace(" [1]", ""), (0,))]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("It ran [1]. It fell [2].", [("It ran.", (0,)), ("It fell.", (1,))]),
        ("It ran. [1] “It” fell! [2][3]", [("It ran.", (0,)), ("“It” fell!", (1, 2))]),
        ("它跑了[1]。它倒了。[2]", [("它跑了。", (0,)), ("它倒了。", (1,))]),
        ("It ran. It fell [2]. It", [("It ran. It fell.", (1,))]),
        ("It ran [1], then fell [2].", [("It ran, then fell.", (0, 1))]),
        ("***New START*** ends [1].", [("New START ends.", (0,))]),
        ("It ran 2.5 km [1]. **It** *fell* [2].", [("It ran 2.5 km.", (0,)), ("It fell.", (1,))]),
        ("It said “No!” [1] and fell [2].", [("It said “No!” and fell.", (0, 1))]),
        ("[1] It ran. [2] It fell.", [("It ran. It fell.", (0, 1))]),
        ("1. It ran [1]. 2. It fell [2].", [("It ran.", (0,)), ("It fell.", (1,))]),
    ],
)
@pytest.mark.parametrize("streamed", [list, lambda reply: [reply]])
def test_a_paragraph_is_cut_where_a_sentence_has_its_citations(
    server, llm, reply, expected, streamed
):
    server.says(*streamed(reply))
    assert drafts(AnswerWriter(llm)) == expected
