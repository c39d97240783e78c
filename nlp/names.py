"""Tell a person's name from a word that merely looks like one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

from nlp import Span, kept, lists

GIVEN_NAMES = lists.words("given_names")
_SURNAMES = lists.words("surnames")
# Names that are words when they are written small: "will", "rose", "penny".
_WORDS_OR_NAMES = lists.words("words_or_names")
# What is a name wherever it stands, however it is written. Short ones are words in too many languages.
_SURE_NAMES = frozenset(name for name in GIVEN_NAMES - _WORDS_OR_NAMES if len(name) > 4)

_TITLE = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Mx|Prof|Sgt|Rev|Cllr|Fr)\.|Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sister|Nurse|Doctor|PC|WPC|PCSO|DC|DS|DI|Sgt|Sergeant|Constable"
    r"|Inspector|Officer|Cllr|Councillor|Councilman|Councilwoman|Mayor|Judge|Sir|Dame|Lord|Lady|Rev|Reverend|Matron"
    r"|Auntie|Aunt|Uncle|Captain|Senator|MP|TD|Father|Imam|Señora?|Madame|Monsieur|Mme|Pani?|Domnul|Doamna)"
)
_WORD = r"[^\W\d_][\w'’-]{1,24}"
_PARTICLE = r"(?:de|da|dos|del|la|van|von|der|den|bin|bint|ibn|al|el|ap|ab|ferch|ó|ní|mac|mc|st\.?)"
_NAME = rf"(?:[^\W\d_]\.?\s){{0,2}}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}(?:[^\W\d_]\.\s)?{_WORD}){{0,2}}"
_TITLED = re.compile(rf"\b(?i:{_TITLE})\s(?P<part>{_NAME})")
_SMALL_TITLE = frozenset(["mr", "mrs", "ms", "dr", "nurse", "doctor", "cllr", "councillor"])
_INTRODUCED = re.compile(
    rf"(?<!\w)(?:my name is|my name's|my name was|my names|name is|i am called|i'm called|fy enw i yw"
    rf"|fy enw i ydy|enw i yw"
    r"|is ainm dom|is mise|yours sincerely,?|yours faithfully,?|kind regards,?|je m['’]appelle|mon nom est|me llamo"
    r"|mi nombre es|chamo-me|me chamo|o? ?meu nome é|mă numesc|ma numesc|numele meu este|nazywam się|mam na imię"
    r"|mein name ist|ich heiße|mi chiamo|benim adım|adım|mera naam|amar nam|waxaa la i yiraahdaa|magacaygu waa"
    r"|اسمي|میرا نام|ਮੇਰਾ ਨਾਮ|আমার নাম)"
    rf":?\s{{1,2}}(?P<part>{_NAME}|[^\s\d.,;:!?،۔।a-zA-Z]{{2,25}})",
    re.I,
)
_OF_OFFICE = re.compile(r"\b(?:Mr|Sir|Dame|Lord|Lady|Mayor|Senator|President|Minister)\.?\s$")
# After these stands a name if it has a capital, or is one however it is written.
_SPOKEN = re.compile(
    r"\b(?:spoke(?:n)? (?:to|with)|speak (?:to|with)|talked (?:to|with)|talk to|ask(?:ed)? for|seen by"
    r"|helped by|served by|met with"
    r"|dealt with by|told by|treated by|interviewed by|assessed by|looked after by|thanks (?:to|again)"
    r"|thank you(?: so much)?(?: to)?"
    r"|thank|thanks|shout ?out to|well done(?: to)?|kudos to|credit to|(?:lady|woman|man|guy|girl|lad|chap"
    r"|someone|nurse|doctor|midwife|carer|person|officer"
    r"|worker|clerk|colleague|member|agent|adviser|advisor|receptionist|boy|gentleman|driver|assistant|teacher"
    r"|dentist) (?:called|named)"
    r"|nurse|midwife|receptionist|carer|adviser|advisor|(?:mi|my|our|his|her) (?:late |eldest |youngest "
    r"|little |best |baby )?"
    r"(?:daughter|son|husband|wife|mum|mother|dad|father|partner|brother|sister|neighbour|neighbor|friend|nan|gran|grandma|grandad|uncle"
    r"|aunt|aunty|auntie|niece|nephew|cousin|girl|boy|baby|social worker|support worker|key ?worker|caseworker"
    r"|work coach|carer|doctor"
    r"|consultant|landlord|manager|midwife|teacher|gp|case manager|housing officer)(?: is| was|'s name is|,"
    r"| called| named)?)"
    rf"[,:]?\s\(?(?P<part>{_NAME})",
    re.I,
)
_SELF = re.compile(
    rf"\b(?i:i am|i['’]m|im|this is|it['’]s|from|love|hi,|hello,|it is)\s(?P<part>{_NAME})(?=(?P<after>[,.(!]|\s\S|$))"
)
_SIGNED = re.compile(
    rf"(?:(?:^|[.!?,\n)]\s?|\s)(?:[—–]|--?|(?i:(?:best |kind |warm )?regards|many thanks|thanks|thank you|thx"
    rf"|ta|sincerely|faithfully|truly|cheers"
    rf"|best(?: wishes)?|love(?: from)?|from|signed|saludos|cordialement|pozdrawiam|diolch"
    rf"|cofion))[,.]?\s)(?P<part>{_NAME})\s?[.!x]{{0,3}}$"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_GOING_ON = lists.words("after_my_name_is")
_NOT_NAMES = lists.words("not_names") | lists.words("places") | frozenset(re.findall(r"[a-z]+", _TITLE.lower()))
# What no surname is, and so ends a name that is written small.
_ENDS = _GOING_ON | _NOT_NAMES | lists.words("english") | lists.words("after_a_name")
_PARTICLES = lists.words("particles")
# Towns and parts of places that are surnames too: "Mr Burton", "Emma Lane".
_PLACES_AS_SURNAMES = lists.words("places") | kept.PLACES_AS_SURNAMES


def introduced(text: str, keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return the names that a title or an introduction gives away, in a cleaned text of any language.

    Args:
        text: The text.
        keep: Names in small letters that stay, besides those of `nlp.kept`.
    """
    return [
        span
        for span in _introduced(text)
        if not (
            kept.is_own(text, span.start, span.end, keep)
            or kept.names_an_institution(text, span.end)
            # Who names themselves, or is named by kinship or a trade, may share a minister's name.
            or (
                _OF_OFFICE.search(text[max(0, span.start - 12) : span.start])
                and kept.is_public(text[span.start : span.end])
            )
        )
    ]


def _introduced(text: str) -> Iterator[Span]:
    for match in _each(_TITLED, text):
        title = match.group()[: match.start("part") - match.start()].strip(" .")
        first = match["part"].split()[0]
        small = title.lower() in _SMALL_TITLE and _could_be_small(first, title.lower())
        yield from _leading(match, stop=_ENDS if small else _NOT_NAMES, capital=not small, titled=not small)
    for match in _each(_INTRODUCED, text):
        yield from _leading(match, stop=_ENDS, capital=False, most=3 if _LATIN.match(match["part"]) else 2)
    for match in _each(_SPOKEN, text):
        first = match["part"].split()[0]
        if _is_given(first) and (first[0].isupper() or _bare(first) not in _WORDS_OR_NAMES):
            yield from _leading(match, stop=_ENDS, capital=first[0].isupper())
        elif re.search(r"(?:called|named)\W*$", text[match.start() : match.start("part")], re.I) or (
            _bare(first) in _WORDS_OR_NAMES and not text.isupper()
        ):
            yield from _leading(match, stop=_ENDS, capital=True)
    for match in _each(_SELF, text):
        words = match["part"].split()
        two = len(words) > 1 and all(word[0].isupper() and not word.isupper() for word in words[:2])
        known = _is_given(words[0]) or (_bare(words[0]) in _WORDS_OR_NAMES and two)
        full = two and match["after"][:1] in (",", ".", "(") and not any(_bare(word) in _ENDS for word in words)
        if words[0][0].isupper() and (known or full):
            yield from _leading(match, stop=_ENDS, capital=True)
    for match in _each(_SIGNED, text):
        words = [word for word in match["part"].split() if len(word.strip(".")) > 1]
        known = any(_is_given(word) or _bare(word) in _SURNAMES for word in words)
        full = len(match["part"].split()) > 1 and all(word[0].isupper() and not word.isupper() for word in words)
        if known or (full and not any(_bare(word) in _ENDS for word in words)):
            yield from _leading(match, stop=_ENDS, capital=words[0][0].isupper())


def _each(form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield every match, the words taken for one name being searched again: "Mrs Hall and Dr Okoro"."""
    match = form.search(text)
    while match:
        yield match
        match = form.search(text, match.start("part"))


def _could_be_small(word: str, title: str) -> bool:
    """Whether a word behind a title written small is a name: any is after "mr", only a known one after "nurse"."""
    if word[0].isupper():
        return False
    if _bare(word) in _ENDS:
        return False
    known = (_is_given(word) or _bare(word) in _SURNAMES) and _bare(word) not in _WORDS_OR_NAMES
    return known or title in ("mr", "mrs")


def _leading(
    match: re.Match[str], *, stop: frozenset[str], capital: bool, most: int = 5, titled: bool = False
) -> list[Span]:
    """Return the match's words up to the first that is no part of a name, as at most one span.

    A surname that is a place's name as well counts behind another word of the name, and behind a title.
    """
    start = end = match.start("part")
    for word in islice(re.finditer(r"\S+", match["part"]), most):
        bare = _bare(word.group())
        # Within a sentence written small a surname is hard to tell: "my name is sam and" ends at "and".
        small = capital and not word.group()[0].isupper() and bare not in _PARTICLES
        inside = end > start
        surname = _is_place_as_surname(word.group()) and (inside or titled)
        if small or (bare in stop and not surname and not (inside and bare in _PARTICLES)):
            break
        end = match.start("part") + word.end()
        if word.group()[-1] in ",;:!?" or re.search(r"['’]s$", word.group()):
            break
    found = re.sub(rf"(?:\s{_PARTICLE})+$", "", match.string[start:end], flags=re.I)
    return _trimmed(match.string, start, start + len(found))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    found = text[start:end].rstrip(".,;:!?'’-")
    found = re.sub(r"['’]s$", "", found)
    return [Span(start, start + len(found), "name")] if len(found) > 1 else []


def persons(text: str, entities: Iterable[tuple[int, int]], keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return which of the parser's persons are to be replaced, and the given names it overlooked.

    Args:
        text: The text parsed.
        entities: Start and end of each stretch that the parser takes for a person.
        keep: Names in small letters that stay, besides those of `nlp.kept`.

    A single word counts only if it is a known given name or stands inside a sentence with one capital: at the
    start of a comment almost any word has one ("Superb", "Calm").
    """
    spans = []
    for start, end in entities:
        words = [word for word in re.finditer(r"[^\W\d_][\w'’-]*", text[start:end]) if not _is_no_name(word.group())]
        if words and _is_name(text, start, [word.group() for word in words]):
            spans += _trimmed(text, start + words[0].start(), start + words[-1].end())
    return _not_kept(text, spans, keep) + overlooked(text, keep)


def _not_kept(text: str, spans: Iterable[Span], keep: frozenset[str]) -> list[Span]:
    return [span for span in spans if not kept.is_kept(text, span.start, span.end, keep)]


def _is_no_name(word: str) -> bool:
    return _bare(word) in _NOT_NAMES


def _is_name(text: str, start: int, words: list[str]) -> bool:
    if any(_is_given(word) and (word[0].isupper() or _bare(word) in _SURE_NAMES) for word in words):
        return True
    if not all(word[0].isupper() and not word.isupper() for word in words):
        return False
    if len(words) > 1:
        return not all(_bare(word) in _ENDS for word in words)
    return _bare(words[0]) not in _WORDS_OR_NAMES and _inside_sentence(text, start)


def _inside_sentence(text: str, start: int) -> bool:
    # A cleaned text has two blanks side by side at most.
    near_before = text[max(0, start - 3) : start]
    before = near_before.rstrip()
    # Where every second word has a capital, a capital tells nothing.
    near = re.findall(r"[^\W\d_]+", text[max(0, start - 40) : start + 40])
    shouted = sum(word[0].isupper() for word in near) > max(2, len(near) // 2)
    line_ends = "\n" in near_before[len(before) :]
    return bool(before) and before[-1] not in ".!?:;\"'“‘(-–•" and not line_ends and not shouted


def overlooked(text: str, keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return the given names that stand alone in a text of any language, with the surnames behind them.

    With a capital any known given name counts, written small or all in capitals only one that is no word.
    """
    spans: list[Span] = []
    done = 0
    for match in re.finditer(r"(?<![\w'’@./-])[^\W\d_][\w’'-]{2,20}(?![\w@])", text):
        word = match.group()
        if match.start() < done or not _counts_alone(word):
            continue
        end = match.end() if re.search(r"['’]s?$", word) else _with_surname(text, match.end(), small=word[0].islower())
        spans += _trimmed(text, match.start(), end)
        done = end
    return _not_kept(text, spans, keep)


def _counts_alone(word: str) -> bool:
    if _bare(word) in _SURE_NAMES:
        return True
    return word[0].isupper() and not word.isupper() and _is_given(word)


def _with_surname(text: str, end: int, *, small: bool) -> int:
    """Return where the name ends that a given name before ``end`` begins."""
    for _ in range(2):
        behind = re.match(rf"\s(?:{_PARTICLE}\s)?(?P<word>[^\W\d_][\w'’-]{{1,20}})(?!\w)", text[end : end + 40], re.I)
        if not behind or "\n" in behind.group():
            break
        word = behind["word"]
        known = _bare(word) in _SURNAMES
        if word[0].islower() and not (small and known):
            break
        if _bare(word) in _ENDS and not _is_place_as_surname(word):
            break
        if word.isupper() and not known:
            break
        end += behind.end()
        if re.search(r"['’]s$", word):
            break
    return end


def _is_place_as_surname(word: str) -> bool:
    return word[0].isupper() and not word.isupper() and _bare(word) in _PLACES_AS_SURNAMES


def _is_given(word: str) -> bool:
    return _bare(word) in GIVEN_NAMES


def _bare(word: str) -> str:
    """Return a word in small letters without accents, its possessive "s" and points."""
    small = re.sub(r"['’]s?$", "", word.lower().rstrip(".,;:!?)")).strip(".,'’-")
    if small.isascii():
        return small
    parts = unicodedata.normalize("NFD", small.replace("ł", "l").replace("ø", "o"))
    return "".join(character for character in parts if not unicodedata.combining(character)) or small
