"""/manage/articles: written, published, withdrawn and deleted by those who may, within their services."""

import pytest
from rq import Queue

import jobs
from models import Article, db, set_organisation

HOURS = {
    "title_en": "Opening hours",
    "body_en": "The desk is open from 9 am to 5 pm.",
    "source": "https://council.example.org/hours",
    "service": "repairs",
}


class TestWriting:
    def test_an_article_is_written_then_published_then_withdrawn(self, client, designer, sign_in, organisation):
        page = client.send(sign_in(designer, "/manage/articles/new"), {**HOURS, "title_cy": "", "body_cy": ""})

        assert "The article is saved" in page.html
        (article,) = articles(organisation)
        assert (article.title, article.published) == ({"en": "Opening hours"}, False)
        assert article.body == {"en": HOURS["body_en"]}
        page = client.send(client.get_page("/manage/articles"))
        assert "Conversations may answer with it now" in page.html
        assert articles(organisation)[0].published is True
        page = client.send(client.get_page("/manage/articles"))
        assert articles(organisation)[0].published is False

    def test_saving_asks_for_it_to_be_read(self, client, designer, sign_in):
        client.send(sign_in(designer, "/manage/articles/new"), HOURS)

        assert Queue(jobs.TURNS, connection=jobs.connection()).count == 1

    def test_it_is_changed_in_both_languages(self, client, designer, sign_in, organisation, factories, service):
        made = factories.article(title="Hours", body="Nine to five.", service=service)
        page = sign_in(designer, f"/manage/articles/{made.id}")

        welsh = {"title_cy": "Oriau", "body_cy": "Naw tan bump.\r\n\r\nAr gau ddydd Sul."}
        client.send(page, {**HOURS, **welsh, "title_en": "Hours"})

        (article,) = articles(organisation)
        assert article.title == {"en": "Hours", "cy": "Oriau"}
        assert article.body["cy"] == "Naw tan bump.\n\nAr gau ddydd Sul."
        assert article.published is True

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("title_en", " ", "Enter a title in English"),
            ("body_en", "", "Enter the text in English"),
            ("title_en", "x" * 151, "The title must have 150 characters or fewer"),
            ("body_en", "x" * 5_001, "The text must have 5000 characters or fewer"),
            ("title_cy", "Oriau", "Enter the text in Welsh too"),
            ("body_cy", "Naw tan bump", "Enter a title in Welsh too"),
            ("service", "", "Select one of your services"),
            ("source", "", "Enter the address of the page that says more"),
            ("source", "http://council.example.org", "Enter the address of the page that says more"),
            ("source", "javascript:alert(1)", "Enter the address of the page that says more"),
            ("source", "https://somebody@council.example.org", "Enter the address of the page that says more"),
            ("source", "https://nowhere", "Enter the address of the page that says more"),
        ],
    )
    def test_what_cannot_be_kept_is_said_in_a_sentence_at_its_field(
        self, client, designer, sign_in, organisation, field, value, sentence
    ):
        page = client.send(sign_in(designer, "/manage/articles/new"), {**HOURS, field: value}, status=400)

        assert sentence in page.text
        where = {"title_cy": "body_cy", "body_cy": "title_cy"}.get(field, field) if "Welsh" in sentence else field
        assert sentence in page.error_for(where)
        assert articles(organisation) == []

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
        self, client, designer, sign_in, organisation, factories, service
    ):
        made = factories.article(title="Hours", body="Nine to five.", service=service)
        first = sign_in(designer, f"/manage/articles/{made.id}")
        client.send(client.get_page(f"/manage/articles/{made.id}"), HOURS)

        page = client.send(first, {**HOURS, "title_en": "When we are open"}, status=400)

        assert "Somebody else changed this article meanwhile" in page.text
        assert articles(organisation)[0].title == {"en": "Opening hours"}

    def test_deleting_asks_first(self, client, designer, sign_in, organisation, factories, service):
        made = factories.article(title="Hours", body="Nine to five.", service=service)
        page = sign_in(designer, f"/manage/articles/{made.id}/delete")
        assert "Delete this article?" in page.text
        assert len(articles(organisation)) == 1

        client.send(page)

        assert articles(organisation) == []


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("designer", 200),
            ("publisher", 200),
            ("administrator", 200),
            ("manager", 403),
            ("viewer", 403),
            ("owner", 403),
        ],
    )
    def test_roles(self, client, factories, sign_in, service, role, status):
        factories.person(roles=[role], email="somebody@example.org")

        page = sign_in("somebody@example.org", "/manage/articles", status=status)

        assert ("Write an article" in page.text) == (status == 200)

    def test_who_designs_one_service_writes_for_that_alone(self, client, factories, sign_in, service, organisation):
        other = factories.service(slug="libraries", name={"en": "Libraries"})
        theirs = factories.article(title="Late books", body="They cost 20p.", service=other)
        shared = factories.article(title="Complaints", body="Write to us.")
        factories.person(roles=["designer"], service=service, email="one@example.org")

        page = sign_in("one@example.org", "/manage/articles")

        assert "Late books" not in page.text
        assert "nothing: it is of all services" in page.text
        for article in (theirs, shared):
            client.get_page(f"/manage/articles/{article.id}", status=404)
        form = client.get_page("/manage/articles/new")
        assert [option["value"] for option in form.soup.select("#service option")] == ["repairs"]
        for service_named in ("libraries", "all"):
            client.send(form, {**HOURS, "service": service_named}, status=400)
        assert len(articles(organisation)) == 2

    def test_another_organisations_articles_are_not_found(self, client, factories, sign_in, organisation, designer):
        set_organisation(db.session(), factories.organisation().id)
        theirs = factories.article(title="Their hours", body="Never open.")
        set_organisation(db.session(), organisation.id)

        page = sign_in(designer, "/manage/articles")

        assert "Their hours" not in page.text
        client.get_page(f"/manage/articles/{theirs.id}", status=404)
        client.get_page(f"/manage/articles/{theirs.id}/delete", status=404)


def articles(organisation):
    db.session.rollback()
    set_organisation(db.session(), organisation.id)
    return db.session.query(Article).order_by(Article.id).all()


@pytest.fixture
def designer(factories, service):
    factories.person(roles=["designer"], email="designer@example.org")
    return "designer@example.org"
