"""multilingual-e5-small as an ONNX graph in 8 and 4 bits, built without torch in a second.

Written in ONNX Runtime's fused operators, for one text at a time. Word vectors stay in
the 4 bits they come in. Other weights become 8-bit integers with one scale a row; they use
7 of the 8 bits, because without VNNI instructions sums of two full 8-bit products are cut
off. Activations are quantised as they pass. In attention one scale a text will do, but one
token of what the feed-forward layers read may be 30 times as large as the others: there
each token has its own scale, which brings the cosine to float32 from 0.9964 to 0.9991.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from assistant.weights.e5 import E5

_ORT = "com.microsoft"
_LIMIT = 63
_BLOCK = 32


def graph(model: E5) -> onnx.ModelProto:
    """From one text's `ids`, int64 (1, tokens), to its `vector`, float32 (1, 384) of length 1.

    It is the mean of `token_vectors`, float32 (1, tokens, 384).
    """
    made = _Graph(model)
    x = made.embeddings()
    for n in range(model.shape.layers):
        x = made.layer(f"l{n}", x)
    return made.finish(made.pooled(x), x)


class _Graph:
    def __init__(self, model: E5) -> None:
        self._model = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def embeddings(self) -> str:
        """Word and position vectors, added and normalised."""
        nibbles, scales = self._model.quantised("emb.word")
        word = self._node(
            # From nibbles counted from 8 to signed ones.
            "GatherBlockQuantized",
            self._four_bits("words", nibbles ^ np.uint8(8)),
            "ids",
            self._constant("words.scales", scales),
            domain=_ORT, block_size=_BLOCK, gather_axis=0, quantize_axis=1,
        )  # fmt: skip
        hidden = self._model.shape.hidden
        positions = self._model.vector("emb.pos").reshape(-1, hidden)
        types = self._model.vector("emb.type").reshape(-1, hidden)
        zero = self._constant("zero", np.array([0]))
        length = self._node("Shape", "ids", start=1)
        table = self._constant("positions", positions + types[0])
        place = self._node("Slice", table, zero, length, zero)
        return self._add_and_norm(word, place, "emb.ln")

    def layer(self, name: str, x: str) -> str:
        """One transformer block: attention, then feed-forward, each added and normalised."""
        qkv = self._linear(x, f"{name}.q", f"{name}.k", f"{name}.v")
        query, key, value = self._split(qkv, 3)
        attended = self._node(
            "MultiHeadAttention", query, key, value,
            domain=_ORT, num_heads=self._model.shape.heads,
        )  # fmt: skip
        x = self._add_and_norm(self._linear(attended, f"{name}.ao"), x, f"{name}.aln")
        inner = self._node("Gelu", self._linear_by_token(x, f"{name}.fi"), domain=_ORT)
        return self._add_and_norm(self._linear_by_token(inner, f"{name}.fo"), x, f"{name}.oln")

    def pooled(self, x: str) -> str:
        """The mean of the tokens, scaled to unit length."""
        mean = self._node("ReduceMean", x, self._constant("tokens", np.array([1])), keepdims=0)
        return self._node("LpNormalization", mean, axis=-1, p=2)

    def finish(self, vector: str, tokens: str) -> onnx.ModelProto:
        """The whole model with its two outputs."""
        self._nodes.append(helper.make_node("Identity", [vector], ["vector"]))
        self._nodes.append(helper.make_node("Identity", [tokens], ["token_vectors"]))
        width = self._model.shape.hidden
        body = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [
                helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width]),
                helper.make_tensor_value_info(
                    "token_vectors", TensorProto.FLOAT, [1, "tokens", width]
                ),
            ],
            self._constants,
        )
        versions = [helper.make_opsetid("", 21), helper.make_opsetid(_ORT, 1)]
        return helper.make_model(body, opset_imports=versions, ir_version=10)

    def _linear(self, x: str, *names: str) -> str:
        """Linear layers of one input, side by side as one matrix; one scale for all tokens."""
        bias = np.concatenate([self._model.vector(f"{n}.b") for n in names])
        return self._matmul(x, names, self._constant(f"{names[0]}.b", bias))

    def _linear_by_token(self, x: str, name: str) -> str:
        """A linear layer of an input whose tokens are each brought to -1 … 1 and back after it."""
        last = self._constant(f"{name}.axis", np.array([-1]))
        size = self._node("ReduceMax", self._node("Abs", x), last)
        y = self._node("Mul", self._matmul(self._node("Div", x, size), [name]), size)
        return self._node("Add", y, self._constant(f"{name}.b", self._model.vector(f"{name}.b")))

    def _matmul(self, x: str, names: Sequence[str], bias: str = "") -> str:
        weights = np.concatenate([self._model.matrix(f"{n}.w") for n in names])
        scales = np.abs(weights).max(axis=1) / _LIMIT
        whole = np.rint(weights / scales[:, None]).astype(np.int8)
        return self._node(
            "DynamicQuantizeMatMul",
            x,
            self._constant(f"{names[0]}.w", whole.T),
            self._constant(f"{names[0]}.scales", scales),
            "",
            bias,
            domain=_ORT,
        )

    def _add_and_norm(self, x: str, skip: str, name: str) -> str:
        # SkipLayerNormalization is both in one, but takes six times as long.
        return self._node(
            "LayerNormalization",
            self._node("Add", x, skip),
            self._constant(f"{name}.w", self._model.vector(f"{name}.w")),
            self._constant(f"{name}.b", self._model.vector(f"{name}.b")),
            axis=-1,
            epsilon=self._model.shape.epsilon,
        )

    def _split(self, x: str, count: int) -> list[str]:
        outputs = [f"{x}.{n}" for n in range(count)]
        self._nodes.append(helper.make_node("Split", [x], outputs, axis=-1, num_outputs=count))
        return outputs

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}.{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _four_bits(self, name: str, nibbles: NDArray[np.uint8]) -> str:
        """Signed 4-bit integers, two to a byte."""
        packed = (nibbles[:, ::2] | nibbles[:, 1::2] << 4).tobytes()
        tensor = helper.make_tensor(name, TensorProto.INT4, nibbles.shape, packed, raw=True)
        self._constants.append(tensor)
        return name
