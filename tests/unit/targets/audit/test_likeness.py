"""Measures that say the same twice are found, by vectors or by words."""

from math import hypot
from operator import mul

from hypothesis import given
from hypothesis import strategies as st

from targets.audit import Limits, audit
from targets.audit.likeness import words_of
from targets.nodes import Place
from tests.cascades import known, measure, target


def duplicates(*targets, limits=None, **more):
    return [finding for finding in audit(known(*targets, **more), limits) if finding.kind == "near_duplicate"]


def named(number, name, **more):
    return target(number, measure=measure(number, name={"en": name}, **more))


class TestByWords:
    def test_the_same_words_in_another_order_are_found(self):
        one, other = named(1, "Repairs completed within 20 days"), named(2, "Repair completed within 20 days")

        (finding,) = duplicates(one, other)

        assert finding.targets == ("target-1", "target-2")
        assert finding.facts == {"alike": 1.0}

    def test_other_words_are_not(self):
        assert (
            duplicates(named(1, "Repairs completed within 20 days"), named(2, "Tenants satisfied with repairs")) == []
        )

    def test_another_service_may_count_the_same(self):
        libraries = Place(2, "libraries", {"en": "Libraries"})

        assert duplicates(named(1, "Cost of a visit"), named(2, "Cost of a visit", service=libraries)) == []

    def test_a_name_of_nothing_but_small_words_is_like_no_other(self):
        assert duplicates(named(1, "The"), named(2, "Of the")) == []


class TestByVectors:
    def test_the_same_meaning_in_other_words_is_found(self):
        one, other = named(1, "Jobs done in time"), named(2, "Work completed promptly")

        (finding,) = duplicates(one, other, vectors={"measure-1": [3.0, 4.0], "measure-2": [3.0, 4.1]})

        assert finding.facts == {"alike": 1.0}

    def test_another_meaning_in_the_same_words_is_not(self):
        one, other = named(1, "Calls answered, not dropped"), named(2, "Calls dropped, not answered")

        assert duplicates(one, other, vectors={"measure-1": [1.0, 0.0], "measure-2": [0.0, 1.0]}) == []

    def test_how_alike_is_for_the_asker_to_say(self):
        one, other = named(1, "Jobs done in time"), named(2, "Work completed promptly")
        vectors = {"measure-1": [1.0, 0.0], "measure-2": [1.0, 1.0]}

        assert duplicates(one, other, vectors=vectors) == []
        assert duplicates(one, other, vectors=vectors, limits=Limits(alike=0.7))

    def test_a_vector_of_noughts_is_none(self):
        assert duplicates(target(1), target(2), vectors={"measure-1": [0.0, 0.0], "measure-2": [0.0, 0.0]}) == []


class TestSetTwice:
    def test_one_level_and_day_on_one_measure_are_found(self):
        one = measure(1)

        (finding,) = duplicates(target(1, measure=one), target(2, measure=one))

        assert finding.targets == ("target-1", "target-2")


class TestAnyNames:
    """Held against the rule written out pair by pair."""

    @given(
        names=st.lists(st.lists(st.sampled_from(["calls", "jobs", "answered", "in", "time"]), max_size=4), max_size=7),
        vectors=st.dictionaries(
            st.integers(0, 6).map("measure-{}".format),
            st.lists(st.integers(-3, 3).map(float), min_size=3, max_size=3),
            max_size=7,
        ),
    )
    def test_each_is_named_with_the_one_before_it_that_it_is_most_like(self, names, vectors):
        targets = [named(number, " ".join(words)) for number, words in enumerate(names)]

        found = [(*finding.targets, finding.facts["alike"]) for finding in duplicates(*targets, vectors=vectors)]

        assert found == [*self.by_pairs(targets, vectors)]

    def by_pairs(self, targets, vectors):
        for place, other in enumerate(targets):
            best = max(((self.alike(one, other, vectors), -at) for at, one in enumerate(targets[:place])), default=None)
            if best is not None and best[0] > -1:
                yield targets[-best[1]].key, other.key, round(best[0], 2)

    @staticmethod
    def alike(one, other, vectors):
        of, to = (vectors.get(node.measure.key, [0.0]) for node in (one, other))
        if any(of) and any(to):
            value = sum(map(mul, of, to)) / (hypot(*of) * hypot(*to))
            # As the rule does: of two that are as like, what rounding makes of them is not to count.
            return round(value, 9) if value >= 0.72 else -1
        mine, its = (words_of(node.measure.name) for node in (one, other))
        value = len(mine & its) / max(1, len(mine | its))
        return value if value >= 0.75 else -1
