"""Missing translations, and answers put into texts."""

import pytest

from surveys.checking import faults_of
from surveys.checking.texts import MOST_PIPES
from surveys.definition import read_definition
from tests.questions import IS_YES, OPTIONS, POINTS, page, survey, written, yes_no

A = page("a", yes_no("a"))
BOTH = {"en": "?", "cy": "?"}
WELSH = "the Welsh text (cy) is missing"


class TestTranslations:
    @pytest.mark.parametrize(("question", "fault"), [
        (written("text"), f"questions.text.text: {WELSH}"),
        (written("text", text={"en": "?", "cy": " \u200b"}), f"questions.text.text: {WELSH}"),
        (written("text", text=BOTH, hint={"en": "?"}), f"questions.text.hint: {WELSH}"),
        (written("choice", text=BOTH, options=[OPTIONS[0], {"value": "fax", "label": {"en": "By fax"}}]),
         f"questions.choice.options.1.label: {WELSH}"),
        (written("choice", text=BOTH, other={"en": "Another"}), f"questions.choice.other: {WELSH}"),
        (written("rating", text=BOTH, points=[{"en": "Bad"}, {}, {"en": "Good", "cy": "Da"}]),
        f"questions.rating.points.0: {WELSH}"),
        (written("likert", text=BOTH, points=[BOTH, BOTH, {"en": "?"}]), f"questions.likert.points.2: {WELSH}"),
        (written("csat", text=BOTH, points=[*[BOTH] * 4, {"en": "?"}]), f"questions.csat.points.4: {WELSH}"),
        (written("nps", text=BOTH, low={"en": "Never"}), f"questions.nps.low: {WELSH}"),
        (written("yes_no", text=BOTH, yes={"en": "Aye"}), f"questions.yes_no.yes: {WELSH}"),
        (written("consent", text=BOTH, label={"en": "Aye"}), f"questions.consent.label: {WELSH}"),
        (written("number", text=BOTH, unit={"en": "miles"}), f"questions.number.unit: {WELSH}"),
        (written("number", text=BOTH, checks=[{"valid_if": {"<": [{"answer": "number"}, 1]}, "message": {"en": "x"}}]),
         f"questions.number.checks.0.message: {WELSH}"),
        (written("text", text={"cy": "?"}), "questions.text.text: the English text (en) is missing"),
        (written("text", text={"ar": "?"}),
        "questions.text.text: the English text (en) and Welsh text (cy) is missing"),
    ], ids=lambda each: each if isinstance(each, str) else "")  # fmt: skip
    def test_each_that_is_missing_is_named(self, question, fault):
        assert found(page("p", question), title=BOTH, languages=["en", "cy"]) == [fault]

    def test_so_are_those_of_titles_and_quotas(self):
        quota = {"key": "q", "if": IS_YES, "limit": 1, "message": {"cy": "?"}}
        pages = [page("a", yes_no("a", text=BOTH), title={"cy": "?"})]

        assert found(*pages, title={"en": "T", "cy": ""}, quotas=[quota]) == [
            f"title: {WELSH}",
            "pages.a.title: the English text (en) is missing",
            "quotas.q.message: the English text (en) is missing",
        ]

    @pytest.mark.parametrize(("kind", "places"), [
        ("likert", ["points.0", "points.1", "points.2", "points.3", "points.4"]),
        ("yes_no", ["yes", "no"]),
        ("consent", ["no", "label"]),
        ("nps", ["low", "high"]),
    ])  # fmt: skip
    def test_the_usual_words_are_in_some_languages_only(self, kind, places):
        question = written(kind, key="q", text={"pl": "?"})

        assert found(page("p", question), title={"pl": "T"}) == [
            f"questions.q.{place}: the usual words have no Polish text (pl); write your own" for place in places
        ]

    @pytest.mark.parametrize("kind", ["likert", "yes_no", "consent", "nps", "csat", "ces"])
    def test_of_which_english_welsh_and_arabic_are_some(self, kind):
        texts = {"en": "?", "cy": "?", "ar": "?"}

        assert found(page("p", written(kind, text=texts)), title=texts) == []

    def test_a_language_that_nobody_knows_is_named_by_its_code(self):
        assert found(A, title={"en": "T"}, languages=["en", "qqz"])[:2] == [
            "languages: 'qqz' is no language that is known here; write a code like 'cy', 'pt-BR' or 'zh-Hant'",
            "title: the text in 'qqz' is missing",
        ]

    @pytest.mark.parametrize("code", ["pl", "ur", "pt-BR", "zh-Hant", "zh-Hant-HK", "es-419", "rom"])
    def test_any_language_that_there_is_may_be_used(self, code):
        assert found(page("p", written("text", text={code: "?"})), title={code: "T"}) == []

    @pytest.mark.parametrize("code", ["pt-br", "en-XQ", "qq", "zh-Abcd"])
    def test_a_region_and_a_script_are_ones_that_there_are(self, code):
        (fault,) = found(page("p", written("text", text={code: "?"})), title={code: "T"})

        assert fault.startswith(f"languages: '{code}' is no language that is known here")

    def test_what_may_be_left_out_may_be_empty(self):
        pages = [
            page("p", yes_no("a", hint={"en": ""}), written("rating", points=[{}, *POINTS[:1]]), title={"en": " "})
        ]

        assert found(*pages) == []

    def test_a_text_in_no_language_at_all_is_missing(self):
        assert found(page("p", yes_no("a", text={"en": ""}))) == ["questions.a.text: the English text (en) is missing"]


class TestPipes:
    @pytest.mark.parametrize(("text", "fault"), [
        ("{b}", "questions.b.text: 'b' is not answered yet where it is put in"),
        ("{c}", "questions.b.text: 'c' is not answered yet where it is put in"),
        ("{nobody}", "questions.b.text: there is no question and no calculated value 'nobody' to put in"),
        ("{said|so {a}}", "questions.b.text: {a}}"),
        ("{about}", "questions.b.text: 'about' asks nothing, so there is no answer to put in"),
        ("{later}", "questions.b.text: 'later' is not answered yet where it is put in"),
        ("{true}", "questions.b.text: 'true' is true or false, which has no words to put in"),
        ("{A}", "questions.b.text: {A} puts in no answer; write {key} or {key|words if there is none}"),
        ("{}", "questions.b.text: {} puts in no answer"),
        ("{ a }", "questions.b.text: { a } puts in no answer"),
        ("{a.b}", "questions.b.text: {a.b} puts in no answer"),
        ("{a}" * (MOST_PIPES + 1), "questions.b.text: at most 20 answers can be put into one text"),
    ])  # fmt: skip
    def test_what_cannot_be_put_in_is_named(self, text, fault):
        pages = [
            page("a", yes_no("a"), written("statement", key="about")),
            page("b", yes_no("b", text={"en": text})),
            page("c", yes_no("c")),
        ]
        calculated = [
            {"key": "later", "value": {"if": [{"answer": "c"}, 1, 2]}},
            {"key": "true", "value": {"answer": "a"}},
        ]
        said = found(*pages, calculated=calculated)

        assert said[:1] == [] if text == "{said|so {a}}" else said[0].startswith(fault)

    @pytest.mark.parametrize("text", ["{a}", "{a|nothing}", "{a|}", "{first}", "{", "}", "a } b {", "{a}" * MOST_PIPES])
    def test_what_can_be_is(self, text):
        pages = [A, page("b", yes_no("b", text={"en": text}))]

        assert found(*pages, calculated=[{"key": "first", "value": {"if": [{"answer": "a"}, 1, 2]}}]) == []

    @pytest.mark.parametrize("text", ["{A}", "{a}"])
    def test_every_text_is_looked_at(self, text):
        said = found(
            page("a", yes_no("a"), title={"en": text}),
            title={"en": text},
            quotas=[{"key": "q", "if": IS_YES, "limit": 1, "message": {"en": text}}],
        )

        places = ["title", "pages.a.title"] if text == "{a}" else ["title", "pages.a.title", "quotas.q.message"]
        assert [fault.partition(":")[0] for fault in said] == places

    def test_of_shuffled_pages_none_is_surely_before_another(self):
        pages = [A, page("b", yes_no("b", text={"en": "{a}"}))]

        assert found(*pages, shuffle=[[["a"], ["b"]]]) == [
            "questions.b.text: 'a' is not answered yet where it is put in"
        ]


def found(*pages, **more):
    return faults_of(read_definition(survey(*pages, **more)))
