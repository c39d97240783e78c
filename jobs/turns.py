"""Jobs: understanding what a person says in a conversation, while the person waits."""

from uuid import UUID

import chat
from articles import answering
from jobs.asking import answer_key
from jobs.queue import TURNS, analyser, connection, job, searcher, understander
from models import db, transaction
from nlp.opinions import opinions
from nlp.understanding import Meaning
from surveys import probed, probing, transcripts
from surveys.routing import Setting
from surveys.transcripts import Heard

# For how long the answer is there for whoever asked; it says no more than that there is one.
TOLD_SECONDS = 10


@job(TURNS)
def understand(*, organisation_id: int, message_id: str) -> None:
    """Keep what a message means, and what an open answer says of themes; wake whoever waits for it.

    It is woken also where nothing was understood. Safe to run twice.
    """
    try:
        heard = transcripts.heard(db.session(), organisation_id=organisation_id, message_id=UUID(message_id))
        if heard is not None:
            meaning = _meaning(heard)
            if meaning is not None:
                with transaction() as session:
                    transcripts.mean(session, message_id=UUID(message_id), meaning=meaning)
                if chat.is_asking(heard.said, meaning):
                    _search(heard, UUID(message_id))
                _look_for_opinions(heard, meaning, UUID(message_id))
    finally:
        _tell(message_id)


def _meaning(heard: Heard) -> Meaning | None:
    """Return what a message means; None where plain words tell it, so that nothing needs to be understood."""
    said = chat.to_understand(
        heard.survey.definition, _state(heard), setting=_setting(heard), said=heard.said, asked=heard.asked
    )
    return None if said is None else next(iter(understander().understand([said])))


def _search(heard: Heard, message_id: UUID) -> None:
    """Keep which of the service's articles answers a message, if one does."""
    found = answering.find(
        db.session(),
        searcher(),
        question=heard.said,
        service_id=heard.survey.service_id,
        language=heard.language,
    )
    db.session.rollback()
    if found is not None:
        with transaction() as session:
            transcripts.find(session, message_id=message_id, found=found)


def _look_for_opinions(heard: Heard, meaning: Meaning, message_id: UUID) -> None:
    """Keep what an open answer says of each theme, where something may be asked further about it.

    It comes after the meaning is kept: whatever goes wrong here, that is there.
    """
    source = chat.to_analyse(
        heard.survey.definition,
        _state(heard),
        setting=_setting(heard),
        said=heard.said,
        asked=heard.asked,
        meaning=meaning,
    )
    if source is not None and probing.is_on(db.session()):
        (analysis,) = analyser().analyse([source])
        with transaction() as session:
            transcripts.opine(session, message_id=message_id, opinions=opinions(analysis))


def _state(heard: Heard) -> chat.State:
    content = heard.content
    return chat.State(content.answers, chat.Memory.of(content.memory), probed.read(content.probes))


def _setting(heard: Heard) -> Setting:
    return heard.survey.setting(language=heard.language, mode="conversation", seed=heard.content.seed)


def _tell(message_id: str) -> None:
    answer = answer_key(message_id)
    with connection().pipeline() as pipeline:
        pipeline.rpush(answer, message_id)
        pipeline.expire(answer, TOLD_SECONDS)
        pipeline.execute()
