"""A text as a page or a window shows it: what is in another language than the page says so (WCAG 2.2, 3.1.2)."""

from dataclasses import dataclass

from markupsafe import Markup, escape

# A text as the window takes it: bare, or where a piece of it has marks, its pieces with theirs.
TextData = str | list[dict[str, str]]


@dataclass(frozen=True)
class Piece:
    """A part of a text: ``lang`` where its language is not the page's, and ``dir`` where its direction may not be."""

    text: str
    lang: str | None = None
    dir: str | None = None

    @property
    def attributes(self) -> dict[str, str]:
        """What the element that holds nothing but this piece is to carry."""
        return {name: value for name, value in (("lang", self.lang), ("dir", self.dir)) if value}

    def __html__(self) -> Markup:
        """Return the piece for a page, in an element of its own only where that has something to say."""
        if not self.attributes:
            return escape(self.text)
        carried = Markup("").join(Markup(' {}="{}"').format(*each) for each in self.attributes.items())
        return Markup("<span{}>{}</span>").format(carried, self.text)


@dataclass(frozen=True)
class Told:
    """A text for a reader. Templates and ``Markup`` show it with its marks; ``str`` is the bare text, for a title."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        """Return the text without marks."""
        return "".join(piece.text for piece in self.pieces)

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(str(self))

    def __html__(self) -> Markup:
        """Return the text for a page."""
        return Markup("").join(self.pieces)

    @property
    def attributes(self) -> dict[str, str]:
        """What an element carries that holds the whole text and no further element, such as an option of a list."""
        return self.pieces[0].attributes if len(self.pieces) == 1 else {}

    @property
    def data(self) -> TextData:
        """Return the text for the window."""
        if not any(piece.attributes for piece in self.pieces):
            return str(self)
        return [{"text": piece.text, **piece.attributes} for piece in self.pieces]
