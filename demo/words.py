"""Comments that read as people's words, put together by chance from the hand-written stock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from random import Random
from typing import Literal

from demo import joining
from demo.decks import LONGEST_PLAIN, Decks
from demo.setting import Setting, draw_setting, fill, with_pronoun
from demo.slips import retype
from demo.stock import THEMES, Kind, Phrase, Polarity, Stock, stock

Sentiment = Literal["positive", "negative", "mixed", "neutral"]
Special = Literal["personal", "urgent", "hard"]

# Where the good half of a mixed comment comes from: praise that no complaint beside it can contradict.
PRAISE_BESIDE_BLAME = ("staff_manner", "staff_skill", "facilities", "safety", "privacy", "fairness")

# Nobody's: first names of invented members of staff, and how people thank them.
STAFF = ("Priya", "Bronwen", "Tom", "Rhiannon", "Yusuf", "Megan", "Kofi", "Siân")
THANKS = ("Thank you {name}!", "Special thanks to {name}.", "{name} is a credit to you.")
_SHARE_NAMED = 0.25

_TRIES = 8
_SHARE_WHOLE = 0.17
_POINTS = {"pos": (0.18, 0.43, 0.31, 0.08), "neg": (0.06, 0.54, 0.31, 0.09)}  # of 0, 1, 2, 3 themes
_FOLLOWED_BY: Mapping[Kind, Kind] = {"clause": "clause", "note": "note", "ask": "ask"}


@dataclass(frozen=True)
class Leaning:
    """How likely each theme is to be praised and blamed: weights, of any sum."""

    pos: Mapping[str, float]
    neg: Mapping[str, float]

    def of(self, polarity: Polarity) -> Mapping[str, float]:
        """Return the weights of one polarity."""
        return self.pos if polarity == "pos" else self.neg


@dataclass(frozen=True)
class Comment:
    """A comment and what its writer meant by it."""

    text: str
    language: str
    sentiment: Sentiment
    themes: Mapping[str, Polarity]
    urgent: bool = False


@dataclass(frozen=True)
class _Draft:
    """What is to be said, before it is typed."""

    text: str
    themes: Mapping[str, Polarity]
    whole: bool = False
    exact: bool = False  # typed without a slip


class Writer:
    """Writes comments; one writer seldom repeats itself.

    Args:
        rng: Where all the writer's chance comes from.
    """

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._stock: Stock = stock()
        self._decks = Decks(rng)
        self._written: set[str] = set()

    def write(self, *, service: str, sentiment: Sentiment, leaning: Leaning, language: str = "en") -> Comment:
        """Write a comment of the sentiment, about themes drawn by the leaning."""
        if sentiment == "neutral":
            return self._aside(service, language)
        if language == "cy":
            return self._new(lambda: self._welsh(service, sentiment, leaning), sentiment, language="cy")
        whole = self._rng.random() < _SHARE_WHOLE
        return self._new(lambda: self._english(service, sentiment, leaning, whole=whole), sentiment)

    def special(self, kind: Special, *, service: str, good: bool) -> Comment:
        """Write a comment with personal data, of somebody at risk, or that only sounds like risk."""
        wanted: Polarity = "pos" if good and kind != "urgent" else "neg"

        def draft() -> _Draft:
            phrases = [p for p in self._stock.find("aside", kind, service) if wanted in p.themes.values()]
            phrase = self._decks.deal(("aside", kind, service, wanted), phrases)
            return _Draft(joining.capital(self._fill(phrase, service)), phrase.themes, exact=kind == "personal")

        sentiment: Sentiment = "positive" if wanted == "pos" else "negative"
        return self._new(draft, sentiment, urgent=kind == "urgent")

    def _new(
        self, draft: Callable[[], _Draft], sentiment: Sentiment, *, language: str = "en", urgent: bool = False
    ) -> Comment:
        """Type a draft; if the very same has been written before and is not just a few words, another."""
        for _ in range(_TRIES):
            made = draft()
            text = made.text
            if language == "en" and not made.exact:
                text = retype(text, rng=self._rng, slips=self._stock.slips, whole=made.whole)
            if text.casefold() not in self._written or len(text) <= LONGEST_PLAIN:
                break
        self._written.add(text.casefold())
        return Comment(text, language, sentiment, made.themes, urgent)

    def _aside(self, service: str, language: str) -> Comment:
        """Write a comment that says nothing, or asks or states something."""
        if language == "cy":
            phrase = self._pick("welsh", "nothing", service)
        elif self._rng.random() < 0.62:
            phrase = self._rng.choice(self._stock.find("aside", "nothing", service))
        else:
            phrase = self._pick("aside", "neutral", service)
        return Comment(self._fill(phrase, service), language, "neutral", phrase.themes)

    def _english(self, service: str, sentiment: Sentiment, leaning: Leaning, *, whole: bool) -> _Draft:
        if whole and (draft := self._whole(service, sentiment, leaning)):
            return draft
        if sentiment == "mixed":
            return self._mixed(service, leaning)
        return self._one_sided(service, "pos" if sentiment == "positive" else "neg", leaning)

    def _whole(self, service: str, sentiment: Sentiment, leaning: Leaning) -> _Draft | None:
        """Draw a hand-written comment about several things, likelier if it fits better; None if all are said."""
        fitting = [p for p in self._stock.find("whole", "", service) if _sentiment_of(p) == sentiment]
        fresh = self._decks.fresh(fitting)
        if not fresh:
            return None
        phrase = self._rng.choices(fresh, [_fit(phrase, leaning) for phrase in fresh])[0]
        self._decks.note(phrase)
        return _Draft(self._fill(phrase, service), phrase.themes, whole=True)

    def _one_sided(self, service: str, polarity: Polarity, leaning: Leaning) -> _Draft:
        """Praise or blame one to three things, or just all of it."""
        count = self._rng.choices(range(4), _POINTS[polarity])[0]
        themes = self._draw_themes(leaning.of(polarity), count)
        phrases = [self._pick(themes[0] if themes else "general", polarity, service)]
        follows = _FOLLOWED_BY.get(phrases[0].kind)
        if follows and themes:
            phrases += self._picks(themes[1:], polarity, service, follows)
        if follows == "note" and themes and self._rng.random() < 0.3:
            phrases = [*self._picks(["general"], polarity, service, "note"), *phrases]
        return _Draft(self._said(phrases, polarity, service), _merged(phrases), whole=phrases[0].kind == "whole")

    def _said(self, phrases: Sequence[Phrase], polarity: Polarity, service: str) -> str:
        """Return phrases of one kind as running text."""
        rng, kind = self._rng, phrases[0].kind
        texts = self._fill_all(phrases, service)
        if kind == "note":
            return joining.join_notes(texts, rng=rng)
        if kind == "whole":
            return texts[0]
        if kind == "ask":
            text = joining.join_asks(texts, rng=rng)
        else:
            more = "more pos" if polarity == "pos" else "more"
            text = joining.join_clauses(texts, rng=rng, connectors=self._frame(more, service))
            text = joining.stopped(joining.capital(self._open(text, polarity, service)))
        if rng.random() < 0.17:
            text = f"{text} {self._fill(self._pick('frame', f'close {polarity}', service), service)}"
        return text

    def _open(self, text: str, polarity: Polarity, service: str) -> str:
        chance = self._rng.random()
        if polarity == "pos" and chance < 0.05:
            return f"{self._rng.choice(self._frame('answer', service))} {text}"
        if chance < 0.2:
            opener = self._fill(self._pick("frame", f"open {polarity}", service), service)
            return joining.opened(text, opener, rng=self._rng)
        return text

    def _mixed(self, service: str, leaning: Leaning) -> _Draft:
        """Praise one thing and blame another."""
        good = {theme: leaning.pos[theme] for theme in PRAISE_BESIDE_BLAME if theme in leaning.pos}
        praised = self._draw_themes(good, 1)
        blamed = self._draw_themes({t: w for t, w in leaning.neg.items() if t not in praised}, 1)
        kind = self._rng.choices(("clause", "note", "ask"), (62, 16, 22))[0]
        pos = self._picks(praised, "pos", service, "note" if kind == "note" else "clause")
        neg = self._picks(blamed, "neg", service, "note" if kind == "note" else "ask" if kind == "ask" else "clause")
        if not pos or not neg:  # every theme has clauses, not every one notes or requests
            pos = self._picks(praised, "pos", service, "clause")
            neg = self._picks(blamed, "neg", service, "clause")
        return _Draft(self._turned(pos[0], neg[0], service), _merged([*pos, *neg]))

    def _turned(self, pos: Phrase, neg: Phrase, service: str) -> str:
        rng = self._rng
        if neg.kind == "note":
            return joining.join_notes(self._fill_all([pos, neg], service), rng=rng)
        if neg.kind == "ask":
            good, ask = self._fill_all([pos, neg], service)
            though = "" if "?" in ask or rng.random() < 0.85 else " though"
            return f"{joining.stopped(joining.capital(good))} {joining.stopped(joining.capital(ask) + though)}"
        back = rng.random() < 0.3
        texts = self._fill_all([neg, pos] if back else [pos, neg], service)
        connectors = self._frame("turn back" if back else "turn", service)
        text = joining.join_turn(texts[0], texts[1], rng=rng, connectors=connectors)
        return joining.stopped(joining.capital(text))

    def _welsh(self, service: str, sentiment: Sentiment, leaning: Leaning) -> _Draft:
        """Say one or two things in Welsh; only joins that change no letter after them are used."""
        if sentiment == "mixed":
            pair = [self._welsh_phrase(tone, service, leaning, clause=True) for tone in ("pos", "neg")]
            text = ", ond ".join(self._fill_all(pair, service))
            return _Draft(joining.stopped(joining.capital(text)), _merged(pair))
        tone: Polarity = "pos" if sentiment == "positive" else "neg"
        phrases = [self._welsh_phrase(tone, service, leaning)]
        if phrases[0].kind == "clause" and self._rng.random() < 0.45:
            phrases.append(self._welsh_phrase(tone, service, leaning, clause=True))
        texts = dict.fromkeys(joining.stopped(joining.capital(t)) for t in self._fill_all(phrases, service))
        text = " ".join(texts)
        if phrases[0].kind == "clause" and self._rng.random() < 0.3:
            text = f"{text} {self._pick('welsh', f'close {tone}', service).text}"
        return _Draft(text, _merged(phrases))

    def _welsh_phrase(self, tone: Polarity, service: str, leaning: Leaning, *, clause: bool = False) -> Phrase:
        phrases = [p for p in self._stock.find("welsh", tone, service) if p.kind == "clause" or not clause]
        return self._rng.choices(phrases, [_fit(phrase, leaning) for phrase in phrases])[0]

    def _draw_themes(self, weights: Mapping[str, float], count: int) -> list[str]:
        """Draw different themes by weight."""
        left = dict(weights)
        drawn: list[str] = []
        for _ in range(min(count, len(left))):
            drawn.append(self._rng.choices(list(left), list(left.values()))[0])
            del left[drawn[-1]]
        return drawn

    def _picks(self, files: Iterable[str], tone: str, service: str, kind: Kind) -> list[Phrase]:
        """Pick a phrase of the kind from each file that has one."""
        picked = []
        for file in files:
            if phrases := [p for p in self._stock.find(file, tone, service) if p.kind == kind]:
                picked.append(self._decks.deal((file, tone, service, kind), phrases))
        return picked

    def _pick(self, file: str, tone: str, service: str) -> Phrase:
        return self._decks.deal((file, tone, service), self._stock.find(file, tone, service))

    def _frame(self, tone: str, service: str) -> list[str]:
        return [phrase.text for phrase in self._stock.find("frame", tone, service)]

    def _fill(self, phrase: Phrase, service: str) -> str:
        return self._fill_all([phrase], service)[0]

    def _fill_all(self, phrases: Sequence[Phrase], service: str) -> list[str]:
        """Fill the slots of phrases that will stand in one comment."""
        setting: Setting = draw_setting(service, rng=self._rng, stock=self._stock)
        texts: list[str] = []
        said = ""
        for phrase in phrases:
            raw = with_pronoun(phrase.text, after=said, setting=setting)
            texts.append(fill(raw, setting=setting, rng=self._rng, stock=self._stock))
            said += phrase.text
        return texts


def with_a_name(comment: Comment, *, rng: Random) -> Comment:
    """Return the comment; one in four that praise staff in English now names one of them."""
    about_staff = {comment.themes.get(theme) for theme in ("staff_manner", "staff_skill")}
    if comment.language != "en" or comment.sentiment != "positive" or "pos" not in about_staff:
        return comment
    if rng.random() >= _SHARE_NAMED:
        return comment
    thanks = rng.choice(THANKS).format(name=rng.choice(STAFF))
    return replace(comment, text=f"{joining.stopped(comment.text)} {thanks}")


def _merged(phrases: Iterable[Phrase]) -> dict[str, Polarity]:
    return {theme: polarity for phrase in phrases for theme, polarity in phrase.themes.items()}


def _sentiment_of(phrase: Phrase) -> Sentiment:
    polarities = set(phrase.themes.values())
    if {"pos", "neg"} <= polarities:
        return "mixed"
    return "positive" if "pos" in polarities else "negative"


def _fit(phrase: Phrase, leaning: Leaning) -> float:
    """Return how well a phrase's themes suit the leaning: the geometric mean of their weights."""
    if not phrase.themes:
        return sum(leaning.pos.values()) / len(THEMES)
    weights = [leaning.of(polarity).get(theme, 0.0) for theme, polarity in phrase.themes.items()]
    return prod(weights) ** (1 / len(weights))
