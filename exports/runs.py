"""Sending the runs of schedules: a run is owed from the end of its period until it was delivered."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from accounts.people import services_of
from delivery import Attachment, DeliveryError, Mail, Post, send
from exports import files, insights
from exports.due import note_due
from exports.errors import (
    ExportError,
    NoMailServerError,
    NothingAnalysedError,
    OwnerSwitchedOffError,
    StillWaitingError,
)
from insights.queries import Filter, ThemeSummary, shown_pipeline, theme_summaries
from models import (
    ROLES,
    ExportRun,
    Service,
    across_organisations,
    db,
    now,
    set_organisation,
    transaction,
)
from nlp.themes import THEMES
from tallies import FEWEST_SHOWN
from words import in_language

__all__ = ["Post", "note_due", "owe_again", "owed", "send_run"]

log = structlog.get_logger()

# Longer than a job may take (jobs.queue.LONGEST_JOB_SECONDS): it ends before another may take its run.
CLAIM = timedelta(minutes=20)
SHORTEST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Pack:
    """What goes to an owner for one period."""

    mail: Mail
    rows: int
    checksum: str


def owed(session: Session, *, at: datetime, at_once: bool = False) -> list[tuple[int, int]]:
    """Return (organisation, run) of the runs that are owed and that nobody is sending, oldest first.

    Those that did not go out a moment ago wait for their next try, unless ``at_once``.
    """
    query = select(ExportRun.organisation_id, ExportRun.id).where(
        ExportRun.state == "owed", or_(ExportRun.claimed_until.is_(None), ExportRun.claimed_until < at)
    )
    if not at_once:
        query = query.where(or_(ExportRun.next_try_at.is_(None), ExportRun.next_try_at < at))
    with across_organisations(session, "timetable"):
        rows = session.execute(query.order_by(ExportRun.period_to, ExportRun.id))
        return [(organisation_id, run_id) for organisation_id, run_id in rows]


def owe_again(session: Session) -> int:
    """Let the runs that were refused for good be owed again, whoever they belong to; return how many."""
    with across_organisations(session, "operator"):
        again = session.scalars(
            update(ExportRun)
            .where(ExportRun.state == "failed")
            .values(state="owed", next_try_at=None)
            .returning(ExportRun.id)
        )
        return len(again.all())


def send_run(*, organisation_id: int, run_id: int, post: Post) -> bool:
    """Send one owed run to the target's owner; return whether it went out.

    It is claimed in one transaction, sent in none, recorded in another. A crash between sending and recording sends
    it again, under the same message id. What does not go out stays owed, with the reason; what is refused for good
    has failed, with the reason.
    """
    attempt = _claim(organisation_id, run_id)
    if attempt is None:
        return False
    session: Session = db.session()
    set_organisation(session, organisation_id)
    try:
        pack = _pack(session, session.get_one(ExportRun, run_id), post)
        if post.url is None:
            raise NoMailServerError
        # A mail server may take its time. No transaction stays open over it, and the claim runs from here.
        if not _renew_claim(organisation_id, run_id, attempt):
            return False
        send(pack.mail, url=post.url)
    except (StillWaitingError, NothingAnalysedError) as error:
        _put_off(organisation_id, run_id, attempt, str(error), wait=SHORTEST_WAIT)
        return False
    except (DeliveryError, ExportError) as error:
        for_good = isinstance(error, DeliveryError) and error.permanent
        _put_off(organisation_id, run_id, attempt, str(error), wait=None, for_good=for_good)
        log.warning("export.failed" if for_good else "export.owed", run=run_id, trouble=str(error))
        return False
    with transaction() as session:
        set_organisation(session, organisation_id)
        run = session.get_one(ExportRun, run_id)
        run.state, run.rows, run.checksum = "sent", pack.rows, pack.checksum
        run.sent_at, run.claimed_until, run.next_try_at, run.trouble = now(), None, None, None
    log.info("export.sent", run=run_id, rows=pack.rows)
    return True


def _claim(organisation_id: int, run_id: int) -> int | None:
    """Claim a run and return which attempt this is; None where it is not owed, or somebody has claimed it."""
    with transaction() as session:
        set_organisation(session, organisation_id)
        at, run = now(), _locked(session, run_id)
        if run is None or run.state != "owed" or (run.claimed_until and run.claimed_until > at):
            return None
        run.claimed_until = at + CLAIM
        run.attempts += 1
        return run.attempts


def _renew_claim(organisation_id: int, run_id: int, attempt: int) -> bool:
    """Begin the time of the claim anew; False where it ran out and another has taken the run."""
    with transaction() as session:
        set_organisation(session, organisation_id)
        run = _locked(session, run_id)
        if run is None or run.state != "owed" or run.attempts != attempt:
            return False
        run.claimed_until = now() + CLAIM
        return True


def _put_off(
    organisation_id: int, run_id: int, attempt: int, trouble: str, *, wait: timedelta | None, for_good: bool = False
) -> None:
    """Note why a run did not go out, and when to try again: after ``wait``, or twice as long each time, or never."""
    with transaction() as session:
        set_organisation(session, organisation_id)
        run = _locked(session, run_id)
        if run is None or run.state != "owed" or run.attempts != attempt:
            # Another has it by now, and its word counts.
            return
        run.trouble = trouble[:300]
        run.claimed_until = run.next_try_at = None
        if for_good:
            run.state = "failed"
        else:
            run.next_try_at = now() + (wait or min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** min(run.attempts, 10)))


def _locked(session: Session, run_id: int) -> ExportRun | None:
    return session.scalar(select(ExportRun).where(ExportRun.id == run_id).with_for_update())


def _pack(session: Session, run: ExportRun, post: Post) -> Pack:
    target = run.schedule.target
    if not target.owner.active:
        raise OwnerSwitchedOffError
    service = session.get_one(Service, target.measure.service_id)
    pipeline = shown_pipeline(session)
    if pipeline is None:
        raise NothingAnalysedError
    themes = target.evidence()
    chosen = insights.Chosen(service, run.period_from, run.period_to, pipeline, themes)
    waiting = insights.waiting(session, chosen)
    if waiting:
        raise StillWaitingError(waiting)
    name = in_language(target.measure.name, "en")
    file_name = f"{service.slug}-{run.period_from:%Y-%m-%d}-{run.period_to:%Y-%m-%d}.{run.schedule.format}"
    summaries = theme_summaries(session, Filter(service.id, run.period_from, run.period_to, pipeline))
    owner, message_id = target.owner.email, f"<export-{run.reference}@{urlsplit(post.public_url).hostname}>"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        rows = insights.rows(session, chosen)
        written = files.write(path, kind=run.schedule.format, columns=insights.COLUMNS, rows=rows, title=name)
        attachment = Attachment(file_name, files.CONTENT_TYPES[run.schedule.format], path.read_bytes())
    text = _text(
        name=name,
        period=(run.period_from, run.period_to),
        summaries=[summary for summary in summaries if summary.theme in themes],
        written=written,
        page=f"{post.public_url}{_page_behind(session, run, service)}",
    )
    mail = Mail(
        to=owner,
        subject=f"Citizens' evidence for your target: {name}",
        text=text,
        html=None,
        attachments=(attachment,),
        message_id=message_id,
        sender=post.sender,
    )
    return Pack(mail, written.rows, written.checksum)


def _page_behind(session: Session, run: ExportRun, service: Service) -> str:
    """Return the path of the page that shows the same figures, as far as the owner may open it.

    Who holds no role over the service sees the targets that they answer for, and no other page.
    """
    target = run.schedule.target
    if service in services_of(session, person=target.owner, roles=frozenset(ROLES)):
        return f"/manage/insights?service={service.slug}&from={run.period_from}&to={run.period_to}"
    return f"/manage/targets/{target.key}"


def _text(
    *,
    name: str,
    period: tuple[date, date],
    summaries: Sequence[ThemeSummary],
    written: files.Written,
    page: str,
) -> str:
    """Word the mail: the figures by theme, what the file holds, and where to see more."""
    figures = [f"- {in_language(THEMES[summary.theme], 'en')}: {_figures(summary)}" for summary in summaries]
    # Where figures are left out, the number of rows would tell their sum.
    hidden = any(summary.decision != "shown" for summary in summaries)
    size = "one row" if hidden else f"{written.rows:,} rows, one"
    return "\n".join(
        [
            f"What citizens said from {period[0]:%-d %B %Y} to {period[1]:%-d %B %Y} that bears on your target",
            f'"{name}":',
            "",
            *(figures or ["- No comment spoke of it."]),
            "",
            f"The file attached has {size} for each comment and theme, cleaned of personal data.",
            f"Its SHA-256 checksum is {written.checksum}.",
            "",
            f"The page behind these figures (you will be asked to sign in): {page}",
            "",
        ]
    )


def _figures(summary: ThemeSummary) -> str:
    """Word a theme's figures as the page shows them: how many comments, and how many of them are negative."""
    if summary.decision == "few":
        return f"fewer than {FEWEST_SHOWN} comments or submissions, so no figures are given"
    if summary.decision == "others":
        return "not shown, because it would tell of a few people who are left out"
    share = summary.negative_share
    negative = f"{share.value:.0%} negative (between {share.low:.0%} and {share.high:.0%} at 95 % confidence)"
    return f"{summary.comments:,} comments, {negative}"
