"""From JSON to a tree: the grammar of expressions and their limits."""

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from surveys.expressions.operators import CONTEXT, DATE, OPERATORS, REFERENCES, Shape
from surveys.expressions.values import ExpressionError, Fault, Value, cleaned

MOST_NODES = 200  # each operator, reference and constant is one
DEEPEST = 20
LONGEST_LIST = 100
LONGEST_TEXT = 500
LONGEST_KEY = 80
MOST_DIGITS = 10


@dataclass(frozen=True)
class Constant:
    """A value written into the expression, never None."""

    place: str
    value: Value


@dataclass(frozen=True)
class Reference:
    """The value of an answer, of a calculated value, or of the context."""

    place: str
    source: Literal["answer", "calculated", "context"]
    key: str


@dataclass(frozen=True)
class Operation:
    """An operator on its arguments; ``listed`` are the constants that ``in`` and the like look among."""

    place: str
    operator: str
    arguments: tuple["Node", ...]
    listed: tuple[Value, ...] = ()


Node = Constant | Reference | Operation


def read_tree(raw: object) -> Node:
    """Return the tree that ``raw``, any object at all, stands for.

    Raises:
        ExpressionError: If it is no expression or exceeds a limit. All faults are named, or else the limit alone.
    """
    return _Reader().read(raw, "", depth=1)


def nodes(root: Node) -> Iterator[Node]:
    """Go through a tree, each node before its arguments."""
    yield root
    if isinstance(root, Operation):
        for argument in root.arguments:
            yield from nodes(argument)


def within(place: str, *steps: str | int) -> str:
    """Return the place some steps inside ``place``, such as ``and.1.==.0``."""
    return ".".join([*([place] if place else []), *map(str, steps)])


def quoted(name: object) -> str:
    """Return a name for a sentence: in quotation marks, and short whatever was given."""
    if not isinstance(name, str):
        return "this"
    return repr(name if len(name) <= 40 else name[:40] + "…")


class _TooLongError(ExpressionError):
    """More nodes than are read; whatever else is wrong is not looked for."""


class _Reader:
    """Reads one expression. Every method raises ``ExpressionError`` for what it cannot read."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, raw: object, place: str, depth: int) -> Node:
        """Return the node at ``place``, ``depth`` levels below what was given."""
        self.count += 1
        if self.count > MOST_NODES:
            sentence = f"An expression has at most {MOST_NODES} parts. Move some into a calculated value."
            raise _TooLongError([Fault("", sentence)])
        if depth > DEEPEST:
            raise _fault(place, f"Expressions nest at most {DEEPEST} deep. Move this part into a calculated value.")
        if not isinstance(raw, dict):
            return _constant(raw, place)
        if len(raw) != 1:
            raise _fault(place, f"Write an object with exactly one operator. This one has {len(raw):,}.")
        ((name, content),) = raw.items()
        if name == DATE:
            return Constant(place, _date(content, within(place, DATE)))
        if name in REFERENCES:
            return _reference(name, content, place)
        if name in OPERATORS:
            return self._operation(name, content, place, depth)
        names = ", ".join([*REFERENCES, DATE, *OPERATORS])
        raise _fault(place, f"{quoted(name)} is not an operator. Use one of: {names}.")

    def _operation(self, name: str, content: object, place: str, depth: int) -> Operation:
        shape = OPERATORS[name].shape
        if shape is Shape.ANSWER:
            return Operation(place, name, (self._answer(name, content, within(place, name), depth + 1),))
        if shape is Shape.ONE:
            return Operation(place, name, (self.read(content, within(place, name), depth + 1),))
        items = _items(name, content, within(place, name))
        if shape is Shape.LISTED:
            return self._among(name, items, place, depth)
        if shape is Shape.ROUNDED and not _is_digits(items[1]):
            raise _fault(within(place, name, 1), f"Write how many decimal places to keep: 0 to {MOST_DIGITS}.")
        return Operation(place, name, self._read_all(items, within(place, name), depth + 1))

    def _read_all(self, items: list[object], place: str, depth: int) -> tuple[Node, ...]:
        """Return the nodes of a list; if any is faulty, the faults of all."""
        read: list[Node] = []
        with _together() as part:
            for i, item in enumerate(items):
                with part():
                    read.append(self.read(item, within(place, i), depth))
        return tuple(read)

    def _among(self, name: str, items: list[object], place: str, depth: int) -> Operation:
        """Return an operation whose second argument is a list of constants."""
        there = within(place, name)
        arguments: tuple[Node, ...] = ()
        listed: tuple[Value, ...] = ()
        with _together() as part:
            with part():
                arguments = self._read_all(items[:1], there, depth + 1)
            with part():
                listed = self._constants(items[1], within(there, 1), depth + 1)
        return Operation(place, name, arguments, listed)

    def _answer(self, name: str, content: object, place: str, depth: int) -> Reference:
        argument = self.read(content, place, depth)
        if not (isinstance(argument, Reference) and argument.source == "answer"):
            raise _fault(place, f'{quoted(name)} asks of an answer. Write {{"answer": key}} here.')
        return argument

    def _constants(self, listed: object, place: str, depth: int) -> tuple[Value, ...]:
        if not isinstance(listed, list) or not 1 <= len(listed) <= LONGEST_LIST:
            raise _fault(place, f"Write a list of 1 to {LONGEST_LIST} constants.")
        read = self._read_all(listed, place, depth)
        others = [node.place for node in read if not isinstance(node, Constant)]
        if others:
            raise ExpressionError([Fault(other, "Only constants can stand in this list.") for other in others])
        return tuple(node.value for node in read if isinstance(node, Constant))


@contextmanager
def _together() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Read several parts whatever faults one of them has, then raise the faults of all."""
    faults: list[Fault] = []

    @contextmanager
    def part() -> Iterator[None]:
        try:
            yield
        except _TooLongError:
            raise
        except ExpressionError as error:
            faults.extend(error.faults)

    yield part
    if faults:
        raise ExpressionError(faults)


def _fault(place: str, sentence: str) -> ExpressionError:
    return ExpressionError([Fault(place, sentence)])


def _constant(raw: object, place: str) -> Constant:
    match raw:
        case bool():
            return Constant(place, raw)
        case int() | float():
            return Constant(place, _number(raw, place))
        case str():
            return Constant(place, _text(raw, place))
        case None:
            raise _fault(place, 'A constant cannot be null. To ask whether there is an answer, write {"answered": …}.')
        case list():
            raise _fault(place, "A list cannot stand here. Write an operator, a reference or a constant.")
    raise _fault(place, "This is not JSON.")


def _number(raw: int | float, place: str) -> Value:
    number = cleaned(raw)
    if number is None:
        raise _fault(place, "A number lies between -1e30 and 1e30.")
    return number


def _text(raw: str, place: str) -> str:
    if len(raw) > LONGEST_TEXT:
        raise _fault(place, f"A text has at most {LONGEST_TEXT} characters. This one has {len(raw):,}.")
    if not _can_be_kept(raw):
        raise _fault(place, "A text cannot have control characters or half characters.")
    return str(raw)


def _date(raw: object, place: str) -> date:
    # fromisoformat also reads weeks and dates without hyphens, which would be several ways to write one thing.
    if isinstance(raw, str) and len(raw) == 10 and raw[4] == raw[7] == "-":
        with suppress(ValueError):
            return date.fromisoformat(raw)
    raise _fault(place, "Write a date of the calendar as year-month-day, such as 2026-03-31.")


def _reference(source: Any, key: object, place: str) -> Reference:
    if source == "context":
        if not (isinstance(key, str) and key in CONTEXT):
            raise _fault(place, f"The context has {', '.join(CONTEXT)}, not {quoted(key)}.")
    elif not (isinstance(key, str) and 0 < len(key) <= LONGEST_KEY and _can_be_kept(key)):
        raise _fault(place, f"Name what to refer to by its key, a text of at most {LONGEST_KEY} characters.")
    return Reference(place, source, str(key))


def _items(name: str, content: object, place: str) -> list[object]:
    """Return the list of an operator's arguments, if there are as many as it takes."""
    fewest, most, wanted = _LENGTHS[OPERATORS[name].shape]
    if not isinstance(content, list):
        raise _fault(place, f"{quoted(name)} takes {wanted}.")
    if not fewest <= len(content) <= most:
        raise _fault(place, f"{quoted(name)} takes {wanted}. This list has {len(content):,}.")
    return content


_LENGTHS = {
    Shape.PAIR: (2, 2, "a list of two"),
    Shape.THREE: (3, 3, "a list of three: a condition, what holds then, and what holds else"),
    Shape.SEVERAL: (1, LONGEST_LIST, f"a list of 1 to {LONGEST_LIST}"),
    Shape.LISTED: (2, 2, "a list of two, the second a list of constants"),
    Shape.ROUNDED: (2, 2, "a list of two: a number and the decimal places to keep"),
}


def _can_be_kept(text: str) -> bool:
    """Whether every database and file can hold ``text``: no control characters, no half of a character."""
    return all(character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"} for character in text)


def _is_digits(raw: object) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= MOST_DIGITS
