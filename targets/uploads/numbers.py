"""Numbers as people write them: 1,234.5 and 1 234,5, £1,234 and 71.5%."""

import re
from dataclasses import dataclass

from targets.bounds import MONEY
from targets.uploads.faults import (
    MOST_COUNTED,
    CountError,
    InfiniteError,
    NotANumberError,
    SignError,
    UnclearNumberError,
)
from targets.variation.moving_ranges import GREATEST

LONGEST = 40
# Of 1e300: no number that is kept has fewer.
FEWEST_PLACES = -300
_MINUS = str.maketrans("\N{MINUS SIGN}", "-")
_DRESSED = re.compile(rf"([-+]?) ?([{MONEY}]?) ?([-+]?) ?([^{MONEY}%]*?) ?([{MONEY}%]?)")
_ENDLESS = re.compile(r"inf(inity)?|∞", re.IGNORECASE)
# The first that fits counts: a comma is that of decimals only where it cannot be that of thousands.
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<whole>[0-9]+)(?:\.(?P<part>[0-9]*))?(?P<power>[eE][-+]?[0-9]{1,4})?",
        r"(?P<whole>)\.(?P<part>[0-9]+)",
        r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:[.,](?P<part>[0-9]+))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+),(?P<part>[0-9]+)",
        r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})",
        r"(?P<whole>0|[1-9][0-9]*),(?P<part>[0-9]+)",
    )
)
_UNCLEAR = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


@dataclass(frozen=True)
class Number:
    """A number, and how many places after the point were written of it."""

    value: float
    places: int

    def agrees_with(self, exact: float) -> bool:
        """Whether it is another number, as exactly as it is written."""
        return abs(self.value - exact) <= 0.5 * 10.0**-self.places + 1e-12 * abs(exact)


def number(text: str, *, signs: str = "", comma_is_unclear: bool = False) -> Number:
    """Return the number that a cell holds.

    Thousands may stand apart by commas, by blanks of any kind, or by points before a decimal comma. What is written
    in percent is in percent: "71.5%" is 71.5.

    Args:
        text: The cell, without blanks around it.
        signs: Which of £, $, € and % may stand with it.
        comma_is_unclear: Whether "1,234" may be meant as 1.234: the file's cells are parted by semicolons, as where
            decimals have a comma.

    Raises:
        NotANumberError, SignError, UnclearNumberError, InfiniteError: As said.
    """
    plain = " ".join(text.translate(_MINUS).split())
    found = _DRESSED.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise NotANumberError(text)
    before, money, after, digits, sign = found.groups()
    if (before and after) or (money and sign):
        raise NotANumberError(text)
    if _ENDLESS.fullmatch(digits):
        raise InfiniteError(text)
    read = _read(digits)
    if read is None:
        raise NotANumberError(text)
    for each in money + sign:
        if each not in signs:
            raise SignError(text, each)
    if comma_is_unclear and _UNCLEAR.fullmatch(digits):
        raise UnclearNumberError(text)
    if abs(read.value) > GREATEST:
        raise InfiniteError(text)
    return Number(-read.value if "-" in (before, after) else read.value, read.places)


def count(text: str, *, comma_is_unclear: bool = False) -> int:
    """Return the whole number from 0 that a cell holds.

    Raises:
        CountError, SignError, UnclearNumberError: As said.
    """
    try:
        found = number(text, comma_is_unclear=comma_is_unclear).value
    except (NotANumberError, InfiniteError) as error:
        raise CountError(text) from error
    if not (found.is_integer() and 0 <= found <= MOST_COUNTED):
        raise CountError(text)
    return int(found)


def _read(digits: str) -> Number | None:
    for shape in _SHAPES:
        found = shape.fullmatch(digits)
        if found is not None:
            parts = found.groupdict("")
            whole, part = re.sub("[^0-9]", "", parts["whole"]), parts.get("part", "")
            power = parts.get("power", "")
            places = max(len(part) - int(power[1:] or 0), FEWEST_PLACES)
            return Number(float(f"{whole or 0}.{part or 0}{power}"), places)
    return None
