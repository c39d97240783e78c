import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp import Source
from nlp.errors import ThemeSetError
from nlp.themes import THEME_KEYS

FEW = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class TestAnalyse:
    def test_praise_and_blame_in_one_sentence_become_two_findings(self, one):
        analysis = one("The receptionist was lovely and kind but I waited three hours to be seen.")

        assert [finding.sentiment for finding in analysis.findings] == ["positive", "negative"]
        assert {(mark.theme, mark.polarity) for mark in analysis.themes} >= {
            ("waiting", "neg"),
            ("staff_manner", "pos"),
        }

    def test_praise_is_positive(self, one):
        assert one("Very friendly and helpful staff, everything was explained clearly").sentiment == "positive"

    def test_a_complaint_is_negative(self, one):
        assert one("Terrible. Nobody answered the phone and the letter was wrong.").sentiment == "negative"

    @pytest.mark.parametrize(
        ("text", "polarity"),
        [
            ("I queued for an hour.", "neg"),
            ("I waited five weeks for the boiler", "neg"),
            ("I waited for fifty minutes at the counter", "neg"),
            ("We waited over three hours and nobody told us why", "neg"),
        ],
    )
    def test_plain_words_about_time_are_about_waiting(self, one, text, polarity):
        assert {mark.theme: mark.polarity for mark in one(text).themes}.get("waiting") == polarity

    @pytest.mark.parametrize(
        ("text", "theme"),
        [
            ("The website logs me out before I can press send", "digital"),
        ],
    )
    def test_a_complaint_without_a_word_of_blame_is_negative(self, one, text, theme):
        analysis = one(text)

        assert analysis.sentiment == "negative"
        assert {mark.theme: mark.polarity for mark in analysis.themes}.get(theme) == "neg"

    def test_the_question_changes_how_sure_it_is_that_an_answer_is_a_complaint(self, analyser):
        asked = ["What could we do better?", "What was good?"]

        better, good = analyser.analyse(Source("Communication", question) for question in asked)

        assert (better.sentiment, good.sentiment) == ("negative", "positive")

    @pytest.mark.parametrize("text", ["n/a", "N/A.", "nothing", "None", "No comment", "asdfgh", ".", "---", "Dim byd"])
    def test_an_answer_that_says_nothing_is_surely_neutral(self, one, text):
        analysis = one(text)

        assert (analysis.sentiment, analysis.themes, analysis.findings) == ("neutral", (), ())
        assert analysis.confidence > 0.9

    @pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b\ufeff", "\u202e\u2066", "\x00\x01", "$%^&", "\u3164"])
    def test_nothing_to_read_is_not_analysed(self, one, text):
        analysis = one(text)

        assert (analysis.sentiment, analysis.confidence, analysis.themes) == (None, None, ())

    @pytest.mark.parametrize(
        ("text", "sentiment"),
        [("👍👍", "positive"), ("😡", "negative"), ("👍 😡", "mixed"), ("🚌", "neutral")],
    )
    def test_emoji_alone_have_a_sentiment_and_no_theme(self, one, text, sentiment):
        analysis = one(text)

        assert (analysis.sentiment, analysis.themes) == (sentiment, ())

    def test_welsh_is_redacted_and_not_analysed(self, one):
        analysis = one("Roedd y staff yn garedig iawn, ond bu'n rhaid aros am oriau. Ffoniwch 029 2018 0123.")

        assert (analysis.language, analysis.sentiment, analysis.findings) == ("cy", None, ())
        assert analysis.redacted.endswith("Ffoniwch [phone].")

    def test_a_short_text_is_in_the_language_of_its_page(self, analyser):
        (analysis,) = analyser.analyse([Source("Da iawn", language="cy-GB")])

        assert (analysis.language, analysis.sentiment) == ("cy", None)

    def test_another_theme_set_is_refused(self, analyser):
        with pytest.raises(ThemeSetError, match="parks-2"):
            list(analyser.analyse([Source("Lovely park", theme_set="parks-2")]))

    def test_a_long_text_is_analysed_to_its_end(self, one):
        analysis = one("The nurses were kind. " * 600 + "The fees are a rip-off. Taxes are too high. " * 9)

        assert len(analysis.redacted) > 10_000
        assert analysis.findings[-1].end > len(analysis.redacted) - 40
        assert "cost" in {mark.theme for mark in analysis.themes}

    def test_it_reads_ahead_by_one_batch_only(self, analyser):
        taken = []
        sources = (taken.append(number) or Source("Kind staff") for number in range(1_000))

        next(analyser.analyse(sources))

        assert len(taken) <= 65


class TestAnyText:
    @FEW
    @given(st.lists(st.text(max_size=80), max_size=5))
    def test_each_text_has_one_analysis_that_holds_together(self, analyser, texts):
        analyses = list(analyser.analyse(map(Source, texts)))

        assert len(analyses) == len(texts)
        for analysis in analyses:
            _check(analysis)

    @FEW
    @given(st.lists(st.sampled_from(["Staff were rude", "but", "Dr Ann Hill", "lovely; ", "a@b.co", "\n", "!!", "😀"])))
    def test_any_mix_of_words_holds_together_too(self, analyser, words):
        (analysis,) = analyser.analyse([Source(" ".join(words))])

        _check(analysis)

    @FEW
    @given(st.lists(st.sampled_from(["Rude staff", "Kind staff", "n/a", "👍", ""]), max_size=8))
    def test_order_is_kept_and_neighbours_change_nothing(self, analyser, texts):
        together = [analysis.sentiment for analysis in analyser.analyse(map(Source, texts))]

        assert together == [next(analyser.analyse([Source(text)])).sentiment for text in texts]

    @FEW
    @given(st.text(max_size=200))
    def test_the_same_text_gets_the_same_analysis(self, analyser, text):
        assert list(analyser.analyse([Source(text)])) == list(analyser.analyse([Source(text)]))


def _check(analysis):
    assert not re.search(r"\w@\w+\.\w", analysis.redacted)
    for span in analysis.spans:
        assert analysis.redacted[span.start : span.end] == f"[{span.kind}]"
    last = 0
    for finding in analysis.findings:
        assert last <= finding.start < finding.end <= len(analysis.redacted)
        assert 0 <= finding.confidence <= 1
        last = finding.end
    assert (analysis.sentiment is None) == (analysis.confidence is None)
    # The stated rule: a comment's themes are exactly those of its clauses.
    assert {mark.theme for mark in analysis.themes} == {
        mark.theme for finding in analysis.findings for mark in finding.themes
    }
    # And the other: praise and blame of themes add up to the sentiment.
    sides = {"positive": {"pos"}, "negative": {"neg"}, "neutral": {"neu"}, "mixed": {"pos", "neg"}, None: set()}
    for judged in (analysis, *analysis.findings):
        assert {mark.polarity for mark in judged.themes} <= sides[judged.sentiment]
    assert [mark.theme for mark in analysis.themes] == [
        key for key in THEME_KEYS if key in {mark.theme for mark in analysis.themes}
    ]


@pytest.fixture
def one(analyser):
    return lambda text: next(analyser.analyse([Source(text)]))
