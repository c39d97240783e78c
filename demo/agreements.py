"""What the invented council has agreed to achieve: an agreement per service, its targets and their owners.

Everybody here is a post, not a person, and mail to ``.invalid`` is never delivered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from demo.organisation import Words


@dataclass(frozen=True)
class Owner:
    """The post that answers for a target."""

    key: str
    role: Words
    email: str


@dataclass(frozen=True)
class Measure:
    """How something is counted.

    ``source`` is ``survey`` where the survey's own answers give the figure, ``figures`` where it is uploaded.
    """

    key: str
    name: Words
    unit: Literal["%", "days", "minutes", "£"]
    better: Literal["higher", "lower"]
    source: Literal["survey", "figures"]


@dataclass(frozen=True)
class Target:
    """A measure, a level and a date, with the themes of comments that are evidence for it.

    ``baseline`` is where the measure stood when the agreement was made, ``years`` how many financial years
    it has.
    """

    measure: Measure
    baseline: float
    level: float
    years: int
    owner: Owner
    evidence: tuple[str, ...]
    value_for_money: bool = False

    def due(self, until: date) -> date:
        """Return the day the target is due: a 31 March after the demonstration's last day."""
        first = until.year if until <= date(until.year, 3, 31) else until.year + 1
        return date(first + self.years - 1, 3, 31)


@dataclass(frozen=True)
class Agreement:
    """A public service agreement: an aim, objectives under it, and the targets that make them plain."""

    key: str
    kind: Literal["PSA", "SDA"]
    service: str
    title: Words
    aim: Words
    objectives: tuple[Words, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Aspiration:
    """What the council wants to become."""

    key: str
    text: Words


def _both(en: str, cy: str) -> Mapping[str, str]:
    return {"en": en, "cy": cy}


def _owner(key: str, en: str, cy: str) -> Owner:
    return Owner(key, _both(en, cy), f"{key.replace('-', '.')}@demo.invalid")


HOUSING = _owner("head-of-housing-repairs", "Head of Housing Repairs", "Pennaeth Atgyweirio Tai")
CUSTOMERS = _owner("head-of-customer-services", "Head of Customer Services", "Pennaeth Gwasanaethau Cwsmeriaid")
READING = _owner("head-of-libraries", "Head of Libraries", "Pennaeth Llyfrgelloedd")
MONEY = _owner("chief-finance-officer", "Chief Finance Officer", "Prif Swyddog Cyllid")
OWNERS = (HOUSING, CUSTOMERS, READING, MONEY)

ASPIRATION = Aspiration(
    "first-council-people-trust",
    _both(
        "People here name the council first when they say whom they trust to get things done.",
        "Y cyngor yw'r cyntaf y mae pobl yma yn ei enwi wrth ddweud pwy maen nhw'n ymddiried ynddo.",
    ),
)
SET_BY = _both("Cabinet", "Y Cabinet")
DELIVERED_BY = _both("Managers of the units", "Rheolwyr yr unedau")
REVIEWED_BY = _both("Performance manager, every month", "Rheolwr perfformiad, bob mis")

_REPAIRS = Agreement(
    key="psa-homes",
    kind="PSA",
    service="repairs",
    title=_both("Homes kept in good repair", "Cartrefi mewn cyflwr da"),
    aim=_both(
        "Every tenant has a safe, warm home, and what breaks in it is mended once, soon and well.",
        "Bod gan bob tenant gartref diogel a chynnes, a bod popeth sy'n torri yn cael ei drwsio unwaith, "
        "yn fuan ac yn dda.",
    ),
    objectives=(
        _both(
            "Cut the wait for a repair, most where it is longest",
            "Torri'r aros am waith, fwyaf lle mae hiraf",
        ),
        _both("Mend it on the first visit", "Trwsio ar yr ymweliad cyntaf"),
        _both("Spend less on going back", "Gwario llai ar fynd yn ôl"),
    ),
    targets=(
        Target(
            Measure(
                "repairs-in-20-days",
                _both("Repairs completed within 20 working days", "Gwaith a gwblhawyd o fewn 20 diwrnod gwaith"),
                "%",
                "higher",
                "figures",
            ),
            baseline=71.0,
            level=90.0,
            years=1,
            owner=HOUSING,
            evidence=("waiting", "outcome"),
        ),
        Target(
            Measure(
                "repairs-satisfied",
                _both(
                    "Tenants satisfied or very satisfied with their repair",
                    "Tenantiaid bodlon neu fodlon iawn â'r gwaith",
                ),
                "%",
                "higher",
                "survey",
            ),
            baseline=58.0,
            level=75.0,
            years=2,
            owner=HOUSING,
            evidence=("waiting", "outcome", "staff_manner", "information", "facilities"),
        ),
        Target(
            Measure(
                "cost-per-repair",
                _both("Cost of a completed repair", "Cost gwaith wedi'i gwblhau"),
                "£",
                "lower",
                "figures",
            ),
            baseline=164.0,
            level=138.0,
            years=2,
            owner=MONEY,
            evidence=("cost", "process", "outcome"),
            value_for_money=True,
        ),
    ),
)
_CENTRES = Agreement(
    key="psa-first-contact",
    kind="PSA",
    service="customer-centres",
    title=_both("Answered at the first contact", "Ateb ar y cyswllt cyntaf"),
    aim=_both(
        "Whoever asks the council something is answered once, plainly and with respect, however they ask.",
        "Bod pawb sy'n gofyn rhywbeth i'r cyngor yn cael ateb unwaith, yn glir a chyda pharch, "
        "sut bynnag y maen nhw'n gofyn.",
    ),
    objectives=(
        _both("See people soon", "Gweld pobl yn fuan"),
        _both(
            "Write letters that need no second letter",
            "Ysgrifennu llythyrau nad oes angen ail lythyr ar eu hôl",
        ),
        _both(
            "Make it easy to reach the person who can answer",
            "Ei gwneud yn hawdd cyrraedd y person sy'n gallu ateb",
        ),
    ),
    targets=(
        Target(
            Measure(
                "first-contact",
                _both("Enquiries settled at the first contact", "Ymholiadau a setlwyd ar y cyswllt cyntaf"),
                "%",
                "higher",
                "figures",
            ),
            baseline=62.0,
            level=80.0,
            years=1,
            owner=CUSTOMERS,
            # "contact" is left for the program to suggest, and for a person to confirm.
            evidence=("information", "process", "staff_skill", "staff_manner"),
        ),
        Target(
            Measure(
                "counter-wait",
                _both("Typical wait at the counter", "Aros arferol wrth y cownter"),
                "minutes",
                "lower",
                "figures",
            ),
            baseline=24.0,
            level=12.0,
            years=1,
            owner=CUSTOMERS,
            evidence=("waiting", "capacity"),
        ),
        Target(
            Measure(
                "cost-per-enquiry",
                _both("Cost of a settled enquiry", "Cost ymholiad wedi'i setlo"),
                "£",
                "lower",
                "figures",
            ),
            baseline=9.4,
            level=7.5,
            years=2,
            owner=MONEY,
            evidence=("cost", "contact", "digital"),
            value_for_money=True,
        ),
    ),
)
_LIBRARIES = Agreement(
    key="psa-libraries",
    kind="PSA",
    service="libraries",
    title=_both("A library within everyone's reach", "Llyfrgell o fewn cyrraedd pawb"),
    aim=_both(
        "Everyone in the county can read, learn and be among people, near home and at hours that suit them.",
        "Bod pawb yn y sir yn gallu darllen, dysgu a bod ymhlith pobl, yn agos at adref ac ar oriau sy'n eu siwtio.",
    ),
    objectives=(
        _both("Open when people are free", "Agor pan fydd pobl yn rhydd"),
        _both(
            "Make borrowing as easy online as at the desk",
            "Gwneud benthyca mor hawdd ar-lein ag wrth y ddesg",
        ),
    ),
    targets=(
        Target(
            Measure(
                "libraries-satisfied",
                _both("Readers satisfied or very satisfied", "Darllenwyr bodlon neu fodlon iawn"),
                "%",
                "higher",
                "survey",
            ),
            baseline=76.0,
            level=88.0,
            years=2,
            owner=READING,
            evidence=("access", "facilities", "outcome", "staff_manner"),
        ),
        Target(
            Measure(
                "online-loans",
                _both("Renewals and reservations made online", "Adnewyddu a chadw llyfrau ar-lein"),
                "%",
                "higher",
                "figures",
            ),
            baseline=41.0,
            level=60.0,
            years=1,
            owner=READING,
            evidence=("digital",),
        ),
        Target(
            Measure("cost-per-visit", _both("Cost of a visit", "Cost ymweliad"), "£", "lower", "figures"),
            baseline=3.1,
            level=2.6,
            years=2,
            owner=MONEY,
            # Likewise "cost".
            evidence=("capacity", "access"),
            value_for_money=True,
        ),
    ),
)

AGREEMENTS = (_REPAIRS, _CENTRES, _LIBRARIES)
