import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import Source
from nlp.cleaning import clean
from nlp.redaction import redact_forms

FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestRedactForms:
    @pytest.mark.parametrize(
        ("text", "redacted"),
        [
            ("Write to jo.bloggs+x@mail.example.org please", "Write to [email] please"),
            ("jo\u200bbloggs@example.org", "[email]"),
            ("Ring 07700 900123 or +44 20 7946 0018", "Ring [phone] or [phone]"),
            ("Call (512) 555-0148 or 01 496 0123 now", "Call [phone] or 01 496 0123 now"),
            ("NHS 943 476 5919", "NHS [nhs number]"),
            ("my nhs number is 123 456 7890", "my nhs number is [nhs number]"),
            ("NI AB 12 34 56 C", "NI [ni number]"),
            ("I live at 12 Acacia Avenue, SW1A 1AA", "I live at [address], [address]"),
            ("paid with 4111 1111 1111 1111", "paid with [card]"),
            ("IBAN GB82 WEST 1234 5698 7654 32", "IBAN [account]"),
            ("SSN 078-05-1120", "SSN [ssn]"),
            ("I was born on 3 March 1956.", "I was born on [date of birth]."),
            ("DOB: 03/03/56", "DOB: [date of birth]"),
            ("see https://ann:secret@example.org/x now", "see [link] now"),
            ("case number HX-20931 is open", "case number [reference] is open"),
            ("my name is sam and I waited", "my name is [name] and I waited"),
            ("Mrs O'Leary and Dr J. Okafor helped", "Mrs [name] and Dr [name] helped"),
        ],
    )
    def test_it_replaces_personal_data_that_has_a_form(self, text, redacted):
        assert redact_forms(text).text == redacted

    @pytest.mark.parametrize(
        "text",
        [
            "I waited 45 minutes on 12 March 2024",
            "My name is on the waiting list",
            "They came on the 2nd, as 2nd choice",
            "2 cars on the road outside",
            "The bill was £1,250.00 for 10 years",
            "Room 12 was cold, ward 4 was warm",
            "Dr was rude. Nurse Practitioner was kind.",
            "4111 1111 1111 1112 is no card",
        ],
    )
    def test_it_leaves_the_rest_alone(self, text):
        assert redact_forms(text).text == text

    @FEW
    @given(st.emails(), st.text(max_size=30))
    def test_no_address_for_mail_stays_whole(self, email, text):
        assert email not in redact_forms(f"{text} {email} {text}").text

    @FEW
    @given(st.text(max_size=200))
    def test_its_spans_lie_where_the_placeholders_are(self, text):
        redacted = redact_forms(text)

        for span in redacted.spans:
            assert redacted.text[span.start : span.end] == f"[{span.kind}]"


class TestNames:
    @pytest.mark.parametrize(
        "text",
        ["Superb", "Calm and kind. Mum was happy", "Brilliant Staff", "Thank you NHS", "Excellent Service"],
    )
    def test_a_word_with_a_capital_is_not_a_name(self, analyser, text):
        (analysis,) = analyser.analyse([Source(text)])

        assert analysis.redacted == text

    def test_given_names_and_their_surnames_are_replaced(self, analyser):
        (analysis,) = analyser.analyse([Source("We want to thank Sharon and Kevin Marsh for all their help.")])

        assert analysis.redacted == "We want to thank [name] and [name] for all their help."


class TestClean:
    def test_it_keeps_words_emoji_and_lines(self):
        assert clean(" Caf\u0065\u0301\u200b  was \u202egood\r\n\r\n\r\n👨‍👩‍👧 ok\x07 ") == "Café was good\n\n👨‍👩‍👧 ok"

    @FEW
    @given(st.text(max_size=200))
    def test_cleaning_twice_is_cleaning_once(self, text):
        assert clean(clean(text)) == clean(text)

    @FEW
    @given(st.text(alphabet=st.characters(categories=["L", "N"], max_codepoint=0x24F), max_size=100))
    def test_no_letter_is_lost(self, text):
        assert len(clean(text)) == len(text)
