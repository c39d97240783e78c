"""What measures' names and themes mean, as vectors that were made before: whoever compares them loads no model.

The row is the truth: a measure or theme without one of the present model waits for it.
"""

import struct
from collections.abc import Sequence

import structlog
from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from models import Measure, MeasureVector, ThemeVector, across_organisations, acting_for, transaction
from nlp.similarity import MODEL, Searcher
from nlp.themes import MEANT, THEMES

# The model reads English alone.
LANGUAGE = "en"
FLOAT_BYTES = 4
# So many at a time, some milliseconds each: nobody's message waits for longer than that.
SOME = 20

log = structlog.get_logger()


def measure_vectors(session: Session) -> dict[str, list[float]]:
    """Return what the names of the organisation's measures mean: key -> a vector of length 1, in order of key.

    Left out is what the present model has not read yet, and what has no name in English. The product of two vectors
    is their cosine.
    """
    rows = session.execute(
        select(Measure.key, MeasureVector.vector)
        .join(MeasureVector, MeasureVector.measure_id == Measure.id)
        .where(MeasureVector.model == MODEL, MeasureVector.vector.is_not(None))
        .order_by(Measure.key)
    )
    return {key: _floats(vector) for key, vector in rows if vector is not None}


def theme_vectors(session: Session) -> dict[str, list[float]]:
    """Return what themes mean: key -> a vector of length 1, in the order of ``THEMES``; of the present model alone."""
    rows = session.execute(select(ThemeVector.theme, ThemeVector.vector).where(ThemeVector.model == MODEL))
    known = {row.theme: row.vector for row in rows}
    return {theme: _floats(known[theme]) for theme in THEMES if theme in known}


def forget(session: Session, measure: Measure) -> None:
    """Forget what a measure's name means, since it is about to have another one."""
    session.execute(delete(MeasureVector).where(MeasureVector.measure_id == measure.id))


def read_some(searcher: Searcher) -> int:
    """Have the model read themes that wait, then some measures; return how many were read.

    Two that read the same find the same.
    """
    return _read_themes(searcher) + _read_measures(searcher)


def _read_themes(searcher: Searcher) -> int:
    with transaction() as session:
        rows = session.execute(select(ThemeVector.theme, ThemeVector.said).where(ThemeVector.model == searcher.name))
        known = {row.theme: row.said for row in rows}
    waiting = [theme for theme in THEMES if known.get(theme) != MEANT[theme]]
    vectors = searcher.meanings([MEANT[theme] for theme in waiting])
    with transaction() as session:
        for theme, vector in zip(waiting, vectors, strict=True):
            session.merge(ThemeVector(theme=theme, model=searcher.name, said=MEANT[theme], vector=vector))
    return len(waiting)


def _read_measures(searcher: Searcher) -> int:
    with transaction() as session:
        waiting = [(each.organisation_id, each.id, dict(each.name)) for each in _waiting(session, searcher.name)]
    for organisation_id, measure_id, name in waiting:
        vector = _vector(searcher, measure_id, name)
        with transaction() as session, acting_for(session, organisation_id):
            measure = session.get(Measure, measure_id, with_for_update=True)
            # Whoever renamed it meanwhile left it waiting: its new name is read next.
            if measure is not None and measure.name == name:
                session.merge(
                    MeasureVector(
                        organisation_id=organisation_id, measure_id=measure_id, model=searcher.name, vector=vector
                    )
                )
                session.flush()
    return len(waiting)


def _waiting(session: Session, model: str) -> Sequence[Measure]:
    of_it = and_(
        MeasureVector.organisation_id == Measure.organisation_id,
        MeasureVector.measure_id == Measure.id,
        MeasureVector.model == model,
    )
    with across_organisations(session, "timetable"):
        query = select(Measure).outerjoin(MeasureVector, of_it).where(MeasureVector.measure_id.is_(None))
        return session.scalars(query.order_by(Measure.organisation_id, Measure.id).limit(SOME)).all()


def _vector(searcher: Searcher, measure_id: int, name: dict[str, str]) -> bytes | None:
    """Return what the model makes of a name; one that it cannot take must not hold up the others."""
    if not name.get(LANGUAGE):
        return None
    try:
        return searcher.meanings([name[LANGUAGE]])[0]
    except Exception:
        log.exception("measure.not-read", measure=measure_id)
        return None


def _floats(vector: bytes) -> list[float]:
    return list(struct.unpack(f"<{len(vector) // FLOAT_BYTES}f", vector))
