"""What citizens complain of most, as far as it may be shown: the figures of ``queries.theme_summaries``, but fewer."""

from sqlalchemy.orm import Session

from insights.queries import Filter, showing_of
from tallies import SUBMISSIONS, theme_subject, totals


def most_complained(session: Session, chosen: Filter, *, most: int, least: int) -> dict[str, int]:
    """Return the themes with most negative comments, and how many those are; those with most first, of equals by name.

    Args:
        session: Acts for the organisation.
        chosen: Which comments.
        most: So many themes at most. One that may not be shown takes no place.
        least: Themes of fewer negative comments are left out.
    """
    counted: dict[str, int] = {}
    for count in totals(
        session,
        service_id=chosen.service_id,
        since=chosen.since,
        until=chosen.until,
        pipeline=chosen.pipeline,
        unit_ids=chosen.unit_ids,
    ):
        if count.subject.startswith(theme_subject("")) and count.value == "neg" and count.n >= least:
            counted[count.subject] = count.n
    waiting = sorted(counted, key=lambda subject: (-counted[subject], subject))
    found: dict[str, int] = {}
    # To decide on all of them would read as much again for each; seldom is one hidden that so many speak of.
    while waiting and len(found) < most:
        batch, waiting = waiting[:most], waiting[most:]
        showing = showing_of(session, chosen, [SUBMISSIONS, *batch])
        shown = [subject for subject in batch if showing.period(subject) == "shown"]
        found |= {subject.removeprefix(theme_subject("")): counted[subject] for subject in shown[: most - len(found)]}
    return found
