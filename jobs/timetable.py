"""The one timetable: what is asked for by the clock."""

import time as clock
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import structlog

from jobs.analysis import analyse_waiting, complete_silent_conversations, forget_expired, redact_transcripts
from jobs.articles import read_articles
from jobs.invitations import send_invitations
from jobs.mail import send_due_exports
from jobs.meanings import read_meanings
from jobs.papers import send_papers
from jobs.queue import later
from jobs.resuming import send_resume_mails
from jobs.targets import feed_measures, suggest_links
from models import db, give_back_slot, now, take_slot

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 5


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from midnight UTC."""

    minutes: int
    job: Callable[..., None]

    def slot(self, at: datetime) -> datetime:
        """Return the latest slot that has begun by ``at``."""
        midnight = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + (at - midnight) // timedelta(minutes=self.minutes) * timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Daily:
    """Once a day at a time of day (UTC)."""

    at: str
    job: Callable[..., None]

    def slot(self, at: datetime) -> datetime:
        """Return the latest slot that has begun by ``at``."""
        today = datetime.combine(at.astimezone(UTC).date(), time.fromisoformat(self.at), tzinfo=UTC)
        return today if today <= at else today - timedelta(days=1)


TIMETABLE: tuple[Every | Daily, ...] = (
    Every(1, analyse_waiting),  # what the queue forgot
    Every(1, redact_transcripts),
    Every(1, read_articles),
    Every(1, send_invitations),  # so many a minute, until none wait
    Every(1, send_resume_mails),  # what the mail server did not take
    Every(1, send_papers),  # likewise
    Every(5, read_meanings),
    Every(5, complete_silent_conversations),
    Every(5, send_due_exports),  # and what is still owed
    Daily("02:00", forget_expired),
    Daily("03:00", feed_measures),
    Daily("03:30", suggest_links),  # of what was fed
)


def look(at: datetime) -> list[str]:
    """Ask for each job whose slot has begun and that no other timetable has asked for; return their names."""
    asked: list[str] = []
    for entry in TIMETABLE:
        name, slot = entry.job.__name__, entry.slot(at)
        if not take_slot(name, slot):
            continue
        if not later(entry.job):
            # The queue server is away. What is due once a day must not wait for tomorrow.
            give_back_slot(name, slot)
            break
        asked.append(name)
    return asked


def keep(stop: Callable[[], bool]) -> None:
    """Look at the clock until ``stop()``."""
    while not stop():
        try:
            look(now())
        except Exception:
            # The timetable outlives a database that is away for a while; each slot is tried again.
            log.exception("timetable.failed")
        finally:
            db.session.remove()
        clock.sleep(LOOK_EVERY_SECONDS)
