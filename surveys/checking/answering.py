"""Questions that nobody could answer, so that nobody could go on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveys.checking.passing import Passing
from surveys.checking.reaching import conditions_to, is_certain
from surveys.checking.trying import Trying
from surveys.checking.whole import Whole, quoted
from surveys.expressions import Expression, Value
from surveys.questions import ChoiceQuestion, Question


def unanswerable(whole: Whole, trying: Trying) -> Iterator[str]:
    """Find questions without an answer, and checks that no answer passes, or none after certain answers before."""
    passing = Passing(whole)
    for number, place, question in whole.questions():
        if not passing.has_answers(question):
            yield f"{place}: no answer lies within its bounds as of today, so nobody can answer this question"
            continue
        hopeless = False
        for at, each in enumerate(question.checks):
            on_page = [key for key in whole.answers_of(each.valid_if) if whole.page_of.get(key) == number]
            if not on_page:
                hopeless = True
                yield f"{place}.checks.{at}.valid_if: it speaks of no answer on this page, so nobody could mend it here"
            elif trying.never([each.valid_if]) or passing.nobody_passes(question, [each.valid_if]):
                hopeless = True
                yield f"{place}.checks.{at}.valid_if: no answers make this true, so nobody can answer this question"
        if hopeless or not question.checks:
            continue
        if len(question.checks) > 1 and passing.nobody_passes(question, [each.valid_if for each in question.checks]):
            yield f"{place}.checks: no answer passes all of these, so nobody can answer this question"
        elif question.required or question.required_if is not None:
            yield from _stuck(whole, trying, place, number, question)


def _stuck(whole: Whole, trying: Trying, place: str, number: int, question: Question) -> Iterator[str]:
    """Find answers given on pages before, after which no answer to this question passes its checks."""
    rules = [each.valid_if for each in question.checks]
    offered = [each for each in _shown_if(question).values() if trying.is_finite(each)]
    keys = {question.key}.union(*(each.answers for each in (*rules, *offered)))
    here = sorted(key for key in keys if whole.page_of.get(key) == number)
    met = [condition for way in conditions_to(whole, number) for condition in way]
    conditions = list(dict.fromkeys([*met, *([question.show_if] if question.show_if is not None else [])]))
    if not all(map(trying.is_finite, (*rules, *conditions))) or not whole.domains[question.key].values:
        return
    before = _answered_before(whole, number, (keys - set(here)).union(*(condition.answers for condition in conditions)))
    parts = sum(each.size for each in (*rules, *conditions, *offered))
    tried = trying.possible([*before, *here], parts)
    if tried is None:
        return
    stuck: dict[tuple[Value, ...], bool] = {}
    for values in tried:
        given = tuple(values[key] for key in before)
        if not stuck.get(given, True) or any(needed and values[key] is None for key, needed in before.items()):
            continue
        if all(_holds(condition, values) for condition in conditions):
            stuck[given] = not _passes(trying, question, rules, values)
    if any(stuck.values()):
        yield f"{place}.checks: after some answers to {quoted(list(before))} no answer passes, so nobody could go on"


def _answered_before(whole: Whole, number: int, keys: Iterable[str]) -> dict[str, bool]:
    """Return the questions that come before a page, each with whether everybody must have answered it."""
    asked = {key: whole.definition.question(key) for key in sorted(keys)}
    return {
        key: each.required
        and each.required_if is None
        and each.show_if is None
        and is_certain(whole, whole.page_of[key])
        and whole.page_of[key] < number
        for key, each in asked.items()
    }


def _passes(trying: Trying, question: Question, rules: Sequence[Expression], values: Mapping[str, Value]) -> bool:
    answer = values[question.key]
    if answer is None or any(rule.evaluate(values, {}, {}) is False for rule in rules):
        return False
    shown = _shown_if(question).get(str(answer))
    # What cannot be tried is taken for offered.
    return shown is None or not trying.is_finite(shown) or _holds(shown, values)


def _shown_if(question: Question) -> dict[str, Expression]:
    """Return on what condition each option is offered, by value."""
    options = question.options if isinstance(question, ChoiceQuestion) else []
    return {option.value: option.show_if for option in options if option.show_if is not None}


def _holds(condition: Expression, values: Mapping[str, Value]) -> bool:
    return condition.holds(values, {}, {})
