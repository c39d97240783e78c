"""What a row says that was counted: a value, or a numerator and a denominator that give one."""

import math
from dataclasses import dataclass
from functools import partial

from models import Measure
from targets.bounds import MONEY, PERCENT, WHOLE, is_cost, is_share
from targets.uploads.faults import MOST_COUNTED, InfiniteError, ValueAstrayError, Wrong
from targets.uploads.numbers import Number, count, number
from targets.uploads.rows import Given
from words import Message

NO_FIGURE = Message("There is no figure here: give a value, or a numerator and a denominator.")
NO_NUMERATOR = Message("There is a denominator, and no numerator.")
NO_DENOMINATOR = Message("There is a numerator, and no denominator.")
NEGATIVE_COUNT = Message("What is counted cannot be below 0.")
NEGATIVE_COST = Message("A cost cannot be below 0.")
NO_SHARE = Message("A share lies between 0 and 100, in percent.")
OF_NOBODY = Message("There is a figure, and n says that it is of nobody.")
ABOVE_ALL = Message("The numerator is above the denominator, and the measure is a share.")


@dataclass(frozen=True)
class Amount:
    """A figure. ``value`` is None where the denominator is 0; ``n`` where nobody said of how many it is."""

    value: float | None
    numerator: float | None
    denominator: float | None
    n: int | None


def amount(row: Given, measure: Measure, wrong: Wrong, *, comma_is_unclear: bool) -> Amount | None:
    """Return a row's figure of a measure; None if there is something wrong with it, which is noted.

    A numerator and a denominator give the value: in percent for a measure in "%", else their ratio. A value beside
    them must be the same, as exactly as it is written. A share without ``n`` is of as many as its denominator.
    """
    before = len(wrong)
    own = "".join(sign for sign in MONEY + PERCENT if sign in measure.unit_of_measure)
    read = {
        column: wrong.tried(row.row, column, partial(number, text, signs=signs, comma_is_unclear=comma_is_unclear))
        for column, signs in (("value", own), ("numerator", MONEY), ("denominator", MONEY))
        if (text := row.cells[column])
    }
    n = None
    if row.cells["n"]:
        n = wrong.tried(row.row, "n", partial(count, row.cells["n"], comma_is_unclear=comma_is_unclear))
    if len(wrong) > before:
        return None
    value, numerator, denominator = (read.get(column) for column in ("value", "numerator", "denominator"))
    _check_signs(row, measure, value, numerator, wrong)
    if n == 0 and (value is not None or (denominator is not None and denominator.value > 0)):
        wrong.add(row.row, "n", OF_NOBODY)
    if numerator is None and denominator is None and value is not None:
        _check_share(row, measure, value, wrong)
        return Amount(value.value, None, None, n) if len(wrong) == before else None
    if numerator is None or denominator is None:
        column, message = _missing(numerator, denominator)
        wrong.add(row.row, column, message)
        return None
    _check_parts(row, measure, numerator.value, denominator.value, wrong)
    if len(wrong) > before:
        return None
    worked_out = wrong.tried(row.row, "value", partial(_worked_out, measure, numerator, denominator, value))
    if len(wrong) > before:
        return None
    if (
        n is None
        and is_share(measure.unit_of_measure)
        and denominator.value.is_integer()
        and denominator.value <= MOST_COUNTED
    ):
        n = int(denominator.value)
    return Amount(worked_out, numerator.value, denominator.value, n)


def _missing(numerator: Number | None, denominator: Number | None) -> tuple[str, Message]:
    if numerator is denominator:
        return "", NO_FIGURE
    return ("numerator", NO_NUMERATOR) if numerator is None else ("denominator", NO_DENOMINATOR)


def _check_signs(row: Given, measure: Measure, value: Number | None, numerator: Number | None, wrong: Wrong) -> None:
    if not is_cost(measure.unit_of_measure, measure.better):
        return
    for column, found in (("value", value), ("numerator", numerator)):
        if found is not None and found.value < 0:
            wrong.add(row.row, column, NEGATIVE_COST)


def _check_share(row: Given, measure: Measure, value: Number, wrong: Wrong) -> None:
    # What a share is made of says the same in its own words.
    if is_share(measure.unit_of_measure) and not 0 <= value.value <= WHOLE:
        wrong.add(row.row, "value", NO_SHARE)


def _check_parts(row: Given, measure: Measure, numerator: float, denominator: float, wrong: Wrong) -> None:
    if denominator < 0:
        wrong.add(row.row, "denominator", NEGATIVE_COUNT)
    elif is_share(measure.unit_of_measure) and numerator < 0:
        wrong.add(row.row, "numerator", NEGATIVE_COUNT)
    elif is_share(measure.unit_of_measure) and numerator > denominator:
        wrong.add(row.row, "numerator", ABOVE_ALL)


def _worked_out(measure: Measure, numerator: Number, denominator: Number, value: Number | None) -> float | None:
    if denominator.value == 0:
        if value is not None:
            raise ValueAstrayError(None)
        return None
    found = (100 if is_share(measure.unit_of_measure) else 1) * numerator.value / denominator.value
    if not math.isfinite(found):
        raise InfiniteError(f"{numerator.value:g}/{denominator.value:g}")
    if value is not None and not value.agrees_with(found):
        raise ValueAstrayError(found)
    return found
