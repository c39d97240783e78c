"""Teach the encoder themes, polarities and sentiment of texts and of their clauses, and urgency. Needs `training`."""

from __future__ import annotations

import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional

from nlp.encoder.descent import Descent
from nlp.encoder.exporting import export
from nlp.encoder.network import LAYERS, with_weights_of
from nlp.encoder.session import MOST_OF_QUESTION, WINDOW, clause_of_each
from nlp.encoder.tokens import WordPieces
from nlp.fitting import Labelled
from nlp.model import BLAMED, MIXED, NEGATIVE, NEITHER, NEUTRAL, POSITIVE, Heads

BATCH: Final = 32
RATE: Final = 1e-4
# Each layer learns so much less than the one above it.
DECAY: Final = 0.85
# Shares of the comments that are joined with another, lose their question, or get misspelt.
JOINED: Final = 0.12
UNASKED: Final = 0.2
MISSPELT: Final = 0.15
HIDDEN: Final = 0.04
SMOOTHING: Final = 0.03
# Urgent comments are few, and one that is missed costs more than one raised for nothing.
URGENT_WEIGHT: Final = 6.0
_LONGEST_JOINED: Final = 160
_EDGE: Final = 1e-5
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Member:
    """One comment, or two joined, as numbers; ``rows`` are the comments' row numbers in the data."""

    tokens: list[int]
    first: int
    clauses: list[int]
    bags: list[int]  # of each clause, which of the comments it belongs to
    rows: list[int]


class Tuner:
    """Holds the data as the network takes it."""

    def __init__(self, data: Labelled, pieces: WordPieces, hidden: int, seed: int) -> None:
        self.data = data
        self.pieces = pieces
        self.hidden = hidden
        self.chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        self.themes = torch.tensor(data.themes, dtype=torch.float32)
        self.polarities = torch.tensor(data.polarities)
        self.urgent = torch.tensor(data.urgent, dtype=torch.float32)

    def members(self) -> list[Member]:
        """Return the comments in a new order, some joined, misspelt, or without their question."""
        order = list(range(len(self.data.asked)))
        self.chance.shuffle(order)
        return [self._member(row) for row in order]

    def _member(self, row: int) -> Member:
        rows = [row, *self._companion(row)]
        asked = self.data.asked[row]
        question = "" if self.chance.random() < UNASKED else asked.question
        head = self.pieces.read(question)[0][:MOST_OF_QUESTION]
        tokens = [self.pieces.start, *head, self.pieces.end]
        first = len(tokens)
        clauses: list[int] = []
        bags: list[int] = []
        for bag, number in enumerate(rows):
            one = self.data.asked[number]
            text = self._misspelt(one.text) if self.chance.random() < MISSPELT else one.text
            own, starts = self.pieces.read(text)
            tokens += [self.hidden if self.chance.random() < HIDDEN else token for token in own]
            clauses += [place + len(bags) if place >= 0 else -1 for place in clause_of_each(starts, one.clauses)]
            bags += [bag] * len(one.clauses)
        room = WINDOW - 1
        return Member([*tokens[:room], self.pieces.end], first, clauses[: room - first], bags, rows)

    def _companion(self, row: int) -> list[int]:
        """Return another short comment of the same making, now and then: two voices teach what a clause bears."""
        if self.chance.random() >= JOINED or len(self.data.asked[row].text) >= _LONGEST_JOINED:
            return []
        for _ in range(5):
            other = self.chance.randrange(len(self.data.asked))
            alike = self.data.is_written[other] == self.data.is_written[row]
            if alike and len(self.data.asked[other].text) < _LONGEST_JOINED:
                return [other]
        return []

    def _misspelt(self, text: str) -> str:
        letters = list(text)
        for place in range(len(letters) - 1):
            inside = letters[place].isalpha() and letters[place + 1].isalpha()
            if inside and self.chance.random() < 0.03:
                if self.chance.random() < 0.5:
                    letters[place], letters[place + 1] = letters[place + 1], letters[place]
                else:
                    letters[place] = self.chance.choice(_LETTERS)
        return "".join(letters)

    def batches(self) -> Iterator[list[Member]]:
        """Yield one round of batches, each of texts of like length."""
        members = self.members()
        batches = []
        for low in range(0, len(members), BATCH * 20):
            chunk = sorted(members[low : low + BATCH * 20], key=lambda member: len(member.tokens))
            batches += [chunk[place : place + BATCH] for place in range(0, len(chunk), BATCH)]
        self.chance.shuffle(batches)
        yield from batches

    def loss(self, outputs: dict[str, Tensor], members: Sequence[Member]) -> Tensor:
        """Return how far a batch's outputs are from its labels."""
        truths = [self._truth(member.rows) for member in members]
        themes = torch.stack([truth[0] for truth in truths])
        polarities = torch.stack([truth[1] for truth in truths])
        sentiments = torch.tensor([truth[2] for truth in truths])
        soft = themes * (1 - SMOOTHING) + SMOOTHING * 0.06 * (1 - themes)
        loss = (
            functional.binary_cross_entropy_with_logits(outputs["whole_themes"], soft, reduction="none").sum(1).mean()
        )
        loss += 1.5 * functional.cross_entropy(outputs["whole_sentiment"], sentiments, label_smoothing=SMOOTHING)
        # One that is joined with an urgent comment is urgent.
        urgent = torch.stack([self.urgent[list(member.rows)].amax() for member in members])
        loss += functional.binary_cross_entropy_with_logits(
            outputs["whole_urgent"].squeeze(-1), urgent, pos_weight=torch.tensor(URGENT_WEIGHT)
        )
        marked = polarities >= 0
        if marked.any():
            wrong = functional.cross_entropy(outputs["whole_polarity"][marked], polarities[marked], reduction="sum")
            loss += 0.7 * wrong / len(members)
        clauses = [self._clause_loss(outputs, place, member) for place, member in enumerate(members)]
        return loss + torch.stack(clauses).sum() / len(members)

    def _truth(self, rows: Sequence[int]) -> tuple[Tensor, Tensor, int]:
        """Return the labels of one comment, or of two as if one had written both."""
        polarities = self.polarities[rows[0]].clone()
        for row in rows[1:]:
            other = self.polarities[row]
            clash = (polarities >= 0) & (other >= 0) & (polarities != other)
            polarities = torch.where(polarities < 0, other, torch.where(clash, torch.tensor(BLAMED), polarities))
        sentiments = {int(self.data.sentiments[row]) for row in rows}
        told = sentiments - {NEUTRAL}
        sentiment = NEUTRAL if not told else MIXED if len(told) > 1 else told.pop()
        return self.themes[list(rows)].amax(0), polarities, sentiment

    def _clause_loss(self, outputs: dict[str, Tensor], place: int, member: Member) -> Tensor:
        """Return what a text's clauses lack: some clause of a comment must bear each of its themes, and none others."""
        loss = torch.zeros(())
        bags = torch.tensor(member.bags)
        speaks = torch.sigmoid(outputs["clause_themes"][place]).clamp(_EDGE, 1 - _EDGE)
        for bag, row in enumerate(member.rows):
            own = torch.nonzero((bags == bag) & outputs["present"][place, : len(bags)]).flatten()
            if not len(own):
                continue
            some = (1 - torch.exp(torch.log1p(-speaks[own]).sum(0))).clamp(_EDGE, 1 - _EDGE)
            loss = loss + 0.7 * functional.binary_cross_entropy(some, self.themes[row], reduction="sum")
            marked = torch.nonzero(self.polarities[row] >= 0).flatten()
            if len(marked):
                share = (speaks[own][:, marked] / speaks[own][:, marked].sum(0)).detach()
                polarity = functional.softmax(outputs["clause_polarity"][place, own][:, marked], -1)
                right = (share[..., None] * polarity).sum(0)[torch.arange(len(marked)), self.polarities[row, marked]]
                loss = loss - 0.5 * torch.log(right + 1e-6).sum()
            felt = functional.log_softmax(outputs["clause_sentiment"][place, own], -1)
            loss = loss + 0.7 * _clause_sentiment_loss(felt, int(self.data.sentiments[row]))
        return loss


def _clause_sentiment_loss(felt: Tensor, sentiment: int) -> Tensor:
    """Return what a comment's clauses (n x 3: positive, negative, neutral) lack of its sentiment."""
    if sentiment == MIXED:
        each = [1 - (1 - felt[:, side].exp()).clamp(min=1e-4).prod() for side in (POSITIVE, NEGATIVE)]
        return -0.5 * sum((torch.log(one + 1e-6) for one in each), torch.zeros(()))
    # A clause of an angry comment may be a plain fact.
    plain = 0.15 if len(felt) > 1 else 0.0
    return -(1 - plain) * felt[:, min(sentiment, NEITHER)].mean() - plain * felt[:, NEITHER].mean()


def collated(members: Sequence[Member], pad: int) -> dict[str, Tensor]:
    """Return a batch as the network takes it."""
    longest = max(len(member.tokens) for member in members)
    tokens = torch.full((len(members), longest), pad)
    segments, mask = torch.zeros_like(tokens), torch.zeros_like(tokens)
    clauses = torch.full_like(tokens, -1)
    for place, member in enumerate(members):
        length = len(member.tokens)
        tokens[place, :length] = torch.tensor(member.tokens)
        mask[place, :length] = 1
        segments[place, member.first : length] = 1
        clauses[place, member.first : member.first + len(member.clauses)] = torch.tensor(member.clauses)
    count = torch.tensor(max(1, *(len(member.bags) for member in members)))
    return {"tokens": tokens, "segments": segments, "mask": mask, "clauses": clauses, "count": count}


def tune(
    data: Labelled, base: Path, vocabulary: Sequence[str], out: Path, *, rounds: int, seed: int,
    report: Callable[[str], None],
) -> Heads:  # fmt: skip
    """Write a taught encoder and return its heads.

    Args:
        data: What to learn from.
        base: A BERT's weights to start from, ``model.safetensors``.
        vocabulary: Its pieces, in the order of their numbers.
        out: The encoder's file.
        rounds: How often each comment is seen.
        seed: Of all chance. Other processors round differently, so the weights are not the same to the last bit.
        report: Told each round in a line.
    """
    torch.set_num_threads(os.cpu_count() or 1)
    torch.manual_seed(seed)
    network = with_weights_of(base, len(vocabulary))
    tuner = Tuner(data, WordPieces(vocabulary), list(vocabulary).index("[MASK]"), seed)
    descent = Descent(network, rate=RATE, decay=DECAY, steps=rounds * math.ceil(len(data.asked) / BATCH))
    network.train()
    for number in range(rounds):
        losses = []
        for members in tuner.batches():
            loss = tuner.loss(network(collated(members, tuner.pieces.pad)), members)
            descent.step(loss)
            losses.append(float(loss.detach()))
        report(f"  round {number + 1} of {rounds}: loss {sum(losses) / len(losses):.3f}")
    arrays, heads = network.arrays()
    export(arrays, LAYERS, out)
    return heads
