"""What can go wrong with a paper."""


class PaperError(Exception):
    """A paper could not be set. The text is for the operator and holds nothing of what was to stand on it."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the paper could not be set: {why}")
        self.why = why
