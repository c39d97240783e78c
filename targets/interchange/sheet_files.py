"""The cascade as a workbook: a worksheet for each kind, a column for each field, of texts one for each language."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheets import Row, Worksheet, read_xlsx, write_workbook
from targets.interchange.document import FORMAT, Document
from targets.interchange.faults import Fault, FaultsError, Read
from words import Message

TITLE = "Agreements, measures and targets"


@dataclass(frozen=True)
class Kind:
    """How one kind of things stands in a worksheet.

    ``fields`` and ``texts`` are in the order of the columns. A kind ``within`` another (its worksheet, the column that
    names the row there, and the list there) is filled into that.
    """

    sheet: str
    fields: tuple[str, ...]
    texts: tuple[str, ...] = ()
    within: tuple[str, str, str] | None = None


KINDS = (
    Kind("aspirations", ("key",), ("text",)),
    Kind(
        "agreements",
        ("key", "kind", "aspiration", "delivers", "service", "starts_on", "ends_on"),
        ("title", "aim", "responsible"),
    ),
    Kind("objectives", (), ("text",), ("agreements", "agreement", "objectives")),
    Kind("measures", ("key", "service", "unit_of_measure", "better", "cadence", "formula", "parameters"), ("name",)),
    Kind(
        "notes",
        ("valid_from", "minimum_n"),
        ("source", "numerator", "denominator", "exclusions", "reason"),
        ("measures", "measure", "notes"),
    ),
    Kind(
        "targets",
        (
            *("key", "agreement", "measure", "unit", "part_of", "owner", "level", "stretch"),
            *("baseline", "baseline_on", "due", "value_for_money"),
        ),
        ("set_by", "delivered_by", "reviewed_by"),
    ),
    Kind("milestones", ("on", "level"), (), ("targets", "target", "milestones")),
    Kind("themes", ("theme", "state", "weight"), (), ("targets", "target", "themes")),
)


def write(document: Document, path: Path) -> None:
    """Write a document as a workbook. Every worksheet is there, also one without rows."""
    said = document.model_dump(mode="python")
    write_workbook(path, TITLE, (_worksheet(kind, said) for kind in KINDS))


def read(path: Path) -> Read:
    """Read a workbook; worksheets and columns may be missing, the order of rows counts.

    Raises:
        FaultsError: If a worksheet or a column is none of a cascade's, or a row belongs to none that is there.
        SheetError: If it is no sound workbook.
    """
    raw: dict[str, Any] = {"format": FORMAT}
    places: dict[tuple[str | int, ...], str] = {}
    faults: list[Fault] = []
    there = read_xlsx(path).sheets
    known = {kind.sheet for kind in KINDS}
    for name in there:
        if name not in known:
            said = {"sheet": name, "known": ", ".join(kind.sheet for kind in KINDS)}
            faults.append(Fault(name, "", Message("“%(sheet)s” is none of the worksheets: %(known)s.", said)))
    for kind in KINDS:
        if kind.sheet in there:
            _read_sheet(path, kind, raw, places, faults)
    if faults:
        raise FaultsError(faults)
    return Read(raw, places)


def _worksheet(kind: Kind, said: Mapping[str, Any]) -> Worksheet:
    rows = list(_rows(kind, said))
    languages = {
        text: sorted({language for row in rows for language in row.get(text) or {}}, key=_english_first) or ["en"]
        for text in kind.texts
    }
    columns = [*([kind.within[1]] if kind.within else []), *kind.fields]
    columns += [f"{text}:{language}" for text in kind.texts for language in languages[text]]
    return Worksheet(kind.sheet, columns, ({column: _cell(row, column) for column in columns} for row in rows))


def _rows(kind: Kind, said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if kind.within is None:
        yield from said[kind.sheet]
        return
    above, column, inside = kind.within
    for whole in said[above]:
        for each in whole[inside]:
            # An objective is its texts and nothing else.
            yield {column: whole["key"], **({"text": each} if kind.sheet == "objectives" else each)}


def _cell(row: Mapping[str, Any], column: str) -> object:
    name, _, language = column.partition(":")
    value = row.get(name)
    if language:
        return (value or {}).get(language)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value


def _read_sheet(
    path: Path, kind: Kind, raw: dict[str, Any], places: dict[tuple[str | int, ...], str], faults: list[Fault]
) -> None:
    rows = read_xlsx(path, sheet=kind.sheet)
    for column in rows.columns:
        if not _is_known(kind, column):
            message = Message("There is no column “%(column)s” here.", {"column": column[:64]})
            faults.append(Fault(f"{kind.sheet}, row {rows.header_line}", "", message))
    numbers: dict[str, int] = {}
    if kind.within is not None:
        numbers = {str(each.get("key")): number for number, each in enumerate(raw.get(kind.within[0], []))}
    for row in rows:
        place = f"{kind.sheet}, row {row.line}"
        try:
            said = _said(kind, row)
        except (ValueError, RecursionError):
            faults.append(Fault(place, "", Message('“parameters” must be JSON, such as {"question": "key"}.')))
            continue
        if kind.within is None:
            raw.setdefault(kind.sheet, []).append(said)
            places[kind.sheet, len(raw[kind.sheet]) - 1] = place
            continue
        above, column, inside = kind.within
        number = numbers.get(row.cells.get(column, "").strip())
        if number is None:
            message = Message(
                "The column “%(column)s” names no row of the worksheet “%(sheet)s”.",
                {
                    "column": column,
                    "sheet": above,
                },
            )
            faults.append(Fault(place, "", message))
            continue
        held = raw[above][number].setdefault(inside, [])
        held.append(said.get("text", {}) if kind.sheet == "objectives" else said)
        places[above, number, inside, len(held) - 1] = place


def _is_known(kind: Kind, column: str) -> bool:
    name, colon, _ = column.partition(":")
    return name in kind.texts if colon else name in (*kind.fields, *([kind.within[1]] if kind.within else []))


def _said(kind: Kind, row: Row) -> dict[str, Any]:
    """Return what a row says; an empty cell says nothing."""
    said: dict[str, Any] = {}
    for column, cell in row.cells.items():
        name, colon, language = column.partition(":")
        text = cell.strip()
        if not text or (kind.within and name == kind.within[1]):
            continue
        if colon:
            said.setdefault(name, {})[language] = text
        else:
            said[name] = json.loads(text) if name == "parameters" else text
    return said


def _english_first(language: str) -> tuple[bool, str]:
    return (language != "en", language)
