"""The last token of prompts on its way through the upper layers of Qwen2.

Qwen2: Yang et al. 2024, arXiv:2407.10671. The model's own code would copy what all prompts
begin with for each of them, and each of its keys for every head; this takes a third of the time.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import torch
from torch.nn.functional import pad
from transformers.models.qwen2.modeling_qwen2 import apply_rotary_pos_emb

from benchmarks.judging.reading import FIRST, Past, Reading

Matrices = dict[tuple[int, str], tuple[torch.Tensor, torch.Tensor]]
"""A LoRA, by layer and part of it: down (rank, width) and up (width, rank)."""


class _Seen(NamedTuple):
    """What a layer's attention looks at but the last token itself: keys and values.

    `missing` tells which tokens of `own` a reading does not have.
    """

    fixed: tuple[torch.Tensor, torch.Tensor]
    own: tuple[torch.Tensor, torch.Tensor]
    missing: torch.Tensor


def last_states(
    body: Any, fixed: Past, readings: Sequence[Reading], lora: Matrices
) -> torch.Tensor:
    """What the next word is read from, (readings, width), with a LoRA added to the layers."""
    states = torch.stack([r.state for r in readings])
    lengths = torch.tensor([r.tokens for r in readings])
    missing = torch.arange(int(lengths.max())) >= lengths[:, None]
    rotation = body.rotary_emb(states, (fixed[0][0].shape[1] + lengths)[:, None])
    for place, layer in enumerate(body.layers[FIRST:]):
        seen = _Seen(fixed[place], _own(readings, place), missing)
        added = {part: lora[i, part] for i, part in lora if i == FIRST + place}
        normed = layer.input_layernorm(states)
        states = states + _attended(layer.self_attn, normed, seen, rotation, added)
        states = states + layer.mlp(layer.post_attention_layernorm(states))
    last: torch.Tensor = body.norm(states)
    return last


def _own(readings: Sequence[Reading], place: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Keys and values of readings side by side, filled up: (readings, heads, tokens, width)."""
    longest = max(r.tokens for r in readings)
    keys, values = (
        torch.stack([pad(one, (0, 0, 0, longest - one.shape[1])) for one in kind])
        for kind in zip(*(r.past[place] for r in readings), strict=True)
    )
    return keys, values


def _attended(
    attention: Any,
    states: torch.Tensor,
    seen: _Seen,
    rotation: tuple[torch.Tensor, torch.Tensor],
    lora: Mapping[str, tuple[torch.Tensor, torch.Tensor]],
) -> torch.Tensor:
    """What a layer's attention adds: over the fixed tokens, over one's own, over the last."""
    keys, values = seen.own
    groups, width = keys.shape[1], keys.shape[3]

    def by_head(projected: torch.Tensor) -> torch.Tensor:
        return projected.view(len(states), -1, 1, width)

    asked = by_head(_projected(attention, "q_proj", states, lora))
    queries, key = apply_rotary_pos_emb(asked, by_head(attention.k_proj(states)), *rotation)
    queries = queries.view(len(states), groups, -1, width)
    own = torch.einsum("bgqd,bgtd->bgqt", queries, keys)
    scores = [
        torch.einsum("bgqd,gtd->bgqt", queries, seen.fixed[0]),
        own.masked_fill(seen.missing[:, None, None], float("-inf")),
        queries @ key.transpose(2, 3),
    ]
    shares = torch.cat(scores, dim=-1).float().mul(attention.scaling).softmax(-1).to(states.dtype)
    on_fixed, on_own, on_last = shares.split([s.shape[-1] for s in scores], dim=-1)
    found = torch.einsum("bgqt,gtd->bgqd", on_fixed, seen.fixed[1])
    found = found + on_own @ values + on_last @ by_head(attention.v_proj(states))
    return _projected(attention, "o_proj", found.reshape(len(states), -1), lora)


def _projected(
    attention: Any,
    part: str,
    states: torch.Tensor,
    lora: Mapping[str, tuple[torch.Tensor, torch.Tensor]],
) -> torch.Tensor:
    projected: torch.Tensor = getattr(attention, part)(states)
    if part not in lora:
        return projected
    down, up = lora[part]
    return projected + ((states.to(down.dtype) @ down.T) @ up.T).to(states.dtype)
