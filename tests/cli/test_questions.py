"""Asking and searching, and what is printed for people and for scripts."""

import io
import json
import subprocess
import sys
from importlib.metadata import version

import pytest
from rich.console import Console

from assistant.cli.show import listed_lines, show_answer
from assistant.types import Answer, Article, Dated, Hit, Statement, Status
from tests.cli.conftest import CLUB, failed
from tests.conftest import CORPUS, SAMPLES, article, write


def test_ask_prints_the_answer_with_numbers_and_sources(run, folder):
    code, out, err = run("ask", "What did Putin propose?")
    assert (code, err) == (0, "")
    assert "Putin ha proposto di prolungare di un anno il trattato New START.» (Italian) [1]" in out
    assert "[1] call" in out


def test_ask_as_json_prints_one_answer_and_nothing_else(run, folder):
    code, out, err = run("ask", "What did Putin propose?", "--json")
    assert (code, err) == (0, "")
    answer = Answer.model_validate_json(out)
    assert answer.done
    assert answer.citations[0].quote.startswith("Putin ha proposto")
    assert "ha proposto" in out


def test_ask_keeps_to_the_limits_that_are_given_and_shows_what_it_understood(run, folder):
    code, out, _ = run("ask", "What did Putin propose?", "--as-of", "2026-02-04", "--json")
    answer = Answer.model_validate_json(out)
    assert (code, str(answer.as_of)) == (0, "2026-02-04 23:59:59.999999+00:00")
    assert [e.title for e in answer.evidence] == ["club"] * len(answer.evidence)
    assert answer.facts == ("as of 4 Feb 2026",)
    limits = ["--from", "2026-02-05", "--to", "2026-02-05", "--language", "it"]
    assert "published 5 Feb 2026 · language: Italian" in run("ask", "Who won?", *limits)[1]
    (hit,) = json.loads(run("search", "Who?", "--source", "gazette", "--json")[1])
    assert hit["passage"]["title"] == "club"


def test_outlets_that_differ_in_case_only_are_all_searched(run, folder):
    write(folder, "rerun", "The rerun of the race was called off in the fog.", source="GAZETTE")
    run("ingest", folder)
    hits = json.loads(run("search", "race", "--source", "Gazette", "--json")[1])
    assert {hit["passage"]["source"] for hit in hits} == {"Gazette", "GAZETTE"}


def test_search_as_json_prints_hits_with_passages_and_scores(run, folder):
    code, out, _ = run("search", "Who won the race?", "-k", "1", "--json")
    (found,) = json.loads(out)
    assert found.pop("url") == (folder / "club.md").as_uri()
    assert Dated.model_validate(found.pop("published")).origin == "front-matter"
    assert found.pop("also_in") == []
    hit = Hit.model_validate(found)
    assert (code, hit.passage.text, hit.passage.source) == (0, CLUB, "Gazette")
    assert run("search", "Who won?", "-k", "0")[0] == 2


def test_search_as_json_names_other_outlets_that_printed_the_text(run, tmp_path):
    text = " ".join(f"In heat {n} the crew of Marenholt rowed past a rival." for n in range(8))
    write(tmp_path / "in", "a", text, source="Gazette")
    write(tmp_path / "in", "b", text, source="Courier", published="2026-02-05")
    run("ingest", tmp_path / "in")
    (hit,) = json.loads(run("search", "Who won the race?", "--json")[1])
    assert (hit["passage"]["source"], hit["also_in"]) == ("Gazette", ["Courier"])
    (hit,) = json.loads(run("search", "Who won?", "--as-of", "2026-02-04", "--json")[1])
    assert hit["also_in"] == []


def test_list_and_status_as_json_are_records(run, folder):
    listed = json.loads(run("list", "--json")[1])
    assert [a["title"] for a in listed] == ["call", "club"]
    assert "text" not in listed[0]
    assert listed[0].keys() >= Article.model_fields.keys() - {"text"}
    status = Status.model_validate_json(run("status", "--json")[1])
    assert (status.articles, status.languages) == (2, {"en": 1, "it": 1})
    assert "model ready" not in run("status")[1]


@pytest.mark.parametrize("command", [["search", "race"], ["list"], ["status"], ["models"]])
def test_what_is_printed_for_people_is_plain_text_through_a_pipe(run, folder, command):
    code, out, err = run(*command)
    assert (code, err) == (0, "")
    assert out.strip()
    assert "\x1b" not in out


def test_through_a_pipe_an_article_is_one_line_of_the_list(run, tmp_path):
    title = " ".join(["The rowing club of Marenholt wins"] * 5)
    write(tmp_path / "in", "club", CLUB, title=title, source="Gazette")
    assert run("ingest", tmp_path / "in")[0] == 0
    (line,) = [line for line in run("list")[1].splitlines() if "Gazette" in line]
    assert title in line


def test_nothing_in_an_article_is_markup_for_the_terminal(run, tmp_path):
    odd = "[red]odd[/] [/x]"
    write(tmp_path / "in", "odd", f"{CLUB} {odd}", title=f"'{odd}'", source=f"'{odd}'")
    assert run("ingest", tmp_path / "in")[0] == 0
    for command in (["list"], ["search", "odd"], ["ask", "Who won the race?"]):
        code, out, err = run(*command)
        assert (code, err) == (0, "")
        assert odd in out


def test_weights_are_verified(run):
    code, out, _ = run("models", "verify", "embedding")
    assert (code, "embedding" in out, "damaged" in out) == (0, True, False)
    assert json.loads(run("models", "verify", "embedding", "--json")[1]) == {"embedding": "present"}


def test_the_installed_command_works_from_end_to_end(tmp_path):
    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        program = "from assistant.cli import main; main()"
        line = [sys.executable, "-c", program, *arguments, "--data-dir", str(tmp_path / "data")]
        return subprocess.run(line, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert command("ingest", str(CORPUS / "articles" / f"{SAMPLES[0]}.md")).returncode == 0
    done = command("ask", "Che cosa ha detto Putin?", "--model", "extractive", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert Answer.model_validate_json(done.stdout).evidence
    done = command("ask", "Who?", "--model", "wrong", "--json")
    failed((done.returncode, done.stdout, done.stderr), "'wrong'")


def test_the_version_is_told(run):
    assert run("--version") == (0, f"assistant {version('news-assistant')}\n", "")


def test_what_holds_only_in_part_is_told_without_colours_too():
    said = [
        Statement(text=f"It is {verdict}.", verdict=verdict, score=1.0)
        for verdict in ("supported", "partly", "unsupported")
    ]
    answer = Answer(
        question="?", standalone_question="?", statements=tuple(said), model="m", done=True
    )
    out = io.StringIO()
    show_answer([answer], Console(file=out, width=80))
    for line in (
        "It is supported.",
        "It is partly. (partly supported)",
        "It is unsupported. (not supported)",
    ):
        assert f"{line}\n" in out.getvalue()


def test_search_finds_as_many_as_the_settings_say_unless_it_is_told(run, folder, monkeypatch):
    monkeypatch.setenv("ASSISTANT_TOP_K", "1")
    assert len(json.loads(run("search", "race", "--json")[1])) == 1
    assert len(json.loads(run("search", "race", "-k", "2", "--json")[1])) == 2


def test_a_narrow_terminal_is_shown_ids_and_titles_whole():
    one = article("It won.", title="The rowing club of Marenholt wins the race", source="Gazette")
    out = io.StringIO()
    for line in listed_lines([one]):
        Console(file=out, width=40, soft_wrap=True).print(line)
    assert one.id in out.getvalue()
    assert one.title in out.getvalue()
