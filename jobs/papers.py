"""Jobs: mailing papers to whoever of the staff asked for them."""

from exports.papers import mailing
from jobs.queue import job, later, post
from models import db, now


@job("mail")
def send_papers() -> None:
    """Ask for each paper that waits to be mailed. Safe to run twice."""
    for organisation_id, mail_id in mailing.due(db.session(), at=now()):
        later(send_paper, organisation_id=organisation_id, mail_id=mail_id)


@job("mail")
def send_paper(*, organisation_id: int, mail_id: int) -> None:
    """Mail one paper. Safe to run twice: it is claimed first."""
    mailing.send_one(organisation_id=organisation_id, mail_id=mail_id, post=post())
