"""Yes and no in their many forms."""

from __future__ import annotations

import re

from nlp import lists

_FILLER = (
    r"(?:(?:well|erm?|um+|uh+|oh|hmm+|so|ok(?:ay)?|right|honestly|actually|i (?:think|guess|suppose|believe)|lol|haha"
    r"|to be honest|tbh|just|please|pls|plz|thanks|thank you|ta|wel|o)[,.! ]+)*"
)
_TAIL = (
    r"(?:[,.! ]*(?:(?:i|it|they|s?he|we|you|there) (?:did|do|have|would|was|were|am|is|can|could|may|will)(?:nt"
    r"| not)?|please|pls"
    r"|thanks|thank you|ta|of course|definitely|absolutely|sure|mate|love|sir|all good|that is|thats fine|fine|never"
    r"|not really|sorry|indeed|yes|no|diolch))*"
)
_YES = "|".join(lists.lines("yes"))
_NO = "|".join(lists.lines("no"))
_END = r"[\s.!,…😊🙂😠😡]*"
_PLAIN_YES = re.compile(rf"{_FILLER}(?:{_YES}){_TAIL}{_END}")
_PLAIN_NO = re.compile(rf"{_FILLER}(?:{_NO}){_TAIL}{_END}")
_BEGINS_YES = re.compile(
    rf"{_FILLER}(?:{_YES}|nearly|almost|eventually|in the end|finally|sorted|all (?:sorted|done)|partly|luckily)(?!\w)"
)
_BEGINS_NO = re.compile(
    rf"{_FILLER}(?:{_NO}|still (?:not|waiting|hasnt|havent|no)|did i|nobody|no one|nothing|neither"
    r"|(?:could|would|did|was|has|have|is|ca|do|wo)nt)(?!\w)"
)
NEGATED = re.compile(
    r"\b(?:not|no|never|nobody|no one|noone|nothing|none|neither|nor|without|cannot|hardly|barely|refused|failed"
    r"|unable"
    r"|still waiting|(?:did|do|does|was|were|is|are|ai|has|have|had|could|would|should|ca|wo|must|need)nt|ddim|heb|neb"
    r"|methu|dim|nid|nad)\b"
)
_LAST = re.compile(r"\b(yes|yeah|yep|no|nope)[\s.!]*$")
_REGRETS = re.compile(
    r"\b(?:unfortunately|sadly|outstanding|still|unresolved|ongoing|refused|joking|as mud|heck|hell|gave up"
    r"|rubbish|terrible"
    r"|useless|impossible|wish|awful|yn anffodus|dal i aros|o hyd)\b"
)
_CONTENT = re.compile(
    r"\b(?:sorted|fixed|done|great|fine|good|easy|easily|perfect|happy|welcome|resolved|solved|all ok|spot on|bang on"
    r"|dead on|to the (?:minute|second)|brilliant|crystal|ontime|on time|(?:i|they|she|he|it|we) (?:did|was|were"
    r"|could|had)|gwych|da iawn)\b"
)


def answer(plain: str) -> bool | None:
    """Return the yes or no that a reply to such a question begins with; None where it begins with neither."""
    yes, no = _BEGINS_YES.match(plain), _BEGINS_NO.match(plain)
    if yes and no:
        # "No problem", "I did not": whichever reads further.
        return yes.end() > no.end()
    return yes is not None if yes or no else None


def tone(plain: str) -> bool | None:
    """Return the yes or no that a reply without either leans to: by its last word, by what it denies or regrets."""
    if match := _LAST.search(plain):
        return match.group(1) in ("yes", "yeah", "yep")
    if NEGATED.search(plain) or _REGRETS.search(plain):
        return False
    return True if _CONTENT.search(plain) else None


def is_plain(plain: str) -> bool | None:
    """Return yes or no where the whole message is no more than that, else None."""
    yes, no = _PLAIN_YES.fullmatch(plain), _PLAIN_NO.fullmatch(plain)
    if yes and no:
        return answer(plain)
    return True if yes else False if no else None
