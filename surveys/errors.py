"""What can go wrong with a survey."""

from datetime import date

from words import Message, Plural, Words


class SurveyError(Exception):
    """Something about a survey."""


class SurveyNotFoundError(SurveyError):
    """No survey has this address, or it was never published."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"no survey {slug!r}")
        self.slug = slug


class SurveyClosedError(SurveyError):
    """The survey no longer takes answers; where ``way_alone``, by this way in."""

    def __init__(
        self, title: Words, closed_on: date | None, origins: tuple[str, ...] = (), *, way_alone: bool = False
    ) -> None:
        super().__init__("the way in is closed" if way_alone else "the survey is closed")
        self.title, self.closed_on, self.origins, self.way_alone = title, closed_on, origins, way_alone


class DefinitionError(SurveyError):
    """A definition cannot be published; ``faults`` name each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class AnswerError(SurveyError):
    """What was given is no answer to the question; ``message`` says what to do."""

    def __init__(self, question: str, message: Message | Plural) -> None:
        # What was given does not stand in it: it may be logged.
        super().__init__(f"{question} has no answer that counts")
        self.question, self.message = question, message


class DraftNotFoundError(SurveyError):
    """The draft has expired, or never was."""


class IncompleteError(SurveyError):
    """A draft was to be sent with required questions unanswered; ``question`` is the first of them."""

    def __init__(self, question: str) -> None:
        super().__init__(f"{question} has no answer yet")
        self.question = question
