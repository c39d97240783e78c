"""Definitions and answers by chance: every type, conditions, jumps, calculated values, shuffles, quotas."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from surveys import routing
from surveys.definition import Definition
from surveys.questions import Question
from surveys.routing import Setting
from tests.questions import POINTS, UNITS, written

KINDS = st.sampled_from(
    [
        "choice", "choices", "yes_no", "consent", "rating", "likert", "nps", "csat", "ces", "text",
        "short_text", "number",
        "currency", "duration", "date", "email", "phone", "postcode", "place", "statement", "choice",
        "choices", "yes_no",
    ]
)  # fmt: skip
VALUES = ["x", "y", "z"]
NUMBERS = {"rating": 5, "likert": 5, "nps": 10, "csat": 5, "ces": 7, "number": 40, "currency": 40, "duration": 40}
SETTINGS = st.builds(
    Setting,
    today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    language=st.sampled_from(["en", "cy"]),
    mode=st.sampled_from(["page", "conversation", "api"]),
    seed=st.integers(0, 1_000),
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Definitions as they are written. Most of them make sense; some have a condition that nothing meets."""
    return _Writer(draw).definition()


class _Writer:
    """Writes one definition, remembering what can be referred to where."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.known: dict[str, str] = {}  # the type of each question on the pages before
        self.asked: dict[str, str] = {}  # of each on this page, and on those shuffled with it
        self.calculated: list[dict[str, Any]] = []
        self.count = 0

    def definition(self) -> dict[str, Any]:
        size = self.draw(st.integers(1, 5))
        shuffled = self.draw(st.sampled_from([None, None, 0])) if size > 2 else None
        pages = []
        for number in range(size):
            inside = shuffled is not None and number < 2
            pages.append(self.page(number, size, plain=inside))
            if not inside or number == 1:
                # Of shuffled pages none may lean on another.
                self.known |= self.asked
                self.asked = {}
                if self.draw(st.booleans()):
                    self.calculate(number)
        raw: dict[str, Any] = {"format": "yousaid-survey/1", "title": {"en": "T", "cy": "T"}, "pages": pages}
        if shuffled is not None:
            raw["shuffle"] = [[[pages[0]["key"]], [pages[1]["key"]]]]
        raw["calculated"] = self.calculated
        raw["quotas"] = [
            {"key": f"quota{at}", "if": self.condition(1), "limit": 1, "message": self.text()}
            for at in range(self.draw(st.integers(0, 2)))
        ]
        return raw

    def page(self, number: int, size: int, *, plain: bool) -> dict[str, Any]:
        questions = [self.question(conditions=not plain) for _ in range(self.draw(st.integers(1, 3)))]
        page: dict[str, Any] = {"key": f"page{number}", "questions": questions}
        if not plain and self.draw(st.booleans()):
            page["show_if"] = self.condition(2)
        if not plain and self.draw(st.booleans()):
            targets = ["end", *(f"page{later}" for later in range(number + 1, size))]
            before, self.known = self.known, self.known | self.asked
            page["jumps"] = [
                {"if": self.condition(1), "to": self.draw(st.sampled_from(targets))}
                for _ in range(self.draw(st.integers(1, 2)))
            ]
            self.known = before
        return page

    def calculate(self, number: int) -> None:
        key = f"calculated{number}"
        if self.draw(st.booleans()):
            self.calculated.append({"key": key, "value": self.condition(1)})
            self.known[key] = "condition"
            return
        terms = [{"answer": key} for key, kind in self.known.items() if kind in NUMBERS]
        self.calculated.append({"key": key, "value": {"+": [*terms, 1]}})
        self.known[key] = "sum"

    def question(self, *, conditions: bool) -> dict[str, Any]:
        kind = self.draw(KINDS)
        key = f"q{self.count}"
        self.count += 1
        more: dict[str, Any] = {
            "key": key,
            "text": self.text(),
            "required": self.draw(st.booleans()),
            **self.needs(kind),
        }
        if kind in {"choice", "choices"}:
            more |= self.options(kind, conditions=conditions)
        if kind == "statement":
            more.pop("required")
        if conditions and self.draw(st.integers(0, 3)) == 0:
            more["show_if"] = self.condition(1)
        if conditions and kind != "statement" and self.draw(st.integers(0, 3)) == 0:
            more["required_if"] = self.condition(1)
        if kind not in {"statement", "consent", "email", "phone", "place"} and self.draw(st.integers(0, 3)) == 0:
            more["checks"] = [{"valid_if": self.check(key, kind), "message": self.text()}]
        self.asked[key] = kind
        return written(kind, **more)

    def needs(self, kind: str) -> dict[str, Any]:
        both = {"en": "A", "cy": "B"}
        return {
            "rating": {"points": [{**point, "cy": "?"} for point in POINTS]},
            "number": {"min": 0, "max": 40, **self.draw(st.sampled_from([{}, {"step": 2}, {"decimals": 1}]))},
            "currency": {"max": 40},
            "duration": {"max_minutes": 40, "units": self.draw(st.sampled_from([["hours", "minutes"], ["minutes"]]))},
            "date": self.draw(st.sampled_from([{}, {"earliest": "2026-01-02"}, {"past_only": True}])),
            "consent": {"label": both},
        }.get(kind, {})

    def options(self, kind: str, *, conditions: bool) -> dict[str, Any]:
        options: list[dict[str, Any]] = [{"value": value, "label": self.text()} for value in VALUES]
        if conditions and self.draw(st.booleans()):
            options[self.draw(st.integers(0, 2))]["show_if"] = self.condition(1)
        more: dict[str, Any] = {"options": options, "shuffle": self.draw(st.booleans())}
        if self.draw(st.booleans()):
            options[-1]["exclusive"] = True
        if self.draw(st.booleans()):
            more["other"] = {"en": "Another", "cy": "Arall"}
        if kind == "choices" and self.draw(st.booleans()):
            more |= {"at_least": 2, "at_most": 2}
        return more

    def text(self) -> dict[str, str]:
        key = self.draw(st.sampled_from([*self.known, ""]))
        kinds = {"condition", "statement"}
        put_in = f" {{{key}|none}}" if key and self.known[key] not in kinds else ""
        plain = self.draw(st.sampled_from(["Well?", "<script>alert(1)</script>", "%s %(count)s", "سؤال", "{ \\"]))
        return {"en": plain + put_in, "cy": plain}

    def condition(self, deep: int) -> Any:
        if deep and self.draw(st.integers(0, 2)) == 0:
            parts = [self.condition(deep - 1) for _ in range(2)]
            return self.draw(st.sampled_from([{"and": parts}, {"or": parts}, {"not": parts[0]}]))
        usable = [key for key, kind in self.known.items() if kind not in {"statement", "email", "phone"}]
        if not usable:
            return {"==": [{"context": "language"}, self.draw(st.sampled_from(["en", "cy"]))]}
        key = self.draw(st.sampled_from(usable))
        return self.about(key, self.known[key])

    def about(self, key: str, kind: str) -> Any:
        if kind in {"condition", "sum"}:
            value = {"calculated": key}
            return value if kind == "condition" else {">": [value, self.draw(st.integers(0, 40))]}
        answer = {"answer": key}
        option = self.draw(st.sampled_from(VALUES))
        if kind in NUMBERS:
            operator = self.draw(st.sampled_from(["<", "<=", ">", ">="]))
            return {operator: [answer, self.draw(st.integers(1, NUMBERS[kind] - 1))]}
        said = {
            "yes_no": answer,
            "consent": answer,
            "choice": {"==": [answer, option]},
            "choices": {"any_of": [answer, [option]]},
            "date": {"<": [answer, {"context": "today"}]},
            "text": {">": [{"length": answer}, 3]},
        }
        return self.draw(st.sampled_from([{"answered": answer}, said.get(kind, {"answered": answer})]))

    def check(self, key: str, kind: str) -> Any:
        """Return a rule that some answer keeps, whatever was said before."""
        answer = {"answer": key}
        own = {
            "choice": {"!=": [answer, "x"]},
            "choices": {"<=": [{"count": answer}, 3]},
            "yes_no": {"or": [answer, {"not": answer}]},
            "date": {">": [answer, {"date": "1990-01-01"}]},
            "postcode": {"!=": [answer, "M1"]},
        }.get(kind, {"<=": [answer, 20]} if kind in NUMBERS else {"<": [{"length": answer}, 50]})
        return self.draw(st.sampled_from([own, {"or": [self.condition(0), own]}]))


@st.composite
def narrow_questions(draw: st.DrawFn) -> dict[str, Any]:
    """Questions with few answers, all given by ``every_answer``, and checks that all, some or none of them pass."""
    kind = draw(st.sampled_from(["number", "currency", "duration", "date", "text", "choices", "choice", "nps"]))
    answer: dict[str, Any] = {"answer": "q"}
    low, wide = draw(st.integers(0, 9)), draw(st.integers(0, 12))
    first = date(2026, 2, 20) + timedelta(days=low)
    options = [{"value": value, "label": {"en": value}} for value in "abcd"]
    options[-1]["exclusive"] = draw(st.booleans())
    at_least = draw(st.integers(1, 3))
    more: dict[str, dict[str, Any]] = {
        "number": {"min": low - 5, "max": low - 5 + wide, "step": draw(st.integers(1, 7))},
        "currency": {"min": low, "max": low + wide, "decimals": draw(st.integers(0, 1))},
        "duration": {"max_minutes": 1 + 9 * wide, "units": draw(st.sampled_from([["minutes"], ["hours"]]))},
        "date": {"earliest": str(first), "latest": str(first + timedelta(days=wide))},
        "text": {"max_length": 1 + wide},
        "choices": {"options": options, "at_least": at_least, "at_most": draw(st.integers(at_least, 3))},
        "choice": {"options": options},
    }
    days = st.builds(lambda day: {"date": f"2026-02-{day}"}, st.integers(18, 28))
    some = st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True)
    comparisons = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    figures = st.integers(-8, 24)

    def rule() -> dict[str, Any]:
        if kind == "choices" and draw(st.booleans()):
            return {draw(st.sampled_from(["all_of", "any_of", "none_of"])): [answer, draw(some)]}
        if kind == "choice" or (kind == "text" and draw(st.booleans())):
            return {"in": [answer, draw(some)]}
        if kind == "date":
            return {draw(comparisons): [answer, draw(days)]}
        worth = {"choices": {"count": answer}, "text": {"length": answer}}.get(kind, answer)
        worth = draw(st.sampled_from([worth, {"+": [worth, draw(figures)]}, {"*": [worth, draw(figures)]}]))
        return {draw(comparisons): [worth, draw(figures)]}

    def rules() -> dict[str, Any]:
        several = [rule() for _ in range(draw(st.integers(1, 3)))]
        joined = draw(st.sampled_from(["and", "or", "not"]))
        return {"not": several[0]} if joined == "not" else {joined: several}

    checks = [{"valid_if": rules(), "message": {"en": "No"}} for _ in range(draw(st.integers(1, 3)))]
    return written(kind, key="q", checks=checks, **more.get(kind, {}))


def every_answer(question: Question) -> Iterator[Any]:
    """Yield whatever can be answered to one of the narrow questions, as a page has it, and some that cannot."""
    match question.type:  # type: ignore[attr-defined]
        case "number" | "nps":
            yield from range(-5, 20)
        case "currency":
            yield from (str(tenth / 10) for tenth in range(220))
        case "duration":
            unit = question.units[0]  # type: ignore[attr-defined]
            yield from ({unit: str(figure)} for figure in range(120))
        case "date":
            yield from (str(date(2026, 2, 1) + timedelta(days=days)) for days in range(60))
        case "text":
            yield from (*"abcd", *("x" * length for length in range(1, 14)))
        case "choice":
            yield from "abcd"
        case "choices":
            yield from (list(chosen) for many in range(1, 5) for chosen in itertools.combinations("abcd", many))


def candidates(question: Question) -> list[Any]:
    """Return answers as they are given; unless a check says otherwise one of them at least is right."""
    offered = [value for value, _ in question.offered()]
    match question.type:  # type: ignore[attr-defined]
        case "choice":
            return [{"chosen": value, "other": "By <b>boat</b>"} if value == "other" else value for value in offered]
        case "choices":
            own = {"other": "By boat"}
            pairs = [[one, other] for one in offered for other in offered if one < other]
            return [{"chosen": chosen, **own} for chosen in [offered[:1], *([each] for each in offered), *pairs]]
        case "yes_no" | "consent":
            return ["yes", "no", True, False]
        case "duration":
            return [{"minutes": "5"}, "1 minute", 20, "40"]
        case "number" | "currency":
            return ["0", 2, "4", "20", "40"]
        case "date":
            return ["2026-01-02", {"day": "3", "month": "2", "year": "2026"}, "2000-01-01"]
        case "statement":
            return [None]
    texts = {
        "text": ["Rain {q0}\n<script>", "x" * 49],
        "short_text": ["Rain", "١٢"],
        "email": ["name@example.com"],
        "phone": ["01632 960 001"],
        "postcode": ["LS1 4AP", "M1 1AE"],
    }
    return texts.get(question.type, offered)  # type: ignore[attr-defined]


def wrong(question: Question) -> list[Any]:
    """Return what nobody would take for an answer, and what somebody might."""
    return [None, "", "?", "other", "x", "yes", 3, True, ["x", "y"], {"chosen": "other"}, "9" * 500, "\ud800"]


def walk(
    draw: st.DrawFn, definition: Definition, setting: Setting, answers: Mapping[str, Any]
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Answer page after page until all are answered, from these answers on.

    Yields for each page its number, what was given for it, and all answers since. Stops where a question cannot be
    answered: then the last page is yielded with what was given for it, and no answers.
    """
    kept = dict(answers)
    for _ in range(100):
        way = routing.route(definition, kept, setting)
        wanting = way.next_unasked(kept) or way.first_missing(kept) or way.first_wrong(kept)
        if wanting is None:
            return
        stop = way.stop_of(wanting.key)
        assert stop is not None
        given: dict[str, Any] = {}
        for question in stop.questions:
            found = _one(draw, definition, kept, setting, stop.number, given, question)
            if found is None:
                yield stop.number, given, {}
                return
            given[question.key] = found[0]
        way = routing.route(definition, kept, setting)
        taken, faults = routing.take(stop, way, given)
        assert not faults
        kept |= taken
        yield stop.number, given, kept
    raise AssertionError("the survey never ends")


def _one(
    draw: st.DrawFn,
    definition: Definition,
    kept: Mapping[str, Any],
    setting: Setting,
    number: int,
    given: Mapping[str, Any],
    question: Question,
) -> tuple[Any] | None:
    """Return one right answer to a question, in brackets, or None where there is none."""
    tried = draw(st.permutations(candidates(question)))
    if not question.required and draw(st.booleans()):
        tried = [None, *tried]
    for raw in tried:
        way = routing.route(definition, kept, setting)
        stop = way.stop(number)
        assert stop is not None
        _, faults = routing.take(stop, way, {**given, question.key: raw})
        if question.key not in faults:
            return (raw,)
    return None if question.required else (None,)


def with_units(definition: Definition) -> Definition:
    """Return a definition as a service with two units has it."""
    return definition.with_units(UNITS)
