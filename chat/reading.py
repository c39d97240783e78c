"""How a person's words become what a question reads: the names of options, figures, yes and no. Nothing is guessed."""

import re
from collections.abc import Callable, Mapping

from chat.plain import bare, folded, in_ascii_figures
from surveys.errors import AnswerError
from surveys.questions import (
    OTHER,
    CesQuestion,
    ChoiceQuestion,
    ChoicesQuestion,
    ConsentQuestion,
    CsatQuestion,
    CurrencyQuestion,
    DateQuestion,
    DurationQuestion,
    LikertQuestion,
    NpsQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    YesNoQuestion,
)

# What is longer names no option and is no figure; only free text is.
LONGEST_READ = 2_000

YES = ("yes", "yeah", "yep", "yup", "y", "ie", "ydw", "ydy", "do", "oes", "نعم", "أجل")
NO = ("no", "nope", "nah", "n", "na", "nac ydw", "nag ydw", "naddo", "nac oes", "لا", "كلا")
AGREED = ("agree", "agreed", "i agree", "cytuno", "dw i'n cytuno", "موافق")
REFUSED = ("disagree", "i do not agree", "i don't agree", "dw i ddim yn cytuno")

MONEY = {
    "GBP": ("pound", "pounds", "gbp", "quid", "punt", "bunt", "punnoedd", "bunnoedd", "£"),
    "EUR": ("euro", "euros", "eur", "ewro", "€"),
    "USD": ("dollar", "dollars", "usd", "doler", "$"),
}

Scale = ScaleQuestion | LikertQuestion | NpsQuestion | CsatQuestion | CesQuestion

# "4", "4 out of 5", "4/5", "4 allan o 5", "a 4", "4 stars". Not "4.5", and not "I waited 4 hours".
_RATING = re.compile(
    r"(?:(?:an?|i'?d (?:say|give it)|i would (?:say|give it)|maybe|about|probably) )*"
    r"(?P<figure>\d+)(?:\s*(?:/|of|out of|allan o|من)\s*(?P<scale>\d+))?(?: (?:stars?|points?|seren|please))?[.!]?"
)
_WITH_UNIT = re.compile(r"(?P<figure>[+-]?\d[\d,.]*(?: \d{3})*(?:\.\d+)?) ?(?P<unit>[^\d]*)")
FIGURE = re.compile(r"\d{1,8}")
# Between several answers in one message: commas, lines, "and" in the languages of the window (in Arabic it is written
# to the next word). Where a label holds one of them itself, the longest run that is a label counts.
_BETWEEN = re.compile(r"(\s*[,;،؛\n]\s*(?:(?:and|ac|a|&)\s+|و\s?)?|\s+(?:and|ac|a|&|\+)\s+|\s+و\s?)", re.IGNORECASE)


def raw_of(question: Question, said: str) -> object:
    """Return what ``question.parse`` is to read for the words said; where they name nothing, the words themselves.

    Raises:
        AnswerError: If they could mean several things.
    """
    if question.is_comment:
        return said
    text = said.strip()
    if len(text) > LONGEST_READ:
        return text
    if isinstance(question, ChoicesQuestion):
        return _several(question, text)
    option = option_of(question, text)
    if option is not None:
        return option
    if isinstance(question, ChoiceQuestion):
        own = _own_words(question, text)
        return text if own is None else {"chosen": OTHER, OTHER: own}
    return _figures(question, in_ascii_figures(text))


def option_of(question: Question, said: str) -> str | None:
    """Return the value of the one option that the words name, or None.

    By value, by label in any language, by a usual word for yes or no, and on a scale by figure.
    """
    if len(said) > LONGEST_READ:
        return None
    named = _Names(question).value_of(said)
    if named is not None or not isinstance(question, Scale):
        return named
    rating = _RATING.fullmatch(in_ascii_figures(folded(said)))
    if rating is None or rating["scale"] not in {None, str(question.highest())}:
        return None
    return next((value for value, _ in question.offered() if value == rating["figure"]), None)


def lacks_words(question: Question, raw: object) -> bool:
    """Whether the option of one's own was chosen without the words for it."""
    if not isinstance(question, ChoiceQuestion | ChoicesQuestion) or not question.other:
        return False
    chosen = chosen_in(raw)
    own = raw.get(OTHER) if isinstance(raw, Mapping) else None
    return (chosen == OTHER or (isinstance(chosen, list) and OTHER in chosen)) and not (
        isinstance(own, str) and own.strip()
    )


def chosen_in(raw: object) -> object:
    """Return what was chosen, without the words for an option of one's own."""
    return raw.get("chosen") if isinstance(raw, Mapping) else raw


class _Names:
    """Every name of every option: compared letter by letter, else without case, else by the bare words."""

    def __init__(self, question: Question) -> None:
        self.names = _names(question)
        self._levels: list[tuple[Callable[[str], str], dict[str, str | None]]] = []
        for alike in (str.strip, folded, _words):
            level: dict[str, str | None] = {}
            for name, value in self.names:
                # A name that two values share names neither.
                level[alike(name)] = value if level.get(alike(name), value) == value else None
            self._levels.append((alike, level))

    def value_of(self, said: str) -> str | None:
        for alike, level in self._levels:
            wanted = alike(said)
            if wanted and wanted in level:
                return level[wanted]
        return None


def _names(question: Question) -> list[tuple[str, str]]:
    """Return every name of every option, as (name, value)."""
    names = [(name, value) for value, label in question.offered() for name in (value, *label.values())]
    if isinstance(question, Scale):
        points = enumerate(question.labels(), start=question.lowest)
        names += [(name, str(point)) for point, label in points for name in label.values()]
    if isinstance(question, YesNoQuestion):
        names += [(word, "yes") for word in YES] + [(word, "no") for word in NO]
    if isinstance(question, ConsentQuestion):
        names += [(word, "yes") for word in AGREED] + [(word, "no") for word in REFUSED]
    return names


def _words(text: str) -> str:
    """Return the bare words: emoji have none, and a figure without its sign or its decimals would be another."""
    words = bare(text)
    return words if any(character.isalpha() for character in words) else ""


def _own_words(question: ChoiceQuestion | ChoicesQuestion, text: str) -> str | None:
    """Return the words after "other:", or None where there are none."""
    if not question.other:
        return None
    for name in (OTHER, *question.other.values()):
        found = re.fullmatch(rf"{re.escape(name)}\s*[:\-–—]\s*(?P<own>.*\S.*)", text, re.IGNORECASE | re.DOTALL)
        if found:
            return found["own"].strip()
    return None


def _several(question: ChoicesQuestion, text: str) -> object:
    """Return the values of all options named in one message; the words themselves where any is not understood."""
    names = _Names(question)
    pieces = _BETWEEN.split(text)
    # What stands between is at the odd places; no name is parted into more pieces than the longest.
    longest = max(len(_BETWEEN.split(name)) for name, _ in names.names)
    chosen: list[str] = []
    at = 0
    while at < len(pieces):
        own = _own_words(question, "".join(pieces[at:]))
        if own is not None:
            return {"chosen": [*chosen, OTHER], OTHER: own}
        for end in range(min(at + longest, len(pieces)), at, -2):
            named = names.value_of("".join(pieces[at:end]))
            if named is not None:
                chosen.append(named)
                at = end + 1
                break
        else:
            if pieces[at].strip():
                return text
            at += 2
    return chosen or text


def _figures(question: Question, text: str) -> object:
    """Return a number without the unit or currency that belongs to it, and other text without its full stop."""
    if isinstance(question, DurationQuestion):
        return _time(question, text.rstrip(".!"))
    if isinstance(question, DateQuestion):
        return text.rstrip(".!")
    if not isinstance(question, NumberQuestion | CurrencyQuestion):
        return text
    figure = " ".join(text.rstrip(".!").split())
    found = _WITH_UNIT.fullmatch(figure)
    return found["figure"] if found and folded(found["unit"]) in _units(question) else figure


def _units(question: NumberQuestion | CurrencyQuestion) -> set[str]:
    if isinstance(question, CurrencyQuestion):
        return {"", *MONEY[question.currency]}
    names = {folded(name) for name in (question.unit or {}).values()}
    # "1 minute".
    return {"", *names, *(name[:-1] for name in names if name.endswith("s"))}


def _time(question: DurationQuestion, text: str) -> object:
    if not FIGURE.fullmatch(text):
        return text
    if len(question.units) > 1:
        # Two hours, or two minutes?
        raise AnswerError(question.key, question.missing())
    return {question.units[0]: text}
