"""A pipeline's card: what it is, what it was made from, how well it does. Costs nothing to import."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from nlp.errors import PipelineDamagedError, PipelineMissingError

PIPELINES: Final = Path(__file__).parent / "pipelines"
DEFAULT: Final = "public-services-1-2026-12-2"
UNDERSTANDING: Final = "understanding-1-2026-12-2"
CARD: Final = "card.json"


def folder_of(name: str | None = None) -> Path:
    """Return a shipped pipeline's folder, the default one's without a name."""
    return PIPELINES / (name or DEFAULT)


def read_card(folder: Path) -> dict[str, Any]:
    """Return a pipeline's card.

    Raises:
        PipelineMissingError: The folder has no card.
        PipelineDamagedError: The card is not JSON or names no files.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PipelineMissingError(folder) from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise PipelineDamagedError(folder, CARD) from error
    if not (isinstance(card, dict) and {"name", "files"} <= card.keys()):
        raise PipelineDamagedError(folder, CARD)
    return card


def checked_file(folder: Path, card: dict[str, Any], file: str) -> Path:
    """Return the path of one of the pipeline's files.

    Raises:
        PipelineDamagedError: It is missing or its SHA-256 is not the card's.
    """
    path = folder / file
    if not path.is_file() or sha256_of(path) != card["files"].get(file):
        raise PipelineDamagedError(folder, file)
    return path


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
