"""Jobs: sending invitations and reminders."""

from jobs.queue import connection, job, later, post, stopping
from models import db, now
from surveys import inviting
from surveys.inviting import Outcome

# Over all workers and organisations of the installation: a mail server that is flooded takes less in the end.
MOST_A_MINUTE = 100


@job("mail")
def send_invitations() -> None:
    """Send what waits, at most ``MOST_A_MINUTE``; the timetable asks again each minute. Safe to run twice."""
    waiting = inviting.due(db.session(), at=now(), most=MOST_A_MINUTE)
    for organisation_id, invitation_id in waiting:
        if stopping() or not _within_the_minute():
            return
        outcome = inviting.send_one(organisation_id=organisation_id, invitation_id=invitation_id, post=post())
        if outcome is Outcome.NO_SERVER:
            return
    if len(waiting) == MOST_A_MINUTE:
        # The minute may be over by now, with some left.
        later(send_invitations)


def _within_the_minute() -> bool:
    """Count one mail more in this minute of the clock; False where it has had its number."""
    counter = f"yousaid:invitations:{now():%Y-%m-%dT%H:%M}"
    count = int(connection().incr(counter))
    connection().expire(counter, 120)
    return count <= MOST_A_MINUTE
