"""/manage/targets/audit: what is found in the targets that a person may see, as a page and a file; a shorter list."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest

from models import Collector, Measure, Organisation, db, now, set_organisation, transaction
from tallies import Place, of_insight, of_submission, period_of, post
from targets import cascade, notes, observing
from targets.audit.knowing import latest_shown
from targets.observing import Figure
from targets.terms import NoteTerms

BEGAN = date(2025, 1, 1)
NOTE = NoteTerms(source={"en": "The job list"}, numerator={"en": "Done"}, minimum_n=10, valid_from=BEGAN)
PIPELINE = "example-1"
AUDIT = "/manage/targets/audit"
DUE = date(2030, 3, 31)


class TestWhatItFinds:
    def test_targets_in_order_are_said_to_hang_together(self, sound, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        assert page.heading == "Do the targets hang together?"
        assert "Nothing was found. 2 targets and units' parts of them hang together." in text_of(page, "#so-what")
        assert "all 2 stay" in page.text
        assert page.soup.select(".app-result") == []
        assert 'href="/manage/targets/audit.csv"' not in page.html

    def test_without_targets_there_is_nothing_to_look_at(self, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        assert "There are no targets yet." in page.text
        assert page.soup.select("#shorter") == []

    def test_two_that_pull_apart_stand_in_words_with_links_and_what_to_do(self, sound, opposed, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        (found,) = page.soup.select(".app-result")
        said = " ".join(found.get_text(" ", strip=True).split())
        assert (
            "“Done in time” is to reach 90.0% by 31 March 2030, and 60.0% by 31 March 2031: the two pull apart." in said
        )
        assert "What to do: Decide which way the measure is to go" in said
        links = [link["href"] for link in found.select("a")]
        assert links == ["/manage/targets/in-time", "/manage/targets/less-in-time"]
        assert "1 thing to put right" in text_of(page, "#so-what")

    def test_an_orphan_goes_first_and_what_it_takes_along_is_said(self, sound, orphan, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        assert "“Calls answered” is owned by Head of Repairs and flows from no agreement" in page.text
        row = text_of(page, '#losses tr[data-target="lone"]')
        assert "Targets that flow from no agreement" in row
        assert "No target of the service would answer any more for: Getting in touch." in row
        assert "Of 3 targets 2 would stay." in page.text
        assert "Every agreement keeps all its targets." in page.text

    def test_of_two_alike_the_agreement_says_how_many_it_has_left(self, sound, twin, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        assert "“Done in time” and “Time done in” mean nearly the same (1.00, where 1 is the same)." in page.text
        assert text_of(page, "#left tbody tr") == "Serve people well 3 2"

    def test_what_many_complain_of_and_no_target_answers_for_leads_to_their_words(self, sound, wrote, manager, sign_in):
        wrote(30, "access")
        wrote(9, "cost")

        page = sign_in("m@example.org", AUDIT)

        (found,) = page.soup.select(".app-result")
        said = found.get_text(" ", strip=True)
        assert "30 comments on Repairs in the last twelve months complain of “Access and inclusion”." in said
        url = found.select_one("a")["href"]
        assert url.startswith("/manage/insights/access?")
        assert "polarity=neg" in url
        today = now().date()
        eleven_before = date(today.year - (today.month < 12), today.month % 12 + 1, 1)
        assert f"from={eleven_before}&to={today}" in url
        assert "service=repairs" in url

    def test_what_the_insights_do_not_show_it_does_not_tell(self, sound, wrote, manager, sign_in):
        wrote(9, "access", comments=3)

        assert sign_in("m@example.org", AUDIT).soup.select(".app-result") == []

    def test_without_analysed_comments_it_says_that_none_were_looked_at(self, sound, manager, sign_in):
        assert "What citizens complain of was not looked at" in sign_in("m@example.org", AUDIT).text

    def test_the_rules_stand_with_their_limits(self, sound, manager, sign_in):
        rules = text_of(sign_in("m@example.org", AUDIT), "#rules + ul")

        for said in ("among the 3", "at least 10", "last 4 months", "More than 7 targets", "0.72", "0.75", "FABRIC"):
            assert said in rules

    def test_the_file_says_the_same(self, sound, opposed, orphan, manager, sign_in, client):
        page = sign_in("m@example.org", AUDIT)
        answer = client.request("GET", f"{AUDIT}.csv")

        rows = list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))

        assert [row["kind"] for row in rows] == ["contradiction", "orphan"]
        assert [row["targets"] for row in rows] == ["in-time; less-in-time", "lone"]
        for row in rows:
            assert row["what"] in page.text
            assert row["advice"] in page.text

    def test_every_kind_has_words(self, sound, tangled, manager, sign_in):
        page = sign_in("m@example.org", AUDIT)

        kinds = {each["data-kind"] for each in page.soup.select(".app-result")}
        assert kinds >= {
            "contradiction", "orphan", "no_owner", "no_data", "near_duplicate", "too_many", "no_value_for_money",
            "no_baseline", "no_evidence", "fabric",
        }  # fmt: skip
        assert "%(" not in page.text

    def test_the_list_of_targets_leads_to_it(self, sound, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets")

        assert page.one(f'a[href="{AUDIT}"]').text == "Do the targets hang together?"


class TestATargetsPage:
    def test_it_leads_to_what_is_found_of_it(self, sound, opposed, manager, sign_in, client):
        page = sign_in("m@example.org", "/manage/targets/less-in-time")

        (link,) = page.soup.select("#to-put-right a")
        assert (link.text, link["href"]) == ("Targets that contradict each other", f"{AUDIT}#contradiction")
        assert client.get_page("/manage/targets/in-time").soup.select("#to-put-right a")
        assert client.get_page("/manage/targets/cost").soup.select("#to-put-right") == []

    def test_it_does_not_tell_of_what_is_out_of_sight(self, sound, opposed, factories, service, target_of, sign_in):
        mine = factories.person(roles=["owner"], unit=factories.unit(service=None), email="p@example.org")
        measure = db.session.get_one(Measure, sound[0].measure_id)
        target_of("mine", "", measure=measure, owner=mine, level=50.0, due=date(2032, 3, 31))

        assert sign_in("p@example.org", "/manage/targets/mine").soup.select("#to-put-right") == []

    def test_whoever_may_not_read_the_audit_is_not_led_there(self, sound, orphan, factories, target_of, sign_in):
        target_of("mine", "Letters", owner=factories.person(roles=[], email="n@example.org"), agreement=None)

        assert sign_in("n@example.org", "/manage/targets/mine").soup.select("#to-put-right") == []


class TestWhoSeesWhat:
    def test_nothing_of_a_service_out_of_reach(self, sound, opposed, orphan, factories, sign_in):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")

        page = sign_in("v@example.org", AUDIT)

        assert "There are no targets yet." in page.text
        assert "Calls answered" not in page.html

    def test_an_agreement_lacks_nothing_that_is_merely_out_of_sight(
        self, manager, target_of, factories, sign_in, client
    ):
        whole = factories.agreement(service=None, title={"en": "A fair council"})
        libraries = factories.service(slug="libraries")
        target_of("in-time", "Done in time", agreement=whole)
        cost = target_of("cost", "Cost of a visit", agreement=whole, service=libraries, value_for_money=True)
        lacks = "No target of the agreement “A fair council” is for value for money."

        assert lacks not in sign_in("m@example.org", AUDIT).text
        with transaction() as session:
            session.merge(cost).value_for_money = False
        page = client.get_page(AUDIT)
        assert lacks in page.text
        assert "Cost of a visit" not in page.html

    def test_whose_only_target_it_is_sees_it_alone(self, sound, opposed, factories, service, target_of, sign_in):
        mine = factories.person(roles=["owner"], unit=factories.unit(service=None), email="p@example.org")
        target_of("mine", "Letters answered", owner=mine, agreement=None)

        page = sign_in("p@example.org", AUDIT)

        assert [each["data-kind"] for each in page.soup.select(".app-result")] == ["orphan"]
        assert "Done in time" not in page.html

    def test_a_units_person_sees_its_part_without_the_whole(self, sound, factories, service, target_of, sign_in):
        north = factories.unit(service=service, slug="north", name={"en": "North"})
        measure = db.session.get_one(Measure, sound[0].measure_id)
        target_of("in-time-north", "", measure=measure, unit=north, parent=sound[0], themes=[])
        factories.person(roles=["reviewer"], unit=north, email="u@example.org")

        page = sign_in("u@example.org", AUDIT)

        (found,) = page.soup.select(".app-result")
        assert found["data-kind"] == "no_data"
        assert [link.text for link in found.select("a")] == ["Done in time: North, 90.0% by 31 March 2030"]

    @pytest.mark.parametrize(
        "reach",
        [{"roles": ["viewer"]}, {"roles": ["owner"], "unit": "north"}, {"roles": ["reviewer"], "service": "other"}],
    )
    def test_it_looks_at_what_the_list_of_targets_shows(
        self, reach, sound, orphan, factories, service, target_of, sign_in, client
    ):
        places = {
            "north": factories.unit(service=service, slug="north"),
            "other": factories.service(slug="other"),
        }
        seen_by = factories.person(
            **{name: places.get(each, each) if name != "roles" else each for name, each in reach.items()},
            email="s@example.org",
        )
        measure = db.session.get_one(Measure, sound[0].measure_id)
        target_of("part", "", measure=measure, unit=places["north"], parent=sound[0], themes=[])
        target_of("other", "Visits", agreement=None, service=places["other"])
        target_of("mine", "Letters answered", owner=seen_by)
        listed = {
            row["data-target"] for row in sign_in("s@example.org", "/manage/targets").soup.select("tr[data-target]")
        }

        said = text_of(client.get_page(AUDIT), "#so-what")

        assert f"in {len(listed)} targets" in said
        assert "mine" in listed

    def test_nothing_of_another_organisation(self, sound, opposed, factories, sign_in):
        set_organisation(db.session(), factories.organisation(slug="elsewhere").id)
        factories.person(roles=["administrator"], email="a@example.org")

        page = sign_in("a@example.org", AUDIT)

        assert "There are no targets yet." in page.text

    def test_a_stranger_signs_in_first(self, sound, client):
        for path in (AUDIT, f"{AUDIT}.csv"):
            assert client.get_page(path).heading == "Sign in"


class TestTheLastFigure:
    def test_it_is_the_last_that_may_be_shown(self, measured):
        measured({1: (70.0, 20), 2: (71.0, 20), 3: (72.0, 9), 4: (None, 0)})

        assert self.latest() == {"2025-02-01"}

    def test_a_revision_takes_it_back(self, measured):
        measured({1: (70.0, 20), 2: (71.0, 20)})
        measured({2: (None, 0)})

        assert self.latest() == {"2025-01-01"}

    def test_what_would_tell_of_few_is_none(self, measured):
        measured({1: (70.0, 20)})
        measured({2: (71.0, 20)}, shown=False)

        assert self.latest() == {"2025-01-01"}

    def test_a_figure_that_does_not_say_of_how_many_it_is_stands(self, measured):
        measured({1: (70.0, None)})

        assert self.latest() == {"2025-01-01"}

    @staticmethod
    def latest():
        found = latest_shown(db.session(), cascade.whole(db.session()).agreements[0].targets)
        return {day.isoformat() for day in found.values()}

    @pytest.fixture
    def measured(self, factories, service, owner):
        measure = factories.measure(service=service)
        factories.target(service=service, owner=owner, themes=[], measure=measure)
        with transaction() as session:
            notes.open_note(session, measure=session.get_one(Measure, measure.id), terms=NOTE)

        def record(values: dict[int, tuple[float | None, int | None]], *, shown: bool = True) -> None:
            made = [
                Figure(period_on=date(2025, month, 1), value=value, n=n, shown=shown)
                for month, (value, n) in values.items()
            ]
            with transaction() as session:
                observing.record(session, measure=session.get_one(Measure, measure.id), figures=made, source="upload")

        return record


def text_of(page: Any, css: str) -> str:
    return " ".join(page.one(css).get_text(" ", strip=True).split())


@pytest.fixture
def owner(factories, service):
    return factories.person(roles=["owner"], service=service, email="o@example.org", name="Head of Repairs")


@pytest.fixture
def agreement(factories, service):
    return factories.agreement(service=service, objectives=({"en": "Cut the wait"},))


@pytest.fixture
def target_of(factories, service, owner, agreement):
    """Set a target that is in order: with a note, last month's figure, a baseline, evidence and posts."""

    def make(key: str, name: str, **more: Any) -> Any:
        of = more.pop("service", service)
        measure = more.pop("measure", None) or factories.measure(service=of, key=key, name={"en": name})
        last_month = period_of(period_of(now().date(), "month") - timedelta(days=1), "month")
        with transaction() as session:
            stored = session.get_one(Measure, measure.id)
            if not stored.notes:
                notes.open_note(session, measure=stored, terms=NOTE)
                figure = Figure(period_on=last_month, value=70.0, n=100)
                observing.record(session, measure=stored, figures=[figure], source="upload")
        known = {
            "owner": owner,
            "themes": ["waiting"],
            "agreement": agreement,
            "baseline": 70.0,
            "baseline_on": BEGAN,
            "due": DUE,
            "reviewed_by": {"en": "Board"},
        }
        return factories.target(service=of, measure=measure, key=key, **{**known, **more})

    return make


@pytest.fixture
def sound(target_of):
    """Two targets in order, one of them for value for money."""
    return target_of("in-time", "Done in time"), target_of("cost", "Cost of a repair", value_for_money=True)


@pytest.fixture
def opposed(sound, target_of):
    measure = db.session.get_one(Measure, sound[0].measure_id)
    return target_of("less-in-time", "", measure=measure, level=60.0, due=date(2031, 3, 31))


@pytest.fixture
def orphan(target_of):
    return target_of("lone", "Calls answered", agreement=None, themes=["contact"])


@pytest.fixture
def twin(target_of):
    return target_of("twin", "Time done in")


@pytest.fixture
def tangled(opposed, orphan, twin, factories, service, owner, target_of):
    """Something of every kind, but for a gap."""
    for number in range(6):
        target_of(f"many-{number}", f"{'abcdef'[number] * 5} made")
    poor = factories.agreement(service=service, title={"en": "Poor"})
    silent = factories.measure(service=service, key="silent", name={"en": "Nothing known"})
    gone = factories.person(roles=["owner"], service=service)
    factories.target(service=service, owner=gone, themes=[], measure=silent, agreement=poor)
    with transaction() as session:
        session.merge(gone).active = False


@pytest.fixture
def wrote(service, factories, organisation):
    """Count that so many people complained lately, and of what."""
    factories.survey(service=service, slug="visit")
    with transaction() as session:
        session.get_one(Organisation, organisation.id).shown_pipeline = PIPELINE

    def count(n: int, theme: str, *, comments: int = 1) -> None:
        way = db.session.query(Collector).order_by(Collector.id).first()
        place = Place(service.id, 0, way.id, "en", now().date() - timedelta(days=30))
        found = of_insight(place, pipeline=PIPELINE, sentiment="negative", themes=[(theme, "neg")])
        with transaction() as session:
            post(session, of_submission(place, mode="page", answers={}) * n)
            post(session, found * n * comments)

    return count
