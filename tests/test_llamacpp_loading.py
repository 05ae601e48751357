"""Loads that fail, take too long or are noisy, with a child that only speaks as the real one."""

import signal
import sys
from pathlib import Path

import pytest

from assistant.answering.models.llamacpp import LocalServer
from assistant.answering.models.opening import LocalModel
from assistant.errors import ModelUnavailable
from tests.conftest import eventually

LOADED = 'print(\'{"address": "http://127.0.0.1:1"}\', flush=True); sys.stdin.read()'


@pytest.fixture
def serving(tmp_path, monkeypatch):
    """A way to have the child run lines of Python once it has been told what is wanted."""
    program, file = tmp_path / "child.py", tmp_path / "a.gguf"
    file.write_bytes(b"GGUF")
    monkeypatch.setattr("assistant.answering.models.llamacpp._PROGRAM", program)
    servers = []

    def run(lines: str) -> LocalServer:
        program.write_text(f"import sys, time\nsys.stdin.readline()\n{lines}\n")
        servers.extend([] if servers else [LocalServer(file, 1, 1024, tmp_path)])
        return servers[0]

    yield run
    for server in servers:
        server.close()


def test_a_load_that_takes_too_long_says_so(serving, monkeypatch):
    monkeypatch.setattr("assistant.answering.models.llamacpp._LOAD_SECONDS", 0.5)
    server = serving("time.sleep(60)")
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match=r"it did not load in 0.5 s\. "):
            server.address()


def test_a_model_that_could_not_be_loaded_is_loaded_anew(serving):
    with pytest.raises(ModelUnavailable, match="ended with code 3"):
        serving("sys.exit(3)").address()
    server = serving(LOADED)
    assert server.revive()
    assert server.address() == "http://127.0.0.1:1/v1"
    assert not server.revive()


def test_what_a_library_prints_is_no_report(serving):
    server = serving(f"print('ggml: a warning\\n[]\\n7')\n{LOADED}")
    assert server.address() == "http://127.0.0.1:1/v1"
    assert server.ready()


def test_a_load_that_is_waited_for_is_not_begun_anew(serving):
    server = serving("time.sleep(0.5)\n" + LOADED)
    assert not server.revive()
    assert server.address()


def test_a_damaged_file_leaves_no_process(tmp_path: Path) -> None:
    (tmp_path / "c.gguf").write_bytes(b"GGUF" + bytes(range(256)) * 50)
    damaged = LocalServer(tmp_path / "c.gguf", 1, 1024, tmp_path)
    with pytest.raises(ModelUnavailable, match="it is damaged"):
        damaged.address()
    eventually(lambda: damaged._process.poll() is not None)
    assert damaged.revive()
    damaged.close()


def test_a_process_that_cannot_be_started_is_an_error_and_can_be_later(serving, monkeypatch):
    server = serving(LOADED)
    assert server.address()
    server.close()
    with monkeypatch.context() as gone:
        gone.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(ModelUnavailable, match="/nowhere/python cannot be started for "):
            server.revive()
    assert server.revive()
    assert server.address() == "http://127.0.0.1:1/v1"


def test_a_process_that_ends_without_a_word_is_an_error_on_windows_too(serving, monkeypatch):
    server = serving("sys.exit(3)")
    with monkeypatch.context() as windows:
        windows.delattr(signal, "SIGKILL")
        with pytest.raises(ModelUnavailable, match="ended with code 3"):
            server.address()


def test_every_model_of_a_server_that_was_started_anew_asks_the_new_one(serving):
    server = serving(LOADED)
    models = [LocalModel(server, is_chat_model=True) for _ in range(2)]
    assert [model._get_client().base_url.port for model in models] == [1, 1]
    serving(LOADED.replace("127.0.0.1:1", "127.0.0.1:2"))
    server.close()
    assert [model._get_client().base_url.port for model in models] == [2, 2]
