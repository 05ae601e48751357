"""One question, from the index to the finished answer."""

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.followup import spoken, standalone
from assistant.answering.phrases import refusal
from assistant.errors import QuestionError
from assistant.types import Filters, Turn
from tests.asking import KEY, QUESTION, opened, quotes_hold
from tests.conftest import open_assistant, write
from tests.fakes import Reply, local_model


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
    assert (answer.outcome, answer.text) == ("unanswerable", refusal(language))
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.evidence


@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_an_error_that_says_so(samples, question):
    with pytest.raises(QuestionError, match="empty"):
        samples.stream(question)


@pytest.mark.parametrize("query", ["", " \n"])
def test_an_empty_search_is_an_error_that_says_so(samples, query):
    with pytest.raises(QuestionError, match="empty"):
        samples.search(query)


@pytest.mark.parametrize("k", [0, -3])
def test_a_search_for_no_passages_is_an_error_that_says_so(samples, k):
    with pytest.raises(QuestionError, match=f"k={k}"):
        samples.search(QUESTION, k=k)


@pytest.mark.parametrize("ask", [Assistant.stream, Assistant.search])
@pytest.mark.parametrize(
    ("until", "said"),
    [
        ({"published_to": "2026-02-28"}, "from 2026-03-01 and to 2026-02-28"),
        ({"as_of": "2026-02-01"}, "from 2026-03-01 and as of 2026-02-01"),
        ({"as_of": "2026-02-01", "published_to": "2026-03-02"}, "and as of 2026-02-01"),
        ({"as_of": "2026-02-28", "published_to": "2026-02-01"}, "and to 2026-02-01"),
    ],
)
def test_limits_that_exclude_each_other_are_an_error_that_says_so(samples, ask, until, said):
    limits = Filters.model_validate({"published_from": "2026-03-01", **until})
    with pytest.raises(QuestionError, match=said):
        ask(samples, QUESTION, filters=limits)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("What did Putin say about New START? ", "Only the first 1,000 characters"),
        ("Wann läuft der Vertrag New START aus? ", "nur die ersten 1.000 Zeichen"),
    ],
)
def test_of_a_question_of_100_000_characters_the_beginning_is_answered_and_a_note_says_so(
    samples, question, note
):
    answer = samples.answer(question * 2800)
    assert answer.done
    assert len(answer.question) <= 1000
    assert note in answer.notes[-1]


def test_an_empty_index_says_that_it_cannot_answer(settings, embedder):
    answer = open_assistant(settings, embedder).answer(QUESTION)
    assert (answer.outcome, answer.text, answer.evidence) == ("unanswerable", refusal("en"), ())


def test_the_same_question_gives_the_same_answer(samples):
    once, again = (
        samples.answer("Who won the chess title?").model_dump(exclude={"timings"}) for _ in range(2)
    )
    assert once == again


def test_closing_the_stream_ends_the_request(samples, embedder, server):
    server.says(*["word "] * 10_000, pause=0.01)
    stream = opened(samples, embedder, server).stream(QUESTION)
    next(stream)
    next(stream)
    stream.close()
    assert server.hung_up.wait(60)


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


@pytest.mark.parametrize(
    ("question", "is_new"),
    [
        ("Who won the 2019 election in Narnia?", True),
        ("Is Zelensky sure?", True),
        ("Is Xi?", False),
    ],
)
def test_a_name_that_the_articles_on_the_topic_do_not_have_begins_a_new_one(
    samples, question, is_new
):
    turns = [Turn(question="What did Putin say about New START?", answer="It expires.")]
    alone = samples.answer(question, turns).standalone_question
    assert (alone == question) == is_new


@pytest.mark.parametrize(
    ("before", "question", "is_new"),
    [
        ("How did DART change the orbit of Dimorphos?", "When did Apollo 11 come back?", True),
        ("What happened to Luna-25?", "Why did Chang'e-6 take samples on the far side?", True),
        ("What did Putin say about New START?", "Did Washington answer?", False),
    ],
)
def test_a_question_with_names_that_is_far_from_what_it_would_lead_to_begins_a_new_topic(
    samples, before, question, is_new
):
    turns = [Turn(question=before, answer="It did.")]
    alone = samples.answer(question, turns).standalone_question
    assert (alone == question) == is_new


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


@pytest.mark.parametrize(
    ("question", "language"), [("Chi è Yuri Ushakov?", "it"), ("Qui est Mark Carney ?", "fr")]
)
def test_a_question_that_is_mostly_a_name_is_in_the_language_of_its_other_words(question, language):
    assert spoken(question, ()) == language


def test_a_few_words_in_another_script_are_in_a_language_of_their_own():
    turns = [Turn(question="ماذا حدث في كامب ديفيد؟", answer="...")]
    assert [spoken(q, turns) for q in ("And why?", "ولماذا؟")] == ["en", "ar"]


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


@pytest.mark.parametrize(
    "tokens",
    [
        ["\nWhen did Putin ", "call Xi?\n", *["More. "] * 10_000],
        ["<think>Who?\n", "hm " * 200, "</think>\n", "When did Putin call Xi?\n", *"ab" * 5_000],
    ],
)
def test_a_hosted_model_thinks_as_long_as_it_wants_and_is_left_after_the_first_line(
    samples, embedder, server, tokens
):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    replies = iter([Reply(tokens, pause=0.01)])
    server.replies(lambda request: next(replies, Reply(["NONE"])))
    answer = opened(samples, embedder, server).answer("And when?", turns)
    assert answer.standalone_question == "When did Putin call Xi?"
    asked = server.requests[0].body
    assert "stop" not in asked
    assert asked["max_tokens"] >= 4000
    assert server.hung_up.wait(60)


def test_anthropic_rewrites_a_follow_up(samples, embedder, server):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    server.says("When did Putin call Xi?")
    address = server.url.removesuffix("/v1")
    hosted = {"model": "anthropic/claude-sonnet-4-5", "base_url": address, "api_key": "k"}
    answer = opened(samples, embedder, server, **hosted).answer("And when?", turns)
    assert answer.standalone_question == "When did Putin call Xi?"


def test_a_local_model_is_told_to_stop_after_a_short_line(server, tmp_path):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    server.says("When did Putin call Xi?")
    alone = standalone("And when?", "en", turns, local_model(server, tmp_path), lambda query: [])
    assert alone == "When did Putin call Xi?"
    asked = server.requests[0].body
    assert (asked["stop"], asked["max_tokens"]) == (["\n"], 80)


def test_a_follow_up_to_a_follow_up_still_knows_what_it_is_about(samples):
    first = samples.answer("What did Putin say about New START?")
    second = samples.answer("And Xi?", [first.turn()])
    assert second.standalone_question == "What did Xi say about New START?"
    third = samples.answer("And when?", [first.turn(), second.turn()])
    assert third.standalone_question == "What did Xi say about New START? And when?"


def test_what_only_goes_on_is_rewritten_even_where_it_finds_more_by_itself(
    samples, embedder, server
):
    turns = [Turn(question="Who celebrated the chess title?", answer="Gukesh.")]
    server.says("Who celebrated the New START treaty?")
    large = opened(samples, embedder, server).answer("And the New START treaty?", turns)
    assert large.standalone_question == "Who celebrated the New START treaty?"


def test_a_rewriting_that_asks_nothing_or_brings_in_nothing_is_not_used(samples, embedder, server):
    turns = [Turn(question="Whom did Putin call?", answer="Xi Jinping.")]
    for reply in ("And when?", "When?", "Putin called Xi Jinping when."):
        server.says(reply)
        answer = opened(samples, embedder, server).answer("And when?", turns)
        assert answer.standalone_question == "Whom did Putin call? And when?"


def test_each_part_of_a_question_has_its_evidence(samples):
    answer = samples.answer("Who won the chess title, and who launched Ariane 6?")
    found = {e.part: e.article_id for e in reversed(answer.evidence)}
    titles = {n: samples.article(article_id).title for n, article_id in found.items()}
    assert len(titles) == 2
    assert "Ariane" in titles[1]
    assert "Ariane" not in titles[0]
