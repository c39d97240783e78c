"""Charts and tables of a target's page as a paper has them, in the reader's words."""

from collections.abc import Iterator, Sequence

from flask_babel import format_date, gettext, ngettext

from exports.papers import Block, Grid, Heading, Lines, Sketch
from tallies import Mean, Share
from targets.means import MeanUnits
from targets.revisions import Revision
from targets.viewing import Units
from web.language import counted, moment
from web.manage.pictures import Picture
from web.manage.targets import caveats, differing, late, words
from web.manage.targets.sights import Sight

HUNDRED = 100
# Less is not worth a word, in whichever unit of measure.
LEAST_GAIN = 0.005


def drawn(picture: Picture, heading: str, title: str) -> Iterator[Block]:
    """Yield a chart under its heading, as it is drawn for a desk, and its table, with columns of words on the left."""
    yield Heading(heading)
    yield Sketch(picture.svg, title, picture.summary)
    yield Grid(
        gettext("%(heading)s as a table", heading=heading), picture.table.columns, picture.table.rows, picture.texts
    )


def not_final(sight: Sight) -> Iterator[Block]:
    """Yield where the limits start anew, the figure of the period under way, and what late feedback changed or may."""
    node, found = sight.node, sight.found
    facts = late.facts(node, found)
    said = [
        gettext(
            "From %(period)s on the limits are made anew: %(reason)s (%(person)s, %(at)s).",
            period=words.period(each.period_on, node.measure.cadence),
            reason=each.reason,
            person=each.added_by,
            at=moment(each.added_at),
        )
        for each in found.rebases
    ]
    if found.so_far is not None:
        period, figure = (
            words.period(found.so_far.period_on, node.measure.cadence),
            words.figure(found.so_far.value, sight.unit),
        )
        so_far = gettext("So far in %(period)s: %(figure)s", period=period, figure=figure)
        interval = words.interval(found.so_far, sight.unit)
        not_over = gettext("That period is not over: it has no part in the limits, nor in where the target stands.")
        said.append(f"{so_far}{f' ({interval})' if interval else ''}. {not_over}")
    if facts["changing"]:
        said.append(gettext("Late feedback may still change: %(periods)s.", periods=", ".join(facts["changing"])))
    if said:
        yield Lines(tuple(said))
    if facts["revised"]:
        yield Heading(gettext("Figures that were revised"), level=3)
        yield _revised(facts["revised"], sight)
        if node.measure.formula:
            yield Lines((facts["kept_back"],), small=True)


def _revised(revised: Sequence[Revision], sight: Sight) -> Grid:
    def value(of: float | None) -> str:
        return str(gettext("not shown")) if of is None else words.figure(of, sight.unit)

    columns = (gettext("Period"), gettext("Revision"), gettext("Recorded"), gettext("Before"), gettext("After"))
    rows = tuple(
        (
            words.period(each.period_on, sight.node.measure.cadence),
            str(each.number),
            moment(each.recorded_at),
            value(each.before),
            value(each.after),
        )
        for each in revised
    )
    return Grid(gettext("Figures that were revised"), columns, rows, frozenset({2}))


def of_units(units: Units, sight: Sight) -> Grid:
    """Return the units with their ranges, the difference of each from the others, and what each could gain."""
    names = sight.names
    gains = {each.unit: each.people for each in units.standard.gains} if units.standard else {}
    rows = tuple(
        (
            names[int(each.unit)],
            _share(each.value),
            counted(each.value.of),
            words.points(each.difference),
            gettext("More than chance") if each.differs else gettext("Chance would explain it"),
            sight.places.get(each.unit, "–"),
            _gain(gains.get(each.unit, 0)),
        )
        for each in units.comparisons.rows
    )
    return Grid(
        caption="",
        columns=(
            gettext("Unit"),
            gettext("Figure"),
            gettext("People"),
            gettext("Difference from the others"),
            gettext("What it says"),
            gettext("Places it may have"),
            gettext("At the standard of the best"),
        ),
        rows=rows,
        texts=frozenset({4, 5, 6}),
        strong=frozenset((at, 4) for at, each in enumerate(units.comparisons.rows) if each.differs),
    )


def of_means(means: MeanUnits, sight: Sight) -> Grid:
    """Return the same of units whose figures are means."""
    unit = sight.unit
    gains = {each.unit: each.gain for each in means.standard.gains} if means.standard else {}
    rows = tuple(
        (
            sight.names[int(each.unit)],
            _mean(each.value, unit),
            counted(each.value.n),
            words.difference(each.difference, unit),
            gettext("More than chance") if each.differs else gettext("Chance would explain it"),
            words.figure(gain, unit) if (gain := gains.get(each.unit, 0)) >= LEAST_GAIN else "–",
        )
        for each in means.comparisons.rows
    )
    return Grid(
        caption="",
        columns=(
            gettext("Unit"),
            gettext("Figure"),
            gettext("People"),
            gettext("Difference from the others"),
            gettext("What it says"),
            gettext("Would gain at the standard of the best"),
        ),
        rows=rows,
        texts=frozenset({4}),
        strong=frozenset((at, 4) for at, each in enumerate(means.comparisons.rows) if each.differs),
    )


def about_units(units: Units, *, adjusted: bool) -> tuple[str, ...]:
    """Say of when the comparison is, and what the limits allow for."""
    if adjusted:
        limits = gettext("The limits allow for what units differ by beyond chance.")
    elif units.funnel.dispersion.tau2 > 0:
        limits = gettext("Units differ by more than chance altogether.")
    elif units.funnel.outlying:
        limits = gettext("The others differ by no more than chance.")
    else:
        limits = gettext("Altogether units differ by no more than chance.")
    return _of_when(units), limits


def about_means(means: MeanUnits) -> tuple[str, ...]:
    """Say of when the comparison is."""
    return (_of_when(means),)


def below_units(sight: Sight) -> tuple[str, ...]:
    """Say what the standard is, where variation lies, which units are not shown, and how sure the ranges are."""
    said = []
    if sight.units is not None and sight.units.standard:
        said.append(_standard(words.figure(HUNDRED * sight.units.standard.level, "%")))
    if sight.means is not None and sight.means.standard:
        said.append(_standard(words.figure(sight.means.standard.level, sight.unit)))
    if sight.between is not None:
        said.append(differing.between_sentence(sight.between))
    if sight.hidden_names:
        said.append(
            gettext(
                "Not shown, since too few people are behind them or could be told from the others: %(units)s.",
                units=", ".join(sight.hidden_names),
            )
        )
    said.append(gettext("Ranges hold 95 times in 100. Of the units said to differ, one in twenty may do so by chance."))
    if sight.places:
        said.append(
            gettext(
                "The places hold for all units together 95 times in 100; which of them is a unit's own, nobody can "
                "tell."
            )
        )
    return tuple(said)


def _of_when(of: Units | MeanUnits) -> str:
    first, last = format_date(of.since, "MMMM yyyy"), format_date(of.until, "MMMM yyyy")
    served = gettext("Units serve different people: what differs may come from who they serve, and not from how.")
    anew = [caveats.defined_anew()] if of.defined_anew else []
    return " ".join([gettext("Of %(since)s to %(until)s.", since=first, until=last), *anew, served])


def _standard(level: str) -> str:
    said = gettext(
        "The standard of the best: %(level)s, what the best quarter reaches once chance is allowed for.", level=level
    )
    return str(said)


def _mean(of: Mean, unit: str) -> str:
    ends = gettext("%(low)s to %(high)s", low=words.figure(of.low, unit), high=words.figure(of.high, unit))
    return f"{words.figure(of.value, unit)} ({ends})"


def _share(of: Share) -> str:
    if not of.shown:
        return str(gettext("too few to say"))
    ends = gettext("%(low)s to %(high)s", low=f"{of.low:.0%}", high=f"{of.high:.0%}")
    return f"{of.value:.0%} ({ends})"


def _gain(people: float) -> str:
    if people < 0.5:
        return "–"
    count = round(people)
    said = ngettext(
        "about %(count)s person better served",
        "about %(count)s people better served",
        count,
        count=counted(count),
    )
    return str(said)
