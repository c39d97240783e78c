"""Long texts of anything: each takes its time by length, as prose does, and every word is kept."""

import gc
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp import Source
from nlp.analyser import PipelineAnalyser
from nlp.cleaning import clean
from nlp.names import overlooked, persons
from nlp.reading import Reader
from nlp.redaction import redact_forms
from nlp.risk import is_urgent
from tests.unit.nlp.bad_texts import BEGINNINGS, PIECES, of, prose, put_back

AWKWARD = "\u202e\u200d\ufe0f\u0301\ud800\x00\x1b\x85\u2028👩🏽🚒ﷺßİ字अबع(){}[]<>@'\".,!? \n\ta0"
PERSONAL = (
    "07700 900123", "jo.bloggs@example.org", "Mrs Okoro", "LS1 4AP", "12 Mill Lane", "John Smith", "AB12 CDE",
    "my name is Zofia Nowak", "born on 1/2/1980", "4111 1111 1111 1111", "jo at example dot org", "I met Emma Lane",
    "https://x.com/jo", "[name]", "claim number 4471/AB", "fy enw i yw Rhys", "nazywam się Jan Kowalski",
)  # fmt: skip
FUZZED = st.lists(
    st.sampled_from(PERSONAL) | st.text(alphabet=AWKWARD, max_size=30) | st.text(max_size=30), min_size=1, max_size=12
)
# How often longer than prose of the same length a text may take. A word of one letter costs as much as any other.
MOST = 8
# Characters. The parser reads 5,000 at once; the rules read all at once, so that what is worse than linear shows.
SOME, MANY = 6_000, 40_000


class TestNothingIsLost:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(FUZZED, st.sampled_from(["", " ", "\n"]))
    def test_putting_back_what_was_replaced_gives_the_cleaned_text(self, reader, parts, between):
        text = between.join(parts)

        ((reading,),) = reader.read([Source(text)])

        assert put_back(reading.redacted, reading.spans, clean(text), reading.replaced) == clean(text)


class TestTime:
    @pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
    def test_the_analysis_takes_no_more_than_some_times_that_of_prose(self, analyser, of_prose, piece):
        assert isinstance(analyser, PipelineAnalyser)
        text = of(piece, SOME)

        took = seconds(lambda: list(analyser.analyse([Source(text)])))

        assert took < MOST * of_prose["analysis"]

    @pytest.mark.parametrize("piece", [*PIECES.values(), *BEGINNINGS])
    def test_the_search_for_personal_data_and_harm_takes_no_more_than_that_either(self, of_prose, piece):
        cleaned = clean(of(piece, MANY))

        took = seconds(lambda: search(cleaned))

        assert took < MOST * of_prose["search"]


class TestAMegabyte:
    def test_of_persons_is_gone_through_once(self):
        def gone_through(length):
            unit = "we met Xyzzyx there once "
            text = of(unit, length)
            found = [(start + 7, start + 13) for start in range(0, length - len(unit), len(unit))]
            return seconds(lambda: persons(text, found))

        # Four times as long; the square of the length would take sixteen times.
        assert min(gone_through(1_000_000), gone_through(1_000_000)) < 10 * gone_through(250_000)

    @pytest.mark.parametrize("kind", ["base64", "addresses for mail"])
    def test_loses_nothing_but_what_is_replaced(self, kind):
        text = of(PIECES[kind], 1_000_000)

        redacted = redact_forms(text)

        assert put_back(redacted.text, redacted.spans, clean(text), redacted.origins) == clean(text)


def search(text):
    redact_forms(text)
    overlooked(text)
    is_urgent(text)


def seconds(work):
    # What the tests before have left is not gone through meanwhile.
    gc.freeze()
    began = time.process_time()
    try:
        work()
        return time.process_time() - began
    finally:
        gc.unfreeze()


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.fixture(scope="module")
def of_prose(analyser):
    """What prose takes: SOME characters to be analysed, MANY to be searched."""
    text = prose(SOME + MANY)
    return {
        "analysis": seconds(lambda: list(analyser.analyse([Source(text[-SOME:])]))),
        "search": seconds(lambda: search(text[:MANY])),
    }
