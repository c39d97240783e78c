"""Numbers and sums of money."""

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind, Value
from surveys.questions.base import Column, Question, Shown, Texts, plain
from words import Message, Plural

# So many figures are kept exactly by every program that reads JSON.
MOST_FIGURES = 15
LARGEST = 10**12
LONGEST_FIGURE = 400

# "1234", "1,234", "-12.50", "1 234.5", ".5". Not "1,5", which means different things to different people.
_NUMBER = re.compile(r"(?P<sign>[+-]?) ?(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]+))?")

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
Currency = Literal["GBP", "EUR", "USD"]


class _Figure(Question):
    """A number between two bounds with so many decimals. The answer is an int, or a float where it has decimals."""

    summary: ClassVar[str] = "number"
    min: Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)] = -LARGEST
    max: Annotated[int | float, Field(ge=-LARGEST, le=LARGEST)] = LARGEST
    decimals: Annotated[int, Field(ge=0, le=6)] = 0

    @model_validator(mode="after")
    def _has_answers(self) -> "_Figure":
        if self.min > self.max:
            raise ValueError("'min' is greater than 'max'")
        # In whole steps of the last decimal: the least answer of all must not lie beyond the greatest.
        least, most = (Decimal(str(bound)).scaleb(self.decimals) for bound in (self.min, self.max))
        if least.to_integral_value(ROUND_CEILING) > most:
            raise ValueError(f"no number with {self.decimals} decimals lies between 'min' and 'max'")
        return self

    def parse_given(self, text: str) -> int | float:
        """Return the number."""
        number = self._read(plain(text))
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.decimals:
            raise AnswerError(self.key, self._too_exact())
        if not Decimal(str(self.min)) <= number <= Decimal(str(self.max)):
            raise AnswerError(self.key, self._outside(number))
        return int(number) if number == number.to_integral_value() else float(number)

    def missing(self) -> Message:
        """Ask for a number."""
        return Message("Enter a number")

    def bounds(self) -> tuple[int | float | None, int | float | None]:
        """Return the least and the greatest answer; None where there is no bound."""
        return None if self.min == -LARGEST else self.min, None if self.max == LARGEST else self.max

    def shown(self, answer: Any) -> list[Shown]:
        """Return the figure with its thousands parted."""
        return [f"{Decimal(repr(answer)):,f}" if isinstance(answer, float) else f"{answer:,}"]

    def label_of(self, answer: object) -> None:
        """Return nothing: a figure has no label."""

    def domain(self) -> Domain:
        """Return the first number, the last, and the steps between them."""
        start, step = self.grid()
        low, high = Decimal(str(self.min)), Decimal(str(self.max))
        return Domain(
            Kind.NUMBER, low=low + _beyond(start - low, step), high=high - _beyond(high - start, step), step=step
        )

    def grid(self) -> tuple[Decimal, Decimal]:
        """Return a number that is an answer, but for its bounds, and the step to the next."""
        return Decimal(0), Decimal(1).scaleb(-self.decimals)

    def value_of(self, answer: Any) -> Value:
        """Return the number."""
        return None if answer is None else Decimal(str(answer))

    def columns(self) -> list[Column]:
        """Return one column of numbers."""
        return [Column(self.key, self.text, "number")]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the number. It cannot say how many decimals there may be."""
        return {"type": "number" if self.decimals else "integer", "minimum": self.min, "maximum": self.max}

    def no_figure(self) -> Message:
        """Return what to say of what is no number."""
        return Message("Enter a number in figures, like 12")

    def as_figure(self, number: int | float) -> str:
        """Return a bound as it is written in a sentence."""
        return f"{number:,}" if isinstance(number, int) else f"{Decimal(repr(number)):,f}"

    def _read(self, text: str) -> Decimal:
        found = _NUMBER.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
        if not found or not (found["whole"] or found["part"]):
            raise AnswerError(self.key, self.no_figure())
        whole, part = re.sub("[, ]", "", found["whole"]).lstrip("0") or "0", (found["part"] or "").rstrip("0")
        number = Decimal(f"{found['sign']}{whole}.{part}" if part else f"{found['sign']}{whole}")
        if len(whole) + len(part) > MOST_FIGURES:
            raise AnswerError(self.key, self._outside(number) if abs(number) > LARGEST else self._too_exact())
        return number

    def _too_exact(self) -> Message | Plural:
        if self.decimals == 0:
            return Message("Enter a whole number")
        return Plural(
            "Enter a number with no more than %(count)s decimal place",
            "Enter a number with no more than %(count)s decimal places",
            self.decimals,
        )

    def _outside(self, number: Decimal) -> Message:
        low, high = self.as_figure(self.min), self.as_figure(self.max)
        if None not in self.bounds():
            return Message("Enter a number from %(low)s to %(high)s", {"low": low, "high": high})
        if number < Decimal(str(self.min)):
            return Message("Enter a number that is %(low)s or more", {"low": low})
        return Message("Enter a number that is %(high)s or less", {"high": high})


def _beyond(distance: Decimal, step: Decimal) -> Decimal:
    """Return how far a distance goes beyond whole steps; Decimal's own remainder takes the sign of the distance."""
    return (distance % step + step) % step


class NumberQuestion(_Figure):
    """A number: whole unless ``decimals`` says otherwise, between ``min`` and ``max``, in steps of ``step``."""

    type: Literal["number"]
    step: Annotated[int | None, Field(ge=1, le=LARGEST)] = None
    # What stands behind the box: "minutes", "people".
    unit: Texts | None = None

    @model_validator(mode="after")
    def _steps_meet_answers(self) -> "NumberQuestion":
        if self.step is None:
            return self
        start = self._start()
        if start.scaleb(self.decimals) % 1:
            raise ValueError("'min' has more decimals than an answer may have, so no step meets one")
        if Decimal(str(self.max)) // self.step * self.step < Decimal(str(self.min)) and start == 0:
            raise ValueError("no step lies between 'min' and 'max'")
        return self

    def parse_given(self, text: str) -> int | float:
        """Return the number."""
        number = super().parse_given(text)
        if self.step and (Decimal(str(number)) - self._start()) % self.step:
            first = self.as_figure(self.min if self.bounds()[0] is not None else 0)
            raise AnswerError(
                self.key,
                Message(
                    "Enter %(first)s, or a number in steps of %(step)s from there",
                    {"first": first, "step": f"{self.step:,}"},
                ),
            )
        return number

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the number; steps that do not begin at 0 cannot be said in it."""
        steps = {"multipleOf": self.step} if self.step and not self._start() % self.step else {}
        return {**super().api_schema(), **steps}

    def grid(self) -> tuple[Decimal, Decimal]:
        """Return where the steps begin, and the step."""
        return (self._start(), Decimal(self.step)) if self.step else super().grid()

    def _start(self) -> Decimal:
        return Decimal(0) if self.bounds()[0] is None else Decimal(str(self.min))

    def texts(self) -> list[tuple[str, Mapping[str, str]]]:
        """Return the texts, the unit among them."""
        return super().texts() + ([("unit", self.unit)] if self.unit else [])


class CurrencyQuestion(_Figure):
    """A sum of money in one currency. The answer is in its main unit: 12.5 is £12.50."""

    type: Literal["currency"]
    currency: Currency
    min: Annotated[int | float, Field(ge=0, le=LARGEST)] = 0
    decimals: Annotated[int, Field(ge=0, le=2)] = 2

    def written(self, raw: object) -> str:
        """Return the sum without the sign of its currency."""
        text = plain(super().written(raw))
        return text.removeprefix(SYMBOLS[self.currency]).removesuffix(SYMBOLS[self.currency]).strip()

    def missing(self) -> Message:
        """Ask for an amount."""
        return Message("Enter an amount of money, like 12.50") if self.decimals else self.no_figure()

    def no_figure(self) -> Message:
        """Return what to say of what is no amount."""
        if self.decimals:
            return Message("Enter an amount of money in figures, like 12.50")
        return Message("Enter an amount of money in figures, like 12")

    def as_figure(self, number: int | float) -> str:
        """Return an amount with its sign, and pence where there are any."""
        amount = Decimal(str(number))
        whole = amount == amount.to_integral_value()
        return f"{SYMBOLS[self.currency]}{amount:,.0f}" if whole else f"{SYMBOLS[self.currency]}{amount:,.2f}"

    def shown(self, answer: Any) -> list[Shown]:
        """Return the sum with its sign."""
        return [self.as_figure(answer)]

    def _too_exact(self) -> Message | Plural:
        if self.decimals == 0:
            return Message("Enter an amount without pence or cents, like 12")
        return Message("Enter an amount with no more than 2 decimal places, like 12.50")

    def _outside(self, number: Decimal) -> Message:
        low, high = self.as_figure(self.min), self.as_figure(self.max)
        if None not in self.bounds():
            return Message("Enter an amount from %(low)s to %(high)s", {"low": low, "high": high})
        if number < Decimal(str(self.min)):
            return Message("Enter an amount that is %(low)s or more", {"low": low})
        return Message("Enter an amount that is %(high)s or less", {"high": high})
