"""The transcripts of tests/conversations, held once with a running installation, and some simulated people."""

import pytest

from nlp.understanding import INTENTS
from surveys.questions import TYPES
from tests.conversations import installation, living, playing, reporting, transcripts
from tests.conversations.people import MANNERS

SCRIPTS = transcripts.read(transcripts.all_files())
# So many may be known to fail.
MOST_KNOWN = 0.1

pytestmark = pytest.mark.xdist_group("conversations")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_conversation_goes_as_its_transcript_says(script, place):
    outcome = playing.play(script, place)

    text = "\n".join(reporting.transcript(outcome))
    if outcome.known is not None and outcome.failed:
        pytest.xfail(outcome.known)
    assert not outcome.is_wrong, text


@pytest.mark.parametrize("manner", MANNERS)
def test_a_simulated_person_comes_to_an_end_too(manner, place):
    lived = [living.talk_live(person, survey, place) for person, survey in living.people(1, [manner])]

    assert [fault for each in lived for fault in each.faults] == [], "\n".join(living.table(lived))


def test_nothing_went_wrong_behind_them(place):
    assert place.troubles() == []


class TestTheTranscripts:
    def test_they_are_many_and_few_are_known_to_fail(self):
        known = [script for script in SCRIPTS if script.conversation.known]

        assert len(SCRIPTS) >= 80
        assert len(known) <= MOST_KNOWN * len(SCRIPTS)

    def test_every_intent_is_expected_somewhere(self):
        expected = {turn.intent for script in SCRIPTS for turn in script.conversation.turns}

        assert expected >= set(INTENTS)

    def test_every_type_of_question_is_talked_about(self):
        surveys = {script.conversation.survey for script in SCRIPTS}
        questions = [each for survey in surveys for each in transcripts.definition_of(survey).get("questions", ())]

        assert {each["type"] for each in questions} == set(TYPES)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with installation.running(tmp_path_factory.mktemp("rehearsal")) as started:
        yield started
