"""Puts clauses, notes and requests together the way people do."""

from collections.abc import Sequence
from random import Random

_NO_COMMA_AFTER = ("but", "and", "you", "is", "say", "that")
_STOPS = (".", "!", "?", ")")


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """Return the text with a full stop unless it ends some other way."""
    return text if text.endswith(_STOPS) else f"{text}."


def join_clauses(clauses: Sequence[str], *, rng: Random, connectors: Sequence[str]) -> str:
    """Join clauses of one mind: as sentences, by a connector, or with no more than a comma."""
    text = clauses[0]
    for clause in clauses[1:]:
        way = rng.random()
        if way < 0.42:
            text = f"{stopped(text)} {capital(clause)}"
        elif way < 0.56:
            text = f"{text}{rng.choice((', ', ', ', '; ', ' - '))}{clause}"
        else:
            text = _connected(text, rng.choice(connectors), clause, rng)
    return text


def _connected(text: str, connector: str, clause: str, rng: Random) -> str:
    if connector in ("and", "plus") and rng.random() < 0.7:
        return f"{text}{rng.choice((' ', ', '))}{connector} {clause}"
    return f"{stopped(text)} {capital(connector)} {clause}"


def join_turn(first: str, second: str, *, rng: Random, connectors: Sequence[str]) -> str:
    """Join two clauses of which the second goes against the first."""
    connector = rng.choice(connectors)
    if connector.lower() == "but":
        return f"{first}{rng.choice((' ', ', ', ', '))}{connector} {second}"
    if connector == "although" or (connector.startswith("but") and rng.random() < 0.7):
        return f"{first}, {connector} {second}"
    comma = "," if connector in ("however", "that said", "in fairness", "then again") else ""
    return f"{stopped(first)} {capital(connector)}{comma} {second}"


def join_notes(notes: Sequence[str], *, rng: Random) -> str:
    """Join notes as a list: "lovely staff, long wait"."""
    between = rng.choice((", ", ", ", ", ", ". ", " - ", ". "))
    parts = [capital(note) for note in notes] if between == ". " else list(notes)
    if len(parts) > 1 and between == ", " and rng.random() < 0.45:
        text = f"{between.join(parts[:-1])} {rng.choice(('and', 'and', '&'))} {parts[-1]}"
    else:
        text = between.join(parts)
    text = capital(text) if rng.random() < 0.8 else text
    return text if rng.random() < 0.45 else stopped(text)


def join_asks(asks: Sequence[str], *, rng: Random) -> str:
    """Join requests: "please answer the phone and open later"."""
    first = asks[0]
    if "please" not in first and first[:1].islower() and rng.random() < 0.25:
        first = f"please {first}"
    text = capital(first)
    for ask in asks[1:]:
        joined = f"{text}{rng.choice((' and ', ', '))}{ask}"
        text = rng.choice((joined, f"{stopped(text)} {capital(ask)}"))
    return stopped(text)


def opened(text: str, opener: str, *, rng: Random) -> str:
    """Put an opening such as "to be honest" before a clause."""
    plain = opener.endswith(_NO_COMMA_AFTER) or rng.random() < 0.5
    return f"{opener}{' ' if plain else ', '}{text}"
