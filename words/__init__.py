"""Words for people: translated texts, and messages that are worded in the reader's language by whoever shows them."""

from words.message import Message, Plural
from words.translated import Translated, Words, in_language, translated

__all__ = ["Message", "Plural", "Translated", "Words", "in_language", "translated"]
