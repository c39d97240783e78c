"""Past comments of a megabyte: taken whole, or refused with their row; analysed with nothing lost."""

import csv
from datetime import timedelta

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from sqlalchemy import select

from cli import installation, yousaid
from insights import analysis
from models import Comment, Survey, db, now, set_organisation, transaction
from sheets import CELL_LIMIT
from sheets.cells import XLSX_CELL_LIMIT
from surveys import publishing
from surveys.importing import sifting
from surveys.questions import LONGEST_COMMENT
from tests.factories import RATING, TEXT

KEYS = ["given_on", "satisfaction", "improve"]
CALL = "Call me on 07700 900123, please. "
# Overlong words are quickly parsed.
FILLER = "x" * 49_999 + " "


class TestAMegabyte:
    def test_is_kept_whole_but_for_what_is_replaced(self, importing, csv_file, analyse):
        text = ((CALL + FILLER) * 21)[:1_000_000]

        said = importing(csv_file(KEYS, ["2024-05-03", "5", text]))

        assert "Imported 1 submission with 1 comment" in said
        assert analyse() == 1
        kept = db.session.scalars(select(Comment)).one()
        assert (kept.state, kept.text) == ("done", None)
        assert kept.redacted.replace("[phone]", "07700 900123") == text.strip()

    def test_of_many_clauses_is_stored_some_at_a_time(self, importing, csv_file, analyse, row_counts, monkeypatch):
        monkeypatch.setattr(analysis, "INSIGHTS_AT_ONCE", 7)

        importing(csv_file(KEYS, ["2024-05-03", "5", "The staff were rude. I waited an hour. " * 30]))

        assert analyse() == 1
        assert row_counts()["insight"] == 61
        assert row_counts()["insight_theme"] > 14

    @pytest.mark.parametrize("length", [CELL_LIMIT + 1, CELL_LIMIT + 100_000])
    def test_and_more_is_refused_with_its_row_and_nothing_is_imported(self, importing, csv_file, row_counts, length):
        file = csv_file(KEYS, ["2024-05-03", "5", "Kind"], ["2024-05-03", "5", "x" * length])

        said = importing(file, status=1)

        assert (
            said.strip()
            .splitlines()[-1]
            .endswith('forms.csv, line 3: has a cell of more than 1,048,576 characters in the column "improve"')
        )
        assert sum(row_counts().values()) == 0

    def test_several_are_read_analysed_and_stored_one_by_one(self, importing, csv_file, analyse, monkeypatch):
        monkeypatch.setattr(sifting, "CHARACTERS_AT_ONCE", 50_000)
        rows = [["2024-05-03", "5", f"{number} {FILLER}{FILLER}{number}"] for number in range(4)]

        assert "Imported 4 submissions with 4 comments" in importing(csv_file(KEYS, *rows))
        together = len_of_claims(monkeypatch)
        assert analyse() == 4

        assert together == [1, 1, 1, 1]
        assert [each.attempts for each in db.session.scalars(select(Comment))] == [1, 1, 1, 1]

    def test_is_claimed_for_longer_than_others(self, importing, csv_file):
        importing(csv_file(KEYS, ["2024-05-03", "5", "x" * 600_000]))

        with transaction() as session:
            analysis._claim(session, "mine")

        assert db.session.scalars(select(Comment)).one().claimed_until > now() + timedelta(minutes=11)

    def test_of_a_workbook_is_as_much_as_a_cell_of_it_holds(self, importing, tmp_path, analyse):
        text = ("Slow queue, " * 3_000)[:XLSX_CELL_LIMIT].strip()
        book = Workbook()
        book.active.append(KEYS)
        book.active.append(["2024-05-03", 5, text])
        book.save(tmp_path / "forms.xlsx")

        importing(tmp_path / "forms.xlsx")

        assert db.session.scalars(select(Comment)).one().text == text


class TestAQuestionsOwnLimit:
    def test_is_kept_to_with_the_row_named(self, importing, csv_file, publish, row_counts):
        publish(RATING, {**TEXT, "max_length": 300})

        said = importing(csv_file(KEYS, ["2024-05-03", "5", "Kind"], ["2024-05-03", "5", "x" * 301]), status=1)

        assert "line 3, improve: Your comment must have 300 characters or fewer. It has 301" in said
        assert sum(row_counts().values()) == 0

    def test_is_not_looked_at_when_loose(self, importing, csv_file, publish):
        publish(RATING, {**TEXT, "max_length": 300})

        importing(csv_file(KEYS, ["2024-05-03", "5", "x" * 301]), "--loose")

        assert db.session.scalars(select(Comment)).one().text == "x" * 301

    def test_that_is_the_pages_own_holds_for_no_file(self, importing, csv_file):
        importing(csv_file(KEYS, ["2024-05-03", "5", "x" * (LONGEST_COMMENT + 1)]))

        assert len(db.session.scalars(select(Comment)).one().text) == LONGEST_COMMENT + 1


def len_of_claims(monkeypatch):
    """Return a list to which the number of comments analysed together is added each time."""
    real, together = analysis.analysed, []

    def analysed(analyser, claimed):
        together.append(len(claimed))
        return real(analyser, claimed)

    monkeypatch.setattr(analysis, "analysed", analysed)
    return together


@pytest.fixture
def organisation(factories):
    made = factories.organisation(slug="oak")
    set_organisation(db.session(), made.id)
    return made


@pytest.fixture(autouse=True)
def visit(factories, service):
    return factories.survey(service=service, slug="visit", questions=(RATING, TEXT))


@pytest.fixture
def publish(visit):
    def publish(*questions):
        asked = {"format": "yousaid-survey/1", "title": {"en": "Your visit"}, "questions": list(questions)}
        with transaction() as session:
            publishing.publish(session, survey=session.get_one(Survey, visit.id), definition=asked)

    return publish


@pytest.fixture
def importing(app, organisation, visit, monkeypatch):
    monkeypatch.setattr(installation, "create_app", lambda: app)
    monkeypatch.setattr(installation.logs, "configure", lambda: None)

    def importing(*arguments, status=0):
        organisation_id = db.session().info["organisation_id"]
        called = ["import", "feedback", "--organisation", "oak", "--survey", "visit", *map(str, arguments)]
        result = CliRunner().invoke(yousaid, called)
        assert result.exit_code == status, result.output
        db.session.rollback()
        set_organisation(db.session(), organisation_id)
        return result.output

    return importing


@pytest.fixture
def csv_file(tmp_path):
    def write(*rows):
        with (tmp_path / "forms.csv").open("w", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return tmp_path / "forms.csv"

    return write
