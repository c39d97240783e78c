"""The probes of an organisation: the product's texts, its designers' own, and what is switched off."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organisation, ThemeProbes, insert_or_nothing, organisation_of
from nlp.themes import THEME_KEYS
from surveys.errors import AnswerError
from surveys.probed import Polarity
from surveys.questions.base import is_blank
from words import Message, Words

POLARITIES: tuple[Polarity, ...] = ("neg", "pos", "any")
# What can be asked, by theme and polarity; nothing for themes that are switched off.
Offered = Mapping[str, Mapping[Polarity, Words]]

# A probe is one short question; a long one would be read by nobody in a small window.
LONGEST_PROBE = 300
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class ThemeNotFoundError(Exception):
    """There is no such theme."""

    def __init__(self, theme: str) -> None:
        super().__init__(f"no theme {theme!r}")
        self.theme = theme


@dataclass(frozen=True)
class ThemeLine:
    """What is asked further about a theme: its texts in force, which of them are the organisation's own."""

    theme: str
    texts: Mapping[Polarity, Words]
    own: frozenset[Polarity]
    off: bool


@cache
def shipped() -> Offered:
    """Return the probes that come with the product."""
    texts: Offered = json.loads((Path(__file__).parent / "probes.json").read_text(encoding="utf-8"))
    return texts


def is_on(session: Session) -> bool:
    """Whether the organisation's conversations ask further at all."""
    return session.get_one(Organisation, organisation_of(session)).probing


def offered(session: Session) -> Offered:
    """Return what the organisation's conversations may ask; nothing where probing is switched off."""
    if not is_on(session):
        return {}
    return {line.theme: line.texts for line in lines(session) if not line.off}


def lines(session: Session) -> list[ThemeLine]:
    """Return each theme with what is asked further about it, in the theme set's order."""
    own = {row.theme: row for row in session.scalars(select(ThemeProbes).order_by(ThemeProbes.id))}
    return [_line(theme, own.get(theme)) for theme in THEME_KEYS]


def line(session: Session, theme: str) -> ThemeLine:
    """Return one theme with what is asked further about it.

    Raises:
        ThemeNotFoundError: If there is no such theme.
    """
    return _line(_known(theme), session.scalar(select(ThemeProbes).where(ThemeProbes.theme == theme)))


def write(session: Session, *, theme: str, texts: Mapping[Polarity, Words]) -> ThemeLine:
    """Ask these texts about a theme from now on; a polarity whose texts are the product's has none of its own.

    Raises:
        ThemeNotFoundError: If there is no such theme.
        AnswerError: If a text is too long, or a polarity has none at all; its key is the polarity, with a dot and the
            language where it is about one text.
    """
    row = _row(session, theme)
    own: dict[str, dict[str, str]] = {}
    for polarity in POLARITIES:
        written = _written(polarity, texts.get(polarity, {}))
        if written != shipped()[theme][polarity]:
            own[polarity] = written
    row.texts = own
    session.flush()
    return _line(theme, row)


def reset(session: Session, *, theme: str) -> ThemeLine:
    """Ask the product's texts about a theme again.

    Raises:
        ThemeNotFoundError: If there is no such theme.
    """
    row = _row(session, theme)
    row.texts = {}
    session.flush()
    return _line(theme, row)


def switch_theme(session: Session, *, theme: str, on: bool) -> None:
    """Ask further about a theme from now on, or no more.

    Raises:
        ThemeNotFoundError: If there is no such theme.
    """
    _row(session, theme).off = not on
    session.flush()


def switch(session: Session, organisation: Organisation, *, on: bool) -> None:
    """Let the organisation's conversations ask further from now on, or no more."""
    organisation.probing = on
    session.flush()


def _row(session: Session, theme: str) -> ThemeProbes:
    """Return the organisation's row of a theme, locked; it is made with its first use."""
    new = {"organisation_id": organisation_of(session), "theme": _known(theme), "texts": {}, "off": False}
    session.execute(insert_or_nothing(session, ThemeProbes), new)
    return session.scalars(select(ThemeProbes).where(ThemeProbes.theme == theme).with_for_update()).one()


def _line(theme: str, row: ThemeProbes | None) -> ThemeLine:
    own = row.texts if row is not None else {}
    return ThemeLine(
        theme=theme,
        texts={polarity: own.get(polarity) or shipped()[theme][polarity] for polarity in POLARITIES},
        own=frozenset(polarity for polarity in POLARITIES if own.get(polarity)),
        off=row is not None and row.off,
    )


def _written(polarity: Polarity, texts: Words) -> dict[str, str]:
    written: dict[str, str] = {}
    for language, text in texts.items():
        line = " ".join(_CONTROLS.sub(" ", text).encode("utf-8", "replace").decode("utf-8").split())
        if len(line) > LONGEST_PROBE:
            raise AnswerError(
                f"{polarity}.{language}", Message("Write %(most)s characters or fewer", {"most": LONGEST_PROBE})
            )
        if not is_blank(line):
            written[language] = line
    if not written:
        raise AnswerError(polarity, Message("Write what is to be asked, or switch the theme off"))
    return written


def _known(theme: str) -> str:
    if theme not in THEME_KEYS:
        raise ThemeNotFoundError(theme)
    return theme
