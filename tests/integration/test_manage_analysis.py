"""Staff read in plain words how good the analysis is, and the figures are those of the pipeline's card."""

import pytest

from models import Organisation, db, transaction
from nlp import cards


class TestHowGoodTheAnalysisIs:
    def test_it_says_what_the_card_says(self, shown):
        card = cards.read_card(cards.folder_of())
        right = round(card["test"]["sentiment"]["accuracy"]["value"] * 100)

        assert shown.heading == "How good the analysis is"
        assert f"it tells the sentiment of {right} rightly" in shown.text
        row = first(shown, "Staff manner")
        recall = round(card["test"]["themes"]["each"]["staff_manner"]["recall"] * 100)
        assert row.find_all("td")[1].text == str(recall)
        assert "must never be the only safety net" in shown.text

    def test_a_theme_with_few_comments_has_no_figures(self, shown):
        row = first(shown, "Website, app")

        assert [cell.text for cell in row.find_all("td")][:2] == ["Too few to say", "–"]

    def test_a_pipeline_that_is_shipped_no_more_is_named(self, client, signed_in, organisation):
        with transaction() as session:
            session.get_one(Organisation, organisation.id).shown_pipeline = "public-services-0"

        page = client.get_page("/manage/analysis")

        assert "“public-services-0”, which came with an earlier version" in page.text

    @pytest.fixture
    def signed_in(self, service, factories, sign_in):
        factories.person(roles=["viewer"], email="v@example.org")
        return sign_in("v@example.org")

    @pytest.fixture
    def shown(self, client, signed_in, organisation):
        with transaction() as session:
            session.get_one(Organisation, organisation.id).shown_pipeline = cards.DEFAULT
        db.session.rollback()
        return client.get_page("/manage/analysis")


def first(page, theme):
    """Return the row of a theme in the first table: the services that it learnt from."""
    return page.soup.select(f"tr:has(th:-soup-contains('{theme}'))")[0]
