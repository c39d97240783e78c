"""What stands around every page of the staff's."""

from flask import url_for
from flask_babel import gettext

from models import Organisation, db
from web import access
from web.language import in_reader_language

MAY_READ = ("manager", "owner", "reviewer", "viewer", "designer", "publisher")


def frame(current: str) -> dict[str, object]:
    """Return what the layout wants to be given; ``current`` is "insights" or "surveys"."""
    person = access.person()
    organisation = db.session.get_one(Organisation, person.organisation_id)
    return {
        "organisation_name": in_reader_language(organisation.name),
        "organisation_url": url_for("manage.home"),
        "demonstration": organisation.demonstration,
        "person_name": person.name,
        "sign_out_url": url_for("security.logout"),
        "navigation": [
            {"href": url_for("manage.insights"), "text": gettext("Insights"), "current": current == "insights"},
            {"href": url_for("surveys.index"), "text": gettext("Surveys"), "current": current == "surveys"},
        ],
    }
