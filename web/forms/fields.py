"""A field for each type of question: what a browser sends becomes what ``question.parse`` takes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field

from surveys.errors import AnswerError
from surveys.questions import OTHER, Question
from surveys.routing import Route, Stop, take
from words import Message, Plural, Words

# The name of the one field of a page with one question.
ALONE = "answer"
# The hidden field that says what a page asked: an answer is to what was read, whatever is asked there by now.
ASKED = "asked"
# Figures and addresses are written from the left everywhere: "-5" would else be shown as "5-" in Arabic.
FIGURES = {"dir": "ltr"}


class QuestionField(Field):
    """One question. ``given`` is what was sent, as the question takes it; ``data`` what the page shows of it.

    ``fault`` is what is wrong with it, if anything: not worded yet, since answers may have to be put in.
    """

    # Which macro of templates/public/_fields.html draws it.
    macro = "line"
    # The attributes of a line to write in.
    line: ClassVar[Mapping[str, str]] = {}

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question: Any = question
        self.given: object = None
        self.fault: Message | Plural | Words | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what the browser sent, or show the answer given before."""
        self.process_errors, self.errors = [], []
        if formdata is None or not formdata:
            self.data = self.shown(data)
            return
        self.given = self.read(formdata)
        self.data = self.sent(formdata)

    def read(self, formdata: MultiDict[str, str]) -> object:
        """Return what was sent as the question takes it; nothing sent is nothing given."""
        return formdata.get(self.name, "")

    def sent(self, formdata: MultiDict[str, str]) -> Any:
        """Return what the page shows of what was sent: no more than a page can show."""
        return self.text(formdata.get(self.name, ""))

    def shown(self, answer: Any) -> Any:
        """Return what the page shows of an answer given before."""
        return "" if answer is None else str(answer)

    def text(self, raw: object) -> str:
        """Return what a page can show of something that was sent; nothing of a file."""
        try:
            return str(self.question.written(raw))
        except AnswerError:
            return ""

    @property
    def first_id(self) -> str:
        """The first control, where an error leads to."""
        return self.id


class FigureField(QuestionField):
    """A number."""

    line: ClassVar[Mapping[str, str]] = {"inputmode": "decimal", "spellcheck": "false", **FIGURES}


class EmailField(QuestionField):
    """An e-mail address."""

    line: ClassVar[Mapping[str, str]] = {"type": "email", "autocomplete": "email", "spellcheck": "false", **FIGURES}


class PhoneField(QuestionField):
    """A telephone number."""

    line: ClassVar[Mapping[str, str]] = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", **FIGURES}


class PostcodeField(QuestionField):
    """A postcode."""

    line: ClassVar[Mapping[str, str]] = {"autocomplete": "postal-code", "spellcheck": "false", **FIGURES}


class CommentField(QuestionField):
    """Free text, in a box that counts."""

    macro = "comment"


class ChoiceField(QuestionField):
    """Options, as radio buttons; the one of one's own with a line to write in."""

    macro = "radios"

    def read(self, formdata: MultiDict[str, str]) -> object:
        """Return the value chosen, with the words beside it where it is the option of one's own."""
        chosen = formdata.get(self.name, "")
        if chosen == OTHER and getattr(self.question, "other", None):
            return {"chosen": chosen, OTHER: formdata.get(f"{self.name}-{OTHER}", "")}
        return chosen

    def sent(self, formdata: MultiDict[str, str]) -> Any:
        """Return what was chosen and written."""
        own = self.text(formdata.get(f"{self.name}-{OTHER}", ""))
        return {"chosen": formdata.getlist(self.name), OTHER: own}

    def shown(self, answer: Any) -> Any:
        """Return what was chosen and written before."""
        if answer is None:
            return {"chosen": [], OTHER: ""}
        closed = self.question.closed(answer)
        if isinstance(closed, bool):
            closed = "yes" if closed else "no"
        values = closed if isinstance(closed, list) else [str(closed)]
        return {"chosen": values, OTHER: answer.get(OTHER, "") if isinstance(answer, Mapping) else ""}


class PointsField(ChoiceField):
    """Points of a scale: with words as radio buttons, with numbers in a row."""

    macro = "points"


class PlaceField(ChoiceField):
    """Places, as radio buttons or, where there are many, in a list."""

    macro = "place"


class ChoicesField(ChoiceField):
    """Options, as check boxes."""

    macro = "checkboxes"

    def read(self, formdata: MultiDict[str, str]) -> object:
        """Return the values chosen, with the words for the option of one's own where there is one."""
        chosen = formdata.getlist(self.name)
        if OTHER in chosen and getattr(self.question, "other", None):
            return {"chosen": chosen, OTHER: formdata.get(f"{self.name}-{OTHER}", "")}
        return chosen


class ConsentField(ChoiceField):
    """One box to tick."""

    macro = "consent"


class BoxesField(QuestionField):
    """Several boxes for figures: a date's, or a duration's."""

    macro = "boxes"

    @property
    def first_id(self) -> str:
        """The first box."""
        return f"{self.id}-{next(iter(self.question.boxes(None)))}"

    def read(self, formdata: MultiDict[str, str]) -> object:
        """Return what stands in each box; one field of all (a script) is taken as it is."""
        if self.name in formdata:
            return formdata[self.name]
        return {box: formdata.get(f"{self.name}-{box}", "") for box in self.question.boxes(None)}

    def sent(self, formdata: MultiDict[str, str]) -> Any:
        """Return what stood in each box."""
        boxes = self.question.boxes(None)
        return {box: self.text(formdata.get(f"{self.name}-{box}", "")) for box in boxes}

    def shown(self, answer: Any) -> Any:
        """Return what each box shows of an answer."""
        return self.question.boxes(answer)


class StatementField(QuestionField):
    """Nothing to fill in."""

    macro = "statement"


FIELDS: dict[str, type[QuestionField]] = {
    "choice": ChoiceField,
    "choices": ChoicesField,
    "yes_no": ChoiceField,
    "consent": ConsentField,
    "rating": PointsField,
    "likert": PointsField,
    "nps": PointsField,
    "csat": PointsField,
    "ces": PointsField,
    "text": CommentField,
    "short_text": QuestionField,
    "number": FigureField,
    "currency": FigureField,
    "duration": BoxesField,
    "date": BoxesField,
    "email": EmailField,
    "phone": PhoneField,
    "postcode": PostcodeField,
    "place": PlaceField,
    "statement": StatementField,
}


class PageForm(FlaskForm):  # type: ignore[misc]
    """The form of one page; ``form_for`` makes it, with a field for each question that the page asks."""

    stop: Stop
    names: Mapping[str, str]

    def fields_of_questions(self) -> list[QuestionField]:
        """Return the fields, in the order of the questions."""
        return [self[self.names[question.key]] for question in self.stop.questions]

    def says_something(self) -> bool:
        """Whether anything that a person has said stands in it, or what is wrong with that."""
        return any(field.fault or not _is_empty(field.data) for field in self.fields_of_questions())

    def take(self, way: Route) -> dict[str, Any] | None:
        """Return the answers, or None where something is wrong; each fault then stands at its field."""
        given = {field.question.key: field.given for field in self.fields_of_questions()}
        answers, faults = take(self.stop, way, given)
        for field in self.fields_of_questions():
            field.fault = faults.get(field.question.key)
        return None if faults else answers


def _is_empty(data: Any) -> bool:
    return not any(data.values()) if isinstance(data, Mapping) else not data


def form_for(stop: Stop, answers: Mapping[str, Any], *, fresh: bool = False) -> PageForm:
    """Return the form of a page as one person meets it, showing the answers given before.

    ``fresh`` leaves aside what was sent: it was to another page.
    """
    alone = len(stop.questions) == 1
    names = {question.key: ALONE if alone else f"q-{question.key}" for question in stop.questions}
    fields: dict[str, Any] = {
        names[question.key]: FIELDS[question.type](question=question)  # type: ignore[attr-defined]
        for question in stop.questions
    }
    kind = type("OnePageForm", (PageForm,), {**fields, "stop": stop, "names": names})
    given: dict[str, Any] = {"formdata": None} if fresh else {}
    form: PageForm = kind(**given, data={names[key]: answers.get(key) for key in names})
    return form
