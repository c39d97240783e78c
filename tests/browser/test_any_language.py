"""Surveys in Polish and Urdu, which the product does not speak, by page and in conversation."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_every_page import WIDER_THAN_WINDOW, assert_accessible

OWN_DIRECTION = "element => getComputedStyle(element).direction"
POLISH = ("polski", "pl", "ltr", "Jak się z nami skontaktowano?", "Telefonicznie")
URDU = ("اردو", "ur", "rtl", "آپ نے ہم سے کیسے رابطہ کیا؟", "فون سے")


class TestASurveyInAnotherLanguage:
    @pytest.mark.parametrize("width", [DESK, PHONE])
    @pytest.mark.parametrize(("name", "code", "direction", "question", "option"), [POLISH, URDU])
    def test_it_is_chosen_read_and_sent(self, open_page, installation, width, name, code, direction, question, option):
        before = installation.count("submission")
        page = open_page(width)
        page.goto("/s/contact/1")
        choice = page.locator(".app-languages").get_by_text(name, exact=True)
        if choice.get_attribute("aria-current") is None:
            choice.click()
        expect(choice).to_have_attribute("aria-current", "true")

        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("html")).to_have_attribute("dir", direction)
        # English stays in its order around what is read from the right.
        assert page.locator(".app-demonstration bdi").evaluate(OWN_DIRECTION) == "ltr"
        heading = page.locator(f"h1 [lang={code}]")
        expect(heading).to_have_text(question)
        assert heading.evaluate(OWN_DIRECTION) == direction
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert_accessible(page)

        page.get_by_label(option).check()
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/2")
        assert_accessible(page)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/check")
        expect(page.locator(f".app-answers [lang={code}]").filter(has_text=option)).to_have_count(1)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert_accessible(page)
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/sent")
        assert installation.count("submission") == before + 1

    @pytest.mark.parametrize(("name", "code", "direction", "question", "option"), [POLISH, URDU])
    def test_it_is_held_in_the_window(self, open_page, installation, name, code, direction, question, option):
        page = open_page(PHONE)
        page.goto(f"/w/{installation.contact_key}?lang={code}")

        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect(page.locator(f"#messages [lang={code}]").first).to_have_text(question)
        expect(page.locator("#languages [aria-current]")).to_have_text(name)
        assert page.evaluate(WIDER_THAN_WINDOW) <= 0
        assert_accessible(page)
        page.get_by_role("button", name=option).click()
        expect(page.locator("#answered-list")).to_contain_text(option)
        assert_accessible(page)
