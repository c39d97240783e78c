"""Technical notes that change after figures were there: what the page, its paper and its comparison say of them."""

import pytest

from models import Measure, db, transaction
from targets import notes, observing
from targets.terms import NoteTerms
from tests.integration.targets.conftest import MONTHS, NOTE
from tests.papers import squeezed, text_of

ADDRESS = "/manage/targets/in-time"
STILL = "The figures of Jan 2026 to Mar 2026 are still by version 1"


class TestANoteThatCameAfterTheFigures:
    def test_limits_start_anew_where_it_counts_and_former_figures_are_named(
        self, target, counts, second, manager, sign_in, client
    ):
        counts([(70, 100)] * 15)
        second()

        page = sign_in("m@example.org", ADDRESS)

        assert self.anew(page) == ["Jan 2026"]
        assert STILL in page.one("#so-what").text
        assert "version 2 counts there: upload them again." in page.text
        assert squeezed(STILL) in squeezed(text_of(client, f"{ADDRESS}/report.pdf"))

    def test_a_revision_of_one_period_starts_them_nowhere_else(self, target, counts, second, manager, sign_in):
        counts([(70, 100)] * 15)
        second()
        counts([(70, 100)] * 14 + [(71, 100)])

        page = sign_in("m@example.org", ADDRESS)

        assert self.anew(page) == ["Jan 2026"]

    def test_the_same_value_uploaded_again_is_by_the_new_version(self, target, measure, counts, second, sign_in):
        counts([(70, 100)] * 15)
        second()
        counts([(70, 100)] * 15)

        found = observing.newest(db.session(), measure_id=measure.id, periods=MONTHS)

        assert [row.revision for row in found.values()] == [1] * 12 + [2] * 3
        assert [row.note_version for row in found.values()] == [1] * 12 + [2] * 3

    def test_once_uploaded_again_nothing_is_said_of_former_ones(self, target, counts, second, manager, sign_in):
        counts([(70, 100)] * 15)
        second()
        counts([(70, 100)] * 15)

        assert "still by version" not in sign_in("m@example.org", ADDRESS).text

    def test_of_former_versions_it_is_said_until_when_they_counted(self, target, second, manager, sign_in, client):
        second()

        page = sign_in("m@example.org", ADDRESS)

        former = "Version 1, from 1 January 2025 until 31 December 2025"
        assert former in page.text
        assert "Version 2, from 1 January 2026 on" in page.text
        assert squeezed(former) in squeezed(text_of(client, f"{ADDRESS}/report.pdf"))

    @staticmethod
    def anew(page):
        rows = (row.get_text(" ", strip=True) for row in page.soup.select("details tbody tr"))
        return list(dict.fromkeys(row[:8] for row in rows if "Measured anew" in row))


class TestComparingUnits:
    def test_figures_of_the_newest_version_alone_are_summed(self, target, counts, units, second, manager, sign_in):
        for unit_id in units:
            counts([(70, 100)] * 15, unit_id)
        counts([(140, 200)] * 15)
        second()
        for unit_id in units:
            counts([(90, 100)] * 15, unit_id)
        counts([(180, 200)] * 15)

        page = sign_in("m@example.org", ADDRESS)

        assert [cell.text for cell in page.soup.select("#units td[data-label='People']")] == ["300", "300"]
        assert "Of January 2026 to March 2026." in page.text
        assert "Figures by another version of how it is measured are left out." in page.text

    @pytest.fixture
    def units(self, factories, service):
        return [factories.unit(service=service, slug=slug, name={"en": slug.title()}).id for slug in ("north", "south")]


@pytest.fixture
def second(measure):
    def opened():
        terms = NoteTerms(**{**vars(NOTE), "valid_from": MONTHS[12], "reason": {"en": "Weekends count"}})
        with transaction() as session:
            notes.open_note(session, measure=session.get_one(Measure, measure.id), terms=terms)

    return opened
