"""What a control chart is drawn from: points, limits, breaks and names."""

from collections.abc import Sequence
from dataclasses import dataclass

from charts.figures import Break, ChartError, Table, Words, check_id, check_values
from charts.states import State, StateNames, check_states
from charts.svg import JOINT


@dataclass(frozen=True)
class ControlPoint:
    """One period's figure.

    Attributes:
        value: None where it is not known: a gap.
        state: What the rules make of it; fixes shape and colour. None: nothing yet, and no limits hold for it.
        why: The rule that says so, in the reader's language; in the hint and the table.
        uncertain: Drawn hollow, such as one of few answers or not locked yet.
    """

    value: float | None
    state: State | None = "common_cause"
    why: str = ""
    uncertain: bool = False


@dataclass(frozen=True)
class Segment:
    """The limits in force from one period on, until the next segment.

    Attributes:
        start: Index of its first period.
        centre: Same unit as the values, as are all limits; None where not known.
        lower: Lower limit; None where there is none.
        upper: Upper limit; None where there is none.
        near: The lower and the upper near limit, drawn faintly.
        label: Why the limits were calculated anew from here; short. None needed for the first.
        trial: Whether they rest on too few points: dashed differently, the points hollow.
    """

    start: int
    centre: float | None
    lower: float | None
    upper: float | None
    near: tuple[float, float] | None = None
    label: str = ""
    trial: bool = False


@dataclass(frozen=True)
class ControlNames:
    """What the parts of a control chart are called, in the reader's language: in legend, table and hints.

    ``trial`` names the limits of a trial segment; ``state`` and ``note`` head the table's last columns.
    """

    value: str
    centre: str
    limits: str
    lower: str
    upper: str
    near: str
    trial: str
    target: str
    state: str
    note: str
    states: StateNames


@dataclass(frozen=True)
class Process:
    """All that a control chart is drawn from, and what follows from it."""

    words: Words
    names: ControlNames
    periods: Sequence[str]
    points: Sequence[ControlPoint]
    segments: Sequence[Segment]
    breaks: Sequence[Break]
    target: Sequence[float | None]

    def segment(self, place: int) -> Segment | None:
        """Return the segment that a period lies in."""
        return next((one for one in reversed(self.segments) if one.start <= place), None)

    def on_trial(self, place: int) -> bool:
        """Return whether a period's point is judged by limits on trial."""
        segment = self.segment(place)
        return bool(segment and segment.trial and self.points[place].state)

    def hollow(self, place: int) -> bool:
        """Return whether a period's point is not certain."""
        return self.points[place].uncertain or self.on_trial(place)

    def figures(self) -> list[float]:
        """Return all that the value axis must have room for."""
        limits = [(one.centre, one.lower, one.upper, *(one.near or ())) for one in self.segments]
        drawn = [*(point.value for point in self.points), *self.target, *(value for row in limits for value in row)]
        return [value for value in drawn if value is not None]

    def notes(self) -> dict[int, str]:
        """Return what changes before which period: breaks, and limits calculated anew."""
        found: dict[int, list[str]] = {}
        for one in self.breaks:
            found.setdefault(one.before, []).append(one.label)
        for segment in self.segments:
            if segment.start and segment.label not in ("", *found.get(segment.start, ())):
                found.setdefault(segment.start, []).append(segment.label)
        return {place: JOINT.join(labels) for place, labels in found.items()}

    def said(self, place: int) -> str:
        """Return what is said of a period's point."""
        point, trial = self.points[place], self.names.trial if self.on_trial(place) else ""
        return self.names.states.said(point.state, point.why, uncertain=point.uncertain, trial=trial)


def check_process(chart_id: str, given: Process) -> None:
    """Refuse what cannot be drawn, or would lie, with a ChartError."""
    check_id(chart_id)
    count = len(given.periods)
    if len(given.points) != count or len(given.target) not in (0, count):
        raise ChartError(f"{len(given.points)} points and {len(given.target)} targets for {count} periods")
    check_values("a point", [point.value for point in given.points])
    check_values("the target", given.target)
    check_states(point.state for point in given.points if point.state is not None)
    if any(not 0 < one.before < count for one in given.breaks):
        raise ChartError(f"a break lies before one of the periods 1 to {count - 1}: {list(given.breaks)}")
    starts = [one.start for one in given.segments]
    if starts != sorted(set(starts)) or any(not 0 <= start < count for start in starts):
        raise ChartError(f"segments start in order, inside {count} periods: {starts}")
    for one in given.segments:
        near = one.near or (None, None)
        limits = [value for value in (one.lower, near[0], one.centre, near[1], one.upper) if value is not None]
        check_values("a limit", limits)
        if limits != sorted(limits):
            raise ChartError(f"limits are not in order: {one}")


def process_table(given: Process) -> Table:
    """Return the table: a row per period."""
    words, names, notes = given.words, given.names, given.notes()

    def shown(value: float | None) -> str:
        return words.missing if value is None else words.number(value)

    columns = [words.heading, names.value, names.centre, names.lower, names.upper]
    columns += [names.target] * bool(given.target) + [names.state] + [names.note] * bool(notes)
    rows = []
    for place, (period, point) in enumerate(zip(given.periods, given.points, strict=True)):
        segment = given.segment(place) if point.state else None
        limits = (segment.centre, segment.lower, segment.upper) if segment else (None, None, None)
        row = [period, *(shown(value) for value in (point.value, *limits))]
        row += [shown(given.target[place])] if given.target else []
        row.append(words.missing if point.value is None else given.said(place))
        row += [notes.get(place, "")] if notes else []
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))
