"""What each formula makes of counts: published vectors, and what there is nothing to divide by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies import COMPLETED, NOT_ANALYSED, RESPONDENTS, SENTIMENT, STARTED, SUBMISSIONS, WAY
from targets.errors import ParametersError, UnknownFormulaError
from targets.formulas import FORMULAS, check_parameters, fed, formula

QUESTION = {"question": "satisfaction"}
# Very dissatisfied to very satisfied: 5, 10, 20, 40, 25.
SATISFACTION = {"question:satisfaction": {"1": 5, "2": 10, "3": 20, "4": 40, "5": 25}}
PARAMETERS = {
    "question": "satisfaction",
    "values": ["yes"],
    "theme": "waiting",
    "polarity": "neg",
    "wording": "trust-2023",
}


class TestFormulas:
    def test_satisfaction_has_two_definitions_under_two_names(self):
        assert fed("gds_satisfaction", SATISFACTION, QUESTION).value == pytest.approx(65.0)
        assert fed("gds_performance_platform", SATISFACTION, QUESTION).value == pytest.approx(67.5)

    def test_a_share_has_its_parts_and_wilsons_interval(self):
        found = fed("csat", {"question:satisfaction": {"1": 20, "5": 80}}, QUESTION)

        assert (found.n, found.numerator, found.denominator, found.value) == (100, 80, 100, 80.0)
        assert (found.low, found.high) == (pytest.approx(71.12, abs=0.005), pytest.approx(86.66, abs=0.005))

    def test_the_net_promoter_score_is_the_published_one(self):
        found = fed("nps", {"question:satisfaction": {"10": 50, "8": 30, "3": 20}}, QUESTION)

        assert found.value == pytest.approx(30)
        assert (found.low, found.high) == (pytest.approx(14.05, abs=0.005), pytest.approx(44.20, abs=0.005))

    def test_effort_is_a_mean_from_one_to_seven(self):
        assert fed("ces", {"question:satisfaction": {"5": 10, "7": 10}}, QUESTION).value == pytest.approx(6)

    def test_who_does_not_know_is_among_those_who_answered_the_friends_and_family_test(self):
        found = fed("friends_and_family", {"question:satisfaction": {"5": 6, "1": 2, "dont_know": 2}}, QUESTION)

        assert (found.value, found.n) == (pytest.approx(60), 10)

    def test_of_a_question_with_several_answers_people_are_the_whole(self):
        counts = {"question:satisfaction": {"yes": 5, "no": 9, RESPONDENTS: 10}}

        found = fed("share_of_answers", counts, {**QUESTION, "values": ["yes"]})

        assert (found.value, found.n) == (50, 10)

    def test_a_theme_is_counted_per_hundred_submissions(self):
        counts = {"theme:waiting": {"neg": 30, "pos": 5}, SUBMISSIONS: {"page": 150, "conversation": 50}}

        assert fed("theme_rate", counts, {"theme": "waiting", "polarity": "neg"}).value == pytest.approx(15)
        assert fed("theme_rate", counts, {"theme": "waiting"}).value == pytest.approx(17.5)

    def test_net_sentiment_leaves_out_what_could_not_be_analysed(self):
        counts = {SENTIMENT: {"positive": 50, "negative": 20, "mixed": 10, "neutral": 20, NOT_ANALYSED: 40}}

        found = fed("net_sentiment", counts, {})

        assert (found.value, found.n) == (pytest.approx(30), 100)

    def test_completion_is_of_those_who_began(self):
        assert fed("completion_rate", {WAY: {STARTED: 40, COMPLETED: 30}}, {}).value == pytest.approx(75)

    def test_who_began_in_the_month_before_makes_no_more_than_all(self):
        assert fed("completion_rate", {WAY: {STARTED: 2, COMPLETED: 3}}, {}).value == 100

    def test_digital_is_what_people_answer_themselves(self):
        counts = {SUBMISSIONS: {"page": 30, "conversation": 20, "import": 50}}

        assert fed("digital_take_up", counts, {}).value == pytest.approx(50)

    @pytest.mark.parametrize("key", sorted(FORMULAS))
    def test_of_nothing_there_is_no_figure(self, key):
        found = fed(key, {}, PARAMETERS)

        assert (found.n, found.value, found.low, found.high) == (0, None, None, None)

    @pytest.mark.parametrize("key", ["csat", "nps", "ces"])
    def test_what_is_on_another_scale_is_refused(self, key):
        with pytest.raises(ValueError, match="is not on the scale"):
            fed(key, {"question:satisfaction": {"40": 1}}, QUESTION)

    @given(st.dictionaries(st.sampled_from(["1", "2", "3", "4", "5"]), st.integers(0, 10_000)))
    def test_every_figure_lies_on_its_formulas_scale_and_in_its_interval(self, counts):
        for key in ("share_satisfied", "gds_performance_platform", "nps", "ces", "mean_answer", "friends_and_family"):
            found, known = fed(key, {"question:satisfaction": counts}, QUESTION), formula(key)

            if found.value is not None:
                assert known.least <= found.value <= known.most
            if found.low is not None and key != "nps":  # whose interval has another centre
                assert found.low - 1e-9 <= found.value <= found.high + 1e-9


class TestParameters:
    @pytest.mark.parametrize("key", sorted(FORMULAS))
    def test_what_a_formula_wants_is_enough(self, key):
        check_parameters(key, {name: PARAMETERS[name] for name in FORMULAS[key].wants})

    @pytest.mark.parametrize(
        ("key", "parameters", "says"),
        [
            ("nps", {}, "The formula nps wants the parameter question."),
            ("nps", {"question": ""}, "The formula nps wants the parameter question."),
            ("nps", {"question": "q", "theme": "waiting"}, "The formula nps knows no parameter theme."),
            ("nps", {"question": 3}, "The formula nps cannot use what is given as question."),
            ("theme_rate", {"theme": "waiting", "polarity": "bad"}, "The formula theme_rate cannot use what is given"),
            ("share_of_answers", {"question": "q", "values": "yes"}, "The formula share_of_answers cannot use"),
        ],
    )
    def test_others_are_refused_in_one_sentence(self, key, parameters, says):
        with pytest.raises(ParametersError, match=says):
            check_parameters(key, parameters)

    def test_no_formula_is_unknown_without_saying_which_there_are(self):
        with pytest.raises(UnknownFormulaError, match=r"no formula magic. The formulas are: a11_agreement, .*nps"):
            formula("magic")
