"""What was said in conversations, once they are sent: cleaned of personal data, as comments are.

The row is the truth: what is sent and still lies sealed is to be redacted. Two workers may redact the same; both find
the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from insights import batches
from insights.own_names import own_names
from models import Message, SealBrokenError, Submission, across_organisations, acting_for, transaction
from nlp import Analyser, Redaction, Source

log = structlog.get_logger()

BATCH = 50


@dataclass(frozen=True)
class _Said:
    organisation_id: int
    row_id: UUID
    source: Source


def redact(analyser: Analyser, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Redact what was said in conversations that are sent, until nothing is left or ``stop()``; return how much."""
    stored, after = 0, UUID(int=0)
    while not stop():
        with transaction() as session:
            messages, last = _sent(session, after)
        if last is None:
            break
        redactions = list(batches.each(analyser.redact, messages, name="redaction", row="message"))
        with transaction() as session:
            stored += _store(session, redactions)
        # What could not be read is left for the next time, and holds up nothing that comes after it.
        after = last
    return stored


def _sent(session: Session, after: UUID) -> tuple[list[_Said], UUID | None]:
    """Return the next messages that are to be redacted, and the last one looked at; None for none."""
    found: list[_Said] = []
    with across_organisations(session, "analysis"):
        sent = select(Submission.id).where(
            Submission.organisation_id == Message.organisation_id, Submission.id == Message.submission_id
        )
        waiting = select(Message).where(Message.sealed_said.is_not(None), Message.id > after, sent.exists())
        messages = list(session.scalars(waiting.order_by(Message.id).limit(BATCH)))
        names = own_names(session, {message.organisation_id for message in messages})
        for message in messages:
            try:
                text = message.said or ""
            except SealBrokenError:
                log.error("message.seal-broken", message=str(message.id))
                continue
            source = Source(text, language=message.language, keep=names[message.organisation_id])
            found.append(_Said(message.organisation_id, message.id, source))
    return found, messages[-1].id if messages else None


def _store(session: Session, redactions: Sequence[tuple[_Said, Redaction | None]]) -> int:
    stored = 0
    by_organisation = sorted(redactions, key=lambda pair: pair[0].organisation_id)
    for organisation_id, pairs in groupby(by_organisation, key=lambda pair: pair[0].organisation_id):
        with acting_for(session, organisation_id):
            texts = {said.row_id: redaction.redacted for said, redaction in pairs if redaction is not None}
            still = select(Message).where(Message.id.in_(list(texts)), Message.sealed_said.is_not(None))
            for message in session.scalars(still.order_by(Message.id).with_for_update()):
                message.redacted, message.said = texts[message.id], None
                _forget_words(message)
                message.opinions = None
                stored += 1
            session.flush()
    return stored


def _forget_words(message: Message) -> None:
    """Leave of a meaning what the person wanted, and how sure that is; its values are words of theirs."""
    try:
        meaning = message.meaning
    except SealBrokenError:
        meaning = None
    if meaning is not None:
        message.intent, message.confidence = meaning["intent"], meaning["confidence"]
    message.meaning = None
