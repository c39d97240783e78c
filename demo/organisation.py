"""The invented organisation: Tarrenmouth Council, its services, its units and its surveys.

No place is called Tarrenmouth or Abertarren, and nothing here is named after anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Words = Mapping[str, str]  # language to text


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: its value as stored, and its words."""

    value: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question of a survey. A rating's options run from the worst (1) to the best (5)."""

    key: str
    type: Literal["rating", "choice", "text"]
    wording: Words
    options: tuple[Option, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class Survey:
    """A survey that citizens find at ``/s/<slug>``."""

    slug: str
    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Service:
    """A thing that the organisation offers, with its one survey."""

    key: str
    name: Words
    about: Words
    survey: Survey


@dataclass(frozen=True)
class Unit:
    """A team or place that delivers one service, or a region (no service, no parent) that holds units."""

    key: str
    name: Words
    service: str | None = None
    parent: str | None = None


@dataclass(frozen=True)
class Organisation:
    """The whole of it. ``units`` are the twelve that deliver; ``regions`` are their three parents."""

    key: str
    name: Words
    time_zone: str
    languages: tuple[str, ...]
    services: tuple[Service, ...]
    regions: tuple[Unit, ...]
    units: tuple[Unit, ...]

    def unit(self, key: str) -> Unit:
        """Return the unit or region of that key.

        Raises:
            KeyError: If there is none.
        """
        return {unit.key: unit for unit in (*self.regions, *self.units)}[key]


def _both(en: str, cy: str, ar: str | None = None) -> Words:
    return {"en": en, "cy": cy} if ar is None else {"en": en, "cy": cy, "ar": ar}


# The wordings of both are a standard instrument's and stay as they are.
SATISFACTION = Question(
    key="satisfaction",
    type="rating",
    wording=_both(
        "Overall, how did you feel about the service you received today?",
        "At ei gilydd, sut oeddech chi'n teimlo am y gwasanaeth a gawsoch heddiw?",
        "بشكل عام، ما شعورك تجاه الخدمة التي تلقيتها اليوم؟",
    ),
    options=(
        Option("1", _both("Very dissatisfied", "Anfodlon iawn", "غير راضٍ إطلاقًا")),
        Option("2", _both("Dissatisfied", "Anfodlon", "غير راضٍ")),
        Option(
            "3", _both("Neither satisfied nor dissatisfied", "Ddim yn fodlon nac yn anfodlon", "لست راضيًا ولا غير راضٍ")
        ),
        Option("4", _both("Satisfied", "Bodlon", "راضٍ")),
        Option("5", _both("Very satisfied", "Bodlon iawn", "راضٍ جدًا")),
    ),
)
IMPROVE = Question(
    key="improve",
    type="text",
    wording=_both(
        "How could we improve this service?",
        "Sut gallem ni wella'r gwasanaeth hwn?",
        "كيف يمكننا تحسين هذه الخدمة؟",
    ),
    required=False,
)

_ONLINE = Option("online", _both("Online", "Ar-lein", "عبر الإنترنت"))
_PHONE = Option("phone", _both("By phone", "Dros y ffôn", "عبر الهاتف"))
_LETTER = Option("letter", _both("By letter or e-mail", "Drwy lythyr neu e-bost"))


def _channel(en: str, cy: str, *options: Option, ar: str | None = None) -> Question:
    return Question("channel", "choice", _both(en, cy, ar), options)


_REPAIRS = Service(
    key="repairs",
    name=_both("Housing repairs", "Atgyweirio tai"),
    about=_both("Repairs to the homes that the council lets", "Atgyweirio'r cartrefi y mae'r cyngor yn eu gosod"),
    survey=Survey(
        slug="repairs",
        title=_both("Your repair", "Eich gwaith atgyweirio"),
        questions=(
            SATISFACTION,
            _channel(
                "How did you report the repair?",
                "Sut wnaethoch chi roi gwybod am y gwaith?",
                _ONLINE,
                _PHONE,
                Option("person", _both("In person, to a member of staff", "Wyneb yn wyneb, wrth aelod o staff")),
                _LETTER,
            ),
            IMPROVE,
        ),
    ),
)
_CENTRES = Service(
    key="customer-centres",
    name=_both("Customer service centres", "Canolfannau gwasanaethau cwsmeriaid"),
    about=_both(
        "Council tax, benefits, permits and passes, over the counter and by phone",
        "Treth y cyngor, budd-daliadau, trwyddedau a thocynnau, wrth y cownter a dros y ffôn",
    ),
    survey=Survey(
        slug="customer-centres",
        title=_both("Your visit or call", "Eich ymweliad neu'ch galwad"),
        questions=(
            SATISFACTION,
            _channel(
                "How did you use the service?",
                "Sut wnaethoch chi ddefnyddio'r gwasanaeth?",
                Option("person", _both("In person, at a centre", "Wyneb yn wyneb, mewn canolfan")),
                _PHONE,
                _ONLINE,
                _LETTER,
            ),
            IMPROVE,
        ),
    ),
)
_LIBRARIES = Service(
    key="libraries",
    name=_both("Libraries", "Llyfrgelloedd"),
    about=_both("Three libraries, and one that travels", "Tair llyfrgell, ac un sy'n teithio"),
    survey=Survey(
        slug="libraries",
        title=_both("Your library", "Eich llyfrgell", "مكتبتك"),
        questions=(
            SATISFACTION,
            _channel(
                "How did you use the library?",
                "Sut wnaethoch chi ddefnyddio'r llyfrgell?",
                Option("person", _both("In person", "Wyneb yn wyneb", "شخصيًا")),
                _ONLINE,
                _PHONE,
                Option("delivery", _both("Home delivery", "Danfon i'r cartref", "التوصيل إلى المنزل")),
                ar="كيف استخدمت المكتبة؟",
            ),
            IMPROVE,
        ),
    ),
)

_REGIONS = (
    Unit("uplands", _both("The Uplands", "Yr Ucheldir")),
    Unit("valley", _both("The Valley", "Y Dyffryn")),
    Unit("coast", _both("The Coast", "Yr Arfordir")),
)


def _unit(key: str, service: Service, parent: str, en: str, cy: str) -> Unit:
    return Unit(key, _both(en, cy), service.key, parent)


_UNITS = (
    _unit("repairs-uplands", _REPAIRS, "uplands", "Uplands repairs team", "Tîm atgyweirio'r Ucheldir"),
    _unit("repairs-valley", _REPAIRS, "valley", "Valley repairs team", "Tîm atgyweirio'r Dyffryn"),
    _unit("repairs-quayside", _REPAIRS, "coast", "Quayside repairs team", "Tîm atgyweirio'r Cei"),
    _unit("repairs-dunes", _REPAIRS, "coast", "Dunes repairs team", "Tîm atgyweirio'r Twyni"),
    _unit("centre-hilltop", _CENTRES, "uplands", "Hilltop centre", "Canolfan Pen y Bryn"),
    _unit("centre-market-square", _CENTRES, "valley", "Market Square centre", "Canolfan Sgwâr y Farchnad"),
    _unit("centre-mill-lane", _CENTRES, "valley", "Mill Lane centre", "Canolfan Lôn y Felin"),
    _unit("centre-station-road", _CENTRES, "coast", "Station Road centre", "Canolfan Heol yr Orsaf"),
    _unit("library-chapel-street", _LIBRARIES, "uplands", "Chapel Street Library", "Llyfrgell Stryd y Capel"),
    _unit("library-travelling", _LIBRARIES, "uplands", "Travelling library", "Y llyfrgell deithiol"),
    _unit("library-central", _LIBRARIES, "valley", "Central Library", "Y Llyfrgell Ganolog"),
    _unit("library-harbour", _LIBRARIES, "coast", "Harbour Library", "Llyfrgell yr Harbwr"),
)

ORGANISATION = Organisation(
    key="tarrenmouth",
    name=_both("Tarrenmouth Council", "Cyngor Abertarren"),
    time_zone="Europe/London",
    languages=("en", "cy"),
    services=(_REPAIRS, _CENTRES, _LIBRARIES),
    regions=_REGIONS,
    units=_UNITS,
)
