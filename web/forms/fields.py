"""Fields whose validation *is* ``question.parse``."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from surveys.errors import AnswerError
from surveys.questions import AnyQuestion, Question
from web.language import worded


class QuestionField(Field):
    """One question. ``data`` is what was given, ``answer`` what it stands for once validated."""

    macro = "text"

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question
        self.given: object = ""
        self.answer: Any = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what the browser sent; nothing sent is nothing given. Shown again is what a page can show of it."""
        self.given = valuelist[0] if valuelist else ""
        self.data = self.question.written(self.given) if isinstance(self.given, str) else ""

    def process_data(self, value: Any) -> None:
        """Show the answer given before."""
        self.data = "" if value is None else str(value)

    def pre_validate(self, form: BaseForm) -> None:
        """Ask the question whether this is an answer."""
        try:
            self.answer = self.question.parse(self.given)
        except AnswerError as error:
            raise StopValidation(worded(error.message)) from error


class ScaleField(QuestionField):
    """Points of a scale, as radio buttons."""

    macro = "radios"


class ChoiceField(QuestionField):
    """Options, as radio buttons."""

    macro = "radios"


class CommentField(QuestionField):
    """Free text, in a box that counts."""

    macro = "comment"


FIELDS: dict[str, type[QuestionField]] = {"rating": ScaleField, "choice": ChoiceField, "text": CommentField}


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """The form of one page; ``form_for`` makes it. Its one field is ``answer``."""

    answer: QuestionField


def form_for(question: AnyQuestion, answer: Any = None) -> QuestionForm:
    """Return the form of a question's page, showing the answer given before."""
    field = FIELDS[question.type](question=question)
    form: QuestionForm = type("PageForm", (QuestionForm,), {"answer": field})(data={"answer": answer})
    return form
