"""What is counted of a submission, of an insight and of a way in, and how a difference is posted."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from models import UNIT_NOT_KNOWN, Tally, in_transaction, insert_or_add, organisation_of

SUBMISSIONS, SENTIMENT, WAY = "submissions", "sentiment", "way"
NOT_ANALYSED = "not-analysed"
# Beside the values of a choice of several: how many answered it. No value of a question can be this.
RESPONDENTS = "#"
OPENED, STARTED, COMPLETED, ABANDONED = "opened", "started", "completed", "abandoned"
WAY_EVENTS = (OPENED, STARTED, COMPLETED, ABANDONED)
# Stands in the key for what has no version, and for what was counted when versions were not.
VERSION_NOT_KNOWN = 0
LONGEST = 80

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"


@dataclass(frozen=True, order=True)
class Place:
    """Where and when something was given."""

    service_id: int
    unit_id: int
    collector_id: int
    language: str
    day: date

    @classmethod
    def of(cls, row: Any) -> "Place":
        """Return the place of a submission or a comment."""
        return cls(row.service_id, row.unit_id or UNIT_NOT_KNOWN, row.collector_id, row.language, row.given_on)


@dataclass(frozen=True, order=True)
class Change:
    """One thing counted: ``value`` was given to ``subject`` at a place.

    ``pipeline`` is whose finding it is, if anyone's; ``version`` the number of the survey's version,
    where there is one.
    """

    place: Place
    subject: str
    value: str
    pipeline: str = ""
    version: int = VERSION_NOT_KNOWN

    def __post_init__(self) -> None:
        # SQLite would keep what PostgreSQL refuses. What was given is not repeated: it may be personal.
        if len(self.subject) > LONGEST or len(self.value) > LONGEST:
            raise ValueError(f"what is counted of a {self.subject[:LONGEST]} is longer than {LONGEST} characters")


def question_subject(key: str) -> str:
    """Return the subject that a question's answers are counted under."""
    return f"question:{key}"


def comment_subject(key: str) -> str:
    """Return the subject that a question's comments are counted under, each as ``RESPONDENTS``."""
    return f"comment:{key}"


def theme_subject(theme: str) -> str:
    """Return the subject that what comments say of a theme is counted under, by polarity."""
    return f"theme:{theme}"


def counted_values(value: JsonValue) -> tuple[str, ...]:
    """Return the values that one closed answer counts for.

    Args:
        value: As the answer is kept: text, a number, yes or no, a list of what was chosen, or
            ``{"chosen": ..., "other": true}`` where words of one's own were added.

    Returns:
        Of a list ``RESPONDENTS`` and each value once (also where nothing was chosen), of all else one value. ``true``
        is "yes"; a number is its shortest decimal figures, so that 4 and 4.0 are one value whatever the database keeps.

    Raises:
        ValueError: If it is nothing that can be counted.
    """
    chosen = value.get("chosen") if isinstance(value, Mapping) else value
    if isinstance(chosen, list | tuple):
        return (RESPONDENTS, *dict.fromkeys(_counted(each) for each in chosen))
    return (_counted(chosen),)


def _counted(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        # Adding 0.0 takes the sign from a nought.
        figures = format(Decimal(repr(value + 0.0)), "f")
        return figures.rstrip("0").rstrip(".") if "." in figures else figures
    raise ValueError(f"an answer of type {type(value).__name__} cannot be counted")


def of_submission(
    place: Place,
    *,
    mode: str,
    answers: Mapping[str, JsonValue],
    comments: Iterable[str] = (),
    version: int = VERSION_NOT_KNOWN,
) -> list[Change]:
    """Return what a submission counts for: itself, each value of its closed answers, and that comments were written.

    Args:
        place: Where and when it was given.
        mode: How it was given.
        answers: Question -> the answer as it is kept. Of a submission over a full quota: none.
        comments: The questions that something was written for. Of a submission over a full quota: none.
        version: The number of the survey's version that it answers.

    Raises:
        ValueError: If an answer is nothing that can be counted.
    """
    counted = [Change(place, SUBMISSIONS, mode, version=version)]
    for key, answer in answers.items():
        counted += [Change(place, question_subject(key), value, version=version) for value in counted_values(answer)]
    counted += [Change(place, comment_subject(key), RESPONDENTS, version=version) for key in comments]
    return counted


def of_way(place: Place, event: str, question: str | None = None) -> list[Change]:
    """Return what happened on a way in: a survey was opened, started, completed, or abandoned.

    No row stands behind these counts, so nothing can count them anew: ``differences`` leaves them out.

    Args:
        place: Where and when.
        event: One of ``WAY_EVENTS``.
        question: Of what was abandoned, the question that was to be answered next; None where that is not known.

    Raises:
        ValueError: If there is no such event, or a question is named of another than abandoning.
    """
    if event not in WAY_EVENTS or (question is not None and event != ABANDONED):
        raise ValueError(f"{event!r} (question {question!r}) does not happen on a way in")
    value = f"{ABANDONED}:{question or ''}" if event == ABANDONED else event
    return [Change(place, WAY, value)]


def of_insight(
    place: Place,
    *,
    pipeline: str,
    sentiment: str | None,
    themes: Iterable[tuple[str, str]],
    over_quota: bool = False,
) -> list[Change]:
    """Return what the insight about a whole comment counts for: its sentiment, and each (theme, polarity).

    Of a comment that came over a full quota: nothing, as none of that submission's answers counts.
    """
    if over_quota:
        return []
    counted = [Change(place, SENTIMENT, sentiment or NOT_ANALYSED, pipeline)]
    counted += [Change(place, theme_subject(theme), polarity, pipeline) for theme, polarity in themes]
    return counted


def post(session: Session, changes: Iterable[Change], *, sign: int = 1) -> None:
    """Add (or with ``sign`` -1 take away) what is counted, in the caller's transaction.

    Keys are posted in sorted order, so that two transactions never wait for one another in a circle.
    """
    if not in_transaction():
        raise RuntimeError("counts change only in the transaction that changes what is counted")
    organisation_id = organisation_of(session)
    rows = [
        dict(
            zip((field.name for field in fields(Place)), astuple(change.place), strict=True),
            organisation_id=organisation_id,
            version=change.version,
            subject=change.subject,
            value=change.value,
            pipeline=change.pipeline,
            n=sign * times,
        )
        for change, times in sorted(Counter(changes).items())
    ]
    if rows:
        session.connection().execute(insert_or_add(session, Tally, "n"), rows)
