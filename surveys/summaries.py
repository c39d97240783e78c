"""What was answered, question by question: counts, shares and scores, over versions and languages.

All figures come from ``tallies``; here it is decided which of them a question has, and which versions of it may be
read together: those in which it is of one type, with one scale. Of what is older and was asked otherwise, there is a
summary of its own. What may not be shown (``tallies.Respondents`` decides it) is not in what is returned at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

import tallies
from models import UNIT_NOT_KNOWN, Survey, SurveyVersion
from surveys.counted import Filters, Reading, in_group
from surveys.definition import Definition
from surveys.editions import definition_of
from surveys.queries import units_of
from surveys.questions import OTHER, DurationQuestion, PlaceQuestion, Question, Shown
from tallies import Decision, Figure, Grouping, Respondents, Share
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
class Row:
    """One answer that could be given: its value, what people see of it, and the share that gave it."""

    value: str
    label: tuple[Shown, ...]
    share: Share


@dataclass(frozen=True)
class Part:
    """A question's figures in one group (a language, a unit, a way in, a version); none of what may not be shown."""

    group: int | str
    decision: Decision
    n: int
    score: Figure | None
    rows: tuple[Row, ...]

    @property
    def shown(self) -> bool:
        """Whether any figure may be shown."""
        return self.decision == "shown" and self.n >= tallies.FEWEST_SHOWN


@dataclass(frozen=True)
class Summary:
    """What was answered to one question.

    ``kind`` says which score there is: "nps", "csat", "ces", "gds", "friends_and_family", "mean" and "number" (a
    ``tallies.Mean``), or none: "shares", "several" (shares may add to more than 1), "dates" (rows are months), "given"
    (how many left something) and "texts" (how many wrote).
    ``versions`` are those that it is counted over, newest first; ``labels`` are from the newest. ``n``, ``rows`` and
    ``score`` are there where ``decision`` is "shown"; ``withheld`` are the places whose rows may not be.
    """

    key: str
    type: str
    kind: str
    text: Words
    wording: str | None
    versions: tuple[int, ...]
    # Whether the text differs between these versions.
    reworded: bool
    decision: Decision
    n: int = 0
    rows: tuple[Row, ...] = ()
    score: Figure | None = None
    withheld: tuple[tuple[Shown, ...], ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether any figure may be shown."""
        return self.decision == "shown" and self.n >= tallies.FEWEST_SHOWN

    def headline(self, part: "Part | None" = None) -> Figure | Share | None:
        """Return the figure that says most: the score, or the share of the answer given most often over all.

        Args:
            part: One of its parts, to have the same figure of it; None for the whole.

        Returns:
            None where there is none, or it may not be shown.
        """
        found = part or self
        if not found.shown:
            return None
        if found.score is not None:
            return found.score if found.score.shown else None
        most = self.most_given
        return next((row.share for row in found.rows if most is not None and row.value == most.value), None)

    @property
    def most_given(self) -> Row | None:
        """The answer given most often, where there are shares of answers."""
        if self.score is not None or self.kind in {"given", "dates"}:
            return None
        return max(self.rows, key=lambda row: row.share.n, default=None)


@dataclass(frozen=True)
class Results:
    """How many answered a survey, and the summaries of its questions in the order of the newest version.

    ``submissions`` is 0 where ``decision`` is not "shown".
    """

    decision: Decision
    submissions: int
    summaries: tuple[Summary, ...]

    @property
    def shown(self) -> bool:
        """Whether the number may be shown, and there are any."""
        return self.decision == "shown" and self.submissions >= tallies.FEWEST_SHOWN


@dataclass(frozen=True)
class _Asked:
    """A question as several versions ask it, newest first."""

    question: Question
    versions: tuple[int, ...]
    variants: tuple[Question, ...]
    # Those that it can be read together over, whichever are asked for.
    every_version: tuple[int, ...]


def results(session: Session, *, survey: Survey, filters: Filters | None = None, by: Grouping | None = None) -> Results:
    """Return the summaries of a survey's questions; with ``by``, each parted by language, unit, way in or version.

    It costs four reads of the tallies at most, however many questions, versions and submissions there are, and one more
    for each set of versions that questions are read together over.

    Raises:
        ValueError: If the days are not whole months.
    """
    chosen = filters or Filters()
    definitions = _definitions(session, survey)
    asked = [each for each in map(partial(_in_version, number=chosen.version), _asked(definitions)) if each]
    reading = Reading(session, survey, chosen, [each.question.key for each in asked])
    units = units_of(session, survey.service_id) if any(_is_place(each.question) for each in asked) else []
    by_version = reading.counts(by="version")
    found = []
    for each in asked:
        question = each.question.model_copy(update={"units": units}) if _is_place(each.question) else each.question
        counts = _together(by_version.get(question.key, {}), each.versions)
        summary = _summary(question, each, counts, reading)
        found.append(_parted(summary, question, each, reading, by) if by else summary)
    submissions = reading.respondents(tallies.SUBMISSIONS)
    decision = submissions.decide(reading.view)
    return Results(decision, submissions.n(reading.view) if decision == "shown" else 0, tuple(found))


def _definitions(session: Session, survey: Survey) -> dict[int, Definition]:
    versions = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id).order_by(SurveyVersion.number.desc())
    return {version.number: definition_of(version) for version in session.scalars(versions)}


def _asked(definitions: Mapping[int, Definition]) -> list[_Asked]:
    """Return the questions of all versions, newest first, parted where an answer means something else than before."""
    found: dict[tuple[str, object], list[tuple[int, Question]]] = {}
    for number, definition in definitions.items():
        for question in definition.questions:
            if question.asks:
                found.setdefault((question.key, _meaning(question)), []).append((number, question))
    return [
        _Asked(
            question=asked[0][1],
            versions=tuple(number for number, _ in asked),
            variants=tuple(question for _, question in asked),
            every_version=tuple(number for number, _ in asked),
        )
        for asked in found.values()
    ]


def _in_version(asked: _Asked, *, number: int | None) -> _Asked | None:
    """Return the question as one version asks it; None where it does not."""
    if number is None:
        return asked
    if number not in asked.versions:
        return None
    question = asked.variants[asked.versions.index(number)]
    return replace(asked, question=question, versions=(number,), variants=(question,))


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


def _summary(question: Question, asked: _Asked, counts: Mapping[str, int], reading: Reading) -> Summary:
    kind = SCORED.get(question.wording or "", question.summary)
    respondents = reading.respondents(question.key, asked.every_version)
    decision = respondents.decide(reading.view)
    bare = Summary(
        key=question.key,
        type=question.type,  # type: ignore[attr-defined]
        kind=kind,
        text=question.text,
        wording=question.wording,
        versions=asked.versions,
        reworded=any(variant.text != question.text for variant in asked.variants),
        decision=decision,
    )
    n = tallies.respondents(counts)
    if decision != "shown" or n < tallies.FEWEST_SHOWN:
        return bare
    rows = _rows(kind, question, asked.variants, counts)
    hidden = _hidden_places(rows, respondents, reading) if _is_place(question) else set()
    return replace(
        bare,
        n=n,
        rows=tuple(row for row in rows if row.value not in hidden),
        score=_score(kind, question, counts),
        withheld=tuple(row.label for row in rows if row.value in hidden),
    )


def _hidden_places(rows: Sequence[Row], respondents: Respondents, reading: Reading) -> set[str]:
    """Return the places that too few named: they are units, which no table may show then."""
    decided = tallies.suppressed({row.value: row.share.n for row in rows})
    units = {row.value: reading.unit_ids.get(row.value, UNIT_NOT_KNOWN) for row in rows}
    return {
        row.value
        for row in rows
        if row.share.n
        and (
            row.value in decided.hidden
            or respondents.decide(in_group(reading.view, "unit", units[row.value])) != "shown"
        )
    }


def _parted(summary: Summary, question: Question, asked: _Asked, reading: Reading, by: Grouping) -> Summary:
    """Return the summary with its parts: of each group what may be shown, in order of the groups."""
    respondents = reading.respondents(summary.key, asked.every_version)
    parts = []
    for group, counts in reading.counts(by=by, versions=asked.versions).get(summary.key, {}).items():
        decision = respondents.decide(in_group(reading.view, by, group))
        n = tallies.respondents(counts) if decision == "shown" else 0
        if n < tallies.FEWEST_SHOWN:
            parts.append(Part(group, decision, 0, None, ()))
            continue
        rows = () if _is_place(question) else _rows(summary.kind, question, asked.variants, counts)
        parts.append(Part(group, decision, n, _score(summary.kind, question, counts), rows))
    return replace(summary, parts=tuple(parts))


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
