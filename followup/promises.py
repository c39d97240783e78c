"""By when somebody is told that they will have an answer: days of work, Monday to Friday.

Public holidays are not known here: where one lies between, the answer is a day later than it was said.
"""

from datetime import date, timedelta

MOST_DAYS = 60
_SATURDAY = 5


def due_on(day: date, working_days: int | None) -> date | None:
    """Return the last day on which an answer keeps the word given on ``day``; None where none was given."""
    if working_days is None:
        return None
    due = day
    for _ in range(working_days):
        due += timedelta(days=1)
        while due.weekday() >= _SATURDAY:
            due += timedelta(days=1)
    return due


def days_over(due: date | None, today: date) -> int:
    """Return how many days of work have passed since the last day, today's included; 0 where it is not over."""
    if due is None or today <= due:
        return 0
    weeks, rest = divmod((today - due).days, 7)
    days = (due + timedelta(days=each) for each in range(1, rest + 1))
    return weeks * _SATURDAY + sum(day.weekday() < _SATURDAY for day in days)
