"""Names of staff who are praised: kept where an organisation chose so, passed on by their managers, and forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from accounts import people
from exports import insights as exported
from insights import analysis, praise, queries, reanalysis
from insights.praise import KEPT_DAYS, PraiseNotFoundError, Reach
from jobs.analysis import forget_expired
from models import Comment, Organisation, Person, Praise, Unit, db, now, set_organisation, transaction

KIND = "Nurse Priya was so kind and helpful to me."
PATIENT = "I want to thank Bronwen, she was so kind and patient."


class TestKeepingNames:
    def test_by_default_none_is_kept(self, factories, survey, analyse):
        comment = factories.comment(survey=survey, text=KIND, given_on=now().date())

        analyse()

        assert comment.redacted == "Nurse [name] was so kind and helpful to me."
        assert db.session.query(Praise).count() == 0

    def test_where_it_is_chosen_they_are_kept_apart_from_the_comment(self, chosen, given, analyse, north):
        comment = given(KIND, unit=north)

        analyse()

        kept = db.session.query(Praise).one()
        assert (kept.names, kept.comment_id, kept.unit_id) == (["Priya"], comment.id, north.id)
        assert kept.forget_on == comment.given_on + timedelta(days=KEPT_DAYS)
        assert "[name]" in comment.redacted

    def test_they_lie_encrypted(self, chosen, given, analyse):
        given(KIND)

        analyse()

        assert b"Priya" not in bytes(db.session.execute(text("SELECT names FROM praise")).scalar_one())

    def test_a_comment_that_praises_nobody_by_name_leaves_none(self, chosen, given, analyse):
        for written in ("Kind staff.", "My name is Mary Pugh and the staff were kind.", "Nurse Priya was rude to me."):
            given(written)

        assert analyse() == 3
        assert db.session.query(Praise).count() == 0

    def test_what_was_given_longer_ago_than_names_are_kept_leaves_none(self, chosen, factories, survey, analyse):
        long_ago = now().date() - timedelta(days=KEPT_DAYS)
        factories.comment(survey=survey, text=KIND, given_on=long_ago)
        factories.comment(survey=survey, text=KIND, given_on=long_ago + timedelta(days=1))

        assert analyse() == 2
        assert [kept.given_on for kept in db.session.query(Praise)] == [long_ago + timedelta(days=1)]

    def test_what_was_switched_off_while_it_was_analysed_leaves_none(self, chosen, given, analyser):
        given(KIND)

        assert analysis.drain(Meanwhile(analyser, lambda: choose(chosen, on=False))) == 1

        assert db.session.query(Praise).count() == 0

    def test_what_was_switched_on_while_it_was_analysed_was_not_read_for_names(self, organisation, given, analyser):
        given(KIND)

        assert analysis.drain(Meanwhile(analyser, lambda: choose(organisation, on=True))) == 1

        assert db.session.query(Praise).count() == 0

    def test_another_organisation_that_did_not_choose_it_keeps_none(self, chosen, given, factories, analyse):
        given(KIND)
        set_organisation(db.session(), factories.organisation().id)
        theirs = factories.survey(service=factories.service())
        factories.comment(survey=theirs, text=PATIENT, given_on=now().date())

        assert analyse() == 2

        assert db.session.query(Praise).count() == 0
        set_organisation(db.session(), chosen.id)
        assert [kept.names for kept in db.session.query(Praise)] == [["Priya"]]

    def test_analysing_again_adds_and_changes_nothing(self, chosen, given, analyse, analyser):
        given(KIND)
        analyse()

        assert reanalysis.reanalyse(Renamed(analyser)) == 1

        assert [kept.names for kept in db.session.query(Praise)] == [["Priya"]]

    def test_it_goes_with_its_comment(self, chosen, given, analyse):
        comment_id = given(KIND).id
        analyse()

        with transaction() as session:
            session.execute(text("DELETE FROM insight_theme"))
            session.execute(text("DELETE FROM insight"))
            session.delete(session.get_one(Comment, comment_id))

        assert db.session.query(Praise).count() == 0

    def test_no_export_and_no_quote_has_them(self, chosen, given, analyse, service):
        given(KIND)
        analyse()
        today, shown = now().date(), queries.shown_pipeline(db.session())

        rows = list(exported.rows(db.session(), exported.Chosen(service, today, today, shown)))
        quotes = queries.quotes(db.session(), queries.Filter(service.id, today, today, shown))

        assert rows
        assert quotes
        assert "Priya" not in str(rows) + str(quotes)


class TestForgetting:
    def test_it_ends_after_its_days_passed_on_or_not_for_every_organisation(self, chosen, given, analyse, do):
        for written in (KIND, PATIENT, "Thanks to Tom for being so kind."):
            given(written)
        analyse()
        with transaction() as session:
            first, second, _ = session.query(Praise).order_by(Praise.id)
            first.forget_on = second.forget_on = now().date()
            second.names, second.passed_on_at = None, now()

        do(forget_expired)
        do(forget_expired)

        assert [kept.names for kept in db.session.query(Praise)] == [["Tom"]]

    def test_switching_it_off_deletes_the_names_of_this_organisation_alone(self, chosen, given, analyse, factories):
        given(KIND)
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        choose(other, on=True)
        theirs = factories.survey(service=factories.service())
        factories.comment(survey=theirs, text=PATIENT, given_on=now().date())
        analyse()
        set_organisation(db.session(), chosen.id)

        assert choose(chosen, on=False) == 1

        assert db.session.query(Praise).count() == 0
        set_organisation(db.session(), other.id)
        assert db.session.query(Praise).count() == 1


class TestPassingOn:
    def test_the_names_go_and_who_and_when_stay(self, kept, everything, head):
        with transaction() as session:
            assert praise.pass_on(session, praise_id=kept, reach=everything, by=session.get_one(Person, head.id))

        found = db.session.get_one(Praise, kept)
        assert (found.names, found.passed_on_by) == (None, head.id)
        assert found.passed_on_at is not None
        (line,) = praise.passed_on(db.session(), everything)
        assert (line.passed_on_by, line.service) == ("Head of Repairs", {"en": "Repairs"})

    def test_of_two_at_once_one_is_first(self, app, chosen, kept, everything, head, at_once):
        organisation_id, head_id = chosen.id, head.id

        def do():
            with app.app_context(), transaction() as session:
                set_organisation(session, organisation_id)
                by = session.get_one(Person, head_id)
                return praise.pass_on(session, praise_id=kept, reach=everything, by=by)

        db.session.rollback()
        assert sorted(at_once(do, do)) == [False, True]

    def test_what_is_out_of_reach_is_not_found(self, kept, head):
        with pytest.raises(PraiseNotFoundError), transaction() as session:
            praise.pass_on(session, praise_id=kept, reach=Reach(frozenset(), frozenset()), by=head)

        assert db.session.get_one(Praise, kept).names == ["Priya"]


class TestWhoIsNearest:
    def test_the_units_managers_else_those_above_else_the_services_else_the_organisations(
        self, factories, service, north
    ):
        place, elsewhere = (service.id, north.id), (factories.service().id, None)

        for expected, more in (
            ([], None),
            (["Of all"], {"name": "Of all"}),
            (["Of the service"], {"name": "Of the service", "service": service}),
            (["Of the region"], {"name": "Of the region", "unit": db.session.get(Unit, north.parent_id)}),
            (["Of north"], {"name": "Of north", "unit": north}),
            (["Also of north", "Of north"], {"name": "Also of north", "unit": north}),
        ):
            if more:
                factories.person(roles=["manager"], **more)
            found = people.managers_nearest(db.session(), [place, elsewhere])
            assert [person.name for person in found[place]] == expected
            assert [person.name for person in found[elsewhere]] == (["Of all"] if more else [])

    def test_whoever_has_left_and_other_roles_are_not_counted(self, factories, service):
        leaver = factories.person(roles=["manager"])
        factories.person(roles=["viewer", "owner", "administrator"])
        with transaction() as session:
            session.get_one(Person, leaver.id).active = False

        assert people.managers_nearest(db.session(), [(service.id, None)]) == {(service.id, None): ()}


class TestThePage:
    def test_it_shows_names_words_place_and_whose_manager(self, kept, head, sign_in):
        page = sign_in("head@example.org", "/manage/praise")

        assert page.heading == "Praise for staff by name"
        line = page.one("main article").get_text(" ", strip=True)
        assert page.one("main article h3").text == "Priya"
        assert "Nurse [name] was so kind and helpful to me." in line
        assert "Repairs, North" in line
        assert "Head of Repairs" in line
        assert "head@example.org" in line
        assert page.one("main article button").get_text(" ", strip=True).startswith("I have passed this on : Priya")

    def test_passing_on_takes_the_line_from_the_list(self, kept, head, sign_in, client):
        page = client.send(sign_in("head@example.org", "/manage/praise"))

        assert "Passed on. The names of this comment are deleted." in page.html
        assert "Nothing waits to be passed on." in page.text
        assert "by Head of Repairs" in page.text
        assert "Priya" not in page.html

    def test_passing_on_what_another_has_passed_on_says_so(self, kept, head, sign_in, client):
        page = sign_in("head@example.org", "/manage/praise")
        client.send(page)

        assert "This had been passed on already." in client.send(page).html

    def test_without_the_token_nothing_is_passed_on(self, kept, head, sign_in, client):
        sign_in("head@example.org", "/manage/praise")

        client.request("POST", f"/manage/praise/{kept}")

        db.session.rollback()
        assert db.session.get_one(Praise, kept).names == ["Priya"]

    def test_there_are_pages_of_it(self, chosen, given, analyse, head, sign_in, client, monkeypatch):
        monkeypatch.setattr("web.manage.praise.LINES_A_PAGE", 2)
        for name in ("Priya", "Tom", "Bronwen"):
            given(f"Thanks to {name} for being so kind and helpful.")
        analyse()

        first = sign_in("head@example.org", "/manage/praise")
        second = client.get_page("/manage/praise?page=2")

        assert (first.all("main h3"), second.all("main h3")) == (["Bronwen", "Tom"], ["Priya"])
        assert first.all(".app-pages a") == ["Older comments"]
        assert second.all(".app-pages a") == ["Newer comments"]
        assert client.get_page("/manage/praise?page=99").all("main h3") == []

    def test_where_nobody_is_the_manager_it_says_so(self, kept, factories, sign_in):
        factories.person(roles=["administrator"], email="admin@example.org")

        page = sign_in("admin@example.org", "/manage/praise")

        assert "Nobody holds the role of manager here." in page.text

    def test_names_that_do_not_open_hide_no_others(self, kept, head, given, analyse, sign_in):
        given(PATIENT)
        analyse()
        with transaction() as session:
            session.execute(text("UPDATE praise SET names = :names WHERE service_id > 0 AND unit_id IS NULL"),
                            {"names": b"\x01 broken"})  # fmt: skip

        page = sign_in("head@example.org", "/manage/praise")

        assert sorted(page.all("main h3")) == ["Priya", "The names cannot be opened"]

    @pytest.mark.parametrize("role", ["viewer", "owner", "reviewer", "designer", "publisher"])
    def test_others_may_not_see_it(self, kept, factories, sign_in, client, role):
        factories.person(roles=[role], email="other@example.org")

        page = sign_in("other@example.org", "/manage/praise", status=403)

        assert "Priya" not in page.html
        insights = client.get_page("/manage/insights")
        assert "Praise" not in insights.all("nav a")
        assert not insights.soup.select("#praised")
        for path in ("/manage/praise/on", "/manage/praise/off", f"/manage/praise/{kept}"):
            assert client.request("POST", path, data={"csrf_token": "none"}).status_code in {400, 403}

    def test_a_manager_of_a_unit_sees_that_of_the_unit_and_those_below_alone(
        self, chosen, kept, factories, north, sign_in, client
    ):
        region = db.session.get(Unit, north.parent_id)
        south = factories.unit(service=None, slug="south")
        for email, unit in (("north@example.org", north), ("region@example.org", region), ("south@example.org", south)):
            factories.person(roles=["manager"], unit=unit, email=email)

        for email, names in (("north", ["Priya"]), ("region", ["Priya"]), ("south", [])):
            page = sign_in(f"{email}@example.org", "/manage/praise")
            assert page.all("main h3") == names
            assert "Praise" in page.all("nav a")
            sign_out(client, page)

    def test_a_manager_of_another_unit_cannot_pass_it_on(self, kept, factories, service, sign_in, client):
        south = factories.unit(service=service, slug="south")
        factories.person(roles=["manager"], unit=south, email="south@example.org")
        page = sign_in("south@example.org", "/manage/praise")
        token = page.soup.select_one("form.app-sign-out input")["value"]

        answer = client.request("POST", f"/manage/praise/{kept}", data={"csrf_token": token})

        assert answer.status_code == 404
        db.session.rollback()
        assert db.session.get_one(Praise, kept).names == ["Priya"]

    def test_a_manager_of_another_service_sees_nothing(self, kept, factories, sign_in):
        factories.person(roles=["manager"], service=factories.service(), email="other@example.org")

        assert sign_in("other@example.org", "/manage/praise").all("main h3") == []

    def test_a_manager_of_another_organisation_sees_and_does_nothing(self, kept, chosen, factories, sign_in, client):
        theirs = factories.organisation()
        set_organisation(db.session(), theirs.id)
        factories.person(roles=["manager", "administrator"], email="theirs@example.org")
        page = sign_in("theirs@example.org", "/manage/praise")

        assert page.all("main h3") == []
        page.path = f"/manage/praise/{kept}"
        answer = client.request("POST", page.path, data={"csrf_token": page.csrf_token})
        assert answer.status_code == 404
        db.session.rollback()
        set_organisation(db.session(), chosen.id)
        assert db.session.get_one(Praise, kept).names == ["Priya"]


class TestTheLineOnTheInsights:
    def test_it_says_how_many_wait_for_this_service(self, chosen, given, analyse, admin, sign_in, client, factories):
        given(KIND)
        given(PATIENT)
        analyse()
        factories.service(slug="other", name={"en": "Other"})

        page = sign_in("admin@example.org", "/manage/insights?service=repairs")

        assert page.one("#praised").text.strip() == "2 comments praise staff by name"
        assert page.one("#praised a")["href"] == "/manage/praise"
        assert not client.get_page("/manage/insights?service=other").soup.select("#praised")


class TestTheChoice:
    def test_an_administrator_switches_it_on_and_off_again(self, given, analyse, admin, sign_in, client, organisation):
        page = sign_in("admin@example.org", "/manage/praise")
        assert "does not keep the names" in page.text
        assert f"{KEPT_DAYS} days after the comment was given" in page.text
        page = client.send(page)
        assert "From now on, names of staff who are praised are kept" in page.html
        given(KIND)
        given(PATIENT)
        analyse()

        page = client.get_page("/manage/praise/off")
        assert page.heading == "Stop keeping names of staff who are praised?"
        assert "The names that 2 comments praise are deleted at once." in page.text
        assert db.session.query(Praise).count() == 2
        page = client.send(page)

        assert "Those of 2 comments were deleted." in page.html
        assert db.session.query(Praise).count() == 0
        assert not db.session.get_one(Organisation, organisation.id).names_praised

    def test_a_manager_may_not_choose(self, kept, head, sign_in, client):
        page = sign_in("head@example.org", "/manage/praise")

        assert not page.soup.select("#choice")
        assert client.get_page("/manage/praise/off", status=403)
        answer = client.request("POST", "/manage/praise/off", data={"csrf_token": page.csrf_token})
        assert answer.status_code == 403

    def test_nor_an_administrator_of_a_service_alone(self, kept, factories, service, sign_in, client):
        factories.person(roles=["administrator"], service=service, email="part@example.org")
        page = sign_in("part@example.org", "/manage/praise")

        assert page.all("main h3") == ["Priya"]
        assert not page.soup.select("#choice")
        client.get_page("/manage/praise/off", status=403)
        for path in ("/manage/praise/off", "/manage/praise/on"):
            assert client.request("POST", path, data={"csrf_token": page.csrf_token}).status_code == 403

    def test_where_it_is_not_chosen_managers_have_no_link_and_administrators_do(
        self, organisation, service, head, admin, sign_in, client
    ):
        page = sign_in("head@example.org")
        assert "Praise" not in page.all("nav a")
        assert "does not keep the names" in client.get_page("/manage/praise").text
        sign_out(client, page)

        assert "Praise" in sign_in("admin@example.org").all("nav a")


def choose(organisation, *, on):
    before = db.session().info.get("organisation_id")
    with transaction() as session:
        set_organisation(session, organisation.id)
        deleted = praise.choose(session, session.get_one(Organisation, organisation.id), on=on)
    set_organisation(db.session(), before)
    return deleted


def sign_out(client, page):
    form = page.soup.select_one("form.app-sign-out")
    client.request("POST", form["action"], data={"csrf_token": form.select_one("input")["value"]})


class Meanwhile:
    """The real analyser, and something that happens before it is done."""

    def __init__(self, real, do):
        self.real, self.do, self.pipeline = real, do, real.pipeline

    def analyse(self, sources):
        analyses = list(self.real.analyse(sources))
        self.do()
        yield from analyses


class Renamed:
    """The real analyser as if of another pipeline."""

    pipeline = "another"

    def __init__(self, real):
        self.real = real

    def analyse(self, sources):
        yield from self.real.analyse(sources)


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def north(factories, service):
    region = factories.unit(service=None, slug="region", name={"en": "Region"})
    return factories.unit(service=service, slug="north", name={"en": "North"}, parent=region)


@pytest.fixture
def chosen(organisation):
    choose(organisation, on=True)
    return organisation


@pytest.fixture
def given(factories, survey):
    """Make a comment of today."""
    return lambda written, **more: factories.comment(survey=survey, text=written, given_on=now().date(), **more)


@pytest.fixture
def kept(chosen, given, analyse, north):
    """The key of praise that waits."""
    given(KIND, unit=north)
    analyse()
    return db.session.query(Praise).one().id


@pytest.fixture
def everything(service):
    return Reach(frozenset([service.id]), frozenset())


@pytest.fixture
def head(factories, service):
    return factories.person(roles=["manager"], service=service, name="Head of Repairs", email="head@example.org")


@pytest.fixture
def admin(factories, organisation):
    return factories.person(roles=["administrator"], email="admin@example.org")
