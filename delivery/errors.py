"""What can go wrong on the way out."""

from enum import StrEnum


class Kind(StrEnum):
    """Why a mail was not delivered."""

    BAD_URL = "bad url"
    BAD_MAIL = "bad mail"
    UNREACHABLE = "unreachable"
    AUTH = "auth"
    REFUSED = "refused"
    FOLDER = "folder"


_SENTENCES = {
    Kind.BAD_URL: "the URL that mail goes through cannot be used",
    Kind.BAD_MAIL: "the mail cannot be sent as it is",
    Kind.UNREACHABLE: "the mail server cannot be reached",
    Kind.AUTH: "the mail server does not accept the user name and password",
    Kind.REFUSED: "the mail server refused the mail",
    Kind.FOLDER: "the folder for mail cannot be written",
}


class DeliveryError(Exception):
    """A mail was not delivered.

    ``str()`` is one sentence for logs: it never holds the password, an address, a subject or any text,
    nor what the server answered, since servers repeat addresses in their answers.

    Attributes:
        kind: Why.
        host: The server's name; "" for a folder or where the URL gives none.
        code: The server's SMTP status, if it gave one.
        detail: What exactly, in a few words; "" where there is no more to say.
        permanent: True if the mail itself or its recipient is at fault, so that trying again cannot help.
            Else it stays owed: until the server is back, or its operator has put right the URL, the
            password or the folder.
    """

    def __init__(
        self, kind: Kind, *, permanent: bool, host: str = "", code: int | None = None, detail: str = ""
    ) -> None:
        facts = [fact for fact in (host, f"status {code}" if code is not None else "", detail) if fact]
        super().__init__(_SENTENCES[kind] + (f" ({', '.join(facts)})" if facts else ""))
        self.kind, self.permanent, self.host, self.code, self.detail = kind, permanent, host, code, detail
