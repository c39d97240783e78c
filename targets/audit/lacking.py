"""Rules on what targets lack: an agreement, figures, evidence, an owner, a baseline, room beside the others."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from tallies import period_of
from targets.audit.finding import (
    GAP,
    NO_BASELINE,
    NO_DATA,
    NO_EVIDENCE,
    NO_OWNER,
    NO_VALUE_FOR_MONEY,
    ORPHAN,
    TOO_MANY,
    Complaints,
    Finding,
    Known,
    Limits,
    evidence,
)
from targets.nodes import MeasureNode, TargetNode, unit_of
from words import Message


def orphans(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find targets that flow from no agreement; a unit's part flows from what its whole does."""
    del limits
    advice = Message("Let it flow from the agreement that it serves, or give it up.")
    for node in known.whole:
        if node.agreement is None:
            yield Finding(ORPHAN, (node.key,), {}, advice)


def too_many(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find owners who answer for too many targets, and units that owe too many.

    Whoever owns a whole target and units' parts of it has one of them.
    """
    owner_of = {node.key: node.owner.id for node in known.targets}
    by_owner: dict[int, list[TargetNode]] = {}
    by_unit: dict[int, list[TargetNode]] = {}
    for node in known.targets:
        if node.owner.active and (node.parent is None or owner_of.get(node.parent) != node.owner.id):
            by_owner.setdefault(node.owner.id, []).append(node)
        if node.unit is not None:
            by_unit.setdefault(node.unit.id, []).append(node)
    for own in by_owner.values():
        if len(own) > limits.targets:
            facts = {"owner": own[0].owner.name, "count": len(own), "most": limits.targets}
            advice = Message("Hand some over to whoever delivers them, or keep only those that matter most.")
            yield Finding(TOO_MANY, _keys(own), facts, advice)
    for own in by_unit.values():
        if len(own) > limits.targets and own[0].unit is not None:
            facts = {"unit": own[0].unit.name, "count": len(own), "most": limits.targets}
            advice = Message("Keep only the parts in which this unit has the furthest to go.")
            yield Finding(TOO_MANY, _keys(own), facts, advice)


def without_data(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find measures without a figure in the last periods that are over, each with its targets that lack one."""
    silent: dict[int, list[TargetNode]] = {}
    first_wanted: dict[str, date] = {}
    for node in known.targets:
        cadence = node.measure.cadence
        if cadence not in first_wanted:
            first_wanted[cadence] = _periods_before(known.today, cadence, limits.periods)
        last = known.latest.get((node.measure.id, unit_of(node)))
        if last is None or last < first_wanted[cadence]:
            silent.setdefault(node.measure.id, []).append(node)
    for nodes in silent.values():
        measure = nodes[0].measure
        dates = [known.latest[place] for node in nodes if (place := (measure.id, unit_of(node))) in known.latest]
        facts: dict[str, object] = {"periods": limits.periods}
        if dates:
            facts["last"] = max(dates)
        if (question := _not_asked(measure, known)) is not None:
            facts["not_asked"] = question
        elif measure.id in known.unfed:
            facts["unfed"] = True
        yield Finding(NO_DATA, _keys(nodes), facts, _about_no_data(measure, facts))


def gaps(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find the themes that matter most to a service's citizens and are evidence for none of its targets."""
    touched: dict[int, set[str]] = {}
    for node in known.targets:
        touched.setdefault(node.measure.service.id, set()).update(evidence(node))
    advice = Message("Set a target that answers for this theme, or link the theme to the target that does already.")
    for each in known.complaints:
        for theme in _worst(each, limits):
            if theme not in touched.get(each.service.id, set()):
                facts = {"theme": theme, "service": each.service, "negative": each.negative[theme]}
                yield Finding(GAP, (), facts, advice)


def without_evidence(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find targets that nothing citizens say bears on: not fed by feedback, and linked to no theme."""
    del limits
    advice = Message("Link the themes that speak of it, or ask citizens about it in the survey.")
    for node in known.whole:
        if node.measure.source != "feedback" and not evidence(node):
            yield Finding(NO_EVIDENCE, (node.key,), {}, advice)


def without_value_for_money(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find Public Service Agreements none of whose targets is for value for money."""
    del limits
    advice = Message("Set one target of this agreement for value for money, such as the cost of each transaction.")
    shown = {node.key for node in known.whole}
    for agreement in known.agreements:
        if agreement.line.kind == "psa" and not any(node.value_for_money for node in agreement.targets):
            keys = tuple(node.key for node in agreement.targets if node.key in shown)
            yield Finding(NO_VALUE_FOR_MONEY, keys, {"agreement": agreement.line.title}, advice)


def without_owner(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find targets whose owner has left."""
    del limits
    advice = Message("Name who answers for it from now on.")
    for node in known.targets:
        if not node.owner.active:
            yield Finding(NO_OWNER, (node.key,), {}, advice)


def without_baseline(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find targets of which nobody has said where the measure stood."""
    del limits
    advice = Message("Say where the measure stood and on which day, so that the way to the target can be drawn.")
    for node in known.targets:
        if node.baseline is None:
            yield Finding(NO_BASELINE, (node.key,), {}, advice)


def _not_asked(measure: MeasureNode, known: Known) -> str | None:
    """Return the question that a measure is made of, where the surveys of its service are known and none asks it."""
    asked = known.questions.get(measure.service.id)
    question = measure.parameters.get("question")
    if measure.source != "feedback" or question is None or asked is None or question in asked:
        return None
    return str(question)


def _about_no_data(measure: MeasureNode, facts: Mapping[str, object]) -> Message:
    if measure.source != "feedback":
        return Message("Upload the missing figures, or measure something that there are figures of.")
    if "not_asked" in facts:
        return Message("Set the measure on a question that a survey of the service asks, or ask this one.")
    if "unfed" in facts:
        return Message("Wait until tomorrow: what feedback gives for the periods that are over is recorded tonight.")
    return Message("Find out why feedback gives no figure: nobody answers, too few do, or on another scale.")


def _worst(each: Complaints, limits: Limits) -> list[str]:
    heard = [(n, theme) for theme, n in each.negative.items() if n >= limits.complaints]
    return [theme for _, theme in sorted(heard, key=lambda pair: (-pair[0], pair[1]))[: limits.themes]]


def _keys(nodes: Iterable[TargetNode]) -> tuple[str, ...]:
    return tuple(node.key for node in nodes)


def _periods_before(today: date, cadence: str, periods: int) -> date:
    """Return the first day of the first of so many periods that end before today's."""
    first = period_of(today, cadence)
    for _ in range(periods):
        if first == date.min:
            break
        first = period_of(first - timedelta(days=1), cadence)
    return first
