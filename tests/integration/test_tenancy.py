from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, selectinload

from exports import insights as exported
from exports import runs
from insights import queries
from models import (
    Agreement,
    Answer,
    Base,
    Collector,
    Comment,
    Insight,
    NoOrganisationError,
    OtherOrganisationError,
    Service,
    Submission,
    Survey,
    Tally,
    Target,
    Tenant,
    Unit,
    across_organisations,
    acting_for,
    db,
    set_organisation,
    transaction,
)
from tallies import SUBMISSIONS, totals

JUNE = datetime(2026, 6, 2, 12, tzinfo=UTC)
OURS, THEIRS = "Our queue was three hours long.", "Their queue was four hours long and the staff were rude."


class TestReading:
    def test_it_is_narrowed_to_the_organisation(self, two):
        for organisation, text in ((two.ours, OURS), (two.theirs, THEIRS)):
            two.act_for(organisation)
            assert [comment.redacted for comment in db.session.query(Comment)] == [text]
            assert db.session.scalars(select(Service.slug)).all() == ["repairs"]

    def test_every_organisations_table_is_narrowed(self, two):
        for mapper in Base.registry.mappers:
            if not issubclass(mapper.class_, Tenant):
                continue
            two.act_for(two.ours)
            for row in db.session.query(mapper.class_):
                assert row.organisation_id == two.ours

    def test_without_an_organisation_it_is_refused(self, two):
        two.act_for(None)

        for query in (
            select(Comment),
            select(Comment.id),
            select(func.count(Comment.id)),
            select(func.count()).select_from(Comment),
            select(Survey.id).where(Survey.id.in_(select(Collector.survey_id))),
            select(aliased(Unit)),
            select(func.count()).where(Comment.state == "waiting"),
            update(Comment).values(state="done"),
            delete(Tally),
        ):
            with pytest.raises(NoOrganisationError):
                db.session.execute(query)

    def test_without_an_organisation_a_row_is_not_found_by_its_key(self, two):
        two.act_for(None)

        with pytest.raises(NoOrganisationError, match="comment"):
            db.session.get(Comment, two.their_comment)

    def test_a_row_of_another_is_not_found_by_its_key(self, two):
        two.act_for(two.ours)

        assert db.session.get(Comment, two.their_comment) is None

    def test_a_row_of_another_is_not_found_even_where_the_session_has_seen_it(self, two):
        two.act_for(two.theirs)
        seen = db.session.get(Comment, two.their_comment)
        assert seen.redacted == THEIRS

        set_organisation(db.session(), two.ours)

        assert db.session.get(Comment, two.their_comment) is None

    def test_joins_aliases_and_subqueries_are_narrowed(self, two):
        two.act_for(two.ours)
        other = aliased(Comment)

        joined = select(Insight, Comment).join(Comment, Comment.id == Insight.comment_id)
        crossed = select(Comment.redacted, other.redacted).join(other, other.state == Comment.state)
        within = select(Submission).where(Submission.id.in_(select(Comment.submission_id)))
        counted = select(func.count()).select_from(select(Comment.id).subquery())

        assert {comment.redacted for _, comment in db.session.execute(joined)} == {OURS}
        assert [tuple(row) for row in db.session.execute(crossed)] == [(OURS, OURS)]
        assert len(db.session.scalars(within).all()) == 1
        assert db.session.scalar(counted) == 1

    def test_relationships_are_narrowed(self, two):
        two.act_for(two.ours)

        target = db.session.query(Target).one()
        eager = db.session.scalars(select(Target).options(selectinload(Target.themes))).one()

        assert (target.owner.name, target.measure.name["en"]) == ("Ours", "Seen within 20 minutes")
        assert {theme.organisation_id for theme in eager.themes} == {two.ours}
        assert [grant.organisation_id for grant in target.owner.roles] == [two.ours]
        for insight in db.session.query(Insight):
            assert {mark.organisation_id for mark in insight.themes} <= {two.ours}

    def test_over_all_organisations_only_inside_the_block_that_says_why(self, two):
        two.act_for(None)

        with across_organisations(db.session(), "test"):
            assert db.session.query(Comment).count() == 2
        with pytest.raises(NoOrganisationError):
            db.session.query(Comment).count()

    def test_acting_for_another_ends_with_the_block(self, two):
        two.act_for(two.ours)

        with acting_for(db.session(), two.theirs):
            assert db.session.query(Comment).one().redacted == THEIRS
        db.session.expire_all()

        assert db.session.query(Comment).one().redacted == OURS


class TestWriting:
    def test_a_new_row_belongs_to_the_organisation_set(self, two):
        with transaction() as session:
            set_organisation(session, two.theirs)
            unit = Unit(slug="new", name={"en": "New"})
            session.add(unit)
            session.flush()
            assert unit.organisation_id == two.theirs

    def test_a_new_row_without_an_organisation_is_refused(self, two):
        with pytest.raises(NoOrganisationError), transaction() as session:
            set_organisation(session, None)
            session.add(Unit(slug="new", name={"en": "New"}))

    def test_a_new_row_of_another_is_refused(self, two):
        with pytest.raises(OtherOrganisationError), transaction() as session:
            set_organisation(session, two.ours)
            session.add(Unit(organisation_id=two.theirs, slug="new", name={"en": "New"}))

    def test_a_changed_row_of_another_is_refused(self, two):
        with pytest.raises(OtherOrganisationError), transaction() as session:
            set_organisation(session, two.theirs)
            service = session.query(Service).one()
            set_organisation(session, two.ours)
            service.name = {"en": "Ours now"}

    def test_a_row_given_to_another_is_refused(self, two):
        with pytest.raises(OtherOrganisationError), transaction() as session:
            set_organisation(session, two.ours)
            session.query(Tally).first().organisation_id = two.theirs

    def test_a_deleted_row_of_another_is_refused(self, two):
        with pytest.raises(OtherOrganisationError), transaction() as session:
            set_organisation(session, two.theirs)
            answer = session.query(Answer).one()
            set_organisation(session, two.ours)
            session.delete(answer)

    def test_a_change_without_an_organisation_is_refused(self, two):
        with pytest.raises(NoOrganisationError), transaction() as session:
            set_organisation(session, two.theirs)
            service = session.query(Service).one()
            set_organisation(session, None)
            service.name = {"en": "Nobody's"}

    def test_updates_and_deletes_are_narrowed(self, two):
        with transaction() as session:
            set_organisation(session, two.ours)
            assert session.execute(update(Comment).values(priority=1)).rowcount == 1
            assert session.execute(delete(Answer)).rowcount == 1

        two.act_for(two.theirs)
        assert db.session.query(Comment).one().priority == 0
        assert db.session.query(Answer).count() == 1

    def test_rows_inserted_by_statement_belong_to_the_organisation(self, two):
        row = {"slug": "x", "name": {"en": "X"}}

        with pytest.raises(OtherOrganisationError), transaction() as session:
            set_organisation(session, two.ours)
            session.execute(insert(Unit), [{**row, "organisation_id": two.theirs}])

    def test_a_row_cannot_refer_to_another_organisations(self, two):
        with transaction() as session:
            set_organisation(session, two.theirs)
            their_service = session.query(Service.id).scalar()

        with pytest.raises(IntegrityError), transaction() as session:
            set_organisation(session, two.ours)
            session.add(Agreement(service_id=their_service, kind="psa", aim={"en": "x"}))


class TestTwoOrganisationsWithTheSameAddresses:
    def test_each_sees_its_own_on_the_page(self, two, sign_in, client):
        for email, own, other in (("ours@example.org", OURS, THEIRS), ("theirs@example.org", THEIRS, OURS)):
            page = sign_in(email, "/manage/insights?service=repairs&from=2026-05-01&to=2026-05-31")
            assert "What people say about Repairs" in page.heading
            quotes = client.get_page("/manage/insights/all?service=repairs&from=2026-05-01&to=2026-05-31")
            assert own in quotes.text
            assert other not in quotes.text
            client.send(quotes_with_sign_out(quotes))

    def test_each_has_its_own_in_the_file(self, two):
        for organisation, own in ((two.ours, OURS), (two.theirs, THEIRS)):
            two.act_for(organisation)
            service = db.session.query(Service).one()
            chosen = exported.Chosen(service, date(2026, 5, 1), date(2026, 5, 31), queries.shown_pipeline(db.session()))

            rows = list(exported.rows(db.session(), chosen))

            assert {row["comment"] for row in rows} == {own}
            assert {row["owners"] for row in rows} <= {"", "Ours" if own == OURS else "Theirs"}

    def test_each_has_its_own_figures(self, two):
        for organisation in (two.ours, two.theirs):
            two.act_for(organisation)
            service = db.session.query(Service).one()
            chosen = queries.Filter(
                service.id, date(2026, 5, 1), date(2026, 5, 31), queries.shown_pipeline(db.session())
            )

            # One is too few to be shown; what is counted is one all the same, not two.
            assert queries.overview(db.session(), chosen).decision == "few"
            counts = totals(
                db.session(), service_id=service.id, since=chosen.since, until=chosen.until, pipeline="", unit_ids=None
            )
            assert sum(each.n for each in counts if each.subject == SUBMISSIONS) == 1
            assert queries.progress(db.session(), service.id).total == 1
            assert len(queries.quotes(db.session(), chosen)) == 1

    def test_a_run_of_another_is_not_sent(self, two, factories):
        two.act_for(two.theirs)
        schedule = factories.schedule(target=db.session.query(Target).one(), starts_on=date(2026, 5, 1))
        with transaction() as session:
            runs.note_due(session, at=JUNE)
        ((organisation_id, run_id),) = runs.owed(db.session(), at=JUNE)
        assert (organisation_id, schedule.organisation_id) == (two.theirs, two.theirs)

        post = runs.Post("smtp://127.0.0.1:9", "a@example.org", "http://localhost")

        assert runs.send_run(organisation_id=two.ours, run_id=run_id, post=post) is False


def quotes_with_sign_out(page):
    page.path = "/manage/sign-out"
    page.soup.select("main")[0].append(page.soup.select("form.app-sign-out")[0])
    return page


class Two:
    """Two organisations that chose the same addresses."""

    def __init__(self, ours, theirs, their_comment):
        self.ours, self.theirs, self.their_comment = ours, theirs, their_comment

    def act_for(self, organisation_id):
        db.session.rollback()
        db.session.expunge_all()
        set_organisation(db.session(), organisation_id)


@pytest.fixture
def two(factories, analyse):
    made, comments = [], []
    for name, text in (("Ours", OURS), ("Theirs", THEIRS)):
        organisation = factories.organisation()
        set_organisation(db.session(), organisation.id)
        service = factories.service(slug="repairs", name={"en": "Repairs"})
        unit = factories.unit(service=service, slug="north")
        survey = factories.survey(service=service)
        owner = factories.person(roles=["manager"], name=name, email=f"{name.lower()}@example.org")
        factories.target(service=service, owner=owner, themes=["waiting"])
        comments.append(factories.comment(survey=survey, text=text, unit=unit, answers={"satisfaction": 1}).id)
        made.append(organisation.id)
    analyse()
    db.session.expunge_all()
    return Two(made[0], made[1], comments[1])
