"""Figures of measures that another system sends as JSON: the same as a file's rows, each place by its pointer."""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from targets.interchange.faults import Fault, FaultsError
from targets.uploads.faults import Wrong
from targets.uploads.recording import Outcome, apply
from targets.uploads.rows import COLUMNS, NEEDED, Given, Read
from words import Message

MOST_FIGURES = 2_000
LONGEST_TEXT = 200
TEXTS = ("measure", "unit", "period")
FIELDS = ("figures", "dry_run")


def record(session: Session, body: Any, *, today: date, service_id: int | None = None) -> tuple[list[Outcome], bool]:
    """Record the figures of a call; return what came of each, in order, and whether it is a dry run.

    Args:
        session: Acts for the organisation. After an error nothing was recorded. A dry run is the caller's to undo.
        body: The value of its JSON: ``figures``, and maybe ``dry_run``.
        today: No period that begins later has figures.
        service_id: Only the measures of this service are known; None: all.

    Raises:
        FaultsError: Everything that is wrong, each place as a JSON Pointer.
    """
    figures = _figures(body)
    wrong = Wrong(in_call=True)
    rows = [row for place, raw in enumerate(figures) if (row := _given(place, raw, wrong)) is not None]
    return apply(session, Read(tuple(rows), False), today=today, wrong=wrong, service_id=service_id), bool(
        body.get("dry_run", False)
    )


def _figures(body: Any) -> list[Any]:
    if not isinstance(body, dict):
        raise FaultsError([Fault("#", "", Message("Send one JSON object"))])
    faults = [Fault("#", "", Message("There is no field with this name")) for name in body if name not in FIELDS]
    figures = body.get("figures")
    if not isinstance(figures, list) or not 0 < len(figures) <= MOST_FIGURES:
        most = Message("Give a list of 1 to %(most)s figures", {"most": f"{MOST_FIGURES:,}"})
        faults.append(Fault("#/figures", "", most))
    if not isinstance(body.get("dry_run", False), bool):
        faults.append(Fault("#/dry_run", "", Message("“%(field)s” must be true or false.", {"field": "dry_run"})))
    if faults:
        raise FaultsError(faults)
    assert isinstance(figures, list)
    return figures


def _given(place: int, raw: Any, wrong: Wrong) -> Given | None:
    """Return a figure of a call as a row; None if there is something wrong with it, which is noted."""
    if not isinstance(raw, dict):
        wrong.add(place, "", Message("Give each figure as an object"))
        return None
    before = len(wrong)
    if any(name not in COLUMNS for name in raw):
        known = Message("A figure has the fields: %(known)s", {"known": ", ".join(COLUMNS)})
        wrong.add(place, "", known)
    for name in NEEDED:
        if raw.get(name) is None or raw.get(name) == "":
            wrong.add(place, name, Message("“%(field)s” is missing.", {"field": name}))
    cells = {name: _cell(place, name, raw, wrong) for name in COLUMNS}
    return Given(place, cells) if len(wrong) == before else None


def _cell(place: int, name: str, raw: Mapping[str, Any], wrong: Wrong) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if name in TEXTS:
        if isinstance(value, str) and len(value) <= LONGEST_TEXT:
            return value.strip()
        wrong.add(place, name, Message("“%(field)s” must be text; put it in quotation marks.", {"field": name}))
        return ""
    try:
        number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        wrong.add(place, name, Message("“%(field)s” must be a number.", {"field": name}))
        return ""
    # As exactly as it was written, where it is beside what a numerator and a denominator give.
    return repr(value)
