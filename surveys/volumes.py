"""How many people a survey was offered to: what invitations know, what a site's owner states, else not known.

A window or a link on somebody's site cannot count who saw it: not without watching people who only pass by. So it is
never guessed. Whoever runs the site may know, and states it by period.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Collector, Invitation, Organisation, Volume, now
from sheets import Row
from surveys.errors import SurveyError
from surveys.invitations import WrongCollectorError
from surveys.rows import Fault, RowsError, filled
from words import Message

MOST_PERIODS = 5_000  # in one list
MOST_OFFERED = 10**12

# The day comes first, as in Britain and Ireland. Spreadsheets give a day's midnight along.
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})([ T]00:00(:00)?)?", re.ASCII)
_LOCAL = re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})", re.ASCII)
_NUMBER = re.compile(r"(\d{1,3}(,\d{3})+|\d{1,15})(\.0+)?", re.ASCII)


@dataclass(frozen=True)
class StatedVolume:
    """How many people a collector was offered to from ``since`` to ``until``, both days included."""

    since: date
    until: date
    offered: int


class OverlappingError(SurveyError):
    """Two periods share a day, which would be counted twice; ``message`` names them."""

    def __init__(self, first: StatedVolume, second: StatedVolume) -> None:
        self.message = Message(
            "the periods %(since)s to %(until)s and %(other_since)s to %(other_until)s overlap",
            {
                "since": first.since.isoformat(),
                "until": first.until.isoformat(),
                "other_since": second.since.isoformat(),
                "other_until": second.until.isoformat(),
            },
        )
        super().__init__(str(self.message))


def state_volumes(session: Session, *, collector: Collector, rows: Iterable[Row]) -> int:
    """Keep what a list with the columns since, until and offered states; return how many periods it has.

    A period that begins on the same day as one stated before takes its place.

    Raises:
        WrongCollectorError: For invitations it is known without.
        RowsError: A row is wrong; all that are, are named.
        OverlappingError: Two periods share a day, in the list or with what was stated before.
    """
    if collector.kind == "invitation":
        raise WrongCollectorError(Message("how many were invited is known; nothing is to be stated"))
    # Two lists at the same moment must not each miss what the other states.
    session.execute(select(Collector.id).where(Collector.id == collector.id).with_for_update())
    today = session.get_one(Organisation, collector.organisation_id).day_of(now())
    given = _read(rows, today)
    kept = {volume.since: volume for volume in session.scalars(_volumes(collector.id))}
    _refuse_overlaps(
        [*given, *(_stated(volume) for volume in kept.values() if volume.since not in {each.since for each in given})]
    )
    for each in given:
        volume = kept.get(each.since)
        if volume is None:
            session.add(Volume(collector_id=collector.id, since=each.since, until=each.until, offered=each.offered))
        else:
            volume.until, volume.offered = each.until, each.offered
    session.flush()
    return len(given)


def stated(session: Session, collector_id: int) -> list[StatedVolume]:
    """Return what was stated for a collector, in order of time."""
    return [_stated(volume) for volume in session.scalars(_volumes(collector_id))]


def offered(session: Session, collector: Collector, since: date, until: date) -> int | None:
    """Return to how many people a collector was offered from ``since`` to ``until``; None: not known.

    For invitations, to how many one was sent first in these days. Else, what was stated: only of periods that lie
    within them wholly, and only where no day between is left out.
    """
    if collector.kind == "invitation":
        return _invited(session, collector, since, until)
    following, total = since, 0
    for each in stated(session, collector.id):
        if each.since < since or each.until > until:
            continue
        if each.since != following:
            return None
        following, total = each.until + timedelta(days=1), total + each.offered
    return total if following == until + timedelta(days=1) and following > since else None


def _invited(session: Session, collector: Collector, since: date, until: date) -> int:
    zone = ZoneInfo(session.get_one(Organisation, collector.organisation_id).time_zone)
    first, after = (datetime.combine(day, time(), tzinfo=zone) for day in (since, until + timedelta(days=1)))
    query = select(func.count()).where(
        Invitation.collector_id == collector.id, Invitation.sent_at >= first, Invitation.sent_at < after
    )
    return session.scalar(query) or 0


def _volumes(collector_id: int) -> Select[Volume]:
    return select(Volume).where(Volume.collector_id == collector_id).order_by(Volume.since)


def _stated(volume: Volume) -> StatedVolume:
    return StatedVolume(volume.since, volume.until, volume.offered)


def _read(rows: Iterable[Row], today: date) -> list[StatedVolume]:
    given: list[StatedVolume] = []
    faults: list[Fault] = []
    for row in filled(rows, required=("since", "until", "offered"), most=MOST_PERIODS):
        try:
            given.append(_of_row(row.cells["since"], row.cells["until"], row.cells["offered"], today))
        except _CellError as error:
            faults.append(Fault(row.line, error.message))
    if faults:
        raise RowsError(faults)
    return given


class _CellError(ValueError):
    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def _of_row(since: str, until: str, offered: str, today: date) -> StatedVolume:
    first, last, number = _day(since), _day(until), _NUMBER.fullmatch(offered)
    if first is None or last is None:
        raise _CellError(Message("a day is written like 2026-05-31 or 31/05/2026"))
    if first > last:
        raise _CellError(Message("the period ends before it begins"))
    if last > today:
        raise _CellError(Message("the period is not over yet"))
    if number is None or int(number[1].replace(",", "")) > MOST_OFFERED:
        raise _CellError(Message("offered is a whole number like 1250"))
    return StatedVolume(first, last, int(number[1].replace(",", "")))


def _day(text: str) -> date | None:
    found = _ISO.fullmatch(text) or _LOCAL.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _refuse_overlaps(volumes: Sequence[StatedVolume]) -> None:
    in_order = sorted(volumes, key=lambda volume: (volume.since, volume.until))
    for first, second in pairwise(in_order):
        if second.since <= first.until:
            raise OverlappingError(first, second)
