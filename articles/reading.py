"""Having a model read articles, so that questions find them. The row is the truth: what no model has read waits."""

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Article, ArticleVectors, across_organisations, acting_for, transaction
from nlp.similarity import ArticleText, Searcher

log = structlog.get_logger()


def read_next(searcher: Searcher) -> bool:
    """Read the article that waits longest; return whether there was one. Two that read the same find the same."""
    with transaction() as session:
        waiting = _next(session, searcher.name)
        if waiting is None:
            return False
        organisation_id, article_id, title, body = waiting.organisation_id, waiting.id, waiting.title, waiting.body
    texts = [ArticleText(str(article_id), language, title[language], body[language]) for language in body]
    vectors = _vectors(searcher, texts)
    with transaction() as session, acting_for(session, organisation_id):
        article = session.get(Article, article_id, with_for_update=True)
        # Whoever changed it meanwhile left it waiting: its new words are read next.
        if article is not None and (article.title, article.body) == (title, body):
            _store(session, article, vectors, searcher.name)
    return True


def _vectors(searcher: Searcher, texts: list[ArticleText]) -> dict[str, bytes]:
    """Return what the model makes of each language's text; one that it cannot take must not hold up the others."""
    vectors = {}
    for text in texts:
        try:
            made = searcher.embed(text)
        except Exception:
            log.exception("article.not-read", article=text.article, language=text.language)
            continue
        if made is not None:
            vectors[text.language] = made
    return vectors


def _next(session: Session, model: str) -> Article | None:
    with across_organisations(session, "timetable"):
        waiting = select(Article).where(or_(Article.read_by.is_(None), Article.read_by != model))
        return session.scalar(waiting.order_by(Article.changed_at, Article.id).limit(1))


def _store(session: Session, article: Article, vectors: dict[str, bytes], model: str) -> None:
    before = {
        row.language: row
        for row in session.scalars(select(ArticleVectors).where(ArticleVectors.article_id == article.id))
    }
    for language, row in before.items():
        if language not in vectors:
            session.delete(row)
    for language, made in vectors.items():
        row = before.get(language) or ArticleVectors(article_id=article.id, language=language)
        row.model, row.vectors = model, made
        session.add(row)
    article.read_by = model
    session.flush()
