"""Another pipeline beside the one shown: what is done is analysed once more, and a person promotes what came of it.

Only what was cleaned is left of a comment, so that is what is read again. Nothing that is shown changes meanwhile.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.orm import Session, defer

from insights.analysis import BATCH, Claimed, analysed, fits, kept, to_analyse
from insights.own_names import own_names
from models import WHOLE, Comment, Insight, Organisation, across_organisations, transaction
from nlp import Analyser

FIRST = UUID(int=0)


def reanalyse(
    analyser: Analyser,
    *,
    report: Callable[[int], object] = lambda count: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Analyse with this pipeline what was analysed by others only, oldest first; return how many were stored.

    It may run twice, also at once, and go on where it was stopped.
    """
    stored, after = 0, FIRST
    while not stop():
        with transaction() as session:
            batch = _next(session, analyser.pipeline, after)
        if not batch:
            break
        after = batch[-1].comment_id
        analyses = list(analysed(analyser, batch))
        with transaction() as session:
            stored += kept(session, analyser.pipeline, analyses, lambda ids: _still_wanting(ids, analyser.pipeline))
        report(len(batch))
    return stored


def wanting(session: Session, pipeline: str) -> int:
    """Return how many analysed comments have no insight of this pipeline, over all organisations."""
    with across_organisations(session, "operator"):
        return len(session.scalars(select(Comment.id).where(*_by_others_only(pipeline))).all())


def promote(session: Session, *, pipeline: str) -> int:
    """Let this pipeline's insights be the ones shown, in every organisation; return in how many that is new."""
    with across_organisations(session, "operator"):
        others = list(session.scalars(select(Organisation.id).where(Organisation.shown_pipeline != pipeline)))
        session.execute(update(Organisation).where(Organisation.id.in_(others)).values(shown_pipeline=pipeline))
    return len(others)


def _next(session: Session, pipeline: str, after: UUID) -> list[Claimed]:
    with across_organisations(session, "analysis"):
        # Texts are read one by one, as far as they fit.
        next_ones = select(Comment).options(defer(Comment.redacted)).order_by(Comment.id).limit(BATCH)
        comments = list(session.scalars(next_ones.where(Comment.id > after, *_by_others_only(pipeline))))
        names = own_names(session, [comment.organisation_id for comment in comments])
        batch: list[Claimed] = []
        for comment in comments:
            one = to_analyse(comment, comment.redacted, names[comment.organisation_id])
            if not fits(batch, one):
                break
            batch.append(one)
        return batch


def _by_others_only(pipeline: str) -> tuple[ColumnElement[bool], ...]:
    of_this = exists().where(Insight.comment_id == Comment.id, Insight.pipeline == pipeline, Insight.clause == WHOLE)
    return (Comment.state == "done", ~of_this)


def _still_wanting(ids: list[UUID], pipeline: str) -> Select[Comment]:
    return select(Comment).where(Comment.id.in_(ids), *_by_others_only(pipeline)).order_by(Comment.id).with_for_update()
