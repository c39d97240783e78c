"""What an expression works with: values, their kinds, what a reference may be, and the faults found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

# None is a missing answer. A tuple holds the options chosen.
Value = bool | Decimal | str | date | tuple[str, ...] | None

LARGEST_NUMBER = 10**30
_LEAST, _LARGEST = Decimal(-LARGEST_NUMBER), Decimal(LARGEST_NUMBER)

# More digits than the largest number has, and no traps: what cannot be computed is no number, never an error.
ARITHMETIC = Context(prec=50, rounding=ROUND_HALF_UP, traps=[])


class Kind(StrEnum):
    """What sort of value an answer or an expression gives."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"

    @property
    def compared_as(self) -> "Kind":
        """The kind under which its values are compared: one chosen option is a text."""
        return Kind.TEXT if self is Kind.CHOICE else self


@dataclass(frozen=True)
class Domain:
    """What an answer may be.

    ``options`` are the possible values of one or several choices, empty where not known (a place).
    ``values`` is every possible value, without None, where they are few; else empty.
    ``low`` and ``high`` are the least and the greatest number or day, ``step`` what lies between those that boxes on a
    page can give. ``longest`` is how many characters a text has at most; ``fewest`` and ``most`` how many options are
    chosen, where none of ``alone`` is.
    """

    kind: Kind
    options: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    low: Decimal | date | None = None
    high: Decimal | date | None = None
    step: Decimal = Decimal(1)
    longest: int = LARGEST_NUMBER
    fewest: int = 1
    most: int = LARGEST_NUMBER
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fault:
    """What is wrong with an expression, and at which place inside it ("" for the whole)."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class ExpressionError(ValueError):
    """This is no expression; ``faults`` (one at least) name each place."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = list(faults)


def kind_of(value: Value) -> Kind | None:
    """Return the kind of a value that stands by itself, None for a missing one."""
    match value:
        case None:
            return None
        case bool():
            return Kind.BOOLEAN
        case Decimal():
            return Kind.NUMBER
        case str():
            return Kind.TEXT
        case date():
            return Kind.DATE
    return Kind.CHOICES


def bounded(number: Decimal) -> Decimal | None:
    """Return a number to 50 digits, or None where it is none or lies outside what is computed with."""
    if not (number.is_finite() and _LEAST <= number <= _LARGEST):
        return None
    # Rounds, and makes one zero of the two.
    return ARITHMETIC.plus(number)


def cleaned(value: object) -> Value:
    """Return a value from outside as one of exactly the types of ``Value``, None for what is none of them."""
    match value:
        case bool() | None:
            return value
        case str():
            return str(value)
        case Decimal():
            return bounded(value)
        case int():
            # Compared before it is converted: that takes minutes for a number of a million digits.
            return bounded(Decimal(value)) if abs(value) <= LARGEST_NUMBER else None
        case float():
            return bounded(Decimal(repr(value)))
        case datetime():
            return value.date()
        case date():
            return date(value.year, value.month, value.day)
        case tuple() | list() if all(isinstance(item, str) for item in value):
            return tuple(str(item) for item in value)
    return None
