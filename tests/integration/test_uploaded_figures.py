"""Figures uploaded as a file: all of it or nothing, what is other as a revision, each fault with its row."""

from datetime import date

import pytest
from openpyxl import Workbook

from models import Observation, Unit, db, set_organisation, transaction
from targets import observing, uploads
from targets.errors import PeriodLockedError
from targets.interchange import FaultsError
from targets.uploads import Amount

APRIL, MAY, TODAY = date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 4)
# The commands go by the clock.
LONG_AGO = date(2020, 4, 1)
HEADER = "measure,unit,period,value,numerator,denominator,n\n"


class TestUploads:
    def test_figures_of_units_and_of_all_together_are_recorded(self, planted, north):
        outcomes = self.take('mended,north,April 2026,,150,210,\nmended,,01/04/2026,"71.5",,,"1,200"\n')

        assert [(each.row, each.unit, each.period_on, each.what) for each in outcomes] == [
            (2, "north", APRIL, "new"),
            (3, "", APRIL, "new"),
        ]
        rows = db.session.query(Observation).order_by(Observation.id.desc()).all()
        assert {(row.unit_id, row.value, row.numerator, row.denominator, row.n) for row in rows} == {
            (0, 71.5, None, None, 1200),
            (north.id, 100 * 150 / 210, 150.0, 210.0, 210),
        }
        assert {(row.source, row.revision, row.low, row.high, row.pipeline) for row in rows} == {
            ("upload", 1, None, None, "")
        }

    def test_the_same_again_opens_no_revision_and_what_is_other_does(self, planted):
        self.take("mended,north,2026-04,71,,,\nmended,,2026-04,70,,,\n")

        outcomes = self.take("mended,north,2026-04,73,,,\nmended,,2026-04,70.0,,,\nmended,,2026-05,69,,,\n")

        assert [each.what for each in outcomes] == ["revised", "same", "new"]
        assert (outcomes[0].before, outcomes[0].after) == (Amount(71, None, None, None), Amount(73, None, None, None))
        assert (outcomes[2].before, outcomes[1].before) == (None, outcomes[1].after)
        assert self.kept() == [("north", APRIL, 1, 71), ("north", APRIL, 2, 73), ("", APRIL, 1, 70), ("", MAY, 1, 69)]

    def test_a_denominator_of_0_is_kept_without_a_value(self, planted):
        self.take("cost,,2026-Q2,,500,0,\n")

        row = db.session.query(Observation).one()
        assert (row.value, row.numerator, row.denominator, row.cadence) == (None, 500, 0, "quarter")

    def test_everything_that_is_wrong_is_named_and_nothing_is_recorded(self, planted, factories):
        factories.unit(service=factories.service(), slug="bats")
        self.take("mended,,2026-04,71,,,\n")
        self.lock(before=MAY)

        faults = self.refused(
            "mended,north,2026-04,70,,,\n"
            "gone,,2026-04,70,,,\n"
            ",nowhere,2026-04,70,,,\n"
            "mended,nowhere,,most,,,\n"
            "mended,bats,2026-04,70,,,\n"
            "satisfied,,2026-04,70,,,\n"
            "mended,,2026-04,72,,,\n"
            "mended,north,1 April 2026,70,,,\n"
            "mended,,2026-06,70,,,\n"
            "mended,,02/05/2026,70,,,\n"
            "mended,,2026-05,,5,4,\n"
            "mended,,2026-05,,,,\n"
            "cost,,2026-Q2,-£3,,,\n"
        )

        assert faults == [
            "row 3, column measure: There is no measure with the key gone.",
            "row 4, column measure: “measure” is missing.",
            "row 4, column unit: There is no unit with the address nowhere.",
            "row 5, column unit: There is no unit with the address nowhere.",
            "row 5, column period: “period” is missing.",
            "row 5, column value: “most” is not a number; write it as 1234.5.",
            "row 6, column unit: The unit bats belongs to another service than the measure mended.",
            "row 7, column measure: The figures of satisfied come of feedback; none are uploaded.",
            "row 8, column period: The figure of mended for the period of 2026-04-01 is locked.",
            "row 9: Row 2 has a figure of this measure, unit and period already.",
            "row 10, column period: The period of 2026-06-01 has not begun.",
            "row 11, column period: “02/05/2026” is read as 2026-05-02, which is not the first day of a month.",
            "row 12, column numerator: The numerator is above the denominator, and the measure is a share.",
            "row 13: There is no figure here: give a value, or a numerator and a denominator.",
            "row 13: Row 12 has a figure of this measure, unit and period already.",
            "row 14, column value: A cost cannot be below 0.",
        ]
        assert self.kept() == [("", APRIL, 1, 71)]

    def test_a_locked_period_takes_what_it_has(self, planted):
        self.take("mended,,2026-04,71,,,\n")
        self.lock(before=MAY)

        assert [each.what for each in self.take("mended,,2026-04,71,,,\n")] == ["same"]

    def test_a_region_that_holds_units_of_several_services_has_figures(self, planted, factories):
        factories.unit(service=None, slug="county")

        assert [each.what for each in self.take("mended,county,2026-04,71,,,\n")] == ["new"]

    def test_another_organisations_measures_are_unknown(self, planted, factories):
        set_organisation(db.session(), factories.organisation().id)

        assert self.refused("mended,,2026-04,71,,,\n") == [
            "row 2, column measure: There is no measure with the key mended."
        ]

    def test_changes_are_foreseen_as_they_are_recorded(self, planted):
        figures = [observing.Figure(period_on=APRIL, value=1.0), observing.Figure(period_on=APRIL, value=2.0)]
        with transaction() as session:
            measure = session.merge(planted)
            foreseen = observing.changes(session, measure=measure, figures=figures, source="upload")
            assert session.query(Observation).count() == 0
            observing.record(session, measure=measure, figures=figures, source="upload")
            observing.lock(session, measure=measure, before=MAY)
            with pytest.raises(PeriodLockedError):
                observing.record(session, measure=measure, figures=figures, source="upload")

        assert [change.after.revision for change in foreseen] == [1, 2]

    def take(self, rows):
        self.path.write_text(HEADER + rows)
        with transaction() as session:
            return uploads.apply(session, uploads.read(self.path), today=TODAY)

    def refused(self, rows):
        with pytest.raises(FaultsError) as raised:
            self.take(rows)
        return [str(fault) for fault in raised.value.faults]

    def lock(self, *, before):
        with transaction() as session:
            observing.lock(session, measure=session.merge(self.measure), before=before)

    def kept(self):
        slugs = {unit.id: unit.slug for unit in db.session.query(Unit)}
        rows = db.session.query(Observation).order_by(
            Observation.period_on, Observation.unit_id.desc(), Observation.revision
        )
        return [(slugs.get(row.unit_id, ""), row.period_on, row.revision, row.value) for row in rows]

    @pytest.fixture(autouse=True)
    def _given(self, tmp_path, planted):
        self.path, self.measure = tmp_path / "figures.csv", planted


class TestCommand:
    def test_a_dry_run_says_what_would_be_and_records_nothing(self, invoke, planted, north, tmp_path):
        with transaction() as session:
            figures = [
                observing.Figure(period_on=LONG_AGO, value=71.0, unit_id=north.id),
                observing.Figure(period_on=LONG_AGO, value=70.0),
            ]
            observing.record(session, measure=session.merge(planted), figures=figures, source="upload")
        path = tmp_path / "figures.csv"
        path.write_text(HEADER + "mended,north,2020-04,,150,200,\nmended,,2020-04,70,,,\nmended,,2020-05,72,,,\n")

        dry = invoke(path, "--dry-run")
        none = db.session.query(Observation).count()
        real = invoke(path)

        assert (dry.exit_code, real.exit_code) == (0, 0), dry.output + real.output
        assert dry.stdout.splitlines() == [
            "revised, row 2: mended, north, 2020-04-01: 71 → 75 (150 of 200), n 200",
            "1 new, 1 revised, 1 the same.",
            "This was a dry run: nothing was recorded.",
        ]
        assert real.stdout.splitlines() == dry.stdout.splitlines()[:2]
        assert (none, db.session.query(Observation).count()) == (2, 4)

    def test_a_workbook_is_read_with_its_days_and_percentages(self, invoke, planted, tmp_path):
        book = Workbook()
        book.active.append(["Measure", "Period", "Value", "N"])
        book.active.append(["mended", LONG_AGO, 0.57, 210])
        book.active.append(["mended", 43952, 58.25, None])
        book.active["C2"].number_format = "0.0%"
        path = tmp_path / "figures.xlsx"
        book.save(path)

        result = invoke(path)

        assert result.exit_code == 0, result.output
        rows = db.session.query(Observation).order_by(Observation.period_on)
        assert [(row.period_on, row.value, row.n) for row in rows] == [
            (LONG_AGO, 57.0, 210),
            (date(2020, 5, 1), 58.25, None),
        ]

    def test_faults_are_said_and_nothing_is_recorded(self, invoke, planted, tmp_path):
        path = tmp_path / "figures.csv"
        path.write_text(HEADER + "mended,,2020-04,71,,,\n" + "gone,,2020-04,71,,,\n" * 101)

        result = invoke(path)

        assert result.exit_code == 1
        assert "row 3, column measure: There is no measure with the key gone." in result.stderr
        assert "row 103" not in result.stderr
        assert "and 1 more fault" in result.stderr
        assert "nothing of figures.csv was recorded: 101 faults" in result.stderr
        assert db.session.query(Observation).count() == 0

    def test_a_file_of_something_else_is_refused_in_a_sentence(self, invoke, planted, tmp_path):
        path = tmp_path / "figures.csv"
        path.write_text("given_on,comment\n2020-04-01,Fine\n")

        result = invoke(path)

        assert result.exit_code == 1
        assert 'has no columns "measure", "period", "value"' in result.stderr

    @pytest.fixture
    def invoke(self, commands, organisation):
        def run(path, *more):
            arguments = ["targets", "figures", str(path), "--organisation", organisation.slug, *more]
            result = commands(*arguments)
            db.session.rollback()
            return result

        return run


@pytest.fixture
def planted(factories, service, north):
    """A measure in percent by month, beside a cost by quarter and one that feedback feeds."""
    factories.measure(service=service, key="cost", unit_of_measure="£", better="lower", cadence="quarter")
    factories.measure(service=service, key="satisfied", formula="share_satisfied", parameters={"question": "felt"})
    return factories.measure(service=service, key="mended")


@pytest.fixture
def north(factories, service):
    return factories.unit(service=service, slug="north")
