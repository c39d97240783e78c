"""What is wrong with a file of the cascade, each fault with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from targets.errors import TargetError
from targets.interchange.document import Document
from targets.interchange.merging import merged
from words import Message

# Of pydantic's kinds of errors those that a person can make.
SENTENCES: Mapping[str, Message] = {
    "model_type": Message("A file of agreements, measures and targets names its parts; this one does not."),
    "missing": Message("“%(field)s” is missing."),
    "extra_forbidden": Message("There is no field “%(field)s” here."),
    "literal_error": Message("“%(field)s” must be one of: %(expected)s."),
    "day": Message("“%(field)s” must be a day, written as 2027-03-31."),
    "date_from_datetime_parsing": Message("“%(field)s” must be a day, written as 2027-03-31."),
    "float_parsing": Message("“%(field)s” must be a number."),
    "float_type": Message("“%(field)s” must be a number."),
    "finite_number": Message("“%(field)s” must be a number."),
    "int_parsing": Message("“%(field)s” must be a whole number."),
    "int_type": Message("“%(field)s” must be a whole number."),
    "int_from_float": Message("“%(field)s” must be a whole number."),
    "bool_parsing": Message("“%(field)s” must be true or false."),
    "bool_type": Message("“%(field)s” must be true or false."),
    "string_type": Message("“%(field)s” must be text; put it in quotation marks."),
    "string_too_short": Message("“%(field)s” is missing."),
    "too_short": Message("“%(field)s” is missing."),
    "string_too_long": Message("“%(field)s” must have at most %(max_length)s characters."),
    "language": Message("“%(field)s” must be texts by language, such as en or cy."),
    "dict_type": Message("“%(field)s” must be texts by language, such as en or cy."),
    "list_type": Message("“%(field)s” must be a list."),
}
OTHER = Message("“%(field)s” cannot be read.")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (such as ``line 12``), what part it is in, and one sentence."""

    place: str
    part: str
    message: Message

    def __str__(self) -> str:
        """The English line: for the command line."""
        where = ", ".join(filter(None, (self.place, self.part)))
        return f"{where}: {self.message}" if where else str(self.message)


class FaultsError(TargetError):
    """A file cannot be imported; nothing of it was. ``faults`` are in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__(Message("Nothing was imported, since the file has faults."))
        self.faults = tuple(faults)


class KeyTwiceError(TargetError):
    """Two things of a kind in a file have one key; ``first`` is where the other stands, such as ``line 12``."""

    def __init__(self, key: str, first: str) -> None:
        super().__init__(
            Message(
                "The key %(key)s stands in this file twice; the other is at %(first)s.", {"key": key, "first": first}
            )
        )
        self.key, self.first = key, first


@dataclass(frozen=True)
class Read:
    """What a file says, before anything of it is checked; ``places`` say where each part stands, by its path."""

    raw: Any
    places: Mapping[tuple[str | int, ...], str]

    def place(self, path: tuple[str | int, ...]) -> str:
        """Return where a part stands, or what holds it; the empty text if nobody knows."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        return ""

    def fault(self, path: tuple[str | int, ...], message: Message) -> Fault:
        """Return a fault of a part."""
        return Fault(self.place(path), self._part(path), message)

    def _part(self, path: tuple[str | int, ...]) -> str:
        """Return whose it is: ``targets counter-wait``."""
        if len(path) < 2:
            return ""
        try:
            key = self.raw[path[0]][path[1]]["key"]
        except (KeyError, IndexError, TypeError):
            key = int(path[1]) + 1
        return f"{path[0]} {str(key)[:64]}"

    def document(self, known: Document | None = None) -> Document:
        """Return what it says; of what is ``known``, whatever it does not name is as it was.

        Raises:
            FaultsError: If it is no document of a cascade.
        """
        try:
            return Document.model_validate(self.raw if known is None else merged(self.raw, known))
        except ValidationError as error:
            raise FaultsError(self._worded(each) for each in error.errors()) from error

    def _worded(self, error: Any) -> Fault:
        # Where a text is of one of several kinds, pydantic adds which to the path: only what is in the file counts.
        path: tuple[str | int, ...] = error["loc"]
        known = SENTENCES.get(error["type"], OTHER)
        fields = [str(each) for each in path if isinstance(each, str)]
        values = {"field": fields[-1] if fields else "format", **error.get("ctx", {})}
        return self.fault(path, replace(known, values=values))
