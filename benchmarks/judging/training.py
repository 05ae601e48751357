"""A LoRA that is on for the last token of a prompt only, trained on what was read before it.

LoRA: Hu et al. 2021, arXiv:2106.09685; for the last tokens only, so that what was read
stays valid: Greenewald et al. 2025, arXiv:2504.12397 (activated LoRA).
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import torch
from rich.progress import track
from torch.nn.functional import binary_cross_entropy_with_logits

from benchmarks.judging.last_token import Matrices, last_states
from benchmarks.judging.reading import FIRST, Past, Reader, Reading

# More rank and fewer rounds know less of other articles; see benchmarks/LOG.md.
_LAST, _PARTS = 20, ("q_proj", "o_proj")
_RANK, _EPOCHS, _RATE, _BATCH = 4, 4, 3e-3, 32


class Judge(NamedTuple):
    """A LoRA, and what is to be added to its logits so that they are calibrated in the mean."""

    lora: Matrices
    constant: float


class Trainer:
    """Trains and tries out on what a reader has read; `fixed` is what all prompts begin with."""

    def __init__(self, reader: Reader, fixed: Past) -> None:
        self._reader = reader
        self._fixed = fixed

    def train(self, readings: Sequence[Reading], answers: Sequence[bool]) -> Judge:
        """Learn which of the sentences that were read answer."""
        lora = _untrained(self._reader.model.config.hidden_size)
        constant = torch.zeros(1, requires_grad=True)
        weights = [w for both in lora.values() for w in both]
        batches = list(_batches([r.tokens for r in readings]))
        groups: list[dict[str, Any]] = [{"params": weights}, {"params": [constant]}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [_RATE, 5 * _RATE], total_steps=len(batches), pct_start=0.1
        )
        for batch in track(batches, "Training", transient=True):
            logits = self._logits([readings[i] for i in batch], lora) + constant
            right = torch.tensor([float(answers[i]) for i in batch])
            optimizer.zero_grad()
            binary_cross_entropy_with_logits(logits, right).backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
        return Judge(
            {key: (a.detach(), b.detach()) for key, (a, b) in lora.items()}, constant.item()
        )

    @torch.inference_mode()
    def logits(self, readings: Sequence[Reading], judge: Judge) -> list[float]:
        """Those of yes, as judged."""
        found: list[float] = []
        for start in range(0, len(readings), _BATCH):
            found += self._logits(readings[start : start + _BATCH], judge.lora).tolist()
        return [logit + judge.constant for logit in found]

    def _logits(self, readings: Sequence[Reading], lora: Matrices) -> torch.Tensor:
        model = self._reader.model
        states = last_states(model.model, self._fixed, readings, lora)
        return self._reader.logit(model.lm_head(states))


def _untrained(width: int) -> Matrices:
    chance = torch.Generator().manual_seed(0)
    return {
        (layer, part): (
            (torch.randn(_RANK, width, generator=chance) / width**0.5).requires_grad_(),
            torch.zeros(width, _RANK, requires_grad=True),
        )
        for layer in range(FIRST + 1, _LAST + 1)
        for part in _PARTS
    }


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of readings, all of them in each epoch, those of like length together."""
    chance = random.Random(0)
    for _ in range(_EPOCHS):
        order = sorted(range(len(lengths)), key=lambda i: lengths[i] + 40 * chance.random())
        batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
        yield from chance.sample(batches, len(batches))
