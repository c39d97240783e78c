"""Whom an invitation goes to: a list of addresses, read and checked before anything is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from delivery import DeliveryError
from delivery.mail import parse_address
from sheets import Row
from surveys.rows import Fault, RowsError, filled
from words import Message

MOST_RECIPIENTS = 50_000  # in one list
LONGEST_NAME = 100
LONGEST_ADDRESS = 254
LANGUAGE = "en"

_LOCAL = re.compile(r"(?!.{65})[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.IGNORECASE)
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_LANGUAGE = re.compile(r"(?P<language>[a-z]{2,3})([-_][a-z0-9]{2,8})*", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, repr=False)
class Recipient:
    """One person to be invited. Its repr shows nothing, so that no address ends in a log.

    Attributes:
        address: As ``normal_address`` returns it.
        name: For the greeting; "" where none was given.
        language: "en", "cy", …: in which to write.
    """

    address: str
    name: str = ""
    language: str = LANGUAGE


def read_recipients(rows: Iterable[Row]) -> list[Recipient]:
    """Return the recipients of a list with the columns address and, if wanted, name and language.

    Raises:
        RowsError: A row is wrong; all that are, are named.
    """
    recipients: list[Recipient] = []
    faults: list[Fault] = []
    for row in filled(rows, required=("address",), optional=("name", "language"), most=MOST_RECIPIENTS):
        address = normal_address(row.cells["address"])
        name = row.cells.get("name", "")
        language = _language_of(row.cells.get("language", ""))
        if address is None:
            faults.append(Fault(row.line, Message("this is not an e-mail address like name@example.com")))
        elif len(name) > LONGEST_NAME or _CONTROL.search(name):
            what = Message("a name has one line of at most %(longest)s characters", {"longest": LONGEST_NAME})
            faults.append(Fault(row.line, what))
        elif language is None:
            faults.append(Fault(row.line, Message("a language is a code like en or cy")))
        else:
            recipients.append(Recipient(address, name, language))
    if faults:
        raise RowsError(faults)
    return recipients


def normal_address(text: str) -> str | None:
    """Return an address in the one form that mail is sent to; None if it is none.

    Addresses of inner networks (``post@council.local``) are addresses. A domain in other letters than ASCII is
    written as mail servers know it (``xn--…``); before the ``@`` there can be ASCII only, since not every server
    takes more.
    """
    try:
        parsed = parse_address(text.strip(), "the recipient")
    except DeliveryError:
        return None
    domain = parsed.domain.lower()
    sound = _LOCAL.fullmatch(parsed.username) and _DOMAIN.fullmatch(domain) and not parsed.display_name
    address = f"{parsed.username}@{domain}"
    return address if sound and len(address) <= LONGEST_ADDRESS else None


def _language_of(text: str) -> str | None:
    if not text:
        return LANGUAGE
    found = _LANGUAGE.fullmatch(text)
    return found["language"].lower() if found else None
