"""Holding a conversation as its transcript says, and what was otherwise than expected."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from tests.conversations.transcripts import Conversation, Script, Turn, resolved
from tests.conversations.window import Window, WindowError

# Longer than a web server waits for the worker: the message was taken without having been understood.
LATE_SECONDS = 1.9
# How often a conversation is held anew because the worker was too busy to answer in time.
MOST_TIMES = 3


class Understood(Protocol):
    intent: str
    confidence: float
    values: dict[str, Any]


class Place(Protocol):
    """Where conversations are held. What cannot be looked into tells no meanings and no stored answers."""

    @property
    def looks_inside(self) -> bool: ...
    @property
    def url(self) -> str: ...
    @property
    def patient(self) -> bool: ...
    def today(self) -> date: ...
    def publish(self, survey: str) -> tuple[str, str]: ...
    def publish_again(self, slug: str, survey: str) -> None: ...
    def silence(self, turn: str, minutes: int) -> None: ...
    def understood(self, turn: str) -> Understood | None: ...
    def stored(self, turn: str) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Played:
    """A turn as it went: what the service said then, what was understood, and the faults."""

    turn: Turn
    replies: tuple[str, ...]
    asked: str
    understood: Understood | None
    wanted_values: dict[str, Any] | None
    faults: tuple[str, ...]


@dataclass
class Outcome:
    """How a conversation went."""

    script: Script
    opening: tuple[str, ...] = ()
    turns: list[Played] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    late: bool = False

    @property
    def failed(self) -> bool:
        """Whether anything was otherwise than expected."""
        return bool(self.faults) or any(turn.faults for turn in self.turns)

    @property
    def known(self) -> str | None:
        """Why it is expected to fail, if it is."""
        return self.script.conversation.known

    @property
    def is_wrong(self) -> bool:
        """Whether it failed unexpectedly, or went well although it is marked as failing."""
        return self.failed == (self.known is None)


def play(script: Script, place: Place) -> Outcome:
    """Hold a conversation; where the worker was too busy to understand in time, hold it again."""
    for _ in range(MOST_TIMES):
        outcome = _Player(script, place).play()
        if not outcome.late:
            break
    return outcome


class _Player:
    def __init__(self, script: Script, place: Place) -> None:
        self.script, self.place, self.today = script, place, place.today()
        self.conversation: Conversation = script.conversation
        self.slug, key = place.publish(self.conversation.survey)
        self.window = Window(place.url, key, self.conversation.language, patient=place.patient)

    def play(self) -> Outcome:
        outcome = Outcome(self.script, (*self.window.replies, *self._question()))
        shown = "\n".join(outcome.opening)
        lacking = [text for text in self.conversation.opening if text not in shown]
        outcome.faults += [f"the window opens without “{text}”" for text in lacking]
        for turn in self.conversation.turns:
            try:
                self._do(turn)
            except WindowError as error:
                outcome.faults.append(f"{turn.deed}: {error}")
                break
            played = self._played(turn)
            outcome.turns.append(played)
            outcome.late = outcome.late or (turn.say is not None and self.window.seconds > LATE_SECONDS)
        else:
            outcome.faults += self._end_faults()
        self.window.close()
        return outcome

    def _do(self, turn: Turn) -> None:
        window = self.window
        deeds: dict[str, Callable[[Any], None]] = {
            "say": lambda _: window.say(turn.said, to=turn.to, lost=bool(turn.lost)),
            "press": lambda each: window.press(each, to=turn.to, words=turn.words, lost=bool(turn.lost)),
            "skip": lambda _: window.skip(),
            "again": window.again,
            "reload": lambda _: window.reload(),
            "language": window.change_language,
            "publish": lambda survey: self.place.publish_again(self.slug, survey),
            "silence": lambda minutes: self.place.silence(window.first_turn, minutes),
            "flood": window.flood,
        }
        deeds[turn.kind](getattr(turn, turn.kind))

    def _played(self, turn: Turn) -> Played:
        window = self.window
        looks = turn.say is not None and not turn.lost and window.status == 200 and self.place.looks_inside
        understood = self.place.understood(window.last_turn) if looks else None
        wanted = None if turn.values is None else resolved(turn.values, self.today)
        faults = [*self._shown_faults(turn), *_meaning_faults(turn, understood, wanted)]
        return Played(turn, (*window.replies, *self._question()), window.question, understood, wanted, tuple(faults))

    def _question(self) -> list[str]:
        ask = self.window.state.get("ask")
        return [] if ask is None or self.window.status != 200 else [f"[{ask['key']}]"]

    def _shown_faults(self, turn: Turn) -> list[str]:
        window, shown = self.window, "\n".join(self.window.replies)
        faults = [f"the reply lacks “{text}”" for text in turn.reply if text not in shown]
        faults += [f"the reply has “{text}”" for text in turn.without if text in shown]
        if window.status != (turn.refused or 200):
            faults.append(f"answered with {window.status}, not {turn.refused or 200}")
        if turn.asked is not None and window.question != turn.asked:
            faults.append(f"then asked is {window.question or 'nothing'}, not {turn.asked}")
        for key, label in (turn.answered or {}).items():
            if window.answered.get(key) != label:
                faults.append(f"{key} is shown as {window.answered.get(key)}, not {label}")
        pressable = tuple(each["said"] for each in window.state.get("quick", ()))
        if turn.quick is not None and pressable != turn.quick:
            faults.append(f"to press there is {', '.join(pressable) or 'nothing'}, not {', '.join(turn.quick)}")
        links = window.state.get("links", ())
        if turn.link is not None and not any(f"/{turn.link}" in each["url"] for each in links):
            faults.append(f"there is no link to the {turn.link}")
        return faults

    def _end_faults(self) -> list[str]:
        faults = []
        if self.window.ending != self.conversation.ending:
            faults.append(f"it ends {self.window.ending}, not {self.conversation.ending}")
        if self.place.looks_inside:
            wanted, stored = resolved(self.conversation.answers, self.today), self.place.stored(self.window.first_turn)
            for key in [*wanted, *(key for key in stored if key not in wanted)]:
                if wanted.get(key) != stored.get(key):
                    faults.append(f"stored for {key} is {stored.get(key)!r}, not {wanted.get(key)!r}")
        return faults


def _meaning_faults(turn: Turn, understood: Understood | None, wanted: dict[str, Any] | None) -> list[str]:
    """Compare with what the model understood; where it was not asked, plain words told it."""
    if understood is None:
        return []
    faults = []
    if turn.intent is not None and understood.intent != turn.intent:
        faults.append(f"understood as {understood.intent} ({understood.confidence:.2f}), not {turn.intent}")
    if wanted is not None and understood.values != wanted:
        faults.append(f"values {understood.values}, not {wanted}")
    return faults
