"""How often the correctness rule and a person agree: `python -m tests.correctness_agreement`.

`data/correctness_labels.jsonl` has one answer a line to a question of the corpus, labelled
by hand before the rule's verdict was seen:

    question    id in corpus/questions.jsonl
    answer, refused
    label       right: everything asked is said, in whatever language, and nothing against it
                partly: some of it, only vaguely, or beside something that contradicts it
                wrong: none of it; a refusal of what the articles answer, or the reverse
    from        embedded or extractive: what the assistant said with that model;
                held out: the same of embedded, labelled when the rule was finished;
                written: other forms in which a system could answer, right and wrong;
                quotation: quotations in another language than the question's, with spelt-out
                numbers, declined names and places, and wrong ones beside them
                paraphrase: right answers that avoid all wordings, and wrong ones near them;
                paraphrase, held out: the same, written after those; no threshold is from them,
                but their errors were seen when the conditions were chosen

Paraphrases are counted apart: rules know a phrase said in quite other words only by its
vector, which misses about every fourth. A judge model is for those.
"""

import json
import sys
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.evaluation.grading.correctness import Graded, grade
from assistant.evaluation.grading.meaning import Embed
from assistant.evaluation.questions import Question, read_questions
from assistant.types import Answer

ROOT = Path(__file__).parent.parent
LABELS = Path(__file__).parent / "data" / "correctness_labels.jsonl"
Pair = dict[str, Any]


def read_pairs() -> list[Pair]:
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    return {q.id: q for q in read_questions(ROOT / "corpus" / "questions.jsonl")}


def graded(pair: Pair, embed: Embed) -> Graded:
    answer = Answer(
        question="?",
        standalone_question="?",
        text=pair["answer"],
        outcome="unanswerable" if pair["refused"] else "answered",
        model="m",
    )
    return grade(questions()[pair["question"]], answer, embed)


def compared(embed: Embed) -> dict[str, list[tuple[Pair, Graded]]]:
    """Pairs with the rule's verdict, by where they are from."""
    groups = defaultdict(list)
    for pair in read_pairs():
        groups[pair["from"]].append((pair, graded(pair, embed)))
    return groups


def lines(members: list[tuple[Pair, Graded]]) -> list[str]:
    """The disagreements."""
    return [
        f"{p['question']} {p['label']}, rule says {g.grade} ({g.why}): {p['answer']}"
        for p, g in members
        if g.grade != p["label"]
    ]


def main() -> None:
    from assistant.index.models import open_embedder
    from assistant.settings import Settings

    for name, members in compared(open_embedder(Settings()).embed_passages).items():
        wrong = lines(members)
        head = f"{name}: {1 - len(wrong) / len(members):.1%} of {len(members)}"
        sys.stdout.write("\n".join([head, *wrong, "", ""]))


if __name__ == "__main__":
    main()
