"""Lists that staff upload: which of their rows cannot be taken, each by its line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sheets import Row
from surveys.errors import SurveyError
from words import Message

SHOWN_FAULTS = 10


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row. ``line`` is counted from 1, as the spreadsheet shows it; None: with all of them.

    ``message`` never quotes a cell: it may hold somebody's address.
    """

    line: int | None
    message: Message

    def __str__(self) -> str:
        return str(self.message) if self.line is None else f"line {self.line:,}: {self.message}"


class RowsError(SurveyError):
    """A list has rows that cannot be taken, so nothing of it was; ``faults`` are in the list's order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        shown = "; ".join(str(fault) for fault in faults[:SHOWN_FAULTS])
        more = len(faults) - SHOWN_FAULTS
        super().__init__(f"{shown}; and {more:,} more" if more > 0 else shown)
        self.faults = tuple(faults)


def filled(rows: Iterable[Row], *, required: Sequence[str], optional: Sequence[str] = (), most: int) -> Iterator[Row]:
    """Yield the rows that are not blank, their cells trimmed.

    Raises:
        RowsError: There are none or too many, or the columns are not those that are known. A column that nobody
            reads is refused: a slip in its name would be overlooked, and it may hold what is nobody's business.
    """
    count = 0
    for row in rows:
        if count == 0:
            _check_columns(row.cells, required, optional)
        cells = {name: text.strip() for name, text in row.cells.items()}
        if any(cells.values()):
            count += 1
            if count > most:
                raise RowsError(
                    [Fault(row.line, Message("a list may have %(most)s rows at most", {"most": f"{most:,}"}))]
                )
            yield Row(row.line, cells)
    if count == 0:
        raise RowsError([Fault(None, Message("the list has no rows"))])


def _check_columns(columns: Iterable[str], required: Sequence[str], optional: Sequence[str]) -> None:
    known, found = (*required, *optional), list(columns)
    faults = [
        *(Message("the column %(name)s is missing", {"name": name}) for name in required if name not in found),
        *(
            Message("the column %(name)s is not one of %(known)s", {"name": name[:60], "known": ", ".join(known)})
            for name in found
            if name not in known
        ),
    ]
    if faults:
        raise RowsError([Fault(None, message) for message in faults])
