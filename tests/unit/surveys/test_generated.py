"""Surveys by chance: whatever passes the checks can be answered to its end, page by page as in one call."""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from surveys import piping, routing
from surveys.checking import faults_of
from surveys.definition import dumped, read_definition
from tests.questions import survey
from tests.strategies import SETTINGS, definitions, every_answer, narrow_questions, walk, with_units, wrong

FEW = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


MANY = settings(FEW, max_examples=600)


class TestDefinitions:
    @FEW
    @given(definitions())
    def test_they_are_checked_without_a_crash_and_mostly_pass(self, raw):
        faults = faults_of(read_definition(raw))

        # What chance writes is whole; that a condition is never met it may not know.
        assert all("no answers" in fault or "no way leads" in fault or "no answer passes" in fault for fault in faults)

    @FEW
    @given(definitions())
    def test_what_is_read_can_be_written_and_read_again(self, raw):
        read = read_definition(raw)
        stored = json.loads(json.dumps(dumped(read)))

        assert read_definition(stored) == read
        assert dumped(read_definition(stored)) == stored


class TestChecks:
    @MANY
    @given(narrow_questions(), SETTINGS)
    def test_a_question_is_published_where_some_answer_passes_and_nowhere_else(self, raw, setting):
        read = read_definition(survey({"key": "p", "questions": [raw]}))

        faults = faults_of(read)
        # What is compared with what can never be an answer is another fault.
        assume(all("no answer" in fault for fault in faults))

        answers = every_answer(read.questions[0])
        assert bool(faults) is not any(passes(read, answer, setting) for answer in answers)


class TestAnswering:
    @FEW
    @given(st.data(), definitions(), SETTINGS)
    def test_there_is_a_way_to_the_end_and_it_is_the_same_in_one_call(self, data, raw, setting):
        read = checked(raw)

        pages = list(walk(data.draw, read, setting, {}))
        given = {key: value for _, page, _ in pages for key, value in page.items()}
        answers = pages[-1][2] if pages else {}

        assert not pages or answers, "a question cannot be answered"
        assert routing.take_all(read, given, setting) == (answers, {})
        way = routing.route(read, answers, setting)
        assert [stop.number for stop in way.stops] == [number for number, _, _ in pages]
        assert way.first_missing(answers) is way.first_wrong(answers) is way.next_unasked(answers) is None

    @FEW
    @given(st.data(), definitions(), SETTINGS)
    def test_changing_an_answer_leads_to_what_one_call_with_the_answers_kept_gives(self, data, raw, setting):
        read = checked(raw)
        pages = list(walk(data.draw, read, setting, {}))
        assume(pages)
        answers = dict(pages[-1][2])
        changed = data.draw(st.sampled_from(sorted(answers)))
        del answers[changed]

        for _, _, since in walk(data.draw, read, setting, answers):
            answers = since
        way = routing.route(read, answers, setting)
        kept = way.kept(answers)

        again, faults = routing.take_all(read, kept, setting)
        assert faults == {}
        assert {key: answer for key, answer in again.items() if answer is not None} == kept
        assert routing.route(read, again, setting).stops == way.stops

    @FEW
    @given(st.data(), definitions(), SETTINGS)
    def test_wrong_answers_are_named_alike_page_by_page_and_in_one_call(self, data, raw, setting):
        read = checked(raw)
        given = {each.key: data.draw(st.sampled_from(wrong(each))) for each in read.questions}
        _, in_one_call = routing.take_all(read, given, setting)

        answers, stop = {}, routing.route(read, {}, setting).stops[:1]
        while stop:
            way = routing.route(read, answers, setting)
            taken, faults = routing.take(stop[0], way, given)
            assert faults == {key: in_one_call[key] for key in faults}
            assert not (taken.keys() - faults.keys()) & in_one_call.keys() or given_for_a_statement(read, in_one_call)
            if faults:
                return
            answers |= taken
            way = routing.route(read, answers, setting)
            stop = [following] if (following := way.after(stop[0].number)) else []

    @FEW
    @given(st.data(), definitions(), SETTINGS)
    def test_whatever_the_answers_are_there_is_one_way_and_every_text_can_be_made(self, data, raw, setting):
        read = checked(raw)
        answers = {}
        for _, _, since in walk(data.draw, read, setting, {}):
            answers = since
        for key in data.draw(st.lists(st.sampled_from([*answers, "nobody"]), max_size=3)):
            answers.pop(key, None)
        way, again = (routing.route(read, answers, setting) for _ in range(2))

        assert way.stops == again.stops
        for question in way.questions:
            for _, words in question.texts():
                assert len(piping.stored(way.known, answers, words, setting.language)) <= 2_000
                for text in words.values():
                    piping.filled(text, lambda key: str(piping.shown_of(way.known, answers, key)))

    @FEW
    @given(st.data(), definitions(), SETTINGS)
    def test_a_full_quota_ends_the_way_where_it_is_met_and_nowhere_else(self, data, raw, setting):
        read = checked(raw)
        answers = {}
        for _, _, since in walk(data.draw, read, setting, {}):
            answers = since
        whole = routing.route(read, answers, setting)
        assume(whole.stops)
        full = frozenset(quota.key for quota in read.quotas)
        ended = routing.route(read, answers, type(setting)(**{**vars(setting), "full": full}))

        assert ended.stops == whole.stops[: len(ended.stops)]
        assert (ended.full is None) is (routing.met_quotas(whole) == [])


def checked(raw):
    read = read_definition(raw)
    assume(not faults_of(read))
    return with_units(read)


def passes(read, answer, setting):
    return routing.take_all(read, {"q": answer}, setting)[1] == {}


def given_for_a_statement(read, faults):
    return any(not question.asks and question.key in faults for question in read.questions)
