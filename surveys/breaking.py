"""Where the results of one definition cannot be read on in another: what publishing must be sure of."""

from dataclasses import dataclass, field

from surveys.comparing import scale_of, type_of, values_of
from surveys.definition import Definition
from surveys.questions import Question
from words import Message


@dataclass(frozen=True)
class Break:
    """Where the results of a question cannot be read on in the new definition."""

    key: str
    message: Message = field(compare=False)


def breaks(before: Definition, after: Definition) -> list[Break]:
    """Return where results cannot be read on: questions that vanish or change what an answer means."""
    new = {question.key: question for question in after.questions}
    found = []
    for question in before.questions:
        if question.asks:
            message = _break(question, new.get(question.key))
            if message is not None:
                found.append(Break(question.key, message))
    return found


def _break(before: Question, after: Question | None) -> Message | None:
    if after is None:
        return Message("%(key)s is no longer asked", {"key": before.key})
    if type_of(before) != type_of(after):
        values = {"key": before.key, "before": type_of(before), "after": type_of(after)}
        return Message("%(key)s was a question of type %(before)s and is now of type %(after)s", values)
    for name, message in (
        ("points", Message("%(key)s had %(before)s points and now has %(after)s")),
        ("currency", Message("%(key)s was asked in %(before)s and is now asked in %(after)s")),
        ("wording", Message("%(key)s was the standard wording %(before)s and is now %(after)s")),
    ):
        was, now = scale_of(before).get(name), scale_of(after).get(name)
        if was != now:
            return Message(message.text, {"key": before.key, "before": was or "–", "after": now or "–"})
    gone = [value for value in values_of(before) if value not in values_of(after)]
    if gone:
        return Message("%(key)s no longer offers %(values)s", {"key": before.key, "values": ", ".join(gone)})
    return None
