"""A citizen's feedback by page, and how soon it is evidence."""

import csv
import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from models import now
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import FOCUSED, continue_on, press_until, tab_to, to_the_check, to_the_comment

EVIDENT_SECONDS = 5


class TestASurveyByKeyboardOnAPhone:
    def test_it_is_answered_and_becomes_evidence_within_five_seconds(self, open_page, installation, tmp_path, capsys):
        comment = "The waiting time was far too long: fifty minutes by the blue door."
        page = open_page(PHONE)
        page.goto("/s/customer-centres")

        # Nothing chosen: the summary has the focus, and its link leads to the first of the answers.
        tab_to(page, "Continue")
        page.keyboard.press("Enter")
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        expect(page).to_have_title(re.compile("^Error: "))
        tab_to(page, "A|||Select one of the answers")
        page.keyboard.press("Enter")
        expect(page.locator("#answer")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_contain_text("How did you use the service?")
        tab_to(page, "INPUT|radio")
        page.keyboard.press("Space")
        tab_to(page, "Continue")
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_contain_text("improve")
        tab_to(page, "TEXTAREA")
        page.keyboard.type(comment)
        tab_to(page, "Continue")
        page.keyboard.press("Enter")

        # An answer is changed, and the check shows it.
        page.wait_for_url("**/check")
        expect(page.locator(".app-answers")).to_contain_text("Satisfied")
        tab_to(page, "Change Overall")
        page.keyboard.press("Enter")
        page.wait_for_url("**/1?change=1")
        tab_to(page, "INPUT|radio")
        expect(page.get_by_label("Satisfied", exact=True)).to_be_focused()
        press_until(page, lambda: "|Dissatisfied" in page.evaluate(FOCUSED), "ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/check")
        expect(page.locator(".app-answers")).to_contain_text("Dissatisfied")
        expect(page.locator(".app-answers")).to_contain_text(comment)
        tab_to(page, "Send your feedback")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Feedback sent")).to_be_visible()
        sent = time.monotonic()
        assert re.fullmatch(r"[0-9A-Z]{10}", page.locator(".govuk-panel strong").inner_text())

        manager = open_page(DESK, staff=True)
        while True:
            manager.goto("/manage/insights/waiting?service=customer-centres&polarity=neg")
            if manager.get_by_text(comment).count():
                break
            assert time.monotonic() - sent < EVIDENT_SECONDS, "not evidence yet"
            time.sleep(0.1)
        evident = time.monotonic() - sent
        with capsys.disabled():
            print(f"\nevidence on the manager's page {evident:.1f} s after sending (at most {EVIDENT_SECONDS} s)")
        assert evident < EVIDENT_SECONDS

        file = tmp_path / "insights.csv"
        today = now().date()
        installation.command(
            *("export", "insights", "--service", "customer-centres", "-o", str(file)),
            *("--from", str(today - timedelta(days=1)), "--to", str(today + timedelta(days=1))),
        )
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = [row for row in csv.DictReader(stream) if row["comment"] == comment]
        assert [(row["theme"], row["polarity"]) for row in rows] == [("Waiting and timeliness", "neg")]


class TestASurveyWithoutScripts:
    def test_it_is_answered_with_an_error_on_the_way(self, open_page, installation):
        before = installation.count("submission")
        page = open_page(PHONE, java_script_enabled=False)
        page.goto("/s/libraries")
        continue_on(page)
        page.get_by_role("link", name="Select one of the answers").click()
        assert page.url.endswith("#answer")

        to_the_comment(page, "libraries")
        page.locator("textarea").fill("The reading room is warm and quiet.")
        continue_on(page)
        page.get_by_role("link", name="Change Overall").click()
        page.get_by_label("Very satisfied").check()
        continue_on(page)
        expect(page.locator(".app-answers")).to_contain_text("Very satisfied")
        page.get_by_role("button", name="Send your feedback").click()

        expect(page.get_by_role("heading", name="Feedback sent")).to_be_visible()
        assert installation.count("submission") == before + 1


class TestComingBackOnAnotherDevice:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_answers_are_gone_on_with_by_the_code_that_was_read_aloud(self, open_page, installation, scripts):
        before = installation.count("submission")
        desk = open_page(DESK)
        desk.goto("/s/customer-centres")
        desk.get_by_label("Very dissatisfied", exact=True).check()
        continue_on(desk)
        desk.get_by_role("link", name="Save and come back later").click()
        code = desk.locator(".app-code").inner_text()

        phone = open_page(PHONE, java_script_enabled=scripts)
        phone.goto("/resume")
        tab_to(phone, "Your code") if scripts else phone.get_by_label("Your code").focus()
        phone.keyboard.type(code.replace("-", " ").lower())
        phone.keyboard.press("Enter")
        expect(phone.get_by_role("heading", level=1)).to_contain_text("How did you use the service?")
        phone.get_by_role("radio").first.check()
        continue_on(phone)
        phone.locator("textarea").fill("Nobody rang back.")
        continue_on(phone)
        expect(phone.locator(".app-answers")).to_contain_text("Very dissatisfied")
        phone.get_by_role("button", name="Send your feedback").click()

        expect(phone.get_by_role("heading", level=1)).to_contain_text("Feedback sent")
        assert installation.count("submission") == before + 1


class TestTwoPeopleAtOnce:
    def test_neither_sees_the_other_s_answers(self, open_page):
        first, second = open_page(), open_page()
        to_the_check(first, "Only the first person wrote this.", rating="Very satisfied")
        to_the_check(second, "Only the second person wrote this.", rating="Very dissatisfied")

        first.reload()
        second.reload()

        expect(first.locator(".app-answers")).to_contain_text("Only the first person")
        expect(first.locator(".app-answers")).not_to_contain_text("Only the second")
        expect(first.locator(".app-answers")).to_contain_text("Very satisfied")
        expect(second.locator(".app-answers")).to_contain_text("Only the second person")
        expect(second.locator(".app-answers")).not_to_contain_text("Only the first")


class TestGoingBackAfterSending:
    def test_it_does_not_send_again(self, open_page, installation):
        page = open_page()
        to_the_check(page, "The same words, once.")
        before = installation.count("submission")
        page.get_by_role("button", name="Send your feedback").click()
        expect(page.get_by_role("heading", name="Feedback sent")).to_be_visible()
        reference = page.locator(".govuk-panel strong").inner_text()

        page.go_back()
        button = page.get_by_role("button", name="Send your feedback")
        if button.count():
            button.click()
            expect(page.locator(".govuk-panel strong")).to_have_text(reference)

        assert installation.count("submission") == before + 1

    def test_a_second_press_sends_nothing(self, open_page, installation):
        page = open_page(java_script_enabled=False)
        to_the_check(page, "Pressed twice in a hurry.")
        before = installation.count("submission")

        page.get_by_role("button", name="Send your feedback").dblclick()

        expect(page.get_by_role("heading", name="Feedback sent")).to_be_visible()
        assert installation.count("submission") == before + 1


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_closed_survey_says_so_in_the_reader_s_language(open_page, installation, language):
    page = open_page()

    page.goto(f"/s/{installation.closed_survey}?lang={language}")

    expect(page.locator("main")).to_contain_text("Your visit in spring")
    expect(page.locator("main")).to_contain_text(str(now().year))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("main")).not_to_contain_text("{")
