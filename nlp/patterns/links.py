"""E-mail addresses, also those spelt out, and links that give someone away."""

from __future__ import annotations

import re
from itertools import pairwise

from nlp import lists
from nlp.patterns.forms import Pattern

_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}"
_WORD_DOT = r"(?:\s?[(\[]\s?(?:dot|\.)\s?[)\]]\s?|\sdot\s)"
_ANY_DOT = rf"(?:{_WORD_DOT}|\.)"
# What stands between the parts of the name before "at".
_JOINT = (
    rf"(?:{_WORD_DOT}|\s(?:underscore|under score|dash|hyphen|minus|plus)\s|\s?[(\[](?:underscore"
    rf"|dash|hyphen)[)\]]\s?|\.)"
)
_SPELT = rf"[\w+-]{{1,40}}(?:{_JOINT}[\w+-]{{1,40}}){{0,4}}"
# Parts of a path that no one would type: long, of letters and figures, or of very many letters.
_OPAQUE = re.compile(r"(?=[^/]{0,80}\d)(?=[^/]{0,80}[a-z])[\w~.%+-]{14,}|\d{5,}|[\w-]{28,}", re.I)
# What stands behind one of these is a key: "/reset/aGk29-ZpQ7".
_BEFORE_KEY = lists.words("before_a_key")
_KEY = re.compile(r"(?=[^/]{0,60}\d)(?=[^/]{0,60}[a-z])[\w~%+-]{5,}|\d{4,}", re.I)
# What stands behind one of these is a person.
_BEFORE_PERSON = lists.words("before_a_person")
_ONLY_PERSON = frozenset(["u", "user", "users", "profile", "profiles", "member", "person"])
_GIVEN_NAMES = lists.words("given_names")
_FORM_NAME = re.compile(r"[A-Z]{1,5}\d{1,3}[A-Z]?|[a-z]{1,5}\d{1,3}")
_FILE = re.compile(r"\.(?:pdf|html?|aspx?|docx?|xlsx?|php|jsp|png|jpe?g)$", re.I)

# Whose page it is cannot be told from the address: a person's as well as a council's.
_PROFILE = re.compile(
    r"(?:[\w-]{1,20}\.)?(?:facebook|instagram|linkedin|twitter|tiktok|snapchat|threads|nextdoor"
    r"|vinted|gofundme)\.(?:com|net|co\.uk)/\w"
    r"|x\.com/\w|bsky\.app/profile/\w|wa\.me/\w|t\.me/\w",
    re.I,
)


def _is_private(link: str) -> bool:
    """Whether a link holds a sign-in, a query, a key that no one would type, or leads to somebody's own page."""
    rest = link.split("://", 1)[-1]
    if (
        "@" in rest.split("/", 1)[0]
        or "?" in rest
        or "=" in rest
        or "/@" in rest
        or "/~" in rest
        or _PROFILE.match(rest)
    ):
        return True
    parts = rest.split("/")[1:]
    # Words joined by hyphens are a page's title: "how-to-apply-for-a-blue-badge-in-2024".
    if any(_OPAQUE.fullmatch(part) and not _is_title(part) for each in parts for part in each.split("#")):
        return True
    if any(_is_key(part) for part in parts):
        return True
    return any(_leads_to(before.lower(), part) for before, part in pairwise(parts))


def _leads_to(before: str, part: str) -> bool:
    """Whether a part of a path is a key or a person's, by the part before it."""
    if before in _BEFORE_KEY and _KEY.fullmatch(part) and not _is_title(part):
        return True
    if before not in _BEFORE_PERSON or not part:
        return False
    words = re.findall(r"[^\W\d_]+", part.lower())
    named = any(word in _GIVEN_NAMES for word in words) or (before in _ONLY_PERSON and len(words) > 1)
    # "/account/claims" and "/patients/parking" are anybody's.
    return named or any(character.isdecimal() for character in part)


def _is_key(part: str) -> bool:
    """Whether it mixes small letters, capitals and figures as only a machine does: "aGk29-ZpQ7"."""
    if len(part) < 8 or _FILE.search(part) or _is_title(part):
        return False
    kinds = (str.isdecimal, str.islower, str.isupper)
    return all(any(kind(character) for character in part) for kind in kinds) and bool(
        re.search(r"[a-z][A-Z]|\d[a-zA-Z]", part)
    )


def _is_title(part: str) -> bool:
    words = re.split(r"[-_.]", part)
    return len(words) > 1 and all(
        word.isalpha() or (word.isdecimal() and len(word) <= 4) or _FORM_NAME.fullmatch(word) for word in words
    )


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
            rf"(?<![\w+-]){_SPELT}\s?[(\[{{<]\s?(?:at"
            rf"|@)\s?[)\]}}>]\s?[\w-]{{1,40}}(?:{_ANY_DOT}[\w-]{{1,30}}){{1,4}}\b",
            re.I,
        ),
    ),
    Pattern(
        "email", re.compile(rf"(?<![\w+-]){_SPELT}\s(?:at|@)\s[\w-]{{1,40}}(?:{_WORD_DOT}[\w-]{{1,30}}){{1,4}}\b", re.I)
    ),
    # "my e-mail is jo.smith at example.org": a plain dot will do once it is called an address.
    Pattern(
        "email",
        re.compile(
            rf"\b(?:e-?mail|ebost)\W{{0,3}}(?:address\W{{0,3}})?(?:is\W{{1,3}}|me\W{{1,3}}"
            rf"|yw\W{{1,3}})?(?:(?:on|at|to)\W{{1,3}})?"
            rf"(?P<part>{_LOCAL}\s(?:at|@)\s[\w-]{{1,40}}(?:{_ANY_DOT}[\w-]{{1,30}}){{1,4}})\b",
            re.I,
        ),
    ),
    # A part before "at" that only a name for mail has: "jan_k99 at gmail.com".
    Pattern(
        "email",
        re.compile(
            r"(?<![\w+-])(?=[\w.+-]{0,40}[._\d])[\w.+-]{2,40}\sat\s(?:gmail|hotmail|outlook|yahoo|icloud"
            r"|live|btinternet|sky|aol|example)"
            r"\.[a-z]{2,3}(?:\.uk)?\b",
            re.I,
        ),
    ),
    # "my insta is @leighanne_92": somebody's own page by another name.
    Pattern(
        "url",
        re.compile(
            r"\bmy (?:own )?(?:insta(?:gram)?|twitter|x|tiktok|snap(?:chat)?|facebook|fb|bluesky|threads"
            r"|linkedin|telegram|skype)(?: (?:handle|account|name|page|profile|user ?name))?"
            r"\W{1,3}(?:(?:is|name is)\W{1,3})?(?P<part>@[\w.]{2,30}\w)",
            re.I,
        ),
    ),
)
