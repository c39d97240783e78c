"""Past feedback from files: all of a file or nothing of it, and the same row once."""

import csv
import json
import re
from datetime import date, timedelta

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

import tallies
from models import Answer, Collector, Comment, Contact, Submission, Survey, db, now, set_organisation, transaction
from sheets import read_sheet
from surveys import importing as feedback
from surveys import publishing
from surveys.importing import loading, sifting
from tests.factories import CHOICE, RATING, TEXT
from tests.timing import at_most

KEYS = ["given_on", "satisfaction", "channel", "improve"]
ROWS = [
    ["2024-05-03", "5", "online", "Kind staff"],
    ["2024-05-04", "1", "phone", "An hour in the rain"],
    ["2024-05-04", "3", "online", ""],
]
PLACE = {"key": "office", "type": "place", "text": {"en": "Which office?"}, "required": False}
EMAIL = {"key": "email", "type": "email", "text": {"en": "Your e-mail address"}, "required": False}
CHANNEL = {**CHOICE, "other": {"en": "Another way"}}
PROBLEMS = {
    "key": "problems",
    "type": "choices",
    "text": {"en": "What went wrong?"},
    "options": [
        {"value": "late", "label": {"en": "Late, or not at all"}},
        {"value": "dear", "label": {"en": "Too dear"}},
    ],
    "other": {"en": "Something else"},
    "required": False,
}

# The cells of a row, the column that is wrong, and what is said of it.
WRONG = [
    (["2024-02-30", "5", "online", ""], "given_on", "This is no day as YYYY-MM-DD has it"),
    (["", "5", "online", ""], "given_on", "This is no day as YYYY-MM-DD has it"),
    (["03/05/2024", "5", "online", ""], "given_on", "This is no day as YYYY-MM-DD has it"),
    (["1999-12-31", "5", "online", ""], "given_on", "The day must be in the year 2000 or later"),
    (
        [(now() + timedelta(days=2)).date().isoformat(), "5", "online", ""],
        "given_on",
        "The day must not be in the future",
    ),
    (["2024-05-03", "6", "online", ""], "satisfaction", "Select one of the answers"),
    (["2024-05-03", "", "online", ""], "satisfaction", "Select one of the answers"),
    (["2024-05-03", "5", "pigeon", ""], "channel", "Select one of the answers"),
]

# What a mapping says, and what is said of it.
UNFIT = [
    ({"columns": {}}, "columns: "),
    ({"columns": {"Nowhere": "improve"}}, "the file has no column 'Nowhere'"),
    ({"columns": {"improve": "colour"}}, "columns.improve: the survey has no question 'colour'"),
    (
        {"columns": {"improve": "improve", "channel": "improve"}},
        "columns.channel: the column 'improve' is its answer already",
    ),
    ({"columns": {"improve": {"question": "improve", "colour": 1}}}, "columns.improve.colour: "),
    (
        {"columns": {"improve": {"question": "improve", "other": "channel"}}},
        "columns.improve.other: 'improve' has no option of one's own",
    ),
    ({"given_on": {"value": "03/05/2024"}}, "given_on.value: write the day like 2026-03-27"),
    ({"given_on": {"value": 20240503}}, "given_on.value: write the day like 2026-03-27"),
    ({"given_on": {}}, "given_on: name either a column or a value"),
    (
        {"given_on": {"column": "given_on", "format": "MM/YY"}},
        "given_on: write the format with DD, MM and YYYY",
    ),
    ({"given_on": {"column": "given_on", "format": "DD-MM-YYYYZ"}}, "given_on: write the format"),
    ({"given_on": None}, "given_on: "),
    ({"language": {"value": "xx"}}, "language.value: the survey is in en"),
    ({"colour": "red"}, "colour: "),
]


class TestImporting:
    def test_rows_become_submissions_counted_on_their_days(self, importing, csv_file, visit, counted_right, analyse):
        said = importing(csv_file(KEYS, *ROWS), "--name", "2024 paper forms")

        assert "3 rows to import with 2 comments given from 2024-05-03 to 2024-05-04; 0 imported before" in said
        assert "Imported 3 submissions with 2 comments as '2024 paper forms'" in said
        kept = db.session.scalars(select(Submission).order_by(Submission.given_on)).all()
        assert [each.given_on.isoformat() for each in kept] == ["2024-05-03", "2024-05-04", "2024-05-04"]
        assert {(each.mode, each.language, each.partial) for each in kept} == {("import", "en", False)}
        assert db.session.scalars(select(Collector).where(Collector.kind == "import")).one().name == "2024 paper forms"
        assert db.session.scalar(select(func.count()).select_from(Answer)) == 6
        assert analyse() == 2

    def test_comments_wait_behind_those_of_people_who_write_now(self, importing, csv_file, run_jobs):
        importing(csv_file(KEYS, *ROWS))

        assert {(each.state, each.priority) for each in db.session.scalars(select(Comment))} == {("waiting", 1)}
        run_jobs()
        assert set(db.session.scalars(select(Comment.state))) == {"done"}

    def test_a_dry_run_changes_nothing(self, importing, csv_file, row_counts):
        said = importing(csv_file(KEYS, *ROWS), "--dry-run")

        assert "3 rows to import with 2 comments" in said and "nothing was imported" in said
        assert sum(row_counts().values()) == 0
        assert db.session.scalar(select(func.count()).where(Collector.kind == "import")) == 0

    def test_the_same_file_again_imports_nothing(self, importing, csv_file, counted_right):
        file = csv_file(KEYS, *ROWS, ROWS[2], ROWS[2])

        first, again = importing(file), importing(file)

        assert "Imported 5 submissions" in first
        assert "0 rows to import with 0 comments; 5 imported before" in again and "Imported" not in again
        assert count(Submission) == 5

    def test_a_file_that_has_grown_imports_what_is_new(self, importing, csv_file):
        importing(csv_file(KEYS, *ROWS))
        said = importing(csv_file(KEYS, *ROWS, ["2024-06-01", "2", "phone", "Cold room"]))

        assert "1 row to import with 1 comment given from 2024-06-01 to 2024-06-01; 3 imported before" in said
        assert count(Submission) == 4

    def test_another_name_is_another_import(self, importing, csv_file):
        importing(csv_file(KEYS, *ROWS), "--name", "January")
        importing(csv_file(KEYS, *ROWS), "--name", "February")

        assert count(Submission) == 6

    def test_references_tell_rows_apart_however_the_rest_is_mended(self, importing, csv_file):
        importing(csv_file(["reference", *KEYS], ["7", *ROWS[0]], ["8", *ROWS[0]]))
        said = importing(csv_file(["reference", *KEYS], ["7", *ROWS[1]], ["9", *ROWS[0]]))

        assert "1 row to import" in said and "1 imported before" in said
        assert count(Submission) == 3

    def test_a_workbook_is_read_like_a_csv(self, importing, tmp_path):
        book = Workbook()
        book.active.append(KEYS)
        book.active.append([date(2024, 5, 3), 5, "online", "=not a formula"])
        book.active.cell(2, 4).data_type = "s"
        book.create_sheet("Notes").append(["nothing"])
        book.save(tmp_path / "forms.xlsx")

        said = importing(tmp_path / "forms.xlsx")

        assert "Worksheet read: Sheet. Left out: Notes." in said
        assert comments() == ["=not a formula"]

    def test_a_closed_survey_still_takes_past_feedback(self, importing, csv_file, visit):
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, visit.id))

        assert "Imported 3 submissions" in importing(csv_file(KEYS, *ROWS))

    def test_what_looks_like_a_formula_is_text(self, importing, csv_file):
        importing(csv_file(KEYS, ["2024-05-03", "5", "online", '=HYPERLINK("http://evil.example")']))

        assert comments() == ['=HYPERLINK("http://evil.example")']

    def test_what_was_imported_meanwhile_is_not_imported_again(self, importing, csv_file, visit):
        rows = read_sheet(csv_file(KEYS, *ROWS))
        plan = feedback.plan(db.session(), survey=visit, columns=rows.columns, mapping=None, name=rows.path.stem)
        with feedback.Spool() as spool:
            feedback.sift(db.session(), plan=plan, rows=rows, spool=spool)
            importing(rows.path)

            with pytest.raises(feedback.ImportedMeanwhileError):
                feedback.load(plan=plan, batches=spool)

        assert count(Submission) == 3


class TestManyRows:
    """Some thousand rows are a transaction, so that others may write in between."""

    def test_each_transaction_has_so_many_rows_and_their_counts(self, importing, csv_file, some_at_once, monkeypatch):
        between = []
        real = loading.post

        def post(*args):
            real(*args)
            between.append(count(Submission))

        monkeypatch.setattr(loading, "post", post)

        assert "Imported 10 submissions" in importing(csv_file(KEYS, *some_at_once(10)))

        assert between == [4, 8, 10]

    def test_a_crash_half_way_leaves_what_was_written_right_and_the_next_goes_on(
        self, importing, csv_file, some_at_once, monkeypatch
    ):
        file = csv_file(KEYS, *some_at_once(10))
        real, times = loading.post, iter((True, False))

        def crash(*args):
            if not next(times):
                raise SystemExit("the power went")
            real(*args)

        with monkeypatch.context() as broken:
            broken.setattr(loading, "post", crash)
            importing(file, status=1)
        assert count(Submission) == 4
        assert tallies.differences(db.session()) == []

        said = importing(file)

        assert "6 rows to import" in said and "4 imported before" in said
        assert count(Submission) == 10

    def test_one_wrong_row_at_the_end_keeps_all_from_being_written(self, importing, csv_file, some_at_once):
        *rows, _last = some_at_once(10)

        importing(csv_file(KEYS, *rows, ["2024-05-03", "nine", "online", ""]), status=1)

        assert count(Submission) == 0
        assert count(Collector) == 1

    def test_who_imports_the_same_in_between_is_noticed_and_nothing_is_there_twice(
        self, importing, csv_file, some_at_once, visit
    ):
        rows = read_sheet(csv_file(KEYS, *some_at_once(10)))
        plan = feedback.plan(db.session(), survey=visit, columns=rows.columns, mapping=None, name=rows.path.stem)
        with feedback.Spool() as spool:
            feedback.sift(db.session(), plan=plan, rows=rows, spool=spool)

            def batches():
                for number, batch in enumerate(spool):
                    if number == 2:
                        importing(rows.path)
                    yield batch

            with pytest.raises(feedback.ImportedMeanwhileError) as caught:
                feedback.load(plan=plan, batches=batches())

        assert caught.value.kept == 4
        assert count(Submission) == 10

    @pytest.fixture(autouse=True)
    def _right(self, counted_right):
        """After each test, counting anew from the rows agrees."""

    @pytest.fixture
    def some_at_once(self, monkeypatch):
        """Return so many rows, of which four are a transaction."""
        monkeypatch.setattr(sifting, "ROWS_AT_ONCE", 2)
        monkeypatch.setattr(loading, "BATCHES_AT_ONCE", 2)
        return lambda n: [[f"2024-05-{each + 1:02}", "4", "online", f"Comment {each}"] for each in range(n)]


class TestMapping:
    def test_columns_values_days_languages_and_units_are_named(self, importing, csv_file, mapping, factories, service):
        unit = factories.unit(service=service, slug="leeds", name={"en": "Leeds office"})
        file = csv_file(
            ["Form", "When", "How was it?", "Sprache", "Where", "Words", "Clerk"],
            ["1", "03/05/2024", "Excellent", "English", "  LEEDS   office ", "Fine", "Mrs Smith"],
            ["2", "4.5.2024", "n/a", "", "", "Cold", "Mr Jones"],
        )
        named = mapping(
            columns={
                "How was it?": {"question": "satisfaction", "values": {"Excellent": 5, "N/A": None}},
                "Words": "improve",
            },
            given_on={"column": "When", "format": "DD/MM/YYYY"},
            language={"column": "Sprache", "values": {"English": "en"}},
            unit={"column": "Where"},
            reference={"column": "Form"},
        )

        result = importing(file, "--mapping", named, "--loose", status=1)

        assert "line 3, When: This is no day as DD/MM/YYYY has it" in result
        file.write_text(file.read_text().replace("4.5.2024", "04/05/2024"))
        said = importing(file, "--mapping", named, "--loose")
        assert "Columns left out: Clerk." in said
        assert "Questions that no column answers: channel." in said
        kept = db.session.scalars(select(Submission).order_by(Submission.given_on)).all()
        assert [(each.unit_id, each.language) for each in kept] == [(unit.id, "en"), (None, "en")]
        assert db.session.scalars(select(Answer.value)).all() == [5]

    def test_labels_are_understood(self, importing, csv_file):
        importing(csv_file(KEYS, ["2024-05-03", "Very satisfied", "ar-lein", ""]))

        assert {each.question: each.value for each in db.session.scalars(select(Answer))} == {
            "satisfaction": 5,
            "channel": "online",
        }

    def test_several_answers_stand_in_one_cell(self, importing, csv_file, mapping, publish):
        publish(CHANNEL, PROBLEMS)
        file = csv_file(
            ["channel", "what", "more"],
            ["online", "Late, or not at all", ""],
            ["online", "late; too dear", "Rude"],
            ["", "", "Lost"],
        )
        named = mapping(
            columns={
                "channel": "channel",
                "what": {"question": "problems", "separator": ";", "other": "more"},
            },
            given_on={"value": "2024-05-03"},
        )

        importing(file, "--mapping", named, "--loose")

        kept = [each.value for each in db.session.scalars(select(Answer).where(Answer.question == "problems"))]
        assert sorted(kept) == [["late"], ["late", "dear", "other"], ["other"]]
        assert comments() == ["Lost", "Rude"]

    def test_words_beside_another_answer_are_not_lost(self, importing, csv_file, mapping, publish):
        publish(CHANNEL)
        named = mapping(columns={"channel": {"question": "channel", "other": "more"}}, given_on={"value": "2024-05-03"})

        said = importing(csv_file(["channel", "more"], ["online", "By pigeon"]), "--mapping", named, status=1)

        assert "line 2, channel: There are words for another answer beside the one chosen" in said
        importing(csv_file(["channel", "more"], ["", "By pigeon"]), "--mapping", named)
        assert comments() == ["By pigeon"]

    def test_a_place_answered_is_the_unit(self, importing, csv_file, publish, factories, service):
        unit = factories.unit(service=service, slug="leeds", name={"en": "Leeds office"})
        publish(RATING, PLACE)

        importing(csv_file(["given_on", "satisfaction", "office"], ["2024-05-03", "5", "Leeds office"]))

        assert db.session.scalars(select(Submission.unit_id)).one() == unit.id

    def test_the_template_is_a_mapping(self, importing, csv_file, tmp_path):
        printed = importing("--template")

        template = json.loads(printed)
        assert set(template["columns"]) == {"satisfaction", "channel", "improve"}
        assert template["columns"]["channel"]["values"] == {"online": "online", "phone": "phone"}
        (tmp_path / "map.json").write_text(printed)
        rows = [["1", "leeds", *row] for row in ROWS[:1]]
        said = importing(csv_file(["reference", "unit", *KEYS], *rows), "--mapping", tmp_path / "map.json", status=1)
        assert "line 2, unit: The service has no unit of this name" in said

    def test_one_that_does_not_fit_is_refused_with_its_place(self, importing, csv_file, mapping, row_counts):
        file = csv_file(KEYS, *ROWS)
        for change, sentence in UNFIT:
            named = mapping(**{"columns": {"improve": "improve"}, "given_on": {"column": "given_on"}} | change)
            assert sentence in importing(file, "--mapping", named, status=1)
        assert sum(row_counts().values()) == 0

    def test_one_that_is_none_is_refused(self, importing, csv_file, tmp_path):
        file, path = csv_file(KEYS, *ROWS), tmp_path / "map.json"
        for content in (b"", b"{", b"\xff\xfe", b"[]", b'{"columns": 1}', b"[" * 100_000):
            path.write_bytes(content)
            assert "map.json is no mapping:" in importing(file, "--mapping", path, status=1)

    def test_headings_that_say_nothing_are_refused(self, importing, csv_file):
        said = importing(csv_file(["a", "b"], ["1", "2"]), status=1)

        assert "no column is named as the key of a question" in said
        assert "no column given_on says when it was given" in said


class TestRowsThatAreWrong:
    def test_each_is_named_and_nothing_is_imported(self, importing, csv_file, row_counts):
        file = csv_file(KEYS, ROWS[0], *[cells for cells, _, _ in WRONG], ROWS[1])

        said = importing(file, status=1)

        for line, (_, place, sentence) in enumerate(WRONG, start=3):
            assert f"line {line}, {place}: {sentence}" in said
        assert "2 rows to import" in said and f"{len(WRONG)} wrong" in said
        assert "nothing was imported" in said
        assert sum(row_counts().values()) == 0

    def test_no_cell_is_quoted(self, importing, csv_file):
        said = importing(csv_file(KEYS, ["Mrs Smith", "Mrs Smith", "Mrs Smith", "Mrs Smith " * 600]), status=1)

        assert "Smith" not in said

    def test_fifty_are_named_and_the_rest_counted(self, importing, csv_file):
        said = importing(csv_file(KEYS, *[["2024-05-03", "9", "online", ""]] * 60), status=1)

        assert len(re.findall(r"line \d+, satisfaction", said)) == 50
        assert "and 10 faults more" in said and "60 wrong" in said

    def test_rows_without_an_answer_are_left_out_and_counted(self, importing, csv_file):
        said = importing(csv_file(KEYS, ROWS[0], ["2024-05-03", " ", "", ""]))

        assert "1 row to import" in said and "1 without an answer" in said

    def test_a_reference_twice_in_a_file_is_wrong(self, importing, csv_file):
        said = importing(csv_file(["reference", *KEYS], ["7", *ROWS[0]], ["7", *ROWS[1]], ["", *ROWS[1]]), status=1)

        assert "line 3, reference: The reference stands in line 2 already" in said
        assert "line 4, reference: There is no reference, or one that is too long" in said

    def test_an_answer_that_the_survey_would_not_have_asked_for_is_wrong_unless_loose(
        self, importing, csv_file, publish
    ):
        publish(RATING, {**TEXT, "show_if": {"<": [{"answer": "satisfaction"}, 3]}})
        file = csv_file(["given_on", "satisfaction", "improve"], ["2024-05-03", "5", "More seats"])

        said = importing(file, status=1)
        assert "line 2, improve: This question is not asked, given your other answers" in said

        importing(file, "--loose")
        assert comments() == ["More seats"]

    def test_a_question_without_a_column_was_not_asked(self, importing, csv_file, publish):
        publish(RATING, {**TEXT, "required": True, "show_if": {"<": [{"answer": "satisfaction"}, 3]}}, CHOICE)

        said = importing(csv_file(["given_on", "improve", "channel"], ["2024-05-03", "More seats", "online"],
                                  ["2024-05-03", "", "phone"]))  # fmt: skip

        assert "Questions that no column answers: satisfaction." in said
        assert comments() == ["More seats"]

    def test_a_windows_file_is_refused_with_its_line(self, importing, tmp_path, row_counts):
        path = tmp_path / "forms.csv"
        path.write_bytes("given_on,satisfaction,channel,improve\n2024-05-03,5,online,Café\n".encode("windows-1252"))

        said = importing(path, status=1)

        assert 'forms.csv, line 2: is not UTF-8 text; save the file as "CSV UTF-8" and try again' in said
        assert sum(row_counts().values()) == 0

    def test_semicolons_are_found_by_themselves(self, importing, csv_file):
        assert "Imported 3 submissions" in importing(csv_file(KEYS, *ROWS, delimiter=";"))

    def test_a_ragged_row_stops_it(self, importing, csv_file, row_counts):
        said = importing(csv_file(KEYS, *ROWS, ["2024-05-03", "5"]), status=1)

        assert "line 5: has 2 cells where the header has 4" in said
        assert sum(row_counts().values()) == 0

    def test_there_is_a_most_that_a_file_may_have(self, importing, csv_file, monkeypatch):
        monkeypatch.setattr("surveys.importing.sifting.MOST_ROWS", 2)

        said = importing(csv_file(KEYS, *ROWS), status=1)

        assert "line 4, rows: A file may have 2 rows at most; split it" in said


class TestPersonalData:
    def test_addresses_whose_time_is_over_are_not_kept(self, importing, csv_file, publish):
        publish(RATING, EMAIL)
        recent = (now() - timedelta(days=5)).date().isoformat()
        file = csv_file(
            ["given_on", "satisfaction", "email"],
            ["2020-05-03", "5", "pat@example.org"],
            [recent, "4", "sam@example.org"],
        )

        said = importing(file)

        assert "1 address or number of people will not be kept" in said
        assert db.session.scalars(select(Contact.value)).all() == ["sam@example.org"]
        assert count(Answer) == 4

    def test_quotas_of_today_are_neither_filled_nor_met(self, importing, csv_file, visit, counted_right):
        quota = {"key": "some", "if": {"==": [{"answer": "channel"}, "online"]}, "limit": 1, "message": {"en": "Full"}}
        asked = {"format": "yousaid-survey/1", "title": {"en": "Visit"}, "questions": [RATING, CHOICE, TEXT]}
        with transaction() as session:
            survey = session.get_one(Survey, visit.id)
            publishing.publish(session, survey=survey, definition=asked | {"quotas": [quota]})

        importing(csv_file(KEYS, *ROWS))

        assert set(db.session.scalars(select(Submission.over_quota))) == {None}


class TestTheCommand:
    @pytest.mark.parametrize(
        ("arguments", "status", "sentence"),
        [
            (["--survey", "visit", "--organisation", "elm"], 1, "there is no organisation 'elm'"),
            (["--survey", "bats", "--organisation", "oak"], 1, "there is no survey 'bats'"),
            (["--survey", "draft", "--organisation", "oak"], 1, "the survey 'draft' was never published"),
            (["--survey", "visit", "--organisation", "oak"], 2, "Name the file, or ask for --template."),
            (["nothing.csv", "--survey", "visit", "--organisation", "oak"], 2, "does not exist"),
        ],
    )
    def test_what_is_wrong_is_named(self, invoke, visit, service, arguments, status, sentence):
        with transaction() as session:
            publishing.create(session, service=service, slug="draft")

        result = invoke("import", "feedback", *arguments)

        assert result.exit_code == status
        assert sentence in result.output

    def test_a_key_for_the_api_is_shown_once(self, invoke, client, visit):
        made = invoke("survey", "api-key", "visit", "--organisation", "oak", "--name", "Booking system").output
        key, secret = re.search(r"Key: (\S+)\nSecret: (yousaid_\S{32})\n", made).groups()
        asked = {"headers": {"Authorization": f"Bearer {secret}"}}

        assert client.request("GET", "/api/v1/surveys/visit", **asked).status_code == 200
        renewed = invoke("survey", "api-key", "visit", "--organisation", "oak", "--renew", key).output
        assert client.request("GET", "/api/v1/surveys/visit", **asked).status_code == 401
        asked["headers"]["Authorization"] = f"Bearer {re.search('yousaid_.*', renewed)[0]}"
        assert client.request("GET", "/api/v1/surveys/visit", **asked).status_code == 200
        assert "is closed" in invoke("survey", "api-key", "visit", "--organisation", "oak", "--close", key).output
        assert client.request("GET", "/api/v1/surveys/visit", **asked).status_code == 401

    def test_two_thousand_rows_take_seconds(self, importing, csv_file, counted_right):
        rows = [[f"2024-05-{number % 28 + 1:02}", str(number % 5 + 1), "online", f"Comment {number}"]
                for number in range(2_000)]  # fmt: skip

        with at_most(10):
            importing(csv_file(KEYS, *rows))

        assert count(Submission) == 2_000


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def comments():
    return sorted(comment.text for comment in db.session.scalars(select(Comment)))


@pytest.fixture
def organisation(factories):
    made = factories.organisation(slug="oak")
    set_organisation(db.session(), made.id)
    return made


@pytest.fixture
def visit(factories, service):
    return factories.survey(service=service, slug="visit", questions=(RATING, CHOICE, TEXT))


@pytest.fixture
def publish(visit):
    def publish(*questions):
        asked = {"format": "yousaid-survey/1", "title": {"en": "Your visit"}, "questions": list(questions)}
        with transaction() as session:
            publishing.publish(session, survey=session.get_one(Survey, visit.id), definition=asked)

    return publish


@pytest.fixture
def invoke(commands, organisation):
    def invoke(*arguments):
        organisation_id = db.session().info["organisation_id"]
        result = commands(*arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        db.session.rollback()
        set_organisation(db.session(), organisation_id)
        return result

    return invoke


@pytest.fixture
def importing(invoke, visit):
    def importing(*arguments, status=0):
        result = invoke("import", "feedback", "--organisation", "oak", "--survey", "visit", *arguments)
        assert result.exit_code == status, result.output
        return result.output

    return importing


@pytest.fixture
def csv_file(tmp_path):
    def write(*rows, delimiter=","):
        with (tmp_path / "forms.csv").open("w", newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
        return tmp_path / "forms.csv"

    return write


@pytest.fixture
def mapping(tmp_path):
    def write(**said):
        (tmp_path / "map.json").write_text(json.dumps(said))
        return tmp_path / "map.json"

    return write
