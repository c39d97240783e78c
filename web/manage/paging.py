"""Lists that are shown page by page."""

from flask import request

LINES_A_PAGE = 20
# Further than anybody reads; a number without an end would be more than a database can count.
LAST_PAGE = 1_000_000


def asked_page() -> int:
    """Return which page of a list the address asks for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
