"""What is trained by itself is what the whole model does with a whole prompt."""

import pytest
import torch

from benchmarks.judging import last_token
from benchmarks.judging.last_token import last_states
from benchmarks.judging.pairs import articles
from benchmarks.judging.reading import Past, Reading

FIXED = 5


@pytest.fixture(scope="module")
def model():
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(0)
    config = transformers.Qwen2Config(
        vocab_size=50, hidden_size=32, intermediate_size=48, num_hidden_layers=5,
        num_attention_heads=4, num_key_value_heads=2,
    )  # fmt: skip
    return transformers.Qwen2ForCausalLM(config).eval()


def read(model, prompt: list[int]) -> tuple[Past, Reading, torch.Tensor]:
    states = []
    hook = model.model.layers[2].register_forward_pre_hook(
        lambda _, given: states.append(given[0][0, -1])
    )
    with torch.no_grad():
        out = model.model(torch.tensor([prompt]), use_cache=True)
    hook.remove()
    layers = [(layer.keys[0], layer.values[0]) for layer in out.past_key_values.layers[2:]]
    fixed = [(k[:, :FIXED], v[:, :FIXED]) for k, v in layers]
    own = [(k[:, FIXED:-1], v[:, FIXED:-1]) for k, v in layers]
    return fixed, Reading(own, states[0], 0.0), out.last_hidden_state[0, -1]


PROMPTS = [
    [1, 2, 3, 4, 5, 9, 8, 7, 6],
    [1, 2, 3, 4, 5, 20, 21, 6],
    [1, 2, 3, 4, 5, 30, 31, 32, 33, 6],
]


def test_prompts_of_any_length_come_to_what_the_model_makes_of_them(model, monkeypatch):
    monkeypatch.setattr(last_token, "FIRST", 2)
    done = [read(model, prompt) for prompt in PROMPTS]
    fixed = done[0][0]
    found = last_states(model.model, fixed, [reading for _, reading, _ in done], {})
    assert torch.allclose(found, torch.stack([whole for *_, whole in done]), atol=1e-5)


def test_a_lora_does_what_the_sum_of_the_weights_would(model, monkeypatch):
    monkeypatch.setattr(last_token, "FIRST", 2)
    fixed, reading, _ = read(model, PROMPTS[0])
    down, up = torch.randn(2, 32), torch.randn(32, 2)
    lora = {(4, "o_proj"): (down, up)}
    added = last_states(model.model, fixed, [reading], lora)
    weight = model.model.layers[4].self_attn.o_proj.weight
    monkeypatch.setattr(weight, "data", weight.data + up @ down)
    assert torch.allclose(added, last_states(model.model, fixed, [reading], {}), atol=1e-5)


def test_every_question_has_a_near_miss_of_its_own_form_beside_it():
    for article in articles():
        kinds = [(q.kind, q.language) for q in article.questions if q.answers]
        missed = [(q.kind, q.language) for q in article.questions if not q.answers]
        assert sorted(kinds) == sorted(missed), article.id
        assert max(i for q in article.questions for i in q.answers) < len(article.sentences)
