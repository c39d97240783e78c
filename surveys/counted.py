"""Reading the tallies of one survey under one set of filters, and who answered under none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

import tallies
from models import Collector, Survey, Unit
from tallies import Grouping, Respondents, View

Mode = Literal["page", "conversation"]
# What a person is shown first by each kind of way in. Whoever changes to the other is counted where they began.
MODES: Mapping[str, Mode] = {
    "link": "page",
    "invitation": "page",
    "demonstration": "page",
    "widget": "conversation",
}


@dataclass(frozen=True)
class Filters:
    """What of a survey is summarised; None is all. ``since`` begins a month and ``until`` ends one."""

    since: date | None = None
    until: date | None = None
    version: int | None = None
    languages: tuple[str, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    collector_ids: tuple[int, ...] | None = None


def modes_of(session: Session, survey: Survey) -> dict[Mode, tuple[int, ...]]:
    """Return the ways into a survey that begin as a page, and those that begin as a conversation, each in order."""
    found: dict[Mode, list[int]] = {"page": [], "conversation": []}
    for collector_id, mode in _ways_of(session, survey)[1].items():
        found[mode].append(collector_id)
    return {mode: tuple(ids) for mode, ids in found.items()}


def _ways_of(session: Session, survey: Survey) -> tuple[list[int], dict[int, Mode]]:
    """Return the ways into a survey, in order, and of those that people answer by, what they begin as."""
    query = select(Collector.id, Collector.kind).where(Collector.survey_id == survey.id).order_by(Collector.id)
    kinds = {row.id: row.kind for row in session.execute(query)}
    return list(kinds), {each: MODES[kind] for each, kind in kinds.items() if kind in MODES}


class Reading:
    """Reads the tallies of one survey under one set of filters, and who answered under none."""

    def __init__(self, session: Session, survey: Survey, filters: Filters, keys: Sequence[str]) -> None:
        self.session, self.survey, self.filters, self.keys = session, survey, filters, keys
        self.collector_ids, self._kinds = _ways_of(session, survey)
        self.view = View(
            units=filters.unit_ids,
            collectors=filters.collector_ids,
            languages=filters.languages,
            versions=None if filters.version is None else (filters.version,),
            since=filters.since,
            until=filters.until,
        )
        units = session.execute(select(Unit.id, Unit.slug, Unit.parent_id)).all()
        self._parents = {unit.id: unit.parent_id for unit in units if unit.parent_id is not None}
        self.unit_ids = {unit.slug: unit.id for unit in units}
        self._parts: dict[tuple[Grouping, tuple[int, ...]], Mapping[str, Mapping[int | str, dict[str, int]]]] = {}
        self._cells = tallies.cells(
            session,
            service_id=survey.service_id,
            collector_ids=self.collector_ids,
            subjects=[tallies.SUBMISSIONS, *self._subjects()],
        )

    def respondents(self, key: str, versions: Sequence[int] | None = None) -> Respondents:
        """Return who answered a question in some versions, or with ``SUBMISSIONS`` the survey; over all else."""
        subjects = (
            [key] if key == tallies.SUBMISSIONS else [name for name, own in self._subjects().items() if own == key]
        )
        found: dict[tallies.Cell, Mapping[date, int]] = {}
        for subject in subjects:
            for cell, by_month in self._cells.get(subject, {}).items():
                if versions is None or cell.version in versions:
                    found[cell] = by_month
        return Respondents(found, parents=self._parents, kinds=self._kinds)

    def counts(
        self, *, by: Grouping, versions: tuple[int, ...] | None = None
    ) -> Mapping[str, Mapping[int | str, dict[str, int]]]:
        """Return key -> group -> value -> how often; read once for each set of versions."""
        if (by, versions or ()) not in self._parts:
            subjects, found = self._subjects(), dict[str, dict[int | str, dict[str, int]]]()
            for each in self._read(list(subjects), by=by, versions=versions):
                assert each.group is not None
                found.setdefault(subjects[each.subject], {})[each.group] = each.counts
            self._parts[by, versions or ()] = found
        return self._parts[by, versions or ()]

    def _subjects(self) -> dict[str, str]:
        return {name(key): key for key in self.keys for name in (tallies.question_subject, tallies.comment_subject)}

    def _read(
        self, subjects: Sequence[str], *, by: Grouping, versions: tuple[int, ...] | None
    ) -> list[tallies.SubjectCounts]:
        ways = self.filters.collector_ids
        return tallies.by_question(
            self.session,
            service_id=self.survey.service_id,
            collector_ids=[each for each in self.collector_ids if ways is None or each in ways],
            subjects=subjects,
            since=self.filters.since,
            until=self.filters.until,
            versions=versions,
            languages=self.filters.languages,
            unit_ids=self.filters.unit_ids,
            by=by,
        )


def in_group(view: View, by: Grouping, group: int | str) -> View:
    """Return the part of a view that is one group."""
    if by == "language":
        return replace(view, languages=(str(group),))
    number = int(group)
    if by == "unit":
        return replace(view, units=(number,))
    return replace(view, collectors=(number,)) if by == "collector" else replace(view, versions=(number,))
