"""Simulated people: each answers whatever is asked, in their manner. The same seed is the same person.

Everybody's patience with being odd runs out; then they answer plainly. So whoever does not come to an end was trapped.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

# How often somebody is odd at most, and how often in a row to one question.
MOST_ODD = 12
ODD_IN_A_ROW = 3

COMMENTS = (
    "The board showed the wrong names.",
    "Nobody told us why it took so long.",
    "More chairs would help.",
    "Open on Saturdays, please.",
)
RAMBLING = (
    "Well, you see, my sister drove me there because the bus never comes, and what I would say is {}",
    "Oh, let me think now, it was raining and we had the dog with us, but I believe it was {}",
    "I do not want to make a fuss, I really do not, but since you ask I would have to say {}, more or less",
)
CONTRARY = (
    "why",
    "why do you want to know that",
    "no",
    "I am not telling you",
    "skip",
    "stop",
    "that is a silly question",
)
HOSTILE = (
    "you are useless idiots",
    "this is a bloody disgrace and you should all be sacked",
    "shut up you stupid machine",
    "what a waste of my time, nobody ever does anything",
)
SILENT = ("", "   ", "...", "?", "\n", "🤷", "hm")
WELSH = {"yes": "ie", "no": "na", "skip": "hepgor", "45 minutes": "45 munud", "90 minutes": "90 munud"}
LENGTHS = ("45 minutes", "90 minutes", "2 hours", "1 hour 15 minutes")
OF_LENGTHS = (45, 90, 120, 75)
DAYS = (("3 March 2026", "2026-03-03"), ("14 4 2026", "2026-04-14"), ("1 May 2026", "2026-05-01"))
# Written freely, so that what is stored is as it was said.
WORDS = {"text", "short_text"}
OTHERS: dict[str, tuple[str, Any]] = {
    "currency": ("12.50", 12.5),
    "email": ("sam@example.com", "sam@example.com"),
    "phone": ("01632 960 001", "+441632960001"),
    "postcode": ("LS1 4AP", None),
}


@dataclass(frozen=True)
class Option:
    """Something that can be pressed, with its name in each language that is known of it."""

    value: str
    labels: tuple[str, ...]
    own: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Seen:
    """What a person sees of the window: the open question, what can be pressed, what was answered."""

    key: str
    type: str
    optional: bool
    options: tuple[Option, ...]
    quick: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deed:
    """What a person does. ``told`` is what is stored of it where it was said so plainly that anybody gets it."""

    said: str
    value: Any = None
    to: str | None = None
    plain: bool = False
    told: Any = None
    # They want something asked again: to go back, or to change it.
    asks_again: bool = False


@dataclass
class Person:
    """Somebody with a manner."""

    manner: str
    seed: int
    # Manners to have one after the other, from turn to turn; then the person's own.
    moods: tuple[str, ...] = ()
    odd: int = 0
    in_a_row: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.manner} {self.seed}")

    def does(self, seen: Seen) -> Deed:
        """Return what the person does next."""
        row = self.in_a_row.get(seen.key, 0)
        if self.odd >= MOST_ODD or row >= ODD_IN_A_ROW:
            return plainly(self, seen)
        manner, self.moods = (self.moods[0], self.moods[1:]) if self.moods else (self.manner, ())
        deed = MANNERS[manner](self, seen)
        if not deed.plain:
            self.odd += 1
            self.in_a_row[seen.key] = row + 1
        return deed


def plainly(person: Person, seen: Seen) -> Deed:
    """Answer as anybody would get it: by pressing where something can be pressed, else in plain words."""
    if "send it" in seen.quick:
        # All is answered, and asked about once more: what the question before is called says nothing then.
        return Deed("send it", plain=True)
    offered = [option for option in seen.options if not option.own]
    if offered:
        option = person.chance.choice(offered)
        if seen.type == "choices":
            return Deed(option.labels[0], [option.value], plain=True, told=[option.value])
        return Deed(option.labels[0], option.value, plain=True, told=option.value)
    said, told = _words_for(person, seen)
    return Deed(said, plain=True, told=told)


def _words_for(person: Person, seen: Seen) -> tuple[str, Any]:
    if seen.type in WORDS:
        comment = person.chance.choice(COMMENTS)
        return comment, comment
    if seen.type == "duration":
        at = person.chance.randrange(len(LENGTHS))
        return LENGTHS[at], OF_LENGTHS[at]
    if seen.type == "date":
        return person.chance.choice(DAYS)
    if seen.type == "number":
        number = person.chance.randint(1, 5)
        return str(number), number
    return OTHERS[seen.type]


def _named(person: Person, seen: Seen) -> Deed:
    """Answer in words, naming an option where there are some."""
    offered = [option for option in seen.options if not option.own]
    if not offered:
        return plainly(person, seen)
    option = person.chance.choice(offered)
    return Deed(person.chance.choice(option.labels), plain=False, told=option.value)


def _terse(person: Person, seen: Seen) -> Deed:
    if seen.optional and person.chance.random() < 0.5:
        return Deed("skip", "" if person.chance.random() < 0.5 else None, plain=True)
    return plainly(person, seen)


def _rambling(person: Person, seen: Seen) -> Deed:
    said = _named(person, seen).said
    return Deed(person.chance.choice(RAMBLING).format(said))


def _contrary(person: Person, seen: Seen) -> Deed:
    if "go on" in seen.quick or "keep it" in seen.quick:
        return Deed(person.chance.choice(("go on", "keep it")))
    return Deed(person.chance.choice(CONTRARY)) if person.chance.random() < 0.6 else plainly(person, seen)


def _changing(person: Person, seen: Seen) -> Deed:
    roll = person.chance.random()
    if roll < 0.2:
        return Deed("back", asks_again=True)
    if roll < 0.4 and seen.answered:
        return Deed(f"no, I meant {_named(person, seen).said}", asks_again=True)
    if roll < 0.6:
        first, second = (_named(person, seen).said for _ in range(2))
        return Deed(f"{first}, no, {second}")
    return plainly(person, seen)


def _hostile(person: Person, seen: Seen) -> Deed:
    return Deed(person.chance.choice(HOSTILE)) if person.chance.random() < 0.6 else plainly(person, seen)


def _misspelling(person: Person, seen: Seen) -> Deed:
    said = _named(person, seen).said
    letters = [at for at in range(1, len(said) - 1) if said[at].isalpha() and said[at + 1].isalpha()]
    if not letters:
        return plainly(person, seen)
    at = person.chance.choice(letters)
    return Deed(said[:at] + said[at + 1] + said[at] + said[at + 2 :])


def _bilingual(person: Person, seen: Seen) -> Deed:
    roll = person.chance.random()
    if roll < 0.15:
        return Deed(person.chance.choice(("language cy", "language en", "can we speak Welsh", "Saesneg plis")))
    said = _named(person, seen).said
    return Deed(WELSH.get(said.casefold(), said))


def _silent(person: Person, seen: Seen) -> Deed:
    return Deed(person.chance.choice(SILENT)) if person.chance.random() < 0.6 else plainly(person, seen)


def _flooding(person: Person, seen: Seen) -> Deed:
    """Press whatever there is, other answers' buttons and wishes too; but nothing that ends it."""
    pressed = [each for each in seen.quick if each not in {"stop here", "delete it"}]
    roll = person.chance.random()
    if pressed and roll < 0.5:
        return Deed(person.chance.choice(pressed))
    if seen.answered and roll < 0.3:
        # What was pressed for one question is sent to another.
        return Deed("x", "x", to=person.chance.choice(seen.answered), asks_again=True)
    if roll < 0.6:
        return Deed("delete my data" if roll < 0.5 else "", {"chosen": ["?"]} if roll < 0.4 else None)
    return plainly(person, seen)


MANNERS: dict[str, Callable[[Person, Seen], Deed]] = {
    "terse": _terse,
    "rambling": _rambling,
    "contrary": _contrary,
    "changing": _changing,
    "hostile": _hostile,
    "misspelling": _misspelling,
    "bilingual": _bilingual,
    "silent": _silent,
    "flooding": _flooding,
}
