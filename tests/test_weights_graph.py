"""The 8-bit layers of the embedded model."""

import numpy as np
import onnxruntime
from onnx import TensorProto, helper

from assistant.weights.e5 import E5
from assistant.weights.graph import _Graph
from tests.tiny_e5 import write_tiny_e5


def test_one_token_of_large_values_does_not_blur_the_others(tmp_path):
    write_tiny_e5(tmp_path)
    model = E5(tmp_path / "tiny.bin")
    tokens = np.random.default_rng(3).normal(size=(1, 5, 64)).astype(np.float32)
    tokens[0, 2] *= 100
    exact = tokens @ model.matrix("l0.fi.w").T + model.vector("l0.fi.b")
    error = np.abs(_run(model, "l0.fi", tokens) - exact).max(axis=2) / np.abs(exact).max(axis=2)
    assert error.max() < 0.05


def _run(model, name, tokens):
    """What a feed-forward layer alone makes of the tokens."""
    made = _Graph(model)
    output = made._linear_by_token("x", name)
    body = helper.make_graph(
        made._nodes,
        "layer",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, tokens.shape)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)],
        made._constants,
    )
    versions = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    layer = helper.make_model(body, opset_imports=versions, ir_version=10)
    session = onnxruntime.InferenceSession(
        layer.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {"x": tokens})[0]
