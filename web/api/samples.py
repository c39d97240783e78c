"""A question of each type, as small as can be, for the documents."""

from typing import Any

from surveys.definition import Definition, read_definition

_ASKED = {"text": {"en": "A question"}}
_OPTIONS = [{"value": "online", "label": {"en": "Online"}}, {"value": "phone", "label": {"en": "By phone"}}]

_MORE: dict[str, dict[str, Any]] = {
    "choice": {"options": _OPTIONS, "other": {"en": "Another way"}},
    "choices": {"options": _OPTIONS, "other": {"en": "Another way"}},
    "rating": {"points": [{}, {}, {}, {}, {}]},
    "number": {"decimals": 2},
    "currency": {"currency": "GBP"},
}


def samples(types: list[str]) -> Definition:
    """Return a definition with one question of each type, whose key is the type's name."""
    return read_definition(
        {
            "format": "yousaid-survey/1",
            "title": {"en": "One of each"},
            "questions": [
                {"key": name, "type": name, "required": False, **_ASKED, **_MORE.get(name, {})} for name in types
            ],
        }
    )
