"""How much feedback each unit gets, when, by which channel, and what about, when nothing special happens."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.words import Leaning


@dataclass(frozen=True)
class Rates:
    """What is usual for one service.

    Attributes:
        units: Weight of each unit, by key: its share of the feedback.
        week: Weight of each day, Monday first.
        hours: First and last hour at which it is open, Monday first; None where shut: only online is left.
        winter: By how much January is busier than the average (July is as much quieter).
        channels: Weight of each channel.
        satisfaction: Weights of the five points, worst first.
        leaning: What comments praise and blame.
        winter_neg: Themes that are blamed more in winter.
    """

    units: Mapping[str, float]
    week: tuple[float, ...]
    hours: tuple[tuple[int, int] | None, ...]
    winter: float
    channels: Mapping[str, float]
    satisfaction: tuple[float, ...]
    leaning: Leaning
    winter_neg: tuple[str, ...]


_OFFICE = ((8, 17),) * 5 + (None, None)
_COUNTER = ((9, 16),) * 3 + ((9, 18), (9, 16)) + (None, None)
_LIBRARY = (None,) + ((9, 17),) * 2 + ((9, 18), (9, 17), (9, 15)) + (None,)

RATES: Mapping[str, Rates] = {
    "repairs": Rates(
        units={"repairs-uplands": 0.8, "repairs-valley": 1.25, "repairs-quayside": 1.0, "repairs-dunes": 0.9},
        week=(1.35, 1.15, 1.0, 1.0, 0.95, 0.35, 0.25),
        hours=_OFFICE,
        winter=0.22,
        channels={"online": 36, "phone": 46, "person": 8, "letter": 10},
        satisfaction=(0.10, 0.11, 0.14, 0.34, 0.31),
        leaning=Leaning(
            pos={
                "staff_manner": 22,
                "outcome": 20,
                "waiting": 15,
                "staff_skill": 16,
                "information": 7,
                "process": 7,
                "contact": 6,
                "digital": 3,
                "access": 1.5,
                "fairness": 1,
                "facilities": 1.5,
                "cost": 1.5,
                "safety": 2.5,
                "privacy": 1.2,
                "capacity": 1.2,
            },
            neg={
                "waiting": 20,
                "outcome": 17,
                # No target on repairs answers for it: ``demo/planted.py``.
                "contact": 24,
                "information": 12,
                "process": 11,
                "staff_manner": 6,
                "staff_skill": 6,
                "digital": 5,
                "access": 4,
                "fairness": 4.5,
                "facilities": 6,
                "cost": 4,
                "safety": 3.5,
                "privacy": 2,
                "capacity": 4,
            },
        ),
        winter_neg=("waiting", "outcome"),
    ),
    "customer-centres": Rates(
        units={
            "centre-hilltop": 0.6,
            "centre-market-square": 1.3,
            "centre-mill-lane": 0.9,
            "centre-station-road": 1.1,
        },
        week=(1.4, 1.1, 0.95, 1.1, 0.9, 0.15, 0.12),
        hours=_COUNTER,
        winter=0.05,
        channels={"person": 52, "phone": 25, "online": 18, "letter": 5},
        satisfaction=(0.07, 0.10, 0.15, 0.36, 0.32),
        leaning=Leaning(
            pos={
                "staff_manner": 23,
                "staff_skill": 21,
                "waiting": 10,
                "information": 9,
                "process": 9,
                "outcome": 8,
                "contact": 6,
                "access": 4,
                "facilities": 4,
                "digital": 4,
                "fairness": 2.5,
                "cost": 2.5,
                "safety": 1.2,
                "privacy": 2,
                "capacity": 1.5,
            },
            neg={
                "waiting": 19,
                "information": 16,
                "contact": 8,
                "process": 15,
                "staff_manner": 8,
                "staff_skill": 7,
                "access": 8,
                "digital": 6,
                "fairness": 6,
                "outcome": 8,
                "facilities": 7,
                "cost": 5,
                "safety": 2.5,
                "privacy": 3.5,
                "capacity": 6,
            },
        ),
        winter_neg=("facilities",),
    ),
    "libraries": Rates(
        units={
            "library-chapel-street": 0.7,
            "library-travelling": 0.45,
            "library-central": 1.5,
            "library-harbour": 0.95,
        },
        week=(0.35, 1.15, 1.1, 1.15, 1.0, 1.5, 0.3),
        hours=_LIBRARY,
        winter=0.08,
        channels={"person": 66, "online": 24, "phone": 6, "delivery": 4},
        satisfaction=(0.03, 0.06, 0.12, 0.35, 0.44),
        leaning=Leaning(
            pos={
                "staff_manner": 22,
                "staff_skill": 15,
                "facilities": 16,
                "outcome": 17,
                "access": 9,
                "digital": 6,
                "cost": 5,
                "waiting": 4,
                "process": 4,
                "information": 5,
                "safety": 3,
                "fairness": 1.2,
                "privacy": 1.2,
                "contact": 2,
                "capacity": 1.5,
            },
            neg={
                "access": 18,
                "facilities": 16,
                "outcome": 13,
                "digital": 9,
                "waiting": 9,
                "information": 9,
                "capacity": 9,
                "process": 6,
                "contact": 5,
                "cost": 6,
                "staff_manner": 4,
                "staff_skill": 4,
                "fairness": 4,
                "safety": 3,
                "privacy": 2,
            },
        ),
        winter_neg=("facilities",),
    ),
}

# Small lasting differences between units, the honest noise that a manager must not chase.
UNIT_TILT: Mapping[str, float] = {
    "repairs-uplands": 0.04,
    "repairs-valley": -0.03,
    "repairs-dunes": 0.02,
    "centre-hilltop": 0.05,
    "centre-mill-lane": -0.02,
    "centre-station-road": -0.03,
    "library-chapel-street": 0.03,
    "library-travelling": 0.06,
    "library-central": -0.04,
}

# Share with a comment, by satisfaction 1 to 5: those with a strong feeling write.
COMMENTED = (0.48, 0.42, 0.30, 0.30, 0.365)

# Sentiment of a comment, by satisfaction 1 to 5: positive, negative, mixed, neutral. Some tick the wrong end.
SENTIMENT = (
    (0.04, 0.86, 0.07, 0.03),
    (0.03, 0.74, 0.18, 0.05),
    (0.16, 0.39, 0.30, 0.15),
    (0.52, 0.18, 0.19, 0.11),
    (0.79, 0.06, 0.07, 0.08),
)

SHARE_WELSH = 0.03
SHARE_CONVERSATION = 0.22
SHARE_PERSONAL = 0.014
SHARE_HARD = 0.008
SHARE_URGENT_OF_DISSATISFIED = 0.018
