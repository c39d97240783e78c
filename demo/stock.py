"""The hand-written phrases in ``demo/phrases``, read once.

A file is named after what it is about: a theme's key, or ``general``, ``whole``, ``aside``, ``frame``,
``welsh``. A header ``[tone service ...]`` opens a part; ``any`` or no service means all of them. Each line is
one phrase:

    plain     a clause that starts in lower case and can be joined to others
    ~ ...     a clause that tells the whole story and is not joined
    - ...     a note without a verb: "lovely staff"
    + ...     a request: "answer the phone"
    * ...     a comment that is complete as it stands

Before a phrase there may be its themes and a bar: ``waiting- staff_manner+ | ...`` (no sign: neutral).
Without them the phrase is about the theme that its file is named after. ``{a|b}`` is a choice, ``{name}`` a
list or a setting.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Polarity = Literal["pos", "neg", "neu"]
Kind = Literal["clause", "alone", "note", "ask", "whole"]

SERVICES = ("repairs", "customer-centres", "libraries")
THEMES = (
    "waiting",
    "staff_manner",
    "staff_skill",
    "information",
    "contact",
    "digital",
    "process",
    "access",
    "fairness",
    "outcome",
    "facilities",
    "cost",
    "safety",
    "privacy",
    "capacity",
)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)

_OTHER_FILES = ("general", "whole", "aside", "frame", "welsh")
_ALWAYS_WHOLE = ("whole", "aside", "frame")
_KINDS: Mapping[str, Kind] = {"~ ": "alone", "- ": "note", "+ ": "ask", "* ": "whole"}
_SIGNS: Mapping[str, Polarity] = {"+": "pos", "-": "neg"}
_THEMED = re.compile(r"^((?:[a-z_]+[+-]? )*) ?\| (.+)$")


@dataclass(frozen=True)
class Phrase:
    """One line of a phrase file, with its slots still empty."""

    text: str
    kind: Kind
    themes: Mapping[str, Polarity]


@dataclass(frozen=True)
class Stock:
    """All phrases, by (file, tone, service), and the lists that fill their slots."""

    phrases: Mapping[tuple[str, str, str], tuple[Phrase, ...]]
    words: Mapping[str, tuple[str, ...]]
    settings: Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
    slips: Mapping[str, tuple[str, ...]]

    def find(self, file: str, tone: str, service: str) -> tuple[Phrase, ...]:
        """Return the phrases of a file in a tone that suit a service, in the order of the file."""
        return self.phrases.get((file, tone, service), ())


class PhraseFileError(ValueError):
    """A line of a phrase file cannot be understood."""

    def __init__(self, file: str, line: str) -> None:
        super().__init__(f"demo/phrases/{file}.txt: cannot read {line!r}")
        self.file, self.line = file, line


@cache
def stock() -> Stock:
    """Read every phrase file; the same object each time."""
    found: dict[tuple[str, str, str], list[Phrase]] = {}
    for file in (*THEMES, *_OTHER_FILES):
        for header, line in _lines(file):
            tone, services = _split_header(header)
            phrase = _phrase(file, tone, line)
            for service in services:
                found.setdefault((file, tone, service), []).append(phrase)
    return Stock(
        phrases={key: tuple(phrases) for key, phrases in found.items()},
        words=_lists("words"),
        settings=_settings(),
        slips=_lists("slips"),
    )


def _lines(file: str) -> Iterator[tuple[str, str]]:
    """Yield (header, line) for each line of a file that is neither a header nor a remark."""
    header = ""
    for line in files("demo").joinpath("phrases", f"{file}.txt").read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            header = line[1:-1]
        elif line.strip() and not line.startswith("# "):
            yield header, line


def _split_header(header: str) -> tuple[str, tuple[str, ...]]:
    words = header.split()
    services = tuple(word for word in words if word in SERVICES)
    tone = " ".join(word for word in words if word not in SERVICES and word != "any")
    return tone, services or SERVICES


def _phrase(file: str, tone: str, line: str) -> Phrase:
    themes: dict[str, Polarity] = {}
    if file in THEMES and tone in POLARITIES:
        themes[file] = "pos" if tone == "pos" else "neg"
    if match := _THEMED.match(line):
        themes = _themes(file, line, match[1])
        line = match[2]
    kind: Kind = "whole" if file in _ALWAYS_WHOLE else "clause"
    if kind == "clause" and line[:2] in _KINDS:
        kind, line = _KINDS[line[:2]], line[2:]
    return Phrase(line, kind, themes)


def _themes(file: str, line: str, written: str) -> dict[str, Polarity]:
    themes: dict[str, Polarity] = {}
    for word in written.split():
        key = word.rstrip("+-")
        if key not in THEMES:
            raise PhraseFileError(file, line)
        themes[key] = _SIGNS.get(word[-1], "neu")
    return themes


def _lists(file: str) -> dict[str, tuple[str, ...]]:
    """Read ``name = choice | choice`` lines; a name that comes twice has the choices of both."""
    lists: dict[str, tuple[str, ...]] = {}
    for _, line in _lines(file):
        name, equals, choices = line.partition(" = ")
        if not equals:
            raise PhraseFileError(file, line)
        lists[name] = lists.get(name, ()) + tuple(choices.split(" | "))
    return lists


def _settings() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Read who and what a comment can be about: (service, name, ...) to the values of the names."""
    rows: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for header, line in _lines("settings"):
        rows.setdefault(tuple(header.split()), []).append(tuple(line.split(" | ")))
    return {key: tuple(values) for key, values in rows.items()}
