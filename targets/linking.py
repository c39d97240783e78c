"""Links between themes and targets: suggested by a program, decided by a person, every version kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Target, TargetTheme, now
from nlp.themes import THEMES
from targets.changes import rounded
from targets.errors import LinkChangedError, UnknownKeyError, WeightError


@dataclass(frozen=True)
class LinkVersion:
    """One version of a link. ``by`` is the person's name; empty where a program or a file brought it.

    ``why`` is what it was suggested by (`targets.suggesting`). ``at`` None: before it was noted.
    """

    theme: str
    version: int
    state: str
    weight: float
    by: str
    at: datetime | None
    why: Mapping[str, Any]


def versions(session: Session, *, target_id: int) -> list[LinkVersion]:
    """Return every version of a target's links, the newest first."""
    query = (
        select(TargetTheme, Person.name)
        .outerjoin(Person, Person.id == TargetTheme.changed_by)
        .where(TargetTheme.target_id == target_id)
        .order_by(TargetTheme.changed_at.desc().nulls_last(), TargetTheme.theme, TargetTheme.version.desc())
    )
    return [
        LinkVersion(each.theme, each.version, each.state, each.weight, name or "", each.changed_at, each.why or {})
        for each, name in session.execute(query)
    ]


def locked(session: Session, key: str) -> Target:
    """Return the target with a key, which nobody else decides about until the transaction ends.

    Raises:
        UnknownKeyError: If there is none.
    """
    query = select(Target).where(Target.key == key).with_for_update().execution_options(populate_existing=True)
    target = session.scalar(query)
    if target is None:
        raise UnknownKeyError("target", key)
    # What was read of its links before somebody else let go of it may be old.
    session.expire(target, ["themes"])
    return target


def first_links(themes: Sequence[str]) -> list[TargetTheme]:
    """Return the links that a target is set with, confirmed by whoever sets it.

    Raises:
        UnknownKeyError: If there is no such theme.
    """
    for theme in themes:
        _check(theme, 1.0)
    return [TargetTheme(theme=theme, version=1, state="confirmed", weight=1.0) for theme in sorted(set(themes))]


def suggest(
    session: Session, *, target: Target, theme: str, weight: float, why: Mapping[str, Any] | None = None
) -> TargetTheme:
    """Suggest that a theme's comments are evidence for a target; return the link that counts.

    What a person has decided stays as it is, and what was suggested in the same way already. ``why`` says what it is
    suggested by.

    Raises:
        UnknownKeyError: If there is no such theme.
        WeightError: If the weight is not above 0 and at most 1.
    """
    weight = rounded(weight)
    _check(theme, weight)
    link = target.links().get(theme)
    known = (link.why or {}) if link is not None else {}
    # Whoever does not say why, such as a file, takes nothing back of what is known.
    why = known if why is None else dict(why)
    if link is not None and (link.state != "suggested" or (link.weight, known) == (weight, why)):
        return link
    return _add(session, target, theme, state="suggested", weight=weight, by=None, why=dict(why))


def decide(
    session: Session,
    *,
    target: Target,
    theme: str,
    state: str,
    weight: float = 1.0,
    by: Person | None,
    seen: int | None = None,
) -> TargetTheme:
    """Confirm or reject a link (``state``), with its weight; return the link that counts.

    Args:
        session: Where it is decided.
        target: Whose evidence it is.
        theme: The theme's key.
        state: "confirmed" or "rejected".
        weight: How much the theme says of the target, above 0 and at most 1.
        by: Who decides; None where it comes with a file.
        seen: The version that whoever decides has seen, 0 for none; None where nobody looked.

    Raises:
        LinkChangedError: If another version counts than the one that was seen.
        UnknownKeyError: If there is no such theme.
        WeightError: If the weight is not above 0 and at most 1.
    """
    weight = rounded(weight)
    _check(theme, weight)
    link = target.links().get(theme)
    if seen is not None and seen != (link.version if link else 0):
        raise LinkChangedError(theme)
    if link is not None and (link.state, link.weight) == (state, weight):
        return link
    return _add(session, target, theme, state=state, weight=weight, by=by, why={})


def _add(
    session: Session,
    target: Target,
    theme: str,
    *,
    state: str,
    weight: float,
    by: Person | None,
    why: dict[str, Any],
) -> TargetTheme:
    link = TargetTheme(
        theme=theme,
        version=1 + max((each.version for each in target.themes if each.theme == theme), default=0),
        state=state,
        weight=weight,
        changed_by=by.id if by else None,
        changed_at=now(),
        why=why,
    )
    target.themes.append(link)
    session.flush()
    return link


def _check(theme: str, weight: float) -> None:
    if theme not in THEMES:
        raise UnknownKeyError("theme", theme)
    if not 0 < weight <= 1:
        raise WeightError(weight)
