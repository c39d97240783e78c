"""Writing, changing, publishing and deleting articles, within somebody's reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import delete as delete_rows
from sqlalchemy.orm import Session

from articles.errors import ArticleChangedError, ArticleFaultError, ArticleNotFoundError
from models import Article, ArticleVectors, Person, now
from words import Message, Words

# The languages that an article is written in; the first it must have.
LANGUAGES = ("en", "cy")
LONGEST_TITLE = 150
LONGEST_BODY = 5_000
LONGEST_SOURCE = 2_000

NO_TITLE = Message("Enter a title in English")
NO_BODY = Message("Enter the text in English")
NO_WELSH_TITLE = Message("Enter a title in Welsh too, or leave the Welsh text out")
NO_WELSH_BODY = Message("Enter the text in Welsh too, or leave the Welsh title out")
NO_SOURCE = Message("Enter the address of the page that says more, such as https://www.example.org/opening-hours")
NO_SERVICE = Message("Select one of your services")


@dataclass(frozen=True)
class Reach:
    """Whose articles somebody may write: those of these services, and where ``whole`` those of all services."""

    service_ids: frozenset[int]
    whole: bool

    def holds(self, service_id: int | None) -> bool:
        """Whether an article of this service, or of all, lies in it."""
        return self.whole if service_id is None else service_id in self.service_ids


@dataclass(frozen=True)
class Written:
    """An article as somebody wrote it; ``service_id`` None: for all services."""

    service_id: int | None
    title: Words
    body: Words
    source: str

    @classmethod
    def of(cls, service_id: int | None, title: Words, body: Words, source: str) -> "Written":
        """Return it without what no database keeps, spaces around, and languages that are empty."""
        return cls(service_id, _tidied(title), _tidied(body), _tidy(source))


def write(session: Session, *, written: Written, reach: Reach, by: Person | None) -> Article:
    """Write an article, which nobody is shown before it is published.

    Raises:
        ArticleFaultError: If something is missing or cannot be kept.
    """
    _check(written, reach)
    article = Article(published=False)
    _put(article, written, by)
    session.add(article)
    session.flush()
    return article


def change(
    session: Session,
    *,
    article_id: int,
    written: Written,
    reach: Reach,
    by: Person | None,
    seen: datetime | None = None,
) -> Article:
    """Change an article. Its words wait to be read anew, and until then no English question finds it.

    Raises:
        ArticleNotFoundError: If there is none in the person's reach.
        ArticleChangedError: If it was changed after ``seen``.
        ArticleFaultError: If something is missing or cannot be kept.
    """
    article = _article(session, article_id, reach)
    if seen is not None and article.changed_at != seen:
        raise ArticleChangedError(article_id)
    _check(written, reach)
    if (article.title, article.body) != (dict(written.title), dict(written.body)):
        article.read_by = None
        session.execute(delete_rows(ArticleVectors).where(ArticleVectors.article_id == article.id))
    _put(article, written, by)
    session.flush()
    return article


def publish(session: Session, *, article_id: int, on: bool, reach: Reach, by: Person | None) -> Article:
    """Let conversations answer with an article, or no more.

    Raises:
        ArticleNotFoundError: If there is none in the person's reach.
    """
    article = _article(session, article_id, reach)
    article.published, article.changed_at, article.changed_by = on, now(), by.id if by else None
    session.flush()
    return article


def delete(session: Session, *, article_id: int, reach: Reach) -> None:
    """Delete an article.

    Raises:
        ArticleNotFoundError: If there is none in the person's reach.
    """
    article = _article(session, article_id, reach)
    session.execute(delete_rows(ArticleVectors).where(ArticleVectors.article_id == article.id))
    session.delete(article)
    session.flush()


def _article(session: Session, article_id: int, reach: Reach) -> Article:
    article = session.get(Article, article_id, with_for_update=True)
    if article is None or not reach.holds(article.service_id):
        raise ArticleNotFoundError(article_id)
    return article


def _put(article: Article, written: Written, by: Person | None) -> None:
    article.service_id, article.source = written.service_id, written.source
    article.title, article.body = dict(written.title), dict(written.body)
    article.changed_at, article.changed_by = now(), by.id if by else None


def _check(written: Written, reach: Reach) -> None:
    faults: dict[str, Message] = {}
    if not reach.holds(written.service_id):
        faults["service"] = NO_SERVICE
    _check_texts(written, faults)
    if not _is_address(written.source):
        faults["source"] = NO_SOURCE
    if faults:
        raise ArticleFaultError(faults)


def _check_texts(written: Written, faults: dict[str, Message]) -> None:
    title, body = written.title, written.body
    missing = {
        "title_en": NO_TITLE if not title.get("en") else None,
        "body_en": NO_BODY if not body.get("en") else None,
        "title_cy": NO_WELSH_TITLE if body.get("cy") and not title.get("cy") else None,
        "body_cy": NO_WELSH_BODY if title.get("cy") and not body.get("cy") else None,
    }
    faults.update({field: message for field, message in missing.items() if message is not None})
    for language in LANGUAGES:
        if len(title.get(language, "")) > LONGEST_TITLE:
            most = {"most": LONGEST_TITLE}
            faults[f"title_{language}"] = Message("The title must have %(most)s characters or fewer", most)
        if len(body.get(language, "")) > LONGEST_BODY:
            most = {"most": LONGEST_BODY}
            faults[f"body_{language}"] = Message("The text must have %(most)s characters or fewer", most)


def _is_address(text: str) -> bool:
    """Whether it is the address of a page that a citizen may be led to: encrypted, of a host with a name."""
    if len(text) > LONGEST_SOURCE or any(character.isspace() or not character.isprintable() for character in text):
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and (port is None or port > 0)
    return parts.scheme == "https" and "." in (parts.hostname or "").strip(".") and plain


def _tidied(words: Mapping[str, str]) -> dict[str, str]:
    tidy = {language: _tidy(text) for language, text in words.items()}
    return {language: text for language, text in tidy.items() if text}


def _tidy(text: str) -> str:
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return kept.replace("\r\n", "\n").replace("\r", "\n").strip()
