"""Batches of which one text must not hold up the others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

import structlog

from nlp import Source

log = structlog.get_logger()


class Item(Protocol):
    """A row's text to be read, and the row's key."""

    @property
    def source(self) -> Source:
        """The text."""
        ...

    @property
    def row_id(self) -> UUID:
        """The row's key."""
        ...


T = TypeVar("T", bound=Item)
Found = TypeVar("Found")


def each(
    work: Callable[[Iterable[Source]], Iterator[Found]], items: Sequence[T], *, name: str, row: str
) -> Iterator[tuple[T, Found | None]]:
    """Yield each item with what the work makes of its text; None for one that it cannot take.

    Where the batch fails, each is tried alone, so that only the culprit is left out.

    Args:
        work: Takes texts, and yields something for each in order.
        items: What is to be read.
        name: What the work is called in the log.
        row: What an item is called there.
    """
    try:
        yield from zip(items, list(work(item.source for item in items)), strict=True)
    except Exception:
        log.exception(f"{name}.batch-failed", **_count(row, items))
        for item in items:
            try:
                yield item, next(iter(work([item.source])))
            except Exception:
                log.exception(f"{name}.{row}-failed", **{row: str(item.row_id)})
                yield item, None


def _count(row: str, items: Sequence[Item]) -> dict[str, Any]:
    return {f"{row}s": len(items)}
