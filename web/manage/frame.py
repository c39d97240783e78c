"""What stands around every page of the staff's."""

from flask import url_for
from flask_babel import gettext

from accounts.people import administers
from models import Organisation, db
from web import access
from web.language import in_reader_language

MAY_READ = ("manager", "owner", "reviewer", "viewer", "designer", "publisher")
# An administrator may too, as everything.
MAY_PASS_ON = ("manager",)
MAY_DESIGN = ("designer", "publisher")


def frame(current: str) -> dict[str, object]:
    """Return what the layout wants to be given; ``current`` is "insights", "surveys", "praise" or "probes"."""
    person = access.person()
    organisation = db.session.get_one(Organisation, person.organisation_id)
    navigation = [
        {"href": url_for("manage.insights"), "text": gettext("Insights"), "current": current == "insights"},
        {"href": url_for("surveys.index"), "text": gettext("Surveys"), "current": current == "surveys"},
    ]
    manages = any(grant.name in (*MAY_PASS_ON, "administrator") for grant in person.roles)
    if (manages and organisation.names_praised) or administers(person):
        navigation.append({"href": url_for("praise.index"), "text": gettext("Praise"), "current": current == "praise"})
    if any(grant.name in (*MAY_DESIGN, "administrator") for grant in person.roles):
        name = gettext("Further questions")
        navigation.append({"href": url_for("probes.index"), "text": name, "current": current == "probes"})
    return {
        "organisation_name": in_reader_language(organisation.name),
        "organisation_url": url_for("manage.home"),
        "demonstration": organisation.demonstration,
        "person_name": person.name,
        "sign_out_url": url_for("security.logout"),
        "navigation": navigation,
    }
