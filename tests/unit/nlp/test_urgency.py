import numpy as np

from nlp.fitting import urgent_threshold
from nlp.model import urgent_probability


class TestUrgentThreshold:
    def test_it_is_the_lowest_that_keeps_the_precision(self):
        probabilities = np.array([0.9, 0.6, 0.5, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1])
        urgent = np.array([1, 0, 1, 0, 0, 0, 0, 0, 0]) == 1

        threshold = urgent_threshold(probabilities, urgent, np.zeros(9, dtype=bool))

        assert 0.1 < threshold <= 0.2

    def test_what_the_rules_raise_for_nothing_counts(self):
        probabilities = np.array([0.9, 0.4, 0.1, 0.1])
        urgent = np.array([1, 0, 0, 0]) == 1

        alone = urgent_threshold(probabilities, urgent, np.zeros(4, dtype=bool))
        with_rules = urgent_threshold(probabilities, urgent, np.array([0, 0, 1, 0]) == 1)

        assert alone <= 0.4 < with_rules

    def test_without_enough_precision_it_keeps_most(self):
        probabilities = np.array([0.9, 0.9, 0.9, 0.9, 0.2])
        urgent = np.array([1, 0, 0, 0, 0]) == 1

        assert 0.2 < urgent_threshold(probabilities, urgent, np.zeros(5, dtype=bool)) <= 0.9


class TestUrgentProbability:
    def test_each_view_raises_it(self):
        weights = np.array([1.0, 0.5, -1.0])

        low, one, both = urgent_probability(np.array([[-2.0, -2.0], [2.0, -2.0], [2.0, 2.0]]), weights)

        assert low < one < both
