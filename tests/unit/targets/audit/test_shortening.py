"""What could go goes in order, and what an agreement cannot do without stays."""

from datetime import date

from targets.audit import audit, shorten
from tests.cascades import LAST_MONTH, LINE, known, measure, part, target

COST = target(9, value_for_money=True)


def shorter(*targets, **more):
    facts = known(*targets, **more)
    return shorten(facts, audit(facts))


def went(found):
    return [(each.target.key, each.why) for each in found.dropped]


class TestWhatGoes:
    def test_nothing_does_where_nothing_is_wrong(self):
        found = shorter(target(1), COST)

        assert found.dropped == ()
        assert (found.themes, found.agreements) == ((), ())

    def test_an_orphan_goes_and_its_themes_are_lost(self):
        found = shorter(target(1), target(2, agreement=None, themes=("waiting", "contact")), COST)

        assert went(found) == [("target-2", "orphan")]
        assert [(service.slug, theme) for service, theme in found.themes] == [("repairs", "contact")]
        assert found.agreements == ()

    def test_of_two_that_are_alike_the_one_that_is_better_known_stays(self):
        name = {"en": "Jobs done in time"}
        weak = target(1, measure=measure(1, name=name, note=None))

        found = shorter(weak, target(2, measure=measure(2, name=name)), COST)

        assert went(found) == [("target-1", "near_duplicate")]
        assert [(each.agreement, each.before, each.left) for each in found.agreements] == [(LINE, 3, 2)]

    def test_what_lets_another_slip_goes(self):
        one = measure(1)
        pair = target(1, measure=one), target(2, measure=one, level=80.0, due=date(2028, 3, 31))

        assert went(shorter(*pair, COST)) == [("target-2", "contradiction")]

    def test_which_of_two_that_pull_apart_is_left_to_people(self):
        one = measure(1)
        pair = target(1, measure=one), target(2, measure=one, level=60.0, due=date(2028, 3, 31))

        assert shorter(*pair, COST).dropped == ()

    def test_what_has_no_figures_goes(self):
        found = shorter(target(1), target(2), COST, latest={(1, 0): date(2026, 4, 1), (9, 0): date(2026, 4, 1)})

        assert went(found) == [("target-2", "no_data")]

    def test_what_is_to_be_fed_tonight_for_the_first_time_stays(self):
        fed = target(2, measure=measure(2, formula="csat"))

        found = shorter(target(1), fed, COST, latest={(1, 0): LAST_MONTH, (9, 0): LAST_MONTH}, unfed=frozenset({2}))

        assert found.dropped == ()

    def test_of_too_many_the_weakest_go_down_to_as_many_as_may_be(self):
        nodes = [target(number, reviewed_by={} if number in {2, 5} else {"en": "Board"}) for number in range(1, 9)]

        assert went(shorter(*nodes, COST)) == [("target-2", "too_many"), ("target-5", "too_many")]


class TestWhatStays:
    def test_an_agreement_keeps_one_at_least(self):
        found = shorter(target(1), target(2), latest={})

        assert len(found.kept) == 1
        assert len(found.dropped) == 1

    def test_value_for_money_stays_without_figures(self):
        found = shorter(target(1), COST, latest={})

        assert COST in found.kept
        assert went(found) == [("target-1", "no_data")]

    def test_a_unit_without_figures_does_not_take_the_whole_with_it(self):
        whole = target(1)

        found = shorter(whole, part(whole, 11), target(2), latest={(1, 0): date(2026, 4, 1), (2, 0): date(2026, 4, 1)})

        assert found.dropped == ()
