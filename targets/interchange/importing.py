"""A document into the tables: what is new is set, what is other is changed, what is not in it stays as it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Agreement, Aspiration, Measure, Service, Target, Unit
from targets import agreeing, linking, notes, owning, setting
from targets.errors import AgreementCycleError, PsaDeliversError, TargetError, UnknownKeyError
from targets.interchange import document as doc
from targets.interchange.differing import Change, differences
from targets.interchange.exporting import document_of, note_of
from targets.interchange.faults import Fault, FaultsError, KeyTwiceError, Read
from targets.interchange.ordering import in_order
from targets.misfits import PartCycleError
from targets.terms import AgreementTerms, MeasureTerms, Milestone, NoteTerms, TargetTerms
from words import Message

Keyed: TypeAlias = doc.Aspiration | doc.Agreement | doc.Measure | doc.Target
NO_MEASURE = Message("A target needs a measure; a unit's part of one needs the target that it is a part of.")


@dataclass(frozen=True)
class Outcome:
    """What the import did with one thing: ``what`` is "added", "changed" or "same"; ``changes`` say what is other."""

    kind: str
    key: str
    what: str
    changes: tuple[Change, ...] = ()


def apply(session: Session, read: Read, *, on: date) -> list[Outcome]:
    """Set and change what a file says; return what was done, in order. It flushes, and commits nothing.

    What the file does not name of a thing that is there stays as it is.

    Args:
        session: Acts for the organisation. After an error the caller rolls back: nothing is imported in part.
        read: What the file says.
        on: The day from which owners that are new, or other than before, are accountable.

    Raises:
        FaultsError: Everything that is wrong, in the file's order.
    """
    before = document_of(session)
    document = read.document(before)
    work = _Work(session, read, on)
    _set(work, document)
    if work.faults:
        raise FaultsError(fault for _, fault in sorted(work.faults, key=lambda pair: pair[0]))
    changes = differences(before, document_of(session))
    return [
        replace(each, changes=changes[each.kind, each.key]) if each.what == "changed" else each
        for each in work.outcomes
    ]


def _set(work: "_Work", document: doc.Document) -> None:
    """Set and change everything, each thing after what it may name."""
    for number in work.once("aspiration", document.aspirations):
        aspiration = document.aspirations[number]
        work.take("aspiration", number, aspiration.key, partial(work.aspiration, aspiration))
    once = work.that_may_deliver(document.agreements, work.once("agreement", document.agreements))
    for number in work.in_order("agreement", {at: _above(document.agreements[at]) for at in once}):
        agreement = document.agreements[number]
        work.take("agreement", number, agreement.key, partial(work.agreement, agreement))
    for number in work.once("measure", document.measures):
        measure = document.measures[number]
        work.take("measure", number, measure.key, partial(work.measure, measure))
        work.notes(number, measure)
    once = work.once("target", document.targets)
    for number in work.in_order("target", {at: _above(document.targets[at]) for at in once}):
        target = document.targets[number]
        work.take("target", number, target.key, partial(work.target, target))


class _BlamedError(Exception):
    """What this refers to is at fault itself, and is named already."""


class _Work:
    """One import under way: what is known by key, what was done, what is wrong."""

    def __init__(self, session: Session, read: Read, on: date) -> None:
        self.session, self.read, self.on = session, read, on
        self.outcomes: list[Outcome] = []
        # With the place in the document, by which they are put in order.
        self.faults: list[tuple[tuple[int, int], Fault]] = []
        self._blamed: set[tuple[str, str]] = set()
        self._known: dict[str, dict[str, Any]] = {
            "service": {row.slug: row for row in session.scalars(select(Service))},
            "unit": {row.slug: row for row in session.scalars(select(Unit))},
            "aspiration": {row.key: row for row in session.scalars(select(Aspiration))},
            "agreement": {
                row.key: row for row in session.scalars(select(Agreement).options(selectinload(Agreement.objectives)))
            },
            "measure": {row.key: row for row in session.scalars(select(Measure).options(selectinload(Measure.notes)))},
            "target": {
                row.key: row
                for row in session.scalars(
                    select(Target).options(selectinload(Target.themes), selectinload(Target.owner))
                )
            },
        }

    def take(self, kind: str, number: int, key: str, do: Callable[[], str]) -> None:
        """Do one thing of the document, and note what was done or what is wrong."""
        with self._noting((f"{kind}s", number), kind, key):
            self.outcomes.append(Outcome(kind, key, do()))

    def once(self, kind: str, things: Sequence[Keyed]) -> list[int]:
        """Return the numbers of things, of each key the first; note a fault of each that has it again."""
        first: dict[str, int] = {}
        for number, thing in enumerate(things):
            before = first.setdefault(thing.key, number)
            if before != number:
                with self._noting((f"{kind}s", number), kind, thing.key):
                    raise KeyTwiceError(thing.key, self.read.place((f"{kind}s", before)))
        return list(first.values())

    def that_may_deliver(self, agreements: Sequence[doc.Agreement], numbers: Sequence[int]) -> list[int]:
        """Return those that are no Public Service Agreement that delivers another; note a fault of each that is.

        It is what is wrong also where it closes a circle.
        """
        found = []
        for number in numbers:
            said = agreements[number]
            with self._noting(("agreements", number), "agreement", said.key):
                if said.kind == "psa" and said.delivers is not None:
                    raise PsaDeliversError(said.key)
                found.append(number)
        return found

    def in_order(self, kind: str, pairs: Mapping[int, tuple[str, str | None]]) -> list[int]:
        """Return the numbers of what can be set, each after the one above it; note a fault of each in a circle."""
        order, circle = in_order(pairs)
        keys = [pairs[number][0] for number in circle]
        for number, key in zip(circle, keys, strict=True):
            with self._noting((f"{kind}s", number), kind, key):
                raise AgreementCycleError(keys) if kind == "agreement" else PartCycleError(keys)
        return order

    def aspiration(self, said: doc.Aspiration) -> str:
        """Set or change an aspiration."""
        found: Aspiration | None = self._known["aspiration"].get(said.key)
        if found is not None:
            return _changed(agreeing.change_aspiration(self.session, aspiration=found, text=said.text))
        self._known["aspiration"][said.key] = agreeing.set_aspiration(self.session, key=said.key, text=said.text)
        return "added"

    def agreement(self, said: doc.Agreement) -> str:
        """Set or change an agreement."""
        terms = AgreementTerms(
            key=said.key,
            kind=said.kind,
            title=said.title,
            aim=said.aim,
            objectives=tuple(said.objectives),
            responsible=said.responsible,
            service=self._find("service", said.service),
            aspiration=self._find("aspiration", said.aspiration),
            parent=self._find("agreement", said.delivers),
            starts_on=said.starts_on,
            ends_on=said.ends_on,
        )
        found: Agreement | None = self._known["agreement"].get(said.key)
        if found is not None:
            return _changed(agreeing.change_agreement(self.session, agreement=found, terms=terms))
        self._known["agreement"][said.key] = agreeing.set_agreement(self.session, terms=terms)
        return "added"

    def measure(self, said: doc.Measure) -> str:
        """Set or change a measure, without its technical note."""
        service = self._find("service", said.service)
        assert service is not None
        terms = MeasureTerms(service=service, **said.model_dump(exclude={"service", "notes"}))
        found: Measure | None = self._known["measure"].get(said.key)
        if found is not None:
            return _changed(setting.change_measure(self.session, measure=found, terms=terms))
        self._known["measure"][said.key] = setting.set_measure(self.session, terms=terms)
        return "added"

    def notes(self, number: int, said: doc.Measure) -> None:
        """Open a version for each note that no version says already."""
        measure: Measure | None = self._known["measure"].get(said.key)
        if measure is None or ("measure", said.key) in self._blamed:
            return
        known = [note_of(note) for note in measure.notes]
        for position, note in enumerate(said.notes):
            if note in known:
                self.outcomes.append(Outcome("technical note", said.key, "same"))
                continue
            with self._noting(("measures", number, "notes", position), "measure", said.key):
                notes.open_note(self.session, measure=measure, terms=NoteTerms(**note.model_dump()))
                self.outcomes.append(Outcome("technical note", said.key, "added"))

    def target(self, said: doc.Target) -> str:
        """Set or change a target, hand it over, and link its themes."""
        parent: Target | None = self._find("target", said.part_of)
        measure: Measure | None = self._find("measure", said.measure)
        agreement: Agreement | None = self._find("agreement", said.agreement)
        if parent is not None:
            measure, agreement = measure or parent.measure, agreement or parent.agreement
        if measure is None:
            raise TargetError(NO_MEASURE)
        terms = TargetTerms(
            measure=measure,
            agreement=agreement,
            unit=self._find("unit", said.unit),
            parent=parent,
            milestones=tuple(Milestone(each.on, each.level) for each in said.milestones),
            **said.model_dump(include=SAME_NAMES),
        )
        found: Target | None = self._known["target"].get(said.key)
        if found is None:
            owner = owning.find_owner(self.session, email=said.owner)
            found = setting.set_target(self.session, terms=terms, owner=owner, since=self.on)
            self._known["target"][said.key] = found
            self._link(found, said.themes)
            return "added"
        changed = setting.change_target(self.session, target=found, terms=terms)
        # Whoever has it stays, also where the account was switched off since.
        if found.owner.email != said.owner.lower():
            owner = owning.find_owner(self.session, email=said.owner)
            changed |= owning.hand_over(self.session, target=found, to=owner, on=self.on)
        return _changed(self._link(found, said.themes) or changed)

    def _link(self, target: Target, themes: Sequence[doc.Theme]) -> bool:
        before = len(target.themes)
        for each in themes:
            if each.state == "suggested":
                linking.suggest(self.session, target=target, theme=each.theme, weight=each.weight)
            else:
                linking.decide(
                    self.session, target=target, theme=each.theme, state=each.state, weight=each.weight, by=None
                )
        return len(target.themes) > before

    def _find(self, kind: str, key: str | None) -> Any:
        """Return what has the key; None where none is named."""
        if key is None:
            return None
        if (kind, key) in self._blamed:
            raise _BlamedError
        found = self._known[kind].get(key)
        if found is None:
            raise UnknownKeyError(kind, key)
        return found

    @contextmanager
    def _noting(self, path: tuple[str | int, ...], kind: str, key: str) -> Iterator[None]:
        try:
            yield
        except _BlamedError:
            self._blamed.add((kind, key))
        except TargetError as error:
            self._blamed.add((kind, key))
            order = (PARTS[str(path[0])], int(path[1]))
            self.faults.append((order, self.read.fault(path, error.message)))


PARTS: Mapping[str, int] = {"aspirations": 0, "agreements": 1, "measures": 2, "targets": 3}
# What a target's document and its terms call the same.
SAME_NAMES = {
    "key",
    "level",
    "stretch",
    "baseline",
    "baseline_on",
    "due",
    "value_for_money",
    "set_by",
    "delivered_by",
    "reviewed_by",
}


def _above(said: doc.Agreement | doc.Target) -> tuple[str, str | None]:
    """Return the key of something, and that of what it delivers or is a part of."""
    return said.key, said.delivers if isinstance(said, doc.Agreement) else said.part_of


def _changed(changed: bool) -> str:
    return "changed" if changed else "same"
