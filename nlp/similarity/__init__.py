"""Which article answers a question. Types only, as in `nlp`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

# The model whose vectors are compared: what another one made says nothing beside them.
MODEL: Final = "all-MiniLM-L6-v2-onnx-int8"
# From here up an article is shown; chosen on the "tune" part of `nlp/data/articles.jsonl` for precision.
SURE: Final = 0.6


@dataclass(frozen=True)
class ArticleText:
    """An article in one language.

    Attributes:
        article: Whatever tells it from the others.
        language: Code of the language, such as "cy".
        title: Its heading.
        body: Its paragraphs, parted by empty lines.
        vectors: What `Searcher.embed` made of it; None where nothing did: then an English text is not found.
    """

    article: str
    language: str
    title: str
    body: str
    vectors: bytes | None = None


@dataclass(frozen=True)
class Found:
    """The article that fits a question best.

    Attributes:
        article: As in its `ArticleText`.
        language: Of the text that was found.
        sentence: Which of the body's sentences fits best, from 0.
        confidence: Probability that the article answers the question, 0 to 1.
    """

    article: str
    language: str
    sentence: int
    confidence: float


class Searcher(Protocol):
    """Finds articles."""

    @property
    def name(self) -> str:
        """Name of the model; vectors of another one's are not to be given to it."""
        ...

    def embed(self, text: ArticleText) -> bytes | None:
        """Return an article's vectors; None in a language that is searched by words alone."""
        ...

    def meanings(self, sentences: Sequence[str]) -> list[bytes]:
        """Return what each English sentence means: a vector of length 1, as 32-bit floats, little end first.

        The product of two vectors is 1 where sentences mean the same, and near 0 where they have nothing in common.
        """
        ...

    def search(self, question: str, *, language: str, texts: Sequence[ArticleText]) -> Found | None:
        """Return what fits a question best, however badly; None where there is nothing to search.

        Args:
            question: In the person's words.
            language: Of the page: texts in it come first, others where none of these is sure.
            texts: Each article in each of its languages.
        """
        ...
