"""Charts and tables of a target's page as a paper has them, in the reader's words."""

from collections.abc import Iterator, Mapping

from flask_babel import format_date, gettext, ngettext

from exports.papers import Block, Grid, Heading, Sketch
from tallies import Share
from targets.viewing import Units
from web.language import counted
from web.manage.pictures import Picture
from web.manage.targets import words


def drawn(picture: Picture, heading: str, title: str) -> Iterator[Block]:
    """Yield a chart under its heading, as it is drawn for a desk, and its table.

    Columns of words stand on the left: those of which no cell begins like a figure.
    """
    columns, rows = picture.table.columns, picture.table.rows
    texts = {
        at
        for at in range(1, len(columns))
        if not any(row[at][:1].isdigit() or row[at][:1] in "−-£+" for row in rows if row[at])
    }
    yield Heading(heading)
    yield Sketch(picture.svg, title, picture.summary)
    yield Grid(gettext("%(heading)s as a table", heading=heading), columns, rows, frozenset(texts))


def of_units(units: Units, names: Mapping[int, str]) -> Grid:
    """Return the units with their ranges, the difference of each from the others, and what each could gain."""
    gains = {each.unit: each.people for each in units.standard.gains} if units.standard else {}
    rows = tuple(
        (
            names[int(each.unit)],
            _share(each.value),
            counted(each.value.of),
            words.points(each.difference),
            gettext("More than chance") if each.differs else gettext("Chance would explain it"),
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
            gettext("At the standard of the best"),
        ),
        rows=rows,
        texts=frozenset({4, 5}),
        strong=frozenset((at, 4) for at, each in enumerate(units.comparisons.rows) if each.differs),
    )


def about_units(units: Units, *, adjusted: bool) -> tuple[str, ...]:
    """Say of when the comparison is, and what the limits allow for."""
    since, until = format_date(units.since, "MMMM yyyy"), format_date(units.until, "MMMM yyyy")
    if adjusted:
        limits = gettext("The limits allow for what units differ by beyond chance.")
    elif units.funnel.dispersion.tau2 > 0:
        limits = gettext("Units differ by more than chance altogether.")
    elif units.funnel.outlying:
        limits = gettext("The others differ by no more than chance.")
    else:
        limits = gettext("Altogether units differ by no more than chance.")
    served = gettext("Units serve different people: what differs may come from who they serve, and not from how.")
    return f"{gettext('Of %(since)s to %(until)s.', since=since, until=until)} {served}", limits


def below_units(units: Units, names: Mapping[int, str]) -> tuple[str, ...]:
    """Say what the standard is, which units are not shown, and how sure the ranges are."""
    said = []
    if units.standard:
        level = words.figure(100 * units.standard.level, "%")
        said.append(
            gettext(
                "The standard of the best: %(level)s, what the best quarter reaches once chance is allowed for.",
                level=level,
            )
        )
    if units.hidden:
        hidden = ", ".join(names[unit_id] for unit_id in units.hidden)
        said.append(
            gettext(
                "Not shown, since too few people are behind them or could be told from the others: %(units)s.",
                units=hidden,
            )
        )
    sure = gettext("Ranges hold 95 times in 100. Of the units said to differ, one in twenty may do so by chance.")
    return (*said, sure)


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
