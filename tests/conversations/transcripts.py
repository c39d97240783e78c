"""What a transcript file says: what the person does, turn by turn, and what is expected. README.md describes it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from nlp.understanding import Intent
from tests.conversations import lined
from tests.conversations.lined import FileFaultError

HERE = Path(__file__).parent
SURVEYS = HERE / "surveys"
SHOWCASE = HERE.parents[1] / "demo" / "showcase.json"

Ending = Literal["sent", "stopped", "empty", "deleted", "open"]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = re.compile(rf"<(?:today(?: ?- ?(?P<days>\d+))?|last (?P<weekday>{'|'.join(WEEKDAYS)}))>")

# What a person does. One of them stands in each turn.
DEEDS = ("say", "press", "skip", "again", "reload", "language", "publish", "silence", "flood")


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Strict(BaseModel):
    """Takes no field that it does not know, and nothing for what it is not."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Turn(Strict):
    """One thing that a person does, and what is expected of it."""

    say: str | None = None
    press: str | Annotated[tuple[str, ...], Field(strict=False)] | None = None
    skip: Literal[True] | None = None
    again: int | None = None
    reload: Literal[True] | None = None
    language: str | None = None
    publish: str | None = None
    silence: int | None = None
    flood: int | None = None
    # How it is said: so many times over, to this question rather than the open one, with these words of one's own; and
    # whether it is lost on the way, so that it arrives when it is sent again.
    times: int = 1
    lost: Literal[True] | None = None
    to: str | None = None
    words: str | None = None

    # What the model understands.
    intent: Intent | None = None
    values: dict[str, Any] | None = None
    # What the window shows.
    reply: Annotated[Texts, Field(strict=False)] = ()
    without: Annotated[Texts, Field(strict=False)] = ()
    asked: str | None = None
    answered: dict[str, str] | None = None
    quick: Annotated[tuple[str, ...] | None, Field(strict=False)] = None
    link: Literal["form", "privacy"] | None = None
    refused: int | None = None

    @model_validator(mode="after")
    def _one_deed(self) -> Self:
        done = [name for name in DEEDS if getattr(self, name) is not None]
        if len(done) != 1:
            raise ValueError(f"a turn holds one of {', '.join(DEEDS)}; this one has {' and '.join(done) or 'none'}")
        if done != ["say"] and (self.intent or self.values is not None or self.times != 1):
            raise ValueError("only what is said is understood: no intent, values or times without say")
        if self.words is not None and done != ["press"]:
            raise ValueError("words of one's own go with press")
        if done[0] not in {"say", "press"} and (self.to or self.lost):
            raise ValueError("to and lost go with say and press")
        return self

    @property
    def kind(self) -> str:
        """The name of what is done."""
        return next(name for name in DEEDS if getattr(self, name) is not None)

    @property
    def deed(self) -> str:
        """What is done, as a transcript shows it."""
        name = self.kind
        value = getattr(self, name)
        shown = ", ".join(value) if isinstance(value, tuple) else "" if value is True else str(value)
        words = f": {self.words}" if self.words else ""
        to = f" (to {self.to})" if self.to else ""
        times = f" (× {self.times})" if self.times > 1 else ""
        lost = " (lost on the way)" if self.lost else ""
        deed = f"{shown}{times}" if name == "say" else f"[{name}{' ' if shown else ''}{shown}{words}]"
        return f"{deed}{to}{lost}"

    @property
    def said(self) -> str:
        """The words as they are sent."""
        return (self.say or "") * self.times

    @property
    def needs_inside(self) -> bool:
        """Whether only an installation of one's own can do it: nobody else's is published to, or waited for."""
        return self.publish is not None or self.silence is not None or self.flood is not None


class Conversation(Strict):
    """A transcript: what it shows, the survey that is talked about, its turns, and what is stored in the end.

    ``known`` says why it fails as things are: then it is expected to fail.
    """

    about: str
    survey: str
    language: str = "en"
    country: Literal["", "GB"] = "GB"
    opening: Annotated[Texts, Field(strict=False)] = ()
    turns: Annotated[tuple[Turn, ...], Field(strict=False)]
    ending: Ending
    answers: dict[str, Any]
    known: str | None = None


@dataclass(frozen=True)
class Script:
    """A conversation and the file that it is from."""

    path: Path
    conversation: Conversation

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.stem


def all_files() -> list[Path]:
    """Return every transcript's file."""
    return sorted(HERE.glob("*.yml"))


def read(paths: Sequence[Path]) -> list[Script]:
    """Read transcripts, with the surveys that they name.

    Raises:
        FileFaultError: If one of them is wrong; all faults at once.
    """
    scripts, faults = [], []
    for path in paths:
        try:
            script = Script(path, lined.read(path, Conversation))
            _check_surveys(script)
            scripts.append(script)
        except FileFaultError as error:
            faults.append(str(error))
    if faults:
        raise FileFaultError("\n".join(faults))
    return scripts


def _check_surveys(script: Script) -> None:
    talked = [script.conversation.survey, *(turn.publish for turn in script.conversation.turns if turn.publish)]
    for name in talked:
        if not _file_of(name).is_file():
            raise FileFaultError(f"{script.path}:1: there is no survey {_file_of(name)}")


def _file_of(survey: str) -> Path:
    return SHOWCASE if survey == "showcase" else SURVEYS / f"{survey}.yml"


def definition_of(survey: str) -> Any:
    """Return a survey's definition, as whoever publishes it would write it."""
    return lined.parsed(_file_of(survey))[0]


def resolved(expected: Any, today: date) -> Any:
    """Return what is expected, with days that are counted from today in place of their names: "<last tuesday>"."""
    if isinstance(expected, dict):
        return {key: resolved(each, today) for key, each in expected.items()}
    if isinstance(expected, list):
        return [resolved(each, today) for each in expected]
    return _DAY.sub(lambda found: _day(found, today), expected) if isinstance(expected, str) else expected


def _day(found: re.Match[str], today: date) -> str:
    if found["weekday"]:
        back = (today.weekday() - WEEKDAYS.index(found["weekday"]) - 1) % 7 + 1
        return (today - timedelta(days=back)).isoformat()
    return (today - timedelta(days=int(found["days"] or 0))).isoformat()
