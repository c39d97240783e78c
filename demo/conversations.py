"""What was said in the demonstration's conversations: invented, as all of it is, and of a year at most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any, Literal

from demo.organisation import ORGANISATION, Question
from demo.story import DemoSubmission
from models import Message, time_key
from nlp.understanding import Intent
from words import in_language

Ending = Literal["sent", "stopped", "left"]

SECONDS_A_MESSAGE = 9
THANKS = {
    "en": "Thank you. Your feedback has been sent.",
    "cy": "Diolch. Mae eich adborth wedi'i anfon.",
}
STOPPED = {
    "en": "Thank you. What you said is kept, and this conversation is at its end.",
    "cy": "Diolch. Mae'r hyn a ddywedoch wedi'i gadw, ac mae'r sgwrs hon ar ben.",
}
NOT_UNDERSTOOD = {"en": "I did not understand that.", "cy": "Wnes i ddim deall hynny."}
FELT = (
    ("really poor", "terrible to be honest", "very unhappy with it"),
    ("not great", "a bit poor", "not happy"),
    ("ok", "neither good nor bad", "average"),
    ("good thanks", "happy enough", "pretty good"),
    ("brilliant", "very happy", "excellent"),
)
# What people say to the questions that the conversation cannot read: few things, and again and again.
HARD: Mapping[str, tuple[str, ...]] = {
    "satisfaction": ("it is what it is", "depends who you get", "a mixed bag", "could be worse"),
    "channel": (
        "the usual way",
        "my daughter did it for me",
        "bit of both",
        "through the council",
        "same as last time",
    ),
}
NOTHING_MORE = ("no", "nothing else", "no thanks", "skip")

# Of conversations: share with words not understood, by question; and what comes of them.
SHARE_HARD = {"satisfaction": 0.06, "channel": 0.16}
SHARE_LEFT_AFTER_HARD = 0.45
SHARE_SAID_AT_ONCE = 0.12
SHARE_LEFT_AT_THE_END, SHARE_STOPPED = 0.05, 0.02
# For each that is sent, so many more begin and leave with nothing answered.
SHARE_NEVER_ANSWERED = {"conversation": 0.04, "page": 0.3}


@dataclass(frozen=True)
class Turn:
    """What the window asked, and what the person said to it; None where nothing. ``raw`` words are to be cleaned."""

    asked: str
    said: str | None = None
    intent: Intent | None = None
    confidence: float | None = None
    filled: tuple[str, ...] = ()
    repaired: bool = False
    raw: bool = False


@dataclass(frozen=True)
class Held:
    """A conversation: what was said, how it ended, and at which question where it was not sent in full."""

    turns: tuple[Turn, ...]
    ending: Ending = "sent"

    @property
    def left_at(self) -> str | None:
        """The question that was open at its end; None where all was answered."""
        return None if self.ending == "sent" else self.turns[-1].asked


def held(each: DemoSubmission, chance: Random) -> Held:
    """Return how a submission's conversation may have gone; one with a comment was sent in full."""
    questions = {question.key: question for question in _questions(each.service)}
    turns: list[Turn] = []
    at_once = each.language == "en" and chance.random() < SHARE_SAID_AT_ONCE
    for key in ("satisfaction", "channel"):
        if key == "channel" and at_once:
            continue
        if each.language == "en" and chance.random() < SHARE_HARD[key]:
            turns.append(Turn(key, chance.choice(HARD[key]), "unclear", round(chance.uniform(0.2, 0.44), 2), (), True))
            if key == "channel" and each.comment is None and chance.random() < SHARE_LEFT_AFTER_HARD:
                return Held((*turns, Turn(key)), "left")
        answered = _answer(questions[key], each, chance)
        if key == "satisfaction" and at_once:
            said = f"{answered.said}, {in_language(_label(questions['channel'], each.channel), 'en').lower()}"
            answered = replace(answered, said=said, filled=("satisfaction", "channel"))
        turns.append(answered)
    if each.comment is not None:
        return Held((*turns, Turn("improve", each.comment, filled=("improve",), raw=True)))
    if chance.random() < SHARE_LEFT_AT_THE_END:
        return Held((*turns, Turn("improve")), "left")
    if each.language == "en" and chance.random() < SHARE_STOPPED:
        return Held((*turns, Turn("improve", "stop", "stop", 0.99), Turn("improve", "stop here")), "stopped")
    said = chance.choice(NOTHING_MORE) if each.language == "en" else "dim diolch"
    return Held((*turns, Turn("improve", said, "skip", round(chance.uniform(0.8, 0.99), 2))))


def messages(
    conversation: Held, submission: Mapping[str, Any], asked: Mapping[str, Mapping[str, str]]
) -> Iterator[Message]:
    """Yield the rows of what was said, by the window and by the person, in order.

    Args:
        conversation: How it went.
        submission: The row of its submission.
        asked: Question -> its wording by language.
    """
    language, number = submission["language"], 0
    said: list[tuple[str, str | None, str, Turn | None]] = []
    before: Turn | None = None
    for turn in conversation.turns:
        question = in_language(asked[turn.asked], language)
        again = f"{in_language(NOT_UNDERSTOOD, language)}\n{question}" if before and before.repaired else question
        said.append(("service", turn.asked, again, None))
        if turn.said is not None:
            said.append(("person", turn.asked, turn.said, turn))
        before = turn
    if conversation.ending != "left":
        end = THANKS if conversation.ending == "sent" else STOPPED
        said.append(("service", None, in_language(end, language), None))
    begun = submission["submitted_at"] - timedelta(seconds=SECONDS_A_MESSAGE * len(said))
    for number, (who, key, text, spoken) in enumerate(said, start=1):
        at = begun + timedelta(seconds=SECONDS_A_MESSAGE * number)
        message = Message(
            id=time_key(at),
            organisation_id=submission["organisation_id"],
            submission_id=submission["id"],
            number=number,
            turn=f"invented-{number}",
            who=who,
            asked=key,
            language=language,
            at=at,
        )
        if spoken is not None and spoken.raw:
            # What people write is cleaned by the same program as everybody's.
            message.said = text
        else:
            message.redacted = text
        if spoken is not None:
            message.intent, message.confidence, message.repaired = spoken.intent, spoken.confidence, spoken.repaired
            message.filled = list(spoken.filled) or None
        yield message


def _answer(question: Question, each: DemoSubmission, chance: Random) -> Turn:
    value = str(each.satisfaction) if question.key == "satisfaction" else each.channel
    label = in_language(_label(question, value), each.language)
    if each.language != "en" or chance.random() < 0.5:
        # A button: nothing is to be understood.
        return Turn(question.key, label, filled=(question.key,))
    said = chance.choice(FELT[each.satisfaction - 1]) if question.key == "satisfaction" else label.lower()
    return Turn(question.key, said, "answer", round(chance.uniform(0.7, 0.99), 2), (question.key,))


def _label(question: Question, value: str) -> Mapping[str, str]:
    return next(option.label for option in question.options if option.value == value)


def _questions(service: str) -> tuple[Question, ...]:
    return next(each.survey.questions for each in ORGANISATION.services if each.key == service)
