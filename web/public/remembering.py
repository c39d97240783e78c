"""What a citizen's browser remembers of each survey, in its session: tokens, never answers."""

from flask import session

# The draft's token, the way in, the reference of what was sent, the invitation that was followed, what was opened,
# and whether it is a preview.
TOKENS, WAYS, SENT, INVITATIONS, OPENED, PREVIEWS = "drafts", "ways", "sent", "invitations", "opened", "previews"

# A cookie holds some 4 kB: of the surveys opened, only the latest are remembered.
MOST_REMEMBERED = 20


def recall(name: str, slug: str) -> str | None:
    """Return what was remembered of a survey."""
    value = session.get(name, {}).get(slug)
    return None if value is None else str(value)


def remember(name: str, slug: str, value: str | None) -> None:
    """Remember something of a survey; None forgets it."""
    kept = {key: each for key, each in session.get(name, {}).items() if key != slug}
    if value is not None:
        kept[slug] = value
    session[name] = dict(list(kept.items())[-MOST_REMEMBERED:])
