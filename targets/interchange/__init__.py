"""The whole cascade as a file, out and in: YAML for people who write, XLSX for people who fill in."""

from pathlib import Path

from sqlalchemy.orm import Session

from targets.errors import TargetError
from targets.interchange import sheet_files, yaml_files
from targets.interchange.differing import Change
from targets.interchange.exporting import document_of
from targets.interchange.faults import Fault, FaultsError, Read
from targets.interchange.importing import Outcome, apply
from words import Message

__all__ = ["Change", "Fault", "FaultsError", "Outcome", "UnknownFormatError", "apply", "export", "read"]

YAML, XLSX = {".yaml", ".yml"}, {".xlsx"}


class UnknownFormatError(TargetError):
    """The file's name ends in neither .yaml nor .xlsx."""

    def __init__(self, file: str) -> None:
        super().__init__(Message("%(file)s must end in .yaml or .xlsx.", {"file": file}))
        self.file = file


def export(session: Session, path: Path) -> int:
    """Write the organisation's whole cascade to a file; return how many targets are in it.

    Raises:
        UnknownFormatError: If the name says neither YAML nor XLSX.
        SheetError: If the file cannot be written.
    """
    document = document_of(session)
    if _is_workbook(path):
        sheet_files.write(document, path)
    else:
        yaml_files.write(document, path)
    return len(document.targets)


def read(path: Path) -> Read:
    """Read a file of the cascade.

    Raises:
        UnknownFormatError: If the name says neither YAML nor XLSX.
        FaultsError, SheetError: If it cannot be read.
    """
    return sheet_files.read(path) if _is_workbook(path) else yaml_files.read(path)


def _is_workbook(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in YAML | XLSX:
        raise UnknownFormatError(path.name)
    return suffix in XLSX
