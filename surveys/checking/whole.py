"""A definition as its checks look at it: what is asked where, what leans on what, what is surely known when."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from surveys.definition import END, Definition, Page
from surveys.expressions import Domain, Expression, Kind
from surveys.questions import Question
from words import Words


class Whole:
    """A definition and what follows from it. Pages are numbered from 0, in the designer's order."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """What each answer may be, of those that expressions may speak of."""
        found = {question.key: question.domain() for question in self.definition.questions}
        return {key: domain for key, domain in found.items() if domain is not None}

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """What each calculated value gives; those that give nothing sensible are left out."""
        kinds: dict[str, Kind] = {}
        for each in self.definition.calculated:
            kind, faults = each.value.check(self.domains, kinds)
            if kind is not None and not faults:
                kinds[each.key] = kind
        return kinds

    @cached_property
    def leans_on(self) -> Mapping[str, frozenset[str]]:
        """The answers that each calculated value is worked out from, through others as well."""
        leans: dict[str, frozenset[str]] = {}
        for each in self.definition.calculated:
            through = (leans.get(key, frozenset()) for key in each.value.calculated)
            leans[each.key] = each.value.answers.union(*through)
        return leans

    @cached_property
    def block_of(self) -> Mapping[str, tuple[int, int]]:
        """For each shuffled page: which shuffle, and which of its blocks."""
        return {
            key: (number, at)
            for number, blocks in enumerate(self.definition.shuffle)
            for at, block in enumerate(blocks)
            for key in block
        }

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each page; of the end, that after the last."""
        pages = self.definition.pages
        return {**{page.key: number for number, page in enumerate(pages)}, END: len(pages)}

    @cached_property
    def page_of(self) -> Mapping[str, int]:
        """The number of the page that asks each question."""
        return {question.key: number for number, _, question in self.questions()}

    @cached_property
    def furthest(self) -> Sequence[int]:
        """For each page, the furthest that any page before it may jump to."""
        targets = (
            max((self.numbers.get(jump.to, 0) for jump in page.jumps), default=0) for page in self.definition.pages
        )
        return [0, *itertools.accumulate(targets, max)][:-1]

    @cached_property
    def asked_if(self) -> Mapping[str, Expression]:
        """For each question that not everybody is asked: that it is not answered, or that it was asked."""
        found: dict[str, Expression] = {}
        for number, _, question in self.questions():
            needed = [each for each in (self.definition.pages[number].show_if, question.show_if) if each is not None]
            if needed:
                unanswered = Expression.read({"not": {"answered": {"answer": question.key}}})
                found[question.key] = Expression.joined("or", [unanswered, Expression.joined("and", needed)])
        return found

    def pages(self) -> Iterator[tuple[int, str, Page]]:
        """Yield each page with its number and its place."""
        for number, page in enumerate(self.definition.pages):
            yield number, f"pages.{page.key}", page

    def questions(self) -> Iterator[tuple[int, str, Question]]:
        """Yield each question with its page's number and its place."""
        for number, _, page in self.pages():
            for question in page.questions:
                yield number, f"questions.{question.key}", question

    def texts(self) -> Iterator[tuple[int, str, Words]]:
        """Yield every text of the designer's that a citizen reads, with the page where it stands and its place.

        The title of the survey stands on each page; the message of a quota after the last.
        """
        yield 0, "title", self.definition.title
        for number, place, page in self.pages():
            if page.title:
                yield number, f"{place}.title", page.title
        for number, place, question in self.questions():
            for name, words in question.texts():
                yield number, f"{place}.{name}", words
        for quota in self.definition.quotas:
            yield len(self.definition.pages), f"quotas.{quota.key}.message", quota.message

    def answers_of(self, expression: Expression) -> frozenset[str]:
        """Return the answers that an expression leans on, through calculated values as well."""
        through = (self.leans_on.get(key, frozenset()) for key in expression.calculated)
        return expression.answers.union(*through)

    def is_before(self, key: str, page: int, *, own: bool = False) -> bool:
        """Whether a question is surely decided on before page ``page`` is, or on it where ``own``."""
        asked_on = self.page_of.get(key)
        if asked_on is None:
            return False
        if page < len(self.definition.pages):
            there, here = (self.block_of.get(self.definition.pages[number].key) for number in (asked_on, page))
            if there and here and there[0] == here[0] and there[1] != here[1]:
                return False
        return asked_on < page or (own and asked_on == page)


def quoted(keys: list[str]) -> str:
    """Return keys for a sentence."""
    return ", ".join(repr(key) for key in keys)
