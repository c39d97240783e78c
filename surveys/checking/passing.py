"""Whether any answer to a question passes its checks, found by narrowing down what an answer may be.

A range that surely fails is put aside; one that may pass is halved until it is a single answer. What is said never to
pass surely never does. Where that takes too many halvings, an answer is taken for possible.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from surveys.checking.reaching import is_certain
from surveys.checking.whole import Whole
from surveys.expressions import (
    ANYTHING,
    Chosen,
    Domain,
    Expression,
    Kind,
    Possible,
    Range,
    Ranges,
    Some,
    Span,
    domain_range,
    range_of,
)
from surveys.questions import LAST_DAY, Question

# How many parts of expressions are looked at, for one question and for a whole definition: some tenths of a second.
MOST_AT_ONCE = 20_000
MOST = 100_000


@dataclass(frozen=True)
class Piece:
    """Some of the answers that a question may have: a range, and what it can be divided by."""

    range: Range
    # Of numbers and days: how many there are, in even steps.
    many: int = 1
    step: Decimal = Decimal(1)
    # Options and texts that rules speak of, in order, that are not decided yet.
    undecided: tuple[str, ...] = ()


class Passing:
    """Looks for answers that pass, until it has looked as long as it may."""

    def __init__(self, whole: Whole) -> None:
        self.whole, self.left = whole, MOST

    def nobody_passes(self, question: Question, rules: Sequence[Expression]) -> bool:
        """Whether no answer to a question passes all the rules, whatever the other answers are."""
        domain = self.whole.domains.get(question.key)
        if domain is None or not all(map(self._is_sound, rules)):
            return False
        leaning = {key for rule in rules for key in self._calculated_for(rule)}
        size = sum(rule.size for rule in rules) + sum(self._values[key].size for key in leaning) + 1
        left = min(MOST_AT_ONCE, self.left)
        waiting = list(_pieces(domain, frozenset[str]().union(*(rule.texts for rule in rules))))
        while waiting:
            left -= size
            self.left -= size
            if left < 0:
                return False
            piece = waiting.pop()
            ranges = self._ranges(question.key, piece.range, leaning)
            found = [rule.possible(ranges) for rule in rules]
            # A rule that cannot be decided, since something is missing, is passed.
            if not all(each.may_hold or each.missing for each in found):
                continue
            if not any(each.may_fail for each in found):
                return False
            halves = _halves(piece)
            if not halves:
                return False
            waiting += halves
        return True

    def has_answers(self, question: Question) -> bool:
        """Whether there is any answer at all."""
        domain = self.whole.domains.get(question.key)
        return domain is None or any(True for _ in _pieces(domain, frozenset()))

    def _is_sound(self, rule: Expression) -> bool:
        """Whether what a rule speaks of is there; else that is the fault."""
        broken = rule.calculated - self.whole.kinds.keys()
        return not broken and not rule.check(self.whole.domains, self.whole.kinds, wanted=Kind.BOOLEAN)[1]

    @cached_property
    def _values(self) -> Mapping[str, Expression]:
        return {each.key: each.value for each in self.whole.definition.calculated}

    def _calculated_for(self, rule: Expression) -> set[str]:
        """Return the calculated values that a rule leans on, through others as well."""
        found: set[str] = set()
        waiting = list(rule.calculated)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += self._values[key].calculated
        return found

    def _ranges(self, key: str, own: Range, leaning: set[str]) -> Ranges:
        answers = {**self._others, key: Possible(own)}
        calculated: dict[str, Possible] = {}
        ranges = Ranges(answers, calculated, self._context)
        # In the order of the definition: each only leans on those before it.
        for name, value in self._values.items():
            if name in leaning:
                calculated[name] = value.possible(ranges)
        return ranges

    @cached_property
    def _context(self) -> Mapping[str, Possible]:
        # A day's grace covers every zone. The definition may be in use for long.
        yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
        return {"language": Possible(Some()), "mode": Possible(Some()), "today": Possible(Span(yesterday, LAST_DAY))}

    @cached_property
    def _others(self) -> Mapping[str, Possible]:
        asked = {key: self.whole.definition.question(key) for key in self.whole.domains}
        return {
            key: Possible(domain_range(self.whole.domains[key]), missing=not self._is_surely_answered(each))
            for key, each in asked.items()
        }

    def _is_surely_answered(self, question: Question) -> bool:
        always = question.required and question.required_if is None and question.show_if is None
        return always and is_certain(self.whole, self.whole.page_of[question.key])


def _pieces(domain: Domain, texts: frozenset[str]) -> Iterator[Piece]:
    """Yield pieces that hold all the answers of a domain."""
    if domain.values:
        yield from (Piece(range_of(value)) for value in domain.values)
    elif domain.kind is Kind.CHOICES:
        yield from (Piece(range_of((value,))) for value in domain.options if value in domain.alone)
        together = frozenset(domain.options) - domain.alone
        most = min(domain.most, len(together))
        if domain.fewest <= most:
            spoken_of = tuple(value for value in domain.options if value in together and value in texts)
            yield Piece(Chosen(frozenset(), together, domain.fewest, most), undecided=spoken_of)
    elif domain.kind is Kind.TEXT:
        spoken_of = tuple(sorted(text for text in texts if 1 <= len(text) <= domain.longest))
        yield Piece(Some(longest=domain.longest, without=frozenset(spoken_of)), many=domain.longest)
        yield from (Piece(range_of(text)) for text in spoken_of)
    elif domain.low is None or domain.high is None:
        yield Piece(ANYTHING)
    elif domain.low <= domain.high:  # type: ignore[operator]
        yield Piece(Span(domain.low, domain.high), _count(domain), domain.step)


def _count(domain: Domain) -> int:
    if isinstance(domain.low, date) and isinstance(domain.high, date):
        return (domain.high - domain.low).days + 1
    assert isinstance(domain.low, Decimal)
    assert isinstance(domain.high, Decimal)
    return int((domain.high - domain.low) // domain.step) + 1


def _halves(piece: Piece) -> list[Piece]:
    """Return a piece in two; nothing where it cannot be divided."""
    of, step = piece.range, piece.step
    lower = piece.many // 2
    if isinstance(of, Chosen) and piece.undecided:
        return list(_decided(of, piece.undecided))
    if piece.many < 2:
        return []
    upper = piece.many - lower
    if isinstance(of, Some):
        middle = of.shortest + lower
        return [
            Piece(Some(None, of.shortest, middle - 1, of.without), lower),
            Piece(Some(None, middle, of.longest, of.without), upper),
        ]
    assert isinstance(of, Span)
    if isinstance(of.low, date):
        day = of.low + timedelta(days=lower)
        return [Piece(Span(of.low, day - timedelta(days=1)), lower), Piece(Span(day, of.high), upper)]
    number = of.low + lower * step
    return [Piece(Span(of.low, number - step), lower, step), Piece(Span(number, of.high), upper, step)]


def _decided(of: Chosen, undecided: tuple[str, ...]) -> Iterator[Piece]:
    """Yield the choices with the first option that is not decided yet, and those without."""
    first, rest = undecided[0], undecided[1:]
    chosen, left = of.surely | {first}, of.perhaps - {first}
    if len(chosen) <= of.most:
        fewest, most = max(of.fewest, len(chosen)), of.most
        yield Piece(Chosen(chosen, of.perhaps, fewest, most), undecided=rest)
    most = min(of.most, len(left))
    if of.fewest <= most:
        yield Piece(Chosen(of.surely, left, of.fewest, most), undecided=rest)
