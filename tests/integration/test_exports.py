import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

import jobs
from exports import insights, runs
from insights import queries
from jobs.mail import send_due_exports
from models import ExportRun, Organisation, db, set_organisation, transaction

PERIOD = ("--from", "2026-05-01", "--to", "2026-05-31")
JUNE = datetime(2026, 6, 2, 12, tzinfo=UTC)
SECRETS = ("Blodwen", "029 2018 0123", "blodwen@example.org", "CF10 3NP")
PERSONAL = (
    "My name is Blodwen Hughes, I waited three hours in the queue. Call 029 2018 0123 or blodwen@example.org, CF10 3NP."
)


class TestExportInsights:
    def test_the_rows_of_csv_are_the_figures_of_the_page(self, evidence, export, read_csv, chosen):
        export("--format", "csv", *PERIOD)

        self.check_figures(read_csv(), chosen)

    def test_the_rows_of_xlsx_are_those_of_csv(self, evidence, export, read_csv, read_xlsx):
        export("--format", "csv", *PERIOD)
        export("--format", "xlsx", *PERIOD)

        book, sheet = read_xlsx(), read_csv()
        assert [row["submission"] for row in book] == [row["submission"] for row in sheet]
        for left, right in zip(book, sheet, strict=True):
            assert left["given_on"].date().isoformat() == right["given_on"]
            assert {True: "true", False: "false"}[left["urgent"]] == right["urgent"]
            for column in ("comment", "theme", "polarity", "sentiment", "targets", "owners", "unit", "pipeline"):
                assert (left[column] or "") == right[column]
            for column in ("sentiment_confidence", "theme_confidence"):
                assert (left[column] or "") == (right[column] and float(right[column]))

    def test_it_tells_rows_and_checksum(self, evidence, export, read_csv, tmp_path):
        result = export("--format", "csv", *PERIOD)

        checksum = hashlib.sha256((tmp_path / "out.csv").read_bytes()).hexdigest()
        assert f"out.csv: {len(read_csv())} rows, SHA-256 {checksum}" in result.stderr
        assert result.stdout == ""

    def test_a_comment_with_a_target_names_it_and_its_owner(self, evidence, export, read_csv):
        export(*PERIOD)

        waiting = [row for row in read_csv() if row["theme"] == "Waiting and timeliness"]
        others = [row for row in read_csv() if row["theme"] != "Waiting and timeliness"]
        assert {(row["targets"], row["owners"]) for row in waiting} == {("Seen within 20 minutes", "Head of Repairs")}
        assert {row["targets"] for row in others} == {""}

    def test_both_days_count(self, factories, survey, analyse, export, read_csv):
        for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1)):
            factories.comment(survey=survey, text="Fine", given_on=day)
        analyse()

        export(*PERIOD)

        assert [row["given_on"] for row in read_csv()] == ["2026-05-01", "2026-05-31"]

    def test_many_pages_of_rows_are_read_once_each(self, evidence, export, read_csv, monkeypatch):
        export(*PERIOD)
        whole = read_csv()
        monkeypatch.setattr(insights, "PAGE", 2)

        export(*PERIOD)

        assert read_csv() == whole

    def test_it_says_how_many_comments_are_not_in_it_yet(self, evidence, factories, survey, export):
        factories.comment(survey=survey, text="Late")

        result = export(*PERIOD)

        assert "1 comments of the period are still to be analysed and are not in it." in result.stderr

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_nothing_in_it_is_a_formula(self, factories, survey, analyse, export, read_csv, tmp_path, kind):
        said = ['=HYPERLINK("http://evil.example","x") slow', "+44 is dear", "-1 star", "@SUM(A1) wait", "\t=1+1 slow"]
        for text in said:
            factories.comment(survey=survey, text=text)
        analyse()

        export("--format", kind, *PERIOD)

        if kind == "csv":
            for row in read_csv():
                assert not row["comment"].startswith(("=", "+", "-", "@", "\t"))
        else:
            sheet = load_workbook(tmp_path / "out.xlsx").active
            assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d", "b"}

    def test_no_personal_data_is_in_it(self, factories, survey, analyse, export, read_csv, tmp_path):
        comment = factories.comment(survey=survey, text=PERSONAL)
        analyse()

        export("--format", "csv", *PERIOD)
        export("--format", "xlsx", *PERIOD)

        found = " ".join(str(cell) for row in load_workbook(tmp_path / "out.xlsx").active.values for cell in row)
        found += (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        for secret in (*SECRETS, str(comment.id), str(comment.submission_id)):
            assert secret not in found
        assert "waited three hours" in found

    def test_markup_and_line_ends_come_back_as_they_were(self, factories, survey, analyse, export, read_csv):
        factories.comment(survey=survey, text='<b>"Slow"</b>, cold;\nand dear')
        analyse()

        export(*PERIOD)

        assert read_csv()[0]["comment"] == '<b>"Slow"</b>, cold;\nand dear'

    def check_figures(self, rows, chosen):
        overview = queries.overview(db.session(), chosen)
        analysed = {row["submission"] for row in rows if row["sentiment"]}
        assert (len(analysed), overview.analysed_decision) == (overview.analysed, "shown")
        for summary in queries.theme_summaries(db.session(), chosen):
            if summary.decision != "shown":
                continue
            polarities = [row["polarity"] for row in rows if row["theme"] == insights.THEMES[summary.theme]["en"]]
            assert len(polarities) == summary.comments
            assert polarities.count("neg") == summary.negative
            assert polarities.count("pos") == summary.positive
        for sentiment, share in overview.sentiments.items():
            assert len({row["submission"] for row in rows if row["sentiment"] == sentiment}) == share.n

    @pytest.fixture
    def chosen(self, service):
        pipeline = queries.shown_pipeline(db.session())
        return queries.Filter(service.id, date(2026, 5, 1), date(2026, 5, 31), pipeline)


class TestExportErrors:
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (("--service", "nobody", *PERIOD), "there is no service 'nobody'; there are: repairs"),
            (("--service", "repairs", "--from", "2026-05-31", "--to", "2026-05-01"), "ends before it begins"),
            (("--service", "repairs", *PERIOD), "no comment has been analysed yet"),
        ],
    )  # fmt: skip
    def test_each_is_one_sentence_and_status_1(self, service, run, tmp_path, options, sentence):
        result = run("export", "insights", *options, "-o", str(tmp_path / "out.csv"))

        assert result.exit_code == 1
        assert sentence in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert list(tmp_path.glob("out*")) == []

    def test_a_folder_that_is_not_there_is_one_sentence(self, evidence, run, tmp_path):
        for kind in ("csv", "xlsx"):
            out = tmp_path / "missing" / "out.x"
            result = run("export", "insights", "--service", "repairs", *PERIOD, "--format", kind, "-o", str(out))

            assert (result.exit_code, result.stdout) == (1, "")
            assert "out.x: cannot be written: no such file or directory" in result.stderr

    def test_a_service_of_two_organisations_asks_which(self, evidence, factories, run, tmp_path):
        set_organisation(db.session(), factories.organisation(slug="another").id)
        factories.service(slug="repairs")
        out = ("-o", str(tmp_path / "out.csv"))

        result = run("export", "insights", "--service", "repairs", *PERIOD, *out)
        assert (result.exit_code, "say which with --organisation" in result.stderr) == (1, True)
        result = run("export", "insights", "--service", "repairs", "--organisation", evidence, *PERIOD, *out)
        assert result.exit_code == 0

    @pytest.mark.parametrize(
        "options",
        [(), ("--service", "repairs"), ("--service", "repairs", "--from", "yesterday", "--to", "2026-05-31"),
         ("--service", "repairs", *PERIOD, "--format", "pdf"), ("--service", "repairs", *PERIOD, "--colour", "red")],
    )  # fmt: skip
    def test_wrong_usage_is_status_2(self, run, options, tmp_path):
        result = run("export", "insights", *options, "-o", str(tmp_path / "out.csv"))

        assert result.exit_code == 2
        assert "Usage:" in result.stderr

    def test_the_program_itself_does_the_same(self, evidence, settings, tmp_path):
        db.session.remove()
        command = [sys.executable, "-m", "cli", "export", "insights", "--service"]
        environment = {
            **os.environ,
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "SECRET_KEY": settings.secret_key,
            "DATA_KEY": base64.b64encode(settings.data_key).decode(),
            "INSTANCE": str(tmp_path),
        }
        root = Path(__file__).parents[2]

        def run(*more):
            out = ["-o", str(tmp_path / "out.csv")]
            return subprocess.run(
                [*command, *more, *PERIOD, *out], env=environment, cwd=root, capture_output=True, text=True, check=False
            )

        good, wrong = run("repairs"), run("nobody")

        assert (good.returncode, good.stdout) == (0, "")
        assert "rows, SHA-256" in good.stderr.splitlines()[-1]
        assert (tmp_path / "out.csv").stat().st_size > 500
        assert (wrong.returncode, wrong.stdout) == (1, "")
        assert wrong.stderr.strip() == "Error: there is no service 'nobody'; there are: repairs"


class TestWhatIsDue:
    def test_a_run_is_owed_for_each_period_that_has_ended(self, schedule):
        with transaction() as session:
            assert runs.note_due(session, at=JUNE) == 2

        owed = db.session.query(ExportRun).order_by(ExportRun.period_from).all()
        assert [(run.period_from, run.period_to) for run in owed] == [
            (date(2026, 4, 1), date(2026, 4, 30)),
            (date(2026, 5, 1), date(2026, 5, 31)),
        ]
        assert {run.state for run in owed} == {"owed"}

    def test_noting_it_again_notes_nothing(self, schedule):
        for expected in (2, 0, 0):
            with transaction() as session:
                assert runs.note_due(session, at=JUNE) == expected

    def test_the_day_ends_where_the_organisation_is(self, schedule, organisation):
        with transaction() as session:
            session.get_one(Organisation, organisation.id).time_zone = "Pacific/Auckland"
        late_on_31_may = datetime(2026, 5, 31, 13, tzinfo=UTC)

        with transaction() as session:
            assert runs.note_due(session, at=late_on_31_may) == 2

    def test_one_switched_off_owes_nothing(self, schedule):
        with transaction() as session:
            session.get_one(type(schedule), schedule.id).active = False

        with transaction() as session:
            assert runs.note_due(session, at=JUNE) == 0

    def test_two_timetables_at_once_note_it_once(self, at_once, app, schedule):
        def note():
            with app.app_context():
                try:
                    with transaction() as session:
                        runs.note_due(session, at=JUNE)
                except IntegrityError:
                    return False  # the other one was first
                finally:
                    db.session.remove()
                return True

        assert True in at_once(note, note)
        db.session.rollback()
        assert db.session.query(ExportRun).count() == 2


class TestSending:
    def test_the_owner_gets_the_rows_with_their_checksum(self, evidence, owed, send, mail_server, read_bytes):
        assert send(owed) is True

        (mail,) = mail_server.mails
        (attachment,) = mail.iter_attachments()
        run = db.session.get(ExportRun, owed)
        assert (mail["To"], mail["From"]) == ("owner@example.org", "no-reply@example.org")
        assert mail["Subject"] == "Citizens' evidence for your target: Seen within 20 minutes"
        assert attachment.get_filename() == "repairs-2026-05-01-2026-05-31.csv"
        data = attachment.get_payload(decode=True)
        assert hashlib.sha256(data).hexdigest() == run.checksum
        assert len(read_bytes(data)) == run.rows > 0
        text = mail.get_body(("plain",)).get_content()
        assert f"has {run.rows:,} rows" in text
        assert run.checksum in text
        assert (run.state, run.trouble, run.claimed_until) == ("sent", None, None)
        assert run.sent_at is not None

    def test_it_holds_only_the_themes_of_the_target(self, evidence, owed, send, mail_server, read_bytes):
        send(owed)

        rows = read_bytes(next(mail_server.mails[0].iter_attachments()).get_payload(decode=True))
        assert {row["theme"] for row in rows} == {"Waiting and timeliness"}

    def test_the_mails_figures_are_the_pages(self, evidence, owed, send, mail_server, service):
        send(owed)

        pipeline = queries.shown_pipeline(db.session())
        chosen = queries.Filter(service.id, date(2026, 5, 1), date(2026, 5, 31), pipeline)
        waiting = next(each for each in queries.theme_summaries(db.session(), chosen) if each.theme == "waiting")
        text = mail_server.mails[0].get_body(("plain",)).get_content()
        assert (
            f"Waiting and timeliness: {waiting.comments} comments, {waiting.negative_share.value:.0%} negative" in text
        )

    def test_it_leads_whoever_reads_the_service_to_its_figures(self, evidence, owed, send, mail_server, sign_in):
        send(owed)

        path = self.path(mail_server)
        assert path == "/manage/insights?service=repairs&from=2026-05-01&to=2026-05-31"
        assert sign_in("owner@example.org", path).status == 200

    def test_it_leads_an_owner_without_a_role_to_the_target(self, evidence, owed, send, mail_server, sign_in):
        with transaction() as session:
            session.get_one(ExportRun, owed).schedule.target.owner.roles.clear()

        send(owed)

        path = self.path(mail_server)
        assert path.startswith("/manage/targets/target-")
        assert sign_in("owner@example.org", path).status == 200

    @staticmethod
    def path(mail_server):
        text = mail_server.mails[0].get_body(("plain",)).get_content()
        (line,) = [line for line in text.splitlines() if line.startswith("The page behind these figures")]
        return urlsplit(line.split()[-1])._replace(scheme="", netloc="").geturl()

    def test_no_personal_data_is_in_it(self, factories, survey, analyse, owed, send, mail_server):
        factories.comment(survey=survey, text=PERSONAL, given_on=date(2026, 5, 4))
        analyse()

        assert send(owed) is True

        whole = mail_server.mails[0]
        parts = [whole.get_body(("plain",)).get_content(), str(whole["Subject"])]
        parts += [part.get_payload(decode=True).decode("utf-8-sig") for part in whole.iter_attachments()]
        assert "waited three hours" in " ".join(parts)
        for secret in SECRETS:
            assert secret not in " ".join(parts)

    def test_a_server_that_is_down_leaves_it_owed_with_the_reason(self, evidence, owed, send, mail_server):
        assert send(owed, url="smtp://127.0.0.1:9") is False

        run = db.session.get(ExportRun, owed)
        assert (run.state, run.attempts, run.sent_at, run.checksum) == ("owed", 1, None, None)
        assert run.trouble == "the mail server cannot be reached (127.0.0.1)"
        assert mail_server.mails == []

        assert send(owed) is True
        assert (run.state, run.attempts, run.trouble) == ("sent", 2, None)
        assert len(mail_server.mails) == 1

    def test_without_a_mail_server_it_stays_owed(self, evidence, owed, send):
        assert send(owed, url=None) is False

        run = db.session.get(ExportRun, owed)
        assert (run.state, run.trouble) == ("owed", "no mail server is named: MAIL_URL is not set")

    def test_it_waits_for_comments_that_are_not_analysed(self, evidence, owed, send, factories, survey, analyse):
        factories.comment(survey=survey, text="We waited an hour", given_on=date(2026, 5, 30))

        assert send(owed) is False
        assert db.session.get(ExportRun, owed).trouble == "1 comments of the period are still to be analysed"
        analyse()
        assert send(owed) is True

    def test_what_was_sent_is_not_sent_again(self, evidence, owed, send, mail_server):
        assert [send(owed), send(owed)] == [True, False]
        assert len(mail_server.mails) == 1

    def test_two_senders_at_once_send_one(self, at_once, app, evidence, owed, post, mail_server, organisation):
        organisation_id = organisation.id
        db.session.rollback()

        def sender():
            with app.app_context():
                sent = runs.send_run(organisation_id=organisation_id, run_id=owed, post=post())
                db.session.remove()
                return sent

        assert sorted(at_once(sender, sender)) == [False, True]
        assert len(mail_server.mails) == 1

    def test_a_crash_after_sending_sends_the_same_mail_again(self, evidence, owed, send, mail_server, monkeypatch):
        real = runs.send

        def sent_and_died(*args, **more):
            real(*args, **more)
            raise SystemExit

        monkeypatch.setattr(runs, "send", sent_and_died)
        with pytest.raises(SystemExit):
            send(owed)
        monkeypatch.setattr(runs, "send", real)
        db.session.rollback()
        with transaction() as session:
            session.get_one(ExportRun, owed).claimed_until = JUNE

        assert send(owed) is True
        first, second = mail_server.mails
        assert first["Message-ID"] == second["Message-ID"]

    def test_the_timetables_job_notes_and_sends(self, evidence, schedule, mail_server, post, do, run_jobs):
        jobs.give_post(post())

        do(send_due_exports)
        run_jobs()

        sent = db.session.query(ExportRun).filter_by(state="sent").count()
        assert sent == len(mail_server.mails) >= 2

    def test_the_command_does_it_at_once(self, at_once, evidence, schedule, mail_server, post, run):
        jobs.give_post(post("smtp://127.0.0.1:9"))
        failed = run("schedule", "run")
        listed = run("schedule", "list")
        jobs.give_post(post())
        worked = run("schedule", "run")

        assert failed.exit_code == 1
        assert "\n0 sent, " in failed.stdout
        assert "owed (the mail server cannot be reached (127.0.0.1))" in listed.stdout
        assert worked.exit_code == 0
        assert worked.stdout.endswith(f"{len(mail_server.mails)} sent, 0 still owed\n")
        assert "sent, " in run("schedule", "list").stdout

    @pytest.fixture
    def owed(self, schedule):
        """The number of the run for May."""
        with transaction() as session:
            runs.note_due(session, at=JUNE)
        return db.session.query(ExportRun.id).filter_by(period_from=date(2026, 5, 1)).scalar()

    @pytest.fixture
    def post(self, mail_server):
        return lambda url=mail_server.url: runs.Post(url, "no-reply@example.org", "http://localhost")

    @pytest.fixture
    def send(self, post, organisation, mail_server):
        organisation_id = organisation.id

        def send(run_id, url=mail_server.url):
            return runs.send_run(organisation_id=organisation_id, run_id=run_id, post=post(url))

        return send


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def target(factories, service):
    owner = factories.person(roles=["owner"], email="owner@example.org", name="Head of Repairs")
    return factories.target(service=service, owner=owner, themes=["waiting"])


@pytest.fixture
def schedule(factories, target):
    return factories.schedule(target=target, starts_on=date(2026, 4, 1))


@pytest.fixture
def evidence(factories, survey, target, service, analyse, organisation):
    """Comments of May, analysed; the organisation's address."""
    unit = factories.unit(service=service)
    texts = [
        *(f"We waited {hours} hours in the queue and nobody told us why." for hours in range(2, 13)),
        "The receptionist was lovely and kind.",
        "Roedd y staff yn garedig iawn, ond bu'n rhaid aros am oriau.",
        "n/a",
    ]
    for number, text in enumerate(texts):
        factories.comment(
            survey=survey,
            text=text,
            unit=unit if number % 2 else None,
            given_on=date(2026, 5, 1) + timedelta(days=2 * number),
        )
    slug = organisation.slug
    analyse()
    return slug


@pytest.fixture
def run(commands, organisation):
    """Run a command inside the test's application."""
    organisation_id = organisation.id

    def run(*arguments):
        db.session.rollback()
        result = commands(*arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        set_organisation(db.session(), organisation_id)
        return result

    return run


@pytest.fixture
def export(run, tmp_path):
    def export(*options):
        kind = "xlsx" if "xlsx" in options else "csv"
        result = run("export", "insights", "--service", "repairs", *options, "-o", str(tmp_path / f"out.{kind}"))
        assert result.exit_code == 0, result.output
        return result

    return export


@pytest.fixture
def read_bytes():
    return lambda data: list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def read_csv(tmp_path, read_bytes):
    return lambda: read_bytes((tmp_path / "out.csv").read_bytes())


@pytest.fixture
def read_xlsx(tmp_path):
    def read():
        header, *rows = load_workbook(tmp_path / "out.xlsx").active.values
        return [dict(zip(header, row, strict=True)) for row in rows]

    return read
