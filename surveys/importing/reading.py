"""A row of a file becomes a submission, or what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal

from models import now
from sheets import Row
from surveys import routing
from surveys.importing.days import ISO, day_of, pattern_of
from surveys.importing.mapping import AnswerColumn, Named
from surveys.importing.planning import Plan, folded
from surveys.keeping import Kept, kept
from surveys.questions import OTHER, ChoicesQuestion, Question, YesNoQuestion
from words import Message, Plural, Words, in_language

EARLIEST = date(2000, 1, 1)
# What a spreadsheet makes of yes and no.
TRUTH = {"true": "yes", "false": "no"}


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row. ``line`` is counted from 1, as the spreadsheet shows it.

    ``message`` never quotes a cell: it may hold what a citizen wrote.
    """

    line: int
    column: str
    message: Message | Plural | Words

    def __str__(self) -> str:
        """The English sentence, with its place."""
        said = in_language(self.message, "en") if isinstance(self.message, Mapping) else str(self.message)
        return f"line {self.line:,}, {self.column}: {said}"


@dataclass(frozen=True)
class Ready:
    """A row that can be imported."""

    given_on: date
    language: str
    unit_id: int | None
    kept: Kept


class Reader:
    """Reads the rows of one file as a plan says."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.today = now().astimezone(plan.zone).date()
        mapping, definition = plan.mapping, plan.definition
        given = mapping.given_on
        self._days = (pattern_of(ISO), pattern_of(given.format))
        self._cells = {
            column.question: _Cells(heading, column, definition.question(column.question))
            for heading, column in mapping.columns.items()
        }
        self._heading_of = {column.question: heading for heading, column in mapping.columns.items()}
        others = [column.other for column in mapping.columns.values() if column.other is not None]
        self._answered = (*mapping.columns, *others)

    def read(self, row: Row) -> Ready | list[RowFault] | Literal["empty"]:
        """Return a row's submission, or all that is wrong with the row, or that nothing was answered in it."""
        if not any(row.cells[heading].strip() for heading in self._answered):
            return "empty"
        faults: list[RowFault] = []
        wrong = partial(_note, faults, row.line)
        day, language, unit = self._day(row, wrong), self._language(row, wrong), self._unit(row, wrong)
        given = {key: cells.raw(row.cells) for key, cells in self._cells.items()}
        for key, cells in self._cells.items():
            if cells.words_unasked(row.cells):
                wrong(self._heading_of[key], Message("There are words for another answer beside the one chosen"))
        setting = routing.Setting(today=day or self.today, language=language, mode="import")
        answers, refused = routing.take_all(self._plan.definition, given, setting)
        faults += [RowFault(row.line, self._heading_of.get(key, key), said) for key, said in refused.items()]
        if faults or day is None:
            return faults
        way = routing.route(self._plan.definition, answers, setting)
        return Ready(day, language, unit or self._place(way, answers), kept(way, way.kept(answers), language))

    def _day(self, row: Row, wrong: Callable[[str, Message], None]) -> date | None:
        source = self._plan.mapping.given_on
        day = source.value if source.column is None else day_of(row.cells[source.column].strip(), *self._days)
        where = source.column or "given_on"
        if day is None:
            wrong(where, Message("This is no day as %(format)s has it", {"format": source.format}))
        elif day < EARLIEST:
            wrong(where, Message("The day must be in the year 2000 or later"))
        elif day > self.today:
            wrong(where, Message("The day must not be in the future"))
        return day

    def _language(self, row: Row, wrong: Callable[[str, Message], None]) -> str:
        offered = self._plan.definition.in_languages
        code = _named(self._plan.mapping.language, row.cells)
        found = next((each for each in offered if folded(each) == folded(code)), None) if code else offered[0]
        if found is None:
            said = Message("This is none of the survey's languages: %(codes)s", {"codes": ", ".join(offered)})
            wrong(_where(self._plan.mapping.language), said)
        return found or offered[0]

    def _unit(self, row: Row, wrong: Callable[[str, Message], None]) -> int | None:
        name = _named(self._plan.mapping.unit, row.cells)
        if not name:
            return None
        slug = name if name in self._plan.units else self._plan.unit_names.get(folded(name))
        if slug is None:
            wrong(_where(self._plan.mapping.unit), Message("The service has no unit of this name, or more than one"))
            return None
        return self._plan.units[slug]

    def _place(self, way: routing.Route, answers: Mapping[str, Any]) -> int | None:
        """Return the unit that an answer about the place names."""
        places = (answers.get(each.key) for each in way.questions if getattr(each, "type", "") == "place")
        return next((self._plan.units[slug] for slug in places if slug is not None), None)


def _note(faults: list[RowFault], line: int, column: str, message: Message) -> None:
    faults.append(RowFault(line, column, message))


def _where(source: Named | None) -> str:
    return (source.column if source else None) or "value"


def _named(source: Named | None, cells: Mapping[str, str]) -> str:
    """Return the name that a source gives for a row; empty where it gives none."""
    if source is None:
        return ""
    if source.column is None:
        return source.value or ""
    text = cells[source.column].strip()
    return source.values.get(text, text) or ""


class _Cells:
    """Makes of a row's cells what one question reads: values for labels, a list for several, words of one's own."""

    def __init__(self, heading: str, column: AnswerColumn, question: Question) -> None:
        self._heading, self._column = heading, column
        self._several = isinstance(question, ChoicesQuestion)
        self._values = _values(column, question)

    def raw(self, cells: Mapping[str, str]) -> object:
        """Return what the question is given."""
        text = cells[self._heading].strip()
        chosen = self._pieces(text) if self._several else self._value(text)
        own = cells[self._column.other].strip() if self._column.other else ""
        if not own:
            return chosen
        if isinstance(chosen, list):
            return {"chosen": [*chosen, OTHER], OTHER: own}
        return {"chosen": chosen or OTHER, OTHER: own}

    def words_unasked(self, cells: Mapping[str, str]) -> bool:
        """Whether there are words of one's own where another answer was chosen: they would be lost."""
        if self._column.other is None or self._several or not cells[self._column.other].strip():
            return False
        return self._value(cells[self._heading].strip()) not in {"", None, OTHER}

    def _value(self, text: str) -> str | int | None:
        return self._values.get(folded(text), text)

    def _pieces(self, text: str) -> list[object]:
        # A label may hold the separator.
        pieces = [text] if folded(text) in self._values else text.split(self._column.separator)
        values = [self._value(piece.strip()) for piece in pieces if piece.strip()]
        return [value for value in values if value is not None]


def _values(column: AnswerColumn, question: Question) -> dict[str, str | int | None]:
    """Return what stands for what: labels in every language where only one answer has them, and the mapping's own."""
    named: dict[str, set[str]] = {}
    for value, label in question.offered():
        for text in label.values():
            named.setdefault(folded(text), set()).add(value)
    values: dict[str, str | int | None] = {text: next(iter(found)) for text, found in named.items() if len(found) == 1}
    if isinstance(question, YesNoQuestion):
        values |= TRUTH
    codes = {value: value for value, _ in question.offered()}
    return {**values, **codes, **{folded(text): value for text, value in column.values.items()}}
