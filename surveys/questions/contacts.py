"""How to reach somebody: addresses and numbers lie sealed apart from answers, a postcode is cut to its district."""

import re
from typing import Annotated, Any, ClassVar, Literal

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import Field, model_validator

from surveys.errors import AnswerError
from surveys.expressions import Domain, Kind
from surveys.questions.base import Column, Question, is_blank, plain
from words import Message

KEEP_DAYS = 90
LONGEST_KEEP_DAYS = 730

LONGEST_ADDRESS = 254
LONGEST_NUMBER = 60

# An outward code and an inward code. Royal Mail's special GIR 0AA is left out: nobody lives there.
_POSTCODE = re.compile(r"(?P<district>[A-Z]{1,2}[0-9][A-Z0-9]?)(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})")


class _Contact(Question):
    """An answer that could tell who gave it. What is kept beside the other answers is only that it was given."""

    summary: ClassVar[str] = "given"
    keep: Annotated[int, Field(ge=1, le=LONGEST_KEEP_DAYS)] = KEEP_DAYS

    def domain(self) -> Domain | None:
        """Return nothing: what a person is asked does not depend on their address."""
        return None

    def closed(self, answer: Any) -> bool:
        """Return that it was given."""
        return True

    def contact_of(self, answer: Any) -> Any:
        """Return the answer."""
        return answer

    def days_kept(self) -> int:
        """Return for how many days the answer is kept."""
        return self.keep

    def columns(self) -> list[Column]:
        """Return whether it was given."""
        return [Column(f"{self.key}_given", self.text, "boolean")]


class EmailQuestion(_Contact):
    """An e-mail address."""

    type: Literal["email"]

    def parse_given(self, text: str) -> str:
        """Return the address as it is normally written."""
        wrong = Message("Enter an email address in the correct format, like name@example.com")
        if len(text) > 2 * LONGEST_ADDRESS:
            raise AnswerError(self.key, wrong)
        try:
            found = validate_email(_bare(text), check_deliverability=False, allow_smtputf8=True)
        except EmailNotValidError as error:
            raise AnswerError(self.key, wrong) from error
        return found.normalized

    def missing(self) -> Message:
        """Ask for an address."""
        return Message("Enter an email address, like name@example.com")

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of an address."""
        return {"type": "string", "format": "email", "maxLength": LONGEST_ADDRESS}


class PhoneQuestion(_Contact):
    """A telephone number of any country; one without its country's code is of ``region``. Kept as E.164."""

    type: Literal["phone"]
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "GB"

    @model_validator(mode="after")
    def _is_a_region(self) -> "PhoneQuestion":
        if self.region not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError(f"there is no country {self.region!r}; 'region' is a code of two letters, like 'GB'")
        return self

    def parse_given(self, text: str) -> str:
        """Return the number in international form, with the extension if there is one."""
        said = plain(text)
        if len(said) > LONGEST_NUMBER:
            raise AnswerError(self.key, self.missing())
        try:
            number = phonenumbers.parse(said, self.region)
        except phonenumbers.NumberParseException as error:
            raise AnswerError(self.key, self.missing()) from error
        # A number that is only dialled within its own town cannot be written with the country before it.
        if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
            raise AnswerError(self.key, self.missing())
        bare = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{bare} ext. {number.extension}" if number.extension else bare

    def missing(self) -> Message:
        """Ask for a number."""
        return Message("Enter a telephone number, like 01632 960 001 or +44 808 157 0192")


class PostcodeQuestion(Question):
    """A British postcode. Only its district (the first half) is kept, unless the whole is asked to be kept, sealed."""

    type: Literal["postcode"]
    keep: Literal["district", "whole"] = "district"
    keep_for: Annotated[int, Field(ge=1, le=LONGEST_KEEP_DAYS)] = KEEP_DAYS

    def parse_given(self, text: str) -> str:
        """Return the postcode with one space. What is kept of it once it is sent, ``closed`` says."""
        found = _POSTCODE.fullmatch(re.sub(r"[\s.-]", "", plain(text).upper()))
        if not found:
            raise AnswerError(self.key, Message("Enter a full postcode, like LS1 4AP"))
        return f"{found['district']} {found['inward']}"

    def missing(self) -> Message:
        """Ask for a postcode."""
        return Message("Enter a postcode, like LS1 4AP")

    def domain(self) -> Domain:
        """Return that it is a text: expressions see the district."""
        return Domain(Kind.TEXT)

    def value_of(self, answer: Any) -> str | None:
        """Return the district."""
        return None if answer is None else self.closed(answer)

    def closed(self, answer: Any) -> str:
        """Return the district: some thousand homes, where a whole postcode is some fifteen."""
        return str(answer).partition(" ")[0]

    def contact_of(self, answer: Any) -> Any:
        """Return the whole postcode where it is to be kept."""
        return answer if self.keep == "whole" else None

    def days_kept(self) -> int:
        """Return for how many days the whole postcode is kept."""
        return self.keep_for

    def columns(self) -> list[Column]:
        """Return one column of districts."""
        return [Column(f"{self.key}_district", self.text, "text")]

    def api_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of a postcode in capitals."""
        return {"type": "string", "pattern": r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}$"}


def _bare(text: str) -> str:
    """Return an address without what cannot be seen around it: it is often pasted."""
    while text and is_blank(text[0]):
        text = text[1:]
    while text and is_blank(text[-1]):
        text = text[:-1]
    return text
