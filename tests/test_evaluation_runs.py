"""Runs: kept, resumed, repeated, and what happens when something fails."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.errors import ModelError, ModelUnavailable, ReportError
from assistant.evaluation import fingerprints
from assistant.evaluation.asking import ask_all, workers_for
from assistant.evaluation.fingerprints import question_key, system_fingerprint
from assistant.evaluation.reporting.report import read_report
from assistant.evaluation.runs import evaluate
from assistant.settings import Settings
from assistant.types import Turn
from tests import evaluation_fakes as world

ROOT = Path(__file__).parent.parent
WHOLE = [q.text for q in world.QUESTIONS]


def figures(report) -> object:
    """All of a report but when it was made and how much memory that took."""
    return _without("PeakMemory", report.model_dump(mode="json", exclude={"created"}))


def _without(name, content):
    if isinstance(content, dict):
        return {k: _without(name, v) for k, v in content.items() if k != name}
    return [_without(name, c) for c in content] if isinstance(content, list) else content


class Stops(world.System):
    """Answers rightly so many times, then raises."""

    def __init__(self, after: int, error: BaseException) -> None:
        super().__init__(world.perfect)
        self._left, self._error = after, error

    def answer(self, question, history=()):
        if not self._left:
            raise self._error
        self._left -= 1
        return super().answer(question, history)


def test_the_same_run_gives_the_same_figures_whatever_the_order_of_the_questions():
    forward = evaluate(world.System(world.perfect), world.QUESTIONS)
    backward = evaluate(world.System(world.perfect), world.QUESTIONS[::-1])
    assert figures(forward) == figures(backward)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ModelUnavailable("The server is gone.")])
def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path, error):
    with pytest.raises(type(error)):
        evaluate(Stops(5, error), world.QUESTIONS, tmp_path)
    assert not (tmp_path / "report.json").exists()
    again = Stops(100, error)
    report = evaluate(again, world.QUESTIONS, tmp_path)
    assert again.asked == WHOLE[5:]
    assert report.overall.figures["Correct"] == 1.0
    evaluate(third := Stops(0, error), world.QUESTIONS, tmp_path)
    assert third.asked == []


def test_a_killed_run_keeps_its_answers_and_a_line_cut_in_half_is_asked_again(tmp_path):
    code = f"""
import os, signal
from pathlib import Path
from assistant.evaluation.runs import evaluate
from tests import evaluation_fakes as world
def dying(question):
    if question.id == "q7":
        os.kill(os.getpid(), signal.SIGKILL)
    return world.perfect(question)
evaluate(world.System(dying), world.QUESTIONS, Path({str(tmp_path)!r}))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    journal = tmp_path / "answers.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) == 6
    journal.write_bytes(b"".join(lines)[:-40] + "é".encode()[:1])
    system = world.System(world.perfect)
    # The class is part of what an answer depends on; here it is the same.
    report = evaluate(system, world.QUESTIONS, tmp_path)
    assert system.asked == WHOLE[5:]
    assert figures(report) == figures(evaluate(world.System(world.perfect), world.QUESTIONS))
    assert all(map(json.loads, journal.read_bytes().splitlines()[6:]))


def test_answers_of_another_model_index_or_history_are_not_taken_for_these(tmp_path):
    one = world.System(world.perfect)
    other = world.System(world.perfect, model="openai/other")
    key = system_fingerprint(one, "index")
    assert key == system_fingerprint(world.System(world.empty), "index")
    assert key != system_fingerprint(other, "index")
    assert key != system_fingerprint(one, "another index")
    turn = Turn(question="And?", answer="So.")
    follow_up = world.QUESTIONS[0].model_copy(update={"history": (turn,)})
    assert question_key(key, follow_up) != question_key(key, world.QUESTIONS[0])


def test_a_list_of_words_beside_the_code_counts_as_code(tmp_path, monkeypatch):
    system = world.System(world.empty)
    monkeypatch.setattr(fingerprints, "_PACKAGE", tmp_path)
    (tmp_path / "ui").mkdir()
    seen = {system_fingerprint(system, "index")}
    for changed in ("code.py", "words.txt", "ui/page.py"):
        (tmp_path / changed).write_text("some")
        seen.add(system_fingerprint(system, "index"))
    assert len(seen) == 3


def test_answers_that_another_release_of_a_package_made_are_asked_again(monkeypatch):
    system = world.System(world.empty)
    before = system_fingerprint(system, "index")
    versions = {**fingerprints.package_versions(), "xllamacpp": "0"}
    monkeypatch.setattr(fingerprints, "package_versions", lambda: versions)
    assert system_fingerprint(system, "index") != before


def test_a_question_that_fails_scores_nought_and_is_asked_again_by_the_next_run(tmp_path):
    def most(question):
        return world.failing(question) if question.id == "q2" else world.perfect(question)

    report = evaluate(world.System(most), world.QUESTIONS, tmp_path)
    (failed,) = (r for r in report.results if r.loss)
    assert (failed.id, failed.grade, failed.loss) == ("q2", "wrong", "no answer")
    assert "Nobody can answer q2." in failed.error
    assert failed.scores["Correct"] == failed.scores["CitationPrecision"] == 0.0
    assert report.overall.figures["Correct"] == pytest.approx(11 / 12, abs=1e-4)
    again = world.System(world.perfect)
    assert evaluate(again, world.QUESTIONS, tmp_path).overall.figures["Correct"] == 1.0
    assert again.asked == ["How much did the works on the bridge cost?"]


@pytest.mark.parametrize("answering", [world.failing, world.quoting_as_the_model_failed])
def test_a_model_that_fails_three_times_in_a_row_ends_the_run(tmp_path, answering):
    def half(question):
        good = question.id in {"q1", "q2", "q4"}
        return world.perfect(question) if good else answering(question)

    system = world.System(half, model="gguf:m.gguf")
    with pytest.raises(ModelError, match=r"failed 3 times in a row: .*(answer q7|server is gone)"):
        evaluate(system, world.QUESTIONS, tmp_path)
    assert len((tmp_path / "answers.jsonl").read_text().splitlines()) == 3


def test_answers_that_quote_and_have_a_note_on_the_sources_are_no_failures(tmp_path):
    evaluate(world.System(world.quoting, model="gguf:m.gguf"), world.QUESTIONS, tmp_path)
    kept = (tmp_path / "answers.jsonl").read_text().splitlines()
    assert len(kept) == len(world.QUESTIONS)


def test_hosted_models_are_asked_several_questions_at_once_and_others_one():
    together = threading.Barrier(4, timeout=60)

    def meeting(question):
        if int(question.id[1:]) <= 4:
            together.wait()
        return world.perfect(question)

    report = evaluate(world.System(meeting, model="openai/some"), world.QUESTIONS)
    assert report.overall.figures["Correct"] == 1.0
    assert workers_for("openai/x") == workers_for("anthropic/x") == 4
    assert workers_for("embedded") == workers_for("extractive") == workers_for("ollama/x") == 1


def test_progress_counts_what_was_known_before():
    seen = []
    system = world.System(world.perfect)
    ask_all(system, {q.id: q for q in world.QUESTIONS}, None, lambda *n: seen.append(n))
    assert seen == [(n, 12) for n in range(13)]


def test_a_report_says_what_its_figures_depend_on_and_can_be_read_again(tmp_path):
    report = evaluate(world.System(world.perfect), world.QUESTIONS, tmp_path)
    assert read_report(tmp_path / "report.json") == report
    c = report.conditions
    assert (c.model, c.articles, c.judge) == ("extractive", 4, None)
    assert c.prompts["sentence_system.jinja"]
    assert c.packages.keys() >= {"ir_measures", "xllamacpp", "py3langid"}
    assert "verify" in c.support_test
    assert not {"api_key", "data_dir", "base_url"} & c.settings.keys()
    assert report.definitions["nDCG@10"].startswith("Normalised discounted")
    assert [g.name for g in report.languages] == ["en", "it"]
    assert sum(g.questions for g in report.kinds) == 12


def test_a_folder_that_cannot_be_written_is_named_before_anything_is_asked(tmp_path):
    (tmp_path / "file").write_text("")
    system = world.System(world.perfect)
    with pytest.raises(ReportError, match=r"answers\.jsonl: .*--out"):
        evaluate(system, world.QUESTIONS, tmp_path / "file" / "out")
    assert system.asked == []


def test_a_disk_that_is_full_leaves_the_answers_and_no_half_report(tmp_path):
    report = evaluate(world.System(world.perfect), world.QUESTIONS, tmp_path)
    (tmp_path / "report.json").unlink()
    code = f"""
import resource
from pathlib import Path
from assistant.evaluation.reporting.report import Report
report = Report.model_validate_json(Path({str(tmp_path / "copy")!r}).read_bytes())
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
report.write(Path({str(tmp_path / "report.json")!r}))
"""
    (tmp_path / "copy").write_text(report.model_dump_json())
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    (last,) = done.stderr.splitlines()[-1:]
    assert last.startswith("assistant.errors.ReportError")
    assert "report.json cannot be written" in last
    assert "answers so far are kept" in last
    assert {p.name for p in tmp_path.iterdir()} == {"answers.jsonl", "report.html", "copy"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file"),
        ("{", "is no report: it is not JSON"),
        ("[]", "no version"),
        ('{"report": 2}', "it has version 2, and version 1 is needed"),
        ('{"report": 1, "created": "2026-01-01T00:00:00Z"}', "damaged report: conditions"),
    ],
)
def test_what_is_no_report_is_named_with_the_reason(tmp_path, content, reason):
    path = tmp_path / "old.json"
    if content:
        path.write_text(content)
    with pytest.raises(ReportError, match=rf"old\.json.*{reason}"):
        read_report(path)


def test_the_settings_of_a_run_hold_no_secret():
    system = world.System(world.perfect)
    system.settings = Settings(model="openai/x", api_key="hush", base_url="http://u:pw@host/v1")
    report = evaluate(system, world.QUESTIONS)
    text = report.model_dump_json()
    assert "hush" not in text
    assert "pw@host" not in text
    assert os.environ.get("HOME", "?") not in json.dumps(report.conditions.settings)


def test_answers_of_a_model_file_that_was_made_anew_are_asked_again(tmp_path):
    file = tmp_path / "own.gguf"
    file.write_bytes(b"GGUF")
    system = world.System(world.empty, model=f"gguf:{file}")
    before = system_fingerprint(system, "index")
    file.write_bytes(b"GGUF, trained longer")
    assert system_fingerprint(system, "index") != before


def test_times_with_another_number_of_threads_are_measured_anew():
    system = world.System(world.empty)
    before = system_fingerprint(system, "index")
    system.settings = system.settings.model_copy(update={"threads": 1})
    assert system_fingerprint(system, "index") != before
