"""Evidence → drafts, with a model that says what it is told to over real HTTP."""

import math
import re
from collections.abc import Iterator

import pytest

from assistant.answering.models.opening import open_model
from assistant.answering.writing import AnswerWriter, Quoter, SentenceWriter, writer_for
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.conftest import evidence
from tests.fakes import FakeModel, Reply

EVIDENCE = [evidence(f"Sentence number {word}.") for word in ("one", "two", "three")]


@pytest.fixture
def server() -> Iterator[FakeModel]:
    with FakeModel() as model:
        yield model


@pytest.fixture
def llm(server):
    return open_model(Settings(model="openai-compatible/fake", base_url=server.url))


def drafts(writer, finished=True):
    found = list(writer.write("Which?", "English", EVIDENCE))
    return [(d.text, d.cites) for d in found if d.finished is finished]


def test_without_a_model_the_best_sentences_are_quoted():
    assert drafts(Quoter(2)) == [("Sentence number one.", (0,)), ("Sentence number two.", (1,))]


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("extractive", Quoter),
        ("openai-compatible/x", AnswerWriter),
        ("gguf:/x.gguf", SentenceWriter),
    ],
)
def test_the_writer_suits_the_model(llm, model, kind):
    given = None if kind is Quoter else llm
    assert type(writer_for(Settings(model=model), given)) is kind


def test_a_small_model_is_asked_about_each_sentence_and_cites_it(server, llm):
    def reply(request):
        return Reply(["NO"]) if "number two." in request.text else Reply(["YES", ": It ", "is so."])

    server.replies(reply)
    assert drafts(SentenceWriter(llm)) == [("It is so.", (0,)), ("It is so.", (2,))]
    assert len(server.requests) == 3
    assert all("Which?" in r.text for r in server.requests)


def chances(request) -> float:
    """How sure the model is about each sentence of EVIDENCE."""
    asked = request.body["messages"][-1]["content"]
    return {"one": 0.52, "two": 0.56, "three": 0.3}[re.search(r"number (\w+)", asked)[1]]


def told(yes: float) -> dict[str, float]:
    """What a server tells of the first token."""
    return {"YES": math.log(yes * 0.9), "NO": math.log((1 - yes) * 0.9), "So": math.log(0.1)}


def test_three_sure_sentences_are_enough(server, llm):
    server.says("YES: So.")
    found = SentenceWriter(llm).write("Which?", "English", EVIDENCE * 2)
    assert [d.cites for d in found if d.finished] == [(0,), (1,), (2,)]
    assert len(server.requests) == 3


def test_if_no_sentence_is_sure_to_answer_the_likeliest_is_used(server, llm):
    server.replies(lambda request: Reply(["YES: ", "So."], alternatives=told(chances(request))))
    (draft,) = (d for d in SentenceWriter(llm).write("?", "English", EVIDENCE) if d.finished)
    assert (draft.text, draft.cites, draft.quotable) == ("So.", (1,), False)
    assert draft.probability == pytest.approx(0.56)


def test_if_no_sentence_is_likely_to_answer_there_is_no_draft(server, llm):
    server.says("YES: So.", alternatives=told(0.4))
    assert drafts(SentenceWriter(llm)) == []


@pytest.mark.parametrize("tokens", [["NO"], ["N", "O"], [" NO\n", "Because."], ["no", "."]])
def test_a_refusal_is_no_draft_not_even_for_a_moment(server, llm, tokens):
    server.says(*tokens)
    assert drafts(SentenceWriter(llm)) == []
    assert drafts(SentenceWriter(llm), finished=False) == []


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (["YES", ":", " It", " is."], "It is."),
        (["YES It is."], "It is."),
        (["Y", "ES", " – ", "«It» is."], "«It» is."),
        (["YES: No one was hurt."], "No one was hurt."),
        (["Yes, ", "it is."], "it is."),
        (["YES: It is.\n", "Question: another?", " And more."], "It is."),
        (["YES:", " Yesterday it was."], "Yesterday it was."),
    ],
)
def test_a_statement_is_the_first_line_without_its_yes(server, llm, tokens, text):
    server.says(*tokens)
    found = SentenceWriter(llm).write("?", "English", EVIDENCE[:1])
    assert [(d.text, d.quotable) for d in found if d.finished] == [(text, True)]


def test_a_draft_grows_token_by_token(server, llm):
    server.says("YES", ": It ", "says ", "so.")
    growing = drafts(SentenceWriter(llm), finished=False)
    assert [text for text, cites in growing if cites == (0,)] == ["It", "It says", "It says so."]


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        ["YES: "] + ["the same again "] * 30,
        ["YES: "] + ["word "] * 30,
        ["YES "] + ["a1b2"] * 200,
    ],
    ids=["says nothing", "loops", "loops in a word", "never ends"],
)
def test_a_small_model_that_cannot_write_has_failed(server, llm, tokens):
    server.says(*tokens)
    with pytest.raises(ModelError):
        drafts(SentenceWriter(llm))


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
        ("NONE", []),
        ("NONE.", []),
    ],
)
def test_the_lines_of_a_large_model_become_drafts(server, llm, reply, expected):
    server.says(*reply.partition(" "))
    assert drafts(AnswerWriter(llm)) == expected
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", ["", "  ", "No number at all.", "Cut off [1", "x " * 500])
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
