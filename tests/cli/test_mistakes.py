"""What a person is told who used the command wrongly."""

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.evaluation import command
from tests.cli.conftest import failed
from tests.conftest import write


@pytest.mark.parametrize("command", ["list", "search bridges", "ask Who?", "feeds list"])
def test_where_there_is_nothing_a_person_is_told_what_to_do(run, command):
    code, _, err = run(*command.split())
    told = "assistant feeds add" if command == "feeds list" else "assistant ingest"
    assert (code, told in err) == (0, True)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["remove"], ["--source", "--before"]),
        (["extract", "/nowhere.html"], ["/nowhere.html", "no such file"]),
        (["extract", "ftp://news.example/a"], ["ftp://news.example/a", "http and https"]),
        (["ask", ""], ["question is empty"]),
        (["search", " "], ["query is empty"]),
        (["ask", "Who?", "--language", "klingon"], ["--language klingon", "assistant list"]),
        (["search", "Who?", "--source", "Herald"], ["--source Herald", "assistant list"]),
        (["ask", "Who?", "--from", "2026-02-02", "--to", "2026-02-01"], ["2026-02-02"]),
        (["ask", "Who?", "--model", "gpt-4"], ["'gpt-4'", "openai/NAME"]),
        (["ask", "Who?", "--model", "openai/gpt-4"], ["OPENAI_API_KEY"]),
        (["ask", "Who?", "--model", "openai-compatible/x"], ["ASSISTANT_BASE_URL"]),
        (["models", "pull", "nothing"], ["'nothing'"]),
        (["search", "Who?", "--data-dir", "/dev/null/data"], ["/dev/null/data", "--data-dir"]),
    ],
)
def test_a_mistake_is_one_line_on_stderr(run, folder, command, words):
    failed(run(*command), *words)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["aks"], ["'aks'", "'ask'"]),
        (["ask"], ["question"]),
        (["ask", "Who?", "--as-of", "soon"], ["'soon'", "2026-02-28"]),
        (["search", "Who?", "-k", "0"], ["-k"]),
        (["models", "fetch"], ["'pull'"]),
    ],
)
def test_words_that_no_command_understands_are_one_line_too(run, command, words):
    code, out, err = run(*command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in ("Error: ", *words))


def test_a_terminal_that_knows_few_letters_is_shown_those_and_scripts_get_all(
    run, folder, monkeypatch
):
    few = io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True)
    monkeypatch.setattr(sys, "stdout", few)
    write(folder, "ponte", "Костёр у моста через Ламоне горел всю ночь.", "ru", title="Костёр")
    run("ingest", folder)
    assert run("list")[0] == 0
    start = few.tell()
    assert run("list", "--json")[0] == 0
    few.seek(start)
    assert "Костёр" in {article["title"] for article in json.loads(few.read())}
    typed = "Кто?".encode().decode("ascii", "surrogateescape")
    assert run("ask", typed)[0] == 0


def test_a_command_in_an_error_is_shown_whole(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "llama_index.llms.anthropic", None)
    result = run("ask", "Who?", "--model", "anthropic/x", "--json")
    failed(result, '"news-assistant[anthropic]"')


def test_an_empty_name_is_not_the_folder_at_hand(run, folder, monkeypatch):
    monkeypatch.chdir(folder)
    code, _, err = run("ingest", "", "--prune")
    assert code == 1
    assert "left out: '': this is the name of nothing" in err
    assert len(json.loads(run("list", "--json")[1])) == 2
    failed(run("extract", ""), "the name of nothing")


def test_an_evaluation_that_is_stopped_says_that_it_can_go_on(run, folder, monkeypatch):
    def interrupted(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "run", interrupted)
    code, out, err = run("evaluate")
    assert (code, out) == (130, "")
    assert "the same command goes on" in err


def test_an_index_of_another_embedding_model_is_one_line_on_stderr(
    run, folder, embedder, monkeypatch
):
    monkeypatch.setattr(embedder, "fingerprint", "another/384")
    failed(run("search", "Who?"), "another/384", "ingest")


def test_a_port_in_use_is_one_line_on_stderr(run, folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed(run("serve", "--port", port), str(port))


def program(*arguments: str, **how: object) -> subprocess.CompletedProcess:
    """The command as a process of its own."""
    code = "import sys; from assistant.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *arguments]
    # As for most people: what is printed waits in a buffer.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True, env=env, **how)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_output_that_finds_no_room_is_one_line_on_stderr(options):
    with Path("/dev/full").open("w") as full:
        ended = program("models", "list", *options, stdout=full)
    assert ended.stderr == "Error: The output cannot be written: No space left on device.\n"
    assert ended.returncode == 1


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_closed_output_is_no_mistake(options):
    ended = program("models", "list", *options, preexec_fn=lambda: os.close(1))
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_that_has_gone_gets_no_traceback(options):
    reading, writing = os.pipe()
    os.close(reading)
    ended = program("models", "list", *options, stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (1, "")
