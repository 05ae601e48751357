"""Ranking across languages, filters, and an index that changes meanwhile."""

from datetime import datetime, timezone

import numpy as np
import pytest

from assistant.index.lexical import Lexical
from assistant.index.store import Store
from assistant.intake import Page
from assistant.retrieve.search import Search
from assistant.types import Article, Dated, Filters
from tests.conftest import WEDNESDAY, article
from tests.test_index import Killed, _killed

EVERYTHING = Filters()
TREATY = "Putin ha proposto di prolungare di un anno il trattato New START. Washington tace."


def page(name: str) -> Page:
    return Page(url=f"file:///{name}", content=name.encode(), fetched_at=WEDNESDAY)


def put(index, *articles) -> None:
    pages = [page(a.title) for a in articles]
    at = [a.model_copy(update={"url": p.url}) for a, p in zip(articles, pages, strict=True)]
    index.add([(p, (a,)) for p, a in zip(pages, at, strict=True)])


@pytest.fixture
def search(index):
    put(
        index,
        article(TREATY, "Il trattato", "it", source="Corriere"),
        article("The rowing club of Marenholt won the autumn race.", "Rowing", source="Courier"),
        article("The clock museum in Brenn opens again on Sunday.", "Clocks", source="Gazette"),
        article("Le boulanger de Sarnova ferme sa boutique.", "Le pain", "fr", published=None),
    )
    return Search(index)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What did Putin propose about the nuclear treaty?", "en"),
        ("Что предложил Путин?", "ru"),
        ("普京对条约提出了什么建议?", "zh"),
        ("Mitä Putin ehdotti sopimuksesta?", "fi"),
        ("Was schlug Putin vor?", None),
    ],
)
def test_the_article_is_found_whatever_the_language_of_the_question(search, question, language):
    best, *others = search.hits(question, language, 4, EVERYTHING)
    assert best.passage.text == TREATY
    assert len(others) == 3
    assert best.score > others[0].score
    assert set(best.parts) == {"dense", "sentence", "terms", "names", "recency", "tokens"}


def test_a_passage_counts_by_its_best_sentence_as_well(index, search):
    put(index, article("Bread is dearer. The ferry crosses the strait at night.", "Harbour"))
    best, *_ = search.hits("When does the ferry cross the strait?", "en", 1, EVERYTHING)
    assert best.passage.title == "Harbour"
    assert best.parts["sentence"] > best.parts["dense"]


@pytest.fixture
def cups(index):
    def dated(winner: str, day: str) -> Article:
        at = Dated(at=f"{day}T09:00:00Z", precision="day", origin="meta")
        return article(f"{winner} has won the chess cup.", f"Chess {day}", published=at)

    put(index, dated("Lind", "2024-03-01"), dated("Dahl", "2019-03-01"))
    return Search(index)


def test_news_comes_before_what_is_as_near_and_older(cups):
    new, old = cups.hits("Who won the chess cup?", "en", 2, Filters(as_of="2024-03-04"))
    assert new.passage.text.startswith("Lind")
    assert new.score > old.score + 0.8
    assert new.parts["recency"] == pytest.approx(0.905, abs=0.001)
    assert old.parts["recency"] == 0


def test_in_an_archive_the_day_does_not_matter(cups):
    hits = cups.hits("Who won the chess cup?", "en", 2, Filters(as_of="2025-12-31"))
    assert [h.parts["recency"] for h in hits] == [0, 0]


@pytest.mark.parametrize("question", ["What did Putin propose?", "rowing club race", "museo"])
def test_the_same_question_gives_the_same_hits(index, search, question):
    once = search.hits(question, "en", 4, EVERYTHING)
    assert search.hits(question, "en", 4, EVERYTHING) == once
    assert Search(index).hits(question, "en", 4, EVERYTHING) == once


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(languages=("en",)), {"Rowing", "Clocks"}),
        (Filters(languages=("fr", "it")), {"Le pain", "Il trattato"}),
        (Filters(sources=("Gazette",)), {"Clocks"}),
        (Filters(languages=("en",), sources=("Courier",)), {"Rowing"}),
        (Filters(published_from=WEDNESDAY), {"Il trattato", "Rowing", "Clocks"}),
        (Filters(published_to=datetime(2026, 2, 3, tzinfo=timezone.utc)), set()),
        (Filters(languages=("xx",)), set()),
    ],
)
@pytest.mark.parametrize("question", ["Who won the race in Marenholt?", "Il trattato di Putin"])
def test_filters_hold_for_what_is_found_by_meaning_and_by_word(search, question, filters, titles):
    hits = search.hits(question, "it" if "Il" in question else "en", 10, filters)
    assert {h.passage.title for h in hits} == titles


@pytest.mark.parametrize(
    "question", ["Who won?", "", "???", "🦊", pytest.param("a" * 5000, id="long")]
)
def test_an_empty_index_has_no_hits_and_no_evidence(index, question):
    search = Search(index)
    hits = search.hits(question, "en", 5, EVERYTHING)
    assert hits == []
    assert search.evidence(question, "en", hits, 5) == []


def test_filters_that_nothing_passes_give_no_hits(search):
    assert search.hits("🦊", None, 5, Filters(sources=("Nobody",))) == []


@pytest.mark.parametrize(
    "question", ["", "???", "🦊", '"NEAR( OR *', pytest.param("a" * 5000, id="long")]
)
def test_any_string_can_be_searched(search, question):
    assert len(search.hits(question, None, 3, EVERYTHING)) == 3


def test_the_best_sentence_comes_first_and_stands_in_its_article(index, search):
    question = "What did Putin propose about New START?"
    evidence = search.evidence(question, "en", search.hits(question, "en", 4, EVERYTHING), 3)
    assert evidence[0].sentence.text == TREATY.split(". ", maxsplit=1)[0] + "."
    for e in evidence:
        text = index.store.article(e.article_id).text
        assert text[e.sentence.start : e.sentence.end] == e.sentence.text


def test_sentences_are_as_many_as_asked_for_however_many_are_read_by_token(index):
    put(index, article(" ".join(f"Ferry {n} has left the harbour." for n in range(30)), "Ferries"))
    search = Search(index)
    hits = search.hits("Which ferry has left?", "en", 9, EVERYTHING)
    found = {n: search.evidence("Which ferry has left?", "en", hits, n) for n in (3, 30)}
    assert [len(evidence) for evidence in found.values()] == [3, 30]
    assert found[30][:3] == found[3]


def test_a_sentence_that_two_articles_share_is_evidence_once(index):
    put(index, article(TREATY, "One", "it"), article(TREATY, "Two", "it"))
    search = Search(index)
    evidence = search.evidence("Putin?", "en", search.hits("Putin?", "en", 5, EVERYTHING), 10)
    assert len(evidence) == 2
    assert len({e.sentence.text for e in evidence}) == 2


def test_articles_in_a_new_language_are_found_while_the_search_stays_open(index):
    put(index, article("The rowing club of Marenholt won the autumn race.", "Rowing"))
    search = Search(index)
    (english,) = search.hits("Who won?", "en", 5, EVERYTHING)
    index.remove([english.passage.article_id])
    put(index, article("Гребной клуб Маренхольта выиграл осеннюю гонку.", "Гонка", "ru"))
    assert [h.passage.language for h in search.hits("Who won?", "en", 5, EVERYTHING)] == ["ru"]


def test_an_article_that_is_removed_between_search_and_answer_gives_no_evidence(index, search):
    hits = search.hits("What did Putin propose?", "en", 4, EVERYTHING)
    index.remove([hits[0].passage.article_id])
    evidence = search.evidence("What did Putin propose?", "en", hits, 10)
    assert {e.article_id for e in evidence} == {h.passage.article_id for h in hits[1:]}


@pytest.mark.parametrize("already", [0, 1])
def test_what_is_half_written_is_not_found(index, monkeypatch, already):
    if already:
        put(index, article("The clock museum in Brenn opens again on Sunday.", "Clocks"))
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Store, "publish", _killed)
        put(index, article(TREATY, "Il trattato", "it"))
    assert len(index.vectors) == already + 1
    hits = Search(index).hits("What did Putin propose?", "en", 5, EVERYTHING)
    assert len(hits) == already


def test_a_lexical_index_that_knows_too_much_does_no_harm(index, search, monkeypatch):
    monkeypatch.setattr(Lexical, "by_terms", lambda *values: {"gone": 9.0})
    assert len(search.hits("What did Putin propose?", "en", 4, EVERYTHING)) == 4


class Ruler:
    """Judges by the opposite of what the search finds."""

    def scores(self, question, texts):
        return np.array([9.0 if "Rowing" in text else 0.0 for text in texts])


def test_a_cross_encoder_has_its_say_on_the_best_passages(index, search):
    question = "What did Putin propose?"
    before = {h.passage.title: h.score for h in search.hits(question, "en", 4, EVERYTHING)}
    index.cross_encoder = Ruler()
    judged = search.hits(question, "en", 4, EVERYTHING)
    assert {h.passage.title for h in judged} == set(before)
    gained = {h.passage.title: h.score - before[h.passage.title] for h in judged}
    assert max(gained, key=gained.get) == "Rowing"
    assert gained["Rowing"] == pytest.approx(-3 * gained["Clocks"], abs=1e-3)
