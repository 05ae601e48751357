"""A LoRA that is on for the last token of a prompt only, trained on what was read before it.

LoRA: Hu et al. 2021, arXiv:2106.09685; for the last tokens only, so that what was read
stays valid: Greenewald et al. 2025, arXiv:2504.12397 (activated LoRA).
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from peft.tuners.lora import LoraLayer
from rich.progress import track
from torch.nn.functional import binary_cross_entropy_with_logits, pad
from transformers import DynamicCache

from benchmarks.judging.reading import FIRST, Past, Reader, Reading

_LAST = 20
_PARTS = ("q_proj", "o_proj")
_RANK, _EPOCHS, _RATE, _BATCH = 1, 4, 3e-3, 32

Matrices = dict[tuple[int, str], tuple[torch.Tensor, torch.Tensor]]
"""By layer and part of it: down (rank, width) and up (width, rank)."""


class Trainer:
    """The layers from `FIRST` on, and what is trained in them; the reader cannot read after."""

    def __init__(self, reader: Reader, fixed: Past) -> None:
        self._fixed = fixed
        self._logit = reader.logit
        body = reader.model.model
        body.layers = body.layers[FIRST:]
        for place, layer in enumerate(body.layers):
            layer.self_attn.layer_idx = place
        body.config.num_hidden_layers = len(body.layers)
        config = LoraConfig(
            r=_RANK,
            lora_alpha=_RANK,
            target_modules=list(_PARTS),
            layers_to_transform=list(range(_LAST + 1 - FIRST)),
        )
        self._model = get_peft_model(reader.model, config)

    def train(self, readings: Sequence[Reading], answers: Sequence[bool]) -> float:
        """Train anew; the constant that is to be added to logits so that they are calibrated."""
        torch.manual_seed(0)
        for layer in self._layers().values():
            layer.reset_lora_parameters("default", True)
        constant = torch.zeros(1, requires_grad=True)
        weights = [p for p in self._model.parameters() if p.requires_grad]
        groups: list[dict[str, Any]] = [{"params": weights}, {"params": [constant]}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
        batches = list(_batches([r.tokens for r in readings]))
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, [_RATE, 5 * _RATE], total_steps=len(batches), pct_start=0.1
        )
        for batch in track(batches, "Training", transient=True):
            logits = self._logits([readings[i] for i in batch]) + constant
            right = torch.tensor([float(answers[i]) for i in batch])
            loss = binary_cross_entropy_with_logits(logits, right)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights, 1.0)
            optimizer.step()
            schedule.step()
        return constant.item()

    @torch.inference_mode()
    def logits(self, readings: Sequence[Reading]) -> list[float]:
        """What the trained model says of each."""
        found: list[float] = []
        for start in range(0, len(readings), _BATCH):
            found += self._logits(readings[start : start + _BATCH]).tolist()
        return found

    def matrices(self) -> Matrices:
        """What was trained."""
        return {
            (FIRST + place, part): (
                layer.lora_A["default"].weight.detach(),
                layer.lora_B["default"].weight.detach(),
            )
            for (place, part), layer in self._layers().items()
        }

    def _layers(self) -> dict[tuple[int, str], LoraLayer]:
        return {
            (place, part): getattr(layer.self_attn, part)
            for place, layer in enumerate(self._model.base_model.model.model.layers)
            for part in _PARTS
            if isinstance(getattr(layer.self_attn, part), LoraLayer)
        }

    def _logits(self, readings: Sequence[Reading]) -> torch.Tensor:
        lengths = torch.tensor([r.tokens for r in readings])
        known = self._fixed[0][0].shape[1]
        own = torch.arange(int(lengths.max())) < lengths[:, None]
        around = own.new_ones(len(readings), known), own, own.new_ones(len(readings), 1)
        replies = self._model(
            inputs_embeds=torch.stack([r.state for r in readings])[:, None],
            attention_mask=torch.cat(around, dim=1),
            position_ids=known + lengths[:, None],
            cache=DynamicCache(list(self._past(readings, own.shape[1]))),
            logits_to_keep=1,
        )
        return self._logit(replies.logits[:, -1])

    def _past(
        self, readings: Sequence[Reading], longest: int
    ) -> Iterator[tuple[torch.Tensor, ...]]:
        """Keys and values of a batch, layer by layer: (readings, heads, tokens, width)."""
        for layer, fixed in enumerate(self._fixed):
            yield tuple(
                torch.stack(
                    [
                        torch.cat((before, pad(own, (0, 0, 0, longest - own.shape[1]))), dim=1)
                        for own in (r.past[layer][kind] for r in readings)
                    ]
                )
                for kind, before in enumerate(fixed)
            )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of readings, all of them in each epoch, those of like length together."""
    chance = random.Random(0)
    for _ in range(_EPOCHS):
        order = sorted(range(len(lengths)), key=lambda i: lengths[i] + 40 * chance.random())
        batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
        yield from chance.sample(batches, len(batches))
