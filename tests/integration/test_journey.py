"""A comment becomes evidence: submit, analyse, page, file."""

from models import db, set_organisation
from tests.factories import PASSWORD


class TestAComment:
    def test_it_becomes_evidence_against_a_target(self, factories, client, run_jobs):
        organisation = factories.organisation()
        set_organisation(db.session(), organisation.id)
        service = factories.service()
        factories.survey(service=service, slug="repairs")
        manager = factories.person(roles=["manager"], email="m@example.org")
        factories.target(service=service, owner=manager, themes=["waiting"])
        page = client.get_page("/s/repairs")
        page = client.send(page, {"answer": "4"})
        page = client.send(page, {"answer": "online"})
        page = client.send(page, {"answer": "We waited over three hours and nobody told us why."})
        assert page.heading == "Check your answers before you send them"
        page = client.send(page)
        assert page.heading == "Feedback sent Your reference" or "Feedback sent" in page.heading

        assert run_jobs() >= 1

        page = client.get_page("/manage/")
        page = client.send(page, {"email": "m@example.org", "password": PASSWORD})
        assert "waited over three hours" not in page.text
        assert "Fewer than 10 submissions: too few to show any figure." in page.text
        assert "waited over three hours" in client.get_page("/manage/insights/waiting").text
