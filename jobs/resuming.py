"""Jobs: mailing links to drafts."""

from jobs.queue import job, later, post
from models import db, now
from surveys import resuming


@job("mail")
def send_resume_mails() -> None:
    """Ask for each link that waits to be mailed. Safe to run twice."""
    for organisation_id, mail_id in resuming.due(db.session(), at=now()):
        later(send_resume_mail, organisation_id=organisation_id, mail_id=mail_id)


@job("mail")
def send_resume_mail(*, organisation_id: int, mail_id: int) -> None:
    """Mail one link. Safe to run twice: it is claimed first."""
    resuming.send_one(organisation_id=organisation_id, mail_id=mail_id, post=post())
