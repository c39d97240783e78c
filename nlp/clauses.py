"""Cut a sentence where its writer changes what is said, or what is thought of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc, Span, Token

_CONTRAST: Final = frozenset(
    [
        "but",
        "however",
        "although",
        "though",
        "tho",
        "yet",
        "whereas",
        "except",
        "unfortunately",
        "otherwise",
        "nevertheless",
        "nonetheless",
    ]
)
_SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "csubj", "expl"))
_STOPS: Final = frozenset((";", "\n", "\n\n"))
_DASHES: Final = frozenset("-–—•*")
_WORD = re.compile(r"\w")
# A shorter stretch says nothing by itself ("but no") and stays with what stands before it.
_LEAST_WORDS: Final = 2


def split(doc: Doc) -> list[tuple[int, int]]:
    """Return the clauses' starts and ends in the doc's text, in characters, without blanks around them.

    Args:
        doc: A parsed text of any length.

    Clauses lie apart, in order, and together hold every letter and digit of the text.
    """
    clauses: list[tuple[int, int]] = []
    for sentence in doc.sents:
        for start, end in _cut(sentence):
            stretch = doc.text[start:end]
            start, end = (
                start + len(stretch) - len(stretch.lstrip()),
                end - (len(stretch) - len(stretch.rstrip())),
            )
            if start < end and _WORD.search(doc.text[start:end]):
                clauses.append((start, end))
    return clauses


def _cut(sentence: Span) -> Iterator[tuple[int, int]]:
    start = sentence.start
    for token in sentence:
        if token.i > start and _opens_clause(token):
            words_before = sum(other.is_alpha for other in sentence.doc[start : token.i])
            words_after = sum(other.is_alpha for other in sentence.doc[token.i : sentence.end])
            if words_before >= _LEAST_WORDS and words_after >= _LEAST_WORDS:
                yield sentence.doc[start].idx, token.idx
                start = token.i
    last = sentence.doc[sentence.end - 1]
    yield sentence.doc[start].idx, last.idx + len(last)


def _opens_clause(token: Token) -> bool:
    before = token.nbor(-1)
    if before.text in _STOPS or (before.text in _DASHES and before.i > 0 and before.nbor(-1).whitespace_):
        return True
    if token.lower_ in _CONTRAST:
        # "nothing but praise", "not only kind but skilled" join words, not clauses.
        return token.dep_ in ("cc", "mark", "advmod", "prep", "ROOT", "dep") and before.lower_ not in (
            "nothing",
            "all",
            "anything",
            "even",
            "as",
        )
    return _leads_own_sentence(token)


def _leads_own_sentence(token: Token) -> bool:
    """Whether the token is the leftmost of a verb joined to the sentence's root with a subject of its own."""
    for head in (token, *token.ancestors):
        joined = head.dep_ in ("conj", "ccomp", "parataxis") and head.head.dep_ == "ROOT"
        if joined and any(child.dep_ in _SUBJECTS for child in head.children):
            leads = head.left_edge.i == token.i
            # "I think they were rude" is one thought; "they were rude, I waited an hour" are two.
            return leads and (head.dep_ != "ccomp" or token.nbor(-1).text == ",")
        if head.dep_ == "ROOT":
            return False
    return False
