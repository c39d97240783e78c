"""Eighteen months of feedback for the invented council, with three things hidden in it to be found."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import exp
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

from demo import rates as usual
from demo.hours import day_weights, days_between, moment, months_before, winter
from demo.organisation import ORGANISATION, Words
from demo.rates import RATES
from demo.words import Comment, Leaning, Sentiment, Special, Writer, with_a_name

MONTHS = 18
_SENTIMENTS: tuple[Sentiment, ...] = ("positive", "negative", "mixed", "neutral")
_ZONE = ZoneInfo(ORGANISATION.time_zone)

Mode = Literal["page", "conversation"]


@dataclass(frozen=True)
class Effect:
    """What a story changes, from ``first`` days before the end (None: all along) to ``last`` days before it.

    Attributes:
        tilt: Added to the log odds of each further point of satisfaction; -0.6 is about a point less.
        neg: By how much more each theme is blamed.
        channel: The only channel that is affected; None for all.
        drawn: By how much more likely that channel is.
    """

    first: int | None = None
    last: int = 0
    tilt: float = 0.0
    neg: Mapping[str, float] = field(default_factory=dict)
    channel: str | None = None
    drawn: float = 1.0

    def covers(self, day: date, until: date) -> bool:
        """Say whether the effect is at work on that day."""
        left = (until - day).days
        return left > self.last and (self.first is None or left <= self.first)


@dataclass(frozen=True)
class Story:
    """Something that really differs or changes, among all that only seems to.

    ``starts`` is how many days before the end it begins, None where it has always been so.
    """

    key: str
    units: tuple[str, ...]
    title: Words
    what: Words
    starts: int | None
    effects: tuple[Effect, ...]

    def began(self, until: date) -> date | None:
        """Return the first day of the change."""
        return None if self.starts is None else until - timedelta(days=self.starts)


STORIES = (
    Story(
        key="quayside-waits",
        units=("repairs-quayside",),
        title={"en": "Quayside tenants wait longest", "cy": "Tenantiaid y Cei sy'n aros hiraf"},
        what={
            "en": "All along, the Quayside repairs team is blamed for waiting about three times as "
            "often as the other repairs teams, and its tenants are about a point less satisfied. "
            "This is more than chance.",
            "cy": "Drwy gydol y cyfnod mae tîm y Cei yn cael ei feio am aros tua theirgwaith mor aml "
            "â'r timau atgyweirio eraill, ac mae ei denantiaid tua phwynt yn llai bodlon. Mae "
            "hyn yn fwy na siawns.",
        },
        starts=None,
        effects=(Effect(tilt=-0.52, neg={"waiting": 3.5}),),
    ),
    Story(
        key="market-square-letters",
        units=("centre-market-square",),
        title={"en": "Plain letters and a named adviser", "cy": "Llythyrau clir a chynghorydd penodol"},
        what={
            "en": "Market Square rewrote its letters in plain words and gave each case one adviser "
            "with a direct line. From that day complaints of information and contact fall by "
            "more than half, and satisfaction steps up.",
            "cy": "Ailysgrifennodd Sgwâr y Farchnad ei llythyrau mewn iaith glir a rhoi un cynghorydd "
            "gyda rhif uniongyrchol i bob achos. O'r diwrnod hwnnw mae cwynion am wybodaeth a "
            "chysylltu yn haneru a mwy, ac mae boddhad yn codi.",
        },
        starts=213,
        # A step of some 18 points: about three standard deviations of a month's share, since the charts' rules find
        # no smaller one in so few months nearly always (docs/variation.md).
        effects=(
            Effect(last=213, tilt=-0.25, neg={"information": 2.7, "contact": 2.7}),
            Effect(first=213, tilt=0.2, neg={"information": 0.5, "contact": 0.5}),
        ),
    ),
    Story(
        key="renewals-fortnight",
        units=("library-chapel-street", "library-travelling", "library-central", "library-harbour"),
        title={"en": "A fortnight of broken renewals", "cy": "Pythefnos o adnewyddu wedi torri"},
        what={
            "en": "For fourteen days the libraries' online renewals fail. More people answer online, "
            "and angrily, about the website; then it is as before.",
            "cy": "Am bedwar diwrnod ar ddeg mae adnewyddu ar-lein y llyfrgelloedd yn methu. Mae mwy o "
            "bobl yn ateb ar-lein, yn ddig, am y wefan; yna mae pethau fel o'r blaen.",
        },
        starts=101,
        effects=(Effect(first=101, last=87, tilt=-1.6, neg={"digital": 40}, channel="online", drawn=6.0),),
    ),
)


@dataclass(frozen=True)
class DemoSubmission:
    """One person's answers. ``given_at`` is in UTC, ``seconds`` is how long the answering took."""

    service: str
    unit: str
    given_at: datetime
    satisfaction: int
    channel: str
    comment: str | None
    language: str
    mode: Mode
    seconds: int


def generate(*, seed: int, until: date, submissions: int = 10_500) -> Iterator[DemoSubmission]:
    """Yield the submissions of the 18 months that end the day before ``until``, in time order.

    The same arguments always give the same submissions.
    """
    for submission, _ in generate_meant(seed=seed, until=until, submissions=submissions):
        yield submission


def generate_meant(
    *, seed: int, until: date, submissions: int = 10_500
) -> Iterator[tuple[DemoSubmission, Comment | None]]:
    """Yield what ``generate`` yields, each with its comment and what the writer meant by it."""
    writer = Writer(_chance(seed, "words"))
    rng, names = _chance(seed, "answers"), _chance(seed, "names")
    for visit in _visits(_chance(seed, "visits"), until, submissions):
        yield _answer(visit, rng, writer, names)


def effects_at_work(unit: str, day: date, until: date) -> list[Effect]:
    """Return what the stories change at a unit on a day, for anybody."""
    return [e for story in STORIES if unit in story.units for e in story.effects if e.covers(day, until)]


def channel_weights(service: str, at_work: Iterable[Effect]) -> dict[str, float]:
    """Return the weight of each channel on a day on which the service is open."""
    weights = dict(RATES[service].channels)
    for effect in at_work:
        if effect.channel:
            weights[effect.channel] *= effect.drawn
    return weights


def felt_by(at_work: Iterable[Effect], channel: str) -> tuple[Effect, ...]:
    """Return those of the effects that whoever comes by a channel feels."""
    return tuple(effect for effect in at_work if effect.channel in (None, channel))


def satisfaction_weights(service: str, unit: str, felt: Iterable[Effect]) -> list[float]:
    """Return the weights of the five points, worst first, of whoever feels these effects."""
    tilt = usual.UNIT_TILT.get(unit, 0.0) + sum(effect.tilt for effect in felt)
    return [w * exp(tilt * point) for point, w in enumerate(RATES[service].satisfaction, start=1)]


def _chance(seed: int, purpose: str) -> Random:
    """Return a source of chance of its own for each purpose, so that one does not move another."""
    return Random(f"{seed} {purpose}")


@dataclass(frozen=True)
class _Visit:
    service: str
    unit: str
    day: date
    given_at: datetime
    channel: str
    effects: tuple[Effect, ...]


def _visits(rng: Random, until: date, count: int) -> list[_Visit]:
    """Return who came when, in time order."""
    days = days_between(months_before(until, MONTHS), until)
    busy = {service: day_weights(days, rates) for service, rates in RATES.items()}
    owners = {unit: service for service, rates in RATES.items() for unit in rates.units}
    units = rng.choices(list(owners), [RATES[owners[unit]].units[unit] for unit in owners], k=count)
    visits = [
        _visit(unit, owners[unit], rng.choices(days, cum_weights=busy[owners[unit]])[0], until, rng) for unit in units
    ]
    return sorted(visits, key=lambda visit: visit.given_at)


def _visit(unit: str, service: str, day: date, until: date, rng: Random) -> _Visit:
    rates = RATES[service]
    at_work = effects_at_work(unit, day, until)
    weights = channel_weights(service, at_work)
    channel = "online" if rates.hours[day.weekday()] is None else rng.choices(list(weights), list(weights.values()))[0]
    given_at = moment(day, channel=channel, rates=rates, zone=_ZONE, rng=rng)
    return _Visit(service, unit, day, given_at, channel, felt_by(at_work, channel))


def _answer(visit: _Visit, rng: Random, writer: Writer, names: Random) -> tuple[DemoSubmission, Comment | None]:
    """Return what the visitor answers."""
    satisfaction = _satisfaction(visit, rng)
    language = "cy" if rng.random() < usual.SHARE_WELSH else "en"
    mode: Mode = "conversation" if rng.random() < usual.SHARE_CONVERSATION else "page"
    comment = None
    if rng.random() < usual.COMMENTED[satisfaction - 1]:
        comment = with_a_name(_comment(visit, satisfaction, language, rng, writer), rng=names)
    length = len(comment.text) if comment else 0
    seconds = (18 + 0.4 * length) * (1.5 if mode == "conversation" else 1) * rng.lognormvariate(0, 0.45)
    submission = DemoSubmission(
        service=visit.service,
        unit=visit.unit,
        given_at=visit.given_at,
        satisfaction=satisfaction,
        channel=visit.channel,
        comment=comment.text if comment else None,
        language=language,
        mode=mode,
        seconds=max(6, round(seconds)),
    )
    return submission, comment


def _satisfaction(visit: _Visit, rng: Random) -> int:
    weights = satisfaction_weights(visit.service, visit.unit, visit.effects)
    return rng.choices((1, 2, 3, 4, 5), cum_weights=list(accumulate(weights)))[0]


def _comment(visit: _Visit, satisfaction: int, language: str, rng: Random, writer: Writer) -> Comment:
    special = _special(satisfaction, rng)
    if special and language == "en":
        return writer.special(special, service=visit.service, good=satisfaction >= 4)
    sentiment = rng.choices(_SENTIMENTS, usual.SENTIMENT[satisfaction - 1])[0]
    return writer.write(service=visit.service, sentiment=sentiment, leaning=_leaning(visit), language=language)


def _special(satisfaction: int, rng: Random) -> Special | None:
    chance = rng.random()
    if satisfaction <= 2 and chance < usual.SHARE_URGENT_OF_DISSATISFIED:
        return "urgent"
    if chance > 1 - usual.SHARE_PERSONAL:
        return "personal"
    if chance > 1 - usual.SHARE_PERSONAL - usual.SHARE_HARD:
        return "hard"
    return None


def _leaning(visit: _Visit) -> Leaning:
    """Return what is usual for the service, changed by the season and by the stories at work."""
    rates = RATES[visit.service]
    neg = dict(rates.leaning.neg)
    for theme in rates.winter_neg:
        neg[theme] *= 1 + 0.2 * winter(visit.day)
    for effect in visit.effects:
        for theme, factor in effect.neg.items():
            neg[theme] *= factor
    return Leaning(rates.leaning.pos, neg)
