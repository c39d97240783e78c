"""A definition as past feedback is read by it: who answered on paper was not led by its conditions."""

from collections.abc import Collection
from typing import Any

from sheets import CELL_LIMIT
from surveys.definition import Definition, Jump, Page
from surveys.expressions import Expression
from surveys.questions import LONGEST_COMMENT, ChoiceQuestion, ChoicesQuestion, Question, TextQuestion


def loosened(definition: Definition, *, known: Collection[str], loose: bool) -> Definition:
    """Return the definition that a file is read by.

    A question that the file has no column for was not asked, so it need not be answered, and no condition can lean on
    it: what such a condition would hide or require is neither hidden nor required. With ``loose`` no condition holds,
    and nothing must be answered. Quotas are of today's collecting; past feedback neither fills nor meets them.

    A comment may be as long as a cell, unless its question asks for a shorter one than any page takes: who wrote on
    paper met no page. With ``loose`` every comment may.
    """
    known_keys = frozenset() if loose else frozenset(known)
    pages, everybody = [], not loose
    for page in definition.pages:
        jumps = [] if _any_unknown(definition, known_keys, page.jumps) or loose else page.jumps
        shown = _kept(definition, known_keys, page.show_if)
        certain = everybody and shown is page.show_if
        questions = [_question(definition, known_keys, each, certain=certain, loose=loose) for each in page.questions]
        pages.append(page.model_copy(update={"jumps": jumps, "show_if": shown, "questions": questions}))
        # Where a jump is left out, somebody may rightly have missed any page after it.
        everybody = everybody and len(jumps) == len(page.jumps)
    return _with_pages(definition, pages)


def _question(
    definition: Definition, known: frozenset[str], question: Question, *, certain: bool, loose: bool
) -> Question:
    shown = _kept(definition, known, question.show_if)
    needed = _kept(definition, known, question.required_if)
    certain = certain and question.key in known and shown is question.show_if and needed is question.required_if
    changed: dict[str, Any] = {"show_if": shown}
    if not certain:
        changed |= {"required": False, "required_if": None}
    if isinstance(question, TextQuestion) and (loose or question.max_length == LONGEST_COMMENT):
        changed["max_length"] = CELL_LIMIT
    if isinstance(question, ChoiceQuestion | ChoicesQuestion):
        changed["options"] = [
            option.model_copy(update={"show_if": _kept(definition, known, option.show_if)})
            for option in question.options
        ]
    return question.model_copy(update=changed)


def _kept(definition: Definition, known: frozenset[str], condition: Expression | None) -> Expression | None:
    """Return the condition if all that it leans on is known."""
    return condition if condition is None or _leans_on(definition, condition) <= known else None


def _any_unknown(definition: Definition, known: frozenset[str], jumps: list[Jump]) -> bool:
    return any(jump.condition is not None and not _leans_on(definition, jump.condition) <= known for jump in jumps)


def _leans_on(definition: Definition, condition: Expression) -> frozenset[str]:
    """Return the answers that a condition depends on, through calculated values as well."""
    rules = {each.key: each.value for each in definition.calculated}
    answers, waiting, seen = set(condition.answers), list(condition.calculated), set[str]()
    while waiting:
        key = waiting.pop()
        if key in rules and key not in seen:
            seen.add(key)
            answers |= rules[key].answers
            waiting += rules[key].calculated
    return frozenset(answers)


def _with_pages(definition: Definition, pages: list[Page]) -> Definition:
    # Made anew rather than copied: a copy would keep what was worked out of the former pages.
    fields: dict[str, Any] = {name: getattr(definition, name) for name in type(definition).model_fields}
    return type(definition).model_construct(**{**fields, "pages": pages, "quotas": []})
