"""multilingual-e5-small as an ONNX graph in 8 and 4 bits, built without torch in a second.

Written in ONNX Runtime's fused operators, for one text at a time. Word vectors stay in
the 4 bits they come in. Most weights become 8-bit integers with one scale a row, and
activations are quantised by one scale a text as they pass; weights use 7 of the 8 bits,
because without VNNI instructions sums of two full 8-bit products are cut off. What comes
out of the activation function has outliers that one scale does not suit: the layer that
reads it keeps its 4-bit blocks, which brings the cosine to float32 from 0.9966 to 0.999.
"""

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
    """From one text's `ids`, int64 (1, tokens), to its `vector`, float32 (1, 384) of length 1."""
    made = _Graph(model)
    x = made.embeddings()
    for n in range(model.shape.layers):
        x = made.layer(f"l{n}", x)
    return made.finish(made.pooled(x))


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
        return self._node(
            "LayerNormalization",
            self._node("Add", word, place),
            *self._norm("emb.ln"),
            axis=-1,
            epsilon=self._model.shape.epsilon,
        )

    def layer(self, name: str, x: str) -> str:
        """One transformer block: attention, then feed-forward, each added and normalised."""
        qkv = self._linear(x, f"{name}.q", f"{name}.k", f"{name}.v")
        query, key, value = self._split(qkv, 3)
        attended = self._node(
            "MultiHeadAttention", query, key, value,
            domain=_ORT, num_heads=self._model.shape.heads,
        )  # fmt: skip
        x = self._add_and_norm(self._linear(attended, f"{name}.ao"), x, f"{name}.aln")
        inner = self._node("Gelu", self._linear(x, f"{name}.fi"), domain=_ORT)
        return self._add_and_norm(self._blockwise(inner, f"{name}.fo"), x, f"{name}.oln")

    def pooled(self, x: str) -> str:
        """The mean of the tokens, scaled to unit length."""
        mean = self._node("ReduceMean", x, self._constant("tokens", np.array([1])), keepdims=0)
        return self._node("LpNormalization", mean, axis=-1, p=2)

    def finish(self, x: str) -> onnx.ModelProto:
        """The whole model, with `x` as its output."""
        self._nodes.append(helper.make_node("Identity", [x], ["vector"]))
        width = self._model.shape.hidden
        body = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, width])],
            self._constants,
        )
        versions = [helper.make_opsetid("", 21), helper.make_opsetid(_ORT, 1)]
        return helper.make_model(body, opset_imports=versions, ir_version=10)

    def _linear(self, x: str, *names: str) -> str:
        """Linear layers of one input, side by side as one matrix."""
        weights = np.concatenate([self._model.matrix(f"{n}.w") for n in names])
        bias = np.concatenate([self._model.vector(f"{n}.b") for n in names])
        scales = np.abs(weights).max(axis=1) / _LIMIT
        whole = np.rint(weights / scales[:, None]).astype(np.int8)
        name = names[0]
        return self._node(
            "DynamicQuantizeMatMul",
            x,
            self._constant(f"{name}.w", whole.T),
            self._constant(f"{name}.scales", scales),
            self._constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
            self._constant(f"{name}.b", bias),
            domain=_ORT,
        )

    def _blockwise(self, x: str, name: str) -> str:
        """A linear layer in 4 bits whose activations are quantised in blocks of 32."""
        nibbles, scales = self._model.quantised(f"{name}.w")
        rows, columns = nibbles.shape
        packed = nibbles[:, ::2] | nibbles[:, 1::2] << 4
        return self._node(
            "MatMulNBits",
            x,
            self._constant(f"{name}.w", packed.reshape(rows, columns // _BLOCK, _BLOCK // 2)),
            self._constant(f"{name}.scales", scales),
            "",
            "",
            self._constant(f"{name}.b", self._model.vector(f"{name}.b")),
            domain=_ORT, bits=4, block_size=_BLOCK, accuracy_level=4, N=rows, K=columns,
        )  # fmt: skip

    def _add_and_norm(self, x: str, skip: str, name: str) -> str:
        return self._node(
            "SkipLayerNormalization", x, skip, *self._norm(name),
            domain=_ORT, epsilon=self._model.shape.epsilon,
        )  # fmt: skip

    def _norm(self, name: str) -> tuple[str, str]:
        weight = self._constant(f"{name}.w", self._model.vector(f"{name}.w"))
        return weight, self._constant(f"{name}.b", self._model.vector(f"{name}.b"))

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
