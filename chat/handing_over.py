"""Handing over to people: what is passed on, how soon they usually answer, and how they can reach the person.

It is passed on at once, so that nothing is lost if the person leaves; how to reach them is asked afterwards.
"""

import re
from dataclasses import replace
from typing import Literal

from chat import asking, commands, moves
from chat.plain import in_ascii_figures
from chat.steps import SURE, Effect, Inbox, Quick, Reply, State, Step, Turn
from nlp.understanding import Meaning
from surveys.errors import AnswerError
from surveys.questions import EmailQuestion, PhoneQuestion
from words import Message, Plural

PERSON = Message(
    "Nobody reads along while we speak, but I have passed on that you want to talk to a person. "
    "The people who run this service can read what was said here."
)
QUESTION = Message(
    "I have passed your question on to the people who run this service. They can read what was said here."
)
ALREADY = Message("I have passed it on already that you want to talk to a person.")
NO_TIME = Message("I cannot promise when they will answer.")
HOW = Message(
    "How can they reach you? Enter an email address or a telephone number. "
    "It is used only to answer you, and deleted when that is done."
)
NOT_READ = Message("I could not read that as an email address or a telephone number.")
NO_THANKS = Quick("no thanks", (Message("No, thanks"),))

# What is longer names no address alone.
LONGEST_READ = 2_000
# A number that begins neither with + nor with 0 has so many.
FEWEST_FIGURES = 9
# So many words tell something.
MORE_THAN_AN_ADDRESS = 10
# In an address that is part of a sentence, these belong to the sentence.
_AROUND = ".,;:!?()[]<>\"'“”‘’"
# A number in a sentence begins as numbers that are dialled do, so that a date or a reference is none.
_NUMBER = re.compile(r"(?<![\w/])(?:\+|\(?0)[\d\s().-]{7,20}\d(?!\w)")
# Somebody tried to give one: so many figures in a row, or what stands in every e-mail address.
_LIKE_AN_ADDRESS = re.compile(r"@|(?:\d[\s().-]*){5}")
# How often an address could not be read; no question is called so.
_TRIES = " reach"
# Wishes that are about something else than how to be reached.
_ELSEWHERE = frozenset({"stop", "delete_data", "use_form", "language", "back", "change", "abuse", "urgent"})


def to_person(turn: Turn, state: State, *replies: Reply) -> Step:
    """Pass on that the person wants to talk to somebody; ``state`` and ``replies`` are of what they said besides."""
    told = turn.inbox.is_open and turn.inbox.has_contact
    return _passed_on(turn, "person", ALREADY if told else PERSON, *replies, said=turn.said, state=state)


def question(turn: Turn) -> Step:
    """Pass on the question that waited for a yes."""
    return _passed_on(turn, "question", QUESTION, said=turn.before.words, state=turn.here.state)


def settled(turn: Turn, meaning: Meaning | None) -> Step | None:
    """Return what follows from a message to "How can they reach you?"; None where it is about something else.

    Without a meaning, only what is plain is told.
    """
    if meaning is not None and meaning.intent == "urgent":
        return None
    details = _details_in(turn.said, turn.country)
    if details:
        replies = (_reachable(turn.inbox), _how_soon(turn.inbox))
        return moves.stay(turn.here, turn.question, *replies, effects=(Effect("contact", details),))
    intent = _intent(turn, meaning)
    if intent in {"no", "skip", "dont_know"}:
        return moves.stay(turn.here, turn.question, _unreachable(turn.inbox))
    if intent in {"yes", "repeat", "why", "human"}:
        return _asked(turn, turn.here.state)
    if meaning is None or intent in _ELSEWHERE or _answers(turn, meaning):
        return None
    return unread(turn)


def _answers(turn: Turn, meaning: Meaning) -> bool:
    """Whether a message answers the open question rather than this one: who goes on with it is not held back."""
    if _LIKE_AN_ADDRESS.search(turn.said):
        return False
    if turn.question.is_comment:
        return len(turn.said.split()) >= MORE_THAN_AN_ADDRESS
    return asking.found_for(turn.question, meaning.values) is not None


def unread(turn: Turn) -> Step | None:
    """Ask once more where no address could be read; the second time the words are taken for something else."""
    repairs = turn.here.state.memory.repairs
    if turn.before.pending != "reach" or repairs.get(_TRIES):
        return None
    return _asked(turn, turn.here.state.remembering(repairs={**repairs, _TRIES: 1}), _fault_in(turn))


def left(turn: Turn, following: Step) -> Step:
    """Say that nobody can answer where something else came in place of an address. What is urgent only comes before."""
    if turn.before.pending != "reach" or following.asks_contact or following.asked is None:
        return following
    if following.state.memory.urgent:
        state = following.state.remembering(pending="reach")
        return replace(following, state=state, replies=(*following.replies, HOW), quick=(NO_THANKS,))
    return following.after(_unreachable(turn.inbox))


def _passed_on(turn: Turn, kind: Literal["person", "question"], *replies: Reply, said: str, state: State) -> Step:
    details = _details_in(said, turn.country)
    state = state.remembering(case=True)
    effects: tuple[Effect, ...] = (Effect("case", {"kind": kind}),)
    if details:
        effects = (*effects, Effect("contact", details))
    if details or (turn.inbox.is_open and turn.inbox.has_contact):
        replies = (*replies, _reachable(turn.inbox), _how_soon(turn.inbox))
        return moves.stay(turn.here, turn.question, *replies, state=state, effects=effects)
    return replace(_asked(turn, state, *replies, _how_soon(turn.inbox)), effects=effects)


def _asked(turn: Turn, state: State, *before: Reply) -> Step:
    state = state.remembering(pending="reach")
    return moves.stay(turn.here, turn.question, *before, HOW, state=state, quick=(NO_THANKS,))


def _how_soon(inbox: Inbox) -> Reply:
    days = inbox.reply_days
    if days is None:
        return NO_TIME
    return Plural(
        "They usually answer within %(count)s working day.",
        "They usually answer within %(count)s working days.",
        days,
    )


def _reachable(inbox: Inbox) -> Message:
    return Message("They know how to reach you. Your reference is %(reference)s.", {"reference": inbox.reference})


def _unreachable(inbox: Inbox) -> Message:
    return Message(
        "They do not know how to reach you, so nobody can answer you. They can still read what was said here. "
        "Your reference is %(reference)s. If you change your mind, say “talk to a person”.",
        {"reference": inbox.reference},
    )


def masked(said: str) -> str:
    """Return words without the addresses and numbers in them: those are kept apart, and nowhere else."""
    words = (re.sub(r"\S*@\S*", "[email]", word) for word in re.split(r"(\s+)", said))
    return _NUMBER.sub("[phone]", "".join(words))


def _intent(turn: Turn, meaning: Meaning | None) -> str | None:
    """Return what the message wants, by plain words or else by what was understood."""
    answer = commands.answer_to("reach", turn.said)
    if answer is not None:
        return "yes" if answer else "no"
    plain = commands.named(turn.said, is_comment=False)
    if plain is not None or meaning is None or meaning.confidence < SURE:
        return plain
    return meaning.intent


def _details_in(said: str, country: str) -> dict[str, str]:
    """Return the address and the number that a message gives, by kind; nothing where it gives none."""
    text = in_ascii_figures(said.strip())
    if len(text) > LONGEST_READ:
        return {}
    email, phone = _questions(country)
    found: dict[str, str] = {}
    for word in text.split():
        if "@" in word and "email" not in found:
            found |= _read(email, word.strip(_AROUND))
    # Alone, a number may be written as it is dialled in the town; a date is none.
    is_number = text.startswith(("+", "(", "0")) or sum(letter.isdigit() for letter in text) >= FEWEST_FIGURES
    numbers = [text] if not found and is_number else []
    for number in [*numbers, *_NUMBER.findall(text)]:
        if "phone" not in found:
            found |= _read(phone, number)
    return found


def _read(question: EmailQuestion | PhoneQuestion, text: str) -> dict[str, str]:
    try:
        answer = question.parse(text)
    except AnswerError:
        return {}
    return {question.key: str(answer)} if answer else {}


def _fault_in(turn: Turn) -> Message:
    """Return what is wrong with an address or a number."""
    email, phone = _questions(turn.country)
    for question, looks_like in ((email, "@" in turn.said), (phone, any(each.isdigit() for each in turn.said))):
        if looks_like:
            missing = question.missing()
            return missing if isinstance(missing, Message) else NOT_READ
    return NOT_READ


def _questions(country: str) -> tuple[EmailQuestion, PhoneQuestion]:
    """Return the questions that read an address and a number; those of a survey may be worded otherwise."""
    text = {"en": "How can we reach you?"}
    return (
        EmailQuestion(key="email", type="email", text=text),
        PhoneQuestion(key="phone", type="phone", text=text, region=country or "GB"),
    )
