"""What a conversation is made of: where it stands, what is said next, and what is to be done besides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from articles.answering import Answer
from nlp.opinions import Opinion
from surveys.probed import Probe
from surveys.probing import Offered
from surveys.questions import Question, Shown
from surveys.routing import Route
from words import Message, Plural, Words

# Below this, what somebody wants is not known.
SURE = 0.45

# What waits for a yes: to end, to delete what was said, to pass the last words on, to send it all. "reach" waits for
# an address.
Pending = Literal["", "stop", "delete", "pass_on", "send", "reach"]


@dataclass(frozen=True)
class Noted:
    """What was understood besides what was asked, on one line: each question's text with what is shown of its answer.

    It is composed by whoever shows it, since the texts are the designer's and may be in another language.
    """

    heading: Message
    lines: tuple[tuple[Words, tuple[Shown, ...]], ...]
    tail: Message | None = None


Reply = Message | Plural | Words | Noted


@dataclass(frozen=True)
class Quick:
    """Words that a person may press; they come back as if they were typed, and need no model to be understood."""

    said: str
    label: tuple[Shown, ...]


@dataclass(frozen=True)
class Effect:
    """What follows besides words, carried out by whoever leads the conversation.

    ``stop``: what was given is sent as partial. ``delete``: the draft is deleted. ``language`` ({"code"}): the window
    goes on in it. ``form``: a link to the pages. ``privacy``: a link to what happens with the answers. ``case``
    ({"kind"}): the people who run the service are to answer: "person" where somebody wants to talk to them, "question"
    where what was said before this message is passed on. ``contact`` ({"email"}, {"phone"} or both): how the person can
    be reached for that.
    """

    kind: Literal["stop", "delete", "language", "form", "privacy", "case", "contact"]
    payload: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Memory:
    """What a conversation remembers besides the answers."""

    # Answers that were taken without having been asked for.
    assumed: frozenset[str] = frozenset()
    # How often in a row an answer to a question could not be read.
    repairs: Mapping[str, int] = field(default_factory=dict)
    # What was met already, and is not met again.
    met: frozenset[str] = frozenset()
    # Whether something was passed on to people, so that there is something to keep.
    case: bool = False
    # The following are of the last message alone: what waits for a yes, with the words that it is about; the comment
    # that more words are added to; and whether it was urgent.
    pending: Pending = ""
    words: str = ""
    more: str = ""
    urgent: bool = False
    # Of all messages: what the open answer probed last says of each theme; whether nothing more is asked further.
    raised: tuple[Opinion, ...] = ()
    unprobed: bool = False

    def moved_on(self) -> "Memory":
        """Return it without what is of the last message alone."""
        return replace(self, pending="", words="", more="", urgent=False)

    def as_json(self) -> dict[str, Any]:
        """Return it as a draft keeps it: only what is there."""
        kept = {
            **vars(self),
            "assumed": sorted(self.assumed),
            "repairs": dict(self.repairs),
            "met": sorted(self.met),
            "raised": [asdict(each) for each in self.raised],
        }
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Memory":
        """Return it as it was kept."""
        sets = {name: frozenset(kept.get(name, ())) for name in ("assumed", "met")}
        raised = tuple(Opinion(**each) for each in kept.get("raised", ()))
        return cls(**{**kept, **sets, "raised": raised})


@dataclass(frozen=True)
class State:
    """Where a conversation stands: the answers so far (None: passed over), what it remembers, what it asked further."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    memory: Memory = Memory()
    probes: tuple[Probe, ...] = ()

    def answered(self, answers: Mapping[str, Any]) -> "State":
        """Return the state with these answers more."""
        return replace(self, answers={**self.answers, **answers})

    def without(self, *keys: str) -> "State":
        """Return the state without the answers to these questions."""
        return replace(self, answers={key: answer for key, answer in self.answers.items() if key not in keys})

    def remembering(self, **changed: Any) -> "State":
        """Return the state with something else remembered."""
        return replace(self, memory=replace(self.memory, **changed))


@dataclass(frozen=True)
class Step:
    """What follows: the state, what is said, what is asked next (None: nothing more).

    ``way`` is the way that the answers lead. ``begun`` is what was chosen where only the words of one's own are
    lacking: what is said next to the same question is taken for them. ``quick`` are words to press beside the
    question's own answers. ``answer`` is the article that the replies quote. ``refused``: what was said could not be
    read as an answer, and is asked for again. ``alone``: all is answered, and only what waits for a yes is asked.
    """

    state: State
    way: Route
    replies: tuple[Reply, ...]
    asked: Question | None
    begun: Any = None
    quick: tuple[Quick, ...] = ()
    effects: tuple[Effect, ...] = ()
    answer: Answer | None = None
    refused: bool = False
    alone: bool = False

    @property
    def asks_first(self) -> Pending:
        """What is asked in place of a question of the survey's: "reach", "send", what waits alone; else nothing."""
        pending = self.state.memory.pending
        return pending if self.asked is not None and (self.alone or pending in {"reach", "send"}) else ""

    @property
    def asks_contact(self) -> bool:
        """Whether how to reach the person is asked, before the question that is open."""
        return self.asks_first == "reach"

    def after(self, *replies: Reply) -> "Step":
        """Return the step with something said before."""
        return replace(self, replies=(*replies, *self.replies))


@dataclass(frozen=True)
class Inbox:
    """What is known of the people who answer, and of the conversation's case with them.

    ``reply_days`` is within how many working days they usually answer (None: not said); ``reference`` is the one that
    the case has, or would have; ``has_contact`` is whether it says how to reach the person.
    """

    reply_days: int | None = None
    reference: str = ""
    is_open: bool = False
    has_contact: bool = False


@dataclass(frozen=True)
class Turn:
    """A message being answered: where the conversation stands, the question that it was said to, and the words.

    ``before`` is what was remembered when it came; ``country`` decides where somebody at risk is shown to;
    ``found`` is an article that answers it; ``opinions`` are what the words say of each theme, as far as somebody
    looked; ``offered`` is what may be asked further.
    """

    here: Step
    question: Question
    said: str
    before: Memory
    country: str = ""
    inbox: Inbox = Inbox()
    found: Answer | None = None
    opinions: Sequence[Opinion] = ()
    offered: Offered = field(default_factory=dict)

    @property
    def adds(self) -> bool:
        """Whether the words are put below others that the open question has already."""
        return self.before.more == self.question.key


def filled(before: State, after: State) -> tuple[str, ...]:
    """Return the questions whose answers a message gave or changed."""
    return tuple(
        key for key, answer in after.answers.items() if answer is not None and answer != before.answers.get(key)
    )
