"""Which of a service's published articles answers a question, and what is quoted from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models import Article, ArticleVectors
from nlp.similarity import SURE, ArticleText, Found, Searcher, cutting
from words import Words
from words.translated import translated


@dataclass(frozen=True)
class Answer:
    """What a person is shown: some sentences of an article, its title, and the page that says more."""

    title: Words
    text: Words
    source: str


def find(
    session: Session, searcher: Searcher, *, question: str, service_id: int, language: str
) -> dict[str, Any] | None:
    """Return which published article of a service answers a question, as JSON; None where none does surely."""
    found = searcher.search(question, language=language, texts=texts_of(session, searcher.name, service_id=service_id))
    return None if found is None or found.confidence < SURE else asdict(found)


def texts_of(session: Session, model: str, *, service_id: int) -> list[ArticleText]:
    """Return the texts of the articles that a service answers with, those of all services among them, in order."""
    articles = session.scalars(_answers_for(service_id).order_by(Article.id)).all()
    read = session.scalars(
        select(ArticleVectors).where(
            ArticleVectors.article_id.in_([article.id for article in articles]), ArticleVectors.model == model
        )
    )
    vectors = {(row.article_id, row.language): row.vectors for row in read}
    return [
        ArticleText(
            str(article.id),
            language,
            article.title[language],
            article.body[language],
            vectors.get((article.id, language)),
        )
        for article in articles
        for language in sorted(article.body)
    ]


def answer(session: Session, found: Mapping[str, Any], *, service_id: int, language: str) -> Answer | None:
    """Return what is quoted of an article that was found, in the reader's language where it is written in that.

    None where it is published no more, or is of another service: what was found is only believed as far as that.
    """
    it = Found(**found)
    article = session.scalar(_answers_for(service_id).where(Article.id == int(it.article)))
    if article is None:
        return None
    body, spoken = translated(article.body, language)
    # Which sentence fits is known of the text that was found; in another language the beginning has to do.
    text = cutting.extract(body, it.sentence if spoken == it.language else 0)
    return Answer(title=_in(article.title, spoken), text={spoken: text}, source=article.source)


def _in(words: Words, language: str) -> Words:
    return {language: words[language]} if language in words else words


def _answers_for(service_id: int) -> Select[Article]:
    own = or_(Article.service_id == service_id, Article.service_id.is_(None))
    return select(Article).where(Article.published, own)
