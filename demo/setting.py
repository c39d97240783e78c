"""Who and what one comment is about, and the filling of a phrase's slots."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from demo.stock import Stock

_SLOT = re.compile(r"\{([^{}]+)\}")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio][a-z-])")
_WOMAN = re.compile(r"\b(lady|woman|girl)\b")
_MAN = re.compile(r"\b(man|chap|lad|fella|gentleman|workman)\b")


class UnknownSlotError(ValueError):
    """A phrase has a slot that no list or setting fills."""

    def __init__(self, slot: str, text: str) -> None:
        super().__init__(f"no words for {{{slot}}} in {text!r}")
        self.slot, self.text = slot, text


@dataclass(frozen=True)
class Setting:
    """What stays the same throughout one comment: the thing to be mended, the person spoken to."""

    named: Mapping[str, str]
    pronouns: Mapping[str, str]


def draw_setting(service: str, *, rng: Random, stock: Stock) -> Setting:
    """Draw one row of each of the service's settings."""
    named: dict[str, str] = {}
    for (owner, *names), rows in stock.settings.items():
        if owner == service:
            named.update(zip(names, rng.choice(rows), strict=True))
    for name in ("worker", "person"):
        if name in named:
            named[name] = _SLOT.sub(lambda match: named[match[1]], named[name])
    pronouns = {name: _pronoun(named.get(name, ""), rng) for name in ("worker", "person")}
    return Setting(named | {"she": pronouns["person"]}, pronouns)


def fill(text: str, *, setting: Setting, rng: Random, stock: Stock) -> str:
    """Return the phrase with its slots filled; ``{Name}`` starts with a capital.

    Raises:
        UnknownSlotError: If nothing is called what a slot asks for.
    """
    drawn: dict[str, str] = {}  # "three weeks" stays three weeks to the end of the phrase

    def choice(match: re.Match[str]) -> str:
        inside = str(match[1])
        if "|" in inside:
            return rng.choice(inside.split("|"))
        name = inside[0].lower() + inside[1:]
        if name in setting.named:
            words = setting.named[name]
        elif name in stock.words:
            if name not in drawn:
                drawn[name] = _digits(rng.choice(stock.words[name]), rng)
            words = drawn[name]
        else:
            raise UnknownSlotError(inside, text)
        return words if name == inside else words[0].upper() + words[1:]

    return _ARTICLE.sub(r"\1n ", _SLOT.sub(choice, text))


def with_pronoun(text: str, *, after: str, setting: Setting) -> str:
    """Say "he" or "she" where a clause starts with somebody whom the clause before has named."""
    for name, pronoun in setting.pronouns.items():
        slot = f"{{{name}}}"
        if text.startswith(slot) and slot in after:
            return pronoun + text.removeprefix(slot)
    return text


def _pronoun(person: str, rng: Random) -> str:
    if _WOMAN.search(person):
        return "she"
    if _MAN.search(person) or not rng.randint(0, 1):
        return "he"
    return "she"


def _digits(text: str, rng: Random) -> str:
    return re.sub("#", lambda _: str(rng.randint(1, 9)), text)
