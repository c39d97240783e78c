"""A question in mid-conversation is answered from the service's own articles, by the models that are shipped."""

import pytest
from rq import Queue
from sqlalchemy import text

import jobs
from articles import reading, saving
from articles.saving import Reach
from jobs import asking
from jobs.articles import read_articles
from models import Article, ArticleVectors, Message, db, set_organisation, transaction
from nlp import loading
from tests.factories import CHOICE, RATING, TEXT
from tests.integration.conftest import Window
from tests.integration.turns import understanding

HOURS = "The library is open from 9 am to 6 pm on weekdays. On Saturdays we close at 1 pm."
HOURS_CY = "Mae'r llyfrgell ar agor rhwng 9 y bore a 6 yr hwyr yn ystod yr wythnos."
FINES = "Each day that a book is late costs 20p. Children pay nothing."
SOURCE = "https://council.example.org/page"
ANSWER = "This is what the service says about it:"


class TestAQuestion:
    def test_it_is_answered_with_the_link_and_the_open_question_stands(self, conversation, hours, fines, worker):
        answer = conversation.turn(said="what time do you open?")

        assert [reply["text"] for reply in answer["replies"]] == [ANSWER, HOURS]
        assert answer["links"] == [{"label": "Opening hours", "url": SOURCE}]
        assert (answer["ask"]["key"], answer["answered"]) == ("satisfaction", [])
        assert conversation.turn(said="4")["ask"]["key"] == "channel"

    def test_the_one_that_fits_is_quoted(self, conversation, hours, fines, worker):
        answer = conversation.turn(said="how much is it if I bring a book back late?")

        assert answer["replies"][-1]["text"] == FINES

    def test_what_was_found_is_kept_sealed_with_the_message(self, conversation, hours, worker):
        conversation.turn(said="what time do you open?")

        (message,) = [each for each in messages() if each.who == "person"]
        assert message.found["article"] == str(hours.id)
        assert 0.6 <= message.found["confidence"] <= 1
        kept = db.session.execute(text("SELECT found FROM message WHERE found IS NOT NULL")).scalar_one()
        assert b"article" not in bytes(kept)

    def test_what_no_article_answers_is_said_to_be_unknown_and_may_be_passed_on(
        self, conversation, hours, fines, worker
    ):
        answer = conversation.turn(said="can you tell me how to renew my passport?")

        assert answer["replies"][0]["text"].startswith("I do not know the answer to that")
        assert answer["links"] == []
        assert "pass it on" in [quick["said"] for quick in answer["quick"]]

    def test_without_any_article_it_says_so_too(self, conversation, worker):
        answer = conversation.turn(said="what time do you open?")

        assert answer["replies"][0]["text"].startswith("I do not know the answer to that")

    def test_a_service_that_speaks_welsh_answers_in_welsh(self, welsh, welsh_conversation, worker):
        answer = welsh_conversation.turn(said="pryd mae'r llyfrgell ar agor?")

        assert answer["replies"][-1]["text"] == HOURS_CY
        assert answer["links"][0]["label"] == "Oriau agor"

    def test_where_only_the_english_is_written_it_says_which_language_that_is(self, hours, welsh_conversation, worker):
        answer = welsh_conversation.turn(said="what time do you open?")

        (piece,) = answer["replies"][-1]["text"]
        assert (piece["text"], piece["lang"]) == (HOURS, "en")
        assert answer["links"][0]["label"][0]["lang"] == "en"

    def test_somebody_at_risk_is_shown_where_help_is_and_no_article(
        self, factories, service, conversation, worker, read
    ):
        factories.article(
            title="Help in a crisis", body="We can help you in a crisis. Come to the desk.", service=service
        )
        read()

        answer = conversation.turn(said="where can I get help, I want to kill myself?")

        assert "in danger now" in answer["replies"][0]["text"]
        assert ANSWER not in str(answer)
        assert answer["links"] == []


class TestWhatIsNeverShown:
    def test_an_article_that_is_not_published(self, factories, service, conversation, worker, read):
        factories.article(title="Opening hours", body=HOURS, service=service, published=False)
        read()

        assert HOURS not in str(conversation.turn(said="what time do you open?"))

    def test_one_that_is_withdrawn_while_it_is_found(self, conversation, hours, worker, monkeypatch):
        understood = asking.understood

        def withdrawn_meanwhile(**ids):
            answer = understood(**ids)
            with db.engine.begin() as connection:
                connection.execute(text("UPDATE article SET published = false"))
            return answer

        monkeypatch.setattr(asking, "understood", withdrawn_meanwhile)

        assert HOURS not in str(conversation.turn(said="what time do you open?"))

    def test_another_services(self, factories, organisation, conversation, worker, read):
        factories.article(title="Opening hours", body=HOURS, service=factories.service())
        read()

        assert HOURS not in str(conversation.turn(said="what time do you open?"))

    def test_another_organisations(self, factories, organisation, conversation, worker, read):
        set_organisation(db.session(), factories.organisation().id)
        factories.article(title="Opening hours", body=HOURS)
        set_organisation(db.session(), organisation.id)
        read()

        assert HOURS not in str(conversation.turn(said="what time do you open?"))

    def test_one_of_all_services_is_shown_by_each(self, factories, organisation, conversation, worker, read):
        factories.article(title="Opening hours", body=HOURS)
        read()

        assert conversation.turn(said="what time do you open?")["replies"][-1]["text"] == HOURS


class TestAWorkerThatIsNotThere:
    def test_the_conversation_goes_on_in_plain_words(self, conversation, hours):
        answer = conversation.turn(said="what time do you open?")

        assert answer["replies"][0]["text"] == "Select one of the answers"
        assert answer["ask"]["key"] == "satisfaction"


class TestReading:
    def test_an_article_that_is_written_waits_until_it_is_read(self, factories, service, searcher, do):
        article = factories.article(title="Opening hours", body=HOURS, service=service)
        assert article.read_by is None

        do(read_articles)

        assert stored(article).read_by == searcher.name
        (vectors,) = db.session.query(ArticleVectors)
        assert (vectors.language, vectors.model) == ("en", searcher.name)
        assert Queue(jobs.TURNS, connection=jobs.connection()).count == 1

    def test_one_that_was_changed_is_read_anew(self, hours, searcher):
        before = db.session.query(ArticleVectors).one().vectors
        change(hours, body="We are open all night.")
        assert stored(hours).read_by is None
        assert db.session.query(ArticleVectors).count() == 0

        assert reading.read_next(searcher)

        set_organisation(db.session(), hours.organisation_id)
        assert db.session.query(ArticleVectors).one().vectors != before

    def test_one_that_is_changed_while_it_is_read_is_read_again(self, factories, service, searcher):
        article = factories.article(title="Opening hours", body=HOURS, service=service)

        assert reading.read_next(Meanwhile(searcher, lambda: change(article, body="We are open all night.")))

        assert stored(article).read_by is None
        assert db.session.query(ArticleVectors).count() == 0

    def test_reading_twice_changes_nothing_and_nothing_waits_then(self, hours, searcher):
        assert reading.read_next(searcher) is False

    def test_it_goes_with_the_article(self, hours):
        with transaction() as session:
            saving.delete(session, article_id=hours.id, reach=Reach(frozenset({hours.service_id}), whole=False))

        assert db.session.query(Article).count() == 0
        assert db.session.query(ArticleVectors).count() == 0


class Meanwhile:
    """A searcher while whose reading something happens."""

    def __init__(self, searcher, happens):
        self.searcher, self.happens, self.name = searcher, happens, searcher.name

    def embed(self, text):
        self.happens()
        return self.searcher.embed(text)


def messages():
    db.session.rollback()
    return db.session.query(Message).order_by(Message.number).all()


def stored(article):
    db.session.rollback()
    set_organisation(db.session(), article.organisation_id)
    return db.session.get_one(Article, article.id)


def change(article, *, body):
    whole = Reach(frozenset({article.service_id}), whole=True)
    written = saving.Written.of(article.service_id, article.title, {"en": body}, article.source)
    with transaction() as session:
        set_organisation(session, article.organisation_id)
        saving.change(session, article_id=article.id, written=written, reach=whole, by=None)


@pytest.fixture(scope="session")
def searcher():
    return loading.searcher()


@pytest.fixture(scope="session")
def understander():
    return loading.understander()


@pytest.fixture(autouse=True)
def given(searcher):
    jobs.give_searcher(searcher)


@pytest.fixture
def read(searcher, organisation):
    """Read what waits, as the worker does."""

    def all_of_it():
        while reading.read_next(searcher):
            pass
        set_organisation(db.session(), organisation.id)

    return all_of_it


@pytest.fixture
def hours(factories, service, read):
    made = factories.article(title="Opening hours", body=HOURS, service=service)
    read()
    return stored(made)


@pytest.fixture
def fines(factories, service, read):
    made = factories.article(title="Books that come back late", body=FINES, service=service)
    read()
    return stored(made)


@pytest.fixture
def welsh(factories, service, read):
    more = {"title_more": {"cy": "Oriau agor"}, "body_more": {"cy": HOURS_CY}}
    factories.article(title="Opening hours", body=HOURS, service=service, **more)
    read()


@pytest.fixture
def conversation(open_window, factories, service):
    return open_window(factories.survey(service=service, slug="visit", questions=[RATING, CHOICE, TEXT]))


@pytest.fixture
def welsh_conversation(client, factories, service):
    survey = factories.survey(service=service, slug="ymweliad", languages=("en", "cy"))
    key = factories.window(survey=survey).key
    return Window(client, key, path=f"/w/{key}/turns?lang=cy")


@pytest.fixture
def worker(app, queue_url, understander):
    """A worker with the models that are shipped; it is waited for however busy the machine is."""
    jobs.connect(queue_url, patience=5.0)
    jobs.give_understander(understander)
    with understanding(app) as made:
        yield made
