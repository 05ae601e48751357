"""One question, from the index to the finished answer."""

import json
from collections.abc import Iterator

import pytest

from assistant.answering.models.opening import open_model
from assistant.answering.phrases import REFUSAL
from assistant.answering.responding import Responder
from assistant.errors import QuestionError
from assistant.settings import Settings
from assistant.types import Answer, Filters, Turn
from tests.conftest import open_assistant, write
from tests.fakes import FakeModel, Reply

QUESTION = "What did Putin say about New START?"
KEY = "prolungare di un anno"
TRUE = "Putin said that Washington has not answered his offer to extend New START by one year"


@pytest.fixture
def server() -> Iterator[FakeModel]:
    with FakeModel() as model:
        yield model


@pytest.fixture
def ask(samples, embedder, server):
    """A way to ask a large model over the samples, however low the confidence."""

    def asked(question: str = QUESTION, **values: object) -> Answer:
        *_, last = opened(samples, embedder, server, **values).stream(question)
        return last

    return asked


def opened(samples, embedder, server, **values: object):
    chosen = {"model": "openai-compatible/x", "base_url": server.url, "answer_threshold": 0}
    data_dir = samples.settings.data_dir
    return open_assistant(Settings(data_dir=data_dir, **{**chosen, **values}), embedder)


def says(server: FakeModel, *lines: str, **values: object) -> None:
    """Have the model say the lines; `{n}` is the number of the sentence that has KEY."""

    def reply(request) -> Reply:
        before = request.body["messages"][-1]["content"].split(KEY)[0]
        number = before.rsplit("number=", 1)[-1].split(">")[0]
        text = "\n".join(lines).replace("{n}", number)
        return Reply([f"{word} " for word in text.split(" ")], **values)

    server.replies(reply)


def quotes_hold(assistant, answer: Answer) -> bool:
    return all(
        assistant.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations
    )


def test_the_first_snapshot_is_the_evidence_and_the_last_is_done(samples, embedder, server):
    extractive = opened(samples, embedder, server, model="extractive")
    first, *others = extractive.stream(QUESTION)
    assert (first.text, first.statements, first.done, first.outcome) == ("", (), False, None)
    assert KEY in first.evidence[0].sentence.text
    assert [a.done for a in others] == [False] * (len(others) - 1) + [True]
    last = others[-1]
    assert last.evidence == first.evidence
    assert KEY in last.text
    assert [n for s in last.statements for n in s.citations] == [c.number for c in last.citations]
    assert quotes_hold(extractive, last)
    assert server.requests == []


def test_the_question_of_the_first_page_is_answered_from_one_article(settings, embedder, tmp_path):
    text = (
        "Putin ha osservato che Washington non ha dato risposta alla sua offerta di prolungare di "
        "un anno il New START. Il trattato scade giovedì. Xi ha invitato Putin in Cina. "
        "Secondo Ushakov i giudizi dei due leader sugli Stati Uniti coincidono."
    )
    assistant = open_assistant(settings, embedder)
    assistant.ingest([write(tmp_path / "in", "call", text, "it")])
    answer = assistant.answer(QUESTION)
    assert answer.outcome == "answered"
    assert KEY in answer.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How do I bake a loaf of sourdough bread?", "en"),
        ("Wie backt man zu Hause ein gutes Sauerteigbrot?", "de"),
        ("Come si prepara la pizza margherita in casa?", "it"),
        ("Как испечь дома хороший хлеб на закваске?", "ru"),
    ],
)
def test_what_is_far_from_all_articles_is_refused_in_the_language_of_the_question(
    samples, question, language
):
    answer = samples.answer(question)
    assert (answer.outcome, answer.text) == ("unanswerable", REFUSAL[language])
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.evidence


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_an_error_that_says_so(samples, question):
    with pytest.raises(QuestionError, match="empty"):
        samples.stream(question)


def test_a_question_of_100_000_characters_gets_an_answer(samples):
    answer = samples.answer("What did Putin say about New START? " * 2800)
    assert answer.done
    assert len(answer.question) <= 1000


def test_an_empty_index_says_that_it_cannot_answer(settings, embedder):
    answer = open_assistant(settings, embedder).answer(QUESTION)
    assert (answer.outcome, answer.text, answer.evidence) == ("unanswerable", REFUSAL["en"], ())


def test_the_same_question_gives_the_same_answer(samples):
    once, again = (
        samples.answer("Who won the chess title?").model_dump(exclude={"timings"}) for _ in range(2)
    )
    assert once == again


def test_scripts_find_the_fields_they_depend_on(ask, server):
    says(server, f"{TRUE} [{{n}}].")
    data = json.loads(ask().model_dump_json())
    assert data.keys() >= {
        "question", "text", "language", "outcome", "statements", "citations", "evidence", "model",
        "timings",
    }  # fmt: skip
    assert data["statements"][0].keys() == {"text", "citations", "verdict", "score"}
    assert data["citations"][0].keys() >= {
        "number", "article_id", "title", "url", "source", "published", "language", "quote", "start",
        "end",
    }  # fmt: skip
    assert data["timings"].keys() == {"retrieve_ms", "first_token_ms", "total_ms"}
    assert None not in data["timings"].values()


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


@pytest.fixture
def ask_small(samples, server):
    """A way to ask a small model over the samples."""

    def asked() -> Answer:
        kept = samples.settings.data_dir
        small = Settings(model="gguf:/x.gguf", data_dir=kept, answer_threshold=0)
        speaks = Settings(
            model="openai-compatible/x", base_url=server.url, timeout=1, data_dir=kept
        )
        responder = Responder(small, samples._search, open_model(speaks))
        *_, last = responder.respond(QUESTION, (), Filters())
        return last

    return asked


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
    answer = ask_small()
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
    assert (answer.outcome, answer.text) == ("unanswerable", REFUSAL["en"])


def test_when_the_model_dies_after_a_good_line_the_numbers_still_fit(ask, server):
    says(server, f"{TRUE} [{{n}}].", "And then", cut=True)
    answer = ask(evidence_sentences=6)
    cited = list(dict.fromkeys(n for s in answer.statements for n in s.citations))
    assert cited == [c.number for c in answer.citations] == list(range(1, len(cited) + 1))
    assert answer.notes


def test_a_model_that_cannot_be_reached_is_named_and_the_articles_are_quoted(ask, server):
    answer = ask(base_url="http://127.0.0.1:9/v1", timeout=5)
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
    assert (answer.outcome, answer.text) == ("unanswerable", REFUSAL["en"])
    assert (answer.statements, answer.notes) == ((), ())


def test_closing_the_stream_ends_the_request(samples, embedder, server):
    server.says(*["word "] * 10_000, pause=0.01)
    stream = opened(samples, embedder, server).stream(QUESTION)
    next(stream)
    next(stream)
    stream.close()
    assert server.hung_up.wait(30)


def test_evidence_is_shown_before_the_model_is_asked(samples, embedder, server):
    stream = opened(samples, embedder, server).stream(QUESTION)
    assert next(stream).evidence
    assert server.requests == []
    stream.close()


def test_a_question_that_changes_the_topic_is_searched_as_it_is(samples, embedder, server):
    turns = [Turn(question="Who won the chess title?", answer="Gukesh.")]
    question = "What did Putin say to Xi about New START?"
    changed = opened(samples, embedder, server).answer(question, turns)
    assert changed.standalone_question == question


@pytest.mark.parametrize("reply", [["Why " * 300], ["again and "] * 40, [" \n"], []])
def test_a_rewriting_that_is_none_is_not_used(samples, embedder, server, reply):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    server.says(*reply)
    answer = opened(samples, embedder, server).answer("And when?", turns)
    assert answer.standalone_question == "Whom did Putin call? And when?"


@pytest.mark.parametrize(
    ("question", "language"), [("E quando?", "it"), ("And when did he call him?", "en")]
)
def test_a_few_words_are_in_the_language_of_the_conversation(samples, question, language):
    turns = [Turn(question="Chi ha chiamato Putin per parlare del trattato?", answer="Xi.")]
    assert samples.answer(question, turns).language == language


def test_a_follow_up_is_searched_as_a_question_of_its_own(samples, embedder, server):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    extractive = opened(samples, embedder, server, model="extractive").answer("And when?", turns)
    assert extractive.standalone_question == "Whom did Putin call? And when?"
    server.says("When did Putin call Xi?")
    large = opened(samples, embedder, server).answer("And when?", turns)
    assert large.standalone_question == "When did Putin call Xi?"
    assert large.question == "And when?"
    server.says("When did Merkel call Macron?")
    invented = opened(samples, embedder, server).answer("And when?", turns)
    assert invented.standalone_question == extractive.standalone_question
