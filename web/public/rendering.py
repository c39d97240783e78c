"""Citizens' pages put together from pieces, so that what is the same for everyone is rendered once.

The macros of the design system cost more than all the rest of a request. A page's frame differs by survey, language
and address only; so do the questions, until somebody has answered them. What holds a person's words is never kept.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from web.headers import csp_nonce
from web.language import language, reading

# What stands in the pieces where each answer to a request has its own; no text of anybody's can hold a NUL.
TITLE, CONTENT, NONCE, TOKEN = ("\0title\0", "\0content\0", "\0nonce\0", "\0token\0")
_OWN = re.compile(r"\0own (\d+)\0")
# Of each, more than the pages of a dozen long surveys in three languages; some 20 MB at most.
MOST_KEPT = 1_000


class Pieces:
    """What was rendered before, by what it was rendered from."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], str] = {}

    def render(self, template: str, values: dict[str, Any], *, keep: bool) -> str:
        """Return a template rendered with these values and marks for what each request has of its own."""
        if not keep:
            return self._rendered(template, values)
        key = (template, language(), reading(), json.dumps(values, default=_as_shown))
        found = self._kept.get(key)
        if found is None:
            found = self._rendered(template, values)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return found

    def _rendered(self, template: str, values: dict[str, Any]) -> str:
        return render_template(template, **values, csp_nonce=lambda: NONCE, csrf_token=lambda: TOKEN)


def _as_shown(value: object) -> str:
    # With the marks of its language: the same words in another are another text.
    return str(escape(value))


def own(number: int) -> str:
    """Return what stands in a value for the text with this number among a person's own."""
    return f"\0own {number}\0"


def render_page(
    template: str,
    frame: dict[str, Any],
    *,
    back_url: str | None = None,
    for_everyone: bool,
    texts: Sequence[object] = (),
    **values: Any,
) -> str:
    """Return a citizen's page.

    Args:
        template: Has the blocks ``title`` and ``survey``, and extends what ``around`` names.
        frame: What stands around each page of the survey, see ``web.public.showing.frame``.
        back_url: Where the way back leads.
        for_everyone: Whether the values hold nothing that a person has said or been given.
        texts: What a person has said or been given, to be put where the values have ``own(0)`` and so on.
        values: What the two blocks show.
    """
    pieces: Pieces = current_app.extensions.setdefault("pieces", Pieces())
    about = {"slug": frame["slug"], "title": frame["title"]}
    shown = {**about, **values, "around": "public/pieces.html"}
    title, _, content = pieces.render(template, shown, keep=for_everyone).partition(CONTENT)
    content = _OWN.sub(lambda found: escape(texts[int(found[1])]), content)
    # The moment at which answers expire is this person's own.
    whole = pieces.render("public/empty.html", {**frame, "back_url": back_url}, keep=frame["expires_at"] is None)
    whole = whole.replace(TITLE, title.strip()).replace(CONTENT, content)
    if TOKEN in whole:
        whole = whole.replace(TOKEN, escape(generate_csrf()))
    return whole.replace(NONCE, csp_nonce())
