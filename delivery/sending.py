"""One mail out, to a server or into a folder."""

import hashlib
import os
import secrets
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from delivery.address import Server, parse
from delivery.errors import DeliveryError, Kind
from delivery.mail import Mail, compose, parse_address

TIMEOUT = 20  # seconds, for connecting and for each answer


def send(mail: Mail, *, url: str) -> None:
    """Send one mail; on return the server has taken it, or the file is there whole.

    Args:
        mail: What to whom. The same mail sent again has the same Message-ID; in a folder it is the same file.
        url: ``smtp://user:password@host:port``, ``smtps://…`` (TLS from the start), ``smtp+starttls://…``
            (TLS or nothing), or ``file:///folder`` for an installation without a mail server. Certificates
            are checked. User name and password are optional, the port is 25, 465 or 587 by default.

    Raises:
        DeliveryError: It was not sent; ``permanent`` tells whether to try again.
    """
    way = parse(url)
    message = compose(mail)
    if isinstance(way, Path):
        _lay_into(way, mail, message)
    else:
        _hand_over(way, mail, message)


def _hand_over(server: Server, mail: Mail, message: EmailMessage) -> None:
    sender = parse_address(mail.sender, "the sender").addr_spec
    recipient = parse_address(mail.to, "the recipient").addr_spec
    try:
        connection = _connected(server)
        try:
            connection.send_message(message, sender, [recipient])
            # The server has it: whatever happens to the farewell, it must not be sent a second time.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()
    except smtplib.SMTPException as error:
        # Not chained, here and below: a server's answers repeat addresses and a traceback would log them.
        raise _named(error, server) from None
    except ssl.SSLError:
        detail = "the encrypted connection failed"
        raise DeliveryError(Kind.UNREACHABLE, permanent=False, host=server.host, detail=detail) from None
    except OSError:
        raise DeliveryError(Kind.UNREACHABLE, permanent=False, host=server.host) from None


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.scheme == "smtps":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    try:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=context)
        if server.user is not None:
            connection.login(server.user, server.password)
    except smtplib.SMTPNotSupportedError:
        connection.close()
        detail = "the server offers no such encryption or sign-in"
        raise DeliveryError(Kind.BAD_URL, permanent=False, host=server.host, detail=detail) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _named(error: smtplib.SMTPException, server: Server) -> DeliveryError:
    """Return what an error of the protocol means: 4xx is worth another try, 5xx is not."""
    code = _status(error)
    permanent = code is not None and code >= 500
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return DeliveryError(Kind.AUTH, permanent=False, host=server.host, code=code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        detail = "it lacks a feature that the mail needs"
        return DeliveryError(Kind.REFUSED, permanent=True, host=server.host, detail=detail)
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return DeliveryError(Kind.UNREACHABLE, permanent=False, host=server.host, code=code)
    if isinstance(error, smtplib.SMTPSenderRefused):
        # Neither the mail nor its recipient is at fault, but what the installation says of itself.
        return DeliveryError(Kind.REFUSED, permanent=False, host=server.host, code=code, detail="it refuses the sender")
    return DeliveryError(Kind.REFUSED, permanent=permanent, host=server.host, code=code)


def _status(error: smtplib.SMTPException) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code if error.smtp_code > 0 else None
    return None


def _lay_into(folder: Path, mail: Mail, message: EmailMessage) -> None:
    name = hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]
    temporary = folder / f".{secrets.token_hex(8)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # Mails are nobody else's to read.
            descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with open(descriptor, "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(folder / f"{name}.eml")
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise DeliveryError(Kind.FOLDER, permanent=False, detail=reason) from None
