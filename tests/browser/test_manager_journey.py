"""A manager asks why."""

import re

from playwright.sync_api import expect

from tests.browser.installation import LEAVER, SIGN_IN
from tests.browser.people import sign_in


class TestAManager:
    def test_what_to_look_at_first_its_target_its_owner_and_the_words_are_one_click_away(self, open_page):
        page = open_page(staff=True)
        page.goto("/manage/insights?service=customer-centres")
        lead = page.locator("#lead")

        expect(lead).to_be_in_viewport(ratio=1)
        expect(lead).to_contain_text(re.compile(r"\d+ comments complain of it"))
        expect(lead).to_contain_text(re.compile("answers for it"))
        lead.get_by_role("link").click()

        expect(page.locator("#words")).to_be_in_viewport()
        expect(page.locator(".app-quote").first).to_be_in_viewport()
        expect(page.locator(".app-quote").first).to_contain_text("Negative")

    def test_a_unit_and_a_period_are_chosen_read_about_and_left_by_signing_out(self, open_page, installation):
        page = open_page()
        sign_in(page, LEAVER, installation.password)
        page.get_by_label("Service", exact=True).select_option("customer-centres")
        page.get_by_role("button", name="Show").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Customer service centres")
        whole = figure(page)

        page.get_by_label("Unit", exact=True).select_option(label="Station Road centre")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".govuk-caption-l")).to_contain_text("Station Road centre")
        of_unit = figure(page)
        assert 0 < of_unit < whole
        page.get_by_label("From", exact=True).fill("2026-06-01")
        page.get_by_role("button", name="Show").click()
        expect(page.locator(".govuk-caption-l")).to_contain_text("1 June 2026 to")
        assert 0 < figure(page) <= of_unit

        # So few wrote at one centre since June that the themes stand without figures; their words are all there.
        expect(page.locator("#left-out")).to_contain_text("Fewer than 10 comments speak of each")
        first = page.locator("#left-out a").first
        name = first.inner_text()
        first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.locator("#too-few")).to_contain_text("too few to show any figure")
        expect(page.locator(".app-quote").first).to_be_visible()
        for place in page.locator(".app-quote footer").all_inner_texts():
            assert "Station Road centre" in place

        page.get_by_role("link", name="Back").click()
        expect(page.get_by_label("From", exact=True)).to_have_value("2026-06-01")
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.goto("/manage/insights")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.go_back()
        expect(page.locator("#theme-table")).to_have_count(0)

    def test_a_page_whose_words_are_english_says_so_to_one_who_asks_for_welsh(self, open_page):
        page = open_page(staff=True, locale="cy-GB")

        page.goto("/manage/insights?lang=cy")

        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_role("link", name="Cymraeg")).to_have_count(0)

    def test_a_period_that_ends_before_it_begins_is_told_beside_the_dates_which_stay(self, open_page):
        page = open_page(staff=True)

        page.goto("/manage/insights?from=2026-05-02&to=2026-05-01")

        expect(page.locator(".govuk-error-summary")).to_be_focused()
        page.get_by_role("link", name="The first day must not be after the last day").click()
        expect(page.get_by_label("From", exact=True)).to_be_focused()
        expect(page.get_by_label("From", exact=True)).to_have_value("2026-05-02")
        expect(page.get_by_label("To", exact=True)).to_have_value("2026-05-01")

    def test_a_wrong_password_is_told_in_words_and_does_not_say_which_was_wrong(self, open_page):
        page = open_page(extra_http_headers={"X-Forwarded-For": "198.51.100.7"})
        for address in (SIGN_IN, "nobody@example.org"):
            page.goto("/manage/sign-in")
            page.get_by_label("E-mail address").fill(address)
            page.get_by_label("Password", exact=True).fill("not the password")
            page.get_by_role("button", name="Sign in").click()

            expect(page.locator(".govuk-error-summary")).to_be_focused()
            expect(page.locator(".govuk-error-summary")).to_contain_text(
                "Enter the e-mail address and password of your account"
            )


def figure(page) -> int:
    """Return how many submissions the page says there are."""
    return int(page.locator(".app-figure__value").first.inner_text().replace(",", ""))
