"""Where somebody at risk is shown to, by country. Whoever runs the product names theirs in ``SIGNPOST_COUNTRY``.

Numbers change: whoever changes one says where it stands. 111 is the NHS's in England, Scotland and Wales, not in
Northern Ireland; 116 123 is the Samaritans' in all four.
"""

from words import Words

# Said where no country is named: there is no number that holds everywhere.
ANYWHERE: Words = {
    "en": (
        "If you or somebody else is in danger now, call your local emergency number. "
        "If you are struggling, you need not be alone with it: a doctor, a helpline or somebody you trust can help."
    ),
    "cy": (
        "Os ydych chi neu rywun arall mewn perygl nawr, ffoniwch eich rhif argyfwng lleol. "
        "Os ydych chi'n ei chael hi'n anodd, does dim rhaid i chi fod ar eich pen eich hun: "
        "gall meddyg, llinell gymorth neu rywun rydych yn ymddiried ynddo helpu."
    ),
    "ar": (
        "إذا كنت أنت أو أي شخص آخر في خطر الآن، فاتصل برقم الطوارئ المحلي. "
        "وإذا كنت تمر بوقت صعب فلست مضطرًا إلى مواجهته وحدك: يمكن لطبيب أو خط مساعدة أو شخص تثق به أن يساعدك."
    ),
}

COUNTRIES: dict[str, Words] = {
    "GB": {
        "en": (
            "If you or somebody else is in danger now, call 999. "
            "If it cannot wait but is no emergency, or for urgent help with mental health, call 111. "
            "You can talk to the Samaritans at any time, free, on 116 123."
        ),
        "cy": (
            "Os ydych chi neu rywun arall mewn perygl nawr, ffoniwch 999. "
            "Os na all aros ond nad yw'n argyfwng, neu am gymorth brys gydag iechyd meddwl, ffoniwch 111. "
            "Gallwch siarad â'r Samariaid unrhyw bryd, am ddim, ar 116 123."
        ),
        "ar": (
            "إذا كنت أنت أو أي شخص آخر في خطر الآن، فاتصل بالرقم 999. "
            "وإذا كان الأمر لا يحتمل الانتظار لكنه ليس حالة طارئة، "
            "أو لمساعدة عاجلة في الصحة النفسية، فاتصل بالرقم 111. "
            "ويمكنك التحدث إلى Samaritans في أي وقت مجانًا على الرقم 116 123."
        ),
    },
}


def for_country(code: str) -> Words:
    """Return what is said to somebody at risk in a country, by its ISO 3166 code; without one, what holds anywhere."""
    return COUNTRIES.get(code, ANYWHERE)
