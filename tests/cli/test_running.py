"""What is there when the page is served for the first time."""

import runpy
from pathlib import Path

import pytest

from assistant.cli import options
from tests.cli.conftest import CLUB, PUTIN
from tests.conftest import write

APP = Path(__file__).parent.parent.parent / "app.py"


def test_the_samples_fill_an_empty_index_and_no_other(run, tmp_path, monkeypatch):
    served: list[int] = []
    # Serving would go on for ever.
    monkeypatch.setattr("assistant.ui.page.serve", lambda a: served.append(a.status().articles))
    monkeypatch.setattr(options, "CORPUS", tmp_path)
    write(tmp_path / "articles", "club", CLUB)
    assert run("serve")[0] == 0
    assert run("serve", "--samples")[0] == 0
    write(tmp_path / "articles", "call", PUTIN, "it")
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(APP), run_name="__main__")
    assert (ended.value.code or 0, served) == (0, [0, 1, 1])
