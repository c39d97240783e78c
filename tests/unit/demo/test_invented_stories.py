import re
from collections import Counter
from datetime import UTC, date
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.agreements import AGREEMENTS
from demo.hours import months_before
from demo.organisation import ORGANISATION
from demo.planted import GAP, PLANTED
from demo.stock import THEMES
from demo.story import STORIES, generate, generate_meant
from tests.timing import at_most

UNTIL = date(2026, 6, 1)
SEEDS = (1, 2, 3, 4, 5)
WAITS, LETTERS, RENEWALS = STORIES
NON_ANSWER = 24  # characters: "excellent", "nothing", "n/a"


@pytest.fixture(scope="module")
def told():
    """What each of five seeds tells: submissions with what their writers meant."""
    return {seed: list(generate_meant(seed=seed, until=UNTIL)) for seed in SEEDS}


class TestGenerate:
    def test_the_same_seed_tells_the_same(self):
        assert list(generate(seed=9, until=UNTIL, submissions=400)) == list(
            generate(seed=9, until=UNTIL, submissions=400)
        )
        assert list(generate(seed=9, until=UNTIL, submissions=400)) != list(
            generate(seed=8, until=UNTIL, submissions=400)
        )

    def test_two_tellings_at_once_do_not_disturb_each_other(self):
        alone = list(generate(seed=9, until=UNTIL, submissions=100))

        pairs = zip(
            generate(seed=9, until=UNTIL, submissions=100),
            generate(seed=4, until=UNTIL, submissions=100),
            strict=True,
        )

        assert [first for first, _ in pairs] == alone

    @settings(max_examples=25, deadline=None)
    @given(
        until=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
        count=st.integers(0, 60),
        seed=st.integers(0, 2**32),
    )
    def test_it_is_as_many_as_asked_for_in_order_and_in_the_eighteen_months(self, until, count, seed):
        times = [submission.given_at for submission in generate(seed=seed, until=until, submissions=count)]

        assert len(times) == count
        assert times == sorted(times)
        assert all(moment.tzinfo is UTC for moment in times)
        assert all(months_before(until, 18) <= moment.date() < until for moment in times)

    def test_it_is_quick(self):
        with at_most(3):
            count = sum(1 for _ in generate(seed=1, until=UNTIL))

        assert count == 10_500

    def test_answers_are_among_those_that_the_survey_offers(self, told):
        services = {service.key: service for service in ORGANISATION.services}
        for submission, _ in told[1]:
            _, channel, _ = services[submission.service].survey.questions
            assert submission.channel in {option.value for option in channel.options}
            assert 1 <= submission.satisfaction <= 5
            assert submission.seconds > 0
            assert ORGANISATION.unit(submission.unit).service == submission.service

    def test_every_unit_language_and_mode_occurs(self, told):
        submissions = [submission for submission, _ in told[1]]

        assert {s.unit for s in submissions} == {unit.key for unit in ORGANISATION.units}
        assert {s.mode for s in submissions} == {"page", "conversation"}
        assert 0.02 < mean(s.language == "cy" for s in submissions) < 0.04

    def test_visits_keep_the_hours_of_the_counter(self, told):
        at_the_counter = [s.given_at for s, _ in told[1] if s.service == "customer-centres" and s.channel == "person"]

        assert all(moment.weekday() < 5 for moment in at_the_counter)
        assert all(8 <= moment.hour <= 18 for moment in at_the_counter)


class TestComments:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_about_a_third_of_people_write_one(self, told, seed):
        assert 0.33 <= mean(submission.comment is not None for submission, _ in told[seed]) <= 0.37

    @pytest.mark.parametrize("seed", SEEDS)
    def test_hardly_two_people_write_the_same(self, told, seed):
        texts = [meant.text.casefold() for _, meant in told[seed] if meant and meant.sentiment != "neutral"]
        long = [text for text in texts if len(text) > NON_ANSWER]

        assert 1 - len(set(texts)) / len(texts) < 0.08
        assert 1 - len(set(long)) / len(long) < 0.01

    def test_some_people_have_nothing_to_say(self, told):
        texts = Counter(meant.text.casefold() for _, meant in told[1] if meant)

        assert {"nothing", "n/a", "no"} <= set(texts)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_every_theme_is_praised_and_blamed(self, told, seed):
        found = Counter(pair for _, meant in told[seed] if meant for pair in meant.themes.items())

        for theme in THEMES:
            assert found[theme, "pos"] >= 8, theme
            assert found[theme, "neg"] >= 8, theme

    def test_satisfaction_and_words_mostly_agree_and_not_always(self, told):
        meant = [(s.satisfaction, m.sentiment) for s, m in told[1] if m]
        happy = [sentiment for satisfaction, sentiment in meant if satisfaction == 5]
        cross = [sentiment for satisfaction, sentiment in meant if satisfaction == 1]

        assert 0.7 < happy.count("positive") / len(happy) < 0.9
        assert 0 < happy.count("negative") / len(happy) < 0.12
        assert 0.75 < cross.count("negative") / len(cross) < 0.95
        assert cross.count("positive") > 0

    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_handful_are_urgent_and_all_of_those_are_dissatisfied(self, told, seed):
        urgent = [submission for submission, meant in told[seed] if meant and meant.urgent]

        assert 5 <= len(urgent) <= 40
        assert all(submission.satisfaction <= 2 for submission in urgent)

    def test_welsh_comments_are_labelled_so_and_have_both_minds(self, told):
        welsh = [meant for submission, meant in told[1] if meant and submission.language == "cy"]

        assert 60 <= len(welsh) <= 160
        assert all(meant.language == "cy" for meant in welsh)
        assert {"positive", "negative", "mixed"} <= {meant.sentiment for meant in welsh}
        assert any("gwasanaeth" in meant.text.casefold() for meant in welsh)


class TestStories:
    def test_quayside_is_blamed_for_waiting_about_three_times_as_often(self, told):
        ratios = []
        for rows in told.values():
            here = [meant for s, meant in rows if meant and s.unit in WAITS.units]
            others = [meant for s, meant in rows if meant and s.service == "repairs" and s.unit not in WAITS.units]
            ratios.append(_blamed(here, "waiting") / _blamed(others, "waiting"))

        assert 2.6 < mean(ratios) < 3.5
        assert all(2.0 < ratio < 4.2 for ratio in ratios)

    def test_quayside_can_be_seen_in_the_words_alone(self, told):
        said = re.compile(r"\bwait|\bweeks?\b|\bwks\b|month|turn(ed)? up|slots?\b", re.IGNORECASE)
        rows = [s for rows in told.values() for s, _ in rows if s.comment and s.service == "repairs"]
        here = mean(bool(said.search(s.comment)) for s in rows if s.unit in WAITS.units)
        others = mean(bool(said.search(s.comment)) for s in rows if s.unit not in WAITS.units)

        assert here > 1.8 * others

    @pytest.mark.parametrize("seed", SEEDS)
    def test_quayside_is_a_good_point_less_satisfied(self, told, seed):
        here = mean(s.satisfaction for s, _ in told[seed] if s.unit in WAITS.units)
        others = mean(s.satisfaction for s, _ in told[seed] if s.service == "repairs" and s.unit not in WAITS.units)

        assert 0.85 < others - here < 1.4

    def test_the_intervention_was_seven_months_before_the_end(self):
        assert LETTERS.began(UNTIL) == date(2025, 10, 31)

    def test_complaints_of_letters_and_phones_more_than_halve_after_it(self, told):
        before, after = _split(told, lambda s: s.unit in LETTERS.units)
        share_before = _blamed([meant for _, meant in before if meant], "contact", "information")
        share_after = _blamed([meant for _, meant in after if meant], "contact", "information")

        assert share_before > 0.15
        assert share_after < 0.45 * share_before

    @pytest.mark.parametrize("seed", SEEDS)
    def test_satisfaction_steps_up_there_and_nowhere_else(self, told, seed):
        here = _step({seed: told[seed]}, lambda s: s.unit in LETTERS.units)
        elsewhere = _step({seed: told[seed]}, lambda s: s.service == "customer-centres" and s.unit not in LETTERS.units)

        assert here > 0.2
        assert abs(elsewhere) < 0.17

    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_fortnight_of_broken_renewals_stands_out(self, told, seed):
        (effect,) = RENEWALS.effects
        libraries = [(s, m) for s, m in told[seed] if s.service == "libraries"]
        during = [m for s, m in libraries if m and effect.covers(s.given_at.date(), UNTIL)]
        outside = [m for s, m in libraries if m and not effect.covers(s.given_at.date(), UNTIL)]
        days = {s.given_at.date() for s, _ in libraries if effect.covers(s.given_at.date(), UNTIL)}

        assert (max(days) - min(days)).days <= 13
        assert _blamed(during, "digital") > 4 * _blamed(outside, "digital")

    def test_the_other_units_of_a_service_do_not_differ_much(self, told):
        planted = {*WAITS.units, *LETTERS.units}
        for service in ORGANISATION.services:
            means = [
                mean(s.satisfaction for rows in told.values() for s, _ in rows if s.unit == unit.key)
                for unit in ORGANISATION.units
                if unit.service == service.key and unit.key not in planted
            ]
            assert max(means) - min(means) < 0.25

    def test_what_no_target_answers_for_is_the_planted_gap_alone(self, told):
        answered = {
            (agreement.service, theme) for agreement in AGREEMENTS for t in agreement.targets for theme in t.evidence
        }
        answered |= {(each.service, theme) for each in PLANTED for theme in each.target.evidence}
        for rows in told.values():
            blamed = Counter(
                (s.service, theme)
                for s, meant in rows
                if meant and s.given_at.date() >= date(2025, 6, 1)
                for theme, polarity in meant.themes.items()
                if polarity == "neg"
            )
            worst = [
                place
                for service in ORGANISATION.services
                for place in sorted((p for p in blamed if p[0] == service.key), key=lambda p: -blamed[p])[:3]
            ]
            assert [place for place in worst if place not in answered] == [GAP]


def _blamed(meant, *themes):
    """The share of comments that blame one of the themes."""
    return mean(any(m.themes.get(theme) == "neg" for theme in themes) for m in meant)


def _split(told, wanted):
    """What was said before the letters changed, and after."""
    rows = [row for rows in told.values() for row in rows if wanted(row[0])]
    began = LETTERS.began(UNTIL)
    before = [row for row in rows if row[0].given_at.date() < began]
    return before, [row for row in rows if row[0].given_at.date() >= began]


def _step(told, wanted):
    before, after = _split(told, wanted)
    return mean(s.satisfaction for s, _ in after) - mean(s.satisfaction for s, _ in before)
