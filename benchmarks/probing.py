"""``python -m benchmarks.probing [PEOPLE] [SEED]``: what asking further brings, with invented people.

Each has several themes in mind and says only part of them at first. The conversation, the understanding and the
analysis are the real ones; the words are the demonstration's. How patient people are is an assumption, stated below:
the figures show what the choice of probes does with such people, not what yours will do.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from statistics import fmean, stdev

import chat
from chat import State
from demo.stock import SERVICES, Polarity
from demo.words import Leaning, Writer
from nlp import Analyser, Source
from nlp.loading import load, understander
from nlp.opinions import opinions
from nlp.themes import THEME_KEYS
from nlp.understanding import Understander
from surveys import probed, probing
from surveys.definition import Definition, read_definition
from surveys.known import Setting
from surveys.questions import ProbeQuestion

PEOPLE, SEED = 600, 2026
SETTING = Setting(today=date(2026, 5, 4), mode="conversation")
ASKED = "How was your visit? Tell us in your own words."
QUESTION = {"key": "say", "type": "text", "text": {"en": ASKED}}

# How many themes somebody has in mind, by weight; how likely each beyond the first is said at first, and how likely
# another comes to mind when a probe is answered.
IN_MIND = {2: 40, 3: 40, 4: 20}
SAID_AT_FIRST, COMES_TO_MIND = 0.35, 0.4
BLAMES = 0.65
# What a person does when asked further, by weight; somebody who leaves says nothing more at all.
REACTIONS = {"answer": 62, "brief": 15, "decline": 19, "leave": 4}
BRIEF = ("Not sure really", "About an hour", "Hard to say", "Just quicker", "Nothing special")
# Whoever is not understood so often is somebody whom the form would serve better.
MOST_MESSAGES = 8
DECLINES = ("no more questions like this", "skip", "dunno", "that's all", "no")


@dataclass
class Citizen:
    """Somebody with themes in mind, each with what they would say of it."""

    rng: Random
    mind: dict[str, Polarity]
    writer: Writer
    service: str
    unsaid: list[str] = field(default_factory=list)

    def opens(self) -> str:
        """Return the first answer: one theme in mind, and perhaps more of them."""
        themes = list(self.mind)
        said = [themes[0], *(each for each in themes[1:] if self.rng.random() < SAID_AT_FIRST)]
        self.unsaid = [each for each in themes if each not in said]
        return " ".join(self._of(each) for each in said)

    def reacts(self, theme: str) -> str | None:
        """Return what is said to a probe of a theme; None where the person leaves."""
        reaction = self.rng.choices(list(REACTIONS), list(REACTIONS.values()))[0]
        if reaction == "leave":
            return None
        if reaction == "brief":
            return self.rng.choice(BRIEF)
        if reaction == "decline":
            return self.rng.choice(DECLINES)
        said = [self._of(theme if theme in self.mind else next(iter(self.mind)))]
        if self.unsaid and self.rng.random() < COMES_TO_MIND:
            said.append(self._of(self.unsaid.pop(0)))
        return " ".join(said)

    def _of(self, theme: str) -> str:
        polarity = self.mind[theme]
        # Nearly always of this theme: the words of some are drawn by all weights.
        weights = {each: 1.0 if each == theme else 1e-6 for each in THEME_KEYS}
        leaning = Leaning(weights, weights)
        sentiment = "positive" if polarity == "pos" else "negative"
        while True:
            comment = self.writer.write(service=self.service, sentiment=sentiment, leaning=leaning)
            if comment.themes == {theme: polarity}:
                return comment.text


@dataclass(frozen=True)
class Talk:
    """How one conversation went: captured themes before and with probes, of those in mind."""

    before: int
    after: int
    mind: int
    words_before: int
    words_after: int
    probes: int
    answered: int
    fitting: int
    left: bool


class Interviewer:
    """Holds conversations with the models that are shipped."""

    def __init__(self, analyser: Analyser, understands: Understander) -> None:
        self.analyser, self.understands = analyser, understands
        self.survey: Definition = read_definition(
            {"format": "yousaid-survey/1", "title": {"en": "Your visit"}, "questions": [QUESTION]}
        )

    def talk(self, citizen: Citizen) -> Talk:
        """Hold one conversation to its end."""
        said: str | None = citizen.opens()
        state, probes, left, times = State(), 0, False, 0
        while said is not None and times < MOST_MESSAGES:
            step = self._step(state, said)
            state, times = step.state, times + 1
            if step.asked is None:
                break
            if not isinstance(step.asked, ProbeQuestion):
                # It was not understood, or taken for a question: the person says it again, or agrees to have it noted.
                said = "note it" if state.memory.pending == "pass_on" else said
            elif state.answers.get(step.asked.key, "") == "":
                probes += step.asked.key not in {each.key for each in state.probes[:probes]}
                said = citizen.reacts(step.asked.theme)
                left = said is None
        answers = {key: text for key, text in state.answers.items() if text is not None}
        before = self._themes([(answers.get("say", ""), "")]) & set(citizen.mind)
        asked = {each.key: each.text["en"] for each in state.probes}
        everything = [(text, asked.get(key, "")) for key, text in answers.items()]
        after = self._themes(everything) & set(citizen.mind)
        words = (len(answers.get("say", "").split()), sum(len(text.split()) for text in answers.values()))
        fitting = sum(each.theme in citizen.mind for each in state.probes)
        return Talk(
            len(before),
            len(after),
            len(citizen.mind),
            *words,
            probes,
            sum(key != "say" for key in answers),
            fitting,
            left,
        )

    def _step(self, state: State, said: str) -> chat.Step:
        definition = probed.added(self.survey, state.probes)
        wanted = chat.to_understand(definition, state, setting=SETTING, said=said)
        if wanted is None:
            return chat.step(definition, state, setting=SETTING, said=said)
        (meaning,) = self.understands.understand([wanted])
        source = chat.to_analyse(definition, state, setting=SETTING, said=said, meaning=meaning)
        found = opinions(next(iter(self.analyser.analyse([source])))) if source is not None else ()
        return chat.step(
            definition,
            state,
            setting=SETTING,
            said=said,
            meaning=meaning,
            opinions=found,
            offered=probing.shipped(),
        )

    def _themes(self, comments: Sequence[tuple[str, str]]) -> set[str]:
        sources = [Source(text, asked or ASKED) for text, asked in comments]
        return {mark.theme for each in self.analyser.analyse(sources) for mark in each.themes}


def citizens(people: int, seed: int) -> Iterator[Citizen]:
    """Yield invented people; the same for the same seed."""
    rng = Random(seed)
    writer = Writer(rng)
    for _ in range(people):
        count = rng.choices(list(IN_MIND), list(IN_MIND.values()))[0]
        themes = rng.sample(THEME_KEYS, count)
        mind: dict[str, Polarity] = {theme: "neg" if rng.random() < BLAMES else "pos" for theme in themes}
        yield Citizen(rng, mind, writer, rng.choice(SERVICES))


def mean_of(numbers: Sequence[float]) -> str:
    """Return the mean with its 95 % interval, as text."""
    half = 1.959963984540054 * stdev(numbers) / math.sqrt(len(numbers))
    middle = fmean(numbers)
    return f"{middle:.2f} ({middle - half:.2f} to {middle + half:.2f})"


def table(talks: Sequence[Talk]) -> Iterator[str]:
    """Yield the lines of the table."""
    probes = sum(each.probes for each in talks)
    rows = {
        "themes in mind, a conversation": mean_of([each.mind for each in talks]),
        "captured without probes": mean_of([each.before for each in talks]),
        "captured with probes": mean_of([each.after for each in talks]),
        "difference, the same people": mean_of([each.after - each.before for each in talks]),
        "words without probes": mean_of([each.words_before for each in talks]),
        "words with probes": mean_of([each.words_after for each in talks]),
        "turns added": mean_of([each.probes for each in talks]),
        "conversations with a probe": f"{sum(each.probes > 0 for each in talks) / len(talks):.0%}",
        "probes about what the person had in mind": f"{sum(each.fitting for each in talks) / max(1, probes):.0%}",
        "probes answered in words": f"{sum(each.answered for each in talks) / max(1, probes):.0%}",
        "conversations left at a probe": f"{sum(each.left for each in talks) / len(talks):.1%}",
    }
    yield f"{len(talks)} invented people; means with 95 % intervals"
    yield from (f"{name:<42} {value}" for name, value in rows.items())


def main() -> None:
    """Hold the conversations and print the table."""
    given = [int(each) for each in sys.argv[1:3]]
    people, seed = [*given, *(PEOPLE, SEED)[len(given) :]]
    interviewer = Interviewer(load(), understander())
    for line in table([interviewer.talk(each) for each in citizens(people, seed)]):
        print(line)


if __name__ == "__main__":
    main()
