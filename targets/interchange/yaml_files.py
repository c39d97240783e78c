"""The cascade as YAML: read with the line of each part, nothing guessed, nothing run."""

import re
from pathlib import Path
from typing import Any

import yaml

from sheets import replacing
from targets.interchange.document import Document
from targets.interchange.faults import Fault, FaultsError, Read
from words import Message

MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 12


class _Loader(yaml.SafeLoader):  # type: ignore[misc]  # the library carries no types
    """Reads what YAML 1.2 calls its core: "no", "on" and dates are texts; an anchor is refused, being a bomb's fuse."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the library's own way


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]  # the library carries no types
    """Puts into quotation marks what any reader, of YAML 1.1 or 1.2, would take for something else than text."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out, also what is the same twice."""
        return True


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", "-+0123456789"),
):
    for _class in (_Loader, _Dumper):
        _class.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), list(_first))


def write(document: Document, path: Path) -> None:
    """Write a document as YAML, only what is said in it, in the order of docs/targets.md."""
    said = document.model_dump(mode="python", exclude_defaults=True) | {"format": document.format}
    ordered = {name: said[name] for name in Document.model_fields if name in said}
    text = yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    with replacing(path) as target:
        target.write_text(text, encoding="utf-8")


def read(path: Path) -> Read:
    """Read a file.

    Raises:
        FaultsError: If it is no YAML, too large, or has anchors or a key twice.
    """
    raw = path.read_bytes()
    if len(raw) > MOST_BYTES:
        raise FaultsError([Fault("", "", Message("The file is larger than 2 MB."))])
    try:
        loader = _Loader(raw.decode("utf-8-sig"))
        _refuse_anchors(raw.decode("utf-8-sig"))
        node = loader.get_single_node()
        places: dict[tuple[str | int, ...], str] = {}
        faults: list[Fault] = []
        if node is not None:
            _walk(node, (), places, faults)
        if faults:
            raise FaultsError(faults)
        return Read(loader.construct_document(node) if node is not None else None, places)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise FaultsError([Fault(line, "", Message("This is no YAML that can be read."))]) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise FaultsError([Fault("", "", Message("This is no YAML that can be read."))]) from error


def _refuse_anchors(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or depth > DEEPEST:
            place = f"line {event.start_mark.line + 1}"
            raise FaultsError([Fault(place, "", Message("Write everything out: no anchors, and not so deep."))])


def _walk(
    node: yaml.Node, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], str], faults: list[Fault]
) -> None:
    """Note where each part stands, and what is there twice."""
    places[path] = f"line {node.start_mark.line + 1}"
    if isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            _walk(each, (*path, number), places, faults)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*path, str(key.value))
            if inside in places:
                place = f"line {key.start_mark.line + 1}"
                faults.append(Fault(place, "", Message("“%(field)s” is there twice.", {"field": str(key.value)[:64]})))
            _walk(value, inside, places, faults)
            # A value that begins on the next line is looked for at its name.
            places[inside] = f"line {key.start_mark.line + 1}"
