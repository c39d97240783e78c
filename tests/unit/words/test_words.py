import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from words import Message, in_language

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestInLanguage:
    @pytest.mark.parametrize(
        ("words", "language", "shown"),
        [
            ({"en": "Waiting", "cy": "Aros"}, "cy", "Aros"),
            ({"en": "Waiting", "cy": "Aros"}, "cy-GB", "Aros"),
            ({"en": "Waiting", "cy-GB": "Aros"}, "cy-GB", "Aros"),
            ({"en": "Waiting", "pt-BR": "Espera"}, "pt", "Espera"),
            ({"en": "Waiting", "pt-BR": "Espera"}, "pt-PT", "Espera"),
            ({"en": "Waiting"}, "cy", "Waiting"),
            ({"en": "Waiting", "cy": ""}, "cy", "Waiting"),
            ({"fr": "Attente", "de": "Warten"}, "cy", "Warten"),
            ({"en": "", "fr": "Attente"}, "en", "Attente"),
            ({}, "en", ""),
            ({"en": ""}, "cy", ""),
            ({"en": "Waiting"}, "", "Waiting"),
        ],
    )
    def test_the_nearest_text_is_shown(self, words, language, shown):
        assert in_language(words, language) == shown

    @FEW
    @given(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), st.text(max_size=8))
    def test_something_is_shown_wherever_there_is_something(self, words, language):
        assert bool(in_language(words, language)) == any(words.values())


class TestMessage:
    def test_its_english_is_for_logs_and_the_command_line(self):
        assert str(Message("Shorten it to %(limit)s characters", {"limit": "10"})) == "Shorten it to 10 characters"

    def test_a_percent_sign_without_values_is_one(self):
        assert str(Message("100 % of people")) == "100 % of people"
