"""Links between themes and targets: suggested each night, decided by a person, every version kept."""

from datetime import date

import numpy as np
import pytest

import jobs
from insights import queries
from jobs.meanings import read_meanings
from jobs.targets import suggest_links
from models import Measure, Service, Tally, Target, db, now, set_organisation, transaction
from nlp.similarity import MODEL
from nlp.themes import MEANT
from tallies import SUBMISSIONS, period_after, period_of, theme_subject
from targets import linking, meanings, observing
from targets.errors import LinkChangedError
from targets.observing import Figure

PIPELINE = "public-services-1-2026-12-2"
# Negative comments about waiting among 100 submissions, month by month.
BLAMED = (6, 9, 4, 12, 7, 15, 5, 11, 3, 13, 8, 16, 2, 10, 14, 6, 12, 4)


class TestSuggesting:
    def test_a_theme_near_to_the_name_is_suggested_with_the_cosine(self, target, searcher, do):
        do(read_meanings)
        assert links("wait") == {}

        do(suggest_links)

        (link,) = links("wait").values()
        assert (link.theme, link.state, link.weight, link.changed_by) == ("waiting", "suggested", 0.3, None)
        assert link.why == {"meaning": 0.42}

    def test_reading_asks_for_it(self, target, searcher, do, run_jobs):
        do(read_meanings)

        run_jobs()

        assert list(links("wait")) == ["waiting"]

    def test_a_theme_that_moves_with_the_figures_is_suggested_with_its_sign(self, target, blamed, figures, shown, do):
        blamed("waiting", BLAMED)
        figures([90 - 2 * each for each in BLAMED])

        do(suggest_links)

        (link,) = links("wait").values()
        assert (link.theme, link.state, link.weight) == ("waiting", "suggested", 1.0)
        movement = link.why["movement"]
        assert (movement["correlation"], movement["lag"], movement["steps"]) == (-1.0, 0, len(BLAMED) - 1)

    def test_a_measure_is_not_suggested_the_theme_that_makes_it(self, factories, service, owner, blamed, shown, do):
        blamed("waiting", BLAMED)
        for key, formula, parameters in (
            ("rate", "theme_rate", {"theme": "waiting", "polarity": "neg"}),
            ("net", "net_sentiment", {}),
        ):
            measure = factories.measure(service=service, key=key, formula=formula, parameters=parameters)
            factories.target(service=service, owner=owner, themes=[], measure=measure, key=key)
            record(key, BLAMED, source="feedback")

        do(suggest_links)

        assert (links("rate"), links("net")) == ({}, {})

    def test_periods_of_few_people_say_nothing(self, target, blamed, figures, shown, do):
        blamed("waiting", [each // 2 for each in BLAMED], of=9)
        figures([90 - 2 * each for each in BLAMED])

        do(suggest_links)

        assert links("wait") == {}

    def test_before_any_pipeline_is_shown_nothing_moves(self, target, blamed, figures, do):
        blamed("waiting", BLAMED)
        figures([90 - 2 * each for each in BLAMED])

        do(suggest_links)

        assert links("wait") == {}

    def test_while_comments_wait_to_be_analysed_nothing_moves(
        self, target, blamed, figures, shown, factories, service, do
    ):
        blamed("waiting", BLAMED)
        figures([90 - 2 * each for each in BLAMED])
        service = db.session.get_one(Service, target_service("wait"))
        factories.comment(survey=factories.survey(service=service), text="I waited for an hour.")

        do(suggest_links)

        assert links("wait") == {}

    def test_twice_is_once(self, target, searcher, do):
        do(read_meanings)
        do(suggest_links)
        do(suggest_links)

        assert [each.version for each in versions("wait")] == [1]

    def test_what_was_suggested_gets_a_new_reason_beside_the_former(self, target, searcher, blamed, figures, shown, do):
        do(read_meanings)
        do(suggest_links)
        blamed("waiting", BLAMED)
        figures([90 - 2 * each for each in BLAMED])

        do(suggest_links)
        do(suggest_links)

        first, second = versions("wait")
        assert (first.why, first.weight) == ({"meaning": 0.42}, 0.3)
        assert (sorted(second.why), second.weight, second.state) == (["meaning", "movement"], 1.0, "suggested")

    @pytest.mark.parametrize("state", ["confirmed", "rejected"])
    def test_what_a_person_decided_is_not_suggested_anew(self, target, searcher, do, owner, state):
        do(read_meanings)
        with transaction() as session:
            linking.decide(session, target=linking.locked(session, "wait"), theme="waiting", state=state, by=None)

        do(suggest_links)

        assert [(each.version, each.state) for each in versions("wait")] == [(1, state)]

    def test_what_is_near_no_more_is_not_withdrawn(self, target, searcher, do):
        do(read_meanings)
        do(suggest_links)
        with transaction() as session:
            measure = session.query(Measure).filter_by(key="wait").one()
            measure.name = {"en": "Something else"}
            meanings.forget(session, measure)
        do(read_meanings)

        do(suggest_links)

        assert links("wait")["waiting"].state == "suggested"

    def test_a_units_part_is_left_to_the_whole(self, target, factories, service, owner, searcher, do):
        unit = factories.unit(service=service, slug="north")
        target = db.session.get_one(Target, target.id)
        factories.target(
            service=service,
            owner=owner,
            themes=[],
            measure=target.measure,
            agreement=target.agreement,
            key="wait-north",
            unit=unit,
            parent=target,
        )
        do(read_meanings)

        do(suggest_links)

        assert (list(links("wait")), links("wait-north")) == (["waiting"], {})

    def test_another_organisations_comments_move_nothing(self, target, blamed, figures, shown, factories, do):
        ours = target.organisation_id
        figures([90 - 2 * each for each in BLAMED])
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        blamed("waiting", BLAMED, service_id=factories.service(slug="theirs").id)

        do(suggest_links)

        set_organisation(db.session(), ours)
        assert links("wait") == {}


class TestSuggestingByAFile:
    def test_what_it_does_not_say_is_not_forgotten(self, target):
        with transaction() as session:
            at = linking.locked(session, "wait")
            linking.suggest(session, target=at, theme="cost", weight=0.3, why={"meaning": 0.41})
            linking.suggest(session, target=at, theme="cost", weight=0.3)
            linking.suggest(session, target=at, theme="cost", weight=0.5)

        first, second = versions("wait")
        assert (first.weight, second.weight, second.why) == (0.3, 0.5, {"meaning": 0.41})


class TestDeciding:
    def test_on_a_version_that_counts_no_more_it_is_refused(self, target):
        with transaction() as session:
            at = linking.locked(session, "wait")
            linking.decide(session, target=at, theme="cost", state="confirmed", by=None, seen=0)
            with pytest.raises(LinkChangedError, match="cost"):
                linking.decide(session, target=at, theme="cost", state="rejected", by=None, seen=0)

    def test_it_is_kept_who_decided_and_when(self, target, owner):
        with transaction() as session:
            at = linking.locked(session, "wait")
            linking.suggest(session, target=at, theme="cost", weight=0.3, why={"meaning": 0.41})
            linking.decide(session, target=at, theme="cost", state="confirmed", by=session.merge(owner), seen=1)

        newest, first = linking.versions(db.session(), target_id=target.id)
        assert (newest.state, newest.by, newest.version, newest.at is not None) == ("confirmed", "Head", 2, True)
        assert (first.state, first.by, first.why) == ("suggested", "", {"meaning": 0.41})


def links(key):
    db.session.rollback()
    return db.session.query(Target).filter_by(key=key).one().links()


def target_service(key):
    db.session.rollback()
    return db.session.query(Target).filter_by(key=key).one().measure.service_id


def versions(key):
    db.session.rollback()
    target = db.session.query(Target).filter_by(key=key).one()
    return sorted(target.themes, key=lambda each: (each.theme, each.version))


def months():
    """Return the first days of the months that are over, so that the present one is never reached."""
    found, last = [], period_of(now().date(), "month")
    first = date(last.year - 2, last.month, 1)
    while first < last:
        found.append(first)
        first = period_after(first, "month")
    return found[-len(BLAMED) :]


def record(key, values, *, source="upload"):
    figures = [Figure(period_on=at, value=float(value), n=100) for at, value in zip(months(), values, strict=True)]
    with transaction() as session:
        observing.record(
            session, measure=session.query(Measure).filter_by(key=key).one(), figures=figures, source=source
        )


class Reader:
    """Takes the measure for near to waiting, and to nothing else."""

    name = MODEL

    def meanings(self, sentences):
        return [self.vector(each).astype("<f4").tobytes() for each in sentences]

    @staticmethod
    def vector(sentence):
        themes = list(MEANT.values())
        made = np.zeros(len(themes) + 1)
        if sentence in themes:
            made[themes.index(sentence)] = 1.0
        elif sentence == "Median wait":
            made[[themes.index(MEANT["waiting"]), -1]] = 0.42, np.sqrt(1 - 0.42**2)
        else:
            made[-1] = 1.0
        return made


@pytest.fixture
def searcher(app):
    made = Reader()
    jobs.give_searcher(made)
    return made


@pytest.fixture
def figures(measure):
    return lambda values: record("wait", values)


@pytest.fixture
def shown(monkeypatch):
    monkeypatch.setattr(queries, "shown_pipeline", lambda session: PIPELINE)


@pytest.fixture
def blamed(service):
    own_id = service.id

    def count(theme, counts, *, of=100, service_id=None):
        known = {"service_id": service_id or own_id, "unit_id": 0, "collector_id": 0, "language": "en"}
        with transaction() as session:
            for at, n in zip(months(), counts, strict=True):
                for subject, value, pipeline, each in (
                    (SUBMISSIONS, "page", "", of),
                    (theme_subject(theme), "neg", PIPELINE, n),
                ):
                    session.add(Tally(**known, day=at, subject=subject, value=value, pipeline=pipeline, n=each))

    return count
