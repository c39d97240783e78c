"""What expressions see while a way through a survey is followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from surveys.definition import Definition
from surveys.expressions import Expression, Value
from surveys.questions import Question


@dataclass(frozen=True)
class Setting:
    """What conditions may know besides the answers. ``seed`` decides every order by chance."""

    today: date
    language: str = "en"
    mode: str = "page"
    seed: int = 0
    # The quotas that have all the submissions they want.
    full: frozenset[str] = frozenset()


@dataclass
class Known:
    """What expressions see while a route is followed: answers to questions met so far, and what follows from them."""

    definition: Definition
    setting: Setting
    values: dict[str, Value] = field(default_factory=dict)

    _worked: dict[str, Value] = field(default_factory=dict)

    @cached_property
    def _context(self) -> Mapping[str, Value]:
        return {"language": self.setting.language, "mode": self.setting.mode, "today": self.setting.today}

    @cached_property
    def _rules(self) -> Mapping[str, Expression]:
        return {each.key: each.value for each in self.definition.calculated}

    def learn(self, question: Question, answer: Any) -> None:
        """Take the answer to a question that is met, None for none."""
        self.values[question.key] = question.value_of(answer)
        for key in self.definition.calculated_from.get(question.key, ()):
            self._worked.pop(key, None)

    def evaluate(self, expression: Expression) -> Value:
        """Return what an expression gives now."""
        for key in expression.calculated:
            self._work_out(key)
        return expression.evaluate(self.values, self._worked, self._context)

    def holds(self, expression: Expression | None) -> bool:
        """Whether a condition holds now; none at all holds."""
        return expression is None or self.evaluate(expression) is True

    def _work_out(self, key: str) -> None:
        """Work out a calculated value, once until an answer that it leans on changes."""
        rule = self._rules.get(key)
        if rule is None or key in self._worked:
            return
        # In a circle, which no published definition has, it is missing.
        self._worked[key] = None
        for other in rule.calculated:
            self._work_out(other)
        self._worked[key] = rule.evaluate(self.values, self._worked, self._context)
