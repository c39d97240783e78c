"""What was answered, question by question: counts, shares and scores, over versions and languages.

All figures come from ``tallies``; here it is decided which of them a question has, and which versions of it may be
read together: those in which it is of one type, with one scale. Of what is older and was asked otherwise, there is a
summary of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

import tallies
from models import Collector, Survey, SurveyVersion
from surveys.definition import Definition
from surveys.editions import definition_of
from surveys.queries import units_of
from surveys.questions import OTHER, DurationQuestion, PlaceQuestion, Question, Shown
from tallies import Figure, Grouping, Share
from words import Message, Words

# Standard instruments whose score is not that of their type.
SCORED: Mapping[str, str] = {
    "gds-satisfaction/overall": "gds",
    "friends-and-family/experience": "friends_and_family",
}
FRIENDS_AND_FAMILY = {"very_good": 5, "good": 4, "neither": 3, "poor": 2, "very_poor": 1}
DONT_KNOW = "dont_know"

GONE = Message("No longer offered")


@dataclass(frozen=True)
class Filters:
    """What of a survey is summarised; None is all. Days are both included."""

    since: date | None = None
    until: date | None = None
    version: int | None = None
    languages: tuple[str, ...] | None = None
    unit_ids: tuple[int, ...] | None = None
    collector_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Row:
    """One answer that could be given: its value, what people see of it, and the share that gave it."""

    value: str
    label: tuple[Shown, ...]
    share: Share


@dataclass(frozen=True)
class Part:
    """A question's figures in one group (a language, a unit, a way in): hidden where too few answered."""

    group: int | str
    n: int | None
    score: Figure | None
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Summary:
    """What was answered to one question.

    ``kind`` says which score there is: "nps", "csat", "ces", "gds", "friends_and_family", "mean" and "number" (a
    ``tallies.Mean``), or none: "shares", "several" (shares may add to more than 1), "dates" (rows are months), "given"
    (how many left something) and "texts" (how many wrote).
    ``versions`` are those that it is counted over, newest first; ``labels`` are from the newest.
    """

    key: str
    type: str
    kind: str
    text: Words
    wording: str | None
    versions: tuple[int, ...]
    # Whether the text differs between these versions.
    reworded: bool
    n: int
    rows: tuple[Row, ...] = ()
    score: Figure | None = None
    parts: tuple[Part, ...] = field(default=())
    hidden: tuple[int | str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether enough answered to show any figure."""
        return self.n >= tallies.FEWEST_SHOWN


@dataclass(frozen=True)
class Results:
    """How many answered a survey, and the summaries of its questions in the order of the newest version."""

    submissions: int
    summaries: tuple[Summary, ...]

    @property
    def shown(self) -> bool:
        """Whether enough answered to show any figure."""
        return self.submissions >= tallies.FEWEST_SHOWN


@dataclass(frozen=True)
class _Asked:
    """A question as several versions ask it, newest first."""

    question: Question
    versions: tuple[int, ...]
    variants: tuple[Question, ...]


def results(session: Session, *, survey: Survey, filters: Filters | None = None, by: Grouping | None = None) -> Results:
    """Return the summaries of a survey's questions; with ``by``, each parted by language, unit, way in or version.

    It costs three reads of the tallies at most, however many questions, versions and submissions there are, and one
    more for each set of versions that questions are read together over.
    """
    chosen = filters or Filters()
    definitions = _definitions(session, survey, chosen.version)
    asked = _asked(definitions)
    reading = _Reading(session, survey, chosen)
    by_version = reading.counts([each.question.key for each in asked], by="version")
    submissions = reading.submissions(list(definitions))
    units = units_of(session, survey.service_id) if any(_is_place(each.question) for each in asked) else []
    found = []
    for each in asked:
        question = each.question.model_copy(update={"units": units}) if _is_place(each.question) else each.question
        counts = _together(by_version.get(question.key, {}), each.versions)
        found.append(_summary(question, each, counts))
    if by is not None:
        found = [_parted(summary, each, reading, by) for summary, each in zip(found, asked, strict=True)]
    return Results(submissions, tuple(found))


class _Reading:
    """Reads the tallies of one survey under one set of filters."""

    def __init__(self, session: Session, survey: Survey, filters: Filters) -> None:
        self.session, self.survey, self.filters = session, survey, filters
        ids = session.scalars(select(Collector.id).where(Collector.survey_id == survey.id).order_by(Collector.id))
        self.collector_ids = [each for each in ids if filters.collector_ids is None or each in filters.collector_ids]
        self._parts: dict[tuple[Grouping, tuple[int, ...]], Mapping[str, Mapping[int | str, dict[str, int]]]] = {}

    def counts(
        self, keys: Sequence[str], *, by: Grouping, versions: tuple[int, ...] | None = None
    ) -> Mapping[str, Mapping[int | str, dict[str, int]]]:
        """Return key -> group -> value -> how often."""
        subjects = {name(key): key for key in keys for name in (tallies.question_subject, tallies.comment_subject)}
        found: dict[str, dict[int | str, dict[str, int]]] = {}
        for each in self._read(list(subjects), by=by, versions=versions):
            assert each.group is not None
            found.setdefault(subjects[each.subject], {})[each.group] = each.counts
        return found

    def parts(
        self, key: str, by: Grouping, versions: tuple[int, ...], keys: Sequence[str]
    ) -> Mapping[int | str, dict[str, int]]:
        """Return group -> value -> how often, for one question over some versions; read once for each set of them."""
        if (by, versions) not in self._parts:
            self._parts[by, versions] = self.counts(keys, by=by, versions=versions)
        return self._parts[by, versions].get(key, {})

    def submissions(self, versions: Sequence[int]) -> int:
        """Return how many submissions there are."""
        read = self._read([tallies.SUBMISSIONS], by="version", versions=(*versions, tallies.VERSION_NOT_KNOWN))
        return sum(sum(each.counts.values()) for each in read)

    def _read(
        self, subjects: Sequence[str], *, by: Grouping, versions: tuple[int, ...] | None
    ) -> list[tallies.SubjectCounts]:
        return tallies.by_question(
            self.session,
            service_id=self.survey.service_id,
            collector_ids=self.collector_ids,
            subjects=subjects,
            since=self.filters.since,
            until=self.filters.until,
            versions=versions,
            languages=self.filters.languages,
            unit_ids=self.filters.unit_ids,
            by=by,
        )


def _definitions(session: Session, survey: Survey, number: int | None) -> dict[int, Definition]:
    versions = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number.desc())
    if number is not None:
        versions = versions.where(SurveyVersion.number == number)
    return {version.number: definition_of(version) for version in session.scalars(versions)}


def _asked(definitions: Mapping[int, Definition]) -> list[_Asked]:
    """Return the questions of all versions, newest first, parted where an answer means something else than before."""
    found: dict[tuple[str, object], list[tuple[int, Question]]] = {}
    for number, definition in definitions.items():
        for question in definition.questions:
            if question.asks:
                found.setdefault((question.key, _meaning(question)), []).append((number, question))
    return [
        _Asked(asked[0][1], tuple(number for number, _ in asked), tuple(question for _, question in asked))
        for asked in found.values()
    ]


def _meaning(question: Question) -> object:
    """Return what must be the same for answers to be counted together: the type, and of a scale its points' number."""
    scale = getattr(question, "highest", None)
    return (question.type, scale() if scale else None, getattr(question, "currency", None), question.wording)  # type: ignore[attr-defined]


def _is_place(question: Question) -> bool:
    return isinstance(question, PlaceQuestion)


def _together(by_version: Mapping[int | str, Mapping[str, int]], versions: Iterable[int]) -> dict[str, int]:
    total: dict[str, int] = {}
    for number in versions:
        for value, n in by_version.get(number, {}).items():
            total[value] = total.get(value, 0) + n
    return total


def _summary(question: Question, asked: _Asked, counts: Mapping[str, int]) -> Summary:
    kind = SCORED.get(question.wording or "", question.summary)
    return Summary(
        key=question.key,
        type=question.type,  # type: ignore[attr-defined]
        kind=kind,
        text=question.text,
        wording=question.wording,
        versions=asked.versions,
        reworded=any(variant.text != question.text for variant in asked.variants),
        n=tallies.respondents(counts),
        rows=_rows(kind, question, asked.variants, counts),
        score=_score(kind, question, counts),
    )


def _parted(summary: Summary, asked: _Asked, reading: _Reading, by: Grouping) -> Summary:
    groups = reading.parts(summary.key, by, asked.versions, [summary.key])
    sizes = {str(group): tallies.respondents(counts) for group, counts in groups.items()}
    decided = tallies.suppressed(sizes)
    parts = tuple(
        Part(
            group,
            decided.counts[str(group)],
            _score(summary.kind, asked.question, counts),
            _rows(summary.kind, asked.question, asked.variants, counts),
        )
        for group, counts in groups.items()
        if str(group) in decided.counts
    )
    hidden = tuple(group for group in groups if str(group) in decided.hidden)
    return Summary(**{**vars(summary), "parts": parts, "hidden": hidden})


def _rows(kind: str, question: Question, variants: Iterable[Question], counts: Mapping[str, int]) -> tuple[Row, ...]:
    if kind in {"number", "texts"}:
        return ()
    if kind == "dates":
        return _months(counts)
    labels = _labels(question, variants, counts)
    shares = tallies.distribution(counts, list(labels))
    return tuple(Row(value, label, share) for (value, label), share in zip(labels.items(), shares, strict=True))


def _labels(
    question: Question, variants: Iterable[Question], counts: Mapping[str, int]
) -> dict[str, tuple[Shown, ...]]:
    """Return the answers that could be given in any version: those of the newest first, the others as they were."""
    labels: dict[str, tuple[Shown, ...]] = {}
    for variant in (question, *variants):
        for value, label in variant.offered():
            labels.setdefault(value, (label,))
    if question.summary == "given":
        labels = {"yes": (Message("Left it"),)}
    for value in sorted(counts.keys() - labels.keys() - {tallies.RESPONDENTS}):
        # A unit that is no more, or the option of one's own of a version that was not read.
        labels[value] = (value, GONE) if value != OTHER else (GONE,)
    return labels


def _months(counts: Mapping[str, int]) -> tuple[Row, ...]:
    months: dict[date, int] = {}
    for value, n in counts.items():
        month = date.fromisoformat(value).replace(day=1)
        months[month] = months.get(month, 0) + n
    total = sum(months.values())
    return tuple(
        Row(month.isoformat()[:7], (month,), tallies.share(n, total)) for month, n in sorted(months.items()) if n
    )


def _score(kind: str, question: Question, counts: Mapping[str, int]) -> Figure | None:
    if kind == "friends_and_family":
        points = {FRIENDS_AND_FAMILY[value]: n for value, n in counts.items() if value in FRIENDS_AND_FAMILY}
        return tallies.friends_and_family(points, dont_know=counts.get(DONT_KNOW, 0))
    if kind not in {"nps", "csat", "ces", "gds", "mean", "number"}:
        return None
    numbers = tallies.as_numbers(counts)
    if kind == "nps":
        return tallies.nps(numbers)
    if kind == "csat":
        return tallies.csat(numbers)
    if kind == "ces":
        return tallies.ces(numbers)
    if kind == "gds":
        return tallies.satisfaction_gds(numbers)
    return tallies.mean(numbers, scale=_scale(question))


def _scale(question: Question) -> tuple[Decimal, Decimal] | None:
    """Return between which figures every answer lies, where it does."""
    domain = question.domain()
    points = [value for value in (domain.values if domain else ()) if isinstance(value, Decimal)]
    if points:
        return min(points), max(points)
    if isinstance(question, DurationQuestion):
        return Decimal(0), Decimal(question.max_minutes)
    return None
