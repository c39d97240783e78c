"""How the invented council measures what it has agreed to: the first technical note of each measure.

All of it is invented, as the figures are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.organisation import Words


@dataclass(frozen=True)
class Note:
    """What a technical note says. ``denominator`` is empty where nothing is divided."""

    source: Words
    numerator: Words
    denominator: Words
    exclusions: Words
    minimum_n: int


def _both(en: str, cy: str) -> Words:
    return {"en": en, "cy": cy}


_JOBS = _both("The repairs team's job list (invented)", "Rhestr waith y tîm atgyweirio (dychmygol)")
_DESK = _both("The centres' queue tickets (invented)", "Tocynnau ciw'r canolfannau (dychmygol)")
_LEDGER = _both("The council's ledger (invented)", "Cyfriflyfr y cyngor (dychmygol)")
_COUNTERS = _both("The libraries' door counters and loans (invented)", "Cyfrifwyr drws a benthyciadau (dychmygol)")
_SURVEY = _both("The service's own survey (invented answers)", "Arolwg y gwasanaeth ei hun (atebion dychmygol)")
_NONE = _both("None", "Dim")

_SATISFIED = Note(
    _SURVEY,
    _both("Answers “satisfied” and “very satisfied”", "Atebion “bodlon” a “bodlon iawn”"),
    _both("All answers to the question", "Pob ateb i'r cwestiwn"),
    _both("Submissions over a full quota", "Cyflwyniadau dros gwota llawn"),
    10,
)

NOTES: Mapping[str, Note] = {
    "repairs-in-20-days": Note(
        _JOBS,
        _both(
            "Repairs completed within 20 working days of being reported",
            "Gwaith a gwblhawyd o fewn 20 diwrnod gwaith i'w adrodd",
        ),
        _both("All repairs completed in the month", "Pob gwaith a gwblhawyd yn y mis"),
        _both("Planned works and repairs to empty homes", "Gwaith wedi'i gynllunio ac atgyweirio cartrefi gwag"),
        30,
    ),
    "repairs-satisfied": _SATISFIED,
    "cost-per-repair": Note(
        _LEDGER,
        _both("Cost of labour, materials and vans", "Cost llafur, deunyddiau a faniau"),
        _both("All repairs completed in the quarter", "Pob gwaith a gwblhawyd yn y chwarter"),
        _both("Planned works", "Gwaith wedi'i gynllunio"),
        30,
    ),
    "first-contact": Note(
        _DESK,
        _both("Enquiries with no second contact within 28 days", "Ymholiadau heb ail gyswllt o fewn 28 diwrnod"),
        _both("All enquiries of the month", "Holl ymholiadau'r mis"),
        _both("Payments at the desk", "Taliadau wrth y ddesg"),
        30,
    ),
    "counter-wait": Note(
        _DESK,
        _both("Median minutes from ticket to counter", "Canolrif y munudau o'r tocyn i'r cownter"),
        {},
        _both("Booked appointments", "Apwyntiadau wedi'u trefnu"),
        30,
    ),
    "cost-per-enquiry": Note(
        _LEDGER,
        _both("Cost of staff, buildings and telephones", "Cost staff, adeiladau a ffonau"),
        _both("Enquiries settled in the quarter", "Ymholiadau a setlwyd yn y chwarter"),
        _NONE,
        30,
    ),
    "libraries-satisfied": _SATISFIED,
    "online-loans": Note(
        _COUNTERS,
        _both("Renewals and reservations made online", "Adnewyddiadau a chadwadau ar-lein"),
        _both("All renewals and reservations", "Pob adnewyddiad a chadwad"),
        _both("Loans between libraries", "Benthyciadau rhwng llyfrgelloedd"),
        30,
    ),
    "shelved-in-5-days": Note(
        _COUNTERS,
        _both("Books back on the shelf within 5 days", "Llyfrau yn ôl ar y silff o fewn 5 diwrnod"),
        _both("All books returned in the month", "Pob llyfr a ddychwelwyd yn y mis"),
        _both("Books sent to be mended", "Llyfrau a anfonwyd i'w trwsio"),
        30,
    ),
    "cost-per-visit": Note(
        _LEDGER,
        _both("Cost of staff, buildings and books", "Cost staff, adeiladau a llyfrau"),
        _both("Visits counted at the doors in the quarter", "Ymweliadau a gyfrifwyd wrth y drysau yn y chwarter"),
        _both("Visits to rooms that are let", "Ymweliadau ag ystafelloedd ar osod"),
        30,
    ),
}


@dataclass(frozen=True)
class Part:
    """A unit's part of a target: where it stood, and where it is to be."""

    baseline: float
    level: float


# Where units differ, so do their parts: the furthest behind have the longest way to go.
PARTS: Mapping[str, Mapping[str, Part]] = {
    "repairs-in-20-days": {
        "repairs-uplands": Part(74.0, 90.0),
        "repairs-valley": Part(77.0, 91.0),
        "repairs-quayside": Part(58.0, 87.0),
        "repairs-dunes": Part(75.0, 90.0),
    },
    "counter-wait": {
        "centre-hilltop": Part(15.0, 10.0),
        "centre-market-square": Part(27.0, 12.0),
        "centre-mill-lane": Part(22.0, 12.0),
        "centre-station-road": Part(30.0, 13.0),
    },
}
