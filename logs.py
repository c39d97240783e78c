"""Structured logs on standard error: one JSON object a line, the libraries' lines among them.

What goes in is ours to choose, and holds nothing personal. What a library says is written with its figures alone:
nobody knows whose words or address its other values are. Of an error, the kind and the place are written, not the text.
``yousaid run`` collects each part's lines in instance/log/ (see supervisor.py); everywhere else they stay on standard
error, for whatever collects them there.
"""

import copy
import logging
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor

# Libraries that set up handlers of their own, before ours in a web server's process.
WITH_OWN_HANDLERS = ("gunicorn.error",)


def configure(level: int = logging.INFO) -> None:
    """Set up logging for this process. Nothing before this call is lost: it goes out plain."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_of_exc_info),
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _LibraryFormatter(
            foreign_pre_chain=shared,
            processors=[_bare, structlog.processors.JSONRenderer()],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in WITH_OWN_HANDLERS:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True


def where_not_what(error: BaseException) -> str:
    """Return the kind of error and the places it came through, never its text: that may hold what a citizen wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    return f"{type(error).__name__} at {places}"


class _LibraryFormatter(structlog.stdlib.ProcessorFormatter):
    """Writes a library's line without the values that may be somebody's."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        ours = copy.copy(record)
        ours.msg, ours.args = _figures_only(record), None
        return super().format(ours)


def _figures_only(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    given = record.args
    values = {key: _figure(value) for key, value in given.items()} if isinstance(given, Mapping) else None
    try:
        return record.msg % (values or tuple(_figure(value) for value in given or ())) if given else record.msg
    except (TypeError, ValueError):
        return record.msg


def _figure(value: object) -> object:
    return value if isinstance(value, int | float) else "…"


def _bare(_logger: Any, _name: str, event: EventDict) -> EventDict:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(None, "", event)


def _of_exc_info(exc_info: ExcInfo) -> str:
    return where_not_what(exc_info[1])
