"""The texts of a survey as a spreadsheet for translators, and back."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from sheets import CsvWriter, SheetError, XlsxWriter, read_sheet
from surveys import translating
from surveys.proposing import ProposalError
from surveys.rows import RowsError
from surveys.translating import COLUMNS
from web import access
from web.language import worded
from web.manage.surveys.desk import (
    LARGEST_WORKBOOK,
    MAY_DESIGN,
    bp,
    desk,
    download,
    kept_for_reading,
    no_file,
    uploaded,
)
from web.manage.surveys.translating import Work, save, show, work_on

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<slug>/translate/<to>.<any(csv, xlsx):kind>")
@access.staff(*MAY_DESIGN)
def translation_file(slug: str, to: str, kind: str) -> ResponseReturnValue:
    """Send the table for a translator."""
    work, name = work_on(desk(slug, *MAY_DESIGN), to), f"{slug}-{to}.{kind}"
    lines = translating.lines(work.definition, to)
    rows = [dict(zip(COLUMNS, (line.place, line.source, line.translation), strict=True)) for line in lines]
    if kind == "csv":
        stream = StringIO(newline="")
        writer = CsvWriter(stream, COLUMNS)
        for row in rows:
            writer.write(row)
        return download(stream.getvalue().encode("utf-8-sig"), name, "text/csv")
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        with XlsxWriter(path, COLUMNS, name) as book:
            for row in rows:
                book.write(row)
        return download(path.read_bytes(), name, SPREADSHEET)


@bp.post("/<slug>/translate/<to>/upload")
@access.staff(*MAY_DESIGN)
def upload_translation(slug: str, to: str) -> ResponseReturnValue:
    """Take a translator's table: all of it, or nothing where a row is wrong."""
    work = work_on(desk(slug, *MAY_DESIGN), to)
    file = uploaded("file")
    try:
        return save(work, _read(work, file)) if file else _refused(work, [no_file()])
    except SheetError as error:
        return _refused(work, [str(error)])
    except RowsError as error:
        return _refused(work, [str(fault) for fault in error.faults])
    except ProposalError as error:
        return _refused(work, [worded(error.message)])


def _read(work: Work, file: FileStorage) -> dict[str, str]:
    with kept_for_reading(file) as path:
        return translating.read_translations(
            work.definition, work.to, read_sheet(path, required=COLUMNS, bounds=LARGEST_WORKBOOK)
        )


def _refused(work: Work, faults: list[str]) -> ResponseReturnValue:
    said = gettext("Nothing was taken from this file. %(first)s", first=faults[0])
    return show(work, {"file": said}, faults=faults), 400
