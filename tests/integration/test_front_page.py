"""The front page: every survey whose address opens, in few reads however many there are."""

import pytest
from sqlalchemy import event, select

from models import Collector, Service, Survey, db, transaction
from surveys import editions, publishing, queries
from tests.factories import definition


class TestTheFrontPage:
    def test_it_lists_what_opens_and_nothing_else(self, client, factories, service, survey):
        factories.window(survey=factories.survey(service=service, slug="with-window"))
        closed = factories.survey(service=service, slug="closed")
        no_link = self.publish(service, "no-link")
        factories.window(survey=no_link)
        shut = factories.survey(service=service, slug="shut")
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, closed.id))
            link = session.scalars(select(Collector).where(Collector.survey_id == shut.id)).one()
            publishing.close_way(session, collector=link)

        page = client.get_page("/")

        links = [each["href"] for each in page.soup.select("main ul a")]
        assert [each for each in links if each.startswith("/s/")] == ["/s/visit", "/s/with-window"]
        for each in links:
            assert client.request("GET", each).status_code == 200

    def test_a_closed_window_is_not_offered(self, factories, service, survey):
        first, second = (factories.window(survey=survey) for _ in range(2))
        with transaction() as session:
            publishing.close_way(session, collector=session.get_one(Collector, first.id))

        (listed,) = queries.listed(db.session())

        assert listed.window_key == second.key

    def test_the_title_is_the_latest_versions(self, service, survey):
        with transaction() as session:
            publishing.publish(
                session, survey=session.get_one(Survey, survey.id), definition=definition(title="Your stay")
            )

        assert [each.title["en"] for each in queries.listed(db.session())] == ["Your stay"]

    def test_it_reads_twice_at_most(self, factories, service, reads):
        for _ in range(13):
            factories.window(survey=factories.survey(service=service))
        editions._read.clear()
        db.session.rollback()
        reads.clear()

        assert len(queries.listed(db.session())) == 13
        assert len(reads) == 2
        reads.clear()
        queries.listed(db.session())
        assert len(reads) == 1

    def publish(self, service, slug):
        with transaction() as session:
            made = publishing.create(session, service=session.get_one(Service, service.id), slug=slug)
            publishing.publish(session, survey=made, definition=definition())
            return made

    @pytest.fixture
    def survey(self, factories, service):
        return factories.survey(service=service, slug="visit")

    @pytest.fixture
    def reads(self, app):
        """The statements that read."""
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.startswith("SELECT"):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        yield statements
        event.remove(db.engine, "before_cursor_execute", note)
