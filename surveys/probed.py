"""What a conversation asked further, as questions of one draft: page, check and sending meet them like any others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from surveys.definition import Definition
from surveys.questions import AnyQuestion, ProbeQuestion, TextQuestion
from words import Words

# Which text of a theme's is asked: after praise, after blame, after both or neither.
Polarity = Literal["pos", "neg", "any"]


@dataclass(frozen=True)
class Probe:
    """A further question about a theme that the answer to another, ``follows``, has raised."""

    follows: str
    theme: str
    polarity: Polarity
    text: Words

    @property
    def key(self) -> str:
        """What its answer is kept under."""
        return f"{self.follows}.probe.{self.theme}"

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it."""
        return asdict(self) | {"text": dict(self.text)}


def read(kept: Iterable[Mapping[str, Any]]) -> tuple[Probe, ...]:
    """Return the probes as a draft kept them."""
    return tuple(Probe(**each) for each in kept)


def added(definition: Definition, probes: Sequence[Probe]) -> Definition:
    """Return the definition with each probe below the question that it follows, on the same page."""

    def followed(question: AnyQuestion) -> list[AnyQuestion]:
        own = [each for each in probes if each.follows == question.key]
        return [question, *(_question(question, each) for each in own if isinstance(question, TextQuestion))]

    return definition.with_each(followed)


def _question(asked: TextQuestion, probe: Probe) -> ProbeQuestion:
    """Return the probe as a question; it is asked where the one that it follows is."""
    return ProbeQuestion(
        key=probe.key,
        type="text",
        text=dict(probe.text),
        show_if=asked.show_if,
        follows=probe.follows,
        theme=probe.theme,
    )
