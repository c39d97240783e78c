"""What measures' names and themes mean is kept beside them, made by the worker that holds the model."""

import numpy as np
import pytest

import jobs
from jobs.meanings import read_meanings
from models import Measure, MeasureVector, Service, ThemeVector, acting_for, db, set_organisation, transaction
from nlp.similarity import MODEL
from nlp.themes import MEANT, THEMES
from targets import meanings, setting
from targets.terms import MeasureTerms


class TestReading:
    def test_the_worker_reads_themes_and_measures_once(self, searcher, cost, wait, do):
        assert (meanings.measure_vectors(db.session()), meanings.theme_vectors(db.session())) == ({}, {})

        do(read_meanings)

        assert searcher.read == [*MEANT.values(), "Cost per repair", "Median wait"]
        assert list(meanings.measure_vectors(db.session())) == ["cost", "wait"]
        assert list(meanings.theme_vectors(db.session())) == list(THEMES)
        do(read_meanings)
        assert len(searcher.read) == len(MEANT) + 2

    def test_vectors_are_as_the_model_made_them(self, searcher, cost, do):
        do(read_meanings)

        (found,) = meanings.measure_vectors(db.session()).values()
        assert found == vector("Cost per repair").tolist()

    def test_a_renamed_measure_waits_and_is_read_anew(self, searcher, organisation_id, cost, do):
        do(read_meanings)
        rename(organisation_id, {"en": "Price per repair"})
        assert meanings.measure_vectors(db.session()) == {}

        do(read_meanings)

        assert meanings.measure_vectors(db.session()) == {"cost": vector("Price per repair").tolist()}

    def test_one_that_is_changed_but_not_renamed_is_not(self, searcher, organisation_id, cost, do):
        do(read_meanings)
        rename(organisation_id, {"en": "Cost per repair"}, better="neutral")

        assert list(meanings.measure_vectors(db.session())) == ["cost"]

    def test_one_that_is_renamed_while_it_is_read_is_read_again(self, searcher, organisation_id, cost):
        searcher.happens = lambda: rename(organisation_id, {"en": "Price per repair"})
        meanings.read_some(searcher)
        set_organisation(db.session(), organisation_id)
        assert meanings.measure_vectors(db.session()) == {}
        searcher.happens = None

        meanings.read_some(searcher)

        set_organisation(db.session(), organisation_id)
        assert meanings.measure_vectors(db.session()) == {"cost": vector("Price per repair").tolist()}

    def test_one_without_an_english_name_is_left_out_and_does_not_wait(self, searcher, factories, service, do):
        factories.measure(service=service, key="cost", name={"cy": "Cost pob gwaith"})

        do(read_meanings)

        assert db.session.query(MeasureVector).one().vector is None
        assert meanings.measure_vectors(db.session()) == {}

    def test_one_that_the_model_cannot_take_holds_up_no_other(self, searcher, cost, wait, do):
        searcher.refuses = "Cost per repair"

        do(read_meanings)

        assert list(meanings.measure_vectors(db.session())) == ["wait"]

    def test_more_than_some_are_read_by_and_by(self, searcher, factories, service, do):
        for number in range(meanings.SOME + 1):
            factories.measure(service=service, name={"en": f"Number {number}"})

        do(read_meanings)
        assert len(meanings.measure_vectors(db.session())) == meanings.SOME

        do(read_meanings)
        assert len(meanings.measure_vectors(db.session())) == meanings.SOME + 1


class TestWhatIsLeftOut:
    def test_what_another_model_made(self, searcher, cost, do):
        do(read_meanings)
        with transaction() as session:
            session.query(MeasureVector).update({"model": "another"})
            session.query(ThemeVector).update({"model": "another"})
        assert (meanings.measure_vectors(db.session()), meanings.theme_vectors(db.session())) == ({}, {})

        do(read_meanings)

        assert list(meanings.measure_vectors(db.session())) == ["cost"]

    def test_a_theme_that_meant_something_else(self, searcher, do):
        do(read_meanings)
        with transaction() as session:
            session.get_one(ThemeVector, "cost").said = "Something else"

        do(read_meanings)

        assert searcher.read[len(MEANT) :] == [MEANT["cost"]]

    def test_another_organisations_measures(self, searcher, organisation_id, cost, factories, do):
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        factories.measure(service=factories.service(), key="theirs", name={"en": "Theirs"})
        do(read_meanings)

        assert list(meanings.measure_vectors(db.session())) == ["theirs"]
        set_organisation(db.session(), organisation_id)
        assert list(meanings.measure_vectors(db.session())) == ["cost"]


class Reader:
    """Reads as fast as a test wants, and says what it was given."""

    name = MODEL

    def __init__(self):
        self.read, self.happens, self.refuses = [], None, None

    def meanings(self, sentences):
        if self.happens and sentences == ["Cost per repair"]:
            self.happens()
        if self.refuses in sentences:
            raise RuntimeError
        self.read += sentences
        return [vector(each).tobytes() for each in sentences]


def vector(sentence):
    made = np.random.default_rng(sum(sentence.encode())).normal(size=8)
    return (made / np.linalg.norm(made)).astype("<f4")


def rename(organisation_id, name, **more):
    with transaction() as session, acting_for(session, organisation_id):
        measure = session.query(Measure).filter_by(key="cost").one()
        known = {"unit_of_measure": "%", "better": "higher", **more}
        terms = MeasureTerms(key="cost", service=session.get_one(Service, measure.service_id), name=name, **known)
        setting.change_measure(session, measure=measure, terms=terms)


@pytest.fixture
def searcher(app):
    made = Reader()
    jobs.give_searcher(made)
    return made


@pytest.fixture
def organisation_id(organisation):
    return organisation.id


@pytest.fixture
def cost(factories, service):
    return factories.measure(service=service, key="cost", name={"en": "Cost per repair"})


@pytest.fixture
def wait(factories, service):
    return factories.measure(service=service, key="wait", name={"en": "Median wait"})
