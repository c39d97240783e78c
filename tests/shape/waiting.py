"""``python -m tests.shape.waiting N``: put N comments of an invented council before the analysis of an installation."""

import sys

import jobs
from app import create_app
from jobs.analysis import analyse_waiting
from models import db, set_organisation
from tests.factories import Factories

TEXTS = (
    "We waited over three hours and nobody told us why. The chairs were cold, and the board showed the wrong names.",
    "The man at the desk was kind and explained the form twice, but the letter that came later was hard to understand.",
    "I rang six times. Each time I was cut off after twenty minutes in the queue. Please answer the telephone.",
)


def fill(factories: Factories, number: int) -> None:
    """Make an organisation with a survey and comments that wait."""
    organisation = factories.organisation()
    set_organisation(db.session(), organisation.id)
    survey = factories.survey(service=factories.service())
    for index in range(number):
        text = f"{TEXTS[index % len(TEXTS)]} {TEXTS[(index + 1) % len(TEXTS)]} This was visit {index}."
        factories.submission(survey=survey, comment=text, answers={"satisfaction": 1 + index % 5})


def main() -> None:
    """Fill the installation that the environment names."""
    app = create_app()
    with app.app_context():
        fill(Factories(app), int(sys.argv[1]))
        jobs.later(analyse_waiting)


if __name__ == "__main__":
    main()
