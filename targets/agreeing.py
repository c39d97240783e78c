"""Setting aspirations and agreements: what targets flow from."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Agreement, Aspiration, Objective, Target
from targets.changes import change, plain
from targets.checking import check_agreement, check_new_key, check_service
from targets.terms import AgreementTerms
from words import Words


def set_aspiration(session: Session, *, key: str, text: Words) -> Aspiration:
    """Say what the organisation wants to become.

    Raises:
        BadKeyError, DuplicateKeyError: If the key is no key, or taken.
    """
    check_new_key(session, "aspiration", key)
    aspiration = Aspiration(key=key, text=plain(text))
    session.add(aspiration)
    session.flush()
    return aspiration


def change_aspiration(session: Session, *, aspiration: Aspiration, text: Words) -> bool:
    """Say it in other words; return whether they are other."""
    changed = change(aspiration, text=plain(text))
    session.flush()
    return changed


def set_agreement(session: Session, *, terms: AgreementTerms) -> Agreement:
    """Record what a service, or the whole organisation, has agreed to.

    Raises:
        TargetError: If the key is taken or the terms do not fit together (see ``check_agreement``).
    """
    check_new_key(session, "agreement", terms.key)
    check_agreement(session, terms)
    agreement = Agreement(key=terms.key, **_columns(terms), objectives=_objectives(terms))
    session.add(agreement)
    session.flush()
    return agreement


def change_agreement(session: Session, *, agreement: Agreement, terms: AgreementTerms) -> bool:
    """Change an agreement to other terms under the same key; return whether anything is other.

    Raises:
        TargetError: If the terms do not fit together, or its targets do not fit them.
    """
    check_agreement(session, terms)
    if terms.service is not None:
        under = select(Target).where(Target.agreement_id == agreement.id).options(selectinload(Target.measure))
        for target in session.scalars(under.order_by(Target.id)):
            check_service(target.measure.key, target.measure.service_id, agreement.key, terms.service.id)
    changed = change(agreement, **_columns(terms))
    if [objective.text for objective in agreement.objectives] != [plain(text) for text in terms.objectives]:
        # The rows of before go first: those that come have the same keys.
        agreement.objectives.clear()
        session.flush()
        agreement.objectives.extend(_objectives(terms))
        changed = True
    session.flush()
    return changed


def _columns(terms: AgreementTerms) -> dict[str, Any]:
    return {
        "kind": terms.kind,
        "title": plain(terms.title),
        "aim": plain(terms.aim),
        "responsible": plain(terms.responsible),
        "service_id": terms.service.id if terms.service else None,
        "aspiration_id": terms.aspiration.id if terms.aspiration else None,
        "parent_id": terms.parent.id if terms.parent else None,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
    }


def _objectives(terms: AgreementTerms) -> list[Objective]:
    return [Objective(number=number, text=plain(text)) for number, text in enumerate(terms.objectives, start=1)]
