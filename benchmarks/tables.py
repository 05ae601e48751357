"""Where the measurements put their tables."""

from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def write_table(name: str, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write `results/NAME.md` and return its text."""
    lines = [header, ["---"] * len(header), *rows]
    table = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    text = f"### {title}\n\n{table}\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    return text
