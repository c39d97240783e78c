"""Teach an encoder what messages want and what replies mean. Needs the extra `training`; never at run time."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from nlp.encoder.descent import Descent
from nlp.encoder.exporting import export
from nlp.encoder.network import LAYERS, WIDTH, Network, with_weights_of
from nlp.encoder.session import WINDOW, clause_of_each
from nlp.encoder.session import Asked as Reading
from nlp.encoder.tokens import WordPieces
from nlp.understanding import INTENTS
from nlp.understanding.examples import Example, Reply
from nlp.understanding.model import Heads
from nlp.understanding.posed import MOST_OF_QUESTION, for_intent, for_options, for_yes_no

BATCH: Final = 32
RATE: Final = 8e-5
DECAY: Final = 0.9
KEPT_LAYERS: Final = 2
MISSPELT: Final = 0.12
HIDDEN: Final = 0.03
SMOOTHING: Final = 0.05
FEWEST_OPTIONS: Final = 3
RIGHT_ONE_GONE: Final = 0.08
ANOTHER_GONE: Final = 0.3
YES, NO, NEITHER = 0, 1, 2
_ELSE = re.compile(r"\b(?:else|other|another|none|neither|not sure|arall|dim un)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Task:
    """One example: what is read, and the right class, or of options the right one's place (their number for none)."""

    kind: str  # "intent", "option" or "yes_no"
    reading: Reading
    right: int


def tasks(examples: Sequence[Example], replies: Sequence[Reply], chance: random.Random) -> list[Task]:
    """Return what is to be learnt, the options of each question in an order by chance."""
    found = [
        Task("intent", for_intent(one.message.said, one.message.asked), INTENTS.index(one.intent)) for one in examples
    ]
    for one in replies:
        if one.question.type == "yes_no":
            right = NEITHER if one.value is None else YES if one.value else NO
            found.append(Task("yes_no", for_yes_no(one.said, one.question, is_asked=one.is_asked), right))
        else:
            options = _offered(one, chance)
            question = replace(one.question, options=tuple(options))
            right = options.index(str(one.value)) if one.value in options else len(options)
            found.append(Task("option", for_options(one.said, question, is_asked=one.is_asked), right))
    return found


def _offered(reply: Reply, chance: random.Random) -> list[str]:
    """Return a question's options in an order by chance, now and then without one of them.

    Where the right one is gone, none is right: what is not offered must not be guessed. One for whatever is not
    named would be right then, so that such questions stay whole.
    """
    options = list(reply.question.options)
    chance.shuffle(options)
    if len(options) > FEWEST_OPTIONS and not any(_ELSE.search(option) for option in options):
        if reply.value is not None and chance.random() < RIGHT_ONE_GONE:
            options.remove(str(reply.value))
        elif chance.random() < ANOTHER_GONE:
            options.remove(chance.choice([option for option in options if option != reply.value]))
    return options


class Taught(nn.Module):  # type: ignore[misc, unused-ignore]
    """An encoder with heads over its start token and its mean, and over each option's own tokens."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        self.intent = nn.Linear(2 * WIDTH, len(INTENTS))
        self.yes_no = nn.Linear(2 * WIDTH, 3)
        self.option = nn.Linear(WIDTH, 1)
        self.none = nn.Linear(2 * WIDTH, 1)
        for head in (self.intent, self.yes_no, self.option, self.none):
            nn.init.normal_(head.weight, 0, 0.02)
            nn.init.zeros_(head.bias)

    def loss(self, batch: Batch, learnt: Sequence[Task]) -> Tensor:
        """Return how far a batch's outputs are from what is right."""
        state = self.network.encode(batch.tokens, batch.segments, batch.mask).float()
        own = ((batch.segments == 1) & (batch.mask == 1)).float()
        mean = (state * own[..., None]).sum(1) / own.sum(1, keepdim=True).clamp(min=1)
        whole = self.network.dropout(torch.cat([state[:, 0], mean], 1))
        total = torch.zeros(())
        for kind in ("intent", "yes_no"):
            rows = [row for row, task in enumerate(learnt) if task.kind == kind]
            if rows:
                right = torch.tensor([learnt[row].right for row in rows])
                scores = getattr(self, kind)(whole[rows])
                total = total + functional.cross_entropy(scores, right, label_smoothing=SMOOTHING, reduction="sum")
        for row, task in enumerate(learnt):
            if task.kind == "option":
                count = len(task.reading.clauses)
                among = functional.one_hot(batch.options[row] + 1, count + 1)[..., 1:].float()
                means = among.T @ state[row] / among.sum(0).clamp(min=1)[:, None]
                scores = torch.cat([self.option(self.network.dropout(means)).squeeze(-1), self.none(whole[row])])
                total = total + functional.cross_entropy(
                    scores[None], torch.tensor([task.right]), label_smoothing=SMOOTHING
                )
        return total / len(learnt)


@dataclass(frozen=True)
class Batch:
    """Texts as the network takes them; ``options`` is each token's option, -1 for none."""

    tokens: Tensor
    segments: Tensor
    mask: Tensor
    options: Tensor


class _Texts:
    """Turns readings into tokens, with misspellings and hidden pieces while teaching."""

    def __init__(self, pieces: WordPieces, hidden: int, chance: random.Random) -> None:
        self._pieces = pieces
        self._hidden = hidden
        self._chance = chance

    def batch(self, learnt: Sequence[Task]) -> Batch:
        """Return the tasks' readings as one batch."""
        rows = [self._row(task) for task in learnt]
        longest = max(len(tokens) for tokens, _, _ in rows)
        tokens = torch.full((len(rows), longest), self._pieces.pad)
        segments, mask = torch.zeros_like(tokens), torch.zeros_like(tokens)
        options = torch.full_like(tokens, -1)
        for place, (own, first, clauses) in enumerate(rows):
            tokens[place, : len(own)] = torch.tensor(own)
            mask[place, : len(own)] = 1
            segments[place, first : len(own)] = 1
            options[place, first : first + len(clauses)] = torch.tensor(clauses)
        return Batch(tokens, segments, mask, options)

    def _row(self, task: Task) -> tuple[list[int], int, list[int]]:
        one = task.reading
        words_first = task.kind == "option"
        question = self._misspelt(one.question) if words_first else one.question
        head = self._pieces.read(question)[0][:MOST_OF_QUESTION]
        text = one.text if words_first else self._misspelt(one.text)
        own, starts = self._pieces.read(text)
        first = len(head) + 2
        room = WINDOW - first - 1
        if not words_first:
            own = [self._hidden if self._chance.random() < HIDDEN else token for token in own]
        clauses = clause_of_each(starts, one.clauses)[:room]
        return [self._pieces.start, *head, self._pieces.end, *own[:room], self._pieces.end], first, clauses

    def _misspelt(self, text: str) -> str:
        if self._chance.random() >= MISSPELT:
            return text
        letters = list(text)
        for place in range(len(letters) - 1):
            if letters[place].isalpha() and letters[place + 1].isalpha() and self._chance.random() < 0.03:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
        return "".join(letters)


def teach(
    examples: Sequence[Example], replies: Sequence[Reply], base: Path, vocabulary: Sequence[str], out: Path, *,
    rounds: int, seed: int, report: Callable[[str], None],
) -> Heads:  # fmt: skip
    """Write a taught encoder and return its heads.

    Args:
        examples: Messages and what they want.
        replies: Words and what they say about a question.
        base: A BERT's weights to start from, ``model.safetensors``.
        vocabulary: Its pieces, in the order of their numbers.
        out: The encoder's file.
        rounds: How often each example is seen.
        seed: Of all chance. Other processors round differently, so the weights are not the same to the last bit.
        report: Told each round in a line.
    """
    torch.set_num_threads(os.cpu_count() or 1)
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    taught = Taught(with_weights_of(base, len(vocabulary)))
    texts = _Texts(WordPieces(vocabulary), list(vocabulary).index("[MASK]"), chance)
    _keep(taught.network)
    steps = rounds * len(_batches(tasks(examples, replies, chance), chance))
    descent = Descent(taught, rate=RATE, decay=DECAY, steps=steps)
    taught.train()
    for number in range(rounds):
        losses = []
        for learnt in _batches(tasks(examples, replies, chance), chance):
            loss = taught.loss(texts.batch(learnt), learnt)
            descent.step(loss)
            losses.append(float(loss.detach()))
        report(f"  round {number + 1} of {rounds}: loss {sum(losses) / len(losses):.3f}")
    arrays, _ = taught.network.arrays()
    export(arrays, LAYERS, out)
    return Heads(**{
        f"{name}{suffix}": getattr(getattr(taught, name), part).detach().numpy().astype(np.float32)
        for name in ("intent", "yes_no", "option", "none") for suffix, part in (("", "weight"), ("_bias", "bias"))
    })  # fmt: skip


def _batches(learnt: Sequence[Task], chance: random.Random) -> list[list[Task]]:
    """Return one round of batches, each of texts of like length."""
    order = list(learnt)
    chance.shuffle(order)
    batches = []
    for low in range(0, len(order), BATCH * 20):
        chunk = sorted(
            order[low : low + BATCH * 20], key=lambda task: len(task.reading.text) + len(task.reading.question)
        )
        batches += [chunk[place : place + BATCH] for place in range(0, len(chunk), BATCH)]
    chance.shuffle(batches)
    return batches


def _keep(network: Network) -> None:
    """Leave the lowest layers as they are: they know words, not meanings, and take a third of the time to teach.

    So are the heads for comments, which nothing is asked of here.
    """
    kept = [network.pos, network.t, network.n, *network.l[:KEPT_LAYERS], *network.heads().values()]
    for part in kept:
        part.requires_grad_(False)
