"""The encoder as it is taught: a BERT and seven heads in plain torch. Needs the extra `training`; never at run time."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlp.encoder.exporting import HEADS
from nlp.model import POLARITIES, SENTIMENTS, Heads
from nlp.themes import THEME_KEYS

LAYERS: Final = 6
WIDTH: Final = 384
INNER: Final = 1_536
PLACES: Final = 512
DROPOUT: Final = 0.1
_HAS_SHORT_NUMBERS: Final = any(torch.cpu.get_capabilities().get(name) for name in ("avx512_bf16", "amx_bf16"))
_KINDS: Final = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
_EMBEDDINGS: Final = {
    "w.weight": "word_embeddings.weight",
    "pos.weight": "position_embeddings.weight",
    "t.weight": "token_type_embeddings.weight",
    "n.weight": "LayerNorm.weight",
    "n.bias": "LayerNorm.bias",
}
_LAYER: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "n1": "attention.output.LayerNorm",
    "i": "intermediate.dense",
    "f": "output.dense",
    "n2": "output.LayerNorm",
}


class Dropout(nn.Module):
    """Dropout from a bank of chance: drawing anew for each number costs more than the arithmetic it regularises."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._bank = (torch.rand((1 << 23) + 7_919) >= share).float() / (1 - share)

    def forward(self, source: Tensor) -> Tensor:
        """Return the numbers with a share of them set to nought, while learning."""
        if not self.training:
            return source
        size = source.numel()
        start = int(torch.randint(0, self._bank.numel() - size, (1,)))
        return source * self._bank[start : start + size].view_as(source).to(source.dtype)


class Layer(nn.Module):
    """One layer of a BERT."""

    def __init__(self, dropout: Dropout) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.i, self.f = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.n1, self.n2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, state: Tensor, hidden: Tensor) -> Tensor:
        """Return the next state; ``hidden`` is far below nought where there is no token."""
        texts, length, _ = state.shape

        def spread(source: Tensor) -> Tensor:
            return source.view(texts, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        # Written out: the fused one is several times slower backwards on a processor.
        queries = spread(self.q(state)) * (WIDTH // HEADS) ** -0.5
        scores = torch.matmul(queries, spread(self.k(state)).transpose(-1, -2)) + hidden
        heads = torch.matmul(scores.softmax(-1), spread(self.v(state)))
        state = self.n1(state + self.dropout(self.o(heads.transpose(1, 2).reshape(texts, length, WIDTH))))
        return self.n2(state + self.dropout(self.f(functional.gelu(self.i(state)))))


class Network(nn.Module):
    """Encoder and heads: a batch of texts in, log-odds and logits of wholes and clauses out."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.dropout = Dropout(DROPOUT)
        self.w, self.pos, self.t = nn.Embedding(vocabulary, WIDTH), nn.Embedding(PLACES, WIDTH), nn.Embedding(2, WIDTH)
        self.n = nn.LayerNorm(WIDTH, eps=1e-12)
        self.l = nn.ModuleList(Layer(self.dropout) for _ in range(LAYERS))
        themes = len(THEME_KEYS)
        self.whole_themes = nn.Linear(2 * WIDTH, themes)
        self.whole_polarity = nn.Linear(2 * WIDTH, themes * len(POLARITIES))
        self.whole_sentiment = nn.Linear(2 * WIDTH, len(SENTIMENTS))
        self.whole_urgent = nn.Linear(2 * WIDTH, 1)
        self.clause_themes = nn.Linear(WIDTH, themes)
        self.clause_polarity = nn.Linear(WIDTH, themes * len(POLARITIES))
        self.clause_sentiment = nn.Linear(WIDTH, len(SENTIMENTS) - 1)
        for head in self.heads().values():
            nn.init.normal_(head.weight, 0, 0.02)
            nn.init.zeros_(head.bias)
        # Most themes are absent from most texts.
        nn.init.constant_(self.whole_themes.bias, -2.3)
        nn.init.constant_(self.clause_themes.bias, -3.0)
        nn.init.constant_(self.whole_urgent.bias, -2.3)

    def heads(self) -> dict[str, Any]:
        """Return the heads by the names of `nlp.model.Heads`."""
        return {name: part for name, part in self.named_children() if name.startswith(("whole_", "clause_"))}

    def encode(self, tokens: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Return a vector for each token (texts x length x width)."""
        state = self.w(tokens) + self.pos.weight[: tokens.shape[1]] + self.t(segments)
        state = self.dropout(self.n(state))
        hidden = ((1 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.l:
            state = layer(state, hidden)
        return state

    def forward(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        """Return each head's output; ``present`` says which clauses have tokens (texts x clauses)."""
        tokens, segments, mask = batch["tokens"], batch["segments"], batch["mask"]
        # A processor without instructions for the short numbers takes many times as long over them.
        with torch.autocast("cpu", torch.bfloat16, enabled=_HAS_SHORT_NUMBERS):
            state = self.encode(tokens, segments, mask)
        state = state.float()
        own = ((segments == 1) & (mask == 1)).float()
        mean = (state * own[..., None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1)
        whole = self.dropout(torch.cat([state[:, 0], mean], 1))
        among = functional.one_hot(batch["clauses"] + 1, int(batch["count"]) + 1)[..., 1:].float()
        sizes = among.sum(1)
        clauses = self.dropout(torch.einsum("btc,btd->bcd", among, state) / sizes.clamp(min=1)[..., None])
        outputs = {name: head(whole if name.startswith("whole_") else clauses) for name, head in self.heads().items()}
        for name in ("whole_polarity", "clause_polarity"):
            outputs[name] = outputs[name].unflatten(-1, (len(THEME_KEYS), len(POLARITIES)))
        return outputs | {"present": sizes > 0}

    def arrays(self) -> tuple[dict[str, np.ndarray], Heads]:
        """Return what was learnt: the encoder's arrays for `nlp.encoder.exporting`, and the heads."""
        arrays = {name: value.detach().numpy().astype(np.float32) for name, value in self.state_dict().items()}
        heads = {name.replace(".weight", "").replace(".bias", "_bias"): value for name, value in arrays.items()
                 if name.startswith(("whole_", "clause_"))}  # fmt: skip
        return {name: value for name, value in arrays.items() if name not in heads}, Heads(**heads)


def with_weights_of(path: Path, vocabulary: int) -> Network:
    """Return a network that starts from a BERT's weights in the safetensors format, which holds numbers only."""
    found = {name.removeprefix("bert."): value for name, value in _tensors(path).items()}
    weights = {own: found[f"embeddings.{theirs}"] for own, theirs in _EMBEDDINGS.items()}
    for layer in range(LAYERS):
        for own, theirs in _LAYER.items():
            for part in ("weight", "bias"):
                weights[f"l.{layer}.{own}.{part}"] = found[f"encoder.layer.{layer}.{theirs}.{part}"]
    network = Network(vocabulary)
    network.load_state_dict(weights, strict=False)
    # Words that the comments lack must keep their place among the others.
    network.w.weight.requires_grad_(False)
    return network


def _tensors(path: Path) -> dict[str, Tensor]:
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            low, high = (8 + length + offset for offset in entry["data_offsets"])
            numbers = np.frombuffer(content[low:high], _KINDS[entry["dtype"]]).reshape(entry["shape"])
            tensors[name] = torch.from_numpy(numbers.copy())
    return tensors
