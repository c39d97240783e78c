"""What the names of measures mean, as vectors that a model made of them."""

from sqlalchemy.orm import Session


def measure_vectors(session: Session) -> dict[str, list[float]]:
    """Return each measure's key with the vector of its name; none so far."""
    del session
    return {}
