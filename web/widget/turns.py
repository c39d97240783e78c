"""One message of a person's and what follows from it, or what keeps it from being taken."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from flask import current_app, request

import chat
from articles import answering
from followup import cases
from jobs import asking
from models import Draft, db, transaction
from models import Message as StoredMessage
from surveys import drafts, probed, probing, submissions, transcripts
from surveys.queries import OpenSurvey, as_begun
from surveys.questions import LONGEST_COMMENT
from surveys.routing import Setting
from web.language import reading
from web.widget.handing_over import hand_over
from web.widget.pages import page_in
from web.widget.showing import words
from web.widget.windows import Window, token_of
from words import Message

LONGEST_ID = 64
MODE = "conversation"

UNREADABLE = Message("Your message could not be read. Try again.")
LEFT_ALONE = Message(
    "This conversation is closed: you ended it, or nothing was said for 30 minutes. What you had said is kept. "
    "Close the window and open it again to say more."
)
NOTHING_YET = Message("Answer a question first. Then you can go on with another device.")
ENDED = Message("This conversation has ended. There is nothing to go on with.")


@dataclass(frozen=True)
class Said:
    """One message of a person's, as the window sent it; ``value`` is what a control stands for, None for words."""

    token: str
    text: str
    value: Any
    asked: str | None
    turn: str
    page: drafts.Page | None = None


@dataclass(frozen=True)
class Begun:
    """A conversation that a message belongs to: its survey as it was begun, its draft, locked, and this turn."""

    survey: OpenSurvey
    draft: Draft
    content: drafts.Content
    exchange: transcripts.Exchange

    @property
    def is_taken(self) -> bool:
        """Whether this very message was answered already."""
        return self.exchange.is_answered or self.content.turn == self.exchange.turn


class TurnError(Exception):
    """A turn could not be taken; ``message`` is for the person."""

    def __init__(self, status: int, message: Message) -> None:
        super().__init__(message.text)
        self.status, self.message = status, message


def said_in(window: Window) -> Said:
    """Read the request's message.

    Raises:
        TurnError: If it cannot be read, or did not come from this window.
    """
    body = _body()
    text, asked, turn = body.get("said"), body.get("asked"), body.get("turn")
    if not isinstance(text, str) or not isinstance(turn, str) or not 0 < len(turn) <= LONGEST_ID or "\0" in turn:
        raise TurnError(400, UNREADABLE)
    token = _token(body, window)
    page = page_in(body.get("page"), origins={*window.survey.origins, *_own_origins()})
    return Said(token, text, body.get("value"), asked if isinstance(asked, str) else None, turn, page)


def token_in(window: Window) -> str:
    """Read the token of the conversation that a request without a message is about.

    Raises:
        TurnError: If it cannot be read, or did not come from this window.
    """
    return _token(_body(), window)


def take(survey: OpenSurvey, said: Said) -> tuple[OpenSurvey, chat.Step]:
    """Take a message, and send all that was said with the last; a message that comes again is taken once."""
    may_ask = _may_ask(said)
    with transaction():
        begun = _begun(survey, said)
        if begun is None or not (may_ask and _needs_understanding(begun, said)):
            return _answered(survey, begun, said, None)
        message = begun.exchange.message or _keep(begun, said)
        organisation_id, message_id = message.organisation_id, message.id
    understood = asking.understood(organisation_id=organisation_id, message_id=message_id)
    with transaction():
        return _answered(survey, _begun(survey, said), said, message_id if understood else None)


def _may_ask(said: Said) -> bool:
    """Whether the worker may be asked: not what a control stands for, nor what no question takes."""
    if said.value is not None or not said.text.strip() or len(said.text) > LONGEST_COMMENT:
        return False
    return asking.is_worth_asking()


def _needs_understanding(begun: Begun, said: Said) -> bool:
    if begun.is_taken:
        return False
    setting = setting_of(begun.survey, begun.content, said.token)
    definition, state = begun.survey.definition, state_of(begun.content)
    return chat.to_understand(definition, state, setting=setting, said=said.text, asked=said.asked) is not None


def _begun(survey: OpenSurvey, said: Said) -> Begun | None:
    """Return the conversation that a message belongs to, locked; None where all was sent, or deleted."""
    session = db.session()
    draft = _draft_of(survey, said)
    if draft is None:
        return None
    survey = as_begun(session, survey, draft)
    return Begun(survey, draft, drafts.opened(draft), transcripts.exchange(session, draft=draft, turn=said.turn))


def _answered(
    survey: OpenSurvey, begun: Begun | None, said: Said, message_id: UUID | None
) -> tuple[OpenSurvey, chat.Step]:
    """Answer a message, and keep what was said; ``message_id`` is the message's if it was understood in time."""
    session = db.session()
    if begun is None:
        setting = setting_of(survey, drafts.opened(None), said.token)
        end = chat.deleted if drafts.was_deleted(session, said.token) else chat.ended
        return survey, end(survey.definition, setting=setting)
    survey, draft, content = begun.survey, begun.draft, begun.content
    state, setting = state_of(content), setting_of(survey, content, said.token)
    if begun.is_taken:
        # Sent again because the answer got lost on the way: nothing is taken twice.
        return survey, chat.reopen(survey.definition, state, setting=setting)
    standing = cases.standing(session, submission_id=draft.submission_id, service_id=survey.service_id)
    opinions = transcripts.opinions_of(session, message_id) if message_id else ()
    step = chat.step(
        survey.definition,
        state,
        setting=setting,
        said=said.text,
        value=said.value,
        asked=said.asked,
        meaning=transcripts.meaning_of(session, message_id) if message_id else None,
        opinions=opinions,
        offered=probing.offered(session) if opinions else None,
        country=current_app.config["SIGNPOST_COUNTRY"],
        inbox=chat.Inbox(**vars(standing)),
        found=_answer_to(survey, message_id) if message_id else None,
    )
    message = begun.exchange.message or _keep(begun, said)
    transcripts.note(session, message, filled=chat.filled(state, step.state), repaired=step.refused)
    if not survey.preview:
        hand_over(survey, message, step, standing)
    drafts.save(
        session,
        draft=draft,
        token=said.token,
        survey=survey,
        mode=MODE,
        language=reading(),
        content=_content(content, step, said),
        reached=step.asked.key if step.asked else draft.reached,
    )
    _keep_replies(survey, begun.exchange, step)
    if step.asked is None:
        _end(survey, said.token, step)
    return survey, step


def _answer_to(survey: OpenSurvey, message_id: UUID) -> answering.Answer | None:
    """Return what is quoted of the article that the worker found for a message."""
    found = transcripts.found_for(db.session(), message_id)
    if found is None:
        return None
    return answering.answer(db.session(), found, service_id=survey.service_id, language=reading())


def _draft_of(survey: OpenSurvey, said: Said) -> Draft | None:
    """Return the conversation's draft, locked, made with the first message; None where all was sent, or deleted."""
    session = db.session()
    draft = drafts.find(session, said.token, lock=True)
    if draft is not None:
        return draft
    # A message that was under way while another had all deleted must bring nothing back.
    if was_sent(said.token) or drafts.was_deleted(session, said.token):
        return None
    opening = chat.begin(survey.definition, setting=setting_of(survey, drafts.opened(None), said.token))
    draft = drafts.begin(
        session,
        token=said.token,
        survey=survey,
        mode=MODE,
        language=reading(),
        reached=opening.asked.key if opening.asked else None,
    )
    exchange = transcripts.exchange(session, draft=draft, turn=transcripts.OPENING)
    if not exchange.is_answered:
        _keep_replies(survey, exchange, opening)
    return draft


def _keep(begun: Begun, said: Said) -> StoredMessage:
    known = {question.key for question in begun.survey.definition.questions}
    return transcripts.keep(
        db.session(),
        begun.exchange,
        who="person",
        asked=said.asked if said.asked in known else begun.draft.reached,
        said=said.text,
        language=reading(),
    )


def _keep_replies(survey: OpenSurvey, exchange: transcripts.Exchange, step: chat.Step) -> None:
    transcripts.keep(
        db.session(),
        exchange,
        who="service",
        asked=step.asked.key if step.asked else None,
        said=words(step, preview=survey.preview),
        language=reading(),
    )


def _content(before: drafts.Content, step: chat.Step, said: Said) -> drafts.Content:
    return replace(
        before,
        answers=step.state.answers,
        memory=step.state.memory.as_json(),
        probes=[each.as_json() for each in step.state.probes],
        turn=said.turn,
        page=before.page or (asdict(said.page) if said.page else None),
    )


def _end(survey: OpenSurvey, token: str, step: chat.Step) -> None:
    """Send what was said, or only what there is, or delete it, as the person wants."""
    session = db.session()
    ways_out = {effect.kind for effect in step.effects} & {"stop", "delete"}
    if survey.preview:
        submissions.discard(session, token=token)
    elif not ways_out:
        submissions.send(session, token=token)
    elif "delete" in ways_out:
        submissions.forget(session, draft=drafts.get(session, token))
        drafts.note_deleted(session, token)
    else:
        submissions.complete_left(session, draft=drafts.get(session, token))


def state_of(content: drafts.Content) -> chat.State:
    """Return where a conversation stands."""
    return chat.State(content.answers, chat.Memory.of(content.memory), probed.read(content.probes))


def setting_of(survey: OpenSurvey, content: drafts.Content, token: str) -> Setting:
    """Return what conditions may know of a conversation."""
    return survey.setting(language=reading(), mode=MODE, seed=content.seed or drafts.seed_of(token))


def stay(token: str) -> None:
    """Let a conversation's half hour begin anew.

    Raises:
        TurnError: If it was closed meanwhile.
    """
    with transaction() as session:
        drafts.touch(session, draft=_draft(token, ENDED))


def code_for(token: str) -> str:
    """Return the code that opens the conversation's answers on another device.

    Raises:
        TurnError: If nothing was said yet, or it was closed meanwhile.
    """
    with transaction() as session:
        return drafts.give_code(session, draft=_draft(token, NOTHING_YET))


def was_sent(token: str) -> bool:
    """Whether a conversation came to its end.

    Raises:
        TurnError: If it was closed before.
    """
    sent = submissions.sent_with(db.session(), token)
    if sent is not None and sent.partial:
        raise TurnError(409, LEFT_ALONE)
    return sent is not None


def _draft(token: str, otherwise: Message) -> Draft:
    draft = drafts.find(db.session(), token, lock=True)
    if draft is None:
        raise TurnError(409, ENDED if was_sent(token) else otherwise)
    return draft


def _own_origins() -> set[str]:
    # The address that the frame was asked for under, which on one's own machine may be another name of it.
    return {current_app.config["PUBLIC_ORIGIN"], request.host_url.rstrip("/")}


def _body() -> dict[str, Any]:
    if request.headers.get("Origin") not in {None, *_own_origins()}:
        raise TurnError(403, Message("This conversation can only be held in its own window."))
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None  # nested thousands of times over
    if not isinstance(body, dict):
        raise TurnError(400, UNREADABLE)
    return body


def _token(body: dict[str, Any], window: Window) -> str:
    token = token_of(body.get("token"), window.name)
    if token is None:
        raise TurnError(403, Message("This window was open too long. Close it and open it again."))
    return token
