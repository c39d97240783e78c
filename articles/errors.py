"""What can go wrong with an article."""

from collections.abc import Mapping

from words import Message


class ArticleError(Exception):
    """Something about an article."""


class ArticleNotFoundError(ArticleError):
    """There is no such article, or it is not for this person."""

    def __init__(self, article_id: int) -> None:
        super().__init__(f"no article {article_id}")
        self.article_id = article_id


class ArticleFaultError(ArticleError):
    """What was written cannot be kept; ``faults`` are the fields, in order, with a sentence each."""

    def __init__(self, faults: Mapping[str, Message]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults.items()))
        self.faults = faults


class ArticleChangedError(ArticleError):
    """Somebody else has changed the article since it was opened."""

    def __init__(self, article_id: int) -> None:
        super().__init__(f"article {article_id} was changed meanwhile")
        self.article_id = article_id
