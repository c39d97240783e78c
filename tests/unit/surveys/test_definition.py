"""Reading a definition: what it is made of, and what is said of one that is none."""

import copy
import json

import pytest

from surveys.definition import dumped, read_definition, read_text
from surveys.errors import DefinitionError
from tests.factories import CHOICE, RATING, TEXT, definition
from tests.questions import written

PAGED = {
    "format": "yousaid-survey/1",
    "title": {"en": "Your visit", "cy": "Eich ymweliad"},
    "languages": ["cy", "en"],
    "pages": [
        {"questions": [{**CHOICE, "shuffle": True}], "jumps": [{"if": True, "to": "about"}, {"to": "end"}]},
        {
            "key": "about",
            "title": {"en": "About you"},
            "questions": [
                written("date", earliest="2026-01-01"),
                written("number", checks=[{"valid_if": {">": [{"answer": "number"}, 3]}, "message": {"en": "More"}}]),
            ],
            "show_if": {"==": [{"answer": "channel"}, "online"]},
        },
        {"key": "more", "questions": [TEXT]},
    ],
    "calculated": [{"key": "double", "value": {"*": [{"answer": "number"}, 2]}}],
    "quotas": [
        {"key": "online", "if": {"==": [{"answer": "channel"}, "online"]}, "limit": 5, "message": {"en": "Full"}}
    ],
    "shuffle": [[["about"], ["more"]]],
}


class TestReadDefinition:
    def test_plain_questions_have_a_page_each_with_their_key(self):
        read = read_definition(definition())

        assert [page.key for page in read.pages] == ["satisfaction", "channel", "improve"]
        assert [len(page.questions) for page in read.pages] == [1, 1, 1]
        assert read.in_languages == ("en",)

    def test_a_page_has_the_key_of_its_first_question_unless_it_says_otherwise(self):
        assert [page.key for page in read_definition(PAGED).pages] == ["channel", "about", "more"]

    def test_what_a_definition_names_comes_in_its_order(self):
        read = read_definition(PAGED)

        assert [question.key for question in read.questions] == ["channel", "date", "number", "improve"]
        assert read.in_languages == ("cy", "en")
        assert read.question("number").checks[0].message == {"en": "More"}
        assert read.shuffles and not read.asks_for_place
        with pytest.raises(KeyError):
            read.question("nobody")

    @pytest.mark.parametrize("raw", [definition(), PAGED], ids=["plain", "paged"])
    def test_what_is_read_can_be_written_and_read_again(self, raw):
        once = read_definition(raw)
        stored = json.loads(json.dumps(dumped(once)))

        assert read_definition(stored) == once
        assert dumped(read_definition(stored)) == stored

    def test_reading_changes_nothing_of_what_was_given(self):
        given = copy.deepcopy(PAGED)
        read_definition(given)

        assert given == PAGED

    def test_a_published_definition_cannot_be_changed(self):
        with pytest.raises(ValueError, match="frozen"):
            read_definition(definition()).questions[0].required = False

    def test_two_read_from_the_same_are_equal_and_share_nothing(self):
        one, other = read_definition(definition()), read_definition(definition())

        assert one == other
        assert one.questions[0] is not other.questions[0]

    def test_a_file_with_a_mark_of_byte_order_is_read(self):
        assert read_text(b"\xef\xbb\xbf" + json.dumps(definition()).encode()) == read_definition(definition())


# What is wrong, and what is said of it.
FAULTS = [
    ({"format": "yousaid-survey/2"}, "format: this must be 'yousaid-survey/1'"),
    ({"title": {}}, "title: nothing stands here"),
    ({"title": "Your visit"}, 'title: this must be an object with a text for each language, like {"en": "…"}'),
    ({"titel": {}}, "definition: 'titel' is not known here; did you mean 'title'?"),
    ({"languages": ["en", "en"]}, "languages: a language is named twice"),
    ({"languages": ["English"]}, "languages.0: 'English' is no code of a language, like 'en' or 'pt-BR'"),
    ({"pages": 7}, "pages: this must be a list"),
    ({"pages": PAGED["pages"]}, "definition: write either 'questions' or 'pages', not both"),
    ({"questions": []}, "questions: nothing stands here"),
    ({"questions": 7}, "questions: this must be a list"),
    ({"questions": [7]}, "questions.0: this must be an object"),
    ({"questions": [TEXT] * 201}, "questions: there are more than 200 here"),
    ({"questions": [{}]}, "questions.0: 'type' is missing; use one of choice, "),
    (
        {"questions": [{**TEXT, "type": "zzz"}]},
        "questions.improve: there is no question type 'zzz'; use one of choice, ",
    ),
    (
        {"questions": [{**TEXT, "type": ["text"]}]},
        "questions.improve: there is no question type this; use one of choice, ",
    ),
    ({"questions": [{"key": "a", "type": "text"}]}, "questions.a: 'text' is missing"),
    ({"questions": [RATING, {"type": "text", "text": {"en": "?"}}]}, "questions.1: 'key' is missing"),
    ({"questions": [{**TEXT, "key": "Has Spaces"}]}, "questions.0.key: 'Has Spaces' is no key; a key begins with"),
    ({"questions": [{**TEXT, "key": "__proto__"}]}, "questions.0.key: '__proto__' is no key"),
    ({"questions": [{**TEXT, "txet": {}}]}, "questions.improve: 'txet' is not known here; did you mean 'text'?"),
    ({"questions": [{**TEXT, "x" * 500: 1}]}, "questions.improve: '" + "x" * 60 + "…' is not known here"),
    ({"questions": [{**TEXT, "max_length": 5_001}]}, "questions.improve.max_length: this must be 5000 or less"),
    ({"questions": [{**TEXT, "max_length": "50"}]}, "questions.improve.max_length: this must be a whole number"),
    ({"questions": [{**TEXT, "required": "yes"}]}, "questions.improve.required: this must be true or false"),
    ({"questions": [{**TEXT, "required": 1}]}, "questions.improve.required: this must be true or false"),
    ({"questions": [{**TEXT, "text": {"en": 7}}]}, "questions.improve.text.en: this must be a text"),
    ({"questions": [{**TEXT, "text": {"EN": "?"}}]}, "questions.improve.text: 'EN' is no code of a language"),
    (
        {"questions": [{**TEXT, "text": {"en": "x" * 2_001}}]},
        "questions.improve.text.en: this has more than 2000 characters",
    ),
    ({"questions": [{**TEXT, "text": {"en": "a\0"}}]}, "questions.improve.text.en: the text has a control character"),
    ({"questions": [{**TEXT, "text": {"en": "\ud800"}}]}, "questions.improve.text.en: the text has half a character"),
    ({"questions": [{**TEXT, "show_if": {"eval": 1}}]}, "questions.improve.show_if: 'eval' is not an operator."),
    (
        {"questions": [{**TEXT, "show_if": {"and": [True, {"<": [1]}]}}]},
        "questions.improve.show_if.and.1.<: '<' takes a list of two. This list has 1.",
    ),
    ({"questions": [{**CHOICE, "options": [{"value": "a"}]}]}, "questions.channel.options.0: 'label' is missing"),
    (
        {"questions": [{**CHOICE, "options": [*CHOICE["options"], {"value": "A", "label": {"en": "A"}}]}]},
        "questions.channel.options.2.value: 'A' is no value; one has small letters",
    ),
    (
        {"questions": [{**CHOICE, "options": CHOICE["options"][:1] * 2}]},
        "questions.channel: two options have the same value",
    ),
    ({"questions": [{**RATING, "points": [{"en": "One"}]}]}, "questions.satisfaction.points: at least 2 are needed"),
    ({"questions": [written("number", min="3")]}, "questions.number.min: this must be a number"),
    ({"questions": [written("number", min=2, max=1)]}, "questions.number: 'min' is greater than 'max'"),
    (
        {"questions": [written("date", latest="soon")]},
        'questions.date.latest: write a date as year-month-day, like "2026-',
    ),
    ({"questions": [written("phone", region="ZZ")]}, "questions.phone: there is no country 'ZZ'"),
    (
        {"questions": [written("currency", currency="XYZ")]},
        "questions.currency.currency: this must be 'GBP', 'EUR' or 'USD'",
    ),
    ({"questions": [TEXT, TEXT]}, "questions.improve: two questions have this key"),
    (
        {"questions": [{**TEXT, "key": "end"}]},
        "pages.end: 'end' means the end of the survey; give the page another key",
    ),
    (
        {"calculated": [{"key": "a", "value": 1}, {"key": "a", "value": 2}]},
        "calculated.a: two calculated values have this key",
    ),
    ({"calculated": [{"key": "improve", "value": 1}]}, "calculated.improve: a question has this key too"),
    ({"calculated": [{"key": "a"}]}, "calculated.a: 'value' is missing"),
    ({"calculated": [{"value": 1}]}, "calculated.0: 'key' is missing"),
    ({"quotas": [{**PAGED["quotas"][0], "limit": 0}]}, "quotas.online.limit: this must be 1 or more"),
    ({"quotas": PAGED["quotas"] * 2}, "quotas.online: two quotas have this key"),
    ({"shuffle": [["a", "b"]]}, "shuffle.0.0: this must be a list"),
]
OF_PAGES = [
    ({"questions": []}, "pages.0.questions: nothing stands here"),
    ({"key": "start", "questions": 7}, "pages.start.questions: this must be a list"),
    (
        {"key": "start", "questions": [{**TEXT, "hintt": {}}]},
        "questions.improve: 'hintt' is not known here; did you mean 'hint'?",
    ),
    (
        {"key": "start", "questions": [{"type": "text", "text": {"en": "?"}}]},
        "pages.start.questions.0: 'key' is missing",
    ),
    ({"questions": [TEXT], "show_fi": True}, "pages.improve: 'show_fi' is not known here; did you mean 'show_if'?"),
    ({"questions": [TEXT], "jumps": [{"if": 7}]}, "pages.improve.jumps.0: 'to' is missing"),
    (
        {"questions": [TEXT], "jumps": [{"condition": True, "to": "end"}]},
        "pages.improve.jumps.0: 'condition' is not known here",
    ),
    ({"questions": [TEXT] * 31}, "pages.improve.questions: there are more than 30 here"),
    (
        {"questions": [{"key": str(at), **TEXT} for at in range(1)], "title": {"en": 1}},
        "pages.improve.title.en: this must be a text",
    ),
    (7, "pages.0: this must be an object"),
]


class TestFaults:
    @pytest.mark.parametrize(("change", "fault"), FAULTS, ids=[fault[:60] for _, fault in FAULTS])
    def test_each_is_said_in_a_sentence_with_its_place(self, change, fault):
        assert faults_of({**definition(), **change})[0].startswith(fault)

    @pytest.mark.parametrize(("wrong", "fault"), OF_PAGES, ids=[fault[:60] for _, fault in OF_PAGES])
    def test_those_of_pages_too(self, wrong, fault):
        assert any(said.startswith(fault) for said in faults_of({**PAGED, "pages": [wrong]}))

    @pytest.mark.parametrize(("raw", "faults"), [
        (None, ["definition: this must be an object"]),
        (7, ["definition: this must be an object"]),
        ("{}", ["definition: this must be an object"]),
        ([], ["definition: this must be an object"]),
        ({}, [f"definition: '{name}' is missing" for name in ("format", "title", "questions")]),
    ])  # fmt: skip
    def test_what_is_no_definition_is_refused(self, raw, faults):
        assert faults_of(raw) == faults

    def test_all_are_named_at_once(self):
        found = faults_of(
            {**definition(), "questions": [{**TEXT, "hint": 7}, {**RATING, "points": []}, {**CHOICE, "x": 1}]}
        )

        assert [fault.partition(":")[0] for fault in found] == [
            "questions.improve.hint",
            "questions.satisfaction.points",
            "questions.channel",
        ]

    def test_a_question_without_a_key_is_named_by_its_number_in_the_file(self):
        raw = {**definition(), "questions": [{"instrument": "gds-satisfaction"}, CHOICE, {"type": "text"}]}

        assert faults_of(raw) == ["questions.2: 'key' is missing", "questions.2: 'text' is missing"]

    def test_many_are_counted_and_a_hundred_shown(self):
        found = faults_of({**definition(), "questions": [{"key": f"q{at}", "type": "text"} for at in range(150)]})

        assert len(found) == 101
        assert found[-1] == "and 50 more"

    def test_more_than_two_hundred_questions_on_pages_are_too_many(self):
        page = [{"questions": [{**TEXT, "key": f"q{page}_{at}"} for at in range(30)]} for page in range(7)]

        assert faults_of({**PAGED, "pages": page, "shuffle": []}) == ["pages: there are more than 200 questions"]


def faults_of(raw):
    with pytest.raises(DefinitionError) as caught:
        read_definition(raw)
    return caught.value.faults
