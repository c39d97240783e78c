"""Asking further about what somebody said: at most two questions, about what would help to act, and never a nuisance.

What is asked is chosen by what was said of which theme, and how surely. Whoever is brief or tired is thanked instead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chat import moves
from chat.plain import bare
from chat.steps import Quick, State, Step, Turn
from nlp import lists
from nlp.opinions import LONGEST_READ, Opinion
from nlp.understanding import Meaning
from surveys import probed
from surveys.probed import Probe
from surveys.probing import Offered
from surveys.questions import ProbeQuestion, Question, TextQuestion
from words import Message, translated
from words.languages import base

THANKS = Message("Thank you, that helps.")
ENOUGH = Message("That is all right. Thank you.")
NO_MORE = Quick("no more questions like this", (Message("No more questions like this"),))

MOST_OF_ONE, MOST = 2, 3
# Below this, nobody knows whether the theme was raised at all.
SURE = 0.6
# What has so many words about a theme has explained it.
AT_LENGTH = 25
# Whoever says less to an open question wants to be done; less than this to a probe as well.
FEWEST_WORDS, FEWEST_TO_PROBE = 3, 4
# Below half the words said before, an answer shorter than this is one of somebody who tires.
SHORT = 8
# So few words besides are a refusal, not a comment.
MOST_WORDS_OF_NO = 6
# Their probes ask for a figure: where one was given, they are answered.
ASK_FOR_FIGURES = frozenset({"waiting", "cost"})
NO_WISH = frozenset({"skip", "dont_know", "no", "thank"})

_DECLINED = frozenset(
    bare(words)
    for words in (
        NO_MORE.said, "no more questions", "no more", "nothing more", "nothing else", "that's all", "that is all",
        "thats it", "that's it", "that is it", "enough", "whatever", "no", "nope", "nah", "ok", "okay",
        "dim mwy o gwestiynau", "dim mwy o gwestiynau fel hyn", "dyna ni", "dyna'r cyfan", "dim byd arall", "na",
        "هذا كل شيء", "لا شيء آخر", "لا مزيد من الأسئلة", "يكفي", "كفى", "لا", "لا أعرف",
        *lists.lines("non_answers"),
    )
)  # fmt: skip


def choose(
    opinions: Iterable[Opinion], *, asked: Sequence[Probe], offered: Offered, language: str, follows: str
) -> Probe | None:
    """Return what is to be asked further about what was said; None for nothing.

    A theme that was blamed goes first, then one without a figure, then the surest.

    Args:
        opinions: What was said of each theme in the answer to ``follows`` and to its probes so far.
        asked: The conversation's probes so far.
        offered: What may be asked, by theme and polarity.
        language: The conversation's; what has no words in it is not asked.
        follows: The open question.
    """
    if len(asked) >= MOST or sum(each.follows == follows for each in asked) >= MOST_OF_ONE:
        return None
    probed_already = {each.theme for each in asked}
    for opinion in sorted(opinions, key=_urgency):
        if opinion.theme in probed_already or opinion.confidence < SURE or is_explained(opinion):
            continue
        text = offered.get(opinion.theme, {}).get(opinion.polarity, {})
        if base(translated(text, language).language) == base(language) and text:
            return Probe(follows, opinion.theme, opinion.polarity, text)
    return None


def is_explained(opinion: Opinion) -> bool:
    """Whether a probe about the theme would ask for what was said already."""
    return opinion.words >= AT_LENGTH or (opinion.figures and opinion.theme in ASK_FOR_FIGURES)


def _urgency(opinion: Opinion) -> tuple[int, bool, float]:
    return ("neg", "any", "pos").index(opinion.polarity), opinion.figures, -opinion.confidence


def is_brief(said: str, before: str | None) -> bool:
    """Whether an answer is so short, or so much shorter than the one before, that nothing more is to be asked.

    ``before`` is the answer that a probe followed; None where the words answer the survey's own question.
    """
    words = len(said.split())
    if before is None:
        return words < FEWEST_WORDS
    return words < FEWEST_TO_PROBE or (words < SHORT and 2 * words < len(before.split()))


def is_declined(question: Question, said: str, meaning: Meaning | None = None) -> bool:
    """Whether words said to a probe decline it."""
    if not isinstance(question, ProbeQuestion) or len(said) > LONGEST_READ:
        return False
    if bare(said) in _DECLINED:
        return True
    few = len(said.split()) <= MOST_WORDS_OF_NO
    return few and meaning is not None and meaning.intent in NO_WISH and not meaning.values


def may_follow(turn: Turn) -> bool:
    """Whether anything may be asked further once the open question is answered, as far as the survey and the past go.

    An answer that is changed later is asked about no more: the person has gone on.
    """
    question, memory = turn.question, turn.here.state.memory
    if not isinstance(question, TextQuestion) or memory.unprobed or turn.before.urgent:
        return False
    if turn.here.asked is None or turn.here.asked.key != question.key:
        return False
    probes = turn.here.state.probes
    own = sum(each.follows == _follows(question) for each in probes)
    return question.probing and len(probes) < MOST and own < MOST_OF_ONE


def go_on(turn: Turn, here: Step, state: State) -> Step:
    """Go on after an open question was answered: with a probe, or as ever; an answer to a probe is thanked for.

    Args:
        turn: The message; ``opinions`` are what was found in it, none where nobody looked in time.
        here: Where the conversation stood.
        state: The state with the answer.
    """
    question = turn.question
    plain = moves.go_on_from(here, state)
    is_probe = isinstance(question, ProbeQuestion)
    if not may_follow(turn) or not isinstance(question, TextQuestion):
        return plain.after(THANKS) if is_probe else plain
    if is_brief(turn.said, _before(turn, question)):
        if not is_probe:
            return plain
        return moves.go_on_from(here, state.remembering(unprobed=True)).after(THANKS)
    opinions = _merged(turn.here.state.memory.raised if is_probe else (), turn.opinions)
    probe = choose(
        opinions,
        asked=state.probes,
        offered=turn.offered,
        language=here.way.known.setting.language,
        follows=_follows(question),
    )
    further = None if probe is None else _asking(here, replace(state, probes=(*state.probes, probe)), opinions, probe)
    if further is not None:
        return further
    return plain.after(THANKS) if is_probe else plain


def _asking(here: Step, state: State, opinions: tuple[Opinion, ...], probe: Probe) -> Step | None:
    """Return the step that asks a probe; None where another question comes first."""
    known = here.way.known
    definition = probed.added(known.definition, [probe])
    step = moves.go_on(definition, state.remembering(raised=opinions), known.setting)
    return step if step.asked is not None and step.asked.key == probe.key else None


def declined(turn: Turn) -> Step:
    """Pass over a probe, and ask none any more."""
    return moves.skip(turn.here, turn.question)


def settled(turn: Turn, step: Step) -> Step:
    """Return the step as it is shown: the probe's buttons, and no more probes for whoever passed over one.

    Nor for whoever was in need, wanted to end or to delete, or was met for abuse.
    """
    question, memory = turn.question, step.state.memory
    skipped = isinstance(question, ProbeQuestion) and step.state.answers.get(question.key, "") is None
    if skipped and not memory.unprobed:
        step = step.after(ENOUGH)
    if skipped or memory.urgent or memory.pending in {"stop", "delete"} or "abuse" in memory.met:
        step = replace(step, state=step.state.remembering(unprobed=True))
    return with_buttons(step)


def with_buttons(step: Step) -> Step:
    """Return the step with what may be pressed beside a probe; to pass over one, every question has a button."""
    if not isinstance(step.asked, ProbeQuestion) or step.quick:
        return step
    return replace(step, quick=(NO_MORE,))


def _follows(question: Question) -> str:
    return question.follows if isinstance(question, ProbeQuestion) else question.key


def _before(turn: Turn, question: Question) -> str | None:
    """Return what was said before a probe: to the one before it, or to the question that it follows."""
    if not isinstance(question, ProbeQuestion):
        return None
    keys = [question.follows, *(each.key for each in turn.here.state.probes if each.follows == question.follows)]
    before = turn.here.state.answers.get(keys[keys.index(question.key) - 1])
    return str(before or "")


def _merged(raised: Sequence[Opinion], new: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Return all opinions; where a theme was raised again, what was said now beside what was said before."""
    merged = {each.theme: each for each in raised}
    for each in new:
        before = merged.get(each.theme)
        if before is not None:
            polarity = each.polarity if each.polarity == before.polarity else "any"
            words, figures = each.words + before.words, each.figures or before.figures
            each = Opinion(each.theme, polarity, max(each.confidence, before.confidence), words, figures)
        merged[each.theme] = each
    return tuple(merged.values())
