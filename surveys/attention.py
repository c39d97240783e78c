"""So what? What of a survey deserves attention first, each in a sentence, with the page where something can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import tallies
from surveys import translating
from surveys.definition import Definition
from tallies import Share, WayCounts
from words import Message, Plural, Words, in_language

# Below this share of those who start, leaving at a question is what happens everywhere.
MANY = 0.2

Page = Literal["definition", "publish", "translate", "ways"]


@dataclass(frozen=True)
class Attention:
    """One sentence, and on which page something can be done about it."""

    message: Message | Plural
    page: Page
    language: str | None = None


@dataclass(frozen=True)
class Standing:
    """How a survey stands. ``definition`` is the proposal's where there is one that can be read, else what is asked.

    ``faults`` are the proposal's. ``proposal`` is its state, None where there is none. ``way`` is what happened on all
    ways in, and ``submissions`` what came, in the last ``days`` days.
    """

    state: str
    proposal: str | None
    faults: Sequence[str]
    definition: Definition | None
    way: WayCounts
    submissions: int
    days: int


def attention(standing: Standing) -> list[Attention]:
    """Return what deserves attention, the most urgent first."""
    return [*_of_proposal(standing), *_of_languages(standing), *_of_answers(standing)]


def worst_exit(way: WayCounts) -> tuple[str, Share] | None:
    """Return the question at which most leave of those who start, and their share; None where it is not known."""
    known = {question: n for question, n in way.abandoned.items() if question}
    worst = max(known, key=lambda question: (known[question], question), default=None)
    # Some who leave in these days started before them.
    if worst is None or known[worst] > way.started:
        return None
    return worst, tallies.share(known[worst], way.started)


def missing_texts(definition: Definition) -> dict[str, int]:
    """Return language -> how many texts lack it, for each that something lacks."""
    counts = {
        code: sum(line.missing for line in translating.lines(definition, code)) for code in definition.in_languages
    }
    return {code: n for code, n in counts.items() if n}


def wording_of(definition: Definition | None, key: str, language: str) -> str:
    """Return the text of a question, or its key where it is no longer asked."""
    texts: Mapping[str, Words] = {each.key: each.text for each in definition.questions} if definition else {}
    return in_language(texts.get(key, {}), language) or key


def _of_proposal(standing: Standing) -> list[Attention]:
    found = []
    if standing.proposal == "asked":
        found.append(Attention(Message("A proposal waits for approval."), "publish"))
    if standing.proposal == "returned":
        found.append(Attention(Message("The proposal was returned: read what is to be changed."), "definition"))
    if standing.proposal and standing.faults:
        message = Plural(
            "The proposal has %(count)s fault and cannot be published.",
            "The proposal has %(count)s faults and cannot be published.",
            len(standing.faults),
        )
        found.append(Attention(message, "definition"))
    elif standing.proposal == "working":
        found.append(Attention(Message("The proposal is without fault and can be published."), "publish"))
    if standing.state == "draft" and standing.proposal is None:
        found.append(Attention(Message("Nothing is published, and there is no proposal. Upload one."), "definition"))
    return found


def _of_languages(standing: Standing) -> list[Attention]:
    missing = missing_texts(standing.definition) if standing.definition else {}
    return [
        Attention(
            Plural(
                "A text in %(language)s is missing in %(count)s place.",
                "A text in %(language)s is missing in %(count)s places.",
                n,
                {"language": translating.name_of(code)},
            ),
            "translate",
            code,
        )
        for code, n in missing.items()
    ]


def _of_answers(standing: Standing) -> list[Attention]:
    if standing.state != "open":
        return []
    found = []
    worst = worst_exit(standing.way)
    if worst is not None and worst[1].shown and worst[1].value >= MANY:
        question, share = worst
        values = {
            "share": f"{share.value:.0%}",
            "n": f"{share.n:,}",
            "of": f"{share.of:,}",
            "question": wording_of(standing.definition, question, "en"),
        }
        message = Message("%(share)s of those who start leave at “%(question)s” (%(n)s of %(of)s).", values)
        found.append(Attention(message, "ways"))
    if not standing.submissions:
        message = Message("Nothing was sent in the last %(days)s days. Check the ways in.", {"days": standing.days})
        found.append(Attention(message, "ways"))
    return found
