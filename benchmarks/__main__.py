"""Run all measurements and put their tables into the READMEs: `python -m benchmarks`.

`python -m benchmarks --tables-only` puts the tables as they are. Without the test sets in
the folder ASSISTANT_BENCH_DATA, what needs them is left out.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import typer

from benchmarks.tables import RESULTS

README = Path(__file__).parent.parent / "README.md"
OWN_README = Path(__file__).with_name("README.md")
_SCRIPTS = (
    "embedding",
    "latency",
    "size",
    "generation",
    "questions",
    "speech",
    "verdicts",
    "understanding",
)
_ON_TEST_SETS = ("extraction", "saved_text", "duplicates", "public_sets")
_TABLE = re.compile(r"<!-- (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def main(tables_only: bool = False) -> None:
    test_sets = _ON_TEST_SETS if "ASSISTANT_BENCH_DATA" in os.environ else ()
    scripts = () if tables_only else (*_SCRIPTS, *test_sets)
    failed = [script for script in scripts if not _succeeds(script)]
    for readme in (README, OWN_README):
        readme.write_text(with_tables(readme.read_text(encoding="utf-8")), encoding="utf-8")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


def _succeeds(script: str) -> bool:
    """Whether a measurement ran to its end; what the others measured is not lost with it."""
    run = subprocess.run([sys.executable, "-m", f"benchmarks.{script}"], check=False)
    return run.returncode == 0


def with_tables(text: str) -> str:
    """The text with the table of each `<!-- name -->` … `<!-- end -->` as measured last.

    What was never measured stays as it is.
    """

    def measured(match: re.Match[str]) -> str:
        file = RESULTS / f"{match[1]}.md"
        if not file.exists():
            return match[0]
        return f"<!-- {match[1]} -->\n{file.read_text(encoding='utf-8').strip()}\n<!-- end -->"

    return _TABLE.sub(measured, text)


if __name__ == "__main__":
    typer.run(main)
