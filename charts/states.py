"""How a point's state is told: by its shape, and by a colour besides; never by red, amber and green."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from charts.figures import ChartError
from charts.legend import SWATCH, Key
from charts.palette import Look, marker
from charts.svg import JOINT

State = Literal["common_cause", "improvement", "concern", "neutral"]

# Grey, blue, orange and purple are what readers of the NHS's "Making Data Count" charts know.
STATES: dict[State, Look] = {
    "common_cause": Look("#6f777b", None, 0, 0, None),
    "improvement": Look("#1d70b8", None, 4, 45, None),
    "concern": Look("#d4600a", None, 4, 0, None),
    "neutral": Look("#6a3d9a", None, 3, 0, None),
}


@dataclass(frozen=True)
class StateNames:
    """What the states are called, in the reader's language; ``uncertain`` is what a hollow point says."""

    common_cause: str
    improvement: str
    concern: str
    neutral: str
    uncertain: str

    def of(self, state: State) -> str:
        """Return the name of a state."""
        return {
            "common_cause": self.common_cause,
            "improvement": self.improvement,
            "concern": self.concern,
            "neutral": self.neutral,
        }[state]

    def said(self, state: State | None, why: str, *, uncertain: bool, trial: str = "") -> str:
        """Return what is said of a point: its state if it has one, why, and why that is not certain."""
        facts = (self.of(state) if state else "", why, trial, self.uncertain if uncertain else "")
        return JOINT.join(fact for fact in facts if fact)


def check_states(states: Iterable[str]) -> None:
    """Refuse a state that has no look, with a ChartError."""
    for state in states:
        if state not in get_args(State):
            raise ChartError(f"there is no look for the state {state!r}")


def mark(state: State | None, x: float, y: float, *children: str, radius: float = 4.5, hollow: bool = False) -> str:
    """Return the point of a state (None: not judged); what is special is drawn a little larger."""
    grown = radius if state in (None, "common_cause") else max(radius + 1, 3.5)
    return marker(STATES[state or "common_cause"], x, y, *children, radius=grown, hollow=hollow)


def state_keys(names: StateNames, drawn: Iterable[tuple[State | None, bool]]) -> list[Key]:
    """Return the legend's keys of the states that occur; ``drawn`` says of each point whether it is uncertain."""
    points = set(drawn)
    occurring = {state for state, _ in points}
    keys = [_key(names.of(state), state, hollow=False) for state in STATES if state in occurring]
    if any(uncertain for _, uncertain in points):
        keys.append(_key(names.uncertain, "common_cause", hollow=True))
    return keys


def _key(name: str, state: State, *, hollow: bool) -> Key:
    return Key(name, lambda x, y: mark(state, x + SWATCH / 2, y, hollow=hollow))
