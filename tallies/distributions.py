"""How the answers to a question are spread over what could be chosen."""

from collections.abc import Mapping, Sequence

from tallies.counting import RESPONDENTS
from tallies.figures import Share, share


def respondents(counts: Mapping[str, int]) -> int:
    """Return how many answered a question, from the counts of its values.

    Where several could be chosen their number is counted by itself; where one could, each value is one of them.
    """
    return counts[RESPONDENTS] if RESPONDENTS in counts else sum(counts.values())


def distribution(counts: Mapping[str, int], values: Sequence[str]) -> list[Share]:
    """Return the share of those who answered that chose each value, in the order given.

    Args:
        counts: Value -> how often it was given, as kept; ``RESPONDENTS`` among them where several could be chosen.
        values: All that could be chosen, also in other versions of the question if they are counted too.

    Returns:
        Shares of those who answered. Where one could be chosen they add to 1, where several could perhaps to more.

    Raises:
        ValueError: If something was given less than no times, more often than there were people, or could not be
            chosen at all: it would be missing from the table and be in its total.
    """
    astray = sorted(counts.keys() - set(values) - {RESPONDENTS})
    if astray:
        raise ValueError(f"{', '.join(astray)} could not be chosen")
    negative = sorted(value for value, n in counts.items() if n < 0)
    if negative:
        raise ValueError(f"{', '.join(negative)} was given less than no times")
    of = respondents(counts)
    return [share(counts.get(value, 0), of) for value in values]
