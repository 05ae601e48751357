"""Nothing published after an as-of limit is found or cited, whatever the question."""

from datetime import date, datetime, timezone

import pytest

from assistant.answering.finding import Finder
from assistant.types import Filters
from tests.conftest import CORPUS, open_assistant, write

DAYS = ("2025-12-30", "2026-02-01", "2026-02-02", "2026-02-04", "2026-03-15")
LIMIT = date(2026, 2, 2)
QUESTIONS = (
    "How many houses did the flood in Marenholt damage?",
    "What did the mayor say about the flood yesterday?",
    "What is the latest news from Marenholt?",
    "Was hat die Bürgermeisterin letzte Woche über das Hochwasser gesagt?",
    "What happened in Marenholt on 15 March 2026?",
    "Flood in March, and who paid for the houses?",
    "Cosa è successo a Marenholt dopo il 3 febbraio?",
)


@pytest.fixture
def flood(settings, embedder, tmp_path):
    """Reports of one flood: on five days, undated, of a later hour, changed later, reprinted."""
    for n, day in enumerate(DAYS):
        text = f"The flood in Marenholt damaged {n + 11} houses, the mayor said. Rain goes on."
        write(tmp_path, f"flood {n}", text, published=day, source="Gazette")
    text = "The flood in Marenholt damaged 77 houses, the mayor said."
    undated = write(tmp_path, "undated", text)
    undated.write_text(undated.read_text().replace("published: 2026-02-04\n", ""))
    text = "The flood in Marenholt damaged 88 houses and a mill, the mayor said."
    write(tmp_path, "changed", text, published="2026-02-01", modified="2026-02-09")
    however_unsure = settings.model_copy(update={"answer_threshold": 0})
    assistant = open_assistant(however_unsure, embedder)
    assistant.ingest([tmp_path])
    return assistant


def last(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, timezone.utc)


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_later_and_nothing_undated_is_found_or_cited(flood, question):
    for snapshot in flood.stream(question, filters=Filters(as_of=LIMIT)):
        shown = [*snapshot.evidence, *snapshot.citations]
        assert all(s.published and s.published.at <= last(LIMIT) for s in shown)
        assert not {"undated", "changed"} & {s.title for s in shown}
    assert snapshot.evidence
    hits = flood.search(question, 50, Filters(as_of=LIMIT))
    assert hits
    assert all(h.passage.published and h.passage.published <= last(LIMIT) for h in hits)


@pytest.mark.parametrize(
    "question",
    [
        "As of 2 February 2026, how many houses did the flood in Marenholt damage?",
        "Quante case ha danneggiato l'alluvione a Marenholt, alla data del 2 febbraio 2026?",
        "Stand 2. Februar 2026: Wie viele Häuser in Marenholt beschädigte das Hochwasser?",
        "截至2026年2月2日，马伦霍尔特的洪水损坏了多少房屋？",
    ],
)
def test_a_limit_in_the_question_holds_as_one_that_is_given(flood, question):
    answer = flood.answer(question)
    assert answer.as_of == last(LIMIT)
    assert answer.evidence
    assert all(e.published and e.published.at <= last(LIMIT) for e in answer.evidence)


def test_a_model_is_not_asked_for_the_limit_that_the_evidence_keeps_to(flood):
    question = "As of 2 February 2026, how many houses did the flood damage?"
    found = Finder(flood.settings, flood._search).find(question, question, "en", Filters())
    assert found.brief.parts == ("How many houses did the flood damage?",)
    assert found.brief.question == question


def test_a_follow_up_has_the_limits_of_the_question_before_it(flood):
    first = flood.answer("How many houses did the flood damage, as of 2 February 2026?")
    then = flood.answer("And what did the mayor say?", [first.turn()])
    assert then.as_of == last(LIMIT)
    assert any("2 Feb 2026" in fact for fact in then.facts)
    again = flood.answer("And as of 4 February 2026?", [first.turn()])
    assert again.as_of == last(date(2026, 2, 4))
    new = flood.answer("Which treaty do Xi and Putin speak of in Beijing?", [first.turn()])
    assert (new.standalone_question, new.as_of) == (new.question, None)


def test_a_follow_up_is_asked_of_the_outlet_of_the_question_before_it(flood, tmp_path):
    write(
        tmp_path / "other", "Courier", "The flood damaged the mill, said Ann Lee.", source="Courier"
    )
    flood.ingest([tmp_path / "other"])
    first = flood.answer("How many houses did the flood damage, according to Gazette?")
    then = flood.answer("And what did the mayor say?", [first.turn()])
    assert {e.source for e in then.evidence} == {"Gazette"}


def test_the_answer_has_the_limit_and_a_note_on_what_it_hides(flood):
    answer = flood.answer(QUESTIONS[0], filters=Filters(as_of=LIMIT))
    assert answer.as_of == last(LIMIT)
    assert answer.evidence
    assert answer.notes[-1] == "Articles left out because they have no date: 1."
    assert answer.outcome == "answered"
    assert not flood.answer(QUESTIONS[0]).notes


def test_later_reprints_are_neither_named_nor_found_under_the_limit(settings, embedder, tmp_path):
    text = (CORPUS / "articles" / "en-veldania-flood-gazette.md").read_text().split("---")[2]
    write(tmp_path / "a", "flood", text, published="2026-02-01", source="Gazette")
    write(tmp_path / "b", "flood", text, published="2026-02-03", source="Courier")
    assistant = open_assistant(settings, embedder)
    assistant.ingest([tmp_path / "a"])
    assistant.ingest([tmp_path / "b"])
    question = "How much damage did the flood cause?"
    assert assistant.answer(question).evidence[0].also_in == ("Courier",)
    limited = assistant.answer(question, filters=Filters(as_of=LIMIT))
    assert limited.evidence[0].also_in == ()
    from_courier = Filters(sources=("Courier",), as_of=LIMIT)
    assert assistant.search(question, filters=Filters(sources=("Courier",)))
    assert assistant.search(question, filters=from_courier) == []


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        (date(2026, 2, 2), "2026-02-02T00:00:00Z", "2026-02-02T23:59:59.999999Z"),
        ("2026-02-02", "2026-02-02T00:00:00Z", "2026-02-02T23:59:59.999999Z"),
        ("2026-02-02T12:00:00+02:00", "2026-02-02T10:00:00Z", "2026-02-02T10:00:00Z"),
    ],
)
def test_a_day_stands_for_its_start_or_its_end(given, start, end):
    limits = Filters(published_from=given, published_to=given, as_of=given).model_dump(mode="json")
    assert [limits["published_from"], limits["published_to"], limits["as_of"]] == [start, end, end]


def test_the_earlier_of_two_ends_counts():
    assert Filters(published_to="2026-02-04", as_of="2026-02-02").latest == last(LIMIT)
    assert Filters(published_to="2026-02-02", as_of="2026-02-04").latest == last(LIMIT)
    assert Filters().latest is None
