"""What a person gives on a scale: "8 out of 10", "three stars", "a solid 7", "terrible", "full marks"."""

from __future__ import annotations

import re
from typing import Final

from nlp.understanding import Range, Value
from nlp.understanding.found import Found, Text

# Words of praise and blame as points of one to five, the strongest first.
_WORDS: Final = {
    1: r"terrible|dreadful|awful|appalling|abysmal|atrocious|horrendous|horrible|shocking|disgust\w+|dire|diabolical"
    r"|worst|rubbish|useless|crap|shit\w*|garbage|filthy|disgrace\w*|pathetic|(?:very|really|extremely|so|absolutely"
    r"|completely|totally) (?:poor(?:ly)?|bad(?:ly)?|dissatisfied|unsatisfied|unhappy|difficult|hard|unhelpful|dirty"
    r"|disappoint\w+|unlikely|unclear|rude|slow)|nightmare|shambles|unacceptable|hopeless|impossible|bottom marks"
    r"|couldnt be worse|not \w+ in the (?:slightest|least)"
    r"|(?:could|can)n?o?t (?:be|get) (?:any )?worse|not (?:at all|in the least|1 bit|a bit)(?: \w+)?"
    r"|gwael iawn|ofnadwy|erchyll|dim o gwbl",
    5: r"excellent|brilliant|perfect(?:ly|ion)?|amazing|fantastic|outstanding|superb|wonderful|exceptional|first class"
    r"|1st class|faultless|flawless|spotless|top (?:notch|marks|class)|full marks|10/10|5/5|best|love(?:ly|d)(?: it)?"
    r"|couldnt (?:be|have been|fault|ask)\b.*|(?:very|really|extremely|so|super|dead|incredibly|absolutely"
    r"|most) (?:good"
    r"|well|satisfied|happy|pleased|easy|easily|helpful|clean|clear|likely|friendly|kind|quick|fair|gentle|polite"
    r"|sensitive\w*|respectful|thorough|professional|smooth|comfortable|safe|welcoming|caring|patient|tidy|nice"
    r"|fast|supportive)|phenomenal|spot on|marvellous"
    r"|great|da iawn|gwych|ardderchog|bendigedig|rhagorol|perffaith|hawdd iawn|hapus iawn",
    2: r"poor(?:ly)?|bad(?:ly)?|not (?:very|so|that|too|particularly|really) (?:good|great|well|satisfied|happy|easy"
    r"|helpful|clean|clear|likely|impressed|pleased)|not (?:good|great|happy|satisfied|easy|helpful|clean|impressed)"
    r"|dissatisfied|unsatisfied|unhappy|difficult|hard|disappoint\w+|below average|unhelpful|dirty|gwael|anodd"
    r"|ddim yn (?:dda|hawdd)",
    3: r"ok(?:ay)?|average|so so|middling|middle(?: of the road)?|mediocre|fair|alright|all right|neutral|neither"
    r"|adequate"
    r"|acceptable|(?:its |it was )?fine|in between|nothing special|could be (?:better|worse)|not (?:bad|terrible)"
    r"|meh|passable|half and half|iawn|canolig|gweddol",
    4: r"good|satisfied|happy|pleased|easy|helpful|well|clean|clear|pretty good|quite good|decent|likely|nice"
    r"|da|hapus|bodlon|hawdd|above average",
}
_AMPLIFIED = {point: re.compile(rf"\b(?:{form})\b") for point, form in _WORDS.items()}
_NUMBER = r"\d{1,3}(?:\.\d)?"
_OUT_OF = re.compile(
    rf"(?<![\w./])(?P<low>{_NUMBER})(?: ?(?:-|to|or|maybe|and) ?(?P<high>{_NUMBER}))? ?(?:out of|outta|of|/"
    rf"|allan o|mas o|"
    r"o bob|on a scale of 1 to|outof) ?(?:a )?(?P<scale>5|10|100)\b(?!/)"
)
_STARS = re.compile(
    rf"(?<![\w.])(?P<low>{_NUMBER})(?: ?(?:-|to|or) ?(?P<high>{_NUMBER}))? ?(?:stars?|seren"
    rf"|\*+)(?!\w)"
)
_SYMBOLS = re.compile(r"(?P<symbols>(?:[⭐★🌟]️?){1,5}|(?:^|(?<= ))\*{1,5}(?=$| ))")
_PERCENT = re.compile(r"(?<![\w.])(?P<low>\d{1,3}) ?(?:%|per ?cent)")
_SPAN = re.compile(
    r"(?<![\w.,/£-])(?:between )?(?P<low>\d{1,2}) ?(?:-|to|or(?: maybe)?|maybe|perhaps|neu"
    r"|(?<=\d )and(?= \d)) ?(?P<high>\d{1,2})(?![\w.,/%-])"
)
_BARE = re.compile(
    r"(?<![\w.,/£#-])(?P<low>\d{1,2}(?:\.5)?)(?![\w/%]|[.,]\d|-\d)(?! ?(?:times|people|of (?:us"
    r"|them)))"
)
_TOP = re.compile(r"\b(?:full marks|top marks|maximum|max|highest|top score|perfect score|marciau llawn|100%)\b")
_BOTTOM = re.compile(
    r"\b(?:zero|nul points|lowest|minimum|rock bottom|bottom marks|big fat 0|no marks|dim pwyntiau|sero)\b"
)
_MIDDLE = re.compile(r"\b(?:in the middle|half marks|half ?way|middle|halfway|bang in the middle)\b")
# On a scale of likelihood only its ends, and what is plainly beside them, have figures.
_SURELY = re.compile(
    r"\b(?:definitely|extremely likely|absolutely|100%|certainly|without (?:a )?doubt|very likely|for sure"
    r"|always would"
    r"|perfect|excellent|amazing|brilliant|extremely easy|very easy|couldnt be easier|yn bendant)\b"
)
_NEVER = re.compile(
    r"\b(?:never|not at all(?: likely| easy)?|no way|not a chance|extremely unlikely|terrible|awful|impossible"
    r"|appalling"
    r"|wouldnt recommend|would not recommend|not in a million|worst|byth|dim o gwbl|ofnadwy)\b"
)
_DENIED = re.compile(r"\b(?:not|isnt|wasnt|arent|nt|werent)(?: \w+)? $")
_CONTRAST = re.compile(r"\b(?:but|though|although|however|despite|apart from|ond|er bod|er hynny)\b")
# In shorter words "good but slow" is still one opinion.
LONGEST_OF_ONE_MIND: Final = 9
SCALES: Final = {"rating_1_5": (1, 5), "rating_0_10": (0, 10)}


def explicit(text: Text, kind: str, *, exact: bool = False) -> list[Found]:
    """Return the ratings said as such ("8 out of 10", "three stars") that fit a scale, in order, and mask them.

    Args:
        text: The message.
        kind: A key of `SCALES`; of another scale's rating the same share is taken where it is a whole point.
        exact: Whether only ratings on the scale itself count.
    """

    def out_of(match: re.Match[str]) -> Value | None:
        scale = int(match["scale"])
        return None if exact and scale != SCALES[kind][1] else _scaled(match["low"], match["high"], scale, kind)

    found = text.take(_OUT_OF, out_of)
    if exact and kind != "rating_1_5":
        return found
    found += text.take(_STARS, lambda match: _scaled(match["low"], match["high"], 5, kind))
    found += text.take(_SYMBOLS, lambda match: _scaled(str(len(re.sub("️", "", match["symbols"]))), None, 5, kind))
    return sorted(found, key=lambda one: one.start)


def of_asked(text: Text, kind: str) -> list[Found]:
    """Return the ratings in a reply to a question that asks for one: also a bare figure, else words."""
    found = explicit(text, kind)
    found += text.take(_PERCENT, lambda match: _scaled(match["low"], None, 100, kind))
    found += text.take(_SPAN, lambda match: _on(kind, match["low"], match["high"]))
    found += text.take(_BARE, lambda match: _on(kind, match["low"], None))
    return sorted(found, key=lambda one: one.start) or in_words(text.plain, kind)


def bare(text: Text, kind: str) -> list[Found]:
    """Return the figures alone that are points of a scale."""
    return text.take(_BARE, lambda match: _on(kind, match["low"], None))


def in_words(plain: str, kind: str) -> list[Found]:
    """Return the rating that words of praise or blame stand for, at most one."""
    low, high = SCALES[kind]
    for form, point in ((_TOP, high), (_BOTTOM, low)):
        if match := form.search(plain):
            return [Found(point, match.start(), match.end())]
    if kind == "rating_0_10":
        for form, point in ((_NEVER, low), (_SURELY, high), (_MIDDLE, 5)):
            if match := form.search(plain):
                return [Found(point, match.start(), match.end())]
        return []
    if match := _MIDDLE.search(plain):
        return [Found(3, match.start(), match.end())]
    if len(plain.split()) > LONGEST_OF_ONE_MIND and _CONTRAST.search(plain):
        return []  # an account with a "but": whichever half praises is not the whole
    matches = [(point, match) for point, form in _AMPLIFIED.items() if (match := _undenied(form, plain))]
    if not matches:
        return []
    # The longest words say most: "not very good" holds "very good", that holds "good".
    point, match = max(matches, key=lambda pair: (pair[1].end() - pair[1].start(), -pair[1].start()))
    return [Found(point, match.start(), match.end())]


def _undenied(form: re.Pattern[str], plain: str) -> re.Match[str] | None:
    """Return the first match that no "not" stands before."""
    return next(
        (one for one in form.finditer(plain) if not _DENIED.search(plain[max(0, one.start() - 12) : one.start()])), None
    )


def strong(plain: str, kind: str) -> list[Found]:
    """Return the words of the strongest praise and blame, as the ends of a scale of one to five; of others none."""
    if kind != "rating_1_5":
        return []
    return [
        Found(point, match.start(), match.end())
        for point in (1, 5)
        for match in _AMPLIFIED[point].finditer(plain)
        if not _DENIED.search(plain[max(0, match.start() - 12) : match.start()])
    ]


def named_in(question: str, plain: str, kind: str) -> Found | None:
    """Return the point whose name the question itself gives: "1 is very poor, 2 poor, … 5 very good"."""
    low, high = SCALES[kind]
    names = re.findall(r"(\d{1,2})(?: is| =|:|,)? \(?([^\d,.;()?]+?)\)?(?=,|\.|;|\)|\?|$| (?:to|and) )", question)
    names = [(int(point), " ".join(name.split())) for point, name in names if low <= int(point) <= high]
    names = [(point, re.sub(r"^(?:is|means|for|yn) ", "", name)) for point, name in names]
    hits = [
        (len(name), point, match)
        for point, name in names
        if len(name) > 1 and (match := re.search(rf"\b{re.escape(name)}\b", plain))
    ]
    if not hits:
        return None
    _, point, match = max(hits, key=lambda hit: (hit[0], -hit[2].start()))
    before = plain[max(0, match.start() - 12) : match.start()]
    return (
        None
        if re.search(r"\b(?:not|nt|isnt|wasnt|very|really|so)(?: \w+)? $", before)
        else Found(point, match.start(), match.end())
    )


def _scaled(low: str, high: str | None, scale: int, kind: str) -> Value | None:
    """Return what was given of ``scale`` on the wanted scale, or None where that is no point of it."""
    most = SCALES[kind][1]
    points = [float(one) * most / scale for one in (low, high) if one]
    if any(point != int(point) or not SCALES[kind][0] <= point <= most for point in points):
        return None
    return _one_or_range([int(point) for point in points])


def _on(kind: str, low: str, high: str | None) -> Value | None:
    least, most = SCALES[kind]
    points = [float(one) for one in (low, high) if one]
    if any(point != int(point) or not least <= point <= most for point in points):
        return None
    return _one_or_range([int(point) for point in points])


def _one_or_range(points: list[int]) -> Value:
    return points[0] if len(points) == 1 else Range(min=min(points), max=max(points))
