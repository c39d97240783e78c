"""The reader's language: chosen on the page, else what the browser asks for.

There are two. ``reading()`` is what somebody reads a survey in: any that the survey is offered in. ``language()`` is
the one of the product's own words around it, English where the product does not speak what is read; it is the page's
own, and whatever is in another says so. The direction of the page is that of what is read.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from unicodedata import bidirectional
from urllib.parse import quote, urlencode

from flask import Flask, g, has_request_context, request, session
from flask_babel import (
    Babel,
    format_date,
    format_datetime,
    format_decimal,
    get_locale,
    get_translations,
    gettext,
    ngettext,
    refresh,
)
from jinja2 import pass_context

from surveys.questions import Shown
from web.told import Piece, Told
from words import Message, Plural, Words, in_language, translated
from words.languages import base, direction_of, first_nearest, known, own_name

# Languages that the product itself speaks.
LANGUAGES = ("en", "cy", "ar")
FALLBACK = "en"
# What stands between the pieces of an answer, where it is not a comma and a space.
COMMAS = dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), "، ")
# Between these a text keeps its own direction, whichever that of the text around is: also where no element can be.
# Letters written from the right, and the invisible characters that turn round whatever follows them.
TURNING = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
ISOLATES = {"ltr": "\u2066{}\u2069", "rtl": "\u2067{}\u2069"}

# Staff's pages are not translated yet: English words under another language's name would be read out wrongly.
STAFF_LANGUAGE = "en"

CHOSEN = "language"


def register(app: Flask) -> None:
    """Let templates word messages and translated texts."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=_select)
    app.before_request(_keep_choice)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: _in_place(get_translations().ugettext(text)),
        ngettext=lambda one, many, count: _in_place(get_translations().ungettext(one, many, count)),
        newstyle=True,
    )
    app.jinja_env.globals["ngettext"] = _with_its_number(app.jinja_env.globals["ngettext"])
    app.jinja_env.filters["counted"] = counted
    app.jinja_env.filters["worded"] = worded
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["in_language"] = in_reader_language
    app.jinja_env.filters["told"] = told
    app.context_processor(lambda: {"language": language(), "reading": reading(), "text_direction": direction()})


def language() -> str:
    """Return the code of the language of the product's own words, which is the page's."""
    locale = get_locale()
    return str(locale.language) if locale else FALLBACK


def reading() -> str:
    """Return the code of the language that a survey is read in: on its pages, one that it is offered in."""
    if not has_request_context():
        return language()
    if "reading" not in g:
        g.reading = _read()
    return str(g.reading)


def asked() -> str | None:
    """Return the language that the address asks for, to be passed on to a page that may be offered in it."""
    code = request.args.get("lang", "").replace("_", "-")
    return code if known(code) else first_nearest([code], LANGUAGES)


def direction() -> str:
    """Return ``rtl`` where what is read is written from right to left, else ``ltr``."""
    return direction_of(reading())


def worded(said: Message | Plural | Words) -> str:
    """Return what is said in the reader's language, whichever kind of text it is."""
    if isinstance(said, Plural):
        count = {"count": counted(said.count), **_shown_values(said)}
        return _in_place(ngettext(said.one, said.many, said.count, **count))
    if isinstance(said, Message):
        return _in_place(gettext(said.text, **_shown_values(said)))
    return in_reader_language(said)


def counted(number: int) -> str:
    """Return a number of things as the page's language writes it: "3,634"."""
    return str(format_decimal(number))


def told(said: Message | Plural | Words, fill: Callable[[str], str] = str) -> Told:
    """Return what is said for the reader, marked where it is in another language; ``fill`` puts answers into it.

    Answers that are put into a text count as words of its language.
    """
    return Told((_worded_piece(said, fill),))


def shown(pieces: Sequence[Shown]) -> str:
    """Return in the reader's language what a person is shown of an answer, on one line."""
    return str(told_answer(pieces))


def told_answer(pieces: Sequence[Shown], fill: Callable[[str], str] = str) -> Told:
    """Return for the reader what a person is shown of an answer, on one line, each piece marked by itself.

    ``fill`` puts answers into the designer's words.
    """
    told_pieces: list[Piece] = []
    for piece in pieces:
        if told_pieces:
            told_pieces.append(Piece(comma()))
        told_pieces.append(_shown_piece(piece, fill))
    return Told(tuple(told_pieces))


def comma() -> str:
    """Return what stands between several answers."""
    return COMMAS.get(base(reading()), ", ")


def semicolon() -> str:
    """Return what stands between several answers with their questions."""
    return "؛ " if comma() == "، " else "; "


def moment(at: datetime) -> str:
    """Return a moment as the reader writes it, in the time zone that it is given in."""
    return str(format_datetime(at, "d MMMM yyyy, HH:mm", rebase=False))


def in_reader_language(words: Words) -> str:
    """Return a translated text in the reader's language."""
    return in_language(words, reading())


def choices() -> list[dict[str, object]]:
    """Return the languages that this page can be read in, by their own names, for the top of the page."""
    if _for_staff():
        return []
    here = reading()
    kept = {key: value for key, value in request.args.items() if key != "lang"}
    return [
        {
            "code": code,
            "name": own_name(code),
            "dir": direction_of(code),
            "url": f"{quote(request.path)}?{urlencode({**kept, 'lang': code})}",
            "current": code == here,
        }
        for code in _offered()
    ]


def offer(languages: Sequence[str]) -> None:
    """Offer this page in a survey's languages, whether the product itself speaks them or not."""
    g.offered = tuple(languages)
    g.pop("reading", None)
    refresh()
    _keep_choice()


def _offered() -> Sequence[str]:
    offered: Sequence[str] = g.get("offered", LANGUAGES)
    return offered


def _shown_piece(piece: Shown, fill: Callable[[str], str]) -> Piece:
    if isinstance(piece, str):
        return _own_words(piece)
    return Piece(_written_day(piece)) if isinstance(piece, date) else _worded_piece(piece, fill)


def _own_words(text: str) -> Piece:
    # In nobody knows which language, and perhaps not in the direction of the page: "+44" would be shown as "44+".
    may_turn = direction() == "rtl" or any(bidirectional(character) in TURNING for character in text)
    return Piece(text, dir="auto" if may_turn else None)


def _worded_piece(said: Message | Plural | Words, fill: Callable[[str], str] = str) -> Piece:
    if isinstance(said, Message | Plural):
        return Piece(worded(said))
    text, code = translated(said, reading())
    text = fill(text)
    # A number alone is read out in the page's language, whichever it is written under.
    if not any(character.isalpha() for character in text):
        return Piece(text)
    other = direction_of(code)
    return Piece(text, code if code != language() else None, other if other != direction() else None)


def _with_its_number(plural: Any) -> Callable[..., str]:
    """Return a template's ``ngettext`` whose ``%(num)s`` is written as the page's language writes numbers."""

    @pass_context
    def with_its_number(context: Any, one: str, many: str, number: int, **values: object) -> str:
        return str(plural(context, one, many, number, **{"num": counted(number), **values}))

    return with_its_number


def _in_place(text: object) -> str:
    """Return words of the product's as they stand in a page that may be of another direction."""
    own = direction_of(language())
    return str(text) if own == direction() or not text else ISOLATES[own].format(text)


def _written_day(day: date) -> str:
    # "27 March 2026": the day first, as in Britain and Ireland, whatever English the browser prefers.
    return _in_place(format_date(day, "d MMMM yyyy"))


def _shown_values(said: Message | Plural) -> dict[str, object]:
    return {name: _written_day(value) if isinstance(value, date) else value for name, value in said.values.items()}


def _for_staff() -> bool:
    return request.path.startswith("/manage")


def _select() -> str:
    if _for_staff():
        return STAFF_LANGUAGE
    spoken = base(reading())
    return spoken if spoken in LANGUAGES else FALLBACK


def _read() -> str:
    if _for_staff():
        return STAFF_LANGUAGE
    offered = _offered()
    chosen = (request.args.get("lang", ""), str(session.get(CHOSEN, "")))
    preferred = (code for code, quality in request.accept_languages if quality > 0)
    # Whoever reads none of them is more likely to read English than another.
    return first_nearest([*chosen, *preferred, FALLBACK], offered) or offered[0]


def _keep_choice() -> None:
    # A site may say "cy-GB" and mean Welsh.
    choice = first_nearest([request.args.get("lang", "")], _offered())
    # Only where there is a session already: a choice alone is no reason to set a cookie on the front page.
    if choice and session and session.get(CHOSEN) != choice:
        session[CHOSEN] = choice
