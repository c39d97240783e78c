"""Formulas: what a measure that feedback feeds makes of what was counted in one period at one unit.

Each has one definition, in ``tallies``, and says which counts it wants. Shares and rates are in percent (0 to 100).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tallies import (
    COMPLETED,
    NOT_ANALYSED,
    RESPONDENTS,
    SENTIMENT,
    STARTED,
    SUBMISSIONS,
    WAY,
    Figure,
    as_numbers,
    ces,
    csat,
    friends_and_family,
    mean,
    nps,
    question_subject,
    satisfaction_gds,
    share,
    theme_subject,
)
from targets.errors import ParametersError, UnknownFormulaError

# Subject -> value -> how often, of one period and unit.
Counts: TypeAlias = Mapping[str, Mapping[str, int]]
Parameters: TypeAlias = Mapping[str, Any]

PER_CENT = 100.0
DONT_KNOW = "dont_know"
# The ways of answering that are digital: what is keyed in from paper or sent in by another system is not.
DIGITAL = ("page", "conversation")
POLARITIES = ("pos", "neg", "mixed", "neu")
POSITIVE, NEGATIVE = "positive", "negative"


@dataclass(frozen=True)
class Fed:
    """What a formula found: numerator and denominator where it has them, and the figure in the measure's unit.

    ``value`` is None where nothing was counted to divide by; ``low`` and ``high`` where there is no interval.
    """

    n: int
    value: float | None
    low: float | None
    high: float | None
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Formula:
    """How feedback becomes a figure.

    ``wants`` are the parameters it must be given, ``may_have`` those it may. ``unit_of_measure`` is what its figures
    are in, ``least`` and ``most`` the ends of its scale.
    """

    key: str
    unit_of_measure: str
    least: float
    most: float
    wants: tuple[str, ...]
    subjects: Callable[[Parameters], tuple[str, ...]]
    figure: Callable[[Counts, Parameters], Fed]
    may_have: tuple[str, ...] = ()
    # Whether it counts what a pipeline found.
    is_of_findings: bool = False
    # Whether units have figures of it. Where people begin is a way in's unit, where they end the one that they name.
    has_units: bool = True


def formula(key: str) -> Formula:
    """Return the formula with a key.

    Raises:
        UnknownFormulaError: If there is none.
    """
    try:
        return FORMULAS[key]
    except KeyError:
        raise UnknownFormulaError(key, sorted(FORMULAS)) from None


def check_parameters(key: str, parameters: Parameters) -> None:
    """Check that a formula is given what it wants and nothing that it does not know.

    Raises:
        UnknownFormulaError: If there is no such formula.
        ParametersError: If a parameter is missing, unknown, or not of its kind.
    """
    found = formula(key)
    missing = [name for name in found.wants if not parameters.get(name)]
    unknown = sorted(parameters.keys() - {*found.wants, *found.may_have})
    if missing or unknown:
        raise ParametersError(key, missing=missing, unknown=unknown)
    wrong = [name for name, value in parameters.items() if not KINDS[name](value)]
    if wrong:
        raise ParametersError(key, wrong=wrong)


def fed(key: str, counts: Counts, parameters: Parameters) -> Fed:
    """Return the figure that a formula makes of counts.

    Raises:
        ValueError: If what was counted is not on the formula's scale: the question is another than it is for.
    """
    return formula(key).figure(counts, parameters)


def _of_question(parameters: Parameters) -> tuple[str, ...]:
    return (question_subject(str(parameters["question"])),)


def _answers(counts: Counts, parameters: Parameters) -> Mapping[str, int]:
    return counts.get(question_subject(str(parameters["question"])), {})


def _points(counts: Counts, parameters: Parameters) -> dict[int, int]:
    numbers = as_numbers({value: n for value, n in _answers(counts, parameters).items() if value != DONT_KNOW})
    return {int(number): n for number, n in numbers.items()}


def _percent(n: int, of: int) -> Fed:
    found = share(n, of)
    if not of:
        return Fed(0, None, None, None, 0, 0)
    return Fed(of, PER_CENT * found.value, PER_CENT * found.low, PER_CENT * found.high, n, of)


def _as_fed(figure: Figure, *, scale: float = 1.0) -> Fed:
    value, low, high = (
        None if end is None else scale * end
        for end in ((figure.value, figure.low, figure.high) if figure.n else (None, None, None))
    )
    return Fed(figure.n, value, low, high)


def _share_satisfied(counts: Counts, parameters: Parameters) -> Fed:
    satisfied = csat(_points(counts, parameters)).satisfied
    return _percent(satisfied.n, satisfied.of)


def _gds_score(counts: Counts, parameters: Parameters) -> Fed:
    return _as_fed(satisfaction_gds(_points(counts, parameters)).performance_platform, scale=PER_CENT)


def _nps(counts: Counts, parameters: Parameters) -> Fed:
    return _as_fed(nps(_points(counts, parameters)))


def _ces(counts: Counts, parameters: Parameters) -> Fed:
    return _as_fed(ces(_points(counts, parameters)))


def _friends(counts: Counts, parameters: Parameters) -> Fed:
    unsure = _answers(counts, parameters).get(DONT_KNOW, 0)
    positive = friends_and_family(_points(counts, parameters), dont_know=unsure).positive
    return _percent(positive.n, positive.of)


def _mean(counts: Counts, parameters: Parameters) -> Fed:
    return _as_fed(mean(as_numbers(_answers(counts, parameters))))


def _share_of_values(counts: Counts, parameters: Parameters) -> Fed:
    answers = _answers(counts, parameters)
    of = answers[RESPONDENTS] if RESPONDENTS in answers else sum(answers.values())
    return _percent(sum(answers.get(value, 0) for value in parameters["values"]), of)


def _theme_rate(counts: Counts, parameters: Parameters) -> Fed:
    found = counts.get(theme_subject(str(parameters["theme"])), {})
    n = found.get(parameters["polarity"], 0) if parameters.get("polarity") else sum(found.values())
    return _percent(n, max(n, sum(counts.get(SUBMISSIONS, {}).values())))


def _net_sentiment(counts: Counts, parameters: Parameters) -> Fed:
    del parameters
    found = {value: n for value, n in counts.get(SENTIMENT, {}).items() if value != NOT_ANALYSED}
    # Of three kinds of people a net share is what a Net Promoter Score is, with its interval.
    positive, negative = found.get(POSITIVE, 0), found.get(NEGATIVE, 0)
    return _as_fed(nps({9: positive, 0: negative, 7: sum(found.values()) - positive - negative}))


def _completion_rate(counts: Counts, parameters: Parameters) -> Fed:
    del parameters
    ways = counts.get(WAY, {})
    # Who began in one period may end in the next.
    return _percent(ways.get(COMPLETED, 0), max(ways.get(STARTED, 0), ways.get(COMPLETED, 0)))


def _digital_take_up(counts: Counts, parameters: Parameters) -> Fed:
    del parameters
    modes = counts.get(SUBMISSIONS, {})
    return _percent(sum(modes.get(mode, 0) for mode in DIGITAL), sum(modes.values()))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_names(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value) and all(map(_is_name, value))


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "question": _is_name,
    "values": _are_names,
    "theme": _is_name,
    "polarity": POLARITIES.__contains__,
    "wording": _is_name,
}


def _theme_subjects(parameters: Parameters) -> tuple[str, ...]:
    return (theme_subject(str(parameters["theme"])), SUBMISSIONS)


_ALL = (
    Formula("share_satisfied", "%", 0, 100, ("question",), _of_question, _share_satisfied),
    # By both definitions, each under its own name: they differ.
    Formula("gds_satisfaction", "%", 0, 100, ("question",), _of_question, _share_satisfied),
    Formula("gds_performance_platform", "%", 0, 100, ("question",), _of_question, _gds_score),
    Formula("csat", "%", 0, 100, ("question",), _of_question, _share_satisfied),
    Formula("nps", "points", -100, 100, ("question",), _of_question, _nps),
    Formula("ces", "points", 1, 7, ("question",), _of_question, _ces),
    Formula("friends_and_family", "%", 0, 100, ("question",), _of_question, _friends),
    # A statement of OMB Circular A-11, section 280, that people agree with from 1 to 5. Six wordings are in use, whose
    # scores are not comparable: which one was asked stands with the measure.
    Formula("a11_agreement", "%", 0, 100, ("question", "wording"), _of_question, _share_satisfied),
    # The question of trust since 2023: a thumb up or down.
    Formula("a11_trust", "%", 0, 100, ("question", "wording", "values"), _of_question, _share_of_values),
    Formula("share_of_answers", "%", 0, 100, ("question", "values"), _of_question, _share_of_values),
    Formula("mean_answer", "points", -1e9, 1e9, ("question",), _of_question, _mean),
    Formula(
        "theme_rate", "per 100", 0, 100, ("theme",), _theme_subjects, _theme_rate, ("polarity",), is_of_findings=True
    ),
    Formula("net_sentiment", "points", -100, 100, (), lambda _: (SENTIMENT,), _net_sentiment, is_of_findings=True),
    Formula("completion_rate", "%", 0, 100, (), lambda _: (WAY,), _completion_rate, has_units=False),
    Formula("digital_take_up", "%", 0, 100, (), lambda _: (SUBMISSIONS,), _digital_take_up),
)
FORMULAS: Mapping[str, Formula] = {each.key: each for each in _ALL}
