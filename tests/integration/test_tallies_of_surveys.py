"""What surveys' figures are made of: counts by version, language, unit and way in; what happened on the ways in."""

from collections import Counter
from datetime import date, timedelta

import flask_migrate
import pytest
from sqlalchemy import delete, event, insert, text

from models import Answer, Collector, Submission, SurveyVersion, Tally, db, set_organisation, transaction
from surveys import publishing
from tallies import (
    RESPONDENTS,
    SUBMISSIONS,
    Place,
    WayCounts,
    by_question,
    differences,
    distribution,
    of_submission,
    of_way,
    post,
    question_subject,
    share,
    ways,
)
from tests.factories import RATING, definition

SATISFACTION = question_subject("satisfaction")
DAY = date(2026, 5, 4)


@pytest.mark.usefixtures("counted_right")
class TestByQuestion:
    def test_it_adds_up_all_that_the_collectors_took(self, factories, survey, read):
        for satisfaction in (5, 5, 4, 1):
            factories.submission(survey=survey, answers={"satisfaction": satisfaction, "channel": "online"})

        channel, satisfaction, submissions = read(question_subject("channel"), SATISFACTION, SUBMISSIONS)

        assert (channel.subject, channel.group, channel.counts) == ("question:channel", None, {"online": 4})
        assert (satisfaction.counts, satisfaction.respondents) == ({"1": 1, "4": 1, "5": 2}, 4)
        assert submissions.counts == {"page": 4}

    def test_it_tells_versions_apart(self, factories, survey, read):
        factories.submission(survey=survey, answers={"satisfaction": 2})
        with transaction() as session:
            publishing.publish(session, survey=survey, definition=definition(RATING))
        for _ in range(2):
            factories.submission(survey=survey, answers={"satisfaction": 5})

        assert self.found(read(SATISFACTION, by="version")) == {1: {"2": 1}, 2: {"5": 2}}
        assert self.found(read(SATISFACTION)) == {None: {"2": 1, "5": 2}}

    def test_it_tells_languages_apart(self, factories, survey, read):
        for language in ("cy", "en", "en"):
            factories.submission(survey=survey, answers={"satisfaction": 4}, language=language)

        assert self.found(read(SATISFACTION, by="language")) == {"cy": {"4": 1}, "en": {"4": 2}}

    def test_it_tells_units_apart_and_has_a_place_for_none(self, factories, service, survey, read):
        unit = factories.unit(service=service)
        for where in (unit, unit, None):
            factories.submission(survey=survey, answers={"satisfaction": 4}, unit=where)

        assert self.found(read(SATISFACTION, by="unit")) == {0: {"4": 1}, unit.id: {"4": 2}}

    def test_it_tells_collectors_apart(self, factories, survey, collector, submit, read):
        second = factories.window(survey=survey)
        factories.submission(survey=survey, answers={"satisfaction": 4})
        submit({"satisfaction": 5}, collector=second)

        assert self.found(read(SATISFACTION, by="collector", collector_ids=[collector.id, second.id])) == {
            collector.id: {"4": 1},
            second.id: {"5": 1},
        }
        assert self.found(read(SATISFACTION, collector_ids=[second.id])) == {None: {"5": 1}}

    @pytest.mark.parametrize(
        ("chosen", "counts"),
        [
            ({"languages": ["cy"]}, {"1": 1}),
            ({"languages": ["cy", "en"]}, {"1": 1, "2": 1, "3": 1}),
            ({"versions": [1]}, {"1": 1, "2": 1}),
            ({"versions": [2], "languages": ["en"]}, {"3": 1}),
            ({"versions": []}, None),
            ({"unit_ids": [0]}, {"2": 1, "3": 1}),
        ],
    )
    def test_only_some_can_be_read(self, factories, service, survey, read, chosen, counts):
        factories.submission(
            survey=survey, answers={"satisfaction": 1}, language="cy", unit=factories.unit(service=service)
        )
        factories.submission(survey=survey, answers={"satisfaction": 2})
        with transaction() as session:
            publishing.publish(session, survey=survey, definition=definition(RATING))
        factories.submission(survey=survey, answers={"satisfaction": 3})

        assert [found.counts for found in read(SATISFACTION, **chosen)] == ([counts] if counts else [])

    def test_another_surveys_answers_to_a_question_of_the_same_name_are_not_there(
        self, factories, service, survey, read
    ):
        factories.submission(survey=survey, answers={"satisfaction": 4})
        factories.submission(survey=factories.survey(service=service), answers={"satisfaction": 1})

        assert self.found(read(SATISFACTION)) == {None: {"4": 1}}

    def test_another_organisations_are_not_there(self, factories, survey, collector, read):
        factories.submission(survey=survey, answers={"satisfaction": 4})
        set_organisation(db.session(), factories.organisation().id)

        assert read(SATISFACTION) == []

    @pytest.mark.parametrize(
        ("since", "until", "n"),
        [
            (None, None, 3),
            (date(2026, 5, 2), None, 2),
            (None, date(2026, 5, 2), 2),
            (date(2026, 5, 2), date(2026, 5, 2), 1),
        ],
    )
    def test_both_days_are_included_and_either_may_be_left_open(self, factories, survey, read, since, until, n):
        for day in (1, 2, 3):
            factories.submission(survey=survey, answers={"satisfaction": 4}, given_on=date(2026, 5, day))

        assert [found.respondents for found in read(SATISFACTION, since=since, until=until)] == [n]

    def test_what_was_taken_away_again_is_not_there(self, factories, survey, submit, read):
        made = submit({"satisfaction": 4})
        with transaction() as session:
            session.query(Answer).filter_by(submission_id=made.id).delete()
            session.delete(session.get_one(Submission, made.id))
            changes = of_submission(Place.of(made), mode="page", answers={"satisfaction": 4}, version=1)
            post(session, changes, sign=-1)

        assert read(SATISFACTION, SUBMISSIONS) == []

    def test_it_is_one_query_however_many_questions(self, factories, survey, read, asked):
        factories.submission(survey=survey, answers={"satisfaction": 4, "channel": "phone"})
        subjects = [SATISFACTION, *(question_subject(f"question_{number}") for number in range(500))]
        asked.clear()

        found = read(*subjects, by="version")

        assert [each.subject for each in found] == [SATISFACTION]
        assert len(asked) == 1

    def test_the_index_serves_it(self, survey, many_counts, read, asked):
        asked.clear()
        found = read(*(question_subject(f"question_{number}") for number in range(10)), by="version", since=DAY)

        ((statement, parameters),) = asked
        explain = "EXPLAIN" if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = db.session.connection().exec_driver_sql(f"{explain} {statement}", parameters)
        assert len(found) == 10
        assert "ix_tally_reading" in " ".join(str(row) for row in plan)

    def found(self, read):
        return {each.group: each.counts for each in read}

    @pytest.fixture
    def many_counts(self, survey, collector):
        """What a service of 20 surveys with 30 questions each has after 50 days."""
        place = {"service_id": survey.service_id, "unit_id": 0, "language": "en", "pipeline": "", "version": 1, "n": 1}
        rows = [
            {"collector_id": number, "subject": f"question:question_{question}", "value": "4", "day": day}
            for number in range(collector.id, collector.id + 20)
            for question in range(30)
            for day in (DAY + timedelta(days=days) for days in range(-25, 25))
        ]
        with transaction() as session:
            organisation = {"organisation_id": survey.organisation_id}
            session.connection().execute(insert(Tally.__table__), [organisation | place | row for row in rows])
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        yield
        with transaction() as session:
            session.execute(delete(Tally))

    @pytest.fixture
    def asked(self):
        """The statements that read, with their parameters."""
        statements = []

        def note(_connection, _cursor, statement, parameters, *_rest):
            if statement.startswith("SELECT"):
                statements.append((statement, parameters))

        event.listen(db.engine, "before_cursor_execute", note)
        yield statements
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("counted_right")
class TestKindsOfAnswers:
    """Each kind of answer is counted as it is sent, and the same when it is counted anew from its row."""

    @pytest.mark.parametrize(
        ("value", "counts"),
        [
            (4, {"4": 1}),
            (4.0, {"4": 1}),
            (12.5, {"12.5": 1}),
            (999999999999.999, {"999999999999.999": 1}),
            (0.000001, {"0.000001": 1}),
            (-1000000000000, {"-1000000000000": 1}),
            ("4", {"4": 1}),
            ("2026-05-04", {"2026-05-04": 1}),
            (True, {"yes": 1}),
            (False, {"no": 1}),
            ([], {RESPONDENTS: 1}),
            (["signs", "stairs"], {RESPONDENTS: 1, "signs": 1, "stairs": 1}),
            ({"chosen": "other", "other": True}, {"other": 1}),
            ({"chosen": ["signs", "other"], "other": True}, {RESPONDENTS: 1, "other": 1, "signs": 1}),
        ],
    )
    def test_it_is_counted_alike(self, submit, read, value, counts):
        submit({"asked": value})

        (found,) = read(question_subject("asked"))
        assert found.counts == counts
        assert differences(db.session()) == []

    def test_several_chosen_are_shares_of_the_people(self, submit, read):
        for chosen in (["signs", "stairs"], ["signs"], [], ["stairs", "signs"]):
            submit({"problems": chosen})

        (found,) = read(question_subject("problems"))

        assert found.respondents == 4
        assert distribution(found.counts, ["stairs", "signs"]) == [share(2, 4), share(3, 4)]

    def test_what_came_over_a_full_quota_counts_as_a_submission_alone(self, submit, read):
        submit({"satisfaction": 4})
        submit({"satisfaction": 1}, over_quota="enough")

        satisfaction, submissions = read(SATISFACTION, SUBMISSIONS)

        assert (satisfaction.counts, submissions.counts) == ({"4": 1}, {"page": 2})
        assert differences(db.session()) == []

    def test_a_count_under_the_wrong_version_is_found(self, factories, survey):
        factories.submission(survey=survey, answers={"satisfaction": 4})
        with transaction() as session:
            session.query(Tally).filter_by(subject=SATISFACTION).one().version = 2

        found = [(each.change.version, each.kept, each.counted) for each in differences(db.session())]

        assert found == [(1, 0, 1), (2, 1, 0)]
        with transaction() as session:
            session.query(Tally).filter_by(subject=SATISFACTION).one().version = 1


@pytest.mark.usefixtures("counted_right")
class TestWays:
    def test_each_way_has_what_happened_on_it(self, factories, survey, collector, happen):
        second, third = factories.window(survey=survey), factories.window(survey=survey)
        happen(collector, "opened", "opened", "opened", "started", "started", "completed", "abandoned:satisfaction")
        happen(collector, "abandoned:satisfaction", "abandoned:channel", "abandoned:", day=date(2026, 5, 5))
        happen(second, "opened")

        found = ways(db.session(), service_id=survey.service_id, collector_ids=[second.id, collector.id, third.id])

        assert found == [
            WayCounts(second.id, opened=1),
            WayCounts(collector.id, 3, 2, 1, {"": 1, "channel": 1, "satisfaction": 2}),
            WayCounts(third.id),
        ]

    def test_it_reads_a_period(self, survey, collector, happen):
        for day in (1, 2, 3):
            happen(collector, "opened", day=date(2026, 5, day))

        (found,) = ways(
            db.session(),
            service_id=survey.service_id,
            collector_ids=[collector.id],
            since=date(2026, 5, 2),
            until=date(2026, 5, 2),
        )

        assert found == WayCounts(collector.id, opened=1)

    def test_counting_anew_leaves_out_what_no_row_tells(self, collector, happen):
        happen(collector, "opened", "abandoned:satisfaction")

        assert differences(db.session()) == []

    @pytest.fixture
    def happen(self, survey, collector):
        def count(where, *events, day=DAY):
            place = Place(survey.service_id, 0, where.id, "en", day)
            with transaction() as session:
                for each in events:
                    event, _, question = each.partition(":")
                    post(session, of_way(place, event, question or None))

        return count


class TestMigratingCounts:
    """Counts of before versions were told apart: each moves to the version that its rows name."""

    def test_they_are_told_apart_and_none_is_lost(self, factories, survey, migrations, organisation):
        self.give(factories, survey)
        before = self.counts()
        organisation_id = organisation.id
        db.session.remove()

        flask_migrate.downgrade(directory=migrations, revision="0001")
        assert self.counted_without_version() == sum(before.values())
        flask_migrate.upgrade(directory=migrations)

        set_organisation(db.session(), organisation_id)
        assert self.counts() == before
        assert differences(db.session()) == []

    def test_what_no_row_accounts_for_stays_where_the_version_is_not_known(
        self, factories, survey, migrations, organisation
    ):
        self.give(factories, survey)
        with transaction() as session:
            session.query(Tally).filter_by(subject=SATISFACTION, value="2").one().n = 7
        organisation_id = organisation.id
        db.session.remove()

        flask_migrate.downgrade(directory=migrations, revision="0001")
        flask_migrate.upgrade(directory=migrations)

        set_organisation(db.session(), organisation_id)
        rows = db.session.query(Tally).filter_by(subject=SATISFACTION, value="2").order_by(Tally.version)
        assert [(row.version, row.n) for row in rows] == [(0, 6), (1, 1)]

    def test_the_primary_key_holds_one_count_of_a_version(self, factories, survey, migrations):
        self.give(factories, survey)
        db.session.remove()

        flask_migrate.downgrade(directory=migrations, revision="0001")
        flask_migrate.upgrade(directory=migrations)

        key = [column.name for column in Tally.__table__.primary_key.columns]
        with db.engine.connect() as connection:
            assert db.inspect(connection).get_pk_constraint("tally")["constrained_columns"] == key

    def give(self, factories, survey):
        unit = factories.unit(service=survey.service)
        factories.submission(survey=survey, answers={"satisfaction": 2, "channel": "phone"}, unit=unit)
        factories.submission(survey=survey, answers={"satisfaction": 5}, language="cy")
        with transaction() as session:
            publishing.publish(session, survey=survey, definition=definition(RATING))
        for _ in range(3):
            factories.submission(survey=survey, answers={"satisfaction": 5}, language="cy")

    def counts(self):
        return Counter(
            {(row.version, row.unit_id, row.language, row.subject, row.value): row.n for row in db.session.query(Tally)}
        )

    def counted_without_version(self):
        with db.engine.connect() as connection:
            return connection.execute(text("SELECT SUM(n) FROM tally")).scalar_one()

    @pytest.fixture
    def migrations(self, app):
        return f"{app.root_path}/migrations"


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service)


@pytest.fixture
def collector(survey):
    return db.session.query(Collector).filter_by(survey_id=survey.id).one()


@pytest.fixture
def read(survey, collector):
    """Read subjects of the survey as its page does."""
    asked = {"service_id": survey.service_id, "collector_ids": [collector.id]}

    def by_subject(*subjects, **more):
        return by_question(db.session(), subjects=subjects, **(asked | more))

    return by_subject


@pytest.fixture
def submit(factories, survey, collector):
    """Keep a submission with whatever closed answers, as sending does."""

    def keep(answers, *, over_quota=None, **more):
        made = factories.submission(survey=survey)
        where = more.get("collector", collector)
        with transaction() as session:
            submission = session.get_one(Submission, made.id)
            number = session.get_one(SurveyVersion, submission.survey_version_id).number
            post(session, of_submission(Place.of(submission), mode="page", answers={}, version=number), sign=-1)
            submission.collector_id, submission.over_quota = where.id, over_quota
            for key, value in answers.items():
                session.add(Answer(submission_id=submission.id, question=key, value=value))
            counted = {} if over_quota is not None else answers
            post(session, of_submission(Place.of(submission), mode="page", answers=counted, version=number))
        return made

    return keep
