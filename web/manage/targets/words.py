"""Figures and states of targets in the reader's words."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import format_date, format_decimal, format_percent, gettext, ngettext

from charts import assurance_icon, variation_icon
from nlp.themes import THEMES
from tallies import Contrast
from targets.boards import Standing
from targets.nodes import Note, TargetNode
from targets.readings import Reading
from targets.variation import Chart, Course, Rank
from web.language import in_reader_language

DECIMALS = {"%": "#,##0.0", "£": "#,##0.00"}


def name(node: TargetNode) -> str:
    """Return a target's name: its measure's, and its unit's where it is a unit's part."""
    measure = in_reader_language(node.measure.name)
    return f"{measure}: {in_reader_language(node.unit.name)}" if node.unit else measure


def theme(key: str) -> str:
    """Return a theme's name."""
    return in_reader_language(THEMES[key]) if key in THEMES else key


def weight(of: float) -> str:
    """Return in words how much a theme says of a target; a weight that a file brought as its number."""
    names = {
        1.0: gettext("It is what the target is about"),
        0.6: gettext("It says much about it"),
        0.3: gettext("It says something about it"),
    }
    return str(names.get(of) or gettext("Weight %(weight)s of 1", weight=format_decimal(of)))


def apart(units: Sequence[str]) -> str:
    """Say which units lie apart from the others."""
    if not units:
        return str(gettext("No unit lies further from the others than chance would explain."))
    return str(gettext("Further from the others than chance would explain: %(units)s.", units=", ".join(units)))


def milestones(node: TargetNode) -> str:
    """Return what a target is to reach on its way."""
    unit = node.measure.unit_of_measure
    said = [
        gettext("%(level)s by %(day)s", level=figure(each.level, unit), day=day(each.on)) for each in node.milestones
    ]
    return "; ".join(said)


def day(of: date) -> str:
    """Return a day as the pages write it."""
    return str(format_date(of, "d MMMM yyyy"))


def figure(value: float | None, unit: str) -> str:
    """Return a value in its unit of measure: "81.5 %", "£12.50", "20 days"; a dash where there is none."""
    if value is None:
        return "–"
    number = format_decimal(value, DECIMALS.get(unit, "#,##0.##"))
    if unit == "£":
        return f"−£{number[1:]}" if number.startswith(("-", "−")) else f"£{number}"
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def interval(reading: Reading, unit: str) -> str:
    """Return the range in which a figure lies, and of how many it is; empty where neither is known."""
    said = []
    if reading.low is not None and reading.high is not None:
        ends = {"low": figure(reading.low, unit), "high": figure(reading.high, unit)}
        said.append(gettext("%(low)s to %(high)s", **ends))
    if reading.n is not None:
        said.append(gettext("of %(n)s", n=format_decimal(reading.n)))
    return ", ".join(said)


def points(of: Contrast) -> str:
    """Return a difference of shares in percentage points, with its range."""
    low, value, high = (f"{100 * each:+.1f}".replace("-", "\u2212") for each in (of.low, of.value, of.high))
    return str(gettext("%(value)s points (%(low)s to %(high)s)", value=value, low=low, high=high))


def difference(of: Contrast, unit: str) -> str:
    """Return a difference of means in the measure's unit, with its range."""
    low, value, high = (f"{'+' if each > 0 else ''}{figure(each, unit)}" for each in (of.low, of.value, of.high))
    return str(gettext("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high))


def percent(part: float) -> str:
    """Return a part of 1 in percent: whole ones, and of little a decimal."""
    return str(format_percent(part, "0%" if part >= 0.1 or not part else "0.0%"))


def place(of: Rank, units: int) -> str:
    """Return the places that a unit may have among so many; never the one that chance gave it."""
    if of.best == of.worst:
        return str(gettext("%(place)s of %(units)s", place=of.best, units=units))
    return str(gettext("%(best)s to %(worst)s of %(units)s", best=of.best, worst=of.worst, units=units))


def period(first_day: date, cadence: str) -> str:
    """Return a month or quarter by its name."""
    return str(format_date(first_day, "MMM yyyy" if cadence == "month" else "QQQ yyyy"))


def standing(of: Standing) -> str:
    """Return in a sentence how many of some targets stand where; what is true of none is left out."""
    said = [
        text
        for count, text in (
            (of.behind, gettext("%(n)s behind", n=of.behind)),
            (of.on_course, gettext("%(n)s on course or ahead", n=of.on_course)),
            (of.cannot_tell, gettext("%(n)s cannot be told yet", n=of.cannot_tell)),
            (of.no_figure, gettext("%(n)s without a figure", n=of.no_figure)),
        )
        if count
    ]
    all_of = ngettext("%(num)s target", "%(num)s targets", of.targets)
    return f"{all_of}: {', '.join(said)}." if said else f"{all_of}."


def course(of: Course | None) -> str:
    """Return whether a target is on course, in a word or two; empty where that is not asked."""
    names = {
        "ahead": gettext("Ahead of its course"),
        "on_course": gettext("On course"),
        "behind": gettext("Behind its course"),
        "cannot_tell": gettext("Cannot be told yet"),
    }
    return str(names[of]) if of else ""


def variation(state: str) -> str:
    """Return what a variation state says: is it changing?"""
    names = {
        "common_cause": gettext("No unusual change"),
        "improvement_high": gettext("Unusually good: high"),
        "improvement_low": gettext("Unusually good: low"),
        "concern_high": gettext("Unusually bad: high"),
        "concern_low": gettext("Unusually bad: low"),
        "neutral_high": gettext("Unusually high"),
        "neutral_low": gettext("Unusually low"),
        "none": gettext("Too few figures to tell"),
    }
    return str(names[state])


def assurance(state: str) -> str:
    """Return what an assurance state says: can it be relied on to meet the target?"""
    names = {
        "pass": gettext("Meets the target as it works now"),
        "fail": gettext("Misses the target unless something changes"),
        "inconsistent": gettext("Meets the target in some periods and misses it in others, by chance"),
        "none": gettext("Cannot be told: too few figures"),
    }
    return str(names[state])


def signs(chart: Chart) -> str:
    """Return in words what a chart's two signs say.

    While the figures change, limits that rest on those before the change say nothing sure of the target.
    """
    if chart.variation in ("common_cause", "none") or chart.assurance == "none":
        return f"{variation(chart.variation)}. {assurance(chart.assurance)}."
    names = {
        "pass": gettext("By limits that rest on figures from before this change it would meet the target"),
        "fail": gettext("By limits that rest on figures from before this change it would miss the target"),
        "inconsistent": gettext(
            "By limits that rest on figures from before this change it would meet the target in some periods and miss "
            "it in others"
        ),
    }
    said = gettext("%(assurance)s, which may hold no more.", assurance=names[chart.assurance])
    return f"{variation(chart.variation)}. {said}"


def version(notes: Sequence[Note], place: int) -> str:
    """Return which version of a technical note stands at a place, and of when it counts; the newest is at 0."""
    number, since = notes[place].version, day(notes[place].terms.valid_from)
    if place == 0:
        return str(gettext("Version %(number)s, from %(day)s on", number=number, day=since))
    until = day(notes[place - 1].terms.valid_from - timedelta(days=1))
    return str(gettext("Version %(number)s, from %(day)s until %(until)s", number=number, day=since, until=until))


def icons(variation_state: str, assurance_state: str) -> str:
    """Return both icons as SVG, each named by what it says; of what cannot be told there is none."""
    shown = []
    if variation_state != "none":
        shown.append(variation_icon(variation_state, title=variation(variation_state)))  # type: ignore[arg-type]
    if assurance_state != "none":
        shown.append(assurance_icon(assurance_state, title=assurance(assurance_state)))  # type: ignore[arg-type]
    return "".join(shown)


def cause(name: str) -> str:
    """Return the name of a rule that a point breaks."""
    names = {
        "outside": gettext("outside the limits"),
        "trend": gettext("seven in a row rising or falling"),
        "two_in_three": gettext("two of three near a limit"),
        "shift": gettext("seven in a row on one side of the average"),
    }
    return str(names[name])


def change(why: str) -> str:
    """Return why figures are not comparable with those before."""
    names = {"note": gettext("Measured anew"), "pipeline": gettext("Comments analysed anew")}
    return str(names[why])
