"""What words mean where they do not say it themselves: an option by another word, a yes or no by a statement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from nlp.understanding import Asked, agreement, choosing, counts, durations, options
from nlp.understanding.found import MASK, Found, Text
from nlp.understanding.stems import stems

# How sure the model must be: of the open question, of others, and how unsure it may be of what the words seem to say
# of others. Learnt from messages of three writers; a fourth's were kept for measuring.
_SURE_OF_ASKED: Final = 0.35
_SURE_OF_OPEN: Final = 0.65
_NOT_AGAINST: Final = 0.05

# Who says so few words answers what was asked, and nothing else that they do not name.
_MOST_WORDS_OF_ONE_ANSWER: Final = 3

NEITHER: Final = (0.0, 0.0, 1.0)
_REGULAR = re.compile(
    r"\b(?:for years|regular\w*|always|(?:2nd|3rd|4th|5th|\d+th) time|many times|loads of times|been (?:before|going"
    r"|coming)|again|every (?:week|day|month)|years|times before)\b"
)
_NEVER_BEFORE = re.compile(r"\bnever\b.*\bbefore\b")
# "Six copies, and no, nobody mentioned it."
_IN_PASSING = re.compile(
    r"(?:[,.;!] |\band |\bbut )(?:and |but )?(yes|yeah|yep|no|nope)(?=[,.;!]|$| (?:it|they|i|we|he|she|nobody|no one"
    r"|you|there))"
)


class Sense(Protocol):
    """What tells the meaning of words that name no option and say neither yes nor no."""

    def options(self, said: str, question: Asked, *, is_asked: bool) -> np.ndarray:
        """Return the probability of each option, and last that of none."""
        ...

    def yes_no(self, said: str, question: Asked, *, is_asked: bool) -> np.ndarray:
        """Return the probabilities of yes, no and neither."""
        ...

    def knows(self, plain: str) -> bool:
        """Whether any word of a message in its plain form is one that it has learnt from, or a figure or a sign."""
        ...


@dataclass(frozen=True)
class Words:
    """A message as it is read: as it came, in its plain form with what was read masked, and what knows meanings."""

    said: str
    text: Text
    sense: Sense | None


def option(words: Words, question: Asked, *, is_asked: bool) -> Found | None:
    """Return the option that a message names or means; of a unit only one that it names."""
    if is_asked and (placed := _by_place(words.text.plain, question)):
        return placed
    if not is_asked and choosing.asks(words.said):
        return None
    named = _named(words, question, is_asked=is_asked)
    if question.type == "unit":
        return named
    if not is_asked and _is_short(words):
        return named if named and named.known else None
    if is_asked and (band := _by_band(words.text, question)):
        return band
    return _by_sense(words, question, named, is_asked=is_asked)


def yes_no(words: Words, question: Asked, *, is_asked: bool, is_only: bool) -> bool | None:
    """Return what a message says to a question of yes or no, None for neither.

    Args:
        words: The message.
        question: The question.
        is_asked: Whether it was open.
        is_only: Whether no other of its kind is unanswered, so that a "yes" in passing is for it.
    """
    return _agreed(words, question) if is_asked else _implied(words, question, is_only=is_only)


def _is_short(words: Words) -> bool:
    """Whether a message is too short to imply an answer to what was not asked: it is spared the model's opinion."""
    return len(words.text.plain.split()) <= _MOST_WORDS_OF_ONE_ANSWER


def _by_place(text: str, question: Asked) -> Found | None:
    """Return the option at the place that the message, or its first part, names."""
    for part in (text, re.split(r"[,.;]| and ", text)[0]):
        label = options.by_place(part, question.options)
        if label and (
            part == text
            or re.search(r"\d(?:st|nd|rd|th)|last|option|bottom|top|number \d|\bno \d|cyntaf|\bail\b|tryd|olaf", part)
        ):
            return Found(label, 0, len(part))
    return None


def _named(words: Words, question: Asked, *, is_asked: bool) -> options.Named | None:
    text = words.text.plain if is_asked else words.text.masked.replace(MASK, " ")
    last = choosing.last_part(text)
    # What is taken back is no answer: "Leeds, no sorry, Bradford".
    for part in [last, text] if last != text else [text]:
        found = options.named(
            choosing.without_denied(part), question.options, asked=is_asked, places=question.type == "unit"
        )
        if found:
            return found
    return None


def _by_sense(words: Words, question: Asked, named: options.Named | None, *, is_asked: bool) -> Found | None:
    """Return the option that the words mean, of which ``named`` is what they seem to name."""
    if words.sense is None or (named and named.sure and is_asked):
        return named
    chances = words.sense.options(words.said, question, is_asked=is_asked)
    best = int(chances[:-1].argmax())
    if chances[best] >= (_SURE_OF_ASKED if is_asked else _SURE_OF_OPEN):
        if named and named.value == question.options[best]:
            return named
        return Found(question.options[best], 0, 0)
    if named and (is_asked or named.known) and chances[question.options.index(str(named.value))] >= _NOT_AGAINST:
        return named
    return None


def _by_band(text: Text, question: Asked) -> Found | None:
    """Return the option whose band holds a figure of the message: "67" of "55 to 74"."""
    for are_minutes, read in ((True, durations.durations), (False, counts.counts)):
        found = [
            (one, label)
            for one in read(Text(text.masked))
            if (label := counts.band_of(one.value, question.options, are_minutes=are_minutes))
        ]
        one = choosing.chosen([each for each, _ in found], text.plain)
        if one:
            return Found(next(label for each, label in found if each is one), one.start, one.end)
    return None


def _agreed(words: Words, question: Asked) -> bool | None:
    """Return what a reply says to the open question."""
    plain = words.text.plain
    value = agreement.is_plain(plain)
    if value is None:
        value = agreement.answer(plain)
    if value is None and words.sense is not None:
        # Where it knows none of the words, the model has an opinion all the same.
        yes, no, _ = words.sense.yes_no(words.said, question, is_asked=True) if words.sense.knows(plain) else NEITHER
        value = bool(yes > no) if max(yes, no) >= _SURE_OF_ASKED else None
    if value is None and words.sense is None:
        value = _told(plain, question, least=0.3)
        value = agreement.tone(plain) if value is None else value
    return value


def _implied(words: Words, question: Asked, *, is_only: bool) -> bool | None:
    """Return what the words say of a question that was not asked."""
    plain = words.text.plain
    if choosing.asks(words.said):
        return None
    if is_only and (passing := _IN_PASSING.search(plain)):
        return passing.group(1) in ("yes", "yeah", "yep")
    told = _told(plain, question, least=0.6)
    if words.sense is None or _is_short(words):
        return told
    yes, no, _ = words.sense.yes_no(words.said, question, is_asked=False)
    if told is not None and (yes if told else no) >= _NOT_AGAINST:
        return told
    return bool(yes > no) if max(yes, no) >= _SURE_OF_OPEN else None


def _told(plain: str, question: Asked, *, least: float) -> bool | None:
    """Return whether a statement affirms what a question asks, by the words that they share; None for neither."""
    wanted, of_key = stems(question.text), stems(question.key.replace("_", " "))
    for clause in re.split(r"[,.;!?]| but | and | though ", plain):
        telling = stems(clause)
        shared = wanted & telling
        if not shared or (len(shared) < least * len(wanted) and not (of_key and of_key <= telling)):
            continue
        if "1st" in wanted and _REGULAR.search(clause):
            return False
        if "1st" in wanted and _NEVER_BEFORE.search(clause):
            return True
        return agreement.NEGATED.search(clause) is None
    return None
