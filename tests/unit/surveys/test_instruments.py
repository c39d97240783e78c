"""The standard instruments: their wording is the instrument, so it stands here once more, letter by letter."""

import pytest

from surveys.checking import faults_of
from surveys.definition import dumped, read_definition
from surveys.errors import DefinitionError
from surveys.instruments import INSTRUMENTS, wordings
from tests.factories import TEXT, definition

# OMB Circular A-11 section 280, the GOV.UK service manual, NHS England, and the authors of the scores.
TEXTS = {
    "gds-satisfaction/overall": "Overall, how did you feel about the service you received today?",
    "gds-satisfaction/improve": "How could we improve this service?",
    "friends-and-family/experience": "Overall, how was your experience of our service?",
    "nps/recommend": "How likely is it that you would recommend [service] to a friend or colleague?",
    "ces/2.0": "[service] made it easy for me to handle my issue",
    "csat/overall": "Overall, how satisfied were you with [service]?",
    "a11-2018/satisfaction": "I am satisfied with the service I received from [service].",
    "a11-2018/trust-confidence": "This interaction increased my confidence in [service].",
    "a11-2018/trust-country": "I trust [agency] to fulfill our country's commitment to [population].",
    "a11-2018/scores": "Any additional feedback on your scores above?",
    "a11-2018/effectiveness-need": "My need was addressed",
    "a11-2018/effectiveness-issue": "My issue was resolved",
    "a11-2018/effectiveness-found": "I found what I was looking for.",
    "a11-2018/ease": "It was easy to complete what I needed to do.",
    "a11-2018/efficiency": "It took a reasonable amount of time to do what I needed to do.",
    "a11-2018/equity-fair": "I was treated fairly.",
    "a11-2018/equity-understood": "I understand what was being asked of me throughout the process.",
    "a11-2018/employees": "Employees I interacted with were helpful.",
    "a11-2018/feedback": "Any additional feedback for [service]?",
    "a11-2023/trust": "Based on my experience [experience], I trust [agency] to deliver on their mission "
    "for the American public.",
    "a11-2023/went-well": "What went well?",
    "a11-2023/not-well": "What didn't go so well?",
    "a11-2023/comments": "Additional Comments",
}
OFFERED = {
    "gds-satisfaction/overall": [
        "Very satisfied", "Satisfied", "Neither satisfied nor dissatisfied", "Dissatisfied", "Very dissatisfied",
    ],
    "friends-and-family/experience": ["Very good", "Good", "Neither good nor poor", "Poor", "Very poor", "Don't know"],
    "a11-2023/trust": ["Thumbs up", "Thumbs down"],
}  # fmt: skip
SERVICE = {"service": {"en": "the library"}}
# An entry for each instrument that says all that it needs.
ENTRIES = {
    "gds-satisfaction": {},
    "friends-and-family": {},
    "nps": {"fill": SERVICE},
    "ces": {"fill": SERVICE},
    "csat": {"fill": SERVICE},
    "a11-2018": {"fill": SERVICE},
    "a11-2023": {"fill": {"experience": {"en": "with the passport service"}, "agency": {"en": "the agency"}}},
}


class TestWordings:
    def test_each_is_quoted_exactly(self):
        assert {name: way["text"]["en"] for name, way in wordings().items()} == TEXTS

    @pytest.mark.parametrize("wording", OFFERED)
    def test_so_are_the_answers(self, wording):
        instrument = wording.partition("/")[0]
        questions = read(instrument, **ENTRIES[instrument]).questions
        (question,) = (each for each in questions if each.wording == wording)

        assert [label["en"] for _, label in question.offered()] == OFFERED[wording]

    @pytest.mark.parametrize(("instrument", "types"), [
        ("gds-satisfaction", ["rating", "text"]),
        ("friends-and-family", ["choice"]),
        ("nps", ["nps"]),
        ("ces", ["ces"]),
        ("csat", ["csat"]),
        ("a11-2018", ["likert", "likert", "text", "likert", "likert", "likert", "likert", "likert", "text"]),
        ("a11-2023", ["yes_no", "choices", "choices", "text"]),
    ])  # fmt: skip
    def test_an_entry_becomes_the_questions_of_its_instrument(self, instrument, types):
        survey = read(instrument, **ENTRIES[instrument])

        assert [question.type for question in survey.questions] == types
        assert faults_of(survey) == []
        assert read_definition(dumped(survey)) == survey

    def test_every_instrument_is_tried_here(self):
        assert set(ENTRIES) == set(INSTRUMENTS)

    def test_the_points_of_a_standard_scale_are_the_worst_first(self):
        assert read("gds-satisfaction").questions[0].labels()[0]["en"] == "Very dissatisfied"
        assert [read(name, fill=SERVICE).questions[0].highest() for name in ("csat", "ces", "nps")] == [5, 7, 10]

    def test_who_was_satisfied_is_not_asked_what_went_wrong(self):
        _, well, badly, _ = read("a11-2023", **ENTRIES["a11-2023"]).questions

        assert well.show_if.raw == {"==": [{"answer": "a11_trust"}, True]}
        assert badly.show_if.raw == {"==": [{"answer": "a11_trust"}, False]}
        assert well.values() == ("effectiveness", "ease", "efficiency", "transparency", "humanity", "employee", "other")


class TestEntries:
    def test_a_wording_is_chosen_by_its_id(self):
        survey = read("a11-2018", only=["a11_trust"], choose=["a11-2018/trust-country"],
                      fill={"agency": {"en": "the agency"}, "population": {"en": "veterans"}})  # fmt: skip

        assert survey.questions[0].wording == "a11-2018/trust-country"
        assert survey.questions[0].text["en"] == "I trust the agency to fulfill our country's commitment to veterans."
        assert faults_of(survey) == []

    def test_an_entry_for_one_question_says_what_a_question_says(self):
        survey = read("nps", key="recommend_us", required=False, hint={"en": "Be frank."}, fill=SERVICE)
        (question,) = survey.questions

        assert (question.key, question.required, question.hint["en"]) == ("recommend_us", False, "Be frank.")
        assert question.wording == "nps/recommend"

    def test_its_blanks_are_filled_in_each_language(self):
        survey = read(
            "nps",
            text={"cy": "Pa mor debygol ydych chi o argymell [service]?"},
            fill={"service": {"en": "the library", "cy": "y llyfrgell"}},
            languages=["en", "cy"],
        )

        assert survey.questions[0].text == {
            "en": "How likely is it that you would recommend the library to a friend or colleague?",
            "cy": "Pa mor debygol ydych chi o argymell y llyfrgell?",
        }
        assert faults_of(survey) == []

    def test_a_sentence_that_begins_with_a_blank_begins_with_a_capital(self):
        assert read("ces", fill=SERVICE).questions[0].text["en"] == "The library made it easy for me to handle my issue"

    def test_two_of_one_instrument_have_keys_of_their_own(self):
        raw = definition(
            {"instrument": "csat", "fill": SERVICE}, {"instrument": "csat", "key": "again", "fill": SERVICE}
        )

        assert [question.key for question in read_definition(raw).questions] == ["satisfied", "again"]

    def test_on_a_page_its_questions_stand_together(self):
        raw = definition()
        pages = {**raw, "pages": [{"questions": [{"instrument": "gds-satisfaction"}]}]}
        del pages["questions"]

        assert [page.key for page in read_definition(pages).pages] == ["satisfaction"]
        assert len(read_definition(pages).pages[0].questions) == 2

    def test_no_wording_is_changed_by_a_survey_that_uses_it(self):
        read("csat", fill=SERVICE)

        assert wordings()["csat/overall"]["text"]["en"] == TEXTS["csat/overall"]

    @pytest.mark.parametrize(("entry", "fault"), [
        ({"instrument": "nope"},
        "questions.0: there is no instrument 'nope'; use one of gds-satisfaction, friends-and-family, nps"),
        ({"instrument": 7}, "questions.0: there is no instrument this; use one of"),
        ({"instrument": ["nps"]}, "questions.0: there is no instrument this; use one of"),
        ({"instrument": "nps", "fil": SERVICE}, "questions.recommend: 'fil' is not known here"),
        ({"instrument": "nps", "fill": {"servise": {"en": "x"}}},
        "questions.0.fill: there is no blank 'servise' in these wordings; use one of service"),
        ({"instrument": "gds-satisfaction", "fill": SERVICE},
        "questions.0.fill: there is no blank 'service' in these wordings; there is nothing to fill"),
        ({"instrument": "nps", "fill": {"service": "the library"}},
        "questions.0.fill.service: write the words in each language"),
        ({"instrument": "nps", "fill": {"service": {}}}, "questions.0.fill.service: write the words in each language"),
        ({"instrument": "nps", "fill": {"service": {"en": "a {key}"}}},
        "questions.0.fill.service: write the words in each language"),
        ({"instrument": "nps", "fill": "the library"}, "questions.0.fill: write the words for each blank"),
        ({"instrument": "a11-2018", "choose": ["a11-2018/nope"]},
        "questions.0.choose: 'a11-2018' has no 'a11-2018/nope'; use some of"),
        ({"instrument": "a11-2018", "choose": "a11-2018/ease"}, "questions.0.choose: this must be a list of some of"),
        ({"instrument": "a11-2018", "choose": ["a11-2018/equity-fair", "a11-2018/equity-understood"]},
         "questions.0.choose: a11-2018/equity-fair and a11-2018/equity-understood word the same question; choose one"),
        ({"instrument": "a11-2018", "only": ["ease"]},
        "questions.0.only: 'a11-2018' has no 'ease'; use some of a11_satisfaction"),
        ({"instrument": "a11-2018", "only": []}, "questions.0.only: this must be a list of some of"),
        ({"instrument": "gds-satisfaction", "required": False},
        "questions.0: 'required' can be said of one question; name it with 'only'"),
        ({"instrument": "csat", "fill": SERVICE, "points": []},
        "questions.0.points: the instrument 'csat' has fixed this; leave it out"),
        ({"instrument": "csat", "fill": SERVICE, "text": {"en": "Happy?"}},
        "questions.0.text.en: the instrument 'csat' has fixed the English text"),
        ({"instrument": "csat", "fill": SERVICE, "text": "Happy?"}, "questions.satisfied.text: this must be an object"),
    ], ids=lambda each: each[:60] if isinstance(each, str) else "")  # fmt: skip
    def test_a_slip_is_refused(self, entry, fault):
        with pytest.raises(DefinitionError) as caught:
            read_definition({**definition(TEXT), "questions": [entry]})

        assert len(caught.value.faults) == 1
        assert caught.value.faults[0].startswith(fault)

    def test_on_a_page_it_is_named_by_the_page(self):
        raw = {
            "format": "yousaid-survey/1",
            "title": {"en": "T"},
            "pages": [{"key": "one", "questions": [{"instrument": "x"}]}],
        }
        with pytest.raises(DefinitionError, match=r"pages\.one\.questions\.0: there is no instrument 'x'"):
            read_definition(raw)


class TestCheckedWordings:
    @pytest.mark.parametrize("name", ["csat", "nps", "ces", "a11-2018"])
    def test_a_blank_that_nobody_filled_is_found(self, name):
        found = faults_of(read(name))

        assert any(fault.endswith("the blank [service] is not filled in the English text (en)") for fault in found)
        assert all("is not filled" in fault for fault in found)

    def test_so_is_one_in_another_language(self):
        survey = read("nps", text={"cy": "[service]?"}, fill=SERVICE, languages=["en", "cy"])

        assert faults_of(survey) == [
            "questions.recommend.text: the blank [service] is not filled in the Welsh text (cy)"
        ]

    @pytest.mark.parametrize(("change", "fault"), [
        ({"wording": "nps/none"}, "questions.recommend.wording: there is no standard wording 'nps/none'"),
        ({"wording": "ces/2.0"}, "questions.recommend.wording: 'ces/2.0' is a question of type 'ces'"),
        ({"text": {"en": "Would you recommend the library?"}},
         "questions.recommend.text: the English is not that of the standard wording 'nps/recommend'"),
        ({"low": {"en": "Never"}},
        "questions.recommend: the answers are not those of the standard wording 'nps/recommend'"),
    ])  # fmt: skip
    def test_what_says_that_it_is_a_standard_wording_and_is_not_is_found(self, change, fault):
        stored = dumped(read("nps", fill=SERVICE))
        stored["pages"][0]["questions"][0] |= change

        assert faults_of(read_definition(stored))[0].startswith(fault)

    @pytest.mark.parametrize("change", [{"points": [{"en": "x"}] * 5}, {"yes": {"en": "Yes"}}])
    def test_so_are_other_answers(self, change):
        name = "gds-satisfaction" if "points" in change else "a11-2023"
        stored = dumped(read(name, **ENTRIES[name]))
        stored["pages"][0]["questions"][0] |= change

        assert "the answers are not those of the standard wording" in faults_of(read_definition(stored))[0]


def read(instrument, languages=(), **entry):
    return read_definition({**definition({"instrument": instrument, **entry}), "title": {"en": "T", "cy": "T"},
                            "languages": list(languages) or ["en"]})  # fmt: skip


class TestAnotherLanguage:
    def test_it_is_written_out_beside_the_english_word_for_word(self):
        arabic = {"ar": "؟"}
        (question,) = wordings_in_full("gds-satisfaction", "satisfaction")
        written = {
            **question,
            "text": question["text"] | arabic,
            "points": [point | arabic for point in question["points"]],
        }

        asked = definition(written) | {"title": {"en": "Visit", "ar": "زيارة"}, "languages": ["en", "ar"]}

        assert faults_of(read_definition(asked)) == []


def wordings_in_full(instrument, *keys):
    """Return an instrument's questions as they are stored, written out."""
    pages = dumped(read_definition(definition({"instrument": instrument, "only": list(keys)})))["pages"]
    return [question for page in pages for question in page["questions"]]
