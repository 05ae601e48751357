import re
from pathlib import Path
from shutil import copyfile

import pytest
import typer

from assistant.cli import app
from benchmarks.__main__ import OWN_README, with_tables
from benchmarks.tables import RESULTS
from tests.conftest import SAMPLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = set(typer.main.get_command(app).commands)


def test_the_tables_are_those_that_were_measured_last():
    assert with_tables(README) == README
    own = OWN_README.read_text(encoding="utf-8")
    assert with_tables(own) == own


def test_the_python_example_answers_with_citations(tmp_path, monkeypatch, capsys):
    for name in SAMPLES:  # the answer is among them, and they are sooner read than all
        article = Path("corpus", "articles", f"{name}.md")
        (tmp_path / article).parent.mkdir(parents=True, exist_ok=True)
        copyfile(ROOT / article, tmp_path / article)
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "New START" in said
    assert re.search(r"^1 \S", said, re.MULTILINE)


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^assistant (\w+)", README, re.M))))
def test_every_command_that_is_shown_exists(command):
    assert command in COMMANDS


@pytest.mark.parametrize("target", [*re.findall(r"`make (\w+)`", README), "run", "test"])
def test_every_make_target_that_is_named_exists(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)\)", README))))
def test_every_linked_file_exists(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("answerable ones answered right", "has {} % of the answerable ones right"),
        ("answerable ones refused", "refuses {} % of these"),
        ("unanswerable ones refused", "{} % of those without an answer"),
        ("false premises refused or set right", "refuses or sets right {} % of those"),
    ],
)
def test_figures_in_prose_are_those_measured_last(row, told):
    table = (RESULTS / "goals_unseen.md").read_text(encoding="utf-8")
    share = re.search(rf"^\| {row} \| [^|]*\| ([\d.]+)%", table, re.MULTILINE)[1]
    assert told.format(round(float(share))) in " ".join(README.split())
