"""/manage/analysis: how good the language analysis is, in plain words, and where it is weak."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext

from insights import queries
from models import db
from nlp import cards
from nlp.errors import LanguageError
from nlp.themes import THEMES
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_READ, frame

bp = Blueprint("analysis", __name__, url_prefix="/manage")

# From fewer marked comments nothing can be said of a theme.
FEWEST = 10
GOOD, FAIR = 0.8, 0.6


@dataclass(frozen=True)
class Measured:
    """How the pipeline did on comments that it had not learnt from; shares are 0 to 1, F1 as in the card."""

    title: str
    about: str
    figures: dict[str, Any]

    @property
    def themes(self) -> list[dict[str, Any]]:
        """The themes, the surest first, those with too few comments last."""
        each = [
            {"name": in_reader_language(THEMES[key]), "word": _word(found), **found}
            for key, found in self.figures["themes"]["each"].items()
            if key in THEMES
        ]
        return sorted(each, key=lambda one: (one["support"] < FEWEST, -one["f1"], one["name"]))

    @property
    def weak(self) -> list[str]:
        """The names of the themes that are missed or mistaken too often to be relied on."""
        return [one["name"] for one in self.themes if one["support"] >= FEWEST and one["f1"] < FAIR]


@bp.get("/analysis")
@access.staff(*MAY_READ)
def show() -> str:
    """Say how often the analysis is right, theme by theme."""
    name = queries.shown_pipeline(db.session())
    try:
        card: dict[str, Any] | None = cards.read_card(cards.folder_of(name))
    except LanguageError:
        # The insights shown were made by a pipeline that this version does not ship any more.
        card = None
    return render_template(
        "manage/analysis.html", name=name, card=card, measured=_measured(card or {}), fewest=FEWEST, **frame("insights")
    )


def _measured(card: dict[str, Any]) -> list[Measured]:
    found = []
    if "test" in card:
        found.append(
            Measured(
                gettext("On services like those that it learnt from"),
                gettext(
                    "Comments that people sent to health services and to one city, kept apart from what it learnt."
                ),
                card["test"],
            )
        )
    if "frozen" in card:
        found.append(
            Measured(
                gettext("On other services"),
                gettext(
                    "Comments on services that it has never met, written to be hard: indirect, wry, mixed. Expect a"
                    " service of yours to lie between the two."
                ),
                card["frozen"],
            )
        )
    return found


def _word(found: dict[str, Any]) -> str:
    if found["support"] < FEWEST:
        return str(gettext("Too few to say"))
    if found["f1"] >= GOOD:
        return str(gettext("Good"))
    return str(gettext("Fair") if found["f1"] >= FAIR else gettext("Weak"))
