"""Conversations with simulated people, and what must hold of each: it ends, asks nothing twice, and loses nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import chat
from nlp.understanding import Understander
from surveys.definition import Definition, read_definition
from surveys.known import Setting
from surveys.questions import ChoiceQuestion, ChoicesQuestion, Question, TextQuestion
from surveys.questions import Option as Unit
from tests.conversations.installation import UNITS, WELSH_UNITS
from tests.conversations.people import MANNERS, Deed, Option, Person, Seen
from tests.conversations.playing import Place
from tests.conversations.transcripts import definition_of
from tests.conversations.window import Window

SURVEYS = ("visit", "contact", "scores", "brief", "wordless", "showcase")
TODAY = date(2026, 11, 27)
# Nobody is odd more often than so, and every question may be asked once more after that.
TURNS_EACH, TURNS_MORE = 3, 40


@dataclass
class Lived:
    """How a conversation with a simulated person went."""

    person: Person
    survey: str
    turns: int = 0
    ended: bool = False
    answers: int = 0
    # Turns after which the question that was open is still open.
    repairs: int = 0
    faults: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def note(self, seen: Seen, then: Seen | None, deed: Deed) -> None:
        """Note a turn."""
        self.turns += 1
        value = "" if deed.value is None else f" = {deed.value!r}"
        to = f" to {deed.to}" if deed.to else ""
        self.lines.append(f"[{seen.key}] {deed.said!r}{value}{to}")
        if then is not None and then.key == seen.key and not deed.asks_again:
            self.repairs += 1


def definition_with_units(survey: str) -> Definition:
    """Return a survey's definition with the places of the installation that is rehearsed in."""
    units = [
        Unit.model_construct(value=slug, label={"en": name, "cy": WELSH_UNITS.get(slug, name)})
        for slug, name in UNITS.items()
    ]
    return read_definition(definition_of(survey)).with_units(units)


def people(number: int, manners: Sequence[str] = tuple(MANNERS)) -> Iterator[tuple[Person, str]]:
    """Yield so many people of each manner, each with the survey that they are asked."""
    for manner in manners:
        for seed in range(number):
            yield Person(manner, seed), SURVEYS[seed % len(SURVEYS)]


class _Talk:
    """A conversation led by the dialogue alone, with a real understander: no server, no database."""

    def __init__(self, definition: Definition, understander: Understander) -> None:
        self.definition, self.understander = definition, understander
        self.setting = Setting(today=TODAY, mode="conversation", language="en")
        self.step = chat.begin(definition, setting=self.setting)

    def seen(self) -> Seen | None:
        question, answers = self.step.asked, self.step.state.answers
        if question is None:
            return None
        options = tuple(
            Option(value, tuple(dict.fromkeys(label.values())), _is_own(question, value), _is_alone(question, value))
            for value, label in question.offered()
        )
        answered = tuple(key for key, answer in answers.items() if answer is not None)
        quick = tuple(each.said for each in self.step.quick)
        return Seen(question.key, str(getattr(question, "type", "")), not question.required, options, quick, answered)

    def do(self, deed: Deed) -> None:
        asked = deed.to or (self.step.asked.key if self.step.asked else None)
        known: dict[str, Any] = {"setting": self.setting, "said": deed.said, "value": deed.value, "asked": asked}
        wanted = chat.to_understand(self.definition, self.step.state, **known)
        meaning = (
            None if wanted is None or not deed.said.strip() else next(iter(self.understander.understand([wanted])))
        )
        self.step = chat.step(self.definition, self.step.state, meaning=meaning, country="GB", **known)
        for effect in self.step.effects:
            if effect.kind == "language":
                self.setting = replace(self.setting, language=effect.payload["code"])

    def kept(self) -> dict[str, Any]:
        return {key: each for key, each in self.step.way.kept(self.step.state.answers).items() if each is not None}

    def has_lost(self, key: str) -> bool:
        """Whether a question that is asked has no answer."""
        return key not in self.kept() and any(each.key == key for each in self.step.way.questions)

    def needed(self) -> list[str]:
        """Return the questions that need an answer."""
        return [each.key for each in self.step.way.questions if each.asks and each.required]

    @property
    def gave_up(self) -> bool:
        return bool({effect.kind for effect in self.step.effects} & {"stop", "delete"})

    @property
    def may_be_asked_again(self) -> bool:
        """Whether the open question's answer is to be added to, or fits no longer."""
        question, state = self.step.asked, self.step.state
        if question is None or self.step.asks_first or state.memory.more == question.key:
            return True
        answer = state.answers.get(question.key)
        return answer is None or self.step.way.fault_of(question, answer) is not None


def _is_own(question: Question, value: str) -> bool:
    return value == "other" and bool(getattr(question, "other", None))


def _is_alone(question: Question, value: str) -> bool:
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return False
    return any(option.exclusive for option in question.options if option.value == value)


def talk(person: Person, survey: str, understander: Understander) -> Lived:
    """Let a person talk with the dialogue alone, and note what should not have happened."""
    definition = definition_with_units(survey)
    lived, here = Lived(person, survey), _Talk(definition, understander)
    most = TURNS_EACH * len(definition.questions) + TURNS_MORE
    # The question that is open because the person wants to answer it anew.
    anew = ""
    seen = here.seen()
    while seen is not None and lived.turns < most:
        before, deed = here.kept(), person.does(seen)
        here.do(deed)
        then = here.seen()
        lived.note(seen, then, deed)
        if deed.asks_again:
            anew = then.key if then else ""
        elif then is not None and then.key != anew:
            anew = ""
            if not here.may_be_asked_again:
                lived.faults.append(f"{then.key} is asked again although it is answered")
        if not (deed.asks_again or here.gave_up or anew):
            lived.faults += [f"the answer to {key} is lost" for key in before if here.has_lost(key) and key != seen.key]
        if deed.plain and deed.told is not None and not here.gave_up:
            lived.faults += _told_faults(definition.question(seen.key), deed, here.step.state.answers)
        seen = then
    lived.ended, lived.answers = seen is None, len(here.kept())
    if not lived.ended:
        lived.faults.append(f"it has not ended after {lived.turns} turns")
    if lived.ended and not here.gave_up:
        lived.faults += [f"{key} is needed and has no answer" for key in here.needed() if here.has_lost(key)]
    return lived


def _told_faults(question: Question, deed: Deed, answers: Mapping[str, Any]) -> list[str]:
    """Return whether what was told so plainly that anybody gets it is not what is stored."""
    wanted = question.parse(deed.told if deed.value is None else deed.value)
    stored = answers.get(question.key)
    # A comment is put below one that was made in passing.
    is_there = str(stored).endswith(wanted) if isinstance(question, TextQuestion) else stored == wanted
    return [] if is_there else [f"{question.key} was told plainly as {wanted!r} and is {stored!r}"]


def talk_live(person: Person, survey: str, place: Place) -> Lived:
    """Let a person talk with a running server."""
    _, key = place.publish(survey)
    window, lived = Window(place.url, key, patient=place.patient), Lived(person, survey)
    most = TURNS_EACH * len(definition_of(survey).get("questions", ()) or range(25)) + TURNS_MORE
    told: dict[str, Any] = {}
    seen = _seen_in(window)
    while seen is not None and lived.turns < most:
        deed = person.does(seen)
        window.send(deed.said, deed.value, deed.to)
        then = _seen_in(window)
        lived.note(seen, then, deed)
        if window.status != 200:
            lived.faults.append(f"answered with {window.status}: {window.detail}")
            break
        if not deed.plain:
            # What is said to the same question later counts, whatever it is.
            told.pop(deed.to or seen.key, None)
        elif deed.told is not None:
            told[seen.key] = deed.told
            if then is not None and then.key == seen.key and "send it" not in then.quick:
                lived.faults.append(f"{seen.key} was told plainly and is asked again")
        seen = then
    lived.ended = seen is None
    stored = place.stored(window.first_turn) if place.looks_inside else {}
    lived.answers = len(stored)
    if not lived.ended:
        lived.faults.append(f"it has not ended after {lived.turns} turns")
    elif window.ending == "sent" and place.looks_inside:
        lived.faults += [f"what was told plainly for {key} is not stored" for key in told if key not in stored]
    window.close()
    return lived


def _seen_in(window: Window) -> Seen | None:
    ask = window.state.get("ask")
    if ask is None:
        return None
    options = tuple(
        Option(each["value"], (window.plain(each["label"]),), each["own"], each["alone"]) for each in ask["options"]
    )
    quick = tuple(each["said"] for each in window.state["quick"])
    return Seen(ask["key"], ask["type"], ask["optional"], options, quick, tuple(window.answered))


def table(many: Sequence[Lived]) -> Iterator[str]:
    """Yield the lines of a table by manner, then each conversation in which something should not have happened."""
    yield f"{'manner':<14}{'conversations':>14}{'ended':>8}{'turns':>8}{'answers':>9}{'repairs':>9}{'faults':>8}"
    for manner in dict.fromkeys(lived.person.manner for lived in many):
        of = [lived for lived in many if lived.person.manner == manner]
        sums = [
            sum(numbers)
            for numbers in zip(*((e.ended, e.turns, e.answers, e.repairs, len(e.faults)) for e in of), strict=True)
        ]
        yield f"{manner:<14}{len(of):>14}{sums[0]:>8}{sums[1]:>8}{sums[2]:>9}{sums[3]:>9}{sums[4]:>8}"
    for lived in many:
        if lived.faults:
            yield f"── {lived.person.manner} {lived.person.seed}, {lived.survey}"
            yield from (f"   {line}" for line in lived.lines)
            yield from (f"   ✗ {fault}" for fault in lived.faults)
