"""The people of the simulation of probes: invented, the same for the same seed, and with more in mind than they say."""

from benchmarks.probing import Talk, citizens, mean_of, table


class TestCitizens:
    def test_they_are_the_same_for_the_same_seed(self):
        first, again = ([(each.opens(), each.mind) for each in citizens(5, 1)] for _ in range(2))

        assert first == again
        assert first != [(each.opens(), each.mind) for each in citizens(5, 2)]

    def test_they_say_part_of_what_they_have_in_mind(self):
        people = list(citizens(40, 3))
        said = [each.opens() for each in people]

        assert all(2 <= len(each.mind) <= 4 and len(each.unsaid) < len(each.mind) for each in people)
        assert all(said)
        assert any(each.unsaid for each in people)

    def test_what_they_say_to_a_probe_is_about_its_theme_or_a_refusal_or_nothing(self):
        for each in citizens(40, 4):
            each.opens()
            reaction = each.reacts(next(iter(each.mind)))
            assert reaction is None or reaction.strip()


class TestTheTable:
    def test_it_says_how_much_more_with_an_interval(self):
        talks = [Talk(1, 2, 3, 10, 20, 1, 1, 1, left=False), Talk(1, 1, 2, 10, 10, 0, 0, 0, left=False)] * 20

        lines = list(table(talks))

        assert lines[0] == "40 invented people; means with 95 % intervals"
        assert mean_of([0.0, 1.0] * 20) == "0.50 (0.34 to 0.66)"
        assert any(line.startswith("difference, the same people") and "0.50 (0.34 to 0.66)" in line for line in lines)
        assert lines[-1].endswith("0.0%")
