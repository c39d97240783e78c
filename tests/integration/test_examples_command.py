"""What staff made examples is written as a file that the understanding learns from."""

import json
import shutil

import pytest

from models import Person, Survey, db, set_organisation, transaction
from nlp import cards, loading
from nlp.understanding import Asked, examples
from surveys.conversations import teaching

CHANNEL = Asked("channel", "choice", "How did you use the service?", ("Online", "By phone"))
PAID = Asked("paid", "yes_no", "Did you pay?")
OPEN = Asked("improve", "text", "How could we improve this service?")


class TestWriting:
    def test_every_line_is_read_as_what_was_taught(self, invoke, teach, tmp_path):
        teach(CHANNEL, "by carrier pigeon", "answer", "By phone")
        teach(PAID, "my sister did", "answer", False)
        teach(OPEN, "is anybody there", "human", None)

        result = invoke("nlp", "examples", str(tmp_path / "out.jsonl"))

        assert (result.exit_code, result.stderr.strip().endswith("3 examples")) == (0, True)
        read = examples.messages(tmp_path / "out.jsonl")
        assert [(each.message.said, each.intent, each.values) for each in read] == [
            ("by carrier pigeon", "answer", {"channel": "By phone"}),
            ("my sister did", "answer", {"paid": False}),
            ("is anybody there", "human", {}),
        ]
        assert [each.message.asked for each in read] == [CHANNEL, PAID, OPEN]
        replies = [reply for each in read for reply in examples.replies_in(each)]
        assert [(reply.said, reply.value) for reply in replies] == [
            ("by carrier pigeon", "By phone"),
            ("my sister did", False),
        ]

    def test_it_has_those_of_one_organisation(self, invoke, teach, factories, tmp_path, organisation):
        teach(OPEN, "ours", "greet", None)
        other = factories.organisation()

        both = invoke("nlp", "examples", str(tmp_path / "out.jsonl"))
        theirs = invoke("nlp", "examples", str(tmp_path / "theirs.jsonl"), "--organisation", other.slug)
        ours = invoke("nlp", "examples", str(tmp_path / "ours.jsonl"), "--organisation", organisation.slug)

        assert (both.exit_code, theirs.exit_code, ours.exit_code) == (1, 0, 0)
        assert f"There are: {organisation.slug}, {other.slug}." in both.stderr
        assert (tmp_path / "theirs.jsonl").read_text() == ""
        assert "ours" in (tmp_path / "ours.jsonl").read_text()


class TestLearning:
    def test_the_understanding_is_trained_with_it(self, invoke, teach, tmp_path):
        teach(CHANNEL, "by carrier pigeon", "answer", "By phone")
        teach(OPEN, "is anybody there", "human", None)
        invoke("nlp", "examples", str(tmp_path / "ours.jsonl"))
        shipped = cards.PIPELINES / cards.UNDERSTANDING
        out = tmp_path / shipped.name
        shutil.copytree(shipped, out)
        few = tmp_path / "few.jsonl"
        few.write_text("".join(some_of_each_intent()))
        replies = tmp_path / "replies.jsonl"
        replies.write_text(
            json.dumps({"text": "Did you pay?", "type": "yes_no", "said": "I did", "value": True}) + "\n"
        )

        card = loading.train_understanding([few, tmp_path / "ours.jsonl"], [replies], [], out, lambda line: None)

        assert set(card["sources"]) == {"few.jsonl", "ours.jsonl", "replies.jsonl"}
        assert card["messages"] == len(few.read_text().splitlines()) + 2


def some_of_each_intent():
    """Return a dozen shipped messages of each intent, as lines."""
    found = {}
    for line in (cards.PIPELINES.parent / "data" / "intents.jsonl").read_text().splitlines(keepends=True):
        found.setdefault(json.loads(line)["intent"], []).append(line)
    return [line for lines in found.values() for line in lines[:12]]


@pytest.fixture
def teach(factories, service):
    """Make an example."""
    survey = factories.survey(service=service)
    person = factories.person(roles=["designer"])

    def teach(asked, said, intent, value):
        with transaction() as session:
            teaching.teach(
                session,
                survey=session.get_one(Survey, survey.id),
                asked=asked,
                said=said,
                language="en",
                intent=intent,
                value=value,
                by=session.get_one(Person, person.id),
            )

    return teach


@pytest.fixture
def invoke(commands, organisation):
    def run(*words):
        result = commands(*words)
        set_organisation(db.session(), organisation.id)
        return result

    return run
