"""The `evaluate` command, as a person or a CI script calls it."""

import json
from pathlib import Path

import pytest

from assistant import cli
from assistant.evaluation.questions import Question
from tests import evaluation_fakes as world


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(q.model_dump_json() for q in world.QUESTIONS) + "\n")
    return path


@pytest.fixture
def run(monkeypatch, tmp_path, capsys, questions):
    """Evaluate a system; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def running(system: world.System, *options: object) -> tuple[int, str, str]:
        monkeypatch.setattr("assistant.cli.options.assistant", lambda settings: system)
        with pytest.raises(SystemExit) as ended:
            cli.main(["evaluate", str(questions), *map(str, options)])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return running


def some_wrong(question: Question):
    wrong = question.id in {"q1", "q2", "q3", "q5", "q6"}
    return world.refusing(question) if wrong else world.perfect(question)


def test_one_command_shows_the_kinds_and_writes_the_report(run, tmp_path):
    code, out, err = run(world.System(world.perfect))
    assert (code, err.strip()) == (0, "")
    rows = [line.split()[:3] for line in out.splitlines()]
    assert ["date", "2/0/0", "1.000"] in rows
    assert ["all", "12/0/0", "1.000"] in rows
    assert out.strip().endswith((tmp_path / "evaluation" / "report.html").as_uri())
    names = {"answers.jsonl", "report.json", "report.html"}
    assert {p.name for p in (tmp_path / "evaluation").iterdir()} == names


def test_the_report_opens_when_asked_for_even_if_a_limit_was_missed(run, tmp_path, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    assert run(world.System(some_wrong), "--open", "--fail-under", "Correct=0.9")[0] == 1
    assert opened == [(tmp_path / "evaluation" / "report.html").as_uri()]
    run(world.System(world.perfect))
    assert len(opened) == 1


def test_json_is_the_report_and_nothing_else(run, tmp_path):
    code, out, _ = run(world.System(world.perfect), "--json", "--limit", 3, "--every", 2)
    content = json.loads(out)
    assert code == 0
    assert [r["id"] for r in content["results"]] == ["q1", "q3", "q5"]
    written = json.loads((tmp_path / "evaluation" / "report.json").read_text())
    assert written == content


def test_compare_shows_what_moved_and_each_question_that_changed_side(run):
    run(world.System(world.perfect), "--out", "old")
    code, out, _ = run(world.System(some_wrong, model="openai/x"), "--compare", "old/report.json")
    assert code == 0
    assert "Over 12 questions in both reports surely moved:" in out
    line = next(x for x in out.splitlines() if "1.000 → 0.583" in x)
    assert line.split()[:2] == ["worse", "Correct"]
    assert "RefusalRecall" not in out.split("both reports")[1], "it did not move"
    assert out.count("no longer right") == 5
    page = Path("evaluation/report.html").read_text()
    assert "What moved since extractive" in page
    assert page.count("no longer right") == 5


def test_a_limit_that_is_missed_fails_with_one_line_and_the_report_is_there(run):
    code, _, err = run(world.System(some_wrong), "--fail-under", "Correct=0.9")
    assert code == 1
    assert err.strip() == "Failed: Correct is 0.5833, below the limit of 0.9."
    assert Path("evaluation/report.html").exists()
    assert run(world.System(some_wrong), "--fail-under", "Correct=0.5")[0] == 0


def test_a_regression_from_the_baseline_fails(run):
    run(world.System(world.perfect), "--out", "old")
    baseline = ("--baseline", "old/report.json")
    code, _, err = run(world.System(some_wrong, model="openai/x"), *baseline)
    assert code == 1
    assert "Failed: Correct went from 1 to 0.5833" in err
    code, _, err = run(world.System(world.perfect), *baseline)
    assert (code, err.strip()) == (0, "Held against the baseline: 12 questions.")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--fail-under", "Right=0.5"], "There is no measure 'Right'. Known are: Correct"),
        (["--compare", "nowhere.json"], "The report nowhere.json cannot be read: No such file"),
        (["--baseline", "set.jsonl"], "set.jsonl is no report"),
        (["--out", "set.jsonl/x"], "Answers cannot be kept in set.jsonl/x/answers.jsonl"),
        (["--judge", "extractive"], "cannot judge"),
    ],
)
def test_a_wrong_request_is_one_line_before_anything_is_asked(run, options, reason):
    system = world.System(world.perfect)
    code, out, err = run(system, *options)
    assert (code, out, err.count("\n"), system.asked) == (1, "", 1, [])
    assert reason in err


@pytest.mark.parametrize("option", ["--compare", "--baseline"])
def test_a_report_of_other_questions_is_told_before_anything_is_asked(run, option):
    run(world.System(world.perfect), "--out", "old", "--limit", 1)
    old = Path("old/report.json")
    old.write_text(old.read_text().replace('"q1"', '"other"'))
    system = world.System(world.perfect)
    code, out, err = run(system, option, old)
    assert (code, out, err.count("\n"), system.asked) == (1, "", 1, [])
    assert ("no question in common" if option == "--compare" else "lacks 12 of the 12") in err


def test_a_broken_set_is_named_by_file_and_line(run, questions):
    lines = questions.read_text().splitlines()
    questions.write_text("\n".join([*lines[:3], lines[0], *lines[3:]]))
    code, _, err = run(world.System(world.perfect))
    assert code == 1
    assert f"{questions}:4: the id 'q1' is used twice." in err


def test_articles_that_the_index_lacks_are_named_by_file_and_line_unless_allowed(run, questions):
    with questions.open("a") as file:
        file.write(
            '{"id": "x", "text": "Who won?", "language": "en", "kind": "fact", "answers": [["Al"]],'
            ' "relevant": [{"article": "race.md", "quote": "Al won."}]}\n'
        )
    added = Question.model_validate_json(questions.read_text().splitlines()[-1])
    system = world.System(world.refusing, questions=[*world.QUESTIONS, added])
    code, _, err = run(system)
    assert (code, system.asked) == (1, [])
    assert f"{questions}:13: the index does not have the article 'race.md'." in err
    code, out, _ = run(system, "--allow-missing", "--json")
    assert code == 0
    assert json.loads(out)["losses"]["not in the index"] == 1


def test_an_interrupted_command_ends_quietly_and_goes_on_when_it_is_called_again(run):
    def interrupting(question: Question):
        if question.id == "q4":
            raise KeyboardInterrupt
        return world.perfect(question)

    code, out, _ = run(world.System(interrupting))
    assert (code, out) == (130, "")
    again = world.System(world.perfect)
    assert run(again)[0] == 0
    assert "When does the ferry to Velda sail again?" in again.asked
    assert not {q.text for q in world.QUESTIONS[:3]} & {*again.asked}
