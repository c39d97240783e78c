"""Words for people: translated texts, and messages that are worded in the reader's language by whoever shows them."""

from words.message import Message, Plural
from words.translated import Words, in_language

__all__ = ["Message", "Plural", "Words", "in_language"]
