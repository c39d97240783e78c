"""Which questions a message answers, and with what.

What answers the open question may be short or loose ("4", "leeds"); other questions are filled only by what says so
itself: a duration, a day, "8 out of 10", an option by its name, or what the model is sure of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp.understanding import Asked, Said, Value, choosing, contacts, counts, dates, durations, meant, ratings
from nlp.understanding.found import Found, Text
from nlp.understanding.meant import Sense, Words
from nlp.understanding.stems import stems
from nlp.understanding.wording import is_welsh, plain

_RATED = tuple(ratings.SCALES)
_WAITING = stems("wait queue delay late")
_NAMED_UNIT = re.compile(r"\b(minutes?|hours?|days?|weeks?|months?|years?|munud|oriau|diwrnod|wythnos)\b")
_HOW_MANY_TIMES = re.compile(r"\bhow (?:many times|often)\b|sawl gwaith")
_TIMES = re.compile(r" ?(?:times|gwaith)\b")
# Longer replies hold figures that are something else.
_MOST_WORDS_AROUND_A_FIGURE = 6


def values_of(message: Said, sense: Sense | None = None) -> dict[str, Value]:
    """Return what a message answers, by key; a text question is left to whoever knows the intent.

    Args:
        message: What was said, and what it may answer.
        sense: What is asked where the words do not say it themselves; without it such questions stay open.
    """
    asked = message.asked
    questions = [*([asked] if asked else []), *message.open]
    welsh = is_welsh(message.said) or any(is_welsh(question.text) for question in questions)
    said = counts.in_words(durations.in_words(plain(message.said, welsh=welsh)))
    return _Filling(message, said, sense).values()


def key_of(question: Asked) -> str:
    """Return the key under which a question's value is given."""
    return f"{question.key}_minutes" if question.type == "duration" else question.key


class _Filling:
    """One message being read: what was read is masked, so that it is not read again as something else."""

    def __init__(self, message: Said, said: str, sense: Sense | None) -> None:
        self._said = message.said
        self._today = message.today
        self._text = Text(said)
        self._words = Words(message.said, self._text, sense)
        self._questions = [*([message.asked] if message.asked else []), *message.open]
        self._asked = choosing.corrected(self._questions, said) or message.asked
        # What a person asks back tells nothing of the questions that were not asked.
        self._tells = not choosing.asks(message.said)
        self._found: dict[str, Value] = {}

    def values(self) -> dict[str, Value]:
        """Read all, the surest first."""
        self._contacts("email", contacts.addresses)
        self._contacts("phone", contacts.numbers)
        self._options()
        self._ratings()
        self._days()
        self._durations()
        self._bare_ratings()
        self._asked_rating()
        self._asked_count()
        self._last_rating()
        self._counts()
        self._agreements()
        return self._found

    def _of(self, *types: str) -> list[Asked]:
        """Return the questions of some types that have no value yet, the open one first."""
        wanted = [one for one in self._questions if one.type in types and key_of(one) not in self._found]
        return sorted(wanted, key=lambda one: one is not self._asked)

    def _put(self, question: Asked, one: Found | None) -> None:
        if one:
            self._found.setdefault(key_of(question), one.value)
            self._text.mask(one.start, one.end)

    def _unread(self) -> Text:
        """Return the message as far as it was not read, to be read without being masked."""
        return Text(self._text.plain, self._text.masked)

    def _contacts(self, kind: str, read: Callable[[str], list[Found]]) -> None:
        found = read(self._said)
        for question in self._of(kind)[:1]:
            if one := choosing.chosen(found, self._said.lower()):
                self._found.setdefault(key_of(question), one.value)
        if found:
            # The plain message has other places: what stands there of an address or a number is no figure.
            for piece in re.finditer(r"[\w@.+-]*@[\w.-]*|\+?(?:\d[ ,().-]*){7,}", self._text.masked):
                self._text.mask(*piece.span())

    def _options(self) -> None:
        for question in self._of("unit", "choice"):
            self._put(question, meant.option(self._words, question, is_asked=question is self._asked))

    def _ratings(self) -> None:
        """Fill ratings by what says that it is one: "8 out of 10", "three stars"."""
        # "Ten out of ten" is for a scale of ten if one is open, whatever else is.
        for exact in (True, False):
            wanted = self._of(*_RATED)
            for question in wanted:
                found = ratings.explicit(self._unread(), question.type, exact=exact)
                if not found:
                    continue
                if question is self._asked or len(wanted) == 1:
                    self._put(question, choosing.chosen(found, self._text.plain))
                else:
                    self._put(question, choosing.own(found, wanted, question, self._text.plain))

    def _days(self) -> None:
        self._share_out(dates.dates(self._text, self._today), self._of("date"))

    def _durations(self) -> None:
        self._share_out(durations.durations(self._text), self._of("duration"))
        none = durations.none_at_all(self._text.plain)
        for question in self._of("duration"):
            if question is self._asked:
                self._put(question, none or self._bare_duration(question))
            elif none and self._tells and stems(question.text) & _WAITING:
                self._put(question, none)

    def _bare_duration(self, question: Asked) -> Found | None:
        """Return a bare figure as so many of the unit that the question names, else minutes."""
        found = [one for one in counts.counts(self._unread()) if isinstance(one.value, int | float)]
        one = choosing.chosen(found, self._text.plain)
        if one is None or len(self._text.plain.split()) > _MOST_WORDS_AROUND_A_FIGURE:
            return None
        unit = _NAMED_UNIT.search(question.text.lower())
        return Found(durations.minutes(str(one.value), unit.group(1) if unit else "min"), one.start, one.end)

    def _bare_ratings(self) -> None:
        """Fill ratings that were not asked by a figure or a strong word beside their own: "and 9 for recommending"."""
        for question in self._of(*_RATED):
            if question is self._asked or not self._tells:
                continue
            own = stems(question.key.replace("_", " ")) - stems(self._asked.text if self._asked else "")
            near = self._beside(ratings.bare(self._unread(), question.type), own)
            near = near or self._beside(ratings.strong(self._text.plain, question.type), own | stems(question.text))
            self._put(question, choosing.chosen(near, self._text.plain))

    def _beside(self, found: Sequence[Found], wanted: set[str]) -> list[Found]:
        said = self._text.plain
        return [
            one
            for one in found
            if wanted & (stems(choosing.beside(said, one, found)) | stems(said[one.start : one.end]))
        ]

    def _asked_rating(self) -> None:
        question = self._asked
        if question is None or question not in self._of(*_RATED) or not self._tells:
            return
        found = ratings.of_asked(self._unread(), question.type)
        figures = [one for one in found if any(c.isdigit() for c in self._text.plain[one.start : one.end])]
        named = ratings.named_in(plain(question.text), self._text.plain, question.type)
        one = choosing.chosen(figures, self._text.plain) if figures else None
        self._put(question, one or choosing.longer(named, None if figures else next(iter(found), None)))

    def _asked_count(self) -> None:
        question = self._asked
        if question is not None and question in self._of("number"):
            found = counts.of_asked(self._unread(), question.text)
            self._put(question, choosing.chosen(self._so_often(question, found) or found, self._text.plain))

    def _counts(self) -> None:
        found = counts.counts(self._text)
        for question in self._of("number") if self._tells else ():
            self._put(question, self._count(question, found))

    def _count(self, question: Asked, found: Sequence[Found]) -> Found | None:
        """Return the figure for a question that was not asked: one that stands beside its words."""
        said = self._text.plain
        if counts.asks_age(question.text):
            return counts.age(said)
        if counts.asks_money(question.text):
            return counts.money(said)
        wanted = choosing.words_of(question)
        near = [one for one in found if wanted & stems(choosing.around(said, one))]
        near = self._so_often(question, found) or near
        if not near and counts.asks_people(question.text):
            return counts.people(said)
        return choosing.chosen(near, said)

    def _so_often(self, question: Asked, found: Sequence[Found]) -> list[Found]:
        """Return the figures before "times", where a question asks how many."""
        if not _HOW_MANY_TIMES.search(question.text.lower()) or choosing.takes_back(self._text.plain):
            return []
        return [one for one in found if _TIMES.match(self._text.plain[one.end :])]

    def _last_rating(self) -> None:
        """Fill the only scale by a bare figure that ends a part of the message: "they were charming, five"."""
        scales = [one for one in self._questions if one.type in (*_RATED, "number")]
        if len(scales) != 1 or scales[0] not in self._of(*_RATED) or scales[0] is self._asked or not self._tells:
            return
        found = ratings.bare(self._unread(), scales[0].type)
        if len(found) == 1 and re.match(r"[.!]*(?:$|[,;] )", self._text.plain[found[0].end :]):
            self._put(scales[0], choosing.chosen(found, self._text.plain))

    def _agreements(self) -> None:
        wanted = self._of("yes_no")
        for question in wanted:
            value = meant.yes_no(self._words, question, is_asked=question is self._asked, is_only=len(wanted) == 1)
            if value is not None:
                self._found[key_of(question)] = value

    def _share_out(self, found: Sequence[Found], wanted: Sequence[Asked]) -> None:
        """Give values that are masked already to the questions of their kind."""
        if self._tells or (self._asked is not None and self._asked in wanted):
            for question, one in choosing.shared_out(found, wanted, self._asked, self._text.plain):
                self._found.setdefault(key_of(question), one.value)
