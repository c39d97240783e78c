"""What is wrong with a proposal, grouped by the page or question that it is wrong with."""

from dataclasses import dataclass
from typing import Any

from surveys.checking import faults_of
from surveys.definition import Definition, read_definition
from surveys.errors import DefinitionError


@dataclass(frozen=True)
class Fault:
    """One fault: its place in the definition ("" for all of it), and a sentence."""

    place: str
    sentence: str


@dataclass(frozen=True)
class Group:
    """The faults of one part of the definition, such as "questions.channel"."""

    part: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Report:
    """What was found. ``definition`` is None where the proposal is no definition at all."""

    definition: Definition | None
    sentences: tuple[str, ...]

    @property
    def groups(self) -> list[Group]:
        """The faults by part, in the order in which they were found."""
        parts: dict[str, list[Fault]] = {}
        for sentence in self.sentences:
            place, colon, rest = sentence.partition(": ")
            fault = Fault(place, rest) if colon and " " not in place else Fault("", sentence)
            parts.setdefault(".".join(fault.place.split(".")[:2]), []).append(fault)
        return [Group(part, tuple(faults)) for part, faults in parts.items()]


def checked(raw: Any) -> Report:
    """Read a proposal's JSON and check what can be read."""
    try:
        definition = read_definition(raw)
    except DefinitionError as error:
        return Report(None, tuple(error.faults))
    return Report(definition, tuple(faults_of(definition)))
