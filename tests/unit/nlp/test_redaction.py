from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import Source
from nlp.cleaning import clean
from nlp.redaction import KINDS, PLACEHOLDER, original_spans, redact_forms

PIECES = (
    " ", "\n", "\u200b", "e\u0301", "\u1100\u1161\u11a8", "👩\u200d🚒", "07700 900\u200b123", "jo@example.org",
    "LS6  2AB",
    "my name is Zoe\u0308", "Mrs Hall", "12 Mill\tLane", "NI AB123456C", "\r\n", ". ", "ref ABC/2023/00123", "\u0301",
)  # fmt: skip
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None)


class TestRedactForms:
    @pytest.mark.parametrize(
        ("text", "redacted"),
        [
            ("Write to jo.bloggs+x@mail.example.org please", "Write to [email] please"),
            ("jo\u200bbloggs@example.org", "[email]"),
            ("Ring 07700 900123 or +44 20 7946 0018", "Ring [phone] or [phone]"),
            ("Call (512) 555-0148 or 01 496 0123 now", "Call [phone] or [phone] now"),
            ("NHS 943 476 5919", "NHS [nhs]"),
            ("my nhs number is 123 456 7890", "my nhs number is [nhs]"),
            ("NI AB 12 34 56 C", "NI [nino]"),
            ("I live at 12 Acacia Avenue, SW1A 1AA", "I live at [address], [postcode]"),
            ("paid with 4111 1111 1111 1111", "paid with [card]"),
            ("IBAN GB82 WEST 1234 5698 7654 32", "IBAN [ref]"),
            ("SSN 078-05-1120", "SSN [nino]"),
            ("I was born on 3 March 1956.", "I was born on [dob]."),
            ("DOB: 03/03/56", "DOB: [dob]"),
            ("see https://ann:secret@example.org/x now", "see [url] now"),
            ("case number HX-20931 is open", "case number [ref] is open"),
            ("my name is sam and I waited", "my name is [name] and I waited"),
            ("driving licence MORGA753116SM9IJ", "driving licence [ref]"),
            ("sort code 60-16-13, account 31926819", "sort code [ref]"),
            ("my medicare number is 1EG4-TE5-MK73", "my medicare number is [nhs]"),
            ("NI number QQ123456C, NHS number 123 456 7890", "NI number [nino], NHS number [nhs]"),
            ("card number 4111 1111 1111 1112 failed", "card number [card] failed"),
            ("reg ab12cde and 231-D-12345", "reg [plate] and [plate]"),
            ("07700 900 123 or 900456", "[phone] or [phone]"),
            ("see https://www.facebook.com/jane.smith.12 and linkedin.com/in/jane-smith", "see [url] and [url]"),
            ("jo dot smith at example dot com", "[email]"),
            ("https://example.org/a?token=8f7 and https://www.gov.uk/help", "[url] and https://www.gov.uk/help"),
            ("Flat 3, Rose Court, 12 Mill Lane, LS6 2AB", "[address], [postcode]"),
            ("i live at 27 station road", "i live at [address]"),
            ("The bins were missed. — Margaret Hughes", "The bins were missed. — [name]"),
            ("spoke to sandra who was rude", "spoke to [name] who was rude"),
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
            "I have been a member since 1971",
            "Ask the doctor. Unfortunately nobody came",
            "The M25 and the A40, the P45 and the SA302",
            "Mr Trump and Dr Barnardo's Hospital",
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

    def test_what_stands_in_earlier_texts_is_still_known(self):
        assert all(PLACEHOLDER.fullmatch(f"[{kind}]") for kind in (*KINDS, "nhs number", "date of birth", "link"))


class TestOriginalSpans:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            (
                "  Ring\u200b 07700\t 900123 \r\n\r\n\r\n or jo\u200bbloggs@example.org",
                ["07700\t 900123", "jo\u200bbloggs@example.org"],
            ),
            ("cafe\u0301 cafe\u0301, my name is Zoe\u0308 and NI AB123456C", ["Zoe\u0308", "AB123456C"]),
            ("👨\u200d👩\u200d👧 Dr Okafor, LS6 2AB", ["Okafor", "LS6 2AB"]),
        ],
    )
    def test_they_lie_in_the_text_as_it_came(self, text, pieces):
        spans = original_spans(text, redact_forms(text).origins)

        assert [text[span.start : span.end] for span in spans] == pieces

    @FEW
    @given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
    def test_put_into_the_text_and_cleaned_they_give_the_redacted_text(self, text):
        redacted = redact_forms(text)
        spans = original_spans(text, redacted.origins)

        assert all(one.end <= other.start for one, other in pairwise(spans))
        for span in reversed(spans):
            text = f"{text[: span.start]}[{span.kind}]{text[span.end :]}"
        assert clean(text) == redacted.text


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
