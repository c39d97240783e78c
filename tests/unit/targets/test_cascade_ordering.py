"""What is named as above others is set before them, in whatever order a file has it; circles are found."""

from graphlib import CycleError, TopologicalSorter

from hypothesis import given
from hypothesis import strategies as st

from targets.interchange.ordering import in_order

KEYS = "abcdefgh"
# Of some things, each key once: which is above it, if any; it may be none of these.
PAIRS = st.dictionaries(st.sampled_from(KEYS), st.none() | st.sampled_from(KEYS)).map(
    lambda above: dict(enumerate(above.items()))
)


class TestInOrder:
    @given(PAIRS)
    def test_each_comes_after_the_one_above_it(self, pairs):
        order, _ = in_order(pairs)

        done: set[str] = set()
        known = {key for key, _ in pairs.values()}
        for number in order:
            key, above = pairs[number]
            assert above is None or above not in known or above in done
            done.add(key)

    @given(PAIRS)
    def test_it_finds_circles_where_the_standard_library_does(self, pairs):
        order, circle = in_order(pairs)

        sorter = TopologicalSorter({key: [above] if above else [] for key, above in pairs.values()})
        try:
            sorter.prepare()
        except CycleError:
            assert circle
        else:
            assert (sorted(order), circle) == (list(range(len(pairs))), [])

    @given(PAIRS)
    def test_whoever_is_on_a_circle_comes_back_to_itself(self, pairs):
        _, circle = in_order(pairs)

        above = dict(pairs.values())
        for number in circle:
            start = at = pairs[number][0]
            for _ in pairs:
                at = above[at]
                if at == start:
                    break
            assert at == start

    def test_what_hangs_below_a_circle_is_in_neither(self):
        pairs = {0: ("a", "b"), 1: ("b", "a"), 2: ("below", "a"), 4: ("free", None)}

        assert in_order(pairs) == ([4], [0, 1])
