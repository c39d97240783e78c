"""A sentence for a person, born below the pages and worded by them."""

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
