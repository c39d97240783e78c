"""Carries out what a conversation hands over to people: its case, and how to reach the person."""

import chat
from followup import cases
from followup.cases import Standing
from models import Message, db, now
from surveys import transcripts
from surveys.queries import OpenSurvey


def hand_over(survey: OpenSurvey, message: Message, step: chat.Step, standing: Standing) -> None:
    """Open or complete the case of a message's conversation, as the person wants; its draft is locked."""
    session, today = db.session(), survey.day_of(now())
    for effect in step.effects:
        if effect.kind == "case":
            asks_person = effect.payload["kind"] == "person"
            led = message if asks_person else transcripts.said_before(session, message)
            wanted = cases.Wanted(
                submission_id=message.submission_id,
                kind="person" if asks_person else "question",
                message_id=led.id,
                service_id=survey.service_id,
                unit_id=survey.unit_id,
                day=today,
            )
            cases.open_case(session, wanted=wanted, standing=standing)
        elif effect.kind == "contact":
            cases.add_contact(session, submission_id=message.submission_id, value=effect.payload, day=today)
    if [effect.kind for effect in step.effects] == ["contact"]:
        # It says how to reach the person and nothing else that anybody is to read.
        transcripts.withhold_message(session, message)
    elif any(effect.kind == "contact" for effect in step.effects) and message.said is not None:
        # The rest is to be read: what the case is about.
        message.said, message.meaning = chat.masked(message.said), None
