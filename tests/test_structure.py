"""Rules of the code itself, so that the picture in the README stays true."""

import ast
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns

import pytest

import assistant

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "assistant").rglob("*.py"))
PACKAGES = sorted(p.parent for p in MODULES if p.name == "__init__.py")
HEAVY = ("torch", "transformers", "gradio", "chromadb", "llama_index", "onnxruntime", "xllamacpp")

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", ["assistant", "assistant.cli"])
def test_importing_loads_nothing_heavy(module):
    code = f"import {module}, sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = run(sys.executable, "-c", code)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_every_public_name_can_be_had_and_no_other():
    assert sorted(assistant.__all__) == assistant.__all__
    for name in assistant.__all__:
        assert getattr(assistant, name).__doc__
    with pytest.raises(AttributeError, match="nothing"):
        _ = assistant.nothing


def test_no_module_has_the_name_of_an_exported_function():
    functions = {n for n in assistant.__all__ if n.islower()}
    top = {p.stem for p in (ROOT / "assistant").iterdir()}
    assert functions
    assert not functions & top


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_package_says_what_each_of_its_modules_is_for(package):
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    inside = {p.stem for p in package.iterdir() if p.suffix == ".py" or p in PACKAGES}
    assert inside - {"__init__"} - {*re.findall(r"\w+", said or "")} == set()


@each_module
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"


@each_module
def test_every_module_says_what_it_is(path):
    text = path.read_text(encoding="utf-8")
    assert not text or ast.get_docstring(ast.parse(text))


def test_benchmarks_import_nothing_that_only_the_tests_have():
    needed = metadata.requires("news-assistant") or []
    names = {re.split(r"[^\w.-]", need)[0].lower(): [] for need in needed}
    for need in needed:
        names[re.split(r"[^\w.-]", need)[0].lower()].append("extra == 'test'" in need)
    only_tests = {name for name, of_tests in names.items() if all(of_tests)}
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "benchmarks").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    homes = metadata.packages_distributions()
    used = {home.lower() for name in imported for home in homes.get(name.split(".")[0], [])}
    assert only_tests
    assert not used & only_tests


def test_the_example_of_the_package_takes_in_articles_only():
    (target,) = re.findall(r'ingest\(\["([^"]+)"\]\)', assistant.__doc__ or "")
    assert {path.suffix for path in (ROOT / target).iterdir()} == {".md"}


def test_what_is_run_as_a_program_is_required():
    text = "\n".join(path.read_text("utf-8") for path in MODULES)
    programs = set(re.findall(r'"-m", "(\w+)"', text))
    needed = [n for n in metadata.requires("news-assistant") or [] if "extra" not in n]
    assert programs == {"pip"}
    assert programs <= {re.split(r"[^\w.-]", need)[0] for need in needed}


def test_a_wheel_has_its_prompts_and_samples_whatever_is_beside_it(tmp_path):
    site = tmp_path / "site"
    copytree(ROOT / "assistant", site / "assistant", ignore=ignore_patterns("__pycache__"))
    listed = (ROOT / "pyproject.toml").read_text("utf-8")
    for here, there in re.findall(r'^"([^"]+)" = "(assistant/_[^"]+)"$', listed, re.MULTILINE):
        (site / there).parent.mkdir(parents=True, exist_ok=True)
        (copytree if (ROOT / here).is_dir() else copyfile)(ROOT / here, site / there)
    (site / "prompts").mkdir()
    code = (
        "from assistant.cli.options import CORPUS; from assistant.prompts import opening; "
        "print(len(opening('sentence')) > 1, (CORPUS / 'questions.jsonl').is_file(), "
        "any((CORPUS / 'articles').iterdir()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "True True True\n", done.stderr
