"""What stands around every page of the staff's."""

from flask import url_for
from flask_babel import gettext

from accounts.people import administers, services_of, units_of
from followup import queries
from followup.queries import Reach
from models import Organisation, db
from web import access
from web.language import counted, in_reader_language

MAY_READ = ("manager", "owner", "reviewer", "viewer", "designer", "publisher")
# An administrator may too, as everything.
MAY_PASS_ON = ("manager",)
MAY_ANSWER = MAY_PASS_ON
MAY_DESIGN = ("designer", "publisher")
# Who reads what was said: those who change the survey by it, and those who answer for the service.
MAY_FOLLOW = ("designer", "publisher", "manager")


def managed() -> tuple[frozenset[int], frozenset[int]]:
    """Return the keys of the services that the person who is signed in manages, and of units of others."""
    person, roles = access.person(), frozenset(MAY_PASS_ON)
    services = services_of(db.session(), person=person, roles=roles)
    units = units_of(db.session(), person=person, roles=roles)
    return frozenset(each.id for each in services), frozenset(each.id for each in units)


def frame(current: str) -> dict[str, object]:
    """Return what the layout wants to be given; ``current`` is the current page's: "insights", "cases" and so on."""
    person = access.person()
    organisation = db.session.get_one(Organisation, person.organisation_id)
    navigation = [
        {"href": url_for("manage.insights"), "text": gettext("Insights"), "current": current == "insights"},
        {"href": url_for("surveys.index"), "text": gettext("Surveys"), "current": current == "surveys"},
    ]
    if any(grant.name in (*MAY_DESIGN, "administrator") for grant in person.roles):
        articles = {"href": url_for("articles.index"), "text": gettext("Articles"), "current": current == "articles"}
        navigation.append(articles)
    # A role over a unit alone reaches no survey.
    if any(grant.name in (*MAY_FOLLOW, "administrator") and grant.unit_id is None for grant in person.roles):
        navigation.append(
            {
                "href": url_for("conversations.index"),
                "text": gettext("Conversations"),
                "current": current == "conversations",
            }
        )
    manages = any(grant.name in (*MAY_PASS_ON, "administrator") for grant in person.roles)
    if manages:
        navigation.append({"href": url_for("cases.index"), "text": _cases(), "current": current == "cases"})
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


def _cases() -> str:
    """Return the name of the page of cases, with how many are open."""
    waiting = queries.count_open(db.session(), Reach(*managed()))
    return str(gettext("Cases (%(count)s)", count=counted(waiting)) if waiting else gettext("Cases"))
