"""Whether an expression makes sense in its survey: what it refers to exists, and kinds fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveys.expressions.operators import CONTEXT, OPERATORS, Shape
from surveys.expressions.tree import Constant, Node, Operation, Reference, quoted, within
from surveys.expressions.values import Domain, Fault, Kind, Value, kind_of

NAMES = {
    Kind.BOOLEAN: "true or false",
    Kind.NUMBER: "a number",
    Kind.TEXT: "a text",
    Kind.DATE: "a date",
    Kind.CHOICE: "one of a list of options",
    Kind.CHOICES: "several of a list of options",
}


def check_tree(
    root: Node, answers: Mapping[str, Domain], calculated: Mapping[str, Kind], wanted: Kind | None
) -> tuple[Kind | None, list[Fault]]:
    """Return the kind that a tree gives, None where faults leave it open, and its faults in the order of reading."""
    checker = _Checker(answers, calculated)
    kind = checker.kind(root)
    if kind and wanted and not _fits(kind, wanted):
        checker.fault("", f"This must give {NAMES[wanted]}, but it gives {NAMES[kind]}.")
    return kind, checker.faults


@dataclass
class _Checker:
    answers: Mapping[str, Domain]
    calculated: Mapping[str, Kind]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, sentence: str) -> None:
        self.faults.append(Fault(place, sentence))

    def kind(self, node: Node) -> Kind | None:
        """Return the kind of a node and note the faults inside it."""
        if isinstance(node, Constant):
            return kind_of(node.value)
        if isinstance(node, Reference):
            return self._referred(node)
        kinds = [self.kind(argument) for argument in node.arguments]
        operator = OPERATORS[node.operator]
        if operator.needs:
            self._need(operator.needs, node, kinds)
        elif node.operator == "if":
            return self._branches(node, kinds)
        elif operator.shape is Shape.PAIR:
            self._comparable(node, kinds)
        if operator.shape is Shape.LISTED:
            self._listed(node, kinds[0])
        return operator.gives

    def _referred(self, node: Reference) -> Kind | None:
        if node.source == "context":
            return CONTEXT[node.key]
        if node.source == "answer" and node.key in self.answers:
            return self.answers[node.key].kind
        if node.source == "calculated" and node.key in self.calculated:
            return self.calculated[node.key]
        what = "answer" if node.source == "answer" else "calculated value"
        self.fault(node.place, f"There is no {what} {quoted(node.key)} to refer to here.")
        return None

    def _need(self, needed: Kind, node: Operation, kinds: list[Kind | None]) -> None:
        for argument, kind in zip(node.arguments, kinds, strict=True):
            if kind and not _fits(kind, needed):
                sentence = f"{quoted(node.operator)} needs {NAMES[needed]}, but this is {NAMES[kind]}."
                self.fault(argument.place, sentence)

    def _branches(self, node: Operation, kinds: list[Kind | None]) -> Kind | None:
        condition, then, otherwise = kinds
        if condition and condition is not Kind.BOOLEAN:
            sentence = f"'if' needs a condition that is true or false, but this is {NAMES[condition]}."
            self.fault(node.arguments[0].place, sentence)
        if then is None or otherwise is None:
            return None
        if then.compared_as is not otherwise.compared_as:
            sentence = f"'if' must give the same kind both ways, not {NAMES[then]} or {NAMES[otherwise]}."
            self.fault(node.place, sentence)
            return None
        return then if then is otherwise else then.compared_as

    def _comparable(self, node: Operation, kinds: list[Kind | None]) -> None:
        left, right = kinds
        if left is None or right is None:
            return
        compared = {left.compared_as, right.compared_as}
        if Kind.CHOICES in compared:
            sentence = f"{quoted(node.operator)} cannot compare several options. Use any_of, all_of, none_of or count."
            self.fault(node.place, sentence)
        elif len(compared) > 1:
            sentence = f"{quoted(node.operator)} compares {NAMES[left]} with {NAMES[right]}.{_hint(node, compared)}"
            self.fault(node.place, sentence)
        elif node.operator not in ("==", "!=") and not compared <= {Kind.NUMBER, Kind.DATE}:
            sentence = f"{quoted(node.operator)} puts numbers or dates in order, but this is {NAMES[left]}."
            self.fault(node.place, sentence)
        elif node.operator in ("==", "!="):
            for one, other in (node.arguments, node.arguments[::-1]):
                if isinstance(other, Constant):
                    self._possible(one, other.value, other.place)

    def _listed(self, node: Operation, kind: Kind | None) -> None:
        """Check each constant of a list against what it is looked for in."""
        if kind is None or (node.operator != "in" and kind is not Kind.CHOICES):
            return
        if node.operator == "in" and kind is Kind.CHOICES:
            sentence = "'in' cannot compare several options. Use any_of, all_of or none_of."
            self.fault(node.arguments[0].place, sentence)
            return
        sought = Kind.TEXT if kind is Kind.CHOICES else kind.compared_as
        for i, value in enumerate(node.listed):
            place, found = within(node.place, node.operator, 1, i), kind_of(value)
            if found and found is not sought:
                self.fault(place, f"{quoted(node.operator)} compares {NAMES[kind]} with {NAMES[found]} here.")
            else:
                self._possible(node.arguments[0], value, place)

    def _possible(self, node: Node, value: Value, place: str) -> None:
        """Note a constant that the answer it is compared with can never be."""
        if not (isinstance(node, Reference) and node.source == "answer"):
            return
        domain = self.answers[node.key]
        if domain.kind in (Kind.CHOICE, Kind.CHOICES):
            if domain.options and value not in domain.options:
                self.fault(place, f"{_shown(value)} is not one of the options of {quoted(node.key)}.")
        elif domain.values and value not in domain.values:
            self.fault(place, f"{_shown(value)} is not one of the possible answers to {quoted(node.key)}.")


def _fits(kind: Kind, wanted: Kind) -> bool:
    """Whether a value of one kind can stand where another is wanted: an option chosen is also a text."""
    return kind is wanted or kind.compared_as is wanted


def _shown(value: Value) -> str:
    """Return a constant as it was written."""
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else str(value)


def _hint(node: Operation, compared: set[Kind]) -> str:
    """Return how to write what was probably meant, after a space, or nothing."""
    if not any(isinstance(argument, Constant) for argument in node.arguments):
        return ""
    if compared == {Kind.DATE, Kind.TEXT}:
        return ' Write a date as {"date": "2026-03-31"}.'
    if compared == {Kind.NUMBER, Kind.TEXT}:
        return " Numbers stand without quotation marks, texts and options with them."
    return ""
