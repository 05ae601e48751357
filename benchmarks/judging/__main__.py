"""Train the adapter with which the embedded model judges, and measure it on other articles.

    python -m benchmarks.judging --cache FOLDER

writes `assistant/answering/models/judge.gguf`. Two cores need an hour, nearly all of it to
read the 2,000 prompts, which are kept in the folder (5 GB).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import torch
import typer
from rich.progress import track
from sklearn.metrics import roc_auc_score

from assistant.answering.models import opening
from assistant.index.models import open_embedder
from assistant.settings import Settings
from assistant.types import content_id
from assistant.weights.catalogue import LANGUAGE_MODEL
from assistant.weights.download import ensure
from benchmarks.judging.adapter import write
from benchmarks.judging.pairs import Pair, articles, pairs
from benchmarks.judging.reading import Past, Reader, Reading
from benchmarks.judging.training import Trainer
from benchmarks.tables import write_table

_FOLDS = 3


class Example(NamedTuple):
    """A pair and what the model made of it."""

    pair: Pair
    reading: Reading


def main(cache: Annotated[Path, typer.Option(help="Where to keep what was read.")]) -> None:
    settings = Settings()
    cache.mkdir(parents=True, exist_ok=True)
    reader = Reader(ensure(LANGUAGE_MODEL, settings.cache_dir))
    embedder = open_embedder(settings)
    examples: list[Example] = []
    for article in track(articles(), "Reading"):
        own = pairs(article, embedder)
        read = _read(reader, own, cache / f"{content_id(*map(repr, own))}.pt")
        examples += [Example(*both) for both in zip(own, read, strict=True)]
    trainer = Trainer(reader, _fixed(reader, cache / "fixed.pt"))
    trained = _trained_on_others(trainer, examples)
    rows = [
        ["as it is", *figures(examples, [e.reading.logit for e in examples])],
        ["trained on other articles", *figures(examples, trained)],
    ]
    header = ["judgement", "AUC of a sentence", "AUC of a question", "refused at 7 %"]
    header += ["first right"]
    print(write_table("judging", "Whether a sentence answers", header, rows))
    judge = trainer.train(*_split(examples))
    write(opening.JUDGE, judge.lora, "judge", reader.last_token)
    print(f"{opening.JUDGE} is trained on all; its constant is {judge.constant:.2f}.")


def figures(examples: Sequence[Example], logits: Sequence[float]) -> list[str]:
    """AUC of sentences and, by their best, of questions; refusals; first sentences.

    The share of questions without an answer that are refused where 7 % of the others are,
    and of those with one, the share whose surest sentence answers.
    """
    by_question: dict[tuple[str, str], list[tuple[float, bool, bool]]] = {}
    for e, logit in zip(examples, logits, strict=True):
        key = (e.pair.article, e.pair.question)
        by_question.setdefault(key, []).append((logit, e.pair.answers, e.pair.answerable))
    best = [max(own) for own in by_question.values()]
    answerable = np.array([a for _, _, a in best])
    surest = np.array([logit for logit, _, _ in best])
    limit = np.quantile(surest[answerable], 0.07)
    shares = (
        roc_auc_score([e.pair.answers for e in examples], logits),
        roc_auc_score(answerable, surest),
        np.mean(surest[~answerable] < limit),
        np.mean([right for _, right, a in best if a]),
    )
    return [f"{x:.3f}" for x in shares]


def _trained_on_others(trainer: Trainer, examples: Sequence[Example]) -> list[float]:
    """The logit of each example, of an adapter trained without its article."""
    names = sorted({e.pair.article for e in examples})
    fold = {name: i % _FOLDS for i, name in enumerate(names)}
    logits = [0.0] * len(examples)
    for f in range(_FOLDS):
        judge = trainer.train(*_split([e for e in examples if fold[e.pair.article] != f]))
        places = [i for i, e in enumerate(examples) if fold[e.pair.article] == f]
        found = trainer.logits([examples[i].reading for i in places], judge)
        for i, logit in zip(places, found, strict=True):
            logits[i] = logit
    return logits


def _split(examples: Sequence[Example]) -> tuple[list[Reading], list[bool]]:
    return [e.reading for e in examples], [e.pair.answers for e in examples]


def _read(reader: Reader, own: Sequence[Pair], path: Path) -> list[Reading]:
    """What the model makes of the pairs of an article, from the file if it is there."""
    if not path.exists():
        _save([tuple(reader.read(p.messages)) for p in own], path)
    return [Reading(*values) for values in torch.load(path)]


def _fixed(reader: Reader, path: Path) -> Past:
    if not path.exists():
        _save(reader.fixed, path)
    past: Past = torch.load(path)
    return past


def _save(values: object, path: Path) -> None:
    """Write a file that is whole or not there."""
    partial = path.with_suffix(".partial")
    torch.save(values, partial)
    partial.replace(path)


if __name__ == "__main__":
    typer.run(main)
