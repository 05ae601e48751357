"""The report as a page: complete, safe and self-contained."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from assistant.evaluation.questions import Question
from assistant.evaluation.reporting.page import breakable, paragraphs, shown
from assistant.evaluation.runs import evaluate
from tests import evaluation_fakes as world

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium executable on the PATH")
HOSTILE = '</style></details><script>document.title = "owned"</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a right, a partly right, a wrong and a missing answer, all of it hostile."""
    folder = tmp_path_factory.mktemp("report")
    hostile = world.QUESTIONS[0].model_copy(
        update={"id": f"q'{HOSTILE}", "text": f"What {HOSTILE}?", "note": HOSTILE}
    )
    questions = [hostile, *world.QUESTIONS[1:]]
    system = world.System(_answers, questions=questions)
    evaluate(system, questions, folder)
    return folder / "report.html"


def _answers(question: Question):
    if question.id == "q2":
        return world.failing(question)
    answer = world.perfect(question)
    if question.id == "q11":
        text = "The bridge was reopened."
        first = answer.statements[0].model_copy(update={"text": text})
        return answer.model_copy(update={"text": text, "statements": (first,)})
    if question.id.startswith("q'"):
        titled = tuple(c.model_copy(update={"title": HOSTILE}) for c in answer.citations)
        update = {"text": HOSTILE, "citations": titled, "notes": (HOSTILE,)}
        said = tuple(s.model_copy(update={"text": HOSTILE}) for s in answer.statements)
        return answer.model_copy(update={**update, "statements": said})
    return answer


def test_nothing_of_a_question_an_article_or_an_answer_becomes_markup(page):
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == html.count("<style") == 1 + html.count('<style type="text/css')
    assert html.count("&lt;script&gt;") >= 5


def test_it_needs_nothing_but_itself(page):
    html = page.read_text(encoding="utf-8")
    assert not re.search(r"<(link|script|iframe|object|video|audio)\b", html)
    # Names of XML vocabularies and of the licence of the pictures' metadata are no addresses.
    assert not re.search(r"(?:src|href)=\"https?:", html.replace("xlink:href", ""))
    assert "@import" not in html
    assert "default-src 'none'" in html


def test_the_same_run_makes_the_same_page(page, tmp_path):
    for name in ("one", "two"):
        evaluate(world.System(world.perfect), world.QUESTIONS, tmp_path / name)
    one, two = ((tmp_path / n / "report.html").read_text() for n in ("one", "two"))

    def timeless(html: str) -> str:
        return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?|\d+ MB", "", html)

    assert timeless(one) == timeless(two)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "share", "–"),
        (0.87251, "share", "0.873"),
        (1240.0, "ms", "1.24 s"),
        (512.4, "MB", "512 MB"),
        (1240.4, "tokens", "1,240"),
    ],
)
def test_figures_are_shown_as_people_read_them(value, unit, text):
    assert shown(value, unit) == text


def test_definitions_are_paragraphs_without_marks_of_code():
    assert paragraphs("One.\n\nTwo `a.b`\nthree.") == ["One.", "Two a.b three."]


def test_each_lost_answer_is_listed_under_where_it_was_lost(page):
    html = page.read_text()
    assert re.search(r'<li>No answer, \d: [^\n]*<a href="#q-q2"', html)


def test_long_names_may_break_where_a_word_begins():
    assert breakable("CitationPrecision") == "Citation<wbr>Precision"
    assert breakable("nDCG@10") == "nDCG@10"
    assert breakable("<b>") == "&lt;b&gt;"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reader_finds_why_a_question_failed(browser, page, scheme):
    window = browser.new_page(color_scheme=scheme)
    trouble, asked = [], []
    window.on("console", lambda message: trouble.append(message.text))
    window.on("pageerror", lambda error: trouble.append(str(error)))
    window.on("dialog", lambda dialog: trouble.append(dialog.message))
    window.on("request", lambda request: asked.append(request.url))
    window.goto(page.as_uri())
    expect(window).to_have_title(re.compile("Evaluation of extractive"))
    expect(window.locator("figure svg")).to_have_count(4)
    expect(window.locator("details.question")).to_have_count(12)
    window.locator("#only-wrong").check()
    shown_ = window.locator("details.question:visible")
    assert 1 <= shown_.count() < 12
    failed = window.locator("#q-q2")
    failed.locator("summary").click()
    expect(failed).to_contain_text("No answer: there is no answer")
    expect(failed).to_contain_text("Nobody can answer q2.")
    expect(failed).to_contain_text("The works cost 12 million crowns.")
    window.locator("#only-partly").check()
    half = window.locator("#q-q11")
    half.locator("summary").click()
    expect(half).to_contain_text("leaves out “museum”")
    expect(half.locator("mark")).to_have_count(2)
    assert (trouble, asked) == ([], [page.as_uri()])
    width = window.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


@needs_chromium
def test_figures_can_be_read_in_the_dark(browser, page):
    window = browser.new_page(color_scheme="dark")
    window.goto(page.as_uri())
    colours = window.evaluate(
        """() => {
            const of = e => getComputedStyle(e);
            const label = document.querySelector("figure svg text");
            return [of(document.body).backgroundColor, of(document.body).color, of(label).fill];
        }"""
    )
    paper, ink, label = (sum(map(int, re.findall(r"\d+", c)[:3])) for c in colours)
    assert paper < 150
    assert min(ink, label) > 500
