"""Pages, questions and options that nobody can come to."""

from collections.abc import Iterator, Sequence

from surveys.checking.trying import Trying
from surveys.checking.whole import Whole
from surveys.definition import Page
from surveys.expressions import Expression
from surveys.questions import ChoiceQuestion, ChoicesQuestion, PlaceQuestion, Question

# Conditions that hold together wherever something is met; each list is tried by itself.
Ways = list[list[Expression]]


def unreachable(whole: Whole, trying: Trying) -> Iterator[str]:
    """Find pages that no way leads to, and questions and options whose conditions nothing can meet."""
    reached = _reached(whole)
    for number, place, page in whole.pages():
        if number not in reached:
            yield f"{place}: no way leads to this page"
            continue
        ways = conditions_to(whole, number)
        if any(trying.never(way) for way in ways):
            if page.show_if is None:
                yield f"{place}: no answers lead to this page"
            else:
                yield f"{place}.show_if: no answers make this true, so nobody meets this page"
            continue
        for question in page.questions:
            yield from _of_question(whole, trying, f"questions.{question.key}", question, ways)


def conditions_to(whole: Whole, number: int) -> Ways:
    """Return what holds for whoever meets a page: its own condition, and that no page before led past it."""
    page = whole.definition.pages[number]
    own = [page.show_if] if page.show_if is not None else []
    implied = _asked_before(whole, own)
    passed = _not_past(whole, number)
    return [own, *([[*own, *implied]] if implied else []), *([[*own, passed]] if passed else [])]


def surely_asks(page: Page) -> bool:
    """Whether everybody who comes to a page finds something to answer or to read there."""
    return page.show_if is None and any(each.show_if is None and _has_answers(each) for each in page.questions)


def _has_answers(question: Question) -> bool:
    if isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return question.other is not None or any(option.show_if is None for option in question.options)
    return not isinstance(question, PlaceQuestion)


def _of_question(whole: Whole, trying: Trying, place: str, question: Question, ways: Ways) -> Iterator[str]:
    own = [question.show_if] if question.show_if is not None else []
    # Whoever is not led past the page may still never meet the question; what is tried is one more condition.
    asked = [[*way, *own] for way in ways] + [[*own, *_asked_before(whole, own)]]
    if own and any(trying.never(way) for way in asked):
        yield f"{place}.show_if: no answers make this true, so nobody meets this question"
        return
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion):
        return
    for at, option in enumerate(question.options):
        if option.show_if is not None:
            shown = [[*way, option.show_if] for way in asked]
            if any(trying.never(way) for way in [[option.show_if], *shown]):
                yield f"{place}.options.{at}.show_if: no answers make this true, so nobody is offered this option"


def _asked_before(whole: Whole, conditions: Sequence[Expression]) -> list[Expression]:
    """Return, for each answer that conditions speak of, that it is only given where its question is asked."""
    keys = dict.fromkeys(key for condition in conditions for key in sorted(condition.answers))
    return [whole.asked_if[key] for key in keys if key in whole.asked_if]


def _not_past(whole: Whole, number: int) -> Expression | None:
    """Return what must hold for no page before that everybody meets to lead past page ``number``."""
    before = _leads_past(whole, number)
    if before is None:
        return None
    stays = Expression.read(True)
    # The first jump whose condition holds is taken.
    for jump in reversed(whole.definition.pages[before].jumps):
        short = Expression.read(whole.numbers.get(jump.to, 0) <= number)
        condition = Expression.read(True) if jump.condition is None else jump.condition
        stays = Expression.joined("if", [condition, short, stays])
    return stays


def _leads_past(whole: Whole, number: int) -> int | None:
    """Return the page that everybody meets whose jumps may lead past ``number``: one at most, or none.

    After it and up to where it jumps nobody is sure to meet any page.
    """
    if whole.furthest[number] <= number:
        return None
    before = next(at for at in range(number) if whole.furthest[at + 1] > number)
    return before if is_certain(whole, before) else None


def is_certain(whole: Whole, number: int) -> bool:
    """Whether everybody meets a page."""
    return surely_asks(whole.definition.pages[number]) and whole.furthest[number] <= number


def _reached(whole: Whole) -> set[int]:
    """Return the pages that some way leads to, whatever the conditions are."""
    reached: set[int] = set()
    waiting = [0]
    while waiting:
        number = waiting.pop()
        if number in reached or number >= len(whole.definition.pages):
            continue
        reached.add(number)
        page = whole.definition.pages[number]
        # A jump that leads nowhere or back is a fault by itself.
        jumps = [jump for jump in page.jumps if whole.numbers.get(jump.to, 0) > number]
        waiting += [whole.numbers[jump.to] for jump in jumps]
        always = any(jump.condition is None or jump.condition.raw is True for jump in jumps)
        if not always or not surely_asks(page):
            waiting.append(number + 1)
    return reached
