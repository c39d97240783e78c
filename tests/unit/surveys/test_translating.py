"""The texts of a definition for translators, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets import Row
from surveys.checking import faults_of
from surveys.definition import read_definition
from surveys.rows import RowsError
from surveys.translating import (
    fault_of,
    lines,
    missing_first,
    name_of,
    put_in,
    read_translations,
    source_language,
    with_language,
)
from tests.factories import CHOICE, RATING, TEXT, definition

LIKERT = {"key": "easy", "type": "likert", "text": {"en": "It was easy"}}
YES_NO = {"key": "again", "type": "yes_no", "text": {"en": "Again?"}}
PIPED = {"key": "why", "type": "text", "text": {"en": "Why {channel}?"}, "required": False}
EVERY = (RATING, CHOICE, TEXT, LIKERT, YES_NO, PIPED)


class TestLines:
    def test_every_text_is_there_with_its_place(self):
        found = {line.place: (line.source, line.translation) for line in lines(read(CHOICE, TEXT), "cy")}

        assert found == {
            "title": ("Your visit", ""),
            "questions.channel.text": ("How did you use the service?", ""),
            "questions.channel.options.0.label": ("Online", "Ar-lein"),
            "questions.channel.options.1.label": ("By phone", "Dros y ffôn"),
            "questions.improve.text": ("How could we improve this service?", "Sut gallem ni wella'r gwasanaeth hwn?"),
        }

    def test_missing_ones_come_first_each_part_in_order(self):
        found = [(line.place, line.missing) for line in missing_first(lines(read(CHOICE, TEXT), "cy"))]

        assert found == [
            ("title", True),
            ("questions.channel.text", True),
            ("questions.channel.options.0.label", False),
            ("questions.channel.options.1.label", False),
            ("questions.improve.text", False),
        ]

    def test_usual_words_are_there_only_where_they_lack_the_language(self):
        welsh, polish = ({line.place for line in lines(read(LIKERT, YES_NO), code)} for code in ("cy", "pl"))

        assert welsh == {"title", "questions.easy.text", "questions.again.text"}
        assert polish - welsh == {
            "questions.again.yes",
            "questions.again.no",
            *(f"questions.easy.points.{at}" for at in range(5)),
        }

    def test_a_survey_without_english_is_translated_from_its_first_language(self):
        welsh = read_definition(
            definition() | {"title": {"cy": "Eich ymweliad", "pl": "Wizyta"}, "languages": ["cy", "pl"]}
        )

        assert source_language(welsh) == "cy"
        assert lines(welsh, "pl")[0].source == "Eich ymweliad"
        assert source_language(read()) == "en"


class TestPutIn:
    def test_what_is_put_in_everywhere_leaves_nothing_missing(self):
        before = read_definition(with_language(read(*EVERY), "pl"))

        raw = put_in(before, "pl", {line.place: f"[{line.source}]" for line in lines(before, "pl")})

        after = read_definition(raw)
        assert [line for line in lines(after, "pl") if line.missing] == []
        assert not [fault for fault in faults_of(after) if "Polish" in fault]
        assert after.question("easy").label_of(1)["pl"] == "[Strongly disagree]"
        assert after.question("easy").label_of(1)["en"] == "Strongly disagree"
        assert after.question("again").no["pl"] == "[No]"

    def test_the_rest_stays_as_it_was(self):
        before = read(*EVERY)

        after = read_definition(put_in(before, "pl", {"questions.channel.options.1.label": "Telefon"}))

        assert after.question("channel").options[1].label == {"en": "By phone", "cy": "Dros y ffôn", "pl": "Telefon"}
        assert after.question("satisfaction") == before.question("satisfaction")
        assert after.question("easy").points is None

    def test_an_empty_one_takes_the_translation_out(self):
        after = read_definition(put_in(read(CHOICE), "cy", {"questions.channel.options.0.label": ""}))

        assert after.question("channel").options[0].label == {"en": "Online"}

    def test_pages_quotas_checks_and_hints_have_texts_too(self):
        low = {"<": [{"answer": "satisfaction"}, 3]}
        rating = {**RATING, "hint": {"en": "H"}, "checks": [{"valid_if": low, "message": {"en": "C"}}]}
        before = read_definition(
            {
                "format": "yousaid-survey/1",
                "title": {"en": "T"},
                "pages": [{"key": "first", "title": {"en": "P"}, "questions": [rating]}],
                "quotas": [{"key": "most", "if": low, "limit": 5, "message": {"en": "Q"}}],
            }
        )
        places = {
            "pages.first.title": "p",
            "quotas.most.message": "q",
            "questions.satisfaction.hint": "h",
            "questions.satisfaction.checks.0.message": "c",
        }

        raw = put_in(before, "cy", places)

        assert {line.place: line.translation for line in lines(read_definition(raw), "cy")}.items() >= places.items()

    def test_a_place_that_is_not_there_is_refused(self):
        for place in ("questions.nothing.text", "format", "questions.channel.key", "pages", ""):
            with pytest.raises(KeyError):
                put_in(read(CHOICE), "cy", {place: "x"})

    @given(st.data())
    def test_whatever_is_written_is_read_again(self, data):
        before = read(*EVERY)
        places = [line.place for line in lines(before, "cy")]
        text = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z"]), min_size=1, max_size=20)
        given_ = data.draw(st.dictionaries(st.sampled_from(places), text.filter(lambda t: "{" not in t)))

        after = read_definition(put_in(before, "cy", given_))

        assert {line.place: line.translation for line in lines(after, "cy")}.items() >= given_.items()


class TestReadTranslations:
    def test_rows_are_taken_by_place_and_empty_ones_left(self):
        assert read_rows(("title", "Your visit", "Eich ymweliad"), ("questions.channel.text", CHANNEL, "")) == {
            "title": "Eich ymweliad"
        }

    def test_every_wrong_row_is_named_by_its_line(self):
        with pytest.raises(RowsError) as error:
            read_rows(
                ("questions.nothing.text", "x", "y"),
                ("questions.channel.text", "An older text", "y"),
                ("title", "Your visit", "a" * 2_001),
                ("questions.why.text", "Why {channel}?", "Pam {sianel}?"),
                ("questions.improve.text", TEXT["text"]["en"], "ok"),
                ("questions.improve.text", TEXT["text"]["en"], "twice"),
            )

        assert [str(fault) for fault in error.value.faults] == [
            "line 2: there is no text at this place",
            "line 3: the text at this place has changed since the table was made",
            "line 4: the translation has more than 2,000 characters",
            "line 5: the translation must put in the same answers as the text: {channel}",
            "line 7: this place stands in the table twice",
        ]

    def test_what_was_guarded_against_spreadsheets_is_the_text_again(self):
        dashed = {**TEXT, "text": {"en": "- more"}}
        rows = [Row(2, {"place": "questions.improve.text", "from": "'- more", "to": "'- mwy"})]

        assert read_translations(read(dashed), "cy", rows) == {"questions.improve.text": "- mwy"}

    def test_a_table_of_other_columns_is_refused(self):
        with pytest.raises(RowsError):
            read_translations(read(), "cy", [Row(2, {"place": "title", "to": "x"})])


class TestNames:
    def test_a_language_has_a_name(self):
        assert [name_of(code) for code in ("cy", "ar", "pt-BR", "xx")] == [
            "Welsh",
            "Arabic",
            "Portuguese (Brazil)",
            "xx",
        ]

    def test_a_translation_that_leaves_out_an_answer_is_told(self):
        assert fault_of("Why {channel}?", "Pam {channel|hynny}?") is None
        assert fault_of("Why {channel}?", "Pam?") is not None
        assert fault_of("Why {channel}?", "") is None


CHANNEL = CHOICE["text"]["en"]


def read(*questions):
    return read_definition(definition(*questions))


def read_rows(*rows):
    cells = [dict(zip(("place", "from", "to"), row, strict=True)) for row in rows]
    return read_translations(read(*EVERY), "cy", [Row(line, each) for line, each in enumerate(cells, start=2)])
