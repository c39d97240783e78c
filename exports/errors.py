"""What can go wrong with an export."""


class ExportError(Exception):
    """Something about an export; the text is for the operator."""


class UnknownServiceError(ExportError):
    """No service has this address."""

    def __init__(self, slug: str, known: list[str]) -> None:
        super().__init__(f"there is no service {slug!r}; there are: {', '.join(known) or 'none yet'}")
        self.slug = slug


class AmbiguousServiceError(ExportError):
    """Several organisations have a service of this address."""

    def __init__(self, slug: str, organisations: list[str]) -> None:
        super().__init__(
            f"several organisations have a service {slug!r}; say which with --organisation: {', '.join(organisations)}"
        )
        self.slug = slug


class BackwardsPeriodError(ExportError):
    """The period ends before it begins."""

    def __init__(self) -> None:
        super().__init__("the period ends before it begins: --to must not be before --from")


class NothingAnalysedError(ExportError):
    """No comment was analysed yet, so there are no insights."""

    def __init__(self) -> None:
        super().__init__("no comment has been analysed yet, so there are no insights to export")


class StillWaitingError(ExportError):
    """Comments of the period are still to be analysed: what went out now would not be the whole."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting:,} comments of the period are still to be analysed")
        self.waiting = waiting


class OwnerSwitchedOffError(ExportError):
    """The target's owner is no longer active: what citizens said is not mailed to somebody who has left."""

    def __init__(self) -> None:
        super().__init__("the target's owner is switched off; it goes out once the target has an active owner")


class NoMailServerError(ExportError):
    """Nobody said where to send mail to."""

    def __init__(self) -> None:
        super().__init__("no mail server is named: MAIL_URL is not set")
