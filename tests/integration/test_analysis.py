import random
import threading
from collections import Counter
from datetime import date, timedelta

import pytest

import tallies
from insights import analysis
from models import CAN_WAIT, Comment, Insight, InsightTheme, Organisation, Tally, db, now, set_organisation, transaction

WAITED = "We waited three hours in the queue and nobody told us why. Call me on 029 2018 0123."
LOVELY = "The receptionist was lovely and kind."
POISON = "POISON"
SAID = (
    WAITED,
    LOVELY,
    "n/a",
    "👍",
    "The website crashed twice. Staff were helpful though.",
    "Roedd y staff yn garedig iawn.",
)


@pytest.mark.usefixtures("counted_right")
class TestDrain:
    def test_a_comment_becomes_insights_and_counts(self, factories, survey, analyser, organisation):
        comment = factories.comment(survey=survey, text=WAITED)
        assert (comment.state, comment.redacted, comment.attempts) == ("waiting", None, 0)

        assert analysis.drain(analyser) == 1

        db.session.rollback()
        assert (comment.state, comment.claimed_by, comment.claimed_until) == ("done", None, None)
        assert comment.redacted == WAITED.replace("029 2018 0123", "[phone]")
        assert comment.text is None  # what was cleaned is what is kept
        whole = db.session.query(Insight).filter_by(comment_id=comment.id, clause=0).one()
        assert (whole.sentiment, whole.pipeline, whole.start, whole.end) == (
            "negative",
            analyser.pipeline,
            0,
            len(comment.redacted),
        )
        assert "waiting" in [mark.theme for mark in whole.themes]
        assert self.counts()[("theme:waiting", "neg")] == 1
        assert self.counts()[("sentiment", "negative")] == 1
        assert db.session.get(Organisation, organisation.id).shown_pipeline == analyser.pipeline

    def test_what_the_service_calls_its_own_units_is_nobody_s_name(self, factories, survey, analyse):
        factories.unit(service=survey.service, name={"en": "The Owen Pritchard"})
        comment = factories.comment(survey=survey, text="At The Owen Pritchard I was helped by Sandra Lloyd at once.")

        analyse()

        db.session.refresh(comment)
        assert comment.redacted == "At The Owen Pritchard I was helped by [name] at once."

    def test_its_clauses_lie_within_the_redacted_text(self, factories, survey, analyse):
        comment = factories.comment(survey=survey, text=f"{LOVELY} {WAITED}")

        analyse()

        clauses = db.session.query(Insight).filter(Insight.clause > 0).order_by(Insight.clause).all()
        assert len(clauses) >= 2
        for clause in clauses:
            assert 0 <= clause.start < clause.end <= len(comment.redacted)

    def test_nothing_to_do_is_nothing_done(self, organisation, analyse):
        assert analyse() == 0

    def test_what_is_done_is_not_done_again(self, factories, survey, analyse, row_counts):
        factories.comment(survey=survey, text=WAITED)
        analyse()
        before = row_counts()

        assert analyse() == 0
        assert row_counts() == before

    def test_more_than_a_batch_is_drained(self, factories, survey, analyse, monkeypatch):
        monkeypatch.setattr(analysis, "BATCH", 3)
        for _ in range(7):
            factories.comment(survey=survey, text=LOVELY)

        assert analyse() == 7

    def test_it_stops_between_batches_when_told_to(self, factories, survey, analyser, monkeypatch):
        monkeypatch.setattr(analysis, "BATCH", 2)
        for _ in range(5):
            factories.comment(survey=survey, text=LOVELY)
        told = iter([False, True])

        assert analysis.drain(analyser, stop=lambda: next(told)) == 2

    def test_live_comments_go_first(self, factories, survey, analyser, monkeypatch):
        monkeypatch.setattr(analysis, "BATCH", 2)
        for number in range(3):
            factories.comment(survey=survey, text=f"old {number}", priority=CAN_WAIT)
        factories.comment(survey=survey, text="new")
        watched = Watched(analyser)

        analysis.drain(watched)

        assert watched.seen == ["new", "old 0", "old 1", "old 2"]

    def test_it_serves_all_organisations_and_counts_for_each_its_own(
        self, factories, survey, analyse, organisation, analyser
    ):
        factories.comment(survey=survey, text=WAITED)
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        factories.comment(survey=factories.survey(service=factories.service()), text=LOVELY)

        assert analyse() == 2

        for each, sentiment in ((organisation, "negative"), (other, "positive")):
            set_organisation(db.session(), each.id)
            assert self.counts()[("sentiment", sentiment)] == 1
            assert sum(n for (subject, _), n in self.counts().items() if subject == "sentiment") == 1
            assert tallies.differences(db.session()) == []

    def test_the_first_pipeline_stays_the_one_shown(self, factories, survey, analyse, organisation):
        with transaction() as session:
            session.get_one(Organisation, organisation.id).shown_pipeline = "chosen-by-a-person"
        factories.comment(survey=survey, text=WAITED)

        analyse()

        assert db.session.get(Organisation, organisation.id).shown_pipeline == "chosen-by-a-person"

    def counts(self):
        return {(row.subject, row.value): row.n for row in db.session.query(Tally)}


@pytest.mark.usefixtures("counted_right")
class TestAClaim:
    def test_one_that_holds_is_respected(self, factories, survey, analyse):
        comment = factories.comment(survey=survey, text=WAITED)
        self.claim(comment, until=now() + timedelta(minutes=1))

        assert analyse() == 0

    def test_one_that_expired_is_taken_again(self, factories, survey, analyse):
        comment = factories.comment(survey=survey, text=WAITED)
        self.claim(comment, until=now() - timedelta(seconds=1))

        assert analyse() == 1
        assert (comment.state, comment.attempts) == ("done", 2)

    def test_the_late_first_worker_stores_nothing(self, factories, survey, analyser, row_counts):
        comment_id = factories.comment(survey=survey, text=WAITED).id
        stored = {}

        def overtake():
            with transaction() as session:
                session.get_one(Comment, comment_id).claimed_until = now() - timedelta(seconds=1)
            stored["second"] = analysis.drain(analyser)
            stored["rows"] = row_counts()

        stored["first"] = analysis.drain(Watched(analyser, meanwhile=overtake))

        assert (stored["first"], stored["second"]) == (0, 1)
        assert row_counts() == stored["rows"]

    def test_a_worker_that_dies_leaves_the_comment_waiting(self, factories, survey, analyser, analyse, row_counts):
        comment = factories.comment(survey=survey, text=WAITED)
        before = row_counts()

        with pytest.raises(SystemExit):
            analysis.drain(Watched(analyser, meanwhile=die))

        db.session.rollback()
        assert (comment.state, comment.attempts, row_counts()) == ("waiting", 1, before)
        self.claim(comment, until=now() - timedelta(seconds=1))
        assert analyse() == 1

    def test_a_crash_while_storing_leaves_nothing_half(self, factories, survey, analyser, row_counts, monkeypatch):
        comment = factories.comment(survey=survey, text=WAITED)
        before = row_counts()
        monkeypatch.setattr(analysis, "post", lambda *_args, **_more: die())

        with pytest.raises(SystemExit):
            analysis.drain(analyser)

        db.session.rollback()
        assert (comment.state, comment.redacted, row_counts()) == ("waiting", None, before)

    def test_one_claimed_too_often_is_given_up(self, factories, survey, analyse):
        comment = factories.comment(survey=survey, text=WAITED)
        other = factories.comment(survey=survey, text=LOVELY)
        with transaction() as session:
            session.get_one(Comment, comment.id).attempts = analysis.MOST_ATTEMPTS

        assert analyse() == 1

        assert (comment.state, comment.redacted, comment.claimed_by) == ("failed", None, None)
        assert other.state == "done"

    def test_many_to_be_given_up_are_all_given_up(self, factories, survey, analyse):
        comments = [factories.comment(survey=survey, text=WAITED) for _ in range(4)]
        with transaction() as session:
            for comment in session.query(Comment):
                comment.attempts = analysis.MOST_ATTEMPTS

        assert analyse() == 0
        assert {comment.state for comment in comments} == {"failed"}

    def test_one_that_failed_before_is_tried_alone(self, factories, survey, analyser):
        suspect = factories.comment(survey=survey, text="suspect")
        for number in range(2):
            factories.comment(survey=survey, text=f"calm {number}")
        self.claim(suspect, until=now() - timedelta(seconds=1))
        watched = Watched(analyser)

        analysis.drain(watched)

        assert watched.batches == [["calm 0", "calm 1"], ["suspect"]]

    def claim(self, comment, *, until):
        with transaction() as session:
            found = session.get_one(Comment, comment.id)
            found.claimed_by, found.claimed_until, found.attempts = "another", until, 1


@pytest.mark.usefixtures("counted_right")
class TestATextThatFails:
    def test_it_holds_up_no_other(self, factories, survey, analyser):
        others = [factories.comment(survey=survey, text=LOVELY) for _ in range(3)]
        culprit = factories.comment(survey=survey, text=POISON)
        others.append(factories.comment(survey=survey, text=WAITED))

        analysis.drain(Watched(analyser))

        db.session.rollback()
        assert {comment.state for comment in others} == {"done"}
        assert (culprit.state, culprit.redacted) == ("failed", None)
        assert db.session.query(Insight).filter_by(comment_id=culprit.id).count() == 0

    def test_the_log_does_not_say_what_it_was(self, factories, survey, analyser, capsys):
        factories.comment(survey=survey, text=f"{POISON} and my name is Blodwen")

        analysis.drain(Watched(analyser))

        said = capsys.readouterr()
        assert "analysis.comment-failed" in said.out + said.err
        assert "name is Blodwen" not in (said.out + said.err).split("Traceback")[0]

    def test_the_page_says_that_one_failed(self, factories, survey, analyser, sign_in):
        factories.comment(survey=survey, text=POISON, given_on=now().date())
        analysis.drain(Watched(analyser))
        factories.person(roles=["viewer"], email="v@example.org")

        page = sign_in("v@example.org")

        assert "1 comment could not be analysed and is in no figure." in page.text


class TestTwoWorkers:
    def test_they_drain_at_once_and_nothing_is_doubled_or_lost(
        self, app, at_once, factories, survey, analyser, organisation, monkeypatch
    ):
        monkeypatch.setattr(analysis, "BATCH", 4)
        for number in range(30):
            factories.comment(survey=survey, text=f"{WAITED} {number}")

        def work():
            with app.app_context():
                try:
                    return analysis.drain(OneAtATime(analyser, lock))
                finally:
                    db.session.remove()

        lock = threading.Lock()
        stored = at_once(work, work)

        assert sum(stored) == 30
        db.session.rollback()
        set_organisation(db.session(), organisation.id)
        assert db.session.query(Insight).filter_by(clause=0).count() == 30
        assert {comment.attempts for comment in db.session.query(Comment)} == {1}
        assert tallies.differences(db.session()) == []


class TestAnySequence:
    """Submissions, comments and analyses in whatever order leave every count as the rows have it."""

    @pytest.mark.parametrize("seed", range(3))
    def test_the_counts_are_what_the_rows_say(self, factories, survey, units, analyser, organisation, seed):
        chance = random.Random(seed)
        given = Counter()

        for _ in range(25):
            comment = chance.choice([None, POISON, *SAID])
            answers = chance.choice(
                [{}, {"satisfaction": chance.randint(1, 5)}, {"satisfaction": 3, "channel": "online"}]
            )
            factories.submission(
                survey=survey,
                comment=comment,
                answers=answers,
                unit=chance.choice([None, *units]),
                given_on=date(2026, 5, 1) + timedelta(days=chance.randint(0, 40)),
                language=chance.choice(["en", "cy"]),
            )
            given["submissions"] += 1
            given["comments"] += comment is not None
            given["failed"] += comment == POISON
            if chance.random() < 0.2:
                analysis.drain(Watched(analyser))
        analysis.drain(Watched(analyser))

        db.session.rollback()
        counted = Counter()
        for row in db.session.query(Tally):
            counted[row.subject] += row.n
        assert counted["submissions"] == given["submissions"]
        assert counted["sentiment"] == given["comments"] - given["failed"]
        assert tallies.differences(db.session()) == []

    def test_a_count_that_is_wrong_is_found(self, factories, survey, organisation):
        factories.submission(survey=survey, answers={"satisfaction": 4})
        with transaction() as session:
            session.query(Tally).filter_by(subject="question:satisfaction").one().n = 7

        (difference,) = tallies.differences(db.session())

        assert (difference.change.subject, difference.kept, difference.counted) == ("question:satisfaction", 7, 1)

    def test_a_theme_that_lost_its_count_is_found(self, factories, survey, analyse, organisation):
        factories.comment(survey=survey, text=WAITED)
        analyse()
        with transaction() as session:
            session.delete(session.query(InsightTheme).filter_by(clause=0, theme="waiting").one())

        assert [found.change.subject for found in tallies.differences(db.session())] == ["theme:waiting"]

    @pytest.fixture
    def units(self, factories, service):
        return [factories.unit(service=service) for _ in range(2)]


class Watched:
    """The real analyser, watched: fails on one text, and lets something happen between reading and answering."""

    def __init__(self, real, *, meanwhile=lambda: None):
        self.real, self.meanwhile, self.batches = real, meanwhile, []

    @property
    def pipeline(self):
        return self.real.pipeline

    @property
    def seen(self):
        return [text for batch in self.batches for text in batch]

    def analyse(self, sources):
        sources = list(sources)
        self.batches.append([source.text for source in sources])
        if any(POISON in source.text for source in sources):
            raise ValueError(f"cannot read {sources[0].text}")
        analyses = list(self.real.analyse(sources))
        self.meanwhile()
        yield from analyses


class OneAtATime(Watched):
    """The real analyser for threads: each worker is a process with its own, since spaCy is for one thread."""

    def __init__(self, real, lock):
        super().__init__(real)
        self.lock = lock

    def analyse(self, sources):
        with self.lock:
            yield from list(self.real.analyse(sources))


def die():
    raise SystemExit


@pytest.fixture
def survey(factories, service):
    return factories.survey(service=service, slug="visit")
