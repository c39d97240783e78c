"""The standard instruments, word for word. English is the instrument; what stands beside it is our translation.

Sources: OMB Circular A-11 section 280 (performance.gov's pages of customer experience data), the GOV.UK service manual,
NHS England's guidance on the Friends and Family Test, Reichheld 2003 (Net Promoter Score), Dixon, Freeman and Toman
2010 (Customer Effort Score 2.0). The Welsh has yet to be reviewed by a Welsh speaker.
"""

from typing import Any

A11_DRIVERS = [
    {"value": "effectiveness", "label": {"en": "Effectiveness: my need was addressed"}},
    {"value": "ease", "label": {"en": "Ease: it was easy to complete what I needed to do"}},
    {"value": "efficiency", "label": {"en": "Efficiency: it took a reasonable amount of time"}},
    {"value": "transparency", "label": {"en": "Transparency: I understood what was being asked of me"}},
    {"value": "humanity", "label": {"en": "Humanity: I was treated fairly"}},
    {"value": "employee", "label": {"en": "Employees: the people I interacted with were helpful"}},
]
AGREE = [
    {"en": "Strongly disagree"},
    {"en": "Disagree"},
    {"en": "Neutral"},
    {"en": "Agree"},
    {"en": "Strongly agree"},
]
EXPERIENCE = [
    ("very_good", "Very good", "Da iawn"),
    ("good", "Good", "Da"),
    ("neither", "Neither good nor poor", "Ddim yn dda nac yn wael"),
    ("poor", "Poor", "Gwael"),
    ("very_poor", "Very poor", "Gwael iawn"),
    ("dont_know", "Don't know", "Ddim yn gwybod"),
]


def _agree(key: str, text: str, wording: str, *, required: bool = True) -> dict[str, Any]:
    return {
        "key": key,
        "type": "likert",
        "text": {"en": text},
        "points": AGREE,
        "required": required,
        "wording": wording,
    }


def _comment(key: str, text: str, wording: str) -> dict[str, Any]:
    return {"key": key, "type": "text", "text": {"en": text}, "required": False, "wording": wording}


# Each instrument: its questions in order, each as the ways that it may be worded, the first unless another is chosen.
# "[service]", "[agency]", "[population]" and "[experience]" ("with the passport service") are blanks that whoever uses
# it fills.
INSTRUMENTS: dict[str, list[list[dict[str, Any]]]] = {
    "gds-satisfaction": [
        [
            {
                "key": "satisfaction",
                "type": "rating",
                "text": {
                    "en": "Overall, how did you feel about the service you received today?",
                    "cy": "At ei gilydd, sut oeddech chi'n teimlo am y gwasanaeth a gawsoch heddiw?",
                },
                "points": [
                    {"en": "Very dissatisfied", "cy": "Anfodlon iawn"},
                    {"en": "Dissatisfied", "cy": "Anfodlon"},
                    {"en": "Neither satisfied nor dissatisfied", "cy": "Ddim yn fodlon nac yn anfodlon"},
                    {"en": "Satisfied", "cy": "Bodlon"},
                    {"en": "Very satisfied", "cy": "Bodlon iawn"},
                ],
                "wording": "gds-satisfaction/overall",
            }
        ],
        [
            {
                "key": "improve",
                "type": "text",
                "text": {
                    "en": "How could we improve this service?",
                    "cy": "Sut gallem ni wella'r gwasanaeth hwn?",
                },
                "required": False,
                "max_length": 1200,
                "wording": "gds-satisfaction/improve",
            }
        ],
    ],
    "friends-and-family": [
        [
            {
                "key": "experience",
                "type": "choice",
                "text": {
                    "en": "Overall, how was your experience of our service?",
                    "cy": "At ei gilydd, sut oedd eich profiad o'n gwasanaeth?",
                },
                "options": [{"value": value, "label": {"en": en, "cy": cy}} for value, en, cy in EXPERIENCE],
                "wording": "friends-and-family/experience",
            }
        ]
    ],
    "nps": [
        [
            {
                "key": "recommend",
                "type": "nps",
                "text": {"en": "How likely is it that you would recommend [service] to a friend or colleague?"},
                "wording": "nps/recommend",
            }
        ]
    ],
    "ces": [
        [
            {
                "key": "effort",
                "type": "ces",
                "text": {"en": "[service] made it easy for me to handle my issue"},
                "wording": "ces/2.0",
            }
        ]
    ],
    "csat": [
        [
            {
                "key": "satisfied",
                "type": "csat",
                "text": {"en": "Overall, how satisfied were you with [service]?"},
                "wording": "csat/overall",
            }
        ]
    ],
    "a11-2018": [
        [
            _agree(
                "a11_satisfaction",
                "I am satisfied with the service I received from [service].",
                "a11-2018/satisfaction",
            )
        ],
        [
            _agree("a11_trust", "This interaction increased my confidence in [service].", "a11-2018/trust-confidence"),
            _agree(
                "a11_trust",
                "I trust [agency] to fulfill our country's commitment to [population].",
                "a11-2018/trust-country",
            ),
        ],
        [_comment("a11_scores", "Any additional feedback on your scores above?", "a11-2018/scores")],
        [
            _agree("a11_effectiveness", "My need was addressed", "a11-2018/effectiveness-need"),
            _agree("a11_effectiveness", "My issue was resolved", "a11-2018/effectiveness-issue"),
            _agree("a11_effectiveness", "I found what I was looking for.", "a11-2018/effectiveness-found"),
        ],
        [_agree("a11_ease", "It was easy to complete what I needed to do.", "a11-2018/ease")],
        [
            _agree(
                "a11_efficiency",
                "It took a reasonable amount of time to do what I needed to do.",
                "a11-2018/efficiency",
            )
        ],
        [
            _agree("a11_equity", "I was treated fairly.", "a11-2018/equity-fair"),
            _agree(
                "a11_equity",
                "I understand what was being asked of me throughout the process.",
                "a11-2018/equity-understood",
            ),
        ],
        [_agree("a11_employees", "Employees I interacted with were helpful.", "a11-2018/employees")],
        [_comment("a11_feedback", "Any additional feedback for [service]?", "a11-2018/feedback")],
    ],
    "a11-2023": [
        [
            {
                "key": "a11_trust",
                "type": "yes_no",
                "text": {
                    "en": "Based on my experience [experience], I trust [agency] to deliver on their mission "
                    "for the American public."
                },
                "yes": {"en": "Thumbs up"},
                "no": {"en": "Thumbs down"},
                "wording": "a11-2023/trust",
            }
        ],
        [
            {
                "key": "a11_went_well",
                "type": "choices",
                "text": {"en": "What went well?"},
                "options": A11_DRIVERS,
                "other": {"en": "Other"},
                "required": False,
                "show_if": {"==": [{"answer": "a11_trust"}, True]},
                "wording": "a11-2023/went-well",
            }
        ],
        [
            {
                "key": "a11_not_well",
                "type": "choices",
                "text": {"en": "What didn't go so well?"},
                "options": A11_DRIVERS,
                "other": {"en": "Other"},
                "required": False,
                # Asked only of who did not say "thumbs up": nobody's praise is read as blame.
                "show_if": {"==": [{"answer": "a11_trust"}, False]},
                "wording": "a11-2023/not-well",
            }
        ],
        [_comment("a11_comments", "Additional Comments", "a11-2023/comments")],
    ],
}
