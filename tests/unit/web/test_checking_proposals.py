from unittest.mock import patch

import pytest

from tests.factories import RATING, definition
from web.manage.surveys import checking


class TestChecked:
    def test_what_was_checked_is_not_checked_anew(self, checks):
        first = checking.checked(definition(RATING))

        assert checking.checked(definition(RATING)) is first
        assert checks.call_count == 1

    def test_what_was_changed_is(self, checks):
        checking.checked(definition(RATING))

        assert checking.checked(definition({**RATING, "key": "other"})).definition.questions[0].key == "other"
        assert checks.call_count == 2

    def test_the_order_of_names_is_a_change(self, checks):
        words = {"en": "Survey", "cy": "Arolwg"}

        one, other = (
            checking.checked({**definition(RATING), "title": dict(title)})
            for title in (words.items(), reversed(words.items()))
        )

        assert one is not other

    def test_few_are_kept(self, checks):
        for number in range(checking.MOST_KEPT + 1):
            checking.checked(definition({**RATING, "key": f"q{number}"}))
        checking.checked(definition({**RATING, "key": "q0"}))

        assert checks.call_count == checking.MOST_KEPT + 2

    @pytest.fixture
    def checks(self, monkeypatch):
        monkeypatch.setattr(checking, "_kept", checking._Kept())
        with patch.object(checking, "faults_of", wraps=checking.faults_of) as checks:
            yield checks
