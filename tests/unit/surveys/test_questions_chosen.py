"""One of several answers, several of several, yes or no, consent, a place: what is chosen from what is offered."""

import pytest
from pydantic import ValidationError

from surveys.expressions import Kind
from surveys.questions import FreeText, is_blank
from tests.questions import OPTIONS, fault, question

OTHER = {"other": {"en": "Another way", "cy": "Ffordd arall"}}
CHOICE = question("choice")
OWN = question("choice", **OTHER)
CHOICES = question("choices")
SOME = question("choices", **OTHER, at_least=2, at_most=2)


class TestChoiceQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("online", "online"), (" online ", "online"), ("none", "none"), ({"chosen": "phone"}, "phone"),
        ({"chosen": "phone", "other": "not asked for"}, "phone"),
    ])  # fmt: skip
    def test_an_option_is_its_value(self, given, answer):
        assert CHOICE.parse(given) == answer

    @pytest.mark.parametrize(("given", "answer"), [
        ("online", "online"),
        ({"chosen": "other", "other": " By\n boat "}, {"chosen": "other", "other": "By boat"}),
        ({"chosen": "other", "other": "x" * 500}, {"chosen": "other", "other": "x" * 500}),
        ({"chosen": "online", "other": "left over from before"}, "online"),
    ])  # fmt: skip
    def test_an_answer_of_ones_own_is_in_ones_own_words(self, given, answer):
        assert OWN.parse(given) == answer

    @pytest.mark.parametrize(("given", "said"), [
        ("Online", "Select one of the answers"),
        ("By phone", "Select one of the answers"),
        ("online,phone", "Select one of the answers"),
        ("on\u200bline", "Select one of the answers"),
        ("other", "Select one of the answers"),
        (7, "Select one of the answers"),
        ("x" * 10_000, "Select one of the answers"),
        (True, "Answer in words or figures"),
        (["online"], "Answer in words or figures"),
        ({"chosen": ["online"]}, "Answer in words or figures"),
        ({}, "Select one of the answers"),
        ({"other": "By boat"}, "Select one of the answers"),
    ])  # fmt: skip
    def test_anything_else_is_refused(self, given, said):
        assert fault(CHOICE, given) == said

    @pytest.mark.parametrize(("given", "said"), [
        ("other", "Say what your other answer is"),
        ({"chosen": "other"}, "Say what your other answer is"),
        ({"chosen": "other", "other": " \u200b"}, "Say what your other answer is"),
        ({"chosen": "other", "other": "x" * 501}, "Your other answer must have 500 characters or fewer"),
        ({"chosen": "other", "other": ["By boat"]}, "Answer in words or figures"),
    ])  # fmt: skip
    def test_an_answer_of_ones_own_needs_words_and_not_too_many(self, given, said):
        assert fault(OWN, given) == said

    def test_what_was_written_is_a_comment_and_only_that_it_was_is_counted(self):
        answer = OWN.parse({"chosen": "other", "other": "By boat"})

        assert OWN.closed(answer) == "other"
        assert OWN.texts_of(answer) == [FreeText("choice.other", "By boat")]
        assert OWN.value_of(answer) == "other"
        assert OWN.shown(answer) == [OTHER["other"], "By boat"]
        assert OWN.texts_of("online") == []

    def test_the_answer_of_ones_own_is_offered_before_those_that_stand_alone(self):
        assert OWN.values() == ("online", "phone", "other", "none")
        assert OWN.domain().kind is Kind.CHOICE
        assert OWN.domain().values == OWN.domain().options == OWN.values()

    def test_a_label_is_found_by_its_value(self):
        assert CHOICE.label_of("phone") == OPTIONS[1]["label"]
        assert CHOICE.label_of("fax") is None
        assert CHOICE.shown("fax") == ["fax"]

    @pytest.mark.parametrize("change", [
        {"options": []},
        {"options": [OPTIONS[0], OPTIONS[0]]},
        {"options": [{"value": "other", "label": {"en": "Other"}}], **OTHER},
        {"options": [{"value": "Online", "label": {"en": "Online"}}]},
        {"options": [{"value": "online", "label": {}}]},
        {"options": [{"value": f"v{n}", "label": {"en": "x"}} for n in range(101)]},
    ])  # fmt: skip
    def test_options_must_differ_and_be_some(self, change):
        with pytest.raises(ValidationError):
            question("choice", **change)


class TestChoicesQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        (["phone", "online"], ["online", "phone"]),
        (["online", "online"], ["online"]),
        ("online", ["online"]),
        ("phone, online", ["online", "phone"]),
        ("online,,", ["online"]),
        (["none"], ["none"]),
        ({"chosen": ["phone"]}, ["phone"]),
        (["online", None, ""], ["online"]),
    ])  # fmt: skip
    def test_the_options_are_kept_in_the_order_that_they_are_offered_in(self, given, answer):
        assert CHOICES.parse(given) == answer

    def test_words_of_ones_own_stand_beside(self):
        answer = SOME.parse({"chosen": ["other", "phone"], "other": "By boat"})

        assert answer == {"chosen": ["phone", "other"], "other": "By boat"}
        assert SOME.closed(answer) == ["phone", "other"]
        assert SOME.value_of(answer) == ("phone", "other")
        assert SOME.texts_of(answer) == [FreeText("choices.other", "By boat")]
        assert SOME.shown(answer) == [OPTIONS[1]["label"], OTHER["other"], "By boat"]
        assert SOME.cells(SOME.closed(answer)) == [False, True, True, False]

    @pytest.mark.parametrize(("given", "said"), [
        (["Online"], "Select all the answers that apply"),
        (["online", "fax"], "Select all the answers that apply"),
        ("online;phone", "Select all the answers that apply"),
        ([True], "Answer in words or figures"),
        ([["online"]], "Answer in words or figures"),
        (7, "Select all the answers that apply"),
        (True, "Select all the answers that apply"),
        ([], "Select all the answers that apply"),
        ({"chosen": {}}, "Select all the answers that apply"),
        (["online", "none"], "Select either some of the answers or none of these, not both"),
    ])  # fmt: skip
    def test_anything_else_is_refused(self, given, said):
        assert fault(CHOICES, given) == said

    @pytest.mark.parametrize(("given", "said"), [
        (["online"], "Select at least 2 answers"),
        ({"chosen": ["online", "phone", "other"], "other": "By boat"}, "Select 2 answers at most"),
        ({"chosen": ["online", "other"]}, "Say what your other answer is"),
        ({"chosen": ["none", "other"], "other": "x"}, "Select either some of the answers or none of these, not both"),
    ])  # fmt: skip
    def test_how_many_there_may_be_is_said(self, given, said):
        assert fault(SOME, given) == said

    def test_none_of_these_is_enough_by_itself(self):
        assert SOME.parse(["none"]) == ["none"]

    @pytest.mark.parametrize("at_least", [3, 4])
    def test_no_more_can_be_asked_for_than_can_be_given_together(self, at_least):
        with pytest.raises(ValidationError, match="more answers than can be given together"):
            question("choices", at_least=at_least)

    def test_of_answers_that_stand_alone_one_can_be_given(self):
        alone = question("choices", options=[{**option, "exclusive": True} for option in OPTIONS])

        assert alone.parse(["phone"]) == ["phone"]

    def test_its_columns_say_of_each_option_whether_it_was_chosen(self):
        assert [column.name for column in CHOICES.columns()] == ["choices.online", "choices.phone", "choices.none"]
        assert CHOICES.cells(["online"]) == [True, False, False]
        assert CHOICES.cells(None) == [None, None, None]


class TestYesNoQuestion:
    @pytest.mark.parametrize(("given", "answer"), [("yes", True), (" no\n", False), (True, True), (False, False)])
    def test_it_is_yes_or_no(self, given, answer):
        assert question("yes_no").parse(given) is answer

    @pytest.mark.parametrize("given", ["Yes", "ja", "1", 1, 0, "true", "yes no"])
    def test_anything_else_is_refused(self, given):
        assert fault(question("yes_no"), given) == "Select yes or no"

    def test_whoever_has_other_words_for_it_is_not_told_of_yes_and_no(self):
        thumbs = question("yes_no", yes={"en": "Thumbs up"}, no={"en": "Thumbs down"})

        assert fault(thumbs, "maybe") == "Select one of the answers"
        assert thumbs.shown(True) == [{"en": "Thumbs up"}]
        assert thumbs.label_of(False) == {"en": "Thumbs down"}
        assert thumbs.label_of("yes") == {"en": "Thumbs up"}


class TestConsentQuestion:
    @pytest.mark.parametrize("given", ["yes", True])
    def test_a_ticked_box_is_a_yes(self, given):
        assert question("consent").parse(given) is True

    @pytest.mark.parametrize("given", ["no", False, "", None, "on", "I agree", 1])
    def test_nothing_goes_on_without(self, given):
        assert fault(question("consent"), given) == "Tick the box to say that you agree"

    @pytest.mark.parametrize(("given", "answer"), [("no", False), (False, False), ("", None), (None, None)])
    def test_whoever_need_not_may_leave_it(self, given, answer):
        assert question("consent", required=False).parse(given) is answer

    def test_it_is_shown_as_what_stands_beside_the_box(self):
        asked = question("consent", label={"en": "You may call me"})

        assert asked.shown(True) == [{"en": "You may call me"}]
        assert asked.offered()[0] == ("yes", {"en": "You may call me"})


class TestPlaceQuestion:
    def test_a_unit_is_its_short_name(self):
        assert question("place").parse(" south ") == "south"

    @pytest.mark.parametrize("given", ["west", "The north", 7, "north,south"])
    def test_there_is_no_other(self, given):
        assert fault(question("place"), given) == "Select the place"

    def test_where_there_are_none_it_cannot_be_answered(self):
        assert not question("place").model_copy(update={"units": []}).can_be_answered()

    def test_the_units_are_no_part_of_the_definition(self):
        assert "units" not in question("place").model_dump()


class TestStatementQuestion:
    @pytest.mark.parametrize("given", [None, "", "Understood"])
    def test_it_takes_nothing(self, given):
        assert question("statement").parse(given) is None
        assert not question("statement").asks


def test_what_shows_nothing_is_blank():
    assert all(is_blank(text) for text in ["", "\u3164", "\u2800 \u200b", "\u115f"])
