"""How to reach somebody, and where they live."""

import pytest
from pydantic import ValidationError

from tests.questions import fault, question

POSTCODE = question("postcode")


class TestEmailQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("name@example.com", "name@example.com"),
        (" name@EXAMPLE.com\n", "name@example.com"),
        ("\u200bname@example.com\u202c", "name@example.com"),
        ("o'neill+bins@council.gov.uk", "o'neill+bins@council.gov.uk"),
        ("siân@cymru.example.wales", "siân@cymru.example.wales"),
        ("me@bücher.example.de", "me@bücher.example.de"),
    ])  # fmt: skip
    def test_an_address_is_kept_as_it_is_normally_written(self, given, answer):
        assert question("email").parse(given) == answer

    @pytest.mark.parametrize("given", [
        "name", "name@", "@example.com", "name@example", "a b@example.com", "name@exam ple.com", "name@@example.com",
        "name@example..com", "Name <name@example.com>", "name@example.com, other@example.com", "name@[127.0.0.1]", 7,
        "a@" + "b" * 300 + ".com", "@" * 100_000, "name@example.com\nBcc: x@example.com",
        "name@-example.com", "name@example.com\u202ex",
    ], ids=lambda given: str(given)[:20])  # fmt: skip
    def test_anything_else_is_refused(self, given):
        assert fault(question("email"), given) == "Enter an email address in the correct format, like name@example.com"

    def test_an_empty_box_is_asked_for(self):
        assert fault(question("email"), " ") == "Enter an email address, like name@example.com"


class TestPhoneQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("01632 960 001", "+441632960001"), ("(01632) 960-001", "+441632960001"), ("+44 1632 960001", "+441632960001"),
        ("\u202a07700 900 982\u202c", "+447700900982"), ("+353 1 679 9400", "+35316799400"),
        ("٠١٦٣٢ ٩٦٠ ٠٠١", "+441632960001"),
        ("01632960001 ext 5", "+441632960001 ext. 5"), (447700900982, "+447700900982"),
    ])  # fmt: skip
    def test_a_number_is_kept_in_international_form(self, given, answer):
        asked = question("phone")

        assert asked.parse(given) == answer
        assert asked.parse(answer) == answer

    @pytest.mark.parametrize(
        "given",
        [
            "999999999999999999",
            "call me",
            "12",
            "12345",
            "+",
            "+999 12",
            "x" * 10_000,
            "0" * 61,
            "01632 960 001" + " " * 80 + "2",
        ],
    )
    def test_anything_else_is_refused(self, given):
        assert fault(question("phone"), given) == "Enter a telephone number, like 01632 960 001 or +44 808 157 0192"

    def test_a_number_without_its_country_is_of_the_region(self):
        assert question("phone", region="IE").parse("01 679 9400") == "+35316799400"

    @pytest.mark.parametrize("region", ["ZZ", "UK", "gb", "GBR"])
    def test_the_region_is_a_country(self, region):
        with pytest.raises(ValidationError):
            question("phone", region=region)


class TestPostcodeQuestion:
    @pytest.mark.parametrize(("given", "answer"), [
        ("LS1 4AP", "LS1 4AP"), ("ls14ap", "LS1 4AP"), (" L S 1 4 A P ", "LS1 4AP"), ("SW1A-1AA", "SW1A 1AA"),
        ("m1 1ae.", "M1 1AE"),
        ("CF10 3NP", "CF10 3NP"), ("LS１ ４AP", "LS1 4AP"), ("\u200bLS1\u00a04AP", "LS1 4AP"),
    ])  # fmt: skip
    def test_a_postcode_is_kept_with_one_space(self, given, answer):
        assert POSTCODE.parse(given) == answer

    @pytest.mark.parametrize(
        "given",
        ["LS1", "Leeds", "LS1 4A", "12345", "LS1 4AP LS1 4AP", "LS1 4CI", "1LS 4AP", 14, "A" * 100_000, "ßS1 4AP"],
    )
    def test_anything_else_is_refused(self, given):
        assert fault(POSTCODE, given) == "Enter a full postcode, like LS1 4AP"

    def test_only_the_district_is_counted_and_seen_by_conditions(self):
        assert POSTCODE.closed("LS1 4AP") == POSTCODE.value_of("LS1 4AP") == "LS1"
        assert POSTCODE.contact_of("LS1 4AP") is None

    def test_the_whole_is_kept_apart_where_it_is_asked_for(self):
        whole = question("postcode", keep="whole", keep_for=30)

        assert (whole.closed("LS1 4AP"), whole.contact_of("LS1 4AP"), whole.days_kept()) == ("LS1", "LS1 4AP", 30)
