"""The embedded model's weights in float32, as a folder that sentence-transformers opens.

What the model in 8 bits is compared with.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from assistant.weights.e5 import E5
from assistant.weights.unigram import tokenizer

_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_float32(model: E5, folder: Path) -> None:
    """Write the model's weights, tokenizer and configuration into a folder."""
    save_file(_tensors(model), folder / "model.safetensors", {"format": "pt"})
    tokenizer(model).save(str(folder / "tokenizer.json"))
    for name, content in _configurations(model).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=1))


def _tensors(model: E5) -> dict[str, NDArray[np.float32]]:
    """The float32 weights of a `BertModel`."""
    hidden = model.shape.hidden
    found = {
        "embeddings.word_embeddings.weight": model.matrix("emb.word"),
        "embeddings.position_embeddings.weight": model.vector("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": model.vector("emb.type").reshape(-1, hidden),
        "embeddings.LayerNorm.weight": model.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": model.vector("emb.ln.b"),
        # Not used for embedding; without it, loading warns and makes up a random one.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(model.shape.layers):
        for short, long in _PARTS.items():
            weight = f"l{layer}.{short}.w"
            read = model.vector if short.endswith("ln") else model.matrix
            found[f"encoder.layer.{layer}.{long}.weight"] = read(weight)
            found[f"encoder.layer.{layer}.{long}.bias"] = model.vector(f"l{layer}.{short}.b")
    return found


def _configurations(model: E5) -> dict[str, Any]:
    """The JSON files of a sentence-transformers folder, by path."""
    shape = model.shape
    pieces = {name: model.pieces[getattr(model, name)][0] for name in ("bos", "eos", "pad", "unk")}
    module = "sentence_transformers.models"
    return {
        "config.json": _architecture(model),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **{f"{name}_token": piece for name, piece in pieces.items()},
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{module}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{module}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{module}.Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }


def _architecture(model: E5) -> dict[str, Any]:
    shape = model.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "pad_token_id": model.pad,
        "dtype": "float32",
    }
