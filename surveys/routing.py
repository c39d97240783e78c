"""Which questions a person meets, in which order, and what follows from the answers.

Page, conversation and API ask the same, and only here, on the server, are conditions evaluated.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from surveys.definition import END, Definition, Page, Quota
from surveys.errors import AnswerError
from surveys.expressions import Expression
from surveys.known import Known, Setting
from surveys.questions import (
    ChoiceQuestion,
    ChoicesQuestion,
    ConsentQuestion,
    Option,
    PlaceQuestion,
    Question,
    is_blank,
)
from words import Message, Plural, Words

__all__ = ["Known", "Route", "Setting", "Stop", "met_quotas", "route", "take", "take_all"]

NOT_ASKED = Message("This question is not asked, given your other answers")
NOTHING_TO_ANSWER = Message("There is nothing to answer here")
NO_QUESTION = Message("There is no question with this name")


class Stop(NamedTuple):
    """A page as one person meets it: its number in the definition, from 1, and the questions that it asks them."""

    number: int
    page: Page
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Route:
    """The way through a survey as far as the answers given lead; what is unanswered counts as no answer."""

    stops: tuple[Stop, ...]
    # The quota that was full and ended it.
    full: Quota | None
    known: Known

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions met, in order."""
        return tuple(question for stop in self.stops for question in stop.questions)

    def stop(self, number: int) -> Stop | None:
        """Return the page with this number, or None where this person does not meet it."""
        return next((stop for stop in self.stops if stop.number == number), None)

    def stop_of(self, key: str) -> Stop | None:
        """Return the page that asks the question with this key."""
        return next((stop for stop in self.stops if any(each.key == key for each in stop.questions)), None)

    def after(self, number: int) -> Stop | None:
        """Return the page after page ``number``, or None where the answers are to be checked next."""
        at = self._place(number)
        return self.stops[at + 1] if at is not None and at + 1 < len(self.stops) else None

    def before(self, number: int) -> Stop | None:
        """Return the page before page ``number``, or None where it is the first."""
        at = self._place(number)
        return self.stops[at - 1] if at else None

    def place(self, number: int) -> int:
        """Return how many pages a person has come to with page ``number``, from 1."""
        return (self._place(number) or 0) + 1

    def first_missing(self, answers: Mapping[str, Any]) -> Question | None:
        """Return the first required question without an answer."""
        return next((q for q in self.questions if q.asks and q.required and answers.get(q.key) is None), None)

    def first_wrong(self, answers: Mapping[str, Any]) -> Question | None:
        """Return the first question whose answer no longer fits: another answer was changed since."""
        for question in self.questions:
            if answers.get(question.key) is not None and self.fault_of(question, answers[question.key]) is not None:
                return question
        return None

    def next_unasked(self, answers: Mapping[str, Any]) -> Question | None:
        """Return the first question that was neither answered nor passed over (which leaves None)."""
        return next((q for q in self.questions if q.key not in answers), None)

    def kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers to questions that this person meets: others were hidden by an answer changed since."""
        return {q.key: answers[q.key] for q in self.questions if answers.get(q.key) is not None}

    def has_text(self, answers: Mapping[str, Any]) -> bool:
        """Whether anything was written freely, for the analysis to read."""
        given = ((question, answers.get(question.key)) for question in self.questions)
        return any(question.texts_of(answer) for question, answer in given if answer is not None)

    def fault_of(self, question: Question, answer: Any) -> Message | Plural | Words | None:
        """Return what is wrong with an answer that counts as one, by the question's options and checks."""
        if isinstance(question, ChoiceQuestion | ChoicesQuestion | PlaceQuestion | ConsentQuestion):
            # What may be chosen, and whether one must agree, may depend on what was changed since.
            try:
                question.parse(answer)
            except AnswerError as error:
                return error.message
        for check in question.checks:
            if self.known.evaluate(check.valid_if) is False:
                return check.message
        return None

    def _place(self, number: int) -> int | None:
        return next((at for at, stop in enumerate(self.stops) if stop.number == number), None)


def route(definition: Definition, answers: Mapping[str, Any], setting: Setting) -> Route:
    """Return the way that these answers lead."""
    known = Known(definition, setting)
    follower = _Follower(definition, setting, known)
    stops = tuple(follower.follow(answers))
    return Route(stops, follower.full, known)


def take(
    stop: Stop, way: Route, given: Mapping[str, object]
) -> tuple[dict[str, Any], dict[str, Message | Plural | Words]]:
    """Read what was given for the questions of one page; return the answers and, by question, what is wrong.

    A question that is not named was left empty. Nothing is to be kept where anything is wrong.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Message | Plural | Words] = {}
    for question in stop.questions:
        try:
            answers[question.key] = question.parse(given.get(question.key))
        except AnswerError as error:
            faults[question.key] = error.message
    for question in stop.questions:
        # What was said before in the place of a wrong answer is not known any more.
        way.known.learn(question, answers.get(question.key))
    for question in stop.questions:
        if answers.get(question.key) is not None:
            fault = way.fault_of(question, answers[question.key])
            if fault is not None:
                faults[question.key] = fault
    return answers, faults


def take_all(
    definition: Definition, given: Mapping[str, object], setting: Setting
) -> tuple[dict[str, Any], dict[str, Message | Plural | Words]]:
    """Read all answers at once, page by page as a person would meet them; return them and, by question, what is wrong.

    An answer to a question that is not met, given the others, is wrong: it would be lost silently otherwise.
    """
    answers: dict[str, Any] = {}
    faults: dict[str, Message | Plural | Words] = {}
    known = Known(definition, setting)
    met: set[str] = set()
    for stop in _Follower(definition, setting, known).follow(answers):
        taken, wrong = take(stop, Route((stop,), None, known), given)
        # What follows is decided by what was said, not by what is wrong with it.
        answers.update(taken)
        faults.update(wrong)
        met.update(question.key for question in stop.questions)
    for key, raw in given.items():
        fault = _unheard(definition, key, raw, met)
        if fault:
            faults[key] = fault
    return answers, faults


def _unheard(definition: Definition, key: str, raw: object, met: set[str]) -> Message | None:
    """Return why something given is no answer to a question that was met; None where it is, or is nothing."""
    if key not in definition.calculated_from:
        return NO_QUESTION
    if _is_nothing(raw):
        return None
    if key not in met:
        return NOT_ASKED
    return None if definition.question(key).asks else NOTHING_TO_ANSWER


def _is_nothing(raw: object) -> bool:
    """Whether nothing was given: no text, no option, or boxes that were all left empty."""
    boxes = raw.values() if isinstance(raw, Mapping) else [raw]
    return all(each is None or each == [] or (isinstance(each, str) and is_blank(each)) for each in boxes)


class _Follower:
    """Follows the way page by page. Answers are looked up only when a page has been met, so they may come meanwhile."""

    def __init__(self, definition: Definition, setting: Setting, known: Known) -> None:
        self.definition, self.setting, self.known = definition, setting, known
        self.order = _order(definition, setting.seed)
        # The place of each page, and of the end, on the way of whoever meets all.
        self.places = {definition.pages[index].key: place for place, index in enumerate(self.order)}
        self.places[END] = len(self.order)
        self.full: Quota | None = None

    def follow(self, answers: Mapping[str, Any]) -> Iterator[Stop]:
        place = 0
        begun = False
        pages, asked = self.definition.pages, self.definition.asked
        while place < len(self.order):
            index = self.order[place]
            page = pages[index]
            questions = self._asked(page, asked[index])
            if questions:
                # The first page is asked in any case: whoever comes must be told something.
                if begun and self._quota_is_full(place):
                    return
                begun = True
                yield Stop(index + 1, page, questions)
                for question in questions:
                    self.known.learn(question, answers.get(question.key))
            place = self._next(page, place + 1) if questions and page.jumps else place + 1
        if begun:
            self._quota_is_full(place)

    def _next(self, page: Page, place: int) -> int:
        """Return the place to go on at after a page: the next, or where the first jump whose condition holds leads."""
        to = next((jump.to for jump in page.jumps if self.known.holds(jump.condition)), None)
        return place if to is None else max(place, self.places.get(to, place))

    def _asked(self, page: Page, asked: tuple[tuple[Question, Expression | None, bool], ...]) -> tuple[Question, ...]:
        known = self.known
        if page.show_if is not None and not known.holds(page.show_if):
            return ()
        shown: list[Question] = []
        for question, show_if, as_written in asked:
            if show_if is None or known.holds(show_if):
                met = question if as_written else self._as_met(question)
                if as_written or met.can_be_answered():
                    shown.append(met)
        return tuple(shown)

    def _as_met(self, question: Question) -> Question:
        """Return the question as this person meets it: required or not, its options hidden, shown and shuffled."""
        changed: dict[str, Any] = {}
        if question.required_if is not None:
            changed["required"] = self.known.holds(question.required_if)
        if isinstance(question, ChoiceQuestion | ChoicesQuestion):
            options = self._options(question)
            if options != question.options:
                changed["options"] = options
            if isinstance(question, ChoicesQuestion):
                together = sum(not option.exclusive for option in options) + bool(question.other)
                if together < question.at_least:
                    changed["at_least"] = max(1, together)
        return question.model_copy(update=changed) if changed else question

    def _options(self, question: ChoiceQuestion | ChoicesQuestion) -> list[Option]:
        options = list(question.options)
        if question.shuffle:
            # Before any is hidden: a changed answer must not turn the others around.
            random.Random(f"{self.setting.seed} {question.key}").shuffle(options)  # noqa: S311 - no secret
        return [option for option in options if self.known.holds(option.show_if)]

    def _quota_is_full(self, place: int) -> bool:
        if not self.setting.full:
            return False
        self.full = next((q for q in self.definition.quotas if q.key in self.setting.full and self._is(q, place)), None)
        return self.full is not None

    def _is(self, quota: Quota, place: int) -> bool:
        """Whether a person is one whom a quota counts. Not known before all that it asks about is behind them."""
        behind = all(self.places[page] < place for page in self.definition.pages_behind(quota.condition))
        return behind and self.known.holds(quota.condition)


def met_quotas(way: Route) -> list[Quota]:
    """Return the quotas that the answers on a route count for."""
    return [quota for quota in way.known.definition.quotas if way.known.holds(quota.condition)]


def _order(definition: Definition, seed: int) -> Sequence[int]:
    """Return the indices of the pages in the order for this seed."""
    indices = {page.key: index for index, page in enumerate(definition.pages)}
    order = list(range(len(definition.pages)))
    for number, blocks in enumerate(definition.shuffle):
        keys = [key for block in blocks for key in block]
        if not indices.keys() >= set(keys) or len(set(keys)) < len(keys):
            # Not in a published definition, but perhaps in one that is being tried out.
            continue
        places = sorted(order.index(indices[key]) for key in keys)
        mixed = list(blocks)
        random.Random(f"{seed} shuffle {number}").shuffle(mixed)  # noqa: S311 - no secret
        for place, key in zip(places, (key for block in mixed for key in block), strict=True):
            order[place] = indices[key]
    return order
