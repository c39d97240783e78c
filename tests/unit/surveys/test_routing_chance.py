"""Orders by chance, and quotas."""

import time
from collections import Counter
from datetime import date
from itertools import permutations

import pytest

from surveys import routing
from surveys.checking import check
from surveys.definition import read_definition
from surveys.routing import Setting
from tests.questions import IS_NO, IS_YES, OPTIONS, POINTS, page, survey, written, yes_no

TODAY = date(2026, 5, 4)
SEEDS = range(200)


def pages_met(read, seed=0, answers=None):
    return [stop.page.key for stop in routing.route(read, answers or {}, Setting(today=TODAY, seed=seed)).stops]


def plain(key, **more):
    return page(key, yes_no(key), **more)


class TestOptionsByChance:
    QUESTION = written("choice", key="b", shuffle=True, other={"en": "Another"}, options=[
        *({"value": value, "label": {"en": value}} for value in "wxyz"),
        {"value": "none", "label": {"en": "None"}, "exclusive": True},
    ])  # fmt: skip
    READ = read_definition(survey(plain("a"), page("b", QUESTION)))

    def order(self, seed, read=None, answers=None):
        return routing.route(read or self.READ, answers or {}, Setting(today=TODAY, seed=seed)).questions[1].values()

    def test_the_same_seed_gives_the_same_order(self):
        assert all(self.order(seed) == self.order(seed) for seed in SEEDS)

    def test_every_order_comes_and_none_much_more_often(self):
        counted = Counter(self.order(seed)[:4] for seed in range(2_400))

        assert set(counted) == set(permutations("wxyz"))
        assert min(counted.values()) > 60 and max(counted.values()) < 150

    def test_what_is_of_ones_own_or_stands_alone_stays_last(self):
        assert {self.order(seed)[4:] for seed in SEEDS} == {("other", "none")}

    def test_two_questions_are_shuffled_each_by_itself(self):
        again = {**self.QUESTION, "key": "c"}
        read = read_definition(survey(page("b", self.QUESTION, again)))
        orders = [
            [question.values() for question in routing.route(read, {}, Setting(today=TODAY, seed=seed)).questions]
            for seed in SEEDS
        ]

        assert any(first != second for first, second in orders)

    def test_hiding_one_leaves_the_order_of_the_others(self):
        options = [
            {**option, "show_if": IS_YES} if option["value"] == "x" else option for option in self.QUESTION["options"]
        ]
        read = read_definition(survey(plain("a"), page("b", {**self.QUESTION, "options": options})))

        for seed in SEEDS:
            shown, hidden = (self.order(seed, read, {"a": answer}) for answer in (True, False))
            assert [value for value in shown if value != "x"] == list(hidden)

    def test_without_shuffling_the_order_is_the_designers(self):
        read = read_definition(survey(plain("a"), page("b", {**self.QUESTION, "shuffle": False})))

        assert {self.order(seed, read) for seed in SEEDS} == {("w", "x", "y", "z", "other", "none")}


class TestPagesByChance:
    READ = read_definition(survey(*(plain(key) for key in "abcdef"), shuffle=[[["b"], ["c", "d"], ["e"]]]))

    def test_blocks_come_in_every_order_and_stay_whole(self):
        orders = {"".join(pages_met(self.READ, seed)) for seed in SEEDS}

        assert orders == {"a" + "".join(blocks) + "f" for blocks in permutations(["b", "cd", "e"])}

    def test_the_same_seed_gives_the_same_order(self):
        assert all(pages_met(self.READ, seed) == pages_met(self.READ, seed) for seed in SEEDS)

    def test_pages_keep_their_numbers(self):
        stops = routing.route(self.READ, {}, Setting(today=TODAY, seed=3)).stops

        assert {stop.page.key: stop.number for stop in stops} == {key: at for at, key in enumerate("abcdef", start=1)}

    def test_back_and_forth_follow_the_order_by_chance(self):
        way = routing.route(self.READ, {}, Setting(today=TODAY, seed=3))
        numbers = [stop.number for stop in way.stops]

        assert [way.after(number).number for number in numbers[:-1]] == numbers[1:]
        assert [way.before(number).number for number in numbers[1:]] == numbers[:-1]
        assert [way.place(number) for number in numbers] == [1, 2, 3, 4, 5, 6]

    def test_a_jump_over_shuffled_pages_leaves_all_of_them_out(self):
        read = read_definition(survey(plain("a", jumps=[{"to": "d"}]), *map(plain, "bcd"), shuffle=[[["b"], ["c"]]]))

        assert {tuple(pages_met(read, seed)) for seed in SEEDS} == {("a", "d")}

    def test_two_shuffles_are_independent(self):
        read = read_definition(survey(*map(plain, "abcd"), shuffle=[[["a"], ["b"]], [["c"], ["d"]]]))

        assert len({tuple(pages_met(read, seed)) for seed in SEEDS}) == 4

    @pytest.mark.parametrize("shuffle", [[[["a"], ["x"]]], [[["a"], ["a"]]], [[["a", "a"], ["b"]]]])
    def test_in_a_definition_that_nobody_checked_a_wrong_shuffle_is_none(self, shuffle):
        assert pages_met(read_definition(survey(plain("a"), plain("b"), shuffle=shuffle))) == ["a", "b"]


class TestQuotas:
    def surveyed(self, condition, *pages):
        quota = {"key": "q", "if": condition, "limit": 5, "message": {"en": "We have enough answers of this kind"}}
        return read_definition(survey(*(pages or map(plain, "abc")), quotas=[quota]))

    def met(self, read, answers, full=("q",)):
        way = routing.route(read, answers, Setting(today=TODAY, full=frozenset(full)))
        return [stop.page.key for stop in way.stops], way.full and way.full.key

    def test_who_would_be_one_too_many_is_led_to_the_end(self):
        read = self.surveyed(IS_YES)

        assert self.met(read, {"a": True}) == (["a"], "q")
        assert self.met(read, {"a": False}) == (["a", "b", "c"], None)
        assert self.met(read, {"a": True}, full=()) == (["a", "b", "c"], None)

    def test_nobody_is_before_what_it_asks_about_is_known(self):
        read = self.surveyed({"not": {"answer": "b"}})

        assert self.met(read, {"a": True}) == (["a", "b"], "q")
        assert self.met(read, {"a": True, "b": True}) == (["a", "b", "c"], None)

    def test_what_was_jumped_over_is_known_to_have_no_answer(self):
        pages = [plain("a", jumps=[{"if": IS_NO, "to": "c"}]), plain("b"), plain("c"), plain("d")]
        read = self.surveyed({"not": {"answer": "b"}}, *pages)

        assert self.met(read, {"a": False}) == (["a"], "q")

    def test_it_sees_through_calculated_values(self):
        quota = {"key": "q", "if": {"not": {"calculated": "x"}}, "limit": 5, "message": {"en": "Full"}}
        calculated = [{"key": "x", "value": {"answer": "b"}}]
        read = read_definition(survey(*map(plain, "abc"), quotas=[quota], calculated=calculated))

        assert self.met(read, {"a": True}) == (["a", "b"], "q")

    def test_who_ends_early_is_one_too_many_as_well(self):
        read = self.surveyed(IS_YES, plain("a", jumps=[{"if": IS_YES, "to": "end"}]), plain("b"))

        assert self.met(read, {"a": True}) == (["a"], "q")

    def test_a_submission_counts_for_all_that_it_meets(self):
        quotas = [
            {"key": key, "if": condition, "limit": 5, "message": {"en": "Full"}}
            for key, condition in (("yes", IS_YES), ("no", IS_NO), ("all", True))
        ]
        read = read_definition(survey(plain("a"), quotas=quotas))
        way = routing.route(read, {"a": True}, Setting(today=TODAY))

        assert [quota.key for quota in routing.met_quotas(way)] == ["yes", "all"]


class TestCost:
    def test_a_survey_of_two_hundred_questions_is_routed_in_no_time(self):
        asked = [
            written(
                "rating" if at % 2 else "choices",
                key=f"q{at}",
                **(
                    {"show_if": {"and": [{"answered": {"answer": f"q{at - 1}"}}, {"calculated": "low"}]}}
                    if at % 4 == 3
                    else {}
                ),
                **(
                    {"options": [{**OPTIONS[0], "show_if": {"<": [{"answer": f"q{at - 1}"}, 5]}}, OPTIONS[1]]}
                    if at % 8 == 6
                    else {}
                ),
            )
            for at in range(200)
        ]
        calculated = [{"key": "low", "value": {"<": [{"+": [{"answer": f"q{at}"} for at in (1, 5, 9)]}, 100]}}]
        for each in asked[:10]:
            each.pop("show_if", None)
        read = read_definition(survey(*(page(each["key"], each) for each in asked), calculated=calculated))
        check(read)
        answers = {each["key"]: 3 if each["type"] == "rating" else ["phone"] for each in asked}
        routing.route(read, answers, Setting(today=TODAY))
        took = []
        for _ in range(5):
            began = time.process_time()
            way = routing.route(read, answers, Setting(today=TODAY))
            took.append(time.process_time() - began)

        assert len(way.questions) == 200
        assert len(POINTS) == 5
        # A tenth of this is usual; the machine may be busy.
        assert min(took) < 0.02
