"""Finding out what no answers can meet, by trying them: bounded, since a survey may have very many conditions."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from surveys.expressions import Domain, Expression, Value, never_together

# How many parts of expressions are evaluated at most, for one question and for a whole definition: about a second.
MOST_AT_ONCE = 100_000
MOST = 500_000
LOOKING = 10  # for a condition that is looked at


class Trying:
    """Tries answers until it has tried as many as it may; what is not known by then is taken for possible."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains, self.left = domains, MOST
        self._found: dict[tuple[Expression, ...], bool] = {}

    def never(self, conditions: Sequence[Expression]) -> bool:
        """Whether no answers make all the conditions hold together; False also where that is not known."""
        together = tuple(conditions)
        if together not in self._found:
            self._found[together] = self._never(together)
        return self._found[together]

    def possible(self, keys: Sequence[str], parts: int) -> Iterator[dict[str, Value]] | None:
        """Return every combination of answers to these questions, None for no answer; nothing where that is too much.

        ``parts`` is how many parts of expressions are evaluated for each.
        """
        values = [(None, *self.domains[key].values) for key in keys]
        if not self._allowed(math.prod(map(len, values)) * parts):
            return None
        return (dict(zip(keys, combination, strict=True)) for combination in itertools.product(*values))

    def is_finite(self, expression: Expression) -> bool:
        """Whether all that an expression refers to are answers, of which there are few."""
        return expression.is_of_answers and all(
            key in self.domains and self.domains[key].values for key in expression.answers
        )

    def _never(self, conditions: Sequence[Expression]) -> bool:
        # Looking at the conditions is work too, where there are very many.
        if not conditions or not self._allowed(sum(LOOKING + len(condition.answers) for condition in conditions)):
            return False
        keys = frozenset[str]().union(*(condition.answers for condition in conditions))
        tried = [self.domains[key].values for key in keys if key in self.domains]
        work = math.prod(1 + len(values) for values in tried) * sum(condition.size for condition in conditions)
        return self._allowed(work) and never_together(conditions, self.domains, most=work)

    def _allowed(self, work: int) -> bool:
        if work > min(MOST_AT_ONCE, self.left):
            return False
        self.left -= work
        return True
