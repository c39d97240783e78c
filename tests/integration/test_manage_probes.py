"""The page on which designers say what conversations ask further."""

import pytest

from models import Organisation, ThemeProbes, db, set_organisation, transaction
from nlp.themes import THEMES
from surveys import probing
from surveys.probing import LONGEST_PROBE, shipped

WAITING = shipped()["waiting"]
CHANGED = "Which counter was it?"


class TestTheList:
    def test_each_theme_is_there_with_its_three_texts(self, designer, sign_in):
        page = sign_in("designer@example.org", "/manage/probes")

        assert page.heading == "Further questions in conversations"
        assert page.all("main h3") == [name["en"] for name in THEMES.values()]
        first = page.soup.select("main section")[0]
        assert [each.get_text(strip=True) for each in first.select("dt")] == [
            "After blame", "After praise", "After both, or neither",
        ]  # fmt: skip
        assert [each.get_text(strip=True) for each in first.select("dd")] == [
            WAITING[polarity]["en"] for polarity in ("neg", "pos", "any")
        ]
        assert "Further questions" in page.all("nav a")

    def test_it_says_which_are_the_organisations_own_and_which_are_off(self, designer, sign_in):
        with transaction() as session:
            probing.write(session, theme="waiting", texts={**WAITING, "neg": {"en": CHANGED}})
            probing.switch_theme(session, theme="cost", on=False)

        page = sign_in("designer@example.org", "/manage/probes")

        marked = {each.get_text(" ", strip=True) for each in page.soup.select("main h3:has(.govuk-tag)")}
        assert marked == {"Waiting and timeliness Your own words", "Cost and value Switched off"}
        assert CHANGED in page.text
        assert WAITING["neg"]["en"] not in page.text

    @pytest.mark.parametrize("role", ["viewer", "owner", "reviewer", "manager"])
    def test_others_may_not_see_it(self, factories, organisation, sign_in, client, role):
        factories.person(roles=[role], email="other@example.org")

        sign_in("other@example.org", "/manage/probes", status=403)

        assert "Further questions" not in client.get_page("/manage/insights").all("nav a")
        client.get_page("/manage/probes/waiting", status=403)
        for path in ("", "/waiting", "/waiting/reset", "/waiting/switch"):
            assert client.request("POST", f"/manage/probes{path}", data={"csrf_token": "x"}).status_code in {400, 403}

    def test_a_designer_of_one_service_sees_and_changes_nothing(self, factories, service, sign_in, client):
        factories.person(roles=["designer"], service=service, email="part@example.org")

        page = sign_in("part@example.org", "/manage/probes")

        assert "Designers and administrators of the whole organisation may change this page." in page.text
        assert page.soup.select("main form, main section a") == []
        client.get_page("/manage/probes/waiting", status=403)
        token = page.soup.select_one("form.app-sign-out input")["value"]
        for path in ("", "/waiting", "/waiting/reset", "/waiting/switch"):
            answer = client.request("POST", f"/manage/probes{path}", data={"csrf_token": token, "neg.en": "x"})
            assert answer.status_code == 403
        db.session.rollback()
        assert db.session.query(ThemeProbes).count() == 0


class TestChanging:
    def test_what_is_written_is_asked_from_now_on(self, designer, sign_in, client):
        page = sign_in("designer@example.org", "/manage/probes/waiting")
        assert page.heading == "Waiting and timeliness"
        assert fields(page)["neg.cy"] == WAITING["neg"]["cy"]
        assert set(fields(page)) == {f"{polarity}.{code}" for polarity in WAITING for code in ("en", "cy", "ar")}

        page = client.send(page, fields(page) | {"neg.en": f"  {CHANGED}\n", "neg.cy": "", "pos.ar": "ما الذي ساعد؟"})

        assert "Saved. From now on this is asked." in page.html
        line = probing.line(db.session(), "waiting")
        assert line.texts == {
            "neg": {"en": CHANGED},
            "pos": {**WAITING["pos"], "ar": "ما الذي ساعد؟"},
            "any": WAITING["any"],
        }
        assert line.own == {"neg", "pos"}

    @pytest.mark.parametrize(
        ("given", "field", "fault"),
        [
            ({"neg.en": "x" * (LONGEST_PROBE + 1)}, "neg.en", f"Write {LONGEST_PROBE} characters or fewer"),
            ({"pos.en": " ", "pos.cy": "\u200b"}, "pos.en", "Write what is to be asked, or switch the theme off"),
        ],
    )
    def test_what_is_too_long_or_nothing_at_all_is_named_and_kept_in_the_form(
        self, designer, sign_in, client, given, field, fault
    ):
        page = sign_in("designer@example.org", "/manage/probes/waiting")

        page = client.send(page, fields(page) | given | {"any.en": CHANGED}, status=400)

        assert page.error_for(field) == fault
        assert fields(page)["any.en"] == CHANGED
        db.session.rollback()
        assert db.session.query(ThemeProbes).count() == 0

    def test_the_usual_words_come_back(self, designer, sign_in, client):
        with transaction() as session:
            probing.write(session, theme="waiting", texts={**WAITING, "neg": {"en": CHANGED}})
        page = sign_in("designer@example.org", "/manage/probes/waiting")

        page = press(client, page, "/manage/probes/waiting/reset")

        assert "The texts are the usual ones again." in page.html
        assert probing.line(db.session(), "waiting").texts == WAITING

    def test_a_theme_is_switched_off_and_on_again(self, designer, sign_in, client):
        page = sign_in("designer@example.org", "/manage/probes")

        for said, off in (
            ("This theme is asked about no more.", True),
            ("This theme is asked about.", False),
        ):
            page = press(client, page, "/manage/probes/waiting/switch")
            assert said in page.html
            assert probing.line(db.session(), "waiting").off is off
            assert ("waiting" in probing.offered(db.session())) is not off

    def test_all_of_it_is_switched_off_and_on_again(self, factories, organisation, sign_in, client):
        factories.person(roles=["administrator"], email="admin@example.org")
        page = sign_in("admin@example.org", "/manage/probes")
        assert "Conversations of your organisation ask further." in page.text

        for said, on in (("Conversations ask nothing further.", False), ("Conversations ask further.", True)):
            page = press(client, page, "/manage/probes")
            assert said in page.html
            assert db.session.get_one(Organisation, organisation.id).probing is on
            assert bool(probing.offered(db.session())) is on

    def test_a_theme_that_there_is_not_is_not_found(self, designer, sign_in):
        sign_in("designer@example.org", "/manage/probes/weather", status=404)

    def test_without_the_token_nothing_changes(self, designer, sign_in, client):
        sign_in("designer@example.org", "/manage/probes")

        client.request("POST", "/manage/probes/waiting/switch", data={"on": "no"})

        db.session.rollback()
        assert db.session.query(ThemeProbes).count() == 0

    def test_another_organisations_words_are_its_own(self, designer, factories, organisation, sign_in):
        other = factories.organisation()
        with transaction() as session:
            set_organisation(session, other.id)
            probing.write(session, theme="waiting", texts={**WAITING, "neg": {"en": CHANGED}})
        set_organisation(db.session(), organisation.id)

        assert CHANGED not in sign_in("designer@example.org", "/manage/probes").text


def press(client, page, action):
    """Send the one form that goes to this address."""
    for form in page.soup.select("main form"):
        if form.get("action") != action:
            form.decompose()
    return client.send(page)


def fields(page):
    return {each["name"]: each.text.strip() for each in page.soup.select("textarea")}


@pytest.fixture
def designer(factories, organisation):
    return factories.person(roles=["designer"], email="designer@example.org")
