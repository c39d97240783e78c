"""The reader's language: chosen on the page, else what the browser asks for."""

from urllib.parse import quote, urlencode

from flask import Flask, request, session
from flask_babel import Babel, get_locale, gettext

from words import Message, Words, in_language

# Languages that citizens' pages are offered in, by their own names.
LANGUAGES = {"en": "English", "cy": "Cymraeg"}

# Staff's pages are not translated yet: English words under another language's name would be read out wrongly.
STAFF_LANGUAGE = "en"

CHOSEN = "language"


def register(app: Flask) -> None:
    """Let templates word messages and translated texts."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.root_path) + "/translations"
    Babel(app, locale_selector=_select)
    app.before_request(_keep_choice)
    app.jinja_env.filters["worded"] = worded
    app.jinja_env.filters["in_language"] = in_reader_language
    app.context_processor(lambda: {"language": language(), "text_direction": direction()})


def language() -> str:
    """Return the code of the reader's language."""
    locale = get_locale()
    return str(locale.language) if locale else "en"


def direction() -> str:
    """Return ``rtl`` for languages written from right to left, else ``ltr``."""
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def worded(message: Message) -> str:
    """Return a message in the reader's language."""
    return str(gettext(message.text, **message.values))


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
    ]


def _for_staff() -> bool:
    return request.path.startswith("/manage")


def _select() -> str:
    if _for_staff():
        return STAFF_LANGUAGE
    asked = _asked()
    if asked in LANGUAGES:
        return asked
    chosen = session.get(CHOSEN)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def _asked() -> str:
    """Return the language that the address asks for; a site may say "cy-GB" and mean Welsh."""
    return request.args.get("lang", "").replace("_", "-").partition("-")[0].lower()


def _keep_choice() -> None:
    asked = _asked()
    # Only where there is a session already: a choice alone is no reason to set a cookie on the front page.
    if asked in LANGUAGES and session and session.get(CHOSEN) != asked:
        session[CHOSEN] = asked
