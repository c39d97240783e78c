"""E-mail addresses, also those spelt out, and links that give someone away."""

from __future__ import annotations

import re

from nlp.patterns.forms import Pattern

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_WORD_DOT = r"(?:\s?[(\[]\s?(?:dot|\.)\s?[)\]]\s?|\sdot\s)"
_ANY_DOT = rf"(?:{_WORD_DOT}|\.)"
# Parts of a path that no one would type: long, of letters and figures, or of very many letters.
_OPAQUE = re.compile(r"(?=[^/]{0,80}\d)(?=[^/]{0,80}[a-z])[\w~.%+-]{14,}|\d{5,}|[\w-]{28,}", re.I)

# Whose page it is cannot be told from the address: a person's as well as a council's.
_PROFILE = re.compile(
    r"(?:[\w-]{1,20}\.)?(?:facebook|instagram|linkedin|twitter|tiktok|snapchat|threads)\.(?:com|net)/\w|x\.com/\w", re.I
)


def _is_private(link: str) -> bool:
    """Whether a link holds a sign-in, a query, a part that no one would type, or leads to somebody's profile."""
    rest = link.split("://", 1)[-1]
    if "@" in rest.split("/", 1)[0] or "?" in rest or "=" in rest or _PROFILE.match(rest):
        return True
    parts = rest.split("/")[1:]
    # Words joined by hyphens are a page's title: "how-to-apply-for-a-blue-badge-in-2024".
    return any(_OPAQUE.fullmatch(part) and not _is_title(part) for each in parts for part in each.split("#"))


def _is_title(part: str) -> bool:
    words = re.split(r"[-_.]", part)
    return len(words) > 1 and all(word.isalpha() or (word.isdecimal() and len(word) <= 4) for word in words)


PATTERNS = (
    Pattern("url", re.compile(r"\b[a-z][a-z0-9+.-]{1,10}://[^\s/@]{1,200}@[^\s]{0,500}[^\s.,;:!?)\]]", re.I)),
    Pattern(
        "url",
        re.compile(r"\b(?:https?://|www\.)[^\s<>\"]{3,600}[^\s<>\".,;:!?)\]']", re.I),
        _is_private,
    ),
    Pattern(
        "url",
        re.compile(r"(?<![@\w.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{2,63}){1,4}/[^\s<>\"]{1,600}[^\s<>\".,;:!?)\]']", re.I),
        _is_private,
    ),
    Pattern(
        "email",
        re.compile(
            rf"(?<![\w.!#$%&'*+/=?^`{{|}}~-]){_LOCAL}\s?[@＠]\s?(?:[\w-]{{1,63}}\.){{1,8}}[^\W\d_][\w-]{{1,63}}"
        ),
    ),
    Pattern(
        "email",
        re.compile(
            rf"(?<![\w+-])[\w+-]{{1,40}}(?:{_ANY_DOT}[\w+-]{{1,40}}){{0,3}}\s?[(\[{{<]\s?at\s?[)\]}}>]\s?"
            rf"[\w-]{{1,40}}(?:{_ANY_DOT}[\w-]{{1,30}}){{1,4}}\b",
            re.I,
        ),
    ),
    Pattern(
        "email",
        re.compile(
            rf"(?<![\w+-])[\w+-]{{1,40}}(?:{_ANY_DOT}[\w+-]{{1,40}}){{0,3}}\s(?:at|@)\s"
            rf"[\w-]{{1,40}}(?:{_WORD_DOT}[\w-]{{1,30}}){{1,4}}\b",
            re.I,
        ),
    ),
    # "my e-mail is jo.smith at example.org": a plain dot will do once it is called an address.
    Pattern(
        "email",
        re.compile(
            rf"\be-?mail\W{{0,3}}(?:address\W{{0,3}})?(?:is\W{{1,3}}|me\W{{1,3}})?"
            rf"(?P<part>{_LOCAL}\s(?:at|@)\s[\w-]{{1,40}}(?:\.[\w-]{{1,30}}){{1,4}})\b",
            re.I,
        ),
    ),
)
