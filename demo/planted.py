"""What does not hang together in what the invented council has agreed to, planted for the audit to find.

A contradiction and an orphan are the targets here. The gap is in how often tenants complain of a theme that no target
on their repairs answers for (``demo/rates.py``).
"""

from dataclasses import dataclass

from demo.agreements import AGREEMENTS, MONEY, READING, Measure, Target
from demo.organisation import Words


@dataclass(frozen=True)
class Planted:
    """A target that should not be there as it is. ``agreement`` is the key of the one that it flows from, if any."""

    key: str
    service: str
    agreement: str | None
    target: Target
    set_by: Words


_COUNTER_WAIT = next(
    target.measure for agreement in AGREEMENTS for target in agreement.targets if target.measure.key == "counter-wait"
)

# One target wants people at the counter to wait half as long; the savings plan lets them wait longer.
CONTRADICTION = Planted(
    "counter-wait-savings",
    "customer-centres",
    "psa-first-contact",
    Target(_COUNTER_WAIT, baseline=24.0, level=30.0, years=2, owner=MONEY, evidence=("waiting",)),
    {"en": "Savings plan (invented)", "cy": "Cynllun arbedion (dychmygol)"},
)
ORPHAN = Planted(
    "shelved-in-5-days",
    "libraries",
    None,
    Target(
        Measure(
            "shelved-in-5-days",
            {
                "en": "Returned books back on the shelf within 5 days",
                "cy": "Llyfrau a ddychwelwyd yn ôl ar y silff o fewn 5 diwrnod",
            },
            "%",
            "higher",
            "figures",
        ),
        baseline=68.0,
        level=85.0,
        years=1,
        owner=READING,
        evidence=("waiting",),
    ),
    {"en": "An earlier plan for libraries (invented)", "cy": "Cynllun llyfrgelloedd cynharach (dychmygol)"},
)
PLANTED = (CONTRADICTION, ORPHAN)
# Service and theme.
GAP = ("repairs", "contact")
