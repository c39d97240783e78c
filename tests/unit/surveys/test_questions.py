import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.definition import read_definition
from surveys.errors import AnswerError, DefinitionError
from surveys.questions import LONGEST_COMMENT, ChoiceQuestion, ScaleQuestion, TextQuestion, is_blank
from tests.factories import CHOICE, RATING, TEXT, definition

FEW = settings(max_examples=150, deadline=None, derandomize=True, database=None)
NOTHING = ["", " ", "\n\t", "\u200b", "\ufeff\u2060", "\x00", "\x07\x1b", "\u202e", "\ufffe", "\U0010ffff", None]
NO_TEXT = [True, False, 1.0, 1.5, [], ["4"], {}, {"a": 1}, b"4", {1, 2}]

SCALE = ScaleQuestion(**RATING)
OPTIONS = ChoiceQuestion(**CHOICE)
COMMENT = TextQuestion(**{**TEXT, "required": True, "max_length": 10})


class TestEveryQuestion:
    @pytest.mark.parametrize("question", [SCALE, OPTIONS, COMMENT], ids=lambda q: q.type)
    @pytest.mark.parametrize("nothing", NOTHING)
    def test_nothing_is_missing_where_an_answer_is_needed(self, question, nothing):
        assert fault(question, nothing) == str(question.missing())

    @pytest.mark.parametrize("question", [SCALE, OPTIONS, COMMENT], ids=lambda q: q.type)
    @pytest.mark.parametrize("nothing", NOTHING)
    def test_nothing_is_none_where_it_is_not(self, question, nothing):
        assert question.model_copy(update={"required": False}).parse(nothing) is None

    @pytest.mark.parametrize("question", [SCALE, OPTIONS, COMMENT], ids=lambda q: q.type)
    @pytest.mark.parametrize("wrong", NO_TEXT, ids=repr)
    def test_what_is_neither_words_nor_a_figure_is_refused(self, question, wrong):
        assert fault(question, wrong) == "Answer in words or figures"


class TestScaleQuestion:
    @pytest.mark.parametrize(("given", "point"), [("1", 1), (" 5\n", 5), (3, 3), ("04", 4)])
    def test_a_point_is_a_number(self, given, point):
        assert SCALE.parse(given) == point

    @pytest.mark.parametrize(
        "wrong", ["0", "6", "-1", "+4", "4.0", "1e0", "four", "٣", "４", "²", "0004", "1 2", 0, 6, -3, "9" * 5_000]
    )
    def test_anything_else_is_refused(self, wrong):
        assert fault(SCALE, wrong) == "Select one of the answers"

    def test_the_points_are_offered_best_first(self):
        assert [value for value, _ in SCALE.offered()] == ["5", "4", "3", "2", "1"]
        assert SCALE.label_of(5) == {"en": "Very satisfied"}
        assert SCALE.label_of(9) is None


class TestChoiceQuestion:
    @pytest.mark.parametrize("given", ["online", " online "])
    def test_an_option_is_its_value(self, given):
        assert OPTIONS.parse(given) == "online"

    @pytest.mark.parametrize("wrong", ["Online", "online,phone", "on\u200bline", "fax", 1, "x" * 10_000])
    def test_anything_else_is_refused(self, wrong):
        assert fault(OPTIONS, wrong) == "Select one of the answers"

    def test_the_options_are_offered_as_they_stand(self):
        assert [value for value, _ in OPTIONS.offered()] == ["online", "phone"]


class TestTextQuestion:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [("a\r\nb\rc", "a\nb\nc"), ("a\0b", "ab"), (" a ", " a "), ("\ud800a", "?a"), ("👩‍👩‍👧", "👩‍👩‍👧"),
         ("x" * 10, "x" * 10), ("🚌" * 10, "🚌" * 10), (7, "7"), ("a\x85b\x9fc", "abc"), ("a\ufffeb", "ab"),
         ("\U0001fae8", "\U0001fae8")],
    )  # fmt: skip
    def test_it_is_kept_as_written_without_what_nobody_can_read(self, given, kept):
        assert COMMENT.parse(given) == kept

    @pytest.mark.parametrize(("length", "words"), [(11, "11"), (2_000, "2,000")])
    def test_one_too_long_says_how_long_it_is_and_may_be(self, length, words):
        assert fault(COMMENT, "x" * length) == f"Your comment must have 10 characters or fewer. It has {words}"

    def test_emoji_newer_than_this_python_are_no_blank(self):
        assert not is_blank("\U0001fae8")  # Unicode 15
        assert not is_blank("\U0001fae9")  # Unicode 16

    @FEW
    @given(st.text(st.characters(), max_size=30))
    def test_it_never_fails_otherwise_than_by_an_answer_error(self, given):
        try:
            kept = COMMENT.parse(given)
        except AnswerError:
            return
        assert kept.encode() and len(kept) <= 10
        assert not is_blank(kept)
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in kept if character not in "\n\t")

    @FEW
    @given(st.text(st.characters(), min_size=1, max_size=10))
    def test_reading_again_what_was_kept_changes_nothing(self, given):
        try:
            kept = COMMENT.parse(given)
        except AnswerError:
            return
        assert COMMENT.parse(kept) == kept

    @FEW
    @given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"]), min_size=1, max_size=10))
    def test_no_visible_character_is_lost(self, given):
        if not is_blank(given):
            assert COMMENT.parse(given) == given

    @FEW
    @given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.lists(st.text())))
    def test_every_type_takes_or_refuses_anything(self, given):
        for question in (SCALE, OPTIONS, COMMENT):
            with suppress(AnswerError):
                question.parse(given)


class TestReadDefinition:
    def test_what_is_read_can_be_written_and_read_again(self):
        once = read_definition(definition())

        assert read_definition(once.model_dump(mode="json")) == once

    @pytest.mark.parametrize(
        ("change", "place"),
        [
            ({"format": "yousaid-survey/2"}, "format"),
            ({"title": {}}, "title"),
            ({"questions": []}, "questions"),
            ({"questions": [RATING, RATING]}, "two questions have the same key"),
            ({"questions": [{**RATING, "key": "Has Spaces"}]}, "questions.0.rating.key"),
            ({"questions": [{**RATING, "points": [{"en": "One"}]}]}, "points"),
            ({"questions": [{**CHOICE, "options": [CHOICE["options"][0]] * 2}]}, "two options have the same value"),
            ({"questions": [{**TEXT, "max_length": LONGEST_COMMENT + 1}]}, "max_length"),
            ({"questions": [{**TEXT, "type": "picture"}]}, "questions.0"),
            ({"questions": [{**TEXT, "colour": "red"}]}, "colour"),
            ({"questions": 7}, "questions"),
        ],
    )
    def test_every_fault_is_named_with_its_place(self, change, place):
        with pytest.raises(DefinitionError, match=place.replace(".", r"\.")):
            read_definition({**definition(), **change})

    @pytest.mark.parametrize("wrong", [None, 7, "{}", [], {}])
    def test_what_is_no_definition_is_refused(self, wrong):
        with pytest.raises(DefinitionError):
            read_definition(wrong)

    def test_a_published_definition_cannot_be_changed(self):
        with pytest.raises(ValueError, match="frozen"):
            read_definition(definition()).questions[0].required = False


def fault(question, given):
    with pytest.raises(AnswerError) as caught:
        question.parse(given)
    assert caught.value.question == question.key
    return str(caught.value.message)
