"""What questions are understood as, against labels made by hand.

python -m benchmarks.understanding [--tuning]  # lists what is misunderstood
"""

import json
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.retrieve.question.understanding import Understanding, understand
from assistant.types import content_id
from benchmarks.tables import write_table

LABELS = Path(__file__).parent.parent / "tests" / "data" / "understood_questions.jsonl"
ASKED = datetime(2026, 2, 9, 12, tzinfo=timezone.utc)
OUTLETS = ("Reuters", "路透社", "euronews", "Le Monde")
FIELDS = (
    "published_from", "published_to", "as_of", "source", "press", "speaker", "newest_first",
    "parts",
)  # fmt: skip
Labels = dict[str, Any]


def main(tuning: Annotated[bool, typer.Option(help="The half for tuning.")] = False) -> None:
    rows = [row for row in labelled() if is_for_tuning(row) == tuning]
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        found = reading(understand(row["text"], row["language"], ASKED, OUTLETS))
        wrong = {f: found[f] for f in FIELDS if found[f] != expected(row)[f]}
        for group in (row["language"], "all"):
            right[group].append(not wrong)
        for field in FIELDS:
            right[field].append(field not in wrong)
        if wrong and tuning:
            print(row["text"], wrong)
    order = ["all", *sorted({row["language"] for row in rows}), *FIELDS]
    table = [[n, str(len(right[n])), f"{sum(right[n]) / len(right[n]):.1%}"] for n in order]
    header = ["language or field", "questions", "right"]
    name = "understanding_tuning" if tuning else "understanding"
    title = "Questions understood" + (", half for tuning" if tuning else "")
    print(write_table(name, title, header, table))


def labelled() -> list[Labels]:
    """The labelled questions; fields that are left out limit nothing."""
    return [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]


def is_for_tuning(row: Labels) -> bool:
    """Half of the questions, by their content."""
    return int(content_id(row["text"]), 16) % 2 == 0


def expected(row: Labels) -> Labels:
    """Every field of a label."""
    return {f: row.get(f, {"newest_first": False, "parts": 1}.get(f)) for f in FIELDS}


def reading(found: Understanding) -> Labels:
    """The same fields of what was understood."""
    limits = found.filters
    days = {f: getattr(limits, f) for f in ("published_from", "published_to", "as_of")}
    return {
        **{f: str(at.date()) if at else None for f, at in days.items()},
        "source": next(iter(limits.sources), None),
        "press": next(iter(limits.languages), None),
        "speaker": found.speaker,
        "newest_first": found.newest_first,
        "parts": len(found.parts),
    }


if __name__ == "__main__":
    typer.run(main)
