"""The page that a window stands in, as it is kept with what is said: address without query and fragment, and title."""

import re
from collections.abc import Collection
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

import structlog

from surveys.drafts import Page

log = structlog.get_logger()

LONGEST_ADDRESS = 500
LONGEST_TITLE = 200
# What stands for a word or a part of the path that may be somebody's: an e-mail address, the number of a case.
REFERENCE = "[ref]"
_ABOUT_SOMEBODY = re.compile(r"@|%40|\d{5}")


def page_in(told: Any, *, origins: Collection[str]) -> Page | None:
    """Return the page that a window says it stands in; None where it says none, or one that cannot be true.

    Whatever is wrong with it, the person's message is taken: it is not theirs.
    """
    if not isinstance(told, dict) or not isinstance(told.get("url"), str):
        return None
    address = _address(told["url"], origins)
    if address is None:
        log.info("window.page_refused")
        return None
    title = told.get("title")
    return Page(address, _title(title) if isinstance(title, str) else "")


def _address(url: str, origins: Collection[str]) -> str | None:
    """Return the address if it is one of an allowed origin: what follows ``?`` or ``#`` may be about the person.

    So may a part of the path that is an e-mail address or holds a long number.
    """
    if (
        len(url) > LONGEST_ADDRESS
        or not url.isascii()
        or not url.isprintable()
        or any(each in url for each in '\\" <>')
    ):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    origin = f"{parts.scheme}://{parts.netloc}"
    path = "/".join(REFERENCE if _ABOUT_SOMEBODY.search(part) else part for part in (parts.path or "/").split("/"))
    return f"{origin}{path}" if origin in origins else None


def _title(title: str) -> str:
    """Return the title on one line, without what cannot be seen or turns the writing round, and not too long."""
    shown = "".join(character if category(character)[0] != "C" else " " for character in title)
    words = [REFERENCE if _ABOUT_SOMEBODY.search(word) else word for word in shown.split()]
    return " ".join(words)[:LONGEST_TITLE]
