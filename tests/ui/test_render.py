"""What the page shows, as HTML, and that nothing of an article or model can act in it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from assistant.feeds.subscriptions import Subscription
from assistant.intake import Taken
from assistant.types import Answer, Dated, Statement, Status, Timings
from assistant.ui import feeds, labels, render
from assistant.ui.panel import Pointer, panel, text
from assistant.ui.results import results
from assistant.ui.running import Run
from tests.ui.fake import ANSWER, COST, DEAL, ENGLISH, FERRY, ITALIAN, NOW

HOSTILE = '<script>alert(1)</script><img src=x onerror="a()">" onclick="b()\' [9] ${value} {{x}}'
TAGS = """article section header h1 h2 h3 h4 p div span sup button ul ol li blockquote
    details summary mark a bdi del ins progress"""


class Elements(HTMLParser):
    """Collects the tags and attribute names of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def pointers(page: str) -> list[Pointer]:
    found = re.findall(r'data-pointer="([^"]*)"', page)
    return [Pointer.model_validate_json(unescape(p)) for p in found]


def hostile_answer() -> Answer:
    citations = tuple(
        c.model_copy(update=dict.fromkeys(("title", "quote", "source", "speaker"), HOSTILE))
        for c in ANSWER.citations
    )
    statement = Statement(text=HOSTILE, citations=(1,), verdict="unsupported", score=0.0)
    return ANSWER.model_copy(
        update={
            "question": HOSTILE,
            "standalone_question": HOSTILE + "?",
            "statements": (statement,),
            "citations": citations,
            "notes": (HOSTILE,),
            "model": HOSTILE,
        }
    )


def hostile_panel() -> str:
    own = {"title": HOSTILE, "text": HOSTILE, "section": HOSTILE, "language": HOSTILE}
    article = ITALIAN.model_copy(update={**own, "authors": (HOSTILE,)})
    newer = article.model_copy(update={"title": f"{HOSTILE}!", "text": f"{HOSTILE} More."})
    return panel(article, [(0, 8)], [HOSTILE], newer)


def hostile_run() -> Run:
    taken = [Taken(item=HOSTILE, outcome=outcome, note=HOSTILE) for outcome in ("added", "skipped")]
    failed = {"stage": "failed", "failure": HOSTILE}
    return Run(title=HOSTILE).grown(2, 0, taken).model_copy(update=failed)


@pytest.mark.parametrize(
    "page",
    [
        render.turn(hostile_answer(), live=False),
        render.turn(hostile_answer(), live=True),
        render.failure(HOSTILE, HOSTILE),
        render.welcome("Ask", [HOSTILE]),
        results(hostile_run()),
        feeds.listed([Subscription(url=HOSTILE, title=HOSTILE, failure=HOSTILE)], HOSTILE, HOSTILE),
        hostile_panel(),
    ],
    ids=["answer", "live", "failure", "welcome", "results", "feeds", "panel"],
)
def test_hostile_text_is_shown_and_does_nothing(page: str) -> None:
    elements = Elements(page)
    assert elements.tags <= set(TAGS.split())
    assert not {a for a in elements.attributes if a.startswith("on") or a in ("src", "style")}
    assert HOSTILE in unescape(page)


def test_the_mark_is_exactly_the_cited_sentence() -> None:
    start = ITALIAN.text.index(DEAL)
    page = text(ITALIAN.text, [(start, start + len(DEAL))])
    assert re.findall(r'<mark class="cited">(.*?)</mark>', page) == [DEAL]
    assert unescape(re.sub("<[^>]*>", "", page)) == ITALIAN.text.replace("\n", "")


def test_other_cited_sentences_are_marked_lightly_in_their_own_places() -> None:
    spans = [(s := ITALIAN.text.index(quote), s + len(quote)) for quote in (COST, DEAL)]
    page = text(ITALIAN.text, spans)
    assert re.findall(r'<mark class="(\w+)">(.*?)</mark>', page) == [
        ("also", DEAL),
        ("cited", COST),
    ]


def test_a_sentence_over_two_paragraphs_is_marked_in_both() -> None:
    page = text("One & two\nthree.", [(4, 15)])
    assert page == (
        '<p dir="auto">One <mark class="cited">&amp; two</mark></p>'
        '<p dir="auto"><mark class="cited">three</mark>.</p>'
    )


@pytest.mark.parametrize("span", [(0, 0), (5, 2), (-9, -4), (90, 95)])
def test_offsets_outside_the_text_mark_nothing(span: tuple[int, int]) -> None:
    assert text("One sentence.", [span]) == '<p dir="auto">One sentence.</p>'


def test_each_citation_opens_its_own_characters_of_its_article() -> None:
    page = render.turn(ANSWER, live=False)
    first = pointers(page)[0]
    start, end = first.spans[0]
    assert first.article == ITALIAN.id
    assert ITALIAN.text[start:end] == DEAL
    assert [ITALIAN.text[s:e] for s, e in first.spans[1:]] == [COST]


def test_a_number_without_a_citation_is_no_link() -> None:
    statement = Statement(text="It rains [7].", citations=(1, 7), verdict="partly", score=0.5)
    page = render.turn(ANSWER.model_copy(update={"statements": (statement,)}), live=False)
    assert "It rains [7]." in page
    assert not re.search(r"<button[^>]*>\[7\]", page)
    assert re.search(r"<button[^>]*>\[1\]", page)


def test_verdicts_are_told_apart() -> None:
    page = render.turn(hostile_answer(), live=False) + render.turn(ANSWER, live=False)
    shown = re.findall(r'<span class="verdict (\w+)"', page)
    assert shown == ["unsupported", "supported", "partly"]


def test_what_a_model_translated_is_told_from_the_articles_own_words() -> None:
    first, second = render.turn(ANSWER, live=False).split('<p class="statement"')[1:3]
    assert "translated from Italian" in first
    assert "translated" not in second


def test_a_doubtful_translation_is_shown_below_the_quotation_as_what_it_is() -> None:
    quoted = Statement(text="«Sì.»", citations=(1,), verdict="supported", score=1.0, gloss=HOSTILE)
    page = render.turn(ANSWER.model_copy(update={"statements": (quoted,)}), live=False)
    _, gloss = page.split('<p class="gloss"')
    assert "rough translation, may be wrong" in gloss
    assert "<script" not in page


def test_evidence_then_words_then_sources() -> None:
    bare = {"text": "", "statements": (), "citations": (), "outcome": None, "done": False}
    asked = ANSWER.model_copy(update={**bare, "evidence": (), "timings": Timings()})
    found = ANSWER.model_copy(update=bare)
    writing = found.model_copy(update={"text": "The council of Val"})
    assert "Looking for evidence" in render.turn(asked, live=True)
    assert "Evidence found in 0.1 s" in render.turn(found, live=True)
    assert "<h3>Evidence</h3>" in render.turn(writing, live=True)
    assert '<p class="statement" dir="auto" lang="en">The council of Val</p>' in render.turn(
        writing, live=True
    )
    done = render.turn(ANSWER, live=False)
    assert "<h3>Sources</h3>" in done
    assert "confidence 81%" in done
    assert "data-live" not in done


def test_only_the_words_after_the_finished_statements_are_shown_as_unfinished() -> None:
    first = ANSWER.statements[0]
    writing = ANSWER.model_copy(
        update={"statements": (first,), "text": f"{first.text} It will", "done": False}
    )
    page = render.turn(writing, live=True)
    assert page.count(first.text) == 1
    assert '<p class="statement" dir="auto" lang="en">It will</p>' in page


def test_an_answer_that_was_stopped_says_so() -> None:
    page = render.turn(ANSWER.model_copy(update={"done": False}), live=False)
    assert "Stopped before the answer was complete." in page
    assert "data-live" not in page


def test_a_refusal_shows_the_nearest_coverage() -> None:
    refusal = {"text": "Gli articoli non lo dicono.", "statements": (), "citations": ()}
    page = render.turn(ANSWER.model_copy(update={**refusal, "outcome": "unanswerable"}), live=False)
    assert "Gli articoli non lo dicono." in page
    assert "<h3>Nearest coverage</h3>" in page
    assert FERRY in page


def test_text_takes_the_direction_of_its_language_and_names_it() -> None:
    stated = {"title": "عنوان", "text": "أعلن المجلس.\nانتهى.", "language": "ar"}
    page = panel(ITALIAN.model_copy(update=stated), [])
    assert '<h2 dir="auto" lang="ar" tabindex="-1">عنوان</h2>' in page
    assert '<div class="text" dir="auto" lang="ar">' in page
    assert page.count('<p dir="auto">') == 2
    assert 'lang="' not in panel(ITALIAN.model_copy(update={"language": None}), [])
    assert f'<div dir="auto" lang="it">{COST}' in render.turn(ANSWER, live=False)


def test_a_question_and_its_answer_are_in_the_language_of_the_reader() -> None:
    page = render.turn(
        ANSWER.model_copy(update={"language": "it", "notes": ("Nota.",)}), live=False
    )
    assert '<h2 dir="auto" lang="it">' in page
    assert page.count('<p class="statement" dir="auto" lang="it">') == len(ANSWER.statements)
    assert '<p class="note" dir="auto" lang="it">Nota.' in page


def test_a_day_put_into_a_sentence_that_runs_the_other_way_keeps_its_order() -> None:
    assert labels.isolated("Am Donnerstag [5 فبراير 2026] & so") == (
        "Am Donnerstag <bdi>[5 فبراير 2026]</bdi> &amp; so"
    )


def test_the_panel_says_what_is_known_and_links_only_to_the_web() -> None:
    page = panel(ITALIAN, [])
    assert (
        "<bdi>Gazzetta di Vallescura</bdi> · 8 May 2031 · Italian · date read from the text" in page
    )
    assert "by <bdi>Livia Orsi</bdi>" in page
    assert 'href="https://gazzetta.example/ponte" target="_blank" rel="noopener noreferrer"' in page
    unknown = panel(ENGLISH, [])
    assert "<bdi>source unknown</bdi> · date unknown · English" in unknown
    assert "href" not in unknown
    assert "href" not in panel(ITALIAN.model_copy(update={"url": "javascript:alert(1)"}), [])


def test_the_panel_names_the_section_and_the_outlets_that_reprint_the_article() -> None:
    page = panel(ITALIAN.model_copy(update={"section": "Cronaca"}), [], ["Il Corriere", "صحيفة"])
    assert "(also in <bdi>Il Corriere</bdi>, <bdi>صحيفة</bdi>) · 8 May 2031" in page
    assert "section <bdi>Cronaca</bdi>" in page
    cited = ANSWER.citations[0].model_copy(update={"also_in": ("Il Corriere",)})
    answer = render.turn(ANSWER.model_copy(update={"citations": (cited,)}), live=False)
    assert pointers(answer)[0].also_in == ("Il Corriere",)


def test_a_change_of_nothing_but_the_date_is_told_as_such() -> None:
    newer = ITALIAN.model_copy(update={"published": None})
    page = panel(ITALIAN, [], (), newer)
    assert "Its words are the same" in page
    assert "<details>" not in page
    assert "changed after it was cited" not in panel(ITALIAN, [])


def test_an_article_that_was_removed_is_said_to_be_gone() -> None:
    assert "no longer in the index" in panel(None, [(0, 1)])


def test_opening_the_same_citation_twice_is_a_change_to_the_page() -> None:
    assert panel(ITALIAN, [(0, 5)]) != panel(ITALIAN, [(0, 5)])


def test_the_header_counts_the_index_and_names_the_model() -> None:
    status = Status(
        articles=1200, passages=34567, languages={"it": 3, "": 1}, model="embedded",
        embedding_model="embedded", model_ready=False, data_dir="/d",
    )  # fmt: skip
    page = render.header(status)
    assert "1,200 articles · 34,567 passages · 2 languages" in page
    assert "embedded · loading" in page
    assert 'title="Italian, language unknown"' in page


def test_a_minute_is_shown_in_utc_and_a_day_without_a_time() -> None:
    assert labels.date(Dated(at=NOW, precision="day", origin="url")) == "8 May 2031"
    assert labels.date(Dated(at=NOW, precision="minute", origin="url")) == "8 May 2031, 06:30 UTC"
