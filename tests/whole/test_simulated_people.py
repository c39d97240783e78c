"""Simulated people, each in their manner: every conversation ends, nothing is asked twice, nothing needed is lost."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.loading import understander
from tests.conversations import living
from tests.conversations.people import MANNERS, Person

# The hundreds are for the command: ``python -m tests.conversations --people 100``.
PEOPLE_EACH = 4
MANY = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

pytestmark = pytest.mark.xdist_group("conversations")


@pytest.mark.parametrize("manner", MANNERS)
def test_whoever_talks_comes_to_an_end_and_finds_all_that_was_said(manner, model):
    lived = [living.talk(person, survey, model) for person, survey in living.people(PEOPLE_EACH, [manner])]

    assert all(each.ended for each in lived)
    assert [fault for each in lived for fault in each.faults] == [], "\n".join(living.table(lived))


@MANY
@given(
    moods=st.lists(st.sampled_from(sorted(MANNERS)), max_size=15),
    seed=st.integers(0, 2**16),
    survey=st.sampled_from(living.SURVEYS),
)
def test_so_does_whoever_is_of_many_moods(moods, seed, survey, model):
    lived = living.talk(Person("terse", seed, tuple(moods)), survey, model)

    assert lived.faults == [], "\n".join(living.table([lived]))


@pytest.fixture(scope="module")
def model():
    return understander()
