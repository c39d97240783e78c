"""Check digits of the numbers that people are known by."""

from __future__ import annotations


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdecimal()]


def is_card_number(text: str) -> bool:
    """Whether the digits pass the Luhn check of ISO/IEC 7812 (13 to 19 digits, not all the same)."""
    digits = _digits(text)
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    total = sum(digits[-1::-2])
    total += sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return total % 10 == 0


def is_nhs_number(text: str) -> bool:
    """Whether ten digits pass the NHS number's modulus 11 (NHS Data Dictionary)."""
    digits = _digits(text)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum((10 - place) * digit for place, digit in enumerate(digits[:9])) % 11
    return digits[9] == (0 if check == 11 else check)


def is_iban(text: str) -> bool:
    """Whether the letters and digits pass ISO 13616's modulus 97."""
    code = "".join(character for character in text.upper() if character.isalnum())
    if not (15 <= len(code) <= 34 and code.isascii()):
        return False
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


def is_social_security_number(text: str) -> bool:
    """Whether nine digits could be a US number: no group of zeros, area neither 666 nor 900 and over."""
    digits = "".join(map(str, _digits(text)))
    if len(digits) != 9:
        return False
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def is_personal_public_service_number(text: str) -> bool:
    """Whether seven digits and one or two letters pass the Irish PPS number's modulus 23."""
    code = "".join(character for character in text.upper() if character.isalnum())
    if not (8 <= len(code) <= 9 and code[:7].isdecimal() and code[7:].isalpha()):
        return False
    total = sum((8 - place) * int(digit) for place, digit in enumerate(code[:7]))
    if len(code) == 9 and code[8] != "W":
        total += 9 * (ord(code[8]) - 64)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == code[7]
