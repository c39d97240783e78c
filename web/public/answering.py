"""One browser's answering of one survey: the way in, the draft, and the way that the answers lead."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from models import Draft, db, new_token, transaction
from surveys import drafts, routing, ways
from surveys.drafts import Content
from surveys.errors import DefinitionError, SurveyNotFoundError
from surveys.queries import OpenSurvey, as_begun, open_survey, previewed, survey_of_key
from surveys.questions import Question
from surveys.routing import Route, Stop
from web import previews
from web.language import offer, reading
from web.public.remembering import INVITATIONS, OPENED, PREVIEWS, TOKENS, WAYS, recall, remember


@dataclass(frozen=True)
class Answering:
    """Where one person stands in one survey."""

    survey: OpenSurvey
    token: str
    draft: Draft | None
    content: Content
    way: Route

    @property
    def slug(self) -> str:
        """The survey's address."""
        return self.survey.slug

    @property
    def answers(self) -> Any:
        """The answers given so far."""
        return self.content.answers

    def address(self, stop: Stop, **more: Any) -> str:
        """Return the address of a page."""
        return url_for("public.answer_page", slug=self.slug, number=stop.number, **more)

    def due(self) -> Stop | None:
        """Return the first page with a question that was neither answered nor passed over, or None."""
        question = self.way.next_unasked(self.answers)
        return self.way.stop_of(question.key) if question else None

    def wanting(self) -> Question | None:
        """Return the first question that keeps the answers from being sent, or None."""
        return self.way.first_missing(self.answers) or self.way.first_wrong(self.answers)


def answering(slug: str) -> Answering:
    """Return where this browser stands in a survey, by the way in that the person came, in the version begun with.

    Raises:
        SurveyNotFoundError: If there is no such survey for citizens.
        SurveyClosedError: If it takes no more answers.
    """
    survey = _survey(slug)
    token = recall(TOKENS, slug)
    draft = drafts.find(db.session(), token) if token else None
    survey = as_begun(db.session(), survey, draft)
    offer(survey.definition.in_languages)
    if token is None:
        # Remembered before anything is answered: a first answer that is sent twice is one draft's, and an order by
        # chance is the same when the page comes back with an error.
        token = new_token()
        remember(TOKENS, slug, token)
    content = drafts.opened(draft)
    if content.invitation is None:
        content = Content(**{**vars(content), "invitation": recall(INVITATIONS, slug)})
    return Answering(survey, token, draft, content, way_of(survey, token, content))


def way_of(survey: OpenSurvey, token: str, content: Content) -> Route:
    """Return the way that the answers lead."""
    seed = content.seed or drafts.seed_of(token)
    setting = survey.setting(language=reading(), mode="page", seed=seed)
    return routing.route(survey.definition, content.answers, setting)


def count_opened(here: Answering) -> None:
    """Count that a person has opened the survey, once until it is sent, for the way in that they came.

    No preview is counted, and no browser that peeks.
    """
    peeks = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    counted = recall(OPENED, here.slug) == here.survey.collector_key
    if here.survey.preview or peeks or request.method != "GET" or here.draft or counted:
        return
    with transaction() as database:
        ways.count(database, survey=here.survey, event="opened", language=reading())
    remember(OPENED, here.slug, here.survey.collector_key)


def _survey(slug: str) -> OpenSurvey:
    ticket = recall(PREVIEWS, slug)
    if ticket:
        try:
            # The ticket has an end, also for a browser that has used it.
            return previewed(db.session(), previews.slug_of(ticket))
        except (SurveyNotFoundError, DefinitionError):
            # It was published or withdrawn meanwhile: from now on this browser sees what everybody sees.
            remember(PREVIEWS, slug, None)
            remember(TOKENS, slug, None)
    via = recall(WAYS, slug)
    # The survey's own address may be closed, or not be there, while the way that somebody came is open.
    return survey_of_key(db.session(), via) if via else open_survey(db.session(), slug)
