"""What is said of personal data names everything that is kept, and for as long as it is."""

import re
from pathlib import Path

import pytest

from followup.cases import CONTACT_KEPT_DAYS
from insights.praise import KEPT_DAYS as PRAISE_KEPT_DAYS
from models import Base
from models.sealing import Sealed
from surveys.drafts import PAGE_LIFE
from surveys.forgetting import TRANSCRIPTS_KEPT_DAYS
from surveys.invitations import RECIPIENTS_KEPT_DAYS
from surveys.questions.contacts import KEEP_DAYS, LONGEST_KEEP_DAYS

PAGE = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text()

# Sealed by other means than a column of the type, or not sealed and yet about one person.
MORE = {
    "draft",
    "message",
    "understanding_example",
    "submission",
    "answer",
    "insight",
    "insight_theme",
    "unsubscribed",
    "tally",
    "volume",
    "followup_case",
    "deleted_draft",
    "former_owner",
    "target_rebase",
    "target_theme",
}


class TestTheOperatorsPage:
    def test_it_names_every_table_that_holds_what_people_give(self):
        sealed = {
            table.name
            for table in Base.metadata.tables.values()
            if any(isinstance(column.type, Sealed) for column in table.columns)
        }

        named = {name.partition(".")[0] for name in re.findall(r"`([a-z_.]+)`", PAGE)}
        assert sealed | MORE <= named

    @pytest.mark.parametrize(
        "said",
        [
            f"after {PAGE_LIFE.days} days without a change",
            f"{KEEP_DAYS} if it says nothing, {LONGEST_KEEP_DAYS} at most",
            f"{RECIPIENTS_KEPT_DAYS} days after the last mail",
            f"{PRAISE_KEPT_DAYS} days after the comment was given",
            f"{CONTACT_KEPT_DAYS} days after it was given at the latest",
            f"{TRANSCRIPTS_KEPT_DAYS} days after the conversation was sent",
        ],
    )
    def test_it_says_how_long_as_the_code_has_it(self, said):
        assert said in PAGE


class TestTheCascade:
    def test_the_page_names_each_of_its_tables(self):
        named = {name.partition(".")[0] for name in re.findall(r"`([a-z_.]+)`", PAGE)}

        assert named >= {
            "agreement",
            "api_key",
            "aspiration",
            "measure",
            "measure_vector",
            "objective",
            "observation",
            "target",
            "technical_note",
            "theme_vector",
        }


class TestTheCitizensPage:
    @pytest.mark.parametrize("language", ["en", "cy", "ar"])
    def test_it_says_the_days_as_the_code_has_them(self, client, language):
        page = client.get_page(f"/privacy?lang={language}")

        for days in (
            PAGE_LIFE.days,
            KEEP_DAYS,
            LONGEST_KEEP_DAYS,
            RECIPIENTS_KEPT_DAYS,
            PRAISE_KEPT_DAYS,
            CONTACT_KEPT_DAYS,
            TRANSCRIPTS_KEPT_DAYS,
        ):
            assert str(days) in page.text
