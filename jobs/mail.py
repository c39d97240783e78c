"""Jobs: sending what is due to the owners of targets."""

from exports import runs
from jobs.queue import job, later, post
from models import db, now, transaction


@job("mail")
def send_due_exports() -> None:
    """Note what has become due, and ask for each owed run to be sent. Safe to run twice."""
    with transaction() as session:
        runs.note_due(session, at=now())
    for organisation_id, run_id in runs.owed(db.session(), at=now()):
        later(send_export, organisation_id=organisation_id, run_id=run_id)


@job("mail")
def send_export(*, organisation_id: int, run_id: int) -> None:
    """Send one owed run to its owner. Safe to run twice: it is claimed first."""
    runs.send_run(organisation_id=organisation_id, run_id=run_id, post=post())
