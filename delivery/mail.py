"""A mail, and what goes over the wire for it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime

from delivery.errors import DeliveryError, Kind

# What a mail may say beyond the headers that every mail has.
OPTIONAL_HEADERS = ("List-Unsubscribe", "List-Unsubscribe-Post")


class _OneLineHeader(UnstructuredHeader):
    """A header that stays on its line: the library would encode a long address in it, and no reader finds it then."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
for _header in OPTIONAL_HEADERS:
    _HEADERS.map_to_type(_header.lower(), _OneLineHeader)  # type: ignore[arg-type]

# Text travels in seven bits: a relay between here and there may know no more.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_CONTENT_TYPE = re.compile(r"(?!message/|multipart/)[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_CONTENT_ID = re.compile(r"[a-z0-9-]+")
_LONGEST_HEADER = 998  # characters, with its name: RFC 5322, 2.1.1
_PRINTABLE = re.compile(r"[ -~]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail; ``content_type`` such as "text/csv"."""

    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, repr=False)
class Mail:
    """One mail to one person. Its repr shows nothing of it, so that none ends in a log.

    Attributes:
        to: An address, "a@b.org" or "Name <a@b.org>".
        subject: One line.
        text: The body as plain text.
        html: The same as HTML, or None.
        attachments: Files, in order.
        pictures: Files that stand in the HTML part, where ``cid:NAME`` is the address of each.
        message_id: "<something@domain>", the same at every try, so that a mail sent twice is seen to be one.
        sender: As ``to``.
        headers: Names out of ``OPTIONAL_HEADERS`` with their values, printable ASCII.
    """

    to: str
    subject: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]
    message_id: str
    sender: str
    headers: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Attachment, ...] = ()


def compose(mail: Mail) -> EmailMessage:
    """Return the message with all headers.

    Raises:
        DeliveryError: A header would break out of its line, or an address is none (BAD_MAIL, permanent).
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = parse_address(mail.sender, "the sender")
    message["To"] = parse_address(mail.to, "the recipient")
    message["Subject"] = _one_line(mail.subject, "the subject")
    message["Date"] = format_datetime(datetime.now(UTC))
    if not _MESSAGE_ID.fullmatch(mail.message_id):
        raise _bad("the message id is not one")
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in mail.headers:
        message[name] = _optional(name, value)
    message.set_content(_sound(mail.text))
    if mail.html is not None:
        message.add_alternative(_sound(mail.html), subtype="html")
        _put_in_place(message, mail.pictures)
    for attachment in mail.attachments:
        main, sub = _kind(attachment)
        name = _one_line(attachment.name, "the name of an attachment")
        parameters = {"charset": "utf-8"} if main == "text" else {}
        message.add_attachment(attachment.data, main, sub, filename=name, params=parameters)
    return message


def _put_in_place(message: EmailMessage, pictures: tuple[Attachment, ...]) -> None:
    """Put pictures beside the HTML that shows them, so that no program lists them as files."""
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for picture in pictures:
        main, sub = _kind(picture)
        if not _CONTENT_ID.fullmatch(picture.name):
            raise _bad("the name of a picture is not sound")
        html.add_related(
            picture.data, main, sub, cid=f"<{picture.name}>", disposition="inline", filename=f"{picture.name}.{sub}"
        )


def _kind(attachment: Attachment) -> tuple[str, str]:
    if not _CONTENT_TYPE.fullmatch(attachment.content_type):
        raise _bad("an attachment has no sound content type")
    main, _, sub = attachment.content_type.partition("/")
    return main, sub


def parse_address(text: str, whose: str) -> Address:
    """Return the one address in a text, its domain in ASCII.

    Raises:
        DeliveryError: It is not one address (BAD_MAIL, permanent); the message names ``whose``.
    """
    probe = EmailMessage(policy=_POLICY)
    try:
        probe["To"] = _one_line(text, whose)
        (found,) = probe["To"].addresses
        domain = found.domain.encode("idna").decode()
        (group,) = probe["To"].groups
        sound = group.display_name is None and not probe["To"].defects and found.username.isascii()
    except (MessageError, ValueError, IndexError, AttributeError):
        # The parser leaks the last two on some malformed texts.
        sound = False
    if not sound or not found.username or not domain:
        raise _bad(f"{whose} is not an address")
    return Address(found.display_name, found.username, domain)


def _one_line(text: str, what: str) -> str:
    if _CONTROL.search(text):
        raise _bad(f"{what} holds a line break or control character")
    return text


def _optional(name: str, value: str) -> str:
    fits = len(name) + len(value) + 2 <= _LONGEST_HEADER
    if name not in OPTIONAL_HEADERS or not _PRINTABLE.fullmatch(value) or not fits:
        raise _bad("a header is not sound")
    return value


def _sound(text: str) -> str:
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


def _bad(detail: str) -> DeliveryError:
    return DeliveryError(Kind.BAD_MAIL, permanent=True, detail=detail)
