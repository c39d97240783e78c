"""YAML read strictly: the line of each value is known, and nothing is taken for what it was not meant to be."""

import re
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

# Where a value stands in a file: the names and numbers that lead to it.
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

BOOLEAN, TIME = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"


class FileFaultError(Exception):
    """A file is not as it must be; the text names file and line of each fault."""


class Loader(yaml.SafeLoader):
    """Reads "yes" and "no" as words, and a date as text: people say them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in {BOOLEAN, TIME}]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(BOOLEAN, re.compile(r"true|false"), list("tf"))


def read(path: Path, model: type[Model]) -> Model:
    """Return what a file holds.

    Raises:
        FileFaultError: If it is no YAML, or not as the model wants it.
    """
    value, lines = parsed(path)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = [f"{path}:{_line(lines, each['loc'])}: {_named(each['loc'])}{each['msg']}" for each in error.errors()]
        raise FileFaultError("\n".join(faults)) from None


def parsed(path: Path) -> tuple[Any, dict[Place, int]]:
    """Return a file's value, and the line of each part of it.

    Raises:
        FileFaultError: If it cannot be read, or says something twice.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader)
        if node is None:
            raise FileFaultError(f"{path}:1: the file is empty")
        lines: dict[Place, int] = {}
        _note(node, (), lines, path)
        loader = Loader("")
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileFaultError(f"{path}:{line}: {error.problem}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FileFaultError(f"{path}:1: {error}") from None


def _note(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> None:
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            _note(each, (*place, number), lines, path)
    if isinstance(node, yaml.MappingNode):
        for key, each in node.value:
            inner = (*place, str(key.value))
            if inner in lines:
                raise FileFaultError(f"{path}:{key.start_mark.line + 1}: “{key.value}” is said twice")
            _note(each, inner, lines, path)
            lines[inner] = key.start_mark.line + 1


def _line(lines: dict[Place, int], place: Place) -> int:
    """Return the line of the part that is wrong; of the nearest around it where it is not there at all."""
    while place and place not in lines:
        place = place[:-1]
    return lines[place]


def _named(place: Place) -> str:
    names = [str(each) for each in place if isinstance(each, str)]
    return f"{'.'.join(names)}: " if names else ""
