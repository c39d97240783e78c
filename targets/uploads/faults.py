"""What can be wrong with an uploaded figure, as classes that know their facts."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from targets.errors import TargetError
from targets.interchange.faults import Fault, FaultsError
from words import Message

Found = TypeVar("Found")
# So many characters of a cell are said again.
SHOWN = 40
MOST_COUNTED = 2**31 - 1


def pointer(place: int, field: str = "") -> str:
    """Return the JSON Pointer, as a URI fragment, of a figure in a call, or of one of its fields."""
    return f"#/figures/{place}" + (f"/{field}" if field else "")


class EmptyCellError(TargetError):
    """A cell that must say something is empty."""

    def __init__(self, column: str) -> None:
        super().__init__(Message("“%(field)s” is missing.", {"field": column}))
        self.column = column


class NotANumberError(TargetError):
    """What stands where a number should is none."""

    def __init__(self, text: str) -> None:
        super().__init__(Message("“%(text)s” is not a number; write it as 1234.5.", {"text": text[:SHOWN]}))
        self.text = text


class UnclearNumberError(TargetError):
    """A comma may be that of thousands or that of decimals."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Message(
                "The comma in “%(text)s” may stand for thousands or for decimals; write the number without it.",
                {"text": text[:SHOWN]},
            )
        )
        self.text = text


class InfiniteError(TargetError):
    """A number is infinite, or larger than any that can be kept."""

    def __init__(self, text: str) -> None:
        super().__init__(Message("“%(text)s” is too large a number.", {"text": text[:SHOWN]}))
        self.text = text


class SignError(TargetError):
    """A number has a sign, of money or of percent, that is not the measure's."""

    def __init__(self, text: str, sign: str) -> None:
        super().__init__(
            Message("The sign %(sign)s in “%(text)s” does not belong here.", {"text": text[:SHOWN], "sign": sign})
        )
        self.text, self.sign = text, sign


class CountError(TargetError):
    """Of how many a figure is, is not said by a whole number from 0."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Message(
                "“%(text)s” is not a whole number from 0 to %(most)s.",
                {"text": text[:SHOWN], "most": f"{MOST_COUNTED:,}"},
            )
        )
        self.text = text


class UnknownPeriodError(TargetError):
    """What stands where a period should is none that is understood."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Message(
                "“%(text)s” is no period; write it as 2026-04, April 2026, 2026-Q2 or 01/04/2026.",
                {"text": text[:SHOWN]},
            )
        )
        self.text = text


class OtherCadenceError(TargetError):
    """The period is a month and the measure is counted by ``cadence``, the quarter; or the reverse."""

    def __init__(self, text: str, cadence: str) -> None:
        super().__init__(
            {
                "month": Message("“%(text)s” is a quarter, and the measure is counted by month.", {"text": text}),
                "quarter": Message("“%(text)s” is a month, and the measure is counted by quarter.", {"text": text}),
            }[cadence]
        )
        self.text, self.cadence = text, cadence


class NotFirstDayError(TargetError):
    """A day stands for a period, and is not its first."""

    def __init__(self, text: str, day: date, cadence: str) -> None:
        values = {"text": text, "day": day}
        super().__init__(
            {
                "month": Message("“%(text)s” is read as %(day)s, which is not the first day of a month.", values),
                "quarter": Message("“%(text)s” is read as %(day)s, which is not the first day of a quarter.", values),
            }[cadence]
        )
        self.text, self.day, self.cadence = text, day, cadence


class NotBegunError(TargetError):
    """The period lies ahead."""

    def __init__(self, period_on: date) -> None:
        super().__init__(Message("The period of %(day)s has not begun.", {"day": period_on}))
        self.period_on = period_on


class FedError(TargetError):
    """The measure's figures come of feedback."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            Message("The figures of %(measure)s come of feedback; none are uploaded.", {"measure": measure})
        )
        self.measure = measure


class UnitElsewhereError(TargetError):
    """The unit delivers another service than the measure is of."""

    def __init__(self, unit: str, measure: str) -> None:
        super().__init__(
            Message(
                "The unit %(unit)s belongs to another service than the measure %(measure)s.",
                {"unit": unit, "measure": measure},
            )
        )
        self.unit, self.measure = unit, measure


class FigureTwiceError(TargetError):
    """A figure of this measure, unit and period is there already, in row ``row`` (or, in a call, that place from 0)."""

    def __init__(self, row: int, *, in_call: bool = False) -> None:
        super().__init__(
            Message("The figure at %(place)s is of this measure, unit and period already.", {"place": pointer(row)})
            if in_call
            else Message("Row %(row)s has a figure of this measure, unit and period already.", {"row": f"{row:,}"})
        )
        self.row = row


class ValueAstrayError(TargetError):
    """The value is not what the numerator and the denominator give (``worked_out``; None: nothing)."""

    def __init__(self, worked_out: float | None) -> None:
        super().__init__(
            Message("A denominator of 0 gives no value; leave the value empty.")
            if worked_out is None
            else Message(
                "The numerator and the denominator give %(value)s; leave the value empty, or mend it.",
                {"value": f"{worked_out:.6g}"},
            )
        )
        self.worked_out = worked_out


class Wrong:
    """What is wrong with a file, or with a call (``in_call``), as it is found."""

    def __init__(self, *, in_call: bool = False) -> None:
        self.in_call = in_call
        self._faults: list[tuple[int, Fault]] = []

    def __len__(self) -> int:
        """How many faults were found."""
        return len(self._faults)

    def add(self, row: int, column: str, message: Message) -> None:
        """Note a fault of a row (as spreadsheets count; in a call from 0) and column; "" where none is to blame."""
        place, part = f"row {row}", f"column {column}" if column else ""
        if self.in_call:
            place, part = pointer(row, column), ""
        self._faults.append((row, Fault(place, part, message)))

    def tried(self, row: int, column: str, do: Callable[[], Found]) -> Found | None:
        """Return what ``do`` returns; None where it raises, with the fault noted."""
        try:
            return do()
        except TargetError as error:
            self.add(row, column, error.message)
            return None

    def refuse(self) -> None:
        """Refuse the file if anything was found.

        Raises:
            FaultsError: Everything, in order of row.
        """
        if self._faults:
            raise FaultsError(fault for _, fault in sorted(self._faults, key=lambda pair: pair[0]))
