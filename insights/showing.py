"""Which figures about comments may be shown: none that rests on few people, nor one that would tell of few others.

The rule is that of ``tallies.views``, over the units and months of the period looked at. Each subject (what was sent,
what was analysed, each theme) is decided by itself, from all units, whichever of them is looked at: so a page of all
units and those of each unit are decided together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from tallies import SUBMISSIONS, Cell, Decision, Respondents, View

# Subject -> cell -> first day of a month -> how many.
Places = Mapping[str, Mapping[Cell, Mapping[date, int]]]
# Two ways of parting cost less than the five of a survey's results: a hundred units over a year.
MOST_GROUPS = 1_300


@dataclass(frozen=True)
class Showing:
    """Decides for one period of a service, as some of its units see it.

    Args:
        places: Of all units, what was counted in the period; a subject that is not there was never counted.
        parents: Unit -> the unit above it.
        unit_ids: The units looked at: one with all below it, or None for all.
    """

    places: Places
    parents: Mapping[int, int] = field(default_factory=dict)
    unit_ids: Collection[int] | None = None
    _respondents: dict[str, Respondents] = field(default_factory=dict, init=False, repr=False, compare=False)

    def whole(self) -> Decision:
        """Return whether so many sent something that any figure may be shown."""
        return self._decide(SUBMISSIONS, View(units=self.unit_ids))

    def period(self, subject: str) -> Decision:
        """Return whether the figures of a subject may be shown for the whole period."""
        return self._with_whole(self._decide(subject, View(units=self.unit_ids)))

    def month(self, subject: str, first_day: date) -> Decision:
        """Return whether the figures of a subject may be shown for a month, named by its first day."""
        view = View(units=self.unit_ids, since=first_day, until=_last_day(first_day))
        people = self._decide(SUBMISSIONS, view)
        return self._with_whole(self._decide(subject, view) if people == "shown" else people)

    def _with_whole(self, decision: Decision) -> Decision:
        # One person may have written ten comments.
        whole = self.whole()
        return decision if whole == "shown" else whole

    def _decide(self, subject: str, view: View) -> Decision:
        if subject not in self._respondents:
            counts = self.places.get(subject, {})
            self._respondents[subject] = Respondents(counts, parents=self.parents, most_groups=MOST_GROUPS)
        return self._respondents[subject].decide(view)


def _last_day(first_day: date) -> date:
    year, month = divmod(first_day.year * 12 + first_day.month, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
