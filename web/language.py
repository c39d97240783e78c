"""The reader's language: chosen on the page, else what the browser asks for."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from unicodedata import bidirectional
from urllib.parse import quote, urlencode

from flask import Flask, g, request, session
from flask_babel import Babel, format_date, format_datetime, get_locale, gettext, ngettext, refresh

from surveys.questions import Shown
from surveys.translating import direction_of
from web.told import Piece, Told
from words import Message, Plural, Words, in_language, translated

# Languages that citizens' pages are offered in, by their own names.
LANGUAGES = {"en": "English", "cy": "Cymraeg", "ar": "العربية"}
# What stands between the pieces of an answer, where it is not a comma and a space.
COMMAS = {"ar": "، "}

# Staff's pages are not translated yet: English words under another language's name would be read out wrongly.
STAFF_LANGUAGE = "en"

CHOSEN = "language"


def register(app: Flask) -> None:
    """Let templates word messages and translated texts."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=_select)
    app.before_request(_keep_choice)
    app.jinja_env.filters["worded"] = worded
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["in_language"] = in_reader_language
    app.jinja_env.filters["told"] = told
    app.context_processor(lambda: {"language": language(), "text_direction": direction()})


def language() -> str:
    """Return the code of the reader's language."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def direction() -> str:
    """Return ``rtl`` for languages written from right to left, else ``ltr``."""
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def worded(said: Message | Plural | Words) -> str:
    """Return what is said in the reader's language, whichever kind of text it is."""
    if isinstance(said, Plural):
        return str(ngettext(said.one, said.many, said.count, **{"count": f"{said.count:,}", **_shown_values(said)}))
    if isinstance(said, Message):
        return str(gettext(said.text, **_shown_values(said)))
    return in_reader_language(said)


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
    return COMMAS.get(language(), ", ")


def moment(at: datetime) -> str:
    """Return a moment as the reader writes it, in the time zone that it is given in."""
    return str(format_datetime(at, "d MMMM yyyy, HH:mm", rebase=False))


def in_reader_language(words: Words) -> str:
    """Return a translated text in the reader's language."""
    return in_language(words, language())


def choices() -> list[dict[str, object]]:
    """Return the languages that this page can be read in, with their addresses, for the top of the page."""
    if _for_staff():
        return []
    here = language()
    kept = {key: value for key, value in request.args.items() if key != "lang"}
    return [
        {
            "code": code,
            "name": name,
            "url": f"{quote(request.path)}?{urlencode({**kept, 'lang': code})}",
            "current": code == here,
        }
        for code, name in LANGUAGES.items()
        if code in _offered()
    ]


def offer(languages: Sequence[str]) -> None:
    """Offer this page in a survey's languages, those of them that the product itself speaks; else in English."""
    g.offered = tuple(code for code in languages if code in LANGUAGES) or ("en",)
    refresh()


def _offered() -> Sequence[str]:
    offered: Sequence[str] = g.get("offered", tuple(LANGUAGES))
    return offered


def _shown_piece(piece: Shown, fill: Callable[[str], str]) -> Piece:
    if isinstance(piece, str):
        return _own_words(piece)
    return Piece(_written_day(piece)) if isinstance(piece, date) else _worded_piece(piece, fill)


def _own_words(text: str) -> Piece:
    # In nobody knows which language, and perhaps not in the direction of the page: "+44" would be shown as "44+".
    may_turn = direction() == "rtl" or any(bidirectional(character) in {"R", "AL"} for character in text)
    return Piece(text, dir="auto" if may_turn else None)


def _worded_piece(said: Message | Plural | Words, fill: Callable[[str], str] = str) -> Piece:
    if isinstance(said, Message | Plural):
        return Piece(worded(said))
    text, code = translated(said, language())
    text = fill(text)
    # A number alone is read out in the page's language, whichever it is written under.
    if code == language() or not any(character.isalpha() for character in text):
        return Piece(text)
    other = direction_of(code)
    return Piece(text, code, other if other != direction() else None)


def _written_day(day: date) -> str:
    # "27 March 2026": the day first, as in Britain and Ireland, whatever English the browser prefers.
    return str(format_date(day, "d MMMM yyyy"))


def _shown_values(said: Message | Plural) -> dict[str, object]:
    return {name: _written_day(value) if isinstance(value, date) else value for name, value in said.values.items()}


def _for_staff() -> bool:
    return request.path.startswith("/manage")


def _select() -> str:
    if _for_staff():
        return STAFF_LANGUAGE
    offered = _offered()
    for code in (_asked(), str(session.get(CHOSEN))):
        if code in offered:
            return code
    return request.accept_languages.best_match(list(offered)) or ("en" if "en" in offered else offered[0])


def _asked() -> str:
    """Return the language that the address asks for; a site may say "cy-GB" and mean Welsh."""
    return request.args.get("lang", "").replace("_", "-").partition("-")[0].lower()


def _keep_choice() -> None:
    asked = _asked()
    # Only where there is a session already: a choice alone is no reason to set a cookie on the front page.
    if asked in LANGUAGES and session and session.get(CHOSEN) != asked:
        session[CHOSEN] = asked
