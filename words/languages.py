"""Codes of languages ("cy", "pt-BR", "zh-Hant"): which there are, what their speakers call them, which stand for which.

What is known of them is what Babel carries of the Unicode consortium's tables.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# A code: a language, and perhaps a script, a region or both.
SHAPE = r"^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$"
# What a browser asks for may say more; beyond this nobody means a language.
LONGEST_WANTED = 40
# Scripts written from right to left, by ISO 15924; Babel knows a language's usual one only.
_FROM_THE_RIGHT = frozenset(
    ["Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi"]
)
# Readers name codes too, and may name any.
MOST_KEPT = 1_000


def base(code: str) -> str:
    """Return the language alone: "pt" for "pt-BR"."""
    return code.partition("-")[0]


@lru_cache(MOST_KEPT)
def known(code: str) -> bool:
    """Whether a code is one of a language, and its script and region are ones that there are."""
    names = Locale("en")
    language, *rest = code.split("-")
    if not re.fullmatch(SHAPE, code) or language not in names.languages:
        return False
    match rest:
        case []:
            return True
        case [part]:
            return part in names.scripts or part in names.territories
        case [script, region]:
            return script in names.scripts and region in names.territories
    return False


@lru_cache(MOST_KEPT)
def own_name(code: str) -> str:
    """Return what its speakers call a language; its English name, or else its code, where that is not known."""
    locale = locale_of(code)
    name = locale.get_display_name() if locale else Locale("en").languages.get(code)
    return str(name or code)


@lru_cache(MOST_KEPT)
def names_of(code: str) -> tuple[str, ...]:
    """Return what a language is called by its speakers, in English, in Welsh and in Arabic."""
    names = (Locale(spoken).languages.get(base(code)) for spoken in ("en", "cy", "ar"))
    return (own_name(code), *(str(name) for name in names if name))


@lru_cache(MOST_KEPT)
def direction_of(code: str) -> str:
    """Return "rtl" for languages written from right to left, else "ltr"."""
    script = _script(code)
    if script:
        return "rtl" if script in _FROM_THE_RIGHT else "ltr"
    locale = locale_of(code)
    return str(locale.text_direction) if locale else "ltr"


def nearest(wanted: str, offered: Sequence[str]) -> str | None:
    """Return the offered language that a reader of ``wanted`` reads: itself, or the same as other regions write it.

    "pt" and "pt-BR" are read by whoever reads either; "zh-Hans" and "zh-Hant" are not, for their scripts differ.
    A region's own stands before the language without a region, and that before other regions' in the order offered.
    None where nothing fits.
    """
    wanted = wanted.replace("_", "-").casefold()
    if not wanted.isascii() or len(wanted) > LONGEST_WANTED:
        return None
    own = _now_called(base(wanted))
    alike = [code for code in offered if _now_called(base(code)) == own and _script(code) == _script(wanted)]
    exact = [code for code in alike if code.casefold() == wanted]
    plain = [code for code in alike if code == base(code)]
    return next(iter([*exact, *plain, *alike]), None)


def first_nearest(wanted: Iterable[str], offered: Sequence[str]) -> str | None:
    """Return what the first of several wishes that can be met is met with; None where none can."""
    found = (nearest(each, offered) for each in wanted)
    return next((code for code in found if code is not None), None)


@lru_cache(MOST_KEPT)
def locale_of(code: str) -> Locale | None:
    """Return what Babel knows of a language; of one with a region unknown there, what it knows of the language."""
    for part in (code, base(code)):
        try:
            return Locale.parse(part, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _now_called(language: str) -> str:
    """Return the code that stands for a language today, "he" for "iw"; of two in use for one, "no" and "nb", one."""
    return "nb" if language == "no" else str(get_global("language_aliases").get(language, language))


def _script(code: str) -> str:
    """Return the script that a language is written in, as far as that is known."""
    language, *rest = code.split("-")
    language = _now_called(language)
    named = [part.title() for part in rest if len(part) == 4]
    if named:
        return named[0]
    likely = get_global("likely_subtags")
    region = "_".join([language, *(part.upper() for part in rest if len(part) == 2)])
    full = likely.get(region) or likely.get(language, "")
    return str(full).split("_")[1] if "_" in full else ""
