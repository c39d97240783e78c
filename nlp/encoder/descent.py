"""How an encoder learns: rates by layer, that rise and fall, and bounded steps. Needs the extra `training`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import torch
from torch import Tensor, nn

from nlp.encoder.network import LAYERS

HEAD_RATE: Final = 1e-3
WARM_UP: Final = 0.08
_LONGEST_STEP: Final = 1.0


class Descent:
    """Steps down a loss, the rates rising over the first steps and falling to nought with the last."""

    def __init__(self, parts: nn.Module, *, rate: float, decay: float, steps: int) -> None:
        """Take what is to learn, each of its parameters that wants a gradient.

        Args:
            parts: The encoder with its heads; layer N of six is called ``l.N``, with or without a prefix.
            rate: Of the uppermost layer.
            decay: Each layer learns so much less than the one above it.
            steps: How many there will be.
        """
        learning = [(name, one) for name, one in parts.named_parameters() if one.requires_grad]
        self._parameters = [one for _, one in learning]
        self._optimiser = torch.optim.AdamW(list(_groups(learning, rate, decay)), fused=True)
        self._rates = [group["lr"] for group in self._optimiser.param_groups]
        self._steps, self._done = steps, 0

    def step(self, loss: Tensor) -> None:
        """Go one step down."""
        rising = (self._done + 1) / (self._steps * WARM_UP)
        falling = (self._steps - self._done) / (self._steps * (1 - WARM_UP))
        for group, rate in zip(self._optimiser.param_groups, self._rates, strict=True):
            group["lr"] = rate * max(0.0, min(rising, falling))
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._parameters, _LONGEST_STEP)
        self._optimiser.step()
        self._done += 1


def _groups(learning: Iterable[tuple[str, Tensor]], rate: float, decay: float) -> Iterable[dict[str, object]]:
    for name, parameter in learning:
        own = name.split(".")
        if "l" in own:
            depth = LAYERS - 1 - int(own[own.index("l") + 1])
            own_rate = rate * decay**depth
        elif set(own) & {"w", "pos", "t", "n"}:
            own_rate = rate * decay**LAYERS
        else:
            own_rate = HEAD_RATE
        yield {"params": [parameter], "lr": own_rate, "weight_decay": 0.0 if parameter.ndim < 2 else 0.01}
