"""What is printed of conversations that were held: who was understood as what, what was right, and what failed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.conversations.playing import Outcome, Played


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of a report."""
    for outcome in outcomes:
        if outcome.failed or outcome.known:
            yield from transcript(outcome)
    yield from _matrix(outcomes)
    yield from _values(outcomes)
    failed = [outcome for outcome in outcomes if outcome.is_wrong and outcome.failed]
    known = [outcome for outcome in outcomes if outcome.known and outcome.failed]
    mended = [outcome for outcome in outcomes if outcome.known and not outcome.failed]
    turns = sum(len(outcome.turns) for outcome in outcomes)
    yield f"{len(outcomes)} conversations, {turns} turns: {len(failed)} failed, {len(known)} failed as is known."
    if mended:
        names = ", ".join(outcome.script.name for outcome in mended)
        yield f"No longer failing, so take “known” out of: {names}."


def transcript(outcome: Outcome) -> Iterator[str]:
    """Yield a conversation as it went, with what was otherwise than expected below each turn."""
    known = f" (known: {outcome.known})" if outcome.known else ""
    state = "FAILED" if outcome.failed else "no longer fails"
    yield f"── {outcome.script.path.name}: {outcome.script.conversation.about}: {state}{known}"
    for words in outcome.opening:
        yield f"   service  {words}"
    for played in outcome.turns:
        yield f"   person   {played.turn.deed}"
        if played.understood is not None:
            meaning = played.understood
            yield f"            = {meaning.intent} {meaning.confidence:.2f} {meaning.values or ''}".rstrip()
        for words in played.replies:
            yield f"   service  {words}"
        for fault in played.faults:
            yield f"   ✗        {fault}"
    for fault in outcome.faults:
        yield f"   ✗        {fault}"
    yield ""


def _heard(outcomes: Sequence[Outcome]) -> Iterator[Played]:
    return (turn for outcome in outcomes for turn in outcome.turns if turn.understood is not None)


def _matrix(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the expected intents with those that were understood: right ones as a number, others by name."""
    counted = Counter(
        (played.turn.intent, played.understood.intent)
        for played in _heard(outcomes)
        if played.turn.intent is not None and played.understood is not None
    )
    if not counted:
        return
    columns = sorted({intent for pair in counted for intent in pair if intent})
    yield "Intents: expected (rows) × understood (columns)"
    yield " " * 12 + "".join(f"{name[:4]:>5}" for name in columns)
    for wanted in sorted({wanted for wanted, _ in counted if wanted}):
        cells = (counted[wanted, name] for name in columns)
        yield f"{wanted:<12}" + "".join(f"{cell or '·':>5}" for cell in cells)
    for (wanted, seen), n in sorted(counted.items(), key=str):
        if wanted != seen:
            yield f"  {wanted} understood as {seen}: {n}"
    right = sum(n for (wanted, seen), n in counted.items() if wanted == seen)
    yield f"{right} of {sum(counted.values())} intents right."


def _values(outcomes: Sequence[Outcome]) -> Iterator[str]:
    pairs = [
        (played.wanted_values, played.understood.values)
        for played in _heard(outcomes)
        if played.wanted_values is not None and played.understood is not None
    ]
    if pairs:
        right = sum(wanted == seen for wanted, seen in pairs)
        yield f"{right} of {len(pairs)} messages with their values exactly right."
