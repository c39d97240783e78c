"""Whatever is said and however it is understood: nothing is lost, nothing is asked twice, and it comes to an end."""

from hypothesis import given, settings
from hypothesis import strategies as st

import chat
from chat import State
from nlp.understanding import INTENTS
from surveys import routing
from surveys.definition import read_definition
from tests.factories import RATING, TEXT, definition
from tests.unit.chat.talk import AGREED, DAY, OFFICE, SETTING, SOLVED, WAIT, begin, say

MANY = settings(max_examples=300, deadline=None, derandomize=True, database=None)

HELLO = {"key": "hello", "type": "statement", "text": {"en": "Hello"}}
IN_LEEDS = {"==": [{"answer": "office"}, "leeds"]}
SURVEY = read_definition(
    definition(
        HELLO,
        WAIT,
        OFFICE,
        {**DAY, "show_if": IN_LEEDS},
        SOLVED,
        {**TEXT, "required_if": {"==": [{"answer": "solved"}, False]}},
        {**TEXT, "key": "praise", "max_length": 60},
        RATING,
        AGREED,
    )
)
KEYS = [question.key for question in SURVEY.questions]

SAID = st.sampled_from(
    ["three hours", "Leeds", "2 hours", "yes", "no", "4", "stop", "go on", "why", "delete my data", "keep it", "back",
     "skip", "note it", "repeat", "It was cold", "", "\0", "\ud800", "language cy", "a" * 61]
)  # fmt: skip
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "wait_minutes": st.sampled_from([180, 0, 10**7, 7.5, {"min": 60, "max": 120}, "long"]),
        "office": st.sampled_from(["Leeds", "Caerdydd", "Paris", True]),
        "day": st.sampled_from(["2026-01-01", "2999-01-01", {"min": "2026-01-01", "max": "2026-01-02"}]),
        "solved": st.booleans(),
        "satisfaction": st.sampled_from([1, 5, 6, {"min": 3, "max": 4}]),
        "agreed": st.booleans(),
        "improve": st.just("words"),
        "nobody": st.just(1),
    },
)
TURN = st.fixed_dictionaries(
    {
        "said": SAID,
        "intent": st.sampled_from([None, *INTENTS]),
        "values": VALUES,
        "confidence": st.sampled_from([0.2, 0.45, 0.99]),
    },
    optional={"asked": st.sampled_from(["wait", "office", "improve", "hello", "x"])},
)
PLAIN = {
    "wait": "2 hours", "office": "Leeds", "day": "2026-01-01", "solved": "yes", "improve": "Seats", "praise": "Kind",
    "satisfaction": "4", "agreed": "yes",
}  # fmt: skip
# These take answers away or change them, as the person wants.
TAKES_BACK = {"back", "change"}


@MANY
@given(turns=st.lists(TURN, max_size=12))
def test_nothing_said_is_lost_and_nothing_is_asked_twice(turns):
    current = begin(SURVEY)
    for turn in turns:
        before = current
        current = say(before.state, survey=SURVEY, **turn)
        if "delete" in {effect.kind for effect in current.effects}:
            assert current.state == State()
            return
        if turn["intent"] in TAKES_BACK or turn["said"] in TAKES_BACK or "asked" in turn:
            continue
        for key, answer in before.state.answers.items():
            if answer is not None:
                # Only a comment gets longer.
                assert str(current.state.answers[key]).startswith(str(answer))
        assert_fits(current)
        if current.asked is None:
            return
        if not is_asked_anew(current):
            assert current.state.answers.get(current.asked.key) is None


@MANY
@given(turns=st.lists(TURN, max_size=12))
def test_whoever_then_answers_comes_to_the_end_with_all_that_is_needed(turns):
    current = begin(SURVEY)
    for turn in turns:
        current = say(current.state, survey=SURVEY, **turn)
        if current.asked is None:
            break
    left = len(KEYS) + 1
    while current.asked is not None:
        left -= 1
        assert left, "it does not end"
        # What is pending is no answer to the question: the buttons and plain words count.
        pending = current.state.memory.pending
        said = {"": PLAIN[current.asked.key], "send": "send it"}.get(pending, "go on")
        left += 1 if pending and pending != "send" else 0
        current = say(current.state, said, survey=SURVEY, asked=current.asked.key)

    assert_fits(current)
    if not current.effects:
        answers, faults = routing.take_all(SURVEY, current.way.kept(current.state.answers), SETTING)
        assert faults == {}
        assert current.way.first_missing(answers) is None


@MANY
@given(turns=st.lists(TURN, max_size=6), again=TURN)
def test_the_same_misunderstanding_again_and_again_leads_to_another_way(turns, again):
    current = begin(SURVEY)
    for turn in turns:
        current = say(current.state, survey=SURVEY, **turn)
    seen = []
    for _ in range(2 * len(KEYS) + 6):
        if current.asked is None:
            return
        seen.append((current.asked.key, dict(current.state.answers), current.state.memory.repairs))
        current = say(current.state, "mumble", "answer", {}, confidence=0.3, survey=SURVEY)
    assert "use the form" in {quick.said for quick in current.quick}


def is_asked_anew(current):
    """Whether more may be said to the question, or its answer no longer fits."""
    question, answer = current.asked, current.state.answers.get(current.asked.key)
    if current.state.memory.more == question.key or answer is None:
        return True
    return current.way.fault_of(question, answer) is not None


def assert_fits(current):
    assert isinstance(current, chat.Step)
    for key, answer in current.state.answers.items():
        assert answer is None or SURVEY.question(key).parse(answer) == answer
