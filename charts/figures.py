"""What goes into a chart and what comes out."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

LARGEST = 1e100

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class ChartError(ValueError):
    """The numbers or names given cannot make a chart. The message is for the programmer."""


@dataclass(frozen=True)
class Series:
    """One line, or one part of every bar.

    Attributes:
        name: In the reader's language.
        values: One per period or row, in order; None where the figure is not known (never drawn as zero).
        look: Place in the palette, 0 to 5, that fixes colour, dash, marker and pattern, so that one thing
            looks the same on every chart. None takes the first that is free.
    """

    name: str
    values: Sequence[float | None]
    look: int | None = None


@dataclass(frozen=True)
class Words:
    """What a chart says, in the reader's language.

    Attributes:
        title: What is shown; read out first, not visible.
        summary: One sentence that says what the picture says.
        heading: Head of the table's first column, such as "Month" or "Theme".
        missing: Stands for a figure that is not known, and for a chart without any.
        number: Formats a value for axis, bars and table.
    """

    title: str
    summary: str
    heading: str
    missing: str
    number: Callable[[float], str]


@dataclass(frozen=True)
class Break:
    """A place where the figures are not comparable across, such as a change of pipeline.

    Attributes:
        before: Index of the first period after it; lines stop and start anew there.
        label: In the reader's language; short.
    """

    before: int
    label: str


@dataclass(frozen=True)
class Table:
    """The same figures as text, formatted for the reader. Every row is as long as ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A picture with the two things that say the same without it.

    Attributes:
        svg: An ``<svg>`` element, safe to put into a page as it is; no style attribute, element or script.
        summary: One sentence, as the caller gave it; not escaped.
        table: Every figure; not escaped.
    """

    svg: str
    summary: str
    table: Table


def check(chart_id: str, series: Sequence[Series], length: int, looks: int) -> None:
    """Refuse what cannot be drawn.

    Raises:
        ChartError: The id is no plain name, there are too many series, one has another length than the
            labels, or a value is not finite or above 1e100 either way.
    """
    check_id(chart_id)
    if len(series) > looks:
        raise ChartError(f"{len(series)} series, but only {looks} can be told apart")
    for one in series:
        if len(one.values) != length:
            raise ChartError(f"series {one.name!r} has {len(one.values)} values for {length} labels")
        check_values(f"series {one.name!r}", one.values)
        if one.look is not None and not 0 <= one.look < looks:
            raise ChartError(f"series {one.name!r} has the look {one.look}; there are 0 to {looks - 1}")


def check_id(chart_id: str) -> None:
    """Refuse an id that a page could not use, with a ChartError."""
    if not _ID.fullmatch(chart_id):
        raise ChartError(f"a chart's id starts with a letter and holds letters, figures, - and _: {chart_id!r}")


def check_values(what: str, values: Iterable[float | None]) -> None:
    """Refuse values that are not finite or above 1e100 either way, with a ChartError that says of what."""
    if not all(value is None or (math.isfinite(value) and abs(value) <= LARGEST) for value in values):
        raise ChartError(f"{what} has a value that is not finite or above {LARGEST:g}")


def known(series: Sequence[Series]) -> list[float]:
    """Return all values that are known, series by series."""
    return [value for one in series for value in one.values if value is not None]


def tabulate(words: Words, labels: Sequence[str], series: Sequence[Series]) -> Table:
    """Return the table: a row per label, a column per series."""
    rows = tuple(
        (label, *(words.missing if value is None else words.number(value) for value in values))
        for label, *values in zip(labels, *(one.values for one in series), strict=True)
    )
    return Table((words.heading, *(one.name for one in series)), rows)
