"""/manage/targets/<key>/links: why a theme is suggested, who may decide, and that nobody decides unseen."""

import pytest

from models import Target, db, transaction
from targets import linking

LINKS = "/manage/targets/wait/links"


class TestThePage:
    def test_a_suggestion_says_why_in_plain_words(self, suggested, manager, sign_in):
        page = sign_in("m@example.org", LINKS)

        assert page.heading == "Themes and this target"
        said = page.one("section[data-theme=waiting]").get_text(" ", strip=True)
        assert "The theme means something near to the target's name (0.42, where 1 is the same)." in said
        assert "When more people complain of “Waiting and timeliness”, the figure falls a month later." in said
        assert "They move together over 17 months (rank correlation −0.82); " in said
        assert "chance alone would show that about once in 250 times." in said
        assert "One would expect the opposite" in said
        assert page.one("select#weight-waiting option[selected]").get_text() == "It says much about it"

    def test_it_is_confirmed_with_a_weight_and_then_counts(self, suggested, manager, sign_in, client):
        page = sign_in("m@example.org", LINKS)

        page = client.send(page, {"decision": "confirm", "weight": "1.0"})

        assert "“Waiting and timeliness” counts as evidence." in page.soup.get_text()
        assert "It is what the target is about." in page.one("section[data-theme=waiting]").get_text()
        assert links("wait")["waiting"].weight == 1.0
        assert db.session.get_one(Target, suggested.id).evidence() == ("waiting",)
        # Why it was suggested can still be read.
        assert "Suggested because:" in page.text

    def test_it_is_rejected_and_can_be_confirmed_after_all(self, suggested, manager, sign_in, client):
        page = sign_in("m@example.org", LINKS)
        page = client.send(page, {"decision": "reject", "weight": "0.6"})
        assert "It will not be suggested again." in page.soup.get_text()
        assert "Rejected" in page.all("main h2")

        page = client.send(page, {"decision": "confirm", "weight": "0.3"})

        assert [each.state for each in versions("wait")] == ["suggested", "rejected", "confirmed"]
        assert page.all("#history ~ .app-scroll tbody td[data-label=Decision]") == [
            "Confirmed",
            "Rejected",
            "Suggested",
        ]

    def test_a_theme_is_added_by_hand(self, target, manager, sign_in, client):
        page = sign_in("m@example.org", LINKS)

        page = client.send(page, {"theme": "cost", "weight": "0.6"})

        assert (links("wait")["cost"].state, links("wait")["cost"].weight) == ("confirmed", 0.6)
        assert "Post" in page.one("td[data-label=By]").get_text()

    def test_no_theme_chosen_is_said_at_the_field(self, target, manager, sign_in, client):
        page = client.send(sign_in("m@example.org", LINKS), {"theme": "", "weight": "0.6"}, status=400)

        assert page.error_for("theme-new") == "Select a theme"
        assert page.title.startswith("Error: ")

    def test_a_decision_on_what_somebody_else_decided_meanwhile_is_told(self, suggested, manager, sign_in, client):
        page = sign_in("m@example.org", LINKS)
        with transaction() as session:
            linking.decide(
                session, target=linking.locked(session, "wait"), theme="waiting", state="rejected", by=None, seen=1
            )

        page = client.send(page, {"decision": "confirm", "weight": "1.0"}, status=409)

        assert "Somebody else decided about “Waiting and timeliness” meanwhile." in page.text
        assert page.all("section[data-theme=waiting] button") == ["Confirm after all : Waiting and timeliness"]
        assert links("wait")["waiting"].state == "rejected"

    @pytest.mark.parametrize(
        "sent",
        [
            {"theme": "nonsense"},
            {"decision": "perhaps"},
            {"weight": "2"},
            {"weight": "nan"},
            {"seen": "x"},
            {"seen": "-1"},
            {"seen": "9" * 30},
        ],
    )
    def test_what_no_form_sends_is_refused(self, suggested, manager, sign_in, client, sent):
        page = sign_in("m@example.org", LINKS)

        client.send(page, {"decision": "confirm", "weight": "1.0", **sent}, status=400)

        assert links("wait")["waiting"].state == "suggested"

    def test_without_the_token_nothing_is_decided(self, suggested, manager, sign_in, client):
        page = sign_in("m@example.org", LINKS)

        client.send(page, {"decision": "confirm", "weight": "1.0", "csrf_token": "other"}, status=400)

        assert links("wait")["waiting"].state == "suggested"

    def test_the_owner_decides_too(self, suggested, sign_in, client):
        page = sign_in("o@example.org", LINKS)

        client.send(page, {"decision": "confirm", "weight": "1.0"})

        assert links("wait")["waiting"].state == "confirmed"

    def test_an_owner_who_does_not_manage_adds_no_theme(self, suggested, sign_in, client):
        page = sign_in("o@example.org", LINKS)

        assert page.soup.select("select[name=theme]") == []
        client.send(page, {"theme": "safety", "decision": "confirm", "weight": "1.0", "seen": "0"}, status=403)
        assert set(links("wait")) == {"waiting"}

    @pytest.mark.parametrize("role", ["viewer", "owner", "reviewer", "designer"])
    def test_others_read_and_decide_nothing(self, suggested, factories, service, sign_in, client, role):
        factories.person(roles=[role], service=service, email="v@example.org")

        page = sign_in("v@example.org", LINKS)

        assert page.soup.select("main form") == []
        assert "The target's owner, and managers of the service, decide." in page.text
        token = page.soup.select_one("input[name=csrf_token]")["value"]
        sent = {"csrf_token": token, "theme": "waiting", "decision": "confirm", "weight": "1.0", "seen": "1"}
        assert client.request("POST", LINKS, data=sent).status_code == 403
        assert links("wait")["waiting"].state == "suggested"

    def test_of_another_service_there_is_no_page(self, suggested, factories, sign_in, client):
        factories.person(roles=["manager"], service=factories.service(slug="other"), email="v@example.org")
        sign_in("v@example.org", "/manage/targets")

        assert client.request("GET", LINKS).status_code == 404

    def test_the_targets_page_leads_to_it(self, target, manager, sign_in):
        page = sign_in("m@example.org", "/manage/targets/wait")

        assert page.soup.select(f"a[href='{LINKS}']")


def links(key):
    db.session.rollback()
    return db.session.query(Target).filter_by(key=key).one().links()


def versions(key):
    db.session.rollback()
    target = db.session.query(Target).filter_by(key=key).one()
    return sorted(target.themes, key=lambda each: (each.theme, each.version))


@pytest.fixture
def suggested(target):
    movement = {"correlation": -0.82, "lag": 1, "steps": 17, "p": 0.004, "fair": 0.02}
    with transaction() as session:
        at = linking.locked(session, "wait")
        why = {"meaning": 0.42, "movement": movement}
        linking.suggest(session, target=at, theme="waiting", weight=0.6, why=why)
    return target
