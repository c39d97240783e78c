"""Going through a file: which rows can be imported, which are there already, which are wrong.

What can be imported waits in a file without a name, sealed, so that memory does not grow with the rows, what was
checked is what is written, and the database is locked for no longer than writing takes.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Submission, across_organisations, keyring
from sheets import Row
from surveys.importing.planning import Plan
from surveys.importing.reading import Reader, Ready, RowFault
from surveys.submissions import key_hash
from words import Message

MOST_ROWS = 100_000
ROWS_AT_ONCE = 500
# Of all their cells, unless one row alone has more: cells may hold a megabyte each.
CHARACTERS_AT_ONCE = 1_000_000
FAULTS_KEPT = 50
LONGEST_REFERENCE = 200


@dataclass
class Found:
    """What a file holds.

    Attributes:
        ready: Rows that can be imported.
        already: Rows that an import of this name took before.
        empty: Rows in which no question is answered; they are left out.
        wrong: Rows that cannot be imported.
        comments: Texts that will be analysed.
        expired: Addresses and numbers of people that are not kept, since the time to keep them is over.
        faults: What is wrong with the first of the wrong rows, at most 50 faults.
        more_faults: How many there are beyond.
        first_day, last_day: Of the rows that can be imported.
    """

    ready: int = 0
    already: int = 0
    empty: int = 0
    wrong: int = 0
    comments: int = 0
    expired: int = 0
    faults: list[RowFault] = field(default_factory=list)
    more_faults: int = 0
    first_day: date | None = None
    last_day: date | None = None

    def count(self, ready: Ready) -> None:
        """Count a row that can be imported."""
        self.ready += 1
        self.comments += len(ready.kept.said)
        self.first_day = min(self.first_day or ready.given_on, ready.given_on)
        self.last_day = max(self.last_day or ready.given_on, ready.given_on)

    def note(self, faults: list[RowFault]) -> None:
        """Count a row that is wrong."""
        self.wrong += 1
        room = FAULTS_KEPT - len(self.faults)
        self.faults += faults[:room]
        self.more_faults += len(faults[room:])


class Spool:
    """Rows that wait to be written: sealed, in a file that nobody else can open and that is gone with the process."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, rows: list[dict[str, Any]]) -> None:
        """Let some rows wait."""
        sealed = keyring.seal(json.dumps(rows).encode(), "import")
        self._file.write(len(sealed).to_bytes(8, "big") + sealed)

    def __iter__(self) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows in the order they came, some at a time."""
        self._file.seek(0)
        while head := self._file.read(8):
            yield json.loads(keyring.unseal(self._file.read(int.from_bytes(head, "big")), "import"))


def sift(session: Session, *, plan: Plan, rows: Iterable[Row], spool: Spool | None = None) -> Found:
    """Read every row, and change nothing; what can be imported is put into the spool.

    Raises:
        SheetError: At a row that cannot be read at all.
    """
    found, reader, keys = Found(), Reader(plan), _Keys(plan)
    for batch in _batches(rows):
        taken = [made for row in batch if (made := _made(reader, keys, found, row)) is not None]
        before = _taken_before(session, plan, [key for key, _ in taken])
        found.already += sum(key in before for key, _ in taken)
        waiting = []
        for key, ready in taken:
            if key not in before:
                found.count(ready)
                waiting.append(_as_json(plan, reader, found, key, ready))
        if spool is not None and waiting:
            spool.add(waiting)
    return found


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    characters = 0
    for row in rows:
        size = sum(map(len, row.cells.values()))
        if batch and (len(batch) >= ROWS_AT_ONCE or characters + size > CHARACTERS_AT_ONCE):
            yield batch
            batch, characters = [], 0
        batch.append(row)
        characters += size
    if batch:
        yield batch


def _made(reader: Reader, keys: "_Keys", found: Found, row: Row) -> tuple[str, Ready] | None:
    key = keys.of(row)
    read = reader.read(row)
    if read == "empty":
        found.empty += 1
        return None
    faults = [*([key] if isinstance(key, RowFault) else []), *([] if isinstance(read, Ready) else read)]
    if keys.count > MOST_ROWS:
        most = Message("A file may have %(most)s rows at most; split it", {"most": f"{MOST_ROWS:,}"})
        faults.append(RowFault(row.line, "rows", most))
    if faults or isinstance(key, RowFault) or not isinstance(read, Ready):
        found.note(faults)
        return None
    return key, read


class _Keys:
    """What tells one row from another: its reference, or all its cells and how often the same came before."""

    def __init__(self, plan: Plan) -> None:
        self._column = plan.mapping.reference.column if plan.mapping.reference else None
        self._lines: dict[bytes, int] = {}
        self._times: Counter[bytes] = Counter()
        self.count = 0

    def of(self, row: Row) -> str | RowFault:
        """Return the key of a row, or what is wrong with it."""
        self.count += 1
        if self._column is None:
            return self._of_cells(row)
        reference = row.cells[self._column].strip()
        if not 0 < len(reference) <= LONGEST_REFERENCE:
            return RowFault(row.line, self._column, Message("There is no reference, or one that is too long"))
        digest = _digest(reference)
        line = self._lines.setdefault(digest, row.line)
        if line != row.line:
            said = Message("The reference stands in line %(line)s already", {"line": f"{line:,}"})
            return RowFault(row.line, self._column, said)
        return f"reference {digest.hex()}"

    def _of_cells(self, row: Row) -> str:
        digest = _digest(json.dumps(sorted(row.cells.items())))
        self._times[digest] += 1
        return f"row {digest.hex()} {self._times[digest]}"


def _digest(text: str) -> bytes:
    # Keyed: who knows what a row may say could find it by a plain hash.
    return bytes.fromhex(keyring.fingerprint("import", text))


def _taken_before(session: Session, plan: Plan, keys: list[str]) -> set[str]:
    """Return the keys that an import of this name took before."""
    if plan.collector_id is None or not keys:
        return set()
    hashes = {key_hash(plan.collector_id, key): key for key in keys}
    # They are unique over the installation, and found by them alone: a database without statistics would look through
    # all of the organisation's submissions instead.
    with across_organisations(session, "import key"):
        found = session.scalars(select(Submission.token_hash).where(Submission.token_hash.in_(hashes))).all()
    return {hashes[each] for each in found}


def _as_json(plan: Plan, reader: Reader, found: Found, key: str, ready: Ready) -> dict[str, Any]:
    contacts = []
    for each in ready.kept.contacts:
        forget_on = ready.given_on + timedelta(days=each.days)
        if forget_on > reader.today:
            contacts.append([each.question, each.value, forget_on.isoformat()])
        else:
            found.expired += 1
    return {
        "key": key,
        "given_on": ready.given_on.isoformat(),
        "language": ready.language,
        "unit_id": ready.unit_id,
        "closed": ready.kept.closed,
        "said": [[said.key, said.asked, said.text] for said in ready.kept.said],
        "contacts": contacts,
    }
