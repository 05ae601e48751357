"""What the embedded model makes of a pair, up to where training begins.

Training changes what happens at the last token of the prompt alone, from one layer on. What
the tokens before come to stays the same, and is read once.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache, GgufConfig

from assistant.answering.writers.judging import begins
from assistant.prompts import NO, YES, Message, opening

FIRST = 12
"""The layer that training begins with, of 28."""

Past = list[tuple[torch.Tensor, torch.Tensor]]


class Reading(NamedTuple):
    """A prompt read: `past` has a layer's keys and values, (heads, tokens, width) each.

    They are of the tokens of this prompt alone but its last, whose `state` comes into the
    layer `FIRST`. `logit` is that of yes.
    """

    past: Past
    state: torch.Tensor
    logit: float

    @property
    def tokens(self) -> int:
        """How many are in `past`."""
        return self.past[0][0].shape[1]


class Reader:
    """The embedded model in torch; its weights are those of the file, at half precision."""

    def __init__(self, weights: Path) -> None:
        self.tokens = AutoTokenizer.from_pretrained(weights.parent, gguf_file=weights.name)
        self.model = AutoModelForCausalLM.from_pretrained(
            weights.parent,
            gguf_file=weights.name,
            dtype=torch.bfloat16,
            quantization_config=GgufConfig(dequantize=True),
        )
        self.model.eval().requires_grad_(False)
        self._state = torch.empty(0)
        self.model.model.layers[FIRST].register_forward_pre_hook(self._keep)
        self._cache, self._read = DynamicCache(), list[int]()

    def read(self, messages: Sequence[Message]) -> Reading:
        """Read the prompt that a conversation makes."""
        logits = self._last_logits(self._ids(messages))
        past = self._past(slice(len(self._fixed), -1))
        return Reading(past, self._state.clone(), float(self.logit(logits)))

    @property
    def fixed(self) -> Past:
        """The keys and values of what all prompts begin with."""
        self._last_logits(self._fixed)
        return self._past(slice(len(self._fixed)))

    @property
    def last_token(self) -> int:
        """What all prompts end with."""
        return self._ids(opening("sentence"))[-1]

    def logit(self, logits: torch.Tensor) -> torch.Tensor:
        """That of yes against no, from those of all tokens; see `chance_of_yes`."""
        yes, no = (logits[..., ids].float().logsumexp(-1) for ids in self._words)
        return yes - no

    @cached_property
    def _fixed(self) -> list[int]:
        """The examples end as the prompt goes on, but for the words for who speaks next."""
        ids = self._ids(opening("sentence"))
        end = self.tokens.convert_tokens_to_ids("<|im_end|>")
        return ids[: len(ids) - ids[::-1].index(end)]

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        texts = [self.tokens.decode([i]) for i in range(len(self.tokens))]
        yes, no = ([i for i, t in enumerate(texts) if begins(t, w)] for w in (YES, NO))
        return yes, no

    @torch.inference_mode()
    def _last_logits(self, ids: list[int]) -> torch.Tensor:
        """What may follow tokens; those that the last ones began with are not read again."""
        shared = takewhile(lambda both: both[0] == both[1], zip(ids, self._read, strict=False))
        known = min(len(list(shared)), len(ids) - 1)
        self._cache.crop(known - len(self._read))
        self._read = ids
        new = torch.tensor([ids[known:]])
        states = self.model.model(new, cache=self._cache).last_hidden_state[0, -1:]
        logits: torch.Tensor = self.model.lm_head(states)[0]
        return logits

    def _past(self, tokens: slice) -> Past:
        return [
            (layer.keys[0, :, tokens].clone(), layer.values[0, :, tokens].clone())
            for layer in self._cache.layers[FIRST:]
        ]

    def _keep(self, _: Any, arguments: tuple[torch.Tensor, ...]) -> None:
        self._state = arguments[0][0, -1]

    def _ids(self, messages: Sequence[Message]) -> list[int]:
        chat = [m._asdict() for m in messages]
        ids: list[int] = self.tokens.apply_chat_template(
            chat, add_generation_prompt=True, return_dict=False
        )
        return ids
