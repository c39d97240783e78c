"""What is wrong with a proposal, grouped by the page or question that it is wrong with."""

import hashlib
import json
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from surveys.checking import faults_of
from surveys.definition import Definition, read_definition
from surveys.errors import DefinitionError

# Several pages in a row are about one proposal. A report holds a definition, which may be large.
MOST_KEPT = 8


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


class _Kept:
    """The reports asked for last, by what was checked, written as it stands: the order of names says which is first."""

    def __init__(self) -> None:
        self._reports: OrderedDict[bytes, Report] = OrderedDict()
        self._lock = Lock()

    def of(self, raw: Any) -> Report:
        known_by = hashlib.sha256(json.dumps(raw).encode()).digest()
        with self._lock:
            report = self._reports.get(known_by)
            if report is not None:
                self._reports.move_to_end(known_by)
                return report
        report = _checked(raw)
        with self._lock:
            self._reports[known_by] = report
            while len(self._reports) > MOST_KEPT:
                self._reports.popitem(last=False)
        return report


_kept = _Kept()


def checked(raw: Any) -> Report:
    """Read a proposal's JSON and check what can be read; what was checked a moment ago is not checked anew."""
    return _kept.of(raw)


def _checked(raw: Any) -> Report:
    try:
        definition = read_definition(raw)
    except DefinitionError as error:
        return Report(None, tuple(error.faults))
    return Report(definition, tuple(faults_of(definition)))
