"""The survey that shows every type, held as a conversation: what is kept is what the API keeps."""

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from models import Answer, Collector, Comment, Contact, Submission, Tally, Unit, db, transaction
from surveys import publishing
from surveys.counted import Filters
from surveys.definition import read_definition
from surveys.questions import TYPES
from surveys.summaries import results
from tallies import by_question, comment_subject, question_subject

SHOWCASE = json.loads((Path(__file__).parents[2] / "demo" / "showcase.json").read_text())

# For each question: what is said, and what another system would send.
ANSWERS = {
    "satisfaction": ("4 out of 5", 4),
    "channel": ("Another way: a letter", {"chosen": "other", "other": "a letter"}),
    "waited": ("2 hours 30 minutes", 150),
    "contacts": ("3 times", 3),
    "resolved": ("nope", False),
    "centre": ("The north", "north"),
    "informed": ("Agree", 4),
    "waiting_room": ("7/10", 7),
    "letting_us_know": ("Satisfied", 4),
    "effort": ("6", 6),
    "recommend": ("9 out of 10", 9),
    "problems": (
        "bins and recycling and council tax, something else: no signs",
        {"chosen": ["bins", "tax", "other"], "other": "no signs"},
    ),
    "overpaid": ("£12.50", 12.5),
    "moved_on": ("27 March 2026", "2026-03-27"),
    "told_on": ("1/5/2026", "2026-05-01"),
    "late": ("We waited three hours and nobody told us why.", "We waited three hours and nobody told us why."),
    "postcode": ("ls1 4ap", "LS1 4AP"),
    "one_word": ("slow, kind", "slow, kind"),
    "improve": ("Open on Saturdays.", "Open on Saturdays."),
    "contact_me": ("yes", True),
    "email": ("name@example.com", "name@example.com"),
    "phone": ("01632 960 001", "01632 960 001"),
}


def read(survey, collector_id):
    """Return what was counted of one way in."""
    subjects = [of(key) for key in ANSWERS for of in (question_subject, comment_subject)]
    return by_question(db.session(), service_id=survey.service_id, collector_ids=[collector_id], subjects=subjects)


@pytest.mark.usefixtures("counted_right")
class TestEveryType:
    def test_a_conversation_and_a_call_keep_the_same(self, talk, send, kept):
        asked = talk({key: {"said": said} for key, (said, _) in ANSWERS.items()})
        send({key: given for key, (_, given) in ANSWERS.items()})

        assert set(asked) == set(ANSWERS)
        assert {question["type"] for question in asked.values()} == set(TYPES) - {"statement"}
        assert kept("conversation") == kept("api")
        assert kept("conversation")["answers"]["problems"] == ["bins", "tax", "other"]
        assert sorted(kept("conversation")["contacts"]) == ["email", "phone"]

    def test_the_pages_keep_the_same_too(self, talk, send, fill, kept):
        fill({key: given for key, (_, given) in ANSWERS.items()})
        talk({key: {"said": said} for key, (said, _) in ANSWERS.items()})
        send({key: given for key, (_, given) in ANSWERS.items()})

        assert kept("page") == kept("conversation") == kept("api")

    def test_their_summaries_are_the_same(self, talk, send, fill, showcase):
        fill({key: given for key, (_, given) in ANSWERS.items()})
        talk({key: {"said": said} for key, (said, _) in ANSWERS.items()})
        send({key: given for key, (_, given) in ANSWERS.items()})

        by_mode = {
            sent.mode: results(db.session(), survey=showcase, filters=Filters(collector_ids=(sent.collector_id,)))
            for sent in db.session.query(Submission)
        }
        assert by_mode["page"] == by_mode["conversation"] == by_mode["api"]
        assert {(each.key, each.decision, each.n) for each in by_mode["api"].summaries} == {
            (key, "few", 0) for key in ANSWERS
        }
        counted = {
            sent.mode: {each.subject: each.counts for each in read(showcase, sent.collector_id)}
            for sent in db.session.query(Submission)
        }
        assert counted["page"] == counted["conversation"] == counted["api"]
        assert len(counted["api"]) >= len(ANSWERS)

    def test_a_page_costs_so_many_reads_however_long_the_survey_is(self, client, factories, service, reads):
        def cost(questions):
            asked = [
                {"key": f"q{number}", "type": "yes_no", "text": {"en": f"Is it {number}?"}}
                for number in range(questions)
            ]
            survey = factories.survey(service=service, questions=asked)
            client.send(client.get_page(f"/s/{survey.slug}"), {"answer": "yes"})
            with reads() as statements:
                client.get_page(f"/s/{survey.slug}/2")
            return len(statements)

        assert cost(3) == cost(150) <= 8

    def test_controls_and_words_say_the_same(self, talk, kept, send):
        pressed = {
            **{key: {"said": said} for key, (said, _) in ANSWERS.items()},
            "satisfaction": {"said": "Satisfied", "value": "4"},
            "channel": {"said": "a letter", "value": {"chosen": "other", "other": "a letter"}},
            "resolved": {"said": "No", "value": "no"},
            "centre": {"said": "The north", "value": "north"},
            "recommend": {"said": "9", "value": "9"},
            "problems": {"said": "no signs", "value": {"chosen": ["tax", "bins", "other"], "other": "no signs"}},
            "contact_me": {"said": "Yes, you may contact me", "value": "yes"},
        }

        talk(pressed)
        send({key: given for key, (_, given) in ANSWERS.items()})

        assert kept("conversation") == kept("api")

    def test_in_welsh_it_is_the_same_survey_and_the_language_is_stored(self, talk, kept, send):
        welsh = {
            "satisfaction": "4 allan o 5", "channel": "Ffordd arall: a letter", "waited": "2 awr 30 munud",
            "contacts": "3 gwaith", "resolved": "nac ydw", "informed": "Cytuno", "letting_us_know": "Bodlon",
            "problems": "biniau ac ailgylchu, treth y cyngor, rhywbeth arall: no signs", "overpaid": "12.50 punt",
            "moved_on": "27 Mawrth 2026", "contact_me": "ie",
        }  # fmt: skip
        asked = talk({key: {"said": welsh.get(key, said)} for key, (said, _) in ANSWERS.items()}, lang="cy")
        send({key: given for key, (_, given) in ANSWERS.items()})

        assert asked["late"]["text"].startswith("Fe ddywedoch wrthym 35 diwrnod ar ôl i chi symud.")
        assert kept("conversation")["answers"] == kept("api")["answers"]
        assert db.session.query(Submission.language).filter_by(mode="conversation").one() == ("cy",)

    def test_what_is_optional_is_skipped_and_what_is_hidden_is_not_asked(self, talk, kept):
        needed = {"satisfaction": "5", "channel": "in person", "informed": "5", "letting_us_know": "5", "effort": "7",
                  "problems": "none of these", "moved_on": "1 1 2026"}  # fmt: skip

        asked = talk({key: {"said": said} for key, said in needed.items()}, otherwise={"said": "skip", "value": ""})

        assert not {"waited", "contacts", "resolved", "overpaid", "late", "email", "phone"} & set(asked)
        assert set(kept("conversation")["answers"]) == set(needed)


class TestWhatTheWindowIsTold:
    def test_it_knows_how_each_is_answered(self, talk):
        asked = talk({key: {"said": said} for key, (said, _) in ANSWERS.items()})

        assert {key: asked[key]["control"] for key in ("channel", "problems", "recommend", "waiting_room", "late")} == {
            "channel": "one",
            "problems": "several",
            "recommend": "points",
            "waiting_room": "points",
            "late": "none",
        }
        assert [option["value"] for option in asked["channel"]["options"] if option["own"]] == ["other"]
        assert [option["value"] for option in asked["problems"]["options"] if option["alone"]] == ["none"]
        assert asked["problems"]["phrasing"] == "You can choose more than one."
        assert asked["waiting_room"]["marks"] == ["1 – Not clear at all", "10 – Completely clear"]
        assert [option["value"] for option in asked["recommend"]["options"]] == [str(point) for point in range(11)]
        assert (asked["overpaid"]["before"], asked["contacts"]["after"]) == ("£", "times")
        assert asked["email"]["field"] == {
            "kind": "line",
            "type": "email",
            "mode": "email",
            "autocomplete": "email",
        }
        assert asked["phone"]["field"]["type"] == "tel"
        assert (asked["late"]["max_length"], asked["one_word"]["max_length"]) == (1200, 60)

    def test_answers_are_put_into_later_questions(self, talk):
        asked = talk({key: {"said": said} for key, (said, _) in ANSWERS.items()})

        assert asked["resolved"]["text"] == "Was everything settled Another way, a letter?"
        assert asked["late"]["text"].startswith("You told us 35 days after you moved.")

    @pytest.mark.parametrize(("places", "control"), [(8, "one"), (9, "list")])
    def test_many_places_are_a_list(self, factories, service, open_window, places, control):
        for number in range(places):
            factories.unit(service=service, slug=f"place-{number}")
        place = {"key": "place", "type": "place", "text": {"en": "Where?"}}
        window = open_window(factories.survey(service=service, questions=[place]))

        assert window.page["state"]["ask"]["control"] == control
        assert len(window.page["state"]["ask"]["options"]) == places

    def test_each_answer_is_shown_as_a_person_reads_it(self, open_window, showcase):
        window = open_window(showcase)
        following = window.page["state"]
        shown = {}
        while not following["finished"]:
            shown |= {line["key"]: line["answer"] for line in following["answered"]}
            following = window.turn(said=ANSWERS[following["ask"]["key"]][0])

        assert {key: shown[key] for key in ("channel", "waited", "resolved", "problems", "overpaid", "moved_on")} == {
            "channel": "Another way, a letter",
            "waited": "2 hours, 30 minutes",
            "resolved": "No",
            "problems": "Bins and recycling, Council tax, Something else, no signs",
            "overpaid": "£12.50",
            "moved_on": "27 March 2026",
        }


@pytest.fixture
def showcase(factories, service):
    for slug, name in (("north", "The north"), ("south", "The south")):
        factories.unit(service=service, slug=slug, name={"en": name})
    with transaction() as session:
        survey = publishing.create(session, service=session.merge(service), slug="showcase")
        publishing.publish(session, survey=survey, definition=SHOWCASE)
        return survey


@pytest.fixture
def talk(open_window, showcase):
    """Hold a whole conversation; return what was asked, by question."""

    def talk(said, *, otherwise=None, lang="en"):
        window = open_window(showcase)
        window.path = f"{window.path}?lang={lang}"
        following, asked = window.page["state"], {}
        while not following["finished"]:
            question = following["ask"]
            assert question["key"] not in asked, following["replies"]
            asked[question["key"]] = question
            following = window.turn(**said.get(question["key"], otherwise), asked=question["key"])
        # The first question stood in a page of another language.
        return asked

    return talk


@pytest.fixture
def fill(client, showcase):
    """Fill in the pages one after the other, as a browser without scripts does."""
    with transaction() as session:
        publishing.collect(session, survey=session.merge(showcase), kind="link")
    pages = read_definition(SHOWCASE).pages

    def fill(answers):
        page = client.get_page("/s/showcase")
        while not page.path.endswith("/check"):
            keys = [question.key for question in pages[int(re.search(r"/(\d+)", page.action)[1]) - 1].questions]
            names = {key: f"q-{key}" for key in keys if f"q-{key}" in page.html} or {keys[0]: "answer"}
            form = {}
            for key, name in names.items():
                form |= written(name, answers.get(key))
            page = client.send(page, form)
        assert client.send(page).heading == "Feedback sent"

    return fill


def written(name, answer):
    """Return what a form sends for an answer."""
    if isinstance(answer, dict):
        return written(name, answer["chosen"]) | {f"{name}-other": answer["other"]}
    if isinstance(answer, bool):
        return {name: "yes" if answer else "no"}
    if name.endswith("waited"):
        return {f"{name}-hours": str(answer // 60), f"{name}-minutes": str(answer % 60)}
    if name.endswith("_on"):
        return dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), answer.split("-"), strict=True))
    return {name: answer if isinstance(answer, list) else str(answer or "")}


@pytest.fixture
def reads(app):
    """Count what is asked of the database."""

    @contextmanager
    def count():
        statements = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.lstrip().upper().startswith("SELECT"):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return count


@pytest.fixture
def send(client, showcase):
    """Send all answers at once, as another system does."""
    with transaction() as session:
        secret = publishing.open_api(session, survey=showcase, name="Another system")[1]

    def send(answers):
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "1"}
        body = {"answers": answers, "language": "en"}
        sent = client.request("POST", "/api/v1/surveys/showcase/submissions", json=body, headers=headers)
        assert sent.status_code == 201, sent.get_json()
        db.session.rollback()

    return send


@pytest.fixture
def kept(organisation):
    """Return everything that was kept of the one submission of a mode."""

    def kept(mode):
        sent = db.session.query(Submission).filter_by(mode=mode).one()
        counted = db.session.query(Tally).filter(Tally.collector_id == sent.collector_id, Tally.subject != "way")
        return {
            "answers": {row.question: row.value for row in of(Answer, sent)},
            "comments": sorted((row.question, row.asked, row.text) for row in of(Comment, sent)),
            "contacts": {row.question: (row.value, (row.forget_on - sent.given_on).days) for row in of(Contact, sent)},
            "unit": db.session.get_one(Unit, sent.unit_id).slug if sent.unit_id else None,
            "partial": sent.partial,
            "counted": sorted((row.subject, row.value.replace(mode, "mode"), row.version, row.n) for row in counted),
            "kinds": db.session.get_one(Collector, sent.collector_id).survey_id,
        }

    return kept


def of(table, sent):
    return db.session.query(table).filter_by(submission_id=sent.id)
