"""/manage/targets: who sees which targets, where they stand, how their units differ, and the same figures as a file."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from models import Measure, transaction
from targets import notes, observing, owning
from targets.observing import Figure
from targets.terms import NoteTerms
from tests.integration.test_praise import sign_out
from tests.papers import squeezed, text_of

NOTE = NoteTerms(
    source={"en": "The job list"}, numerator={"en": "Jobs done in time"}, minimum_n=10, valid_from=date(2025, 1, 1)
)
MONTHS = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(15)]


class TestTheList:
    def test_it_shows_where_each_target_stands_by_its_agreement(self, target, counts, manager, sign_in):
        counts([(70, 100)] * 15)

        page = sign_in("m@example.org", "/manage/targets")

        lead = page.one("#so-what").get_text(" ", strip=True)
        assert "1 target: 1 behind." in lead
        assert "Done in time : 70.0% where its course wants" in lead
        row = page.one('tr[data-target="in-time"]').get_text(" ", strip=True)
        assert "Done in time 70.0%" in row
        assert "of 100" in row
        assert "Mar 2026" in row
        assert "90.0% by 31 March 2027" in row
        assert "Behind its course" in row
        assert page.all("h2")[1:] == ["Public Service Agreement – Repairs Serve people well"]

    def test_ones_own_stand_first(self, target, owner, sign_in):
        page = sign_in("o@example.org", "/manage/targets")

        assert page.all("h2")[0] == "Your targets"

    def test_a_target_of_another_service_is_not_there(self, target, factories, organisation, sign_in):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")

        page = sign_in("v@example.org", "/manage/targets")

        assert page.soup.select("tr[data-target]") == []
        assert "There are no targets yet." in page.text

    def test_one_whose_owner_has_left_says_so(self, target, owner, manager, sign_in):
        with transaction() as session:
            session.merge(owner).active = False

        page = sign_in("m@example.org", "/manage/targets")

        assert "Nobody: the owner has left" in page.one('tr[data-target="in-time"]').get_text(" ", strip=True)

    def test_responsibilities_stand_on_one_page(self, target, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/responsibilities")

        assert "Done in time" in page.all("tbody th")
        assert "Head of Repairs" in page.all("tbody td")

    def test_responsibilities_are_files_to_be_published(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", "/manage/targets/responsibilities")
        paper, table = (link["href"] for link in page.soup.select(".app-no-print a"))

        said = squeezed(text_of(client, paper))
        (row,) = csv.DictReader(StringIO(client.request("GET", table).get_data().decode("utf-8-sig")))

        assert [each for each in page.all("tbody th, tbody td") if squeezed(each) not in said] == []
        assert (row["key"], row["name"], row["owner"]) == ("in-time", "Done in time", "Head of Repairs")


class TestOne:
    def test_without_figures_it_says_so(self, target, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert page.heading == "Done in time"
        assert "There is no figure yet." in page.text
        assert page.soup.select("svg.chart--control") == []

    def test_it_draws_the_figures_with_limits_and_says_the_same_in_words(self, target, counts, manager, sign_in):
        counts([(70 + at % 3, 100) for at in range(14)] + [(95, 100)])

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert len(page.soup.select("svg.chart--control")) == 2  # for a desk, and for a phone
        assert "Mar 2026: 95.0%. Unusually good: high. By chance alone it lies between" in page.text
        assert "outside the limits" in page.text
        rows = page.soup.select("details tbody tr")
        assert len(rows) >= 15

    def test_while_it_changes_its_limits_say_nothing_sure_of_the_target(self, target, counts, manager, sign_in, client):
        counts([(70 + at % 3, 100) for at in range(14)] + [(95, 100)])

        page = sign_in("m@example.org", "/manage/targets/in-time")

        said = (
            "Unusually good: high. By limits that rest on figures from before this change it would miss the target, "
            "which may hold no more."
        )
        assert said in page.one("#so-what").text
        assert squeezed(said) in squeezed(text_of(client, "/manage/targets/in-time/report.pdf"))

    def test_figures_of_too_few_people_are_not_shown(self, target, counts, manager, sign_in, client):
        counts([(70, 100)] * 14 + [(5, 9)])

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert "Feb 2026" in page.one("#so-what").get_text()
        assert "Periods of too few people are not shown." in page.text
        assert "55.6" not in page.html
        last = self.rows(client)[-1]
        assert (last["period"], last["figure"], last["n"]) == ("2026-03-01", "", "too few to show")

    def test_where_nothing_was_counted_nothing_is_said_to_be_hidden(self, target, counts, manager, sign_in, measure):
        counts([(70, 100)] * 14)
        figure = Figure(period_on=MONTHS[14], value=None, numerator=0, denominator=0, n=0)
        with transaction() as session:
            observing.record(session, measure=session.get_one(Measure, measure.id), figures=[figure], source="upload")

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert "Feb 2026" in page.one("#so-what").get_text()
        assert "Periods of too few people are not shown." not in page.text

    def test_a_note_that_changed_begins_the_limits_anew(self, target, counts, manager, sign_in):
        counts([(70, 100)] * 12)
        with transaction() as session:
            measure = session.get_one(Measure, target.measure_id)
            terms = NoteTerms(**{**vars(NOTE), "valid_from": MONTHS[12], "reason": {"en": "Weekends count"}})
            notes.open_note(session, measure=measure, terms=terms)
        counts([(70, 100)] * 12 + [(90, 100)] * 3)

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert "Measured anew" in page.html
        assert "Unusually" not in page.one("#so-what").get_text()
        assert "Weekends count" in page.text

    def test_units_stand_beside_one_another_with_ranges(self, target, by_unit, manager, sign_in):
        by_unit({"north": (900, 1000), "south": (700, 1000), "east": (880, 1000), "west": (890, 1000)})

        page = sign_in("m@example.org", "/manage/targets/in-time")

        rows = {row.select_one("th").text: row.get_text(" ", strip=True) for row in page.soup.select("#units tbody tr")}
        assert "More than chance" in rows["South"]
        assert "people better served" in rows["South"]
        assert "Further from the others than chance would explain: South." in page.text
        assert "The others differ by no more than chance." in page.text
        assert [name for name, row in rows.items() if "More than chance" in row] == ["South"]
        assert len(page.soup.select("svg.chart--funnel")) == 2

    def test_a_unit_of_too_few_people_is_named_and_not_shown(self, target, by_unit, manager, sign_in):
        by_unit({"north": (900, 1000), "south": (700, 1000), "east": (3, 9)})

        page = sign_in("m@example.org", "/manage/targets/in-time")

        assert [row.select_one("th").text for row in page.soup.select("#units tbody tr")] == ["North", "South"]
        assert "could be told from the others: East." in page.text

    def test_parts_of_people_make_no_comparison(self, target, by_unit, manager, sign_in):
        by_unit({"north": (12.5, 25), "south": (37.5, 75)})

        assert sign_in("m@example.org", "/manage/targets/in-time").soup.select("#units") == []

    def test_the_file_has_the_figures_of_the_page(self, target, counts, manager, sign_in, client):
        counts([(70, 100), (71, 100)])
        sign_in("m@example.org", "/manage/targets/in-time")

        first, second = self.rows(client)

        assert (first["period"], first["figure"], first["numerator"], first["n"]) == ("2025-01-01", "70.0", "70", "100")
        assert second["figure"] == "71.0"

    def test_who_may_not_see_it_finds_none(self, target, factories, sign_in, client):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")
        page = sign_in("v@example.org", "/manage/targets")

        for path in ("/manage/targets/in-time", "/manage/targets/none", "/manage/targets/in-time/figures.csv"):
            assert client.request("GET", path).status_code == 404
        sign_out(client, page)
        assert client.get_page("/manage/targets/in-time").heading == "Sign in"

    def test_former_owners_stand_below_the_one_who_answers_now(self, target, factories, service, manager, sign_in):
        after = factories.person(roles=["owner"], service=service, name="Chief of Repairs")
        with transaction() as session:
            owning.hand_over(session, target=session.merge(target), to=session.merge(after), on=date(2026, 4, 1))

        page = sign_in("m@example.org", "/manage/targets/in-time")

        text = " ".join(page.soup.get_text(" ", strip=True).split())
        assert "Owner Chief of Repairs since 1 April 2026 Owner before Head of Repairs until 1 April 2026" in text

    @staticmethod
    def rows(client: Any) -> list[dict[str, str]]:
        answer = client.request("GET", "/manage/targets/in-time/figures.csv")
        return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"))))
