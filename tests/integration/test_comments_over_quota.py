"""What came over a full quota is kept and analysed, and is in no figure nor behind one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

import tallies
from exports import insights as rows_of_insights
from exports.insights import Chosen
from insights import analysis, queries, reanalysis
from insights.queries import Filter
from models import Collector, Comment, Insight, Service, Survey, SurveyVersion, Tally, db, transaction
from surveys import publishing, routing, submissions
from surveys.submissions import Given
from tests.factories import RATING, TEXT, definition

RUDE = "The staff were rude and I waited an hour."
HARM = "Nobody helps me any more and I want to kill myself."
PERIOD = (date.min, date.max)


class TestCommentsOverAFullQuota:
    def test_they_are_analysed_and_counted_nowhere(self, give, analyse, counts):
        for _ in range(3):
            give(RUDE)

        assert analyse() == 3

        assert {comment.state for comment in db.session.scalars(select(Comment))} == {"done"}
        assert len(db.session.scalars(select(Insight).where(Insight.clause == 0)).all()) == 3
        assert counts()[("question:satisfaction", "1")] == counts()[("comment:improve", tallies.RESPONDENTS)] == 1
        assert counts()[("sentiment", "negative")] == counts()[("theme:waiting", "neg")] == 1

    def test_another_pipeline_counts_them_no_more_than_the_first(self, give, analyse, analyser, counts):
        for _ in range(3):
            give(RUDE)
        analyse()

        reanalysis.reanalyse(Renamed(analyser))

        assert counts("another")[("sentiment", "negative")] == 1
        assert counts(analyser.pipeline)[("sentiment", "negative")] == 1

    def test_one_that_failed_is_in_no_figure_before_or_after_it_is_tried_again(self, give, analyser, counts, progress):
        give(RUDE)
        give(RUDE)

        analysis.drain(Failing(analyser))
        db.session.rollback()
        assert [comment.state for comment in db.session.scalars(select(Comment))] == ["failed", "failed"]
        assert (progress().failed, progress().total) == (1, 1)

        with transaction() as session:
            assert analysis.wait_again(session) == 2
        assert (progress().waiting, progress().total) == (1, 1)
        analysis.drain(analyser)

        assert counts()[("sentiment", "negative")] == 1
        assert (progress().done, progress().total) == (1, 1)

    def test_no_page_shows_them_behind_a_number(self, give, analyse, analyser, service):
        first, *_ = (give(RUDE) for _ in range(3))
        analyse()
        chosen = Filter(service.id, *PERIOD, analyser.pipeline)

        shown = [
            queries.quotes(db.session(), chosen),
            queries.quotes(db.session(), chosen, theme="waiting", polarity="neg"),
            queries.quotes(db.session(), chosen, sentiment="negative"),
        ]

        assert [[quote.comment_id for quote in quotes] for quotes in shown] == [[str(first)]] * 3

    def test_one_that_suggests_harm_is_shown_as_urgent_all_the_same(self, give, analyse, analyser, service):
        give(RUDE)
        late = give(HARM)
        analyse()

        (urgent,) = queries.urgent(db.session(), Filter(service.id, *PERIOD, analyser.pipeline))

        assert urgent.comment_id == str(late)

    def test_no_file_has_them_nor_waits_for_them(self, give, analyse, analyser, service):
        for _ in range(3):
            give(RUDE)
        chosen = Chosen(db.session.get_one(Service, service.id), *PERIOD, analyser.pipeline)
        assert rows_of_insights.waiting(db.session(), chosen) == 1

        analyse()

        rows = list(rows_of_insights.rows(db.session(), replace(chosen, themes=("waiting",))))
        assert len(rows) == 1

    @pytest.fixture(autouse=True)
    def _right(self, counted_right):
        """After each test, counting anew from the rows agrees."""

    @pytest.fixture
    def survey(self, service):
        quota = {"key": "z", "if": {">": [{"answer": "satisfaction"}, 0]}, "limit": 1, "message": {"en": "Full"}}
        with transaction() as session:
            made = publishing.create(session, service=session.get_one(Service, service.id), slug="visit")
            publishing.publish(session, survey=made, definition=definition(RATING, TEXT) | {"quotas": [quota]})
            publishing.collect(session, survey=made, kind="link")
            return made

    @pytest.fixture
    def give(self, survey):
        """Give a submission with a comment, all at once; return the comment's key. The first alone is in the quota."""
        keys = iter("abcdef")

        def take(text):
            answers = {"satisfaction": 1, "improve": text}
            with transaction() as session:
                version = session.scalars(select(SurveyVersion)).one()
                asked = publishing.read_definition(version.definition)
                setting = routing.Setting(today=date(2026, 5, 4), language="en", mode="api", seed=0, full=frozenset())
                way = routing.route(asked, answers, setting)
                kept = submissions.receive(
                    session,
                    collector=session.scalars(select(Collector)).one(),
                    version=version,
                    given=Given(way, answers, "api", "en", next(keys)),
                )
                return session.scalars(select(Comment.id).where(Comment.submission_id == kept.id)).one()

        return take

    @pytest.fixture
    def counts(self):
        def read(*pipelines):
            db.session.rollback()
            rows = db.session.scalars(select(Tally))
            return {(row.subject, row.value): row.n for row in rows if not pipelines or row.pipeline in pipelines}

        return read

    @pytest.fixture
    def progress(self, survey, analyser):
        def read():
            db.session.rollback()
            return queries.progress(db.session(), db.session.get_one(Survey, survey.id).service_id)

        return read


class Renamed:
    """The real analyser under another name, as a later pipeline has."""

    pipeline = "another"

    def __init__(self, real):
        self.real = real

    def analyse(self, sources):
        return self.real.analyse(sources)


class Failing(Renamed):
    """The real analyser, which can take nothing today."""

    @property
    def pipeline(self):
        return self.real.pipeline

    def analyse(self, sources):
        raise ValueError("nothing is taken")
