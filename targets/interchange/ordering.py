"""What must be set first: whatever others in the same file name as what they deliver or are a part of."""

from collections.abc import Mapping


def in_order(pairs: Mapping[int, tuple[str, str | None]]) -> tuple[list[int], list[int]]:
    """Return the numbers of things so that each comes after the one above it, and of those that go in a circle.

    Args:
        pairs: Of each thing, by its number, its key and the key of the one above it, which may be none of these.

    Returns:
        Those that can be set, in order; those on a circle. What hangs below a circle is in neither.
    """
    order: list[int] = []
    left = dict(pairs)
    while left:
        waiting = {key for key, _ in left.values()}
        ready = [number for number, (_, above) in left.items() if above not in waiting]
        if not ready:
            return order, _circle(left)
        order += ready
        for number in ready:
            del left[number]
    return order, []


def _circle(left: dict[int, tuple[str, str | None]]) -> list[int]:
    """Return those of what is left that something else that is left hangs on, again and again."""
    circle = dict(left)
    while True:
        held = {above for _, above in circle.values()}
        outside = [number for number, (key, _) in circle.items() if key not in held]
        if not outside:
            return list(circle)
        for number in outside:
            del circle[number]
