"""What can go wrong with agreements, measures and targets, as classes that know their facts.

``message`` is one sentence for the person who set them; ``str()`` is the same in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from words import Message

TAKEN: Mapping[str, Message] = {
    "aspiration": Message("There is an aspiration with the key %(key)s already."),
    "agreement": Message("There is an agreement with the key %(key)s already."),
    "measure": Message("There is a measure with the key %(key)s already."),
    "target": Message("There is a target with the key %(key)s already."),
}
UNKNOWN: Mapping[str, Message] = {
    "aspiration": Message("There is no aspiration with the key %(key)s."),
    "agreement": Message("There is no agreement with the key %(key)s."),
    "measure": Message("There is no measure with the key %(key)s."),
    "target": Message("There is no target with the key %(key)s."),
    "service": Message("There is no service with the address %(key)s."),
    "unit": Message("There is no unit with the address %(key)s."),
    "theme": Message("There is no theme %(key)s."),
}


class TargetError(Exception):
    """Something about what a service answers for."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class DuplicateKeyError(TargetError):
    """The key is taken; ``kind`` says of what."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(replace(TAKEN[kind], values={"key": key}))
        self.kind, self.key = kind, key


class BadKeyError(TargetError):
    """The key has characters that a link or a file name cannot have, or too many."""

    def __init__(self, key: str) -> None:
        super().__init__(
            Message(
                "The key %(key)s must be at most 64 small letters, figures and hyphens, and not begin with a hyphen.",
                {"key": key[:80]},
            )
        )
        self.key = key


class UnknownKeyError(TargetError):
    """Nothing of this ``kind`` has the key."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(replace(UNKNOWN[kind], values={"key": key[:80]}))
        self.kind, self.key = kind, key


class AgreementCycleError(TargetError):
    """Agreements deliver one another in a circle, or one itself; ``keys`` are those on it, in order."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            Message(
                "The agreements %(keys)s deliver one another in a circle; let one of them deliver none of the others.",
                {"keys": ", ".join(keys)},
            )
            if len(keys) > 1
            else Message("The agreement %(key)s delivers itself; let it deliver another, or none.", {"key": keys[0]})
        )
        self.keys = tuple(keys)


class PsaDeliversError(TargetError):
    """A Public Service Agreement was to deliver another agreement."""

    def __init__(self, key: str) -> None:
        super().__init__(
            Message(
                "The agreement %(key)s is a Public Service Agreement; only Service Delivery Agreements deliver others.",
                {"key": key},
            )
        )
        self.key = key


class BackwardsAgreementError(TargetError):
    """The agreement ends before it starts."""

    def __init__(self, starts_on: date, ends_on: date) -> None:
        super().__init__(
            Message("The agreement ends on %(end)s, before it starts.", {"start": starts_on, "end": ends_on})
        )
        self.starts_on, self.ends_on = starts_on, ends_on


class OtherServiceError(TargetError):
    """The measure belongs to another service than the agreement."""

    def __init__(self, measure: str, agreement: str) -> None:
        super().__init__(
            Message(
                "The measure %(measure)s belongs to another service than the agreement %(agreement)s.",
                {"measure": measure, "agreement": agreement},
            )
        )
        self.measure, self.agreement = measure, agreement


class MeasureInUseError(TargetError):
    """What the figures of a measure mean was to be changed, and it has figures."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            Message(
                "The measure %(measure)s has figures already; set a new measure instead of changing what they mean.",
                {"measure": measure},
            )
        )
        self.measure = measure


class UnknownOwnerError(TargetError):
    """Nobody of the organisation has this e-mail address."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Message("Nobody of the organisation has the e-mail address %(email)s.", {"email": email[:254]})
        )
        self.email = email


class DisabledOwnerError(TargetError):
    """The person's account is switched off: nobody answers who has left."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Message("The account of %(name)s is switched off; name an owner who is there.", {"name": name})
        )
        self.name = name


class HandOverError(TargetError):
    """A target was to be handed over before its present owner had it."""

    def __init__(self, since: date, on: date) -> None:
        super().__init__(
            Message(
                "The target cannot be handed over on %(on)s: its owner has it only since %(since)s.",
                {"on": on, "since": since},
            )
        )
        self.since, self.on = since, on


class LockedNoteError(TargetError):
    """A technical note was to be changed, or one opened that counts for periods that the newest counts for."""

    def __init__(self, measure: str, version: int, valid_from: date) -> None:
        super().__init__(
            Message(
                "Version %(version)s of the technical note of %(measure)s is locked; open a new version that counts "
                "from a period after %(day)s.",
                {"measure": measure, "version": version, "day": valid_from},
            )
        )
        self.measure, self.version, self.valid_from = measure, version, valid_from


class NoReasonError(TargetError):
    """A technical note was to be changed without a reason in writing."""

    def __init__(self, measure: str) -> None:
        super().__init__(Message("Say why the technical note of %(measure)s changes.", {"measure": measure}))
        self.measure = measure


class PeriodStartError(TargetError):
    """The day is not the first of a month or quarter, whichever the measure has."""

    def __init__(self, day: date, cadence: str) -> None:
        super().__init__(
            {
                "month": Message("%(day)s is not the first day of a month.", {"day": day}),
                "quarter": Message("%(day)s is not the first day of a quarter.", {"day": day}),
            }[cadence]
        )
        self.day, self.cadence = day, cadence


class PeriodLockedError(TargetError):
    """The period takes no further revision."""

    def __init__(self, measure: str, period_on: date) -> None:
        super().__init__(
            Message(
                "The figure of %(measure)s for the period of %(day)s is locked.",
                {"measure": measure, "day": period_on},
            )
        )
        self.measure, self.period_on = measure, period_on


class WeightError(TargetError):
    """The weight of a link is not above 0 and at most 1."""

    def __init__(self, weight: float) -> None:
        super().__init__(Message("The weight of a theme must be above 0 and at most 1."))
        self.weight = weight


class UnknownFormulaError(TargetError):
    """There is no formula with the key."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        super().__init__(
            Message(
                "There is no formula %(key)s. The formulas are: %(known)s.",
                {"key": key[:80], "known": ", ".join(known)},
            )
        )
        self.key = key


class ParametersError(TargetError):
    """A formula is not given what it wants: parameters are missing, unknown, or of another kind than they must be."""

    def __init__(
        self, key: str, *, missing: Sequence[str] = (), unknown: Sequence[str] = (), wrong: Sequence[str] = ()
    ) -> None:
        says = (
            (missing, Message("The formula %(key)s wants the parameter %(names)s.")),
            (unknown, Message("The formula %(key)s knows no parameter %(names)s.")),
            (wrong, Message("The formula %(key)s cannot use what is given as %(names)s.")),
        )
        names, message = next((names, message) for names, message in says if names)
        super().__init__(replace(message, values={"key": key, "names": ", ".join(names)}))
        self.key, self.missing, self.unknown, self.wrong = key, tuple(missing), tuple(unknown), tuple(wrong)


class NotFedError(TargetError):
    """The figures of the measure do not come of feedback."""

    def __init__(self, measure: str) -> None:
        super().__init__(
            Message("The figures of %(measure)s are uploaded; no feedback feeds it.", {"measure": measure})
        )
        self.measure = measure


class LongTextError(TargetError):
    """A text has more characters than ``most``."""

    def __init__(self, most: int) -> None:
        super().__init__(Message("A text must have at most %(most)s characters.", {"most": f"{most:,}"}))
        self.most = most


class LinkChangedError(TargetError):
    """The link between a theme and a target was decided about, or suggested anew, since it was looked at."""

    def __init__(self, theme: str) -> None:
        super().__init__(Message("The link to the theme %(theme)s was changed meanwhile.", {"theme": theme}))
        self.theme = theme


class RebasePeriodError(TargetError):
    """Limits cannot start anew at a period that has no figures before it, or none from it on."""

    def __init__(self, day: date) -> None:
        super().__init__(Message("Limits can start anew only where there are figures before and after.", {}))
        self.day = day


class RebasedAlreadyError(TargetError):
    """Limits start anew at this period already."""

    def __init__(self, day: date) -> None:
        super().__init__(Message("The limits start anew there already.", {}))
        self.day = day


class NoRebaseReasonError(TargetError):
    """Limits were to start anew and nobody said why."""

    def __init__(self) -> None:
        super().__init__(Message("Say why the limits start anew.", {}))
