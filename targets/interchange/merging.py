"""A file beside what is there already: what it does not name of a thing stays as it is."""

from collections.abc import Mapping
from typing import Any

from targets.interchange.document import Agreement, Aspiration, Document, Measure, Part, Target

# Notes and themes are only ever added to, by verbs of their own: what is there is never said again for the file.
ADDED_TO = {"notes", "themes"}
KINDS: Mapping[str, type[Part]] = {
    "aspirations": Aspiration,
    "agreements": Agreement,
    "measures": Measure,
    "targets": Target,
}


def merged(raw: Any, known: Document) -> Any:
    """Return what a file says, each thing that is known filled up with what the file does not name of it.

    Texts are filled up language by language. ``None``, an empty list and an empty object are named: they clear.

    Args:
        raw: The file, before anything of it is checked; whatever is no cascade is left for the check to name.
        known: What is there.
    """
    if not isinstance(raw, Mapping):
        return raw
    found = dict(raw)
    for name, kind in KINDS.items():
        things = raw.get(name)
        if isinstance(things, list):
            before = {each.key: each.model_dump(exclude=ADDED_TO) for each in getattr(known, name)}
            found[name] = [_filled(thing, kind, before) for thing in things]
    return found


def _filled(thing: Any, kind: type[Part], before: Mapping[str, Mapping[str, Any]]) -> Any:
    if not isinstance(thing, Mapping):
        return thing
    there = before.get(str(thing.get("key")).strip(), {})
    said = {name: _texts(value, there.get(name), name) for name, value in thing.items()}
    # What is cleared is as if nobody had ever said it: the check knows whether that may be.
    return {
        name: value for name, value in {**there, **said}.items() if value is not None or name not in kind.model_fields
    }


def _texts(value: Any, there: Any, name: str) -> Any:
    if not value or name == "parameters" or not isinstance(value, Mapping):
        return value
    filled = {**there, **value} if isinstance(there, Mapping) else value
    return {language: text for language, text in filled.items() if text is not None}
