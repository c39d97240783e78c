"""Pages, questions and options that nobody can come to."""

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from surveys.checking.trying import Trying
from surveys.checking.whole import Whole
from surveys.definition import Page
from surveys.expressions import Expression, ExpressionError
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
    implied = [*_asked_before(whole, own)]
    passed = [expression for before in range(number) for expression in _not_past(whole, before, number)]
    return [own, *([[*own, *implied]] if implied else []), *([*own, each] for each in passed)]


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


def _asked_before(whole: Whole, conditions: Sequence[Expression]) -> Iterator[Expression]:
    """Yield, for each answer that conditions speak of, that it is only given where its question is asked."""
    for key in dict.fromkeys(key for condition in conditions for key in sorted(condition.answers)):
        if key not in whole.page_of:
            continue
        page = whole.definition.pages[whole.page_of[key]]
        needed = [each for each in (page.show_if, whole.definition.question(key).show_if) if each is not None]
        if needed:
            unanswered = {"not": {"answered": {"answer": key}}}
            yield from _read({"or": [unanswered, {"and": [each.raw for each in needed]}]})


def _not_past(whole: Whole, before: int, number: int) -> Iterator[Expression]:
    """Yield what must hold after page ``before``, which everybody meets, for its jumps not to lead past ``number``."""
    page = whole.definition.pages[before]
    targets = [whole.numbers.get(jump.to, 0) for jump in page.jumps]
    if not any(target > number for target in targets) or not is_certain(whole, before):
        return
    jumps = [
        (True if jump.condition is None else jump.condition.raw, target <= number)
        for jump, target in zip(page.jumps, targets, strict=True)
    ]
    # The first jump whose condition holds is taken.
    stays: JsonValue = True
    for condition, short in reversed(jumps):
        stays = {"if": [condition, short, stays]}
    yield from _read(stays)


def is_certain(whole: Whole, number: int) -> bool:
    """Whether everybody meets a page."""
    led_past = any(
        whole.numbers.get(jump.to, 0) > number
        for before in range(number)
        for jump in whole.definition.pages[before].jumps
    )
    return surely_asks(whole.definition.pages[number]) and not led_past


def _read(raw: object) -> Iterator[Expression]:
    try:
        yield Expression.read(raw)
    except ExpressionError:
        # Longer than an expression may be: then it is not tried.
        return


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
