"""The catalogues of sentences, for whoever words them where no page is being made: mails."""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from words.message import Message

FOLDER = Path(__file__).parents[1] / "translations"


def worded(message: Message, language: str) -> str:
    """Return a message in a language ("cy", "cy-GB"), or in English where it has no catalogue or no such sentence."""
    text = _catalogue(language.partition("-")[0]).gettext(message.text)
    return text % dict(message.values) if message.values else text


@cache
def _catalogue(language: str) -> NullTranslations:
    return translation("messages", localedir=FOLDER, languages=[language], fallback=True)
