"""A survey to talk about, and hand-made meanings."""

from datetime import date
from functools import partial

import chat
from nlp.understanding import Meaning
from surveys.definition import read_definition
from surveys.known import Setting
from tests.factories import RATING, TEXT, definition

SETTING = Setting(today=date(2026, 5, 4), mode="conversation")
begin, resume = (partial(each, setting=SETTING) for each in (chat.begin, chat.resume))

WAIT = {"key": "wait", "type": "duration", "text": {"en": "How long did you wait?"}}
OFFICE = {
    "key": "office",
    "type": "choice",
    "text": {"en": "Which office did you use?", "cy": "Pa swyddfa?"},
    "options": [
        {"value": "leeds", "label": {"en": "Leeds"}},
        {"value": "bangor", "label": {"en": "Bangor", "cy": "Bangor"}},
        {"value": "cardiff", "label": {"en": "Cardiff", "cy": "Caerdydd"}},
    ],
}
DAY = {"key": "day", "type": "date", "text": {"en": "When was it?"}, "required": False, "past_only": True}
SOLVED = {"key": "solved", "type": "yes_no", "text": {"en": "Was it solved?"}}
AGREED = {"key": "agreed", "type": "consent", "text": {"en": "May we write to you?"}, "required": False}

SURVEY = read_definition(definition(WAIT, OFFICE, DAY, SOLVED, RATING, TEXT, AGREED, languages=("en", "cy")))
KEYS = [question.key for question in SURVEY.questions]
THREE_HOURS = {"wait_minutes": 180}


def say(state, said, intent=None, values=None, *, confidence=0.9, survey=SURVEY, **more):
    """Return what follows from words that were understood so; without an intent nothing was understood."""
    meaning = Meaning(intent, confidence, values or {}) if intent else None
    setting = more.pop("setting", SETTING)
    return chat.step(survey, state, setting=setting, said=said, meaning=meaning, **more)


def words_of(step):
    """Return what is said, each reply as the text that it was made from."""
    return [said_in(reply) for reply in step.replies]


def said_in(reply):
    if isinstance(reply, chat.Noted):
        lines = [(question["en"], [said_in(each) for each in answer]) for question, answer in reply.lines]
        return (reply.heading.text, lines)
    if isinstance(reply, str):
        return reply
    return reply["en"] if isinstance(reply, dict) else getattr(reply, "text", None) or reply.many


def presses(step):
    return [quick.said for quick in step.quick]


def effects(step):
    return [(effect.kind, dict(effect.payload)) for effect in step.effects]
