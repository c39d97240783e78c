"""What an audit found, in plain sentences with their facts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import cast

from flask_babel import format_decimal, gettext, ngettext

from targets.audit import Finding
from targets.audit.contradicting import APART, LESS, OPPOSITE
from targets.nodes import Place, TargetNode
from web.language import in_reader_language
from web.manage.targets import words
from words import Words

# What a finding's sentence is made of: the finding, and its targets in its order.
Sentence = Callable[[Finding, Sequence[TargetNode]], str]


def said(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    """Return what was found, with its facts; ``nodes`` are the finding's targets, in its order."""
    return SENTENCES[finding.kind](finding, nodes)


def wanted(node: TargetNode) -> str:
    """Return what a target wants, and by when: two on one measure are told apart by it."""
    level = words.figure(node.level, node.measure.unit_of_measure)
    return str(gettext("%(level)s by %(day)s", level=level, day=words.day(node.due)))


def kind(of: str) -> str:
    """Return what findings of a kind are called."""
    names = {
        "contradiction": gettext("Targets that contradict each other"),
        "orphan": gettext("Targets that flow from no agreement"),
        "gap": gettext("What citizens complain of, and no target answers for"),
        "no_owner": gettext("Targets that nobody answers for"),
        "no_data": gettext("Measures without figures"),
        "near_duplicate": gettext("Targets that say the same twice"),
        "too_many": gettext("Too many targets at once"),
        "no_value_for_money": gettext("Agreements without a target for value for money"),
        "no_baseline": gettext("Targets without a baseline"),
        "no_evidence": gettext("Targets that nothing citizens say bears on"),
        "fabric": gettext("Measures that fail the test of data quality"),
    }
    return str(names[of])


def _contradiction(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    levels = [words.figure(node.level, node.measure.unit_of_measure) for node in nodes]
    facts = {
        "one": words.name(nodes[0]),
        "other": words.name(nodes[1]),
        "first": levels[0],
        "second": levels[1],
        "first_day": words.day(nodes[0].due),
        "second_day": words.day(nodes[1].due),
    }
    if finding.facts["why"] == APART:
        return str(
            gettext(
                "“%(one)s” is to reach %(first)s by %(first_day)s, and %(second)s by %(second_day)s: the two pull "
                "apart.",
                **facts,
            )
        )
    if finding.facts["why"] == LESS and nodes[0].due == nodes[1].due:
        sentence = gettext(
            "“%(one)s” is to reach both %(first)s and %(second)s by %(first_day)s: one asks for less than the other.",
            **facts,
        )
    elif finding.facts["why"] == LESS:
        sentence = gettext(
            "“%(one)s” is to reach %(first)s by %(first_day)s, and only %(second)s by %(second_day)s: the later target "
            "lets it slip.",
            **facts,
        )
    elif finding.facts["why"] == OPPOSITE:
        sentence = gettext(
            "“%(one)s” and “%(other)s” are made of the same answers, and better is more of the one and less of the "
            "other.",
            **facts,
        )
    else:
        sentence = gettext(
            "“%(one)s” is to reach %(first)s and “%(other)s” %(second)s of the same people: together more than all.",
            **facts,
        )
    return str(sentence)


def _orphan(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del finding
    return str(
        gettext(
            "“%(name)s” is owned by %(owner)s and flows from no agreement: nothing says what it is for.",
            name=words.name(nodes[0]),
            owner=nodes[0].owner.name,
        )
    )


def _gap(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del nodes
    return str(
        ngettext(
            "%(count)s comment on %(service)s in the last twelve months complains of “%(theme)s”. It is among the "
            "themes most complained of, and no target of the service answers for it.",
            "%(count)s comments on %(service)s in the last twelve months complain of “%(theme)s”. It is among the "
            "themes most complained of, and no target of the service answers for it.",
            int(str(finding.facts["negative"])),
            count=format_decimal(finding.facts["negative"]),
            theme=words.theme(str(finding.facts["theme"])),
            service=in_reader_language(cast("Place", finding.facts["service"]).name),
        )
    )


def _no_owner(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del finding
    return str(gettext("Nobody answers for “%(name)s” now: its owner has left.", name=words.name(nodes[0])))


def _no_data(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    cadence, periods = nodes[0].measure.cadence, int(str(finding.facts["periods"]))
    facts = {"measure": in_reader_language(nodes[0].measure.name)}
    if "not_asked" in finding.facts:
        service = in_reader_language(nodes[0].measure.service.name)
        sentence = gettext(
            "“%(measure)s” is made of the answers to “%(question)s”, and no survey of %(service)s asks that.",
            question=finding.facts["not_asked"],
            service=service,
            **facts,
        )
        return str(sentence)
    if "unfed" in finding.facts:
        return str(gettext("“%(measure)s” has no figure yet: none was ever recorded of it.", **facts))
    if cadence == "month":
        first = ngettext(
            "“%(measure)s” has no figure that may be shown of the last month.",
            "“%(measure)s” has no figure that may be shown of the last %(num)d months.",
            periods,
            **facts,
        )
    else:
        first = ngettext(
            "“%(measure)s” has no figure that may be shown of the last quarter.",
            "“%(measure)s” has no figure that may be shown of the last %(num)d quarters.",
            periods,
            **facts,
        )
    if "last" in finding.facts:
        last = cast("date", finding.facts["last"])
        return f"{first} {gettext('The last one is of %(period)s.', period=words.period(last, cadence))}"
    return f"{first} {gettext('There was none before either.')}"


def _near_duplicate(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    one, other = nodes
    if one.measure.id == other.measure.id:
        return str(
            gettext(
                "“%(name)s” has two targets of the same level (%(level)s) and day (%(day)s).",
                name=words.name(one),
                level=words.figure(one.level, one.measure.unit_of_measure),
                day=words.day(one.due),
            )
        )
    return str(
        gettext(
            "“%(one)s” and “%(other)s” mean nearly the same (%(alike)s, where 1 is the same).",
            one=words.name(one),
            other=words.name(other),
            alike=format_decimal(finding.facts["alike"], "0.00"),
        )
    )


def _too_many(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del nodes
    facts = {"count": finding.facts["count"], "most": finding.facts["most"]}
    if "owner" in finding.facts:
        owner = finding.facts["owner"]
        return str(gettext("%(owner)s answers for %(count)s targets: more than %(most)s.", owner=owner, **facts))
    unit = in_reader_language(cast("Words", finding.facts["unit"]))
    return str(gettext("%(unit)s owes its part of %(count)s targets: more than %(most)s.", unit=unit, **facts))


def _no_value_for_money(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del nodes
    agreement = in_reader_language(cast("Words", finding.facts["agreement"]))
    return str(gettext("No target of the agreement “%(agreement)s” is for value for money.", agreement=agreement))


def _no_baseline(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del finding
    return str(gettext("Nobody has said where “%(name)s” stood at the beginning.", name=words.name(nodes[0])))


def _no_evidence(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    del finding
    return str(
        gettext(
            "“%(name)s” is not fed by feedback, and no theme of comments is linked to it.", name=words.name(nodes[0])
        )
    )


def _fabric(finding: Finding, nodes: Sequence[TargetNode]) -> str:
    failed = "; ".join(_letter(letter, nodes[0]) for letter in str(finding.facts["letters"]))
    return str(gettext("“%(name)s” is %(failed)s.", name=words.name(nodes[0]), failed=failed))


def _letter(letter: str, node: TargetNode) -> str:
    """Return which letter of FABRIC fails, and why."""
    reasons: Mapping[str, str] = {
        "F": gettext("not focused (it flows from no agreement that has objectives)"),
        # That an owner has left is a finding of its own.
        "A": gettext("not appropriate (no theme that citizens speak of is linked to it)"),
        "B": gettext("not balanced (all targets of its agreement are of one kind)"),
        "R": gettext("not robust (it has no technical note)")
        if node.measure.note is None
        else gettext("not robust (its technical note leaves out the source, the numerator or the least number)"),
        "I": gettext("not integrated (nobody is said to review it)"),
        "C": gettext("not cost-effective (its figures are collected apart, and its agreement watches no cost)"),
    }
    return str(reasons[letter])


SENTENCES: Mapping[str, Sentence] = {
    "contradiction": _contradiction,
    "orphan": _orphan,
    "gap": _gap,
    "no_owner": _no_owner,
    "no_data": _no_data,
    "near_duplicate": _near_duplicate,
    "too_many": _too_many,
    "no_value_for_money": _no_value_for_money,
    "no_baseline": _no_baseline,
    "no_evidence": _no_evidence,
    "fabric": _fabric,
}
