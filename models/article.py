"""Tables: what a service has written down for citizens, and what a program made of it to find it again."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant


class Article(Tenant, Base):
    """An approved piece of a service's knowledge, that a conversation may answer with once it is published."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "changed_by"], ["person.organisation_id", "person.id"]),
        Index("ix_article_organisation_id_service_id", "organisation_id", "service_id"),
    )

    id: Mapped[int] = big_key()
    # None: it answers for all of the organisation's services.
    service_id: Mapped[int | None] = mapped_column(BigKey)
    title: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[dict[str, str]] = mapped_column(JSON)
    # The address of the page that says more.
    source: Mapped[str] = mapped_column(String(2000))
    published: Mapped[bool] = mapped_column(default=False, server_default=false())
    changed_at: Mapped[datetime]
    # None for what the command line wrote.
    changed_by: Mapped[int | None] = mapped_column(BigKey)
    # The model that has read its words as they are now; None while they wait for one.
    read_by: Mapped[str | None] = mapped_column(String(64))


class ArticleVectors(Tenant, Base):
    """What a model made of an article's words in one language, as bytes that only it can read."""

    __tablename__ = "article_vectors"
    __table_args__ = (
        UniqueConstraint("organisation_id", "article_id", "language"),
        ForeignKeyConstraint(
            ["organisation_id", "article_id"], ["article.organisation_id", "article.id"], ondelete="CASCADE"
        ),
    )

    id: Mapped[int] = big_key()
    article_id: Mapped[int] = mapped_column(BigKey)
    language: Mapped[str] = mapped_column(String(12))
    model: Mapped[str] = mapped_column(String(64))
    vectors: Mapped[bytes] = mapped_column(LargeBinary)
