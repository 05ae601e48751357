"""Sentences about a news article, half of them changed so that it does not support them."""

from collections.abc import Sequence

import numpy as np

from assistant.answering.checking.verify import support
from assistant.language.sentences import split
from assistant.language.terms import terms
from assistant.types import Evidence, Sentence
from benchmarks.public_sets.reading import HALVES, Row, rows
from benchmarks.public_sets.running import Bench, share, write
from benchmarks.verdicts import held_out

Flags = Sequence[bool]


def measure(bench: Bench) -> str:
    """Write the table of this set; halves are those of articles that the rules were made with."""
    pairs = rows(bench.data / "claim_support" / "pairs.jsonl.gz")
    halves = {
        half: [p for p in pairs if held_out(p["doc"]) is (half == "report")] for half in HALVES
    }
    asked = pairs if bench.half == "all" else halves[bench.half]
    verdicts = [_verdict(bench, pair) for pair in asked]
    threshold = _best_threshold(halves["tune"])
    flagged = {
        "ours, unsupported": [v == "unsupported" for v in verdicts],
        "ours, unsupported or partly": [v != "supported" for v in verdicts],
        f"word overlap under {threshold:.2f}": [_overlap(p) < threshold for p in asked],
    }
    header = ["", "balanced accuracy", "precision of flags", "false ones flagged", "true ones"]
    table = [header, *([name, *_cells(asked, flags)] for name, flags in flagged.items())]
    true = sum(p["label"] for p in asked)
    about = (
        f"{true} supported and {len(asked) - true} unsupported sentences, each beside all "
        "sentences of its article; the threshold of word overlap is from the other half."
    )
    return write(bench, "claim_support", "Does the article support the sentence", about, table)


def _verdict(bench: Bench, pair: Row) -> str:
    text = pair["doc"]
    cited = [
        Evidence(
            article_id=pair["id"],
            sentence=Sentence(start=start, end=end, text=text[start:end]),
            title="",
            url="",
            language="en",
            score=0.0,
        )
        for start, end in split(text, "en")
    ]
    return support(pair["summary"], "en", cited, "", bench.embedder.embed_passages).verdict


def _overlap(pair: Row) -> float:
    """Share of the sentence's words that the article has."""
    said, there = terms(pair["summary"], "en"), set(terms(pair["doc"], "en"))
    return sum(word in there for word in said) / max(len(said), 1)


def _best_threshold(pairs: Sequence[Row]) -> float:
    overlaps = [_overlap(pair) for pair in pairs]
    return max(sorted(set(overlaps)), key=lambda t: _balanced(pairs, [o < t for o in overlaps]))


def _balanced(pairs: Sequence[Row], flags: Flags) -> float:
    caught, wrongly = _rates(pairs, flags)
    return (caught + 1 - wrongly) / 2


def _rates(pairs: Sequence[Row], flags: Flags) -> tuple[float, float]:
    """Shares of the unsupported and of the supported sentences that are flagged."""
    true, flagged = np.array([p["label"] == 1 for p in pairs]), np.array(flags)
    return float(flagged[~true].mean()), float(flagged[true].mean())


def _cells(pairs: Sequence[Row], flags: Flags) -> list[str]:
    caught, wrongly = _rates(pairs, flags)
    right = [p["label"] == 0 for p, flag in zip(pairs, flags, strict=True) if flag]
    precision = share(sum(right) / len(right)) if right else ""
    return [share(_balanced(pairs, flags)), precision, share(caught), share(wrongly)]
