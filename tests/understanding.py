"""A small understander for the tests of what lies around it: names of options, figures, and the wish to skip.

The trained model takes a second to load and may come to another opinion; what lies around it is tested without it.
"""

import re
import time
from collections.abc import Iterable, Iterator

from nlp.understanding import Asked, Meaning, Said, Value

KEYS = {"duration": "{}_minutes"}


class SmallUnderstander:
    """Understands what is said literally. ``seen`` is what it was asked."""

    name = "small"

    def __init__(self) -> None:
        self.seen: list[Said] = []

    def understand(self, messages: Iterable[Said]) -> Iterator[Meaning]:
        for message in messages:
            self.seen.append(message)
            if "take your time" in message.said:
                time.sleep(20)
            if "break down" in message.said:
                raise ValueError(message.said)
            if "rather not" in message.said:
                yield Meaning("skip", 0.9, {})
                continue
            asked = [*([message.asked] if message.asked else []), *message.open]
            values = {key: value for each in asked for key, value in _found(each, message.said)}
            yield Meaning("answer" if values else "unclear", 0.9, values)


def _found(asked: Asked, said: str) -> Iterator[tuple[str, Value]]:
    label = next((label for label in asked.options if label.casefold() in said.casefold()), None)
    figure = re.search(r"\d+", said)
    if label is not None:
        yield asked.key, label
    elif figure is not None and asked.type in {"duration", "number", "rating_1_5", "rating_0_10"}:
        yield KEYS.get(asked.type, "{}").format(asked.key), int(figure[0])
    elif asked.type == "text":
        yield asked.key, said
