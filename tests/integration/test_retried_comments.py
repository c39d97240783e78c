"""Comments that have brought a worker down are tried again, without holding up the others."""

import pytest
from sqlalchemy import update

from insights import analysis
from models import CAN_WAIT, LIVE, Comment, db, keyring, set_organisation, transaction


class TestWhatIsClaimedFirst:
    def test_a_live_one_that_failed_before_goes_before_an_import(self, comment, claimed):
        suspect = comment(LIVE, attempts=1)
        for _ in range(5):
            comment(CAN_WAIT)

        assert claimed() == {suspect}

    def test_a_live_one_goes_before_imports_that_failed(self, comment, claimed):
        live = comment(LIVE)
        for _ in range(3):
            comment(CAN_WAIT, attempts=1)

        assert claimed() == {live}

    def test_it_waits_for_live_ones_and_is_then_tried_alone(self, comment, claimed):
        first = comment(LIVE, attempts=1)
        calm = {comment(LIVE), comment(LIVE)}
        comment(LIVE, attempts=1)

        assert claimed() == calm
        assert claimed() == {first}

    def test_where_nearly_all_have_failed_before_the_batches_stay_large(self, comment, claimed, monkeypatch):
        monkeypatch.setattr(analysis, "BATCH", 6)
        suspects = [comment(CAN_WAIT, attempts=1) for _ in range(5)]
        for _ in range(6):
            comment(CAN_WAIT)

        taken = [claimed() for _ in range(3)]

        assert taken[:2] == [{suspects[0]}, {suspects[1]}]
        assert len(taken[2]) == 3

    def test_what_could_not_be_analysed_waits_again_when_an_operator_says_so(self, comment, claimed):
        failed = comment(LIVE, attempts=analysis.MOST_ATTEMPTS)
        assert claimed() == set()

        with transaction() as session:
            assert analysis.wait_again(session) == 1

        assert claimed() == {failed}

    def test_one_whose_seal_does_not_open_holds_up_no_other(self, app, settings, comment, claimed):
        keyring.unlock(b"another key, of another machine.")
        broken = comment(LIVE)
        keyring.unlock(settings.data_key)
        sound = comment(LIVE)

        assert claimed() == {sound}
        assert db.session.get_one(Comment, broken).state == "failed"

    @pytest.fixture
    def survey(self, factories):
        set_organisation(db.session(), factories.organisation().id)
        return factories.survey(service=factories.service())

    @pytest.fixture
    def comment(self, factories, survey):
        def make(priority: int, attempts: int = 0):
            made = factories.comment(survey=survey, text="An hour in the rain", priority=priority).id
            with transaction() as session:
                session.execute(update(Comment).where(Comment.id == made).values(attempts=attempts))
            return made

        return make

    @pytest.fixture
    def claimed(self, app):
        def claim():
            with transaction() as session:
                return {each.comment_id for each in analysis._claim(session, "test") or ()}

        return claim
