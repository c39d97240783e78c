"""Links between themes and targets: suggested by a program, decided by a person, every version kept."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import Person, Target, TargetTheme, now
from nlp.themes import THEMES
from targets.changes import rounded
from targets.errors import UnknownKeyError, WeightError


def first_links(themes: Sequence[str]) -> list[TargetTheme]:
    """Return the links that a target is set with, confirmed by whoever sets it.

    Raises:
        UnknownKeyError: If there is no such theme.
    """
    for theme in themes:
        _check(theme, 1.0)
    return [TargetTheme(theme=theme, version=1, state="confirmed", weight=1.0) for theme in sorted(set(themes))]


def suggest(session: Session, *, target: Target, theme: str, weight: float) -> TargetTheme:
    """Suggest that a theme's comments are evidence for a target; return the link that counts.

    What a person has decided stays as it is, and what was suggested in the same way already.

    Raises:
        UnknownKeyError: If there is no such theme.
        WeightError: If the weight is not above 0 and at most 1.
    """
    weight = rounded(weight)
    _check(theme, weight)
    link = target.links().get(theme)
    if link is not None and (link.state != "suggested" or link.weight == weight):
        return link
    return _add(session, target, theme, state="suggested", weight=weight, by=None)


def decide(
    session: Session, *, target: Target, theme: str, state: str, weight: float = 1.0, by: Person | None
) -> TargetTheme:
    """Confirm or reject a link (``state``), with its weight; return the link that counts.

    Args:
        session: Where it is decided.
        target: Whose evidence it is.
        theme: The theme's key.
        state: "confirmed" or "rejected".
        weight: How much the theme says of the target, above 0 and at most 1.
        by: Who decides; None where it comes with a file.

    Raises:
        UnknownKeyError: If there is no such theme.
        WeightError: If the weight is not above 0 and at most 1.
    """
    weight = rounded(weight)
    _check(theme, weight)
    link = target.links().get(theme)
    if link is not None and (link.state, link.weight) == (state, weight):
        return link
    return _add(session, target, theme, state=state, weight=weight, by=by)


def _add(session: Session, target: Target, theme: str, *, state: str, weight: float, by: Person | None) -> TargetTheme:
    link = TargetTheme(
        theme=theme,
        version=1 + max((each.version for each in target.themes if each.theme == theme), default=0),
        state=state,
        weight=weight,
        changed_by=by.id if by else None,
        changed_at=now(),
    )
    target.themes.append(link)
    session.flush()
    return link


def _check(theme: str, weight: float) -> None:
    if theme not in THEMES:
        raise UnknownKeyError("theme", theme)
    if not 0 < weight <= 1:
        raise WeightError(weight)
