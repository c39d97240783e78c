from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tallies import FEWEST_SHOWN, suppressed

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
TABLES = st.dictionaries(st.sampled_from("abcdef"), st.one_of(st.integers(0, 25), st.integers(0, 5000)))


def handfuls(hidden, counts, fewest):
    """Return each group that is hidden, and each few of them that have fewer people together than may be shown."""
    for size in range(1, len(hidden) + 1):
        for few in combinations(hidden, size):
            if size == 1 or sum(counts[group] for group in few) < fewest:
                yield few


def can_be_worked_out(wanted, groups, shown):
    """Whether adding and taking away what is shown (the total, and each group shown) gives the sum of ``wanted``."""

    def row(some):
        return [int(group in some) for group in groups]

    known = [row(groups), *(row([group]) for group in shown)]
    return np.linalg.matrix_rank([*known, row(wanted)]) == np.linalg.matrix_rank(known)


class TestSuppressed:
    def test_large_groups_are_shown_with_their_total(self):
        found = suppressed({"north": 40, "south": 10})

        assert (found.total, found.counts, found.hidden) == (50, {"north": 40, "south": 10}, ())

    def test_one_small_group_takes_the_next_smallest_with_it(self):
        found = suppressed({"north": 40, "south": 9, "east": 30, "west": 20})

        assert (found.total, found.counts, found.hidden) == (99, {"north": 40, "east": 30}, ("south", "west"))

    def test_two_small_groups_that_are_few_together_take_another_with_them(self):
        assert suppressed({"a": 3, "b": 4, "c": 20, "d": 30}).hidden == ("a", "b", "c")

    def test_two_small_groups_that_are_many_together_are_enough(self):
        assert suppressed({"a": 6, "b": 7, "c": 20}).hidden == ("a", "b")

    def test_where_few_answered_in_all_nothing_is_shown(self):
        found = suppressed({"a": 5, "b": 4, "c": 0})

        assert (found.shown, found.total, found.counts, found.hidden) == (False, None, {}, ("a", "b", "c"))

    def test_a_group_of_nobody_hides_nobody(self):
        found = suppressed({"a": 0, "b": 12, "c": 3})

        assert (found.total, found.counts, found.hidden) == (15, {"a": 0}, ("b", "c"))

    def test_the_same_groups_are_hidden_however_they_are_ordered(self):
        assert set(suppressed({"c": 20, "a": 3, "b": 20}).hidden) == set(suppressed({"b": 20, "c": 20, "a": 3}).hidden)

    @FEW
    @given(TABLES, st.integers(1, 12))
    @example({"a": 9, "b": 5000}, 10)
    @example({"a": 1, "b": 1, "c": 5000}, 10)
    def test_nothing_hidden_can_be_worked_out_from_what_is_shown(self, counts, fewest):
        found = suppressed(counts, fewest=fewest)

        if not found.shown:
            assert sum(counts.values()) < fewest
            return
        assert found.total == sum(counts.values())
        assert found.counts == {group: n for group, n in counts.items() if group not in found.hidden}
        assert all(n == 0 or n >= fewest for n in found.counts.values())
        for few in handfuls(found.hidden, counts, fewest):
            assert not can_be_worked_out(few, list(counts), found.counts)

    @FEW
    @given(TABLES)
    def test_no_more_is_hidden_than_there_is_reason_for(self, counts):
        found = suppressed(counts)

        if found.shown and not any(0 < n < FEWEST_SHOWN for n in counts.values()):
            assert found.hidden == ()

    @pytest.mark.parametrize(
        ("counts", "fewest", "fault"),
        [({"a": -1}, 10, "a has -1 answers"), ({"a": 1}, 0, "at least 1 must have answered")],
    )
    def test_nonsense_is_refused(self, counts, fewest, fault):
        with pytest.raises(ValueError, match=fault):
            suppressed(counts, fewest=fewest)
