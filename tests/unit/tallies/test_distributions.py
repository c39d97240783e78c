import pytest

from tallies import RESPONDENTS, distribution, respondents, share


class TestDistribution:
    def test_of_a_choice_of_one_the_shares_are_of_all_who_answered(self):
        found = distribution({"phone": 20, "online": 80}, ["online", "phone", "letter"])

        assert found == [share(80, 100), share(20, 100), share(0, 100)]
        assert sum(each.value for each in found) == 1

    def test_of_several_they_are_of_the_people_and_may_add_to_more(self):
        found = distribution({RESPONDENTS: 100, "stairs": 70, "signs": 60}, ["signs", "stairs"])

        assert found == [share(60, 100), share(70, 100)]

    def test_who_answered_and_chose_nothing_is_one_of_them(self):
        assert distribution({RESPONDENTS: 12}, ["signs"]) == [share(0, 12)]

    def test_nobody_answered(self):
        assert distribution({}, ["online", "phone"]) == [share(0, 0)] * 2

    @pytest.mark.parametrize(
        ("counts", "fault"),
        [
            ({"fax": 1, "online": 2}, "fax could not be chosen"),
            ({"online": -1}, "online was given less than no times"),
            ({RESPONDENTS: 3, "online": 4}, "4 of 3 is no share"),
        ],
    )
    def test_nonsense_is_refused(self, counts, fault):
        with pytest.raises(ValueError, match=fault):
            distribution(counts, ["online", "phone"])


class TestRespondents:
    @pytest.mark.parametrize(
        ("counts", "n"), [({}, 0), ({"yes": 3, "no": 4}, 7), ({RESPONDENTS: 5, "signs": 4, "stairs": 3}, 5)]
    )
    def test_people_are_counted_not_what_they_chose(self, counts, n):
        assert respondents(counts) == n
