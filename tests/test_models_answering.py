"""What becomes of the replies of a model, good, bad and missing ones."""

import json

import pytest

from assistant.answering.models.opening import open_model
from assistant.answering.phrases import refusal
from assistant.answering.responding import Responder
from assistant.settings import Settings
from assistant.types import Answer, Filters, Turn
from tests.asking import KEY, QUESTION, TRUE, opened, quotes_hold, says
from tests.fakes import Reply


@pytest.fixture
def ask(samples, embedder, server):
    """A way to ask a large model over the samples, however low the confidence."""

    def asked(question: str = QUESTION, **values: object) -> Answer:
        *_, last = opened(samples, embedder, server, **values).stream(question)
        return last

    return asked


@pytest.fixture
def ask_small(samples, server):
    """A way to ask a small model over the samples."""

    def asked(question: str = QUESTION, threshold: float = 0, **values: object) -> Answer:
        kept = samples.settings.data_dir
        small = Settings(model="gguf:/x.gguf", data_dir=kept, answer_threshold=threshold)
        speaks = Settings(model="openai-compatible/x", base_url=server.url, data_dir=kept, **values)
        responder = Responder(small, samples._search, open_model(speaks))
        *_, last = responder.respond(question, (), Filters())
        return last

    return asked


def test_scripts_find_the_fields_they_depend_on(ask, server):
    says(server, f"{TRUE} [{{n}}].")
    data = json.loads(ask().model_dump_json())
    assert data.keys() >= {
        "question", "text", "language", "outcome", "statements", "citations", "evidence", "model",
        "timings",
    }  # fmt: skip
    assert data["statements"][0].keys() == {
        "text",
        "citations",
        "verdict",
        "score",
        "translated",
        "gloss",
    }
    assert data["citations"][0].keys() >= {
        "number", "article_id", "title", "url", "source", "published", "language", "quote", "start",
        "end",
    }  # fmt: skip
    assert data["timings"].keys() == {"retrieve_ms", "first_token_ms", "total_ms"}
    assert None not in data["timings"].values()


def test_a_local_model_recalls_its_prompts_when_the_evidence_is_out(
    samples, embedder, server, monkeypatch
):
    says(server, f"{TRUE} [{{n}}].")
    assistant = opened(samples, embedder, server)
    recalled = []
    monkeypatch.setattr("assistant.answering.assistant.LocalModel", type(assistant._llm))
    monkeypatch.setattr("assistant.answering.assistant.warm", recalled.append)
    snapshots = assistant.stream(QUESTION)
    assert next(snapshots).evidence
    assert recalled == []
    next(snapshots)
    assert recalled == [assistant._llm]


def test_what_a_large_model_cites_becomes_citations_and_unknown_numbers_vanish(
    samples, ask, server
):
    says(server, f"{TRUE} [{{n}}][99].")
    answer = ask()
    assert (answer.text, answer.outcome) == (f"{TRUE}.", "answered")
    assert [(s.text, s.citations, s.verdict) for s in answer.statements] == [
        (f"{TRUE}.", (1,), "supported")
    ]
    assert [(c.number, KEY in c.quote, c.language) for c in answer.citations] == [(1, True, "it")]
    assert quotes_hold(samples, answer)


@pytest.mark.parametrize(
    "false",
    [
        "Russia has 12 million warheads [{n}].",
        "Putin said that Zelensky has not answered his offer to extend New START [{n}].",
        "Putin said nothing at all [99].",
    ],
)
def test_an_invented_line_is_not_part_of_the_answer(ask, server, false):
    says(server, false, f"{TRUE} [{{n}}].")
    answer = ask()
    assert answer.text == f"{TRUE}."
    assert len(answer.statements) == 1


def test_a_false_quotation_loses_its_marks(ask, server):
    says(server, 'Putin said "Washington has given no answer" on New START for one year [{n}].')
    assert '"' not in ask().text


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply([f"{TRUE[:40]}"], cut=True), id="dies in the middle"),
        pytest.param(Reply(status=500, error="out of memory"), id="fails"),
        pytest.param(Reply(page="<html>Hello</html>"), id="is a web page"),
        pytest.param(Reply([]), id="says nothing"),
        pytest.param(Reply(["\n", "  ", "\n"]), id="says white space"),
        pytest.param(Reply(["The same again. "] * 500), id="loops in a line"),
        pytest.param(Reply(["The same again.\n"] * 100), id="loops in lines"),
        pytest.param(Reply(["word " * 10] * 1000), id="says 10,000 words"),
        pytest.param(Reply([], pings=True), id="hangs"),
        pytest.param(Reply([TRUE], pings=True), id="hangs in the middle"),
    ],
)
def test_when_the_model_fails_the_articles_are_quoted_and_a_note_says_so(
    samples, ask, server, reply
):
    server.replies(lambda request: reply)
    answer = ask(timeout=1.0)
    assert answer.done
    assert KEY in answer.text
    assert answer.outcome == "partly"
    assert answer.notes
    assert quotes_hold(samples, answer)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(["YES: Putin said"], cut=True), id="dies in the middle"),
        pytest.param(Reply(status=500, error="out of memory"), id="fails"),
        pytest.param(Reply([]), id="says nothing"),
        pytest.param(Reply(["YES: ", *["the same again "] * 40]), id="loops"),
        pytest.param(Reply(["YES: ", *(f"w{n * n} " for n in range(10_000))]), id="10,000 words"),
        pytest.param(Reply(["YES"], pings=True), id="hangs in the middle"),
    ],
)
def test_when_a_small_model_fails_the_articles_are_quoted_and_a_note_says_so(
    samples, ask_small, server, reply
):
    server.replies(lambda request: reply)
    answer = ask_small(timeout=1.0)
    assert KEY in answer.text
    assert (answer.outcome, bool(answer.notes)) == ("partly", True)
    assert quotes_hold(samples, answer)


def test_a_small_model_in_the_wrong_language_gives_way_to_a_quotation(samples, ask_small, server):
    def reply(request) -> Reply:
        yes = "YES: Путин сказал, что Вашингтон не ответил на его предложение."
        return Reply([yes if KEY in request.body["messages"][-1]["content"] else "NO"])

    server.replies(reply)
    answer = ask_small()
    (statement,) = answer.statements
    assert KEY in statement.text
    assert statement.text.startswith("«")
    assert statement.text.endswith("» (Italian)")
    assert quotes_hold(samples, answer)


def test_a_large_model_in_the_wrong_language_gives_way_to_quotations(ask, server):
    says(server, "Путин сказал, что Вашингтон не ответил на его предложение [{n}].")
    answer = ask()
    assert KEY in answer.text
    assert "English" in answer.notes[0]


def test_what_a_model_invents_alone_is_refused(ask, server):
    server.says("Russia has 12 million warheads [1].")
    answer = ask()
    assert (answer.outcome, answer.text) == ("unanswerable", refusal("en"))


def test_when_the_model_dies_after_a_good_line_the_numbers_still_fit(ask, server):
    says(server, f"{TRUE} [{{n}}].", "And then", cut=True)
    answer = ask(evidence_sentences=6)
    cited = list(dict.fromkeys(n for s in answer.statements for n in s.citations))
    assert cited == [c.number for c in answer.citations] == list(range(1, len(cited) + 1))
    assert answer.notes


def test_a_model_that_cannot_be_reached_is_named_and_the_articles_are_quoted(ask, server):
    answer = ask(base_url="http://127.0.0.1:9/v1")
    assert KEY in answer.text
    assert "127.0.0.1:9" in answer.notes[0]


@pytest.mark.parametrize("history", [(), (Turn(question="Who called Xi?", answer="Putin did."),)])
def test_a_follow_up_too_is_answered_by_quoting_when_the_model_is_down(
    samples, embedder, server, history
):
    server.says(status=500, error="down")
    answer = opened(samples, embedder, server).answer(QUESTION, history)
    assert KEY in answer.text
    assert answer.notes


def test_a_large_model_may_refuse(ask, server):
    server.says("NO", "NE")
    answer = ask()
    assert (answer.outcome, answer.text) == ("unanswerable", refusal("en"))
    assert (answer.statements, answer.notes) == ((), ())


def test_a_model_that_judges_is_asked_where_retrieval_alone_is_not_sure_enough(
    ask_small, samples, server
):
    server.says("YES")
    question = "When does the treaty expire?"
    threshold = samples.answer(question).confidence / 0.9
    assert ask_small(question, threshold).statements
    asked = len(server.requests)
    assert not ask_small(question, 1).statements
    assert len(server.requests) == asked


def test_a_refusal_of_a_model_that_fails_says_so(ask_small, samples, server):
    server.says(status=500, error="out of memory")
    question = "When does the treaty expire?"
    refused = ask_small(question, samples.answer(question).confidence / 0.9)
    assert (refused.outcome, refused.text) == ("unanswerable", refusal("en"))
    assert refused.notes[0].startswith("Without the language model: ")
    assert "out of memory" in refused.notes[0]
