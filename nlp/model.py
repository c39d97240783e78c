"""From vectors and words to probabilities: what the encoder's heads say, what words say, and how they are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from scipy.special import expit, log_softmax, logit, softmax

from nlp import Polarity, Sentiment
from nlp.encoder.session import Asked, Encoder, Vectors
from nlp.features import Features
from nlp.questions import kind_of
from nlp.themes import THEME_KEYS

SENTIMENTS: Final[tuple[Sentiment, ...]] = get_args(Sentiment)
POSITIVE, NEGATIVE, MIXED, NEUTRAL = range(4)
POLARITIES: Final[tuple[Polarity, ...]] = get_args(Polarity)
PRAISED, BLAMED, NEITHER = range(3)
# Keeps log-odds finite: no text is more certain than this.
_EDGE: Final = 1e-4


@dataclass(frozen=True)
class Heads:
    """What was learnt on top of the encoder. T themes, D numbers a vector, `W = 2 D` for a whole text.

    Attributes:
        whole_themes, whole_themes_bias: T x W and T, log-odds of each theme.
        whole_polarity, whole_polarity_bias: 3T x W and 3T, each theme's three polarities in the order of `POLARITIES`.
        whole_sentiment, whole_sentiment_bias: 4 x W and 4, in the order of `SENTIMENTS`.
        whole_urgent, whole_urgent_bias: 1 x W and 1, log-odds that someone may come to harm.
        clause_themes, clause_polarity, clause_sentiment and biases: the same from a clause's D numbers; its sentiment
            is one of three, positive, negative or neutral.
    """

    whole_themes: np.ndarray
    whole_themes_bias: np.ndarray
    whole_polarity: np.ndarray
    whole_polarity_bias: np.ndarray
    whole_sentiment: np.ndarray
    whole_sentiment_bias: np.ndarray
    whole_urgent: np.ndarray
    whole_urgent_bias: np.ndarray
    clause_themes: np.ndarray
    clause_themes_bias: np.ndarray
    clause_polarity: np.ndarray
    clause_polarity_bias: np.ndarray
    clause_sentiment: np.ndarray
    clause_sentiment_bias: np.ndarray


@dataclass(frozen=True)
class Words:
    """Logistic regressions on words, of whole texts.

    T x F and T for themes, 4 x F and 4 for the sentiment, 1 x F and 1 for urgency.
    """

    word_themes: np.ndarray
    word_themes_bias: np.ndarray
    word_sentiment: np.ndarray
    word_sentiment_bias: np.ndarray
    word_urgent: np.ndarray
    word_urgent_bias: np.ndarray


@dataclass(frozen=True)
class Joint:
    """How the views are joined, learnt on comments that neither the encoder nor the words had seen.

    Attributes:
        themes: 4 numbers: weights of a theme's log-odds by the whole, by its clauses, by the words, and a constant.
        thresholds: T, least joined probability at which a theme is marked.
        sentiment: 4 x J, weights of what `sentiment_evidence` returns.
        sentiment_bias: 4.
        agreement: 1 number: how much the themes' polarities count when sentiment and polarities are chosen together.
        urgent: 3 numbers: weights of urgency's log-odds by the whole and by the words, and a constant.
        urgent_threshold: 1 number: least joined probability at which a piece is urgent.
    """

    themes: np.ndarray
    thresholds: np.ndarray
    sentiment: np.ndarray
    sentiment_bias: np.ndarray
    agreement: np.ndarray
    urgent: np.ndarray
    urgent_threshold: np.ndarray


@dataclass(frozen=True)
class Views:
    """What each view says of a piece with n clauses, before joining; log-odds for themes, log-probabilities else."""

    whole_themes: np.ndarray  # T
    clause_themes: np.ndarray  # n x T
    word_themes: np.ndarray  # T
    whole_polarity: np.ndarray  # T x 3
    clause_polarity: np.ndarray  # n x T x 3
    whole_sentiment: np.ndarray  # 4
    clause_sentiment: np.ndarray  # n x 3
    word_sentiment: np.ndarray  # 4
    whole_urgent: float  # log-odds
    word_urgent: float  # log-odds


@dataclass(frozen=True)
class Judgement:
    """A piece's probabilities: clause by theme (n x T), by polarity (n x T x 3), by sentiment (n x 4); its own (4).

    ``urgent`` says whether the piece is, by what the model has learnt; `nlp.risk` knows further expressions.
    """

    clause_themes: np.ndarray
    clause_polarity: np.ndarray
    clause_sentiments: np.ndarray
    sentiment: np.ndarray
    urgent: bool


class Model:
    """A trained pipeline's arithmetic."""

    def __init__(self, encoder: Encoder, heads: Heads, features: Features, words: Words, joint: Joint) -> None:
        self.encoder = encoder
        self.heads = heads
        self.features = features
        self.words = words
        self.joint = joint

    def views(self, asked: Sequence[Asked]) -> list[Views]:
        """Return what each view says of each piece, in order."""
        if not asked:
            return []
        kinds = [kind_of(one.question) for one in asked]
        rows = self.features.transform([one.text for one in asked], kinds)
        themes = rows @ self.words.word_themes.T + self.words.word_themes_bias
        sentiments = log_softmax(rows @ self.words.word_sentiment.T + self.words.word_sentiment_bias, axis=1)
        urgent = rows @ self.words.word_urgent[0] + self.words.word_urgent_bias[0]
        return [
            self._views(vectors, themes[place], sentiments[place], float(urgent[place]))
            for place, vectors in enumerate(self.encoder.read(asked))
        ]

    def _views(
        self, vectors: Vectors, word_themes: np.ndarray, word_sentiment: np.ndarray, word_urgent: float
    ) -> Views:
        heads, whole, clauses = self.heads, vectors.whole, vectors.clauses
        shape = (len(THEME_KEYS), len(POLARITIES))
        whole_polarity = (heads.whole_polarity @ whole + heads.whole_polarity_bias).reshape(shape)
        clause_polarity = (clauses @ heads.clause_polarity.T + heads.clause_polarity_bias).reshape(-1, *shape)
        return Views(
            whole_themes=heads.whole_themes @ whole + heads.whole_themes_bias,
            clause_themes=clauses @ heads.clause_themes.T + heads.clause_themes_bias,
            word_themes=word_themes,
            whole_polarity=log_softmax(whole_polarity, axis=-1),
            clause_polarity=log_softmax(clause_polarity, axis=-1),
            whole_sentiment=log_softmax(heads.whole_sentiment @ whole + heads.whole_sentiment_bias),
            clause_sentiment=log_softmax(clauses @ heads.clause_sentiment.T + heads.clause_sentiment_bias, axis=-1),
            word_sentiment=word_sentiment,
            whole_urgent=float(heads.whole_urgent[0] @ whole + heads.whole_urgent_bias[0]),
            word_urgent=word_urgent,
        )

    def judge(self, views: Views) -> Judgement:
        """Join what the views say.

        A theme's probability in the piece is that of its likeliest clause; another clause's is lower by as much as
        it speaks less of the theme.
        """
        joint = self.joint
        themes = expit(theme_evidence(views) @ joint.themes[:3] + joint.themes[3])
        # By odds: a clause read in its context knows a little of what its neighbours speak of.
        clause_themes = themes * np.exp(views.clause_themes - views.clause_themes.max(axis=0))
        polarity = softmax((views.clause_polarity + views.whole_polarity) / 2, axis=-1)
        sentiment = softmax(joint.sentiment @ sentiment_evidence(views) + joint.sentiment_bias)
        urgent = urgent_probability(urgent_evidence(views), joint.urgent) >= joint.urgent_threshold[0]
        return Judgement(clause_themes, polarity, _clause_sentiments(views, sentiment), sentiment, bool(urgent))


def _clause_sentiments(views: Views, sentiment: np.ndarray) -> np.ndarray:
    """Return each clause's four: mostly its own, a quarter the whole's; a single clause's are the whole's."""
    if len(views.clause_sentiment) == 1:
        return sentiment[np.newaxis]
    own = np.exp(views.clause_sentiment)
    spread = np.zeros((len(own), len(SENTIMENTS)))
    spread[:, [POSITIVE, NEGATIVE, NEUTRAL]] = own
    return np.asarray((3 * spread + sentiment) / 4)


def theme_evidence(views: Views) -> np.ndarray:
    """Return T x 3: each theme's log-odds by the whole, by its clauses (that any speaks of it), by the words."""
    none_speaks = np.clip(1 - expit(views.clause_themes), _EDGE, 1).prod(axis=0)
    clauses = logit(np.clip(1 - none_speaks, _EDGE, 1 - _EDGE))
    edge = logit(1 - _EDGE)
    return np.stack([np.clip(views.whole_themes, -edge, edge), clauses, views.word_themes], axis=1)


def urgent_evidence(views: Views) -> np.ndarray:
    """Return 2 numbers: urgency's log-odds by the whole and by the words."""
    edge = logit(1 - _EDGE)
    return np.clip([views.whole_urgent, views.word_urgent], -edge, edge)


def urgent_probability(evidence: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the joined probability of each row of evidence (N x 2, or 2) by a `Joint`'s weights."""
    return np.asarray(expit(evidence @ weights[:2] + weights[2]))


def sentiment_evidence(views: Views) -> np.ndarray:
    """Return what a piece's sentiment is judged by.

    4 log-probabilities by the whole, 4 by the words, and of its clauses: most praise, most blame, least of neither, on
    which side they lie together, and how much they clash.
    """
    least = np.log(_EDGE)
    clauses = np.exp(views.clause_sentiment)
    praise, blame, neither = clauses[:, PRAISED], clauses[:, BLAMED], clauses[:, NEITHER]
    facts = [praise.max(), blame.max(), neither.min(), (praise - blame).mean(), min(praise.max(), blame.max())]
    return np.concatenate([np.maximum(views.whole_sentiment, least), np.maximum(views.word_sentiment, least), facts])
