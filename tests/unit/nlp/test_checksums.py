import pytest

from nlp import checksums


class TestChecksums:
    @pytest.mark.parametrize(
        ("check", "right", "wrong"),
        [
            (checksums.is_card_number, "4111 1111 1111 1111", "4111 1111 1111 1112"),
            (checksums.is_nhs_number, "943 476 5919", "943 476 5918"),
            (checksums.is_iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
            (checksums.is_social_security_number, "078-05-1120", "666-05-1120"),
            (checksums.is_personal_public_service_number, "1234567T", "1234567A"),
            (checksums.is_personal_public_service_number, "1234567FA", "1234567TA"),
        ],
    )
    def test_one_wrong_figure_is_noticed(self, check, right, wrong):
        assert check(right)
        assert not check(wrong)
