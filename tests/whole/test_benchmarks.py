"""The benchmarks can be started. Their figures are no business of a test run."""

from benchmarks import Figure, __main__, answering, loading, nlp, sending, starting, targets, variation, window


class TestBenchmarks:
    def test_each_part_measures(self):
        assert all(
            callable(part.figures) for part in (starting, loading, answering, sending, nlp, targets, variation, window)
        )
        assert callable(__main__.main)

    def test_a_figure_is_a_ratio_to_a_bare_thing(self):
        assert str(Figure("send", 12.0, "ms", 4.0, "a bare insert")) == "send: 12 ms; 3.00 x a bare insert (4 ms)"

    def test_a_target_that_is_passed_is_missed(self):
        assert str(Figure("start", 3.0, "s", target=2)) == "start: 3 s; 1.50 of the target of 2 s  MISSED"

    def test_more_is_better_where_a_least_ratio_is_wanted(self):
        figure = Figure("analysis", 30, "comments/s", 100, "a bare pass", least_ratio=0.35)
        assert str(figure).endswith("0.30 x a bare pass (100 comments/s); at least 0.35 x wanted  MISSED")
