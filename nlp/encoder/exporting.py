"""Write the encoder as an ONNX file whose weights are whole numbers of eight bits. Needs the extra `training`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS: Final = 12
# A processor without instructions for sums of small products (VNNI) adds them in pairs in sixteen bits: two products of
# 255 and 64 just fit. With larger weights its sums overflow, and the same file would judge differently there.
MOST_OF_WEIGHT: Final = 64
_EPSILON: Final = 1e-12


class _Graph:
    """Collects nodes and numbers; each method adds one step and returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.numbers: list[onnx.TensorProto] = []

    def constant(self, value: np.ndarray) -> str:
        """Keep numbers in the file."""
        name = f"c{len(self.numbers)}"
        self.numbers.append(numpy_helper.from_array(value, name))
        return name

    def one(self, kind: str, *inputs: str, domain: str = "", **settings: Any) -> str:
        """Add one step."""
        result = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [result], domain=domain, **settings))
        return result

    def linear(self, source: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Multiply by a weight (out x in) in whole numbers, each output with a scale of its own, and add the bias."""
        whole, scale = quantised(weight, MOST_OF_WEIGHT)
        return self.one(
            "DynamicQuantizeMatMul",
            source,
            self.constant(np.ascontiguousarray(whole.T)),
            self.constant(scale),
            self.constant(np.zeros(len(scale), dtype=np.int8)),
            self.constant(bias),
            domain="com.microsoft",
        )

    def norm(self, source: str, scale: np.ndarray, shift: np.ndarray) -> str:
        """Normalise each token's vector."""
        return self.one(
            "LayerNormalization", source, self.constant(scale), self.constant(shift), axis=-1, epsilon=_EPSILON
        )


def quantised(weight: np.ndarray, most: int = 127) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix's rows as whole numbers from ``-most`` to ``most``, and each row's scale."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / most
    return np.rint(weight / scale[:, np.newaxis]).astype(np.int8), scale.astype(np.float32)


def export(weights: Mapping[str, np.ndarray], layers: int, path: Path) -> None:
    """Write the file: ``tokens`` and ``segments`` (1 x N whole numbers) in, ``states`` (1 x N x D) out.

    Args:
        weights: The encoder's arrays by the names of `nlp.encoder.network`.
        layers: How many layers it has.
        path: Where to write. Equal weights give equal bytes.
    """
    graph = _Graph()
    state = _embedded(graph, weights)
    for layer in range(layers):
        state = _layer(graph, state, {k.removeprefix(f"l.{layer}."): v for k, v in weights.items()})
    graph.nodes.append(
        helper.make_node("Unsqueeze", [state, graph.constant(np.array([0], dtype=np.int64))], ["states"])
    )
    width = weights["n.weight"].shape[0]
    whole = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "n"]) for name in ("tokens", "segments")],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "n", width])],
        graph.numbers,
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(whole, opset_imports=opsets, ir_version=10)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _embedded(graph: _Graph, weights: Mapping[str, np.ndarray]) -> str:
    first = graph.constant(np.array([0], dtype=np.int64))
    tokens, segments = (graph.one("Squeeze", name, first) for name in ("tokens", "segments"))
    whole, scale = quantised(weights["w.weight"])
    rows = graph.one("Cast", graph.one("Gather", graph.constant(whole), tokens), to=TensorProto.FLOAT)
    scales = graph.one("Gather", graph.constant(scale[:, np.newaxis]), tokens)
    words = graph.one("Mul", rows, scales)
    count = graph.one("Shape", tokens)
    places = graph.one("Slice", graph.constant(weights["pos.weight"]), first, count, first)
    kinds = graph.one("Gather", graph.constant(weights["t.weight"]), segments)
    return graph.norm(graph.one("Add", graph.one("Add", words, places), kinds), weights["n.weight"], weights["n.bias"])


def _layer(graph: _Graph, state: str, own: Mapping[str, np.ndarray]) -> str:
    width = own["n1.weight"].shape[0]
    scale = (width // HEADS) ** -0.5
    # The queries' scale goes into their weights.
    together = np.concatenate([own["q.weight"] * scale, own["k.weight"], own["v.weight"]])
    bias = np.concatenate([own["q.bias"] * scale, own["k.bias"], own["v.bias"]])
    three = graph.linear(state, together.astype(np.float32), bias.astype(np.float32))
    shape = graph.constant(np.array([-1, 3, HEADS, width // HEADS], dtype=np.int64))
    spread = graph.one("Transpose", graph.one("Reshape", three, shape), perm=[1, 2, 0, 3])
    queries, keys, values = (
        graph.one("Gather", spread, graph.constant(np.array(place, dtype=np.int64)), axis=0) for place in range(3)
    )
    scores = graph.one("MatMul", queries, graph.one("Transpose", keys, perm=[0, 2, 1]))
    heads = graph.one("MatMul", graph.one("Softmax", scores, axis=-1), values)
    joined = graph.one(
        "Reshape",
        graph.one("Transpose", heads, perm=[1, 0, 2]),
        graph.constant(np.array([-1, width], dtype=np.int64)),
    )
    attended = graph.linear(joined, own["o.weight"], own["o.bias"])
    state = graph.norm(graph.one("Add", state, attended), own["n1.weight"], own["n1.bias"])
    inner = graph.one("Gelu", graph.linear(state, own["i.weight"], own["i.bias"]))
    outer = graph.linear(inner, own["f.weight"], own["f.bias"])
    return graph.norm(graph.one("Add", state, outer), own["n2.weight"], own["n2.bias"])
