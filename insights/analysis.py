"""Waiting comments become insights: claimed in one transaction, analysed in none, stored in another.

A crash anywhere leaves a comment waiting or done, never half: the row is the truth, the queue only a bell.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby, islice
from uuid import UUID

import structlog
from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from insights import batches, praise
from insights.own_names import own_names
from models import (
    WHOLE,
    Comment,
    Insight,
    InsightTheme,
    Organisation,
    SealBrokenError,
    Submission,
    across_organisations,
    acting_for,
    now,
    transaction,
)
from nlp import Analyser, Analysis, Source, ThemeMark
from tallies import Place, of_insight, post

log = structlog.get_logger()

BATCH = 50
# Of all comments that are analysed and stored at once, unless one alone is longer: what was found in them is in memory.
BATCH_CHARACTERS = 100_000
INSIGHTS_AT_ONCE = 1_000
CLAIM = timedelta(minutes=2)
# A small machine analyses a kilobyte in a tenth of a second; a busy one is given ten times as long.
CLAIM_PER_CHARACTER = timedelta(milliseconds=1)
# A comment that was claimed this often without an end has brought its worker down each time.
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Claimed:
    """A comment that this worker alone may store the analysis of, until the claim ends."""

    organisation_id: int
    comment_id: UUID
    source: Source

    @property
    def row_id(self) -> UUID:
        """The comment's key."""
        return self.comment_id


def drain(analyser: Analyser, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Analyse what waits, live comments first, until nothing does or ``stop()``; return how many were stored."""
    stored = 0
    while not stop():
        claim = secrets.token_hex(8)
        with transaction() as session:
            claimed = _claim(session, claim)
        if claimed is None:
            break
        analyses = list(analysed(analyser, claimed))
        with transaction() as session:
            stored += kept(session, analyser.pipeline, analyses, partial(_still_own, claim=claim))
    return stored


def wait_again(session: Session) -> int:
    """Let the comments that could not be analysed wait once more, over all organisations; return how many."""
    with across_organisations(session, "operator"):
        failed = list(session.scalars(select(Comment).where(Comment.state == "failed").order_by(Comment.id)))
        for comment in failed:
            comment.state, comment.attempts, comment.analysed_at = "waiting", 0, None
        session.flush()
    return len(failed)


def _claim(session: Session, claim: str) -> list[Claimed] | None:
    """Claim the next comments; None where none waits. Those given up on the way are in no list."""
    at = now()
    with across_organisations(session, "analysis"):
        waiting = (
            select(Comment)
            .where(
                Comment.state == "waiting",
                or_(Comment.claimed_until.is_(None), Comment.claimed_until < at),
            )
            .order_by(Comment.priority, Comment.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        comments = list(session.scalars(waiting))
        comments = _without_suspects(comments)
        found: list[Claimed] = []
        organisations = {comment.organisation_id for comment in comments}
        names, keeping = own_names(session, organisations), praise.choosing(session, organisations)
        for comment in comments:
            if comment.attempts >= MOST_ATTEMPTS:
                log.error("comment.given-up", comment=str(comment.id), attempts=comment.attempts)
                comment.state, comment.claimed_by, comment.claimed_until = "failed", None, None
                continue
            try:
                own, praised = names[comment.organisation_id], comment.organisation_id in keeping
                one = to_analyse(comment, comment.text, own, praised=praised)
            except SealBrokenError:
                log.error("comment.seal-broken", comment=str(comment.id))
                comment.state, comment.claimed_by, comment.claimed_until = "failed", None, None
                continue
            if not fits(found, one):
                break
            comment.attempts += 1
            comment.claimed_by = claim
            found.append(one)
        characters = sum(len(one.source.text) for one in found)
        for comment in comments:
            if comment.claimed_by == claim:
                comment.claimed_until = at + CLAIM + CLAIM_PER_CHARACTER * characters
        session.flush()
    return found if comments else None


def fits(batch: Sequence[Claimed], one: Claimed) -> bool:
    """Whether a comment may be analysed together with those of a batch; the first always may."""
    return not batch or sum(len(each.source.text) for each in [*batch, one]) <= BATCH_CHARACTERS


def to_analyse(comment: Comment, text: str | None, names: tuple[str, ...], *, praised: bool = False) -> Claimed:
    """Return a comment as it is analysed, with the names that its organisation calls its own.

    With ``praised``, names of those whom the comment praises are asked for.
    """
    source = Source(text or "", question=comment.asked, language=comment.language, keep=names, praised=praised)
    return Claimed(comment.organisation_id, comment.id, source)


def _without_suspects(comments: list[Comment]) -> list[Comment]:
    """Return which of the comments, in order, to claim together.

    What has failed before is tried alone, so that it takes no other down with it. It waits for the calm ones of its
    own priority only, and only while they are the more: a live one must not wait for a whole import, nor an import's
    be left until the others are taken one by one.
    """
    first = comments[0].priority if comments else 0
    suspects = [comment for comment in comments if comment.attempts and comment.priority == first]
    calm = [each for each in comments if not each.attempts and (each.priority == first or not suspects)]
    return calm if len(calm) >= len(suspects) else suspects[:1]


def analysed(analyser: Analyser, claimed: Sequence[Claimed]) -> Iterator[tuple[Claimed, Analysis | None]]:
    """Yield each claimed comment with its analysis; None for one that the analyser cannot take."""
    return batches.each(analyser.analyse, claimed, name="analysis", row="comment")


def kept(
    session: Session,
    pipeline: str,
    analyses: Sequence[tuple[Claimed, Analysis | None]],
    still: Callable[[list[UUID]], Select[Comment]],
) -> int:
    """Store analyses, each for its organisation, of those comments that ``still`` selects; return of how many."""
    stored = 0
    by_organisation = sorted(analyses, key=lambda pair: pair[0].organisation_id)
    for organisation_id, pairs in groupby(by_organisation, key=lambda pair: pair[0].organisation_id):
        with acting_for(session, organisation_id):
            by_comment = {item.comment_id: analysis for item, analysis in pairs}
            comments = list(session.scalars(still(list(by_comment))))
            _store(session, pipeline, comments, by_comment)
            stored += len(comments)
    return stored


def _still_own(ids: list[UUID], *, claim: str) -> Select[Comment]:
    own = select(Comment).where(Comment.id.in_(ids), Comment.claimed_by == claim, Comment.state == "waiting")
    return own.order_by(Comment.id).with_for_update()


def _store(
    session: Session, pipeline: str, comments: Sequence[Comment], analyses: Mapping[UUID, Analysis | None]
) -> None:
    over_quota = _over_quota(session, comments)
    counted, praised = [], []
    for comment in comments:
        analysis = analyses[comment.id]
        comment.claimed_by, comment.claimed_until, comment.analysed_at = None, None, now()
        if analysis is None:
            # What was analysed before by another pipeline stays so.
            comment.state = "failed" if comment.state == "waiting" else comment.state
            continue
        comment.state, comment.redacted, comment.text = "done", analysis.redacted, None
        praised.append((comment, analysis.praised))
        _add(session, _insights(comment, pipeline, analysis))
        counted += of_insight(
            Place.of(comment),
            pipeline=pipeline,
            sentiment=analysis.sentiment,
            themes=[(mark.theme, mark.polarity) for mark in analysis.themes],
            over_quota=comment.submission_id in over_quota,
        )
    session.flush()
    post(session, counted)
    # The first pipeline that an organisation meets is the one shown; later ones are promoted by a person.
    session.execute(
        update(Organisation)
        .where(Organisation.id == session.info["organisation_id"], Organisation.shown_pipeline.is_(None))
        .values(shown_pipeline=pipeline)
    )
    # After what else is locked, so that two workers never wait for one another.
    praise.keep(session, praised)


def _add(session: Session, insights: Iterator[Insight]) -> None:
    """Write insights, some at a time: those of a megabyte's clauses would fill the memory."""
    while some := list(islice(insights, INSIGHTS_AT_ONCE)):
        session.add_all(some)
        session.flush()
        for one in some:
            session.expunge(one)


def _over_quota(session: Session, comments: Sequence[Comment]) -> set[UUID]:
    """Return the submissions of these comments that came over a full quota."""
    ids = [comment.submission_id for comment in comments]
    return set(session.scalars(select(Submission.id).where(Submission.id.in_(ids), Submission.over_quota.is_not(None))))


def _insights(comment: Comment, pipeline: str, analysis: Analysis) -> Iterator[Insight]:
    whole = Insight(
        clause=WHOLE,
        start=0,
        end=len(analysis.redacted),
        sentiment=analysis.sentiment,
        confidence=analysis.confidence,
        urgent=analysis.urgent,
    )
    yield _placed(whole, comment, pipeline, analysis.language, analysis.themes)
    for finding in analysis.findings:
        clause = Insight(
            clause=finding.clause + 1,
            start=finding.start,
            end=finding.end,
            sentiment=finding.sentiment,
            confidence=finding.confidence,
        )
        yield _placed(clause, comment, pipeline, analysis.language, finding.themes)


def _placed(insight: Insight, comment: Comment, pipeline: str, language: str, marks: Sequence[ThemeMark]) -> Insight:
    insight.comment_id, insight.pipeline, insight.language = comment.id, pipeline, language
    insight.themes = [
        InsightTheme(
            theme=mark.theme,
            polarity=mark.polarity,
            confidence=mark.confidence,
            pipeline=pipeline,
            clause=insight.clause,
            comment_id=comment.id,
            service_id=comment.service_id,
            given_on=comment.given_on,
        )
        for mark in marks
    ]
    return insight
