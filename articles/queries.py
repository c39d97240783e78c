"""Articles for the pages of those who write them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from articles.errors import ArticleNotFoundError
from articles.saving import Reach
from models import Article, Service
from words import Words


@dataclass(frozen=True)
class ArticleLine:
    """An article in the list. ``service`` is None for all services; ``read`` says whether questions can find it."""

    article_id: int
    title: Words
    service: Words | None
    source: str
    published: bool
    read: bool
    changed_at: datetime
    may_change: bool


@dataclass(frozen=True)
class ArticleTexts:
    """An article to be changed."""

    article_id: int
    service_id: int | None
    title: Words
    body: Words
    source: str
    published: bool
    changed_at: datetime


def listed(session: Session, reach: Reach) -> list[ArticleLine]:
    """Return the articles of the services in reach and those of all services, by service and then as written."""
    seen = or_(Article.service_id.in_(reach.service_ids), Article.service_id.is_(None))
    rows = session.execute(
        select(Article, Service.name)
        .outerjoin(Service, Service.id == Article.service_id)
        .where(seen)
        .order_by(Service.slug.is_not(None), Service.slug, Article.id)
    )
    return [
        ArticleLine(
            article_id=article.id,
            title=article.title,
            service=service,
            source=article.source,
            published=article.published,
            read=article.read_by is not None,
            changed_at=article.changed_at,
            may_change=reach.holds(article.service_id),
        )
        for article, service in rows
    ]


def one(session: Session, article_id: int, reach: Reach) -> ArticleTexts:
    """Return an article in reach.

    Raises:
        ArticleNotFoundError: If there is none.
    """
    article = session.get(Article, article_id)
    if article is None or not reach.holds(article.service_id):
        raise ArticleNotFoundError(article_id)
    return ArticleTexts(
        article_id=article.id,
        service_id=article.service_id,
        title=article.title,
        body=article.body,
        source=article.source,
        published=article.published,
        changed_at=article.changed_at,
    )
