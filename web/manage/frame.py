"""What stands around every page of the staff's."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext

from accounts.people import administers, services_of, units_of
from followup import queries
from followup.queries import Reach
from models import Organisation, Person, db
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
        {"href": url_for(address), "text": text, "current": current == name}
        for name, address, text in _pages(person, names_praised=organisation.names_praised)
    ]
    return {
        "organisation_name": in_reader_language(organisation.name),
        "organisation_url": url_for("manage.home"),
        "demonstration": organisation.demonstration,
        "person_name": person.name,
        "sign_out_url": url_for("security.logout"),
        "navigation": navigation,
    }


def _pages(person: Person, *, names_praised: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the name, address and title of each page that the person may open."""
    designs, manages = _is_one_of(person, MAY_DESIGN), _is_one_of(person, MAY_PASS_ON)
    # Who holds no role sees the targets that they answer for, and no other page.
    reads = _is_one_of(person, MAY_READ)
    if reads:
        yield "insights", "manage.insights", gettext("Insights")
    yield "targets", "targets.index", gettext("Targets")
    if reads:
        yield "surveys", "surveys.index", gettext("Surveys")
    # A role over a unit alone reaches no survey.
    if _is_one_of(person, MAY_FOLLOW, of_units=False):
        yield "conversations", "conversations.index", gettext("Conversations")
    if designs:
        yield "articles", "articles.index", gettext("Articles")
        yield "probes", "probes.index", gettext("Further questions")
    if manages:
        yield "cases", "cases.index", _cases()
    if (manages and names_praised) or administers(person):
        yield "praise", "praise.index", gettext("Praise")


def _is_one_of(person: Person, roles: tuple[str, ...], *, of_units: bool = True) -> bool:
    return any(
        grant.name in (*roles, "administrator") and (of_units or grant.unit_id is None) for grant in person.roles
    )


def _cases() -> str:
    """Return the name of the page of cases, with how many are open."""
    waiting = queries.count_open(db.session(), Reach(*managed()))
    return str(gettext("Cases (%(count)s)", count=counted(waiting)) if waiting else gettext("Cases"))
