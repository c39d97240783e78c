"""What expressions see while a way through a survey is followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from surveys.definition import Definition
from surveys.expressions import Expression, Facts, Value
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


class Known:
    """What expressions see while a route is followed: answers to questions met so far, and what follows from them."""

    def __init__(self, definition: Definition, setting: Setting) -> None:
        self.definition, self.setting = definition, setting
        context = {"language": setting.language, "mode": setting.mode, "today": setting.today}
        self._facts = Facts({}, {}, context)

    @property
    def values(self) -> Mapping[str, Value]:
        """The answers to the questions met so far."""
        return self._facts.answers

    @cached_property
    def _rules(self) -> Mapping[str, Expression]:
        return {each.key: each.value for each in self.definition.calculated}

    def learn(self, question: Question, answer: Any) -> None:
        """Take the answer to a question that is met, None for none."""
        self._facts.learn(question.key, question.value_of(answer))
        if self._facts.calculated:
            for key in self.definition.calculated_from.get(question.key, ()):
                self._facts.calculated.pop(key, None)

    def evaluate(self, expression: Expression) -> Value:
        """Return what an expression gives now."""
        if expression.calculated:
            for key in expression.calculated:
                self._work_out(key)
        return expression.worth(self._facts)

    def holds(self, expression: Expression | None) -> bool:
        """Whether a condition holds now; none at all holds."""
        if expression is None:
            return True
        if expression.calculated:
            return self.evaluate(expression) is True
        return expression.worth(self._facts) is True

    def _work_out(self, key: str) -> None:
        """Work out a calculated value, once until an answer that it leans on changes."""
        rule = self._rules.get(key)
        if rule is None or key in self._facts.calculated:
            return
        # In a circle, which no published definition has, it is missing.
        self._facts.calculated[key] = None
        for other in rule.calculated:
            self._work_out(other)
        self._facts.calculated[key] = rule.worth(self._facts)
