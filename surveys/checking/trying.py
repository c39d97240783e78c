"""Finding out what no answers can meet, by trying them: bounded, since a survey may have very many conditions."""

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence

from surveys.expressions import Domain, Expression, ExpressionError, Value

# How many parts of expressions are evaluated at most, for one question and for a whole definition: about a second.
MOST_AT_ONCE = 100_000
MOST = 500_000


class Trying:
    """Tries answers until it has tried as many as it may; what is not known by then is taken for possible."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains, self.left = domains, MOST
        self._found: dict[str, bool] = {}

    def never(self, conditions: Sequence[Expression]) -> bool:
        """Whether no answers make all the conditions hold together; False also where that is not known."""
        written = json.dumps([condition.raw for condition in conditions])
        if written not in self._found:
            self._found[written] = self._never(conditions)
        return self._found[written]

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
        few = all(key in self.domains and self.domains[key].values for key in expression.answers)
        return few and not expression.calculated and "context" not in json.dumps(expression.raw)

    def _never(self, conditions: Sequence[Expression]) -> bool:
        if not conditions:
            return False
        whole = conditions[0]
        if len(conditions) > 1:
            try:
                whole = Expression.read({"and": [condition.raw for condition in conditions]})
            except ExpressionError:
                # Together they are longer than an expression may be.
                return False
        tried = [self.domains[key].values for key in whole.answers if key in self.domains]
        work = math.prod(1 + len(values) for values in tried) * parts_of(whole.raw)
        return self._allowed(work) and whole.never_holds(self.domains, most=work)

    def _allowed(self, work: int) -> bool:
        if work > min(MOST_AT_ONCE, self.left):
            return False
        self.left -= work
        return True


def parts_of(raw: object) -> int:
    """Return how many parts an expression has, as JSON: operators, references and constants."""
    if isinstance(raw, dict):
        return 1 + sum(parts_of(value) for value in raw.values())
    if isinstance(raw, list):
        return sum(parts_of(value) for value in raw)
    return 1
