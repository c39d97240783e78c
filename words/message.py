"""Sentences for people, born below the pages and worded by them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A text for people and the values to put into it.

    ``text`` is the English sentence and the key of its translation; ``%(name)s`` marks a value. The catalogue is
    extracted from calls of this class, so the first argument is always a literal.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence: for the command line and for logs."""
        return self.text % dict(self.values) if self.values else self.text


@dataclass(frozen=True)
class Plural:
    """A text for people that depends on a number: ``one`` and ``many`` in English, as many forms as a language has.

    ``%(count)s`` marks the number. Both texts are literals, as a message's is.
    """

    one: str
    many: str
    count: int
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence: for the command line and for logs."""
        return (self.one if self.count == 1 else self.many) % {"count": f"{self.count:,}", **self.values}
