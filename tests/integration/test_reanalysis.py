"""A second pipeline writes beside the first; a person promotes it."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

import tallies
from insights import queries, reanalysis
from models import Comment, Insight, db, set_organisation, transaction

WAITED = "I waited an hour and nobody came. My name is Sam Hill."


class Another:
    """The pipeline at hand under another name."""

    pipeline = "another-pipeline"

    def __init__(self, analyser):
        self.analyse = analyser.analyse


class TestReanalysing:
    def test_it_writes_beside_what_is_there_and_changes_nothing_shown(self, done, other, organisation):
        shown = queries.shown_pipeline(db.session())

        assert reanalysis.reanalyse(other) == 3

        set_organisation(db.session(), organisation.id)
        assert queries.shown_pipeline(db.session()) == shown
        assert insights(shown) == insights(other.pipeline) == 3
        assert tallies.differences(db.session()) == []

    def test_an_organisation_s_own_names_stay(self, factories, survey, analyse, analyser):
        factories.unit(service=survey.service, name={"en": "The Owen Pritchard"})
        comment = factories.comment(survey=survey, text="At The Owen Pritchard nobody came.")
        analyse()

        reanalysis.reanalyse(Another(analyser))

        db.session.refresh(comment)
        assert comment.redacted == "At The Owen Pritchard nobody came."

    def test_what_is_done_is_not_done_again(self, done, other):
        reanalysis.reanalyse(other)

        assert reanalysis.reanalyse(other) == 0

    def test_a_person_promotes_it(self, done, other, organisation):
        reanalysis.reanalyse(other)
        with transaction() as session:
            assert reanalysis.promote(session, pipeline=other.pipeline) == 1

        set_organisation(db.session(), organisation.id)
        assert queries.shown_pipeline(db.session()) == other.pipeline

    def test_it_goes_on_where_it_was_stopped(self, done, other, monkeypatch):
        monkeypatch.setattr(reanalysis, "BATCH", 2)
        rounds = iter([False, True])

        assert reanalysis.reanalyse(other, stop=lambda: next(rounds)) == 2
        assert reanalysis.reanalyse(other) == 1


class TestWhatIsKept:
    def test_what_was_cleaned_stays_and_what_was_written_goes(self, done):
        for comment in db.session.scalars(select(Comment).options(undefer(Comment.text))):
            assert comment.text is None
            assert comment.redacted is not None
            assert "Sam" not in comment.redacted


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service)


@pytest.fixture
def done(survey, factories, analyse):
    for number in range(3):
        factories.comment(survey=survey, text=f"{WAITED} Visit {number}.")
    analyse()


@pytest.fixture
def other(analyser):
    return Another(analyser)


def insights(pipeline):
    whole = select(func.count()).where(Insight.pipeline == pipeline, Insight.clause == 0)
    return db.session.scalar(whole)
