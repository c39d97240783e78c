"""What can go wrong with accounts."""


class AccountError(Exception):
    """Something about an account."""


class PersonExistsError(AccountError):
    """The e-mail address is taken."""

    def __init__(self) -> None:
        super().__init__("somebody with this e-mail address exists already")


class UnknownRoleError(AccountError):
    """No role has this name."""

    def __init__(self, role: str) -> None:
        super().__init__(f"there is no role {role!r}")
        self.role = role


class UnknownTimeZoneError(AccountError):
    """No time zone has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no time zone {name!r}; write it as Europe/London")
        self.name = name
