"""The theme sets' vocabulary: keys and names, as plain data that anyone may import."""

from __future__ import annotations

from typing import Final

PUBLIC_SERVICES_1: Final = "public-services-1"

THEMES: Final[dict[str, dict[str, str]]] = {
    "waiting": {"en": "Waiting and timeliness", "cy": "Aros a phrydlondeb"},
    "staff_manner": {"en": "Staff manner", "cy": "Agwedd staff"},
    "staff_skill": {"en": "Staff skill and helpfulness", "cy": "Sgiliau a pharodrwydd staff i helpu"},
    "information": {"en": "Information and communication", "cy": "Gwybodaeth a chyfathrebu"},
    "contact": {"en": "Getting in touch", "cy": "Cysylltu â ni"},
    "digital": {"en": "Website, app and online forms", "cy": "Gwefan, ap a ffurflenni ar-lein"},
    "process": {"en": "Process and co-ordination", "cy": "Prosesau a chydlynu"},
    "access": {"en": "Access and inclusion", "cy": "Mynediad a chynhwysiant"},
    "fairness": {"en": "Decisions and fairness", "cy": "Penderfyniadau a thegwch"},
    "outcome": {"en": "Outcome and quality", "cy": "Canlyniad ac ansawdd"},
    "facilities": {"en": "Places and equipment", "cy": "Lleoedd ac offer"},
    "cost": {"en": "Cost and value", "cy": "Cost a gwerth"},
    "safety": {"en": "Safety", "cy": "Diogelwch"},
    "privacy": {"en": "Privacy and trust", "cy": "Preifatrwydd ac ymddiriedaeth"},
    "capacity": {"en": "Staffing and resources", "cy": "Staffio ac adnoddau"},
}
"""Key to {language: name}, in the order in which themes are listed everywhere."""

THEME_KEYS: Final = tuple(THEMES)
