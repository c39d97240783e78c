"""/manage/conversations/<survey>/modes: the conversation beside the pages of the same survey, also as a file."""

from collections.abc import Callable
from io import StringIO

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import db
from sheets import CsvWriter
from surveys.conversations.modes import Completion, Measured, Question, mode_effect
from tallies import FEWEST_SHOWN, Contrast, Share
from web import access
from web.language import in_reader_language, shown
from web.manage.conversations.desk import bp, framed, survey_desk
from web.manage.frame import MAY_FOLLOW
from web.manage.surveys.desk import download

COLUMNS = (
    "what", "question", "text", "versions", "figure", "answer",
    "page_n", "page_of", "page_value", "page_low", "page_high",
    "conversation_n", "conversation_of", "conversation_value", "conversation_low", "conversation_high",
    "difference", "difference_low", "difference_high", "beyond_chance",
)  # fmt: skip
HIDDEN = f"fewer than {FEWEST_SHOWN}, or not shown"


@bp.get("/<slug>/modes")
@access.staff(*MAY_FOLLOW)
def modes(slug: str) -> ResponseReturnValue:
    """Show whether conversation and pages differ, in who completes them and in the answers."""
    found = survey_desk(slug)
    return render_template(
        "manage/conversations/modes.html",
        effect=mode_effect(db.session(), survey=found.survey),
        figure_name=figure_name,
        value_of=value_of,
        interval_of=interval_of,
        difference_of=difference_of,
        said_of=said_of,
        fewest=FEWEST_SHOWN,
        **framed(found, "modes"),
    )


@bp.get("/<slug>/modes.csv")
@access.staff(*MAY_FOLLOW)
def modes_file(slug: str) -> ResponseReturnValue:
    """Send the same figures as a file."""
    found = survey_desk(slug)
    effect = mode_effect(db.session(), survey=found.survey)
    stream = StringIO(newline="")
    writer = CsvWriter(stream, COLUMNS)
    empty: dict[str, object] = dict.fromkeys(COLUMNS)
    completion = empty | {"what": "completed of started", "figure": "share"}
    writer.write(
        completion
        | _completion_cells("page", effect.page)
        | _completion_cells("conversation", effect.conversation)
        | _contrast_cells(effect.contrast)
    )
    for question in effect.questions:
        row = empty | {
            "what": "answers",
            "question": question.key,
            "text": in_reader_language(question.text),
            "versions": " ".join(str(number) for number in question.versions),
            "figure": "share" if isinstance(question.page, Share) else "average" if question.page else None,
            "answer": shown(question.answer) if question.answer else None,
        }
        cells = _cells("page", question.page) | _cells("conversation", question.conversation)
        writer.write(row | cells | _contrast_cells(question.contrast))
    return download(stream.getvalue().encode("utf-8-sig"), f"{slug}-modes.csv", "text/csv")


def figure_name(question: Question) -> str:
    """Return what a question's figure is called."""
    if question.answer:
        return str(gettext("Share of “%(answer)s”", answer=shown(question.answer)))
    names = {
        "csat": gettext("Share of the two best answers"),
        "gds": gettext("Share satisfied or very satisfied"),
        "friends_and_family": gettext("Share good or very good"),
        "nps": gettext("Average from 0 to 10"),
    }
    return str(names.get(question.kind, gettext("Average")))


def value_of(figure: Measured) -> str:
    """Return a figure in words."""
    assert figure.value is not None
    return _said(figure)(figure.value)


def interval_of(figure: Measured) -> str:
    """Return the range that a figure lies in; empty where it is not known."""
    if figure.low is None or figure.high is None:
        return ""
    said = _said(figure)
    return str(gettext("%(low)s to %(high)s", low=said(figure.low), high=said(figure.high)))


def difference_of(contrast: Contrast, figure: Measured) -> str:
    """Return a difference with its range; of shares in percentage points."""
    share = isinstance(figure, Share)
    low, value, high = (_signed(each, share=share) for each in (contrast.low, contrast.value, contrast.high))
    if share:
        return str(gettext("%(value)s points (%(low)s to %(high)s)", value=value, low=low, high=high))
    return str(gettext("%(value)s (%(low)s to %(high)s)", value=value, low=low, high=high))


def said_of(contrast: Contrast) -> str:
    """Return what a difference comes to, in a plain sentence."""
    if not contrast.beyond_chance:
        return str(gettext("No difference that chance would not explain."))
    if contrast.value > 0:
        return str(gettext("Higher in the conversation: more than chance would explain."))
    return str(gettext("Lower in the conversation: more than chance would explain."))


def _said(figure: Measured) -> Callable[[float], str]:
    return "{:.0%}".format if isinstance(figure, Share) else "{:.2f}".format


def _signed(value: float, *, share: bool) -> str:
    text = f"{100 * value:+.1f}" if share else f"{value:+.2f}"
    # A true minus, as wide as the plus and read out as one.
    return text.replace("-", "\u2212")


def _completion_cells(mode: str, completion: Completion) -> dict[str, object]:
    return _cells(mode, completion.share)


def _cells(mode: str, figure: Measured | None) -> dict[str, object]:
    if figure is None:
        return {f"{mode}_n": HIDDEN}
    ends: dict[str, object] = {
        f"{mode}_value": figure.value,
        f"{mode}_low": figure.low,
        f"{mode}_high": figure.high,
    }
    of = figure.of if isinstance(figure, Share) else figure.n
    return ends | {f"{mode}_n": figure.n, f"{mode}_of": of}


def _contrast_cells(contrast: Contrast | None) -> dict[str, object]:
    if contrast is None:
        return {}
    return {
        "difference": contrast.value,
        "difference_low": contrast.low,
        "difference_high": contrast.high,
        "beyond_chance": "yes" if contrast.beyond_chance else "no",
    }
