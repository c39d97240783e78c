"""How an installation sends mail."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Post:
    """How this installation sends: ``url`` None means that no mail server was named."""

    url: str | None = field(repr=False)
    sender: str
    public_url: str
