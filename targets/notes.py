"""Technical notes: how a measure is measured. A version is locked once it is opened; a change opens the next."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Measure, TechnicalNote
from targets.changes import plain
from targets.checking import check_period_start
from targets.errors import LockedNoteError, NoReasonError
from targets.terms import NoteTerms


def open_note(session: Session, *, measure: Measure, terms: NoteTerms) -> TechnicalNote:
    """Open the first version of a measure's technical note, or the next. There is no verb that changes one.

    Raises:
        PeriodStartError: If it would count from a day that is not the first of a period.
        LockedNoteError: If it would count for periods for which the newest counts from their beginning.
        NoReasonError: If it is not the first, and nobody says why it changes.
    """
    check_period_start(terms.valid_from, measure.cadence)
    newest = session.scalar(
        select(TechnicalNote)
        .where(TechnicalNote.measure_id == measure.id)
        .order_by(TechnicalNote.version.desc())
        .limit(1)
    )
    if newest is not None:
        if terms.valid_from <= newest.valid_from:
            raise LockedNoteError(measure.key, newest.version, newest.valid_from)
        if not plain(terms.reason):
            raise NoReasonError(measure.key)
    note = TechnicalNote(
        measure_id=measure.id,
        version=newest.version + 1 if newest else 1,
        source=plain(terms.source),
        numerator=plain(terms.numerator),
        denominator=plain(terms.denominator),
        exclusions=plain(terms.exclusions),
        minimum_n=terms.minimum_n,
        valid_from=terms.valid_from,
        reason=plain(terms.reason),
    )
    session.add(note)
    session.flush()
    session.expire(measure, ["notes"])
    return note


def terms_of(note: TechnicalNote) -> NoteTerms:
    """Return what a version says."""
    return NoteTerms(
        source=note.source,
        numerator=note.numerator,
        denominator=note.denominator,
        exclusions=note.exclusions,
        minimum_n=note.minimum_n,
        valid_from=note.valid_from,
        reason=note.reason,
    )
