"""Targets as pages read them, made without a database. What a test is about it says itself; the rest is in order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from targets.audit import Known
from targets.nodes import AgreementLine, AgreementNode, Link, MeasureNode, Note, Owner, Place, TargetNode
from targets.terms import NoteTerms

TODAY = date(2026, 5, 4)
LAST_MONTH = date(2026, 4, 1)
REPAIRS = Place(1, "repairs", {"en": "Repairs"})
HEAD = Owner(1, "Head of Repairs", "head@example.org", active=True, since=None)
NOTE = Note(
    1,
    NoteTerms(
        source={"en": "The job list"}, numerator={"en": "Jobs in time"}, minimum_n=10, valid_from=date(2025, 4, 1)
    ),
    datetime(2025, 4, 1, tzinfo=UTC),
)
LINE = AgreementLine(1, "psa-homes", "psa", {"en": "Homes kept in good repair"}, REPAIRS)


def measure(number: int = 1, **more: Any) -> MeasureNode:
    """A counted measure, of which higher is better."""
    names = "abcdefghijklmnopqrstuvwxyz"
    known: dict[str, Any] = {
        "key": f"measure-{number}",
        "service": REPAIRS,
        # No two names have a word in common.
        "name": {"en": "".join(names[int(digit)] for digit in str(number)) + " made"},
        "unit_of_measure": "%",
        "better": "higher",
        "cadence": "month",
        "source": "figures" if more.get("formula") is None else "feedback",
        "formula": None,
        "parameters": {},
        "note": NOTE,
    }
    return MeasureNode(id=number, **{**known, **more})


def target(number: int = 1, *, themes: tuple[str, ...] = ("waiting",), **more: Any) -> TargetNode:
    """A target in order, on a measure of its own."""
    known: dict[str, Any] = {
        "key": f"target-{number}",
        "agreement": LINE,
        "measure": measure(number),
        "unit": None,
        "parent": None,
        "level": 90.0,
        "stretch": None,
        "baseline": 70.0,
        "baseline_on": date(2025, 3, 31),
        "milestones": (),
        "due": date(2027, 3, 31),
        "value_for_money": False,
        "owner": HEAD,
        "set_by": {"en": "Cabinet"},
        "delivered_by": {"en": "Managers"},
        "reviewed_by": {"en": "Performance manager"},
        "links": tuple(Link(theme, 1, "confirmed", 1.0) for theme in themes),
    }
    return TargetNode(id=number, **{**known, **more})


def part(of: TargetNode, number: int, **more: Any) -> TargetNode:
    """A unit's part of a target."""
    unit = more.pop("unit", Place(number, f"unit-{number}", {"en": f"Unit {number}"}))
    return replace(
        of, **{"id": number, "key": f"{of.key}-{number}", "unit": unit, "parent": of.key, "links": (), **more}
    )


def agreement(*targets: TargetNode, line: AgreementLine = LINE, objectives: int = 1) -> AgreementNode:
    """An agreement with its targets and so many objectives."""
    return AgreementNode(
        line=line,
        aim={"en": "Every home a good one"},
        objectives=({"en": "Cut the wait"},) * objectives,
        responsible={"en": "Head of Repairs"},
        starts_on=None,
        ends_on=None,
        targets=targets,
        delivered_by=(),
    )


def known(*targets: TargetNode, **more: Any) -> Known:
    """What is known of some targets: one agreement for those that flow from any, last month's figure for each."""
    of_one = [node for node in targets if node.agreement is not None and node.parent is None]
    told: dict[str, Any] = {
        "agreements": (agreement(*of_one),) if of_one else (),
        "latest": {(node.measure.id, node.unit.id if node.unit else 0): LAST_MONTH for node in targets},
        "today": TODAY,
    }
    return Known(targets=targets, **{**told, **more})
