"""The command over an index of its own."""

import pytest

from assistant import cli
from assistant.index import index as indexing
from tests.conftest import write

CLUB = "The rowing club of Marenholt won the autumn race on the river. Its crew was young."
PUTIN = "Putin ha proposto di prolungare di un anno il trattato New START. Washington tace."


@pytest.fixture
def run(embedder, monkeypatch, tmp_path, capsys):
    """Run the command over an index of its own; returns exit code, stdout and stderr."""
    monkeypatch.setattr(indexing, "open_embedder", lambda settings: embedder)
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_MODEL", "extractive")
    monkeypatch.setenv("ASSISTANT_ANSWER_THRESHOLD", "0")

    def running(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return running


@pytest.fixture
def folder(run, tmp_path):
    """Two articles in a folder and in the index."""
    write(tmp_path / "in", "club", CLUB, source="Gazette")
    write(tmp_path / "in", "call", PUTIN, "it", published="2026-02-05")
    assert run("ingest", tmp_path / "in")[0] == 0
    return tmp_path / "in"


def failed(result: tuple[int, str, str], *words: str) -> None:
    """It was one line on stderr that has the words, nothing on stdout, and exit code 1."""
    code, out, err = result
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Error: ")
    assert "Traceback" not in err
    for word in words:
        assert word in err
