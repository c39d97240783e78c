"""What a citizen's page shows of a survey, in the reader's language."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from models import now
from surveys import drafts, piping
from surveys.questions import OTHER, CurrencyQuestion, NumberQuestion, Question
from surveys.questions.numbers import SYMBOLS
from web.forms import PageForm, QuestionField
from web.language import choices, shown, told, told_answer, worded
from web.public.answering import Answering
from web.public.rendering import own
from web.told import Told
from words import Message, Plural, Words

# More places than this are a list rather than radio buttons.
MOST_RADIOS = 10
# With less than this left, the page says that the answers will be forgotten.
WARNED_BEFORE = timedelta(hours=24)

BOXES = {
    "day": lambda: gettext("Day"),
    "month": lambda: gettext("Month"),
    "year": lambda: gettext("Year"),
    "days": lambda: gettext("Days"),
    "hours": lambda: gettext("Hours"),
    "minutes": lambda: gettext("Minutes"),
}


class Texts:
    """Puts a text into the reader's language, and the answers given before into it."""

    def __init__(self, here: Answering) -> None:
        self.here = here
        # Whether any text put an answer in.
        self.quotes = False

    def __call__(self, said: Message | Plural | Words) -> Told:
        """Return the text as it is shown."""
        return told(said, self._filled)

    def answer(self, question: Question) -> Told:
        """Return what is shown of the answer to a question."""
        return told_answer(question.shown(self.here.answers[question.key]), self._filled)

    def _filled(self, text: str) -> str:
        return piping.filled(text, self._words_of)

    def _words_of(self, key: str) -> str | None:
        self.quotes = True
        pieces = piping.shown_of(self.here.way.known, self.here.answers, key)
        return None if pieces is None else shown(pieces)


def field_views(form: PageForm, text: Texts) -> list[dict[str, Any]]:
    """Return for each field what its macro draws."""
    fields = form.fields_of_questions()
    return [_field_view(field, text, alone=len(fields) == 1) for field in fields]


def answer_lines(here: Answering, text: Texts, change: Callable[[str], str]) -> tuple[list[dict[str, Any]], list[Told]]:
    """Return what this person was asked, each with where it is changed, and the answers that are put in there."""
    lines: list[dict[str, Any]] = []
    answers: list[Told] = []
    for question in here.way.questions:
        if not question.asks:
            continue
        answer = here.answers.get(question.key)
        lines.append(
            {
                "question": text(question.text),
                "answer": None if answer is None else own(len(answers)),
                "change": change(question.key),
            }
        )
        if answer is not None:
            answers.append(text.answer(question))
    return lines, answers


def frame(here: Answering) -> dict[str, Any]:
    """Return what every page of a survey shows."""
    return {
        "slug": here.slug,
        "title": told(here.survey.definition.title),
        "header_name": told(here.survey.organisation),
        "demonstration": here.survey.demonstration,
        "languages": choices(),
        "leave_preview_url": url_for("resuming.leave_preview", slug=here.slug) if here.survey.preview else None,
        "expires_at": _expires_soon(here),
    }


def _expires_soon(here: Answering) -> Any:
    if here.draft is None or here.survey.preview:
        return None
    expires = drafts.expires_at(here.draft)
    return expires.astimezone(ZoneInfo(here.survey.time_zone)) if expires - now() < WARNED_BEFORE else None


def _field_view(
    field: QuestionField, text: Callable[[Message | Plural | Words], Told], *, alone: bool
) -> dict[str, Any]:
    question = field.question
    label = text(question.text)
    return {
        "macro": _macro(field),
        "name": field.name,
        "id": field.id,
        "first_id": field.first_id,
        "label": label if question.required or not question.asks else _optional(label),
        "bare_label": label,
        "hint": text(question.hint) or _usual_hint(question),
        "error": text(field.fault) if field.fault else None,
        "data": field.data,
        "alone": alone,
        "line": dict(field.line),
        "before": SYMBOLS[question.currency] if isinstance(question, CurrencyQuestion) else "",
        "after": text(question.unit) if isinstance(question, NumberQuestion) and question.unit else "",
        "max_length": getattr(question, "max_length", 200),
        "options": [
            {
                "value": value,
                "label": text(words),
                "own": value == OTHER and bool(getattr(question, "other", None)),
                "alone": value in {each.value for each in getattr(question, "options", []) if each.exclusive},
            }
            for value, words in question.offered()
        ],
        "boxes": [(box, BOXES[box](), value) for box, value in field.data.items()] if field.macro == "boxes" else [],
    }


def _macro(field: QuestionField) -> str:
    if field.macro == "points":
        return "scale" if getattr(field.question, "numbered", lambda: False)() else "radios"
    if field.macro == "place":
        return "select" if len(field.question.offered()) > MOST_RADIOS else "radios"
    return field.macro


def _optional(label: Told) -> Markup:
    return escape(worded(Message("%(question)s (optional)"))) % {"question": label}


def _usual_hint(question: Question) -> str | Told:
    if question.is_comment:
        return told(Message("Leave out names, addresses, telephone numbers and other personal details."))
    days = question.days_kept()
    if days:
        return told(
            Plural(
                "We keep this apart from your answers, for %(count)s day at most.",
                "We keep this apart from your answers, for %(count)s days at most.",
                days,
            )
        )
    phrasing = question.phrasing()
    return told(phrasing) if phrasing else ""
