"""Limits that start anew: who may, from when, for which reason, and what is kept of it."""

from datetime import date

import pytest

from models import Measure, Target, db, transaction
from targets import observing, rebasing
from targets.errors import LongTextError, NoRebaseReasonError, RebasedAlreadyError, RebasePeriodError
from targets.observing import Figure
from tests.papers import squeezed, text_of

MONTHS = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(16)]
ADDRESS = "/manage/targets/in-time/limits"


class TestThePage:
    def test_a_manager_lets_them_start_anew_and_takes_it_back(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", ADDRESS)
        assert [option["value"] for option in page.soup.select("#period option")][1] == "2026-04-01"

        page = client.send(page, {"period": "2025-09-01", "reason": " A second\nteam began "})

        assert page.heading == "Done in time"
        assert "From Sep 2025 on the limits are made anew: A second team began Manager" in " ".join(page.text.split())
        assert "Limits anew: A second team began" in page.html
        # Of eight figures alike the new limits say nothing of the step before them.
        assert "No unusual change" in page.one("#so-what").text
        page = client.get_page(ADDRESS)
        form = page.soup.select_one("form[action$='take-back']")
        assert form.button.text == "Take it back (Sep 2025)"
        client.request("POST", form["action"], data={"csrf_token": form.select_one("input")["value"]})
        page = client.get_page(ADDRESS)
        assert "Taken back by Manager" in page.text
        assert "are made anew" not in client.get_page("/manage/targets/in-time").text

    def test_the_target_says_that_they_did_and_what_it_would_say_without(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", ADDRESS)

        page = client.send(page, {"period": "2026-04-01", "reason": "A second team began"})

        stands = " ".join(page.one("#so-what").text.split())
        assert "Too few figures to tell" in stands
        assert "Manager let the limits start anew from Apr 2026 on: “A second team began”." in stands
        assert "Without that, its latest figure would say: Unusually good: high." in stands
        paper = squeezed(text_of(client, "/manage/targets/in-time/report.pdf"))
        assert squeezed("Without that, its latest figure would say: Unusually good: high.") in paper

    @pytest.mark.parametrize(
        ("period", "reason", "field", "said"),
        [
            ("2025-09-01", "  ", "reason", "Say why the limits start anew."),
            ("2025-09-01", "a" * 501, "reason", "A text must have at most 500 characters."),
            ("", "A second team", "period", "Choose from when on the limits start anew"),
            ("2025-01-01", "A second team", "period", "only where there are figures before and after"),
            ("2025-09-02", "A second team", "period", "not the first day of a month"),
        ],
    )
    def test_what_is_wrong_is_said(self, target, manager, sign_in, client, period, reason, field, said):
        page = sign_in("m@example.org", ADDRESS)

        page = client.send(page, {"period": period, "reason": reason}, status=400)

        assert said in page.error_for(field)

    def test_all_that_is_wrong_is_said_at_once(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", ADDRESS)

        page = client.send(page, {"period": "", "reason": ""}, status=400)

        assert page.error_for("period")
        assert page.error_for("reason")
        links = [link["href"] for link in page.soup.select(".govuk-error-summary a")]
        assert links == ["#period", "#reason"]

    @pytest.mark.parametrize("role", ["viewer", "owner"])
    def test_others_may_not(self, target, factories, service, sign_in, client, role):
        factories.person(roles=[role], service=service, email="v@example.org")

        page = sign_in("v@example.org", "/manage/targets/in-time")

        assert "Start the limits anew" not in page.text
        assert client.request("GET", ADDRESS).status_code == 403

    def test_nor_may_a_manager_of_another_service(self, target, factories, sign_in, client):
        elsewhere = factories.service(slug="other")
        factories.person(roles=["manager"], service=elsewhere, email="o@example.org")

        sign_in("o@example.org", "/manage/targets")

        assert client.request("GET", ADDRESS).status_code == 404


class TestRebase:
    def test_what_cannot_be_is_refused(self, target, manager):
        faults = {
            NoRebaseReasonError: {"reason": "\n"},
            LongTextError: {"reason": "a" * 501},
            RebasePeriodError: {"period_on": date(2030, 1, 1)},
        }
        for error, other in faults.items():
            with pytest.raises(error), transaction() as session:
                self.rebase(session, target, manager, **other)

    def test_it_starts_anew_once_at_a_period_until_taken_back(self, target, manager):
        with transaction() as session:
            first = self.rebase(session, target, manager)
        with pytest.raises(RebasedAlreadyError), transaction() as session:
            self.rebase(session, target, manager)

        with transaction() as session:
            known = session.get_one(Target, target.id)
            assert rebasing.take_back(session, target=known, rebase_id=first.id, by=session.merge(manager))
            assert not rebasing.take_back(session, target=known, rebase_id=first.id, by=session.merge(manager))
            self.rebase(session, target, manager)

        kept = rebasing.history(db.session(), target.id)
        assert [each.removed_by for each in kept] == ["", "Manager"]

    @staticmethod
    def rebase(session, target, manager, **other):
        known = {"period_on": date(2025, 9, 1), "reason": "A second team", **other}
        return rebasing.rebase(session, target=session.merge(target), by=session.merge(manager), **known)


@pytest.fixture
def manager(factories, service):
    return factories.person(roles=["manager"], service=service, email="m@example.org", name="Manager")


@pytest.fixture
def target(factories, service):
    measure = factories.measure(service=service, key="in-time", name={"en": "Done in time"})
    owner = factories.person(roles=["owner"], service=service)
    made = factories.target(service=service, owner=owner, themes=[], measure=measure, key="in-time")
    shares = [60 + at % 2 if at < 8 else 90 + at % 2 for at in range(16)]
    figures = [
        Figure(period_on=period, value=n, numerator=n, denominator=100, n=100)
        for period, n in zip(MONTHS, shares, strict=True)
    ]
    with transaction() as session:
        observing.record(session, measure=session.get_one(Measure, measure.id), figures=figures, source="upload")
    return made
