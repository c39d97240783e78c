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

MEANT: Final[dict[str, str]] = {
    "waiting": "Queues, delays and how long people wait until they are seen or answered, or until the work is done",
    "staff_manner": "Whether staff are kind, polite and respectful, and listen to people",
    "staff_skill": "Whether staff are competent and helpful, and give the right advice",
    "information": "Whether letters, guidance and explanations are clear and complete, and people are kept informed",
    "contact": "Reaching somebody by telephone or e-mail, calls answered, and being passed around",
    "digital": "Using the website, the app, online forms and online accounts",
    "process": "Booking, paperwork, the number of steps, hand-overs between teams, having to say it all again",
    "access": "Opening hours, location, transport, parking, disability and language: whether all can use the service",
    "fairness": "Fair and consistent decisions, eligibility, equal treatment, complaints and appeals",
    "outcome": "Whether the problem is solved and the work is right first time and of a good standard",
    "facilities": "Buildings, vehicles, roads, parks and equipment: their condition, cleanliness and comfort",
    "cost": "What it costs: fees, prices, value for money, and money spent or wasted",
    "safety": "Whether people feel safe: crime, accidents, hazards and harm",
    "privacy": "How personal data are handled, confidentiality, and trust in the organisation",
    "capacity": "How many staff there are, vacancies, funding and shortages",
}
"""Key to what belongs to the theme, in one English sentence, for models that compare what sentences mean."""

THEME_KEYS: Final = tuple(THEMES)
