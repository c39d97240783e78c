"""What conditions, calculated values, jumps and shuffles refer to."""

from collections.abc import Iterator, Sequence

from surveys.checking.whole import Whole, quoted
from surveys.definition import END
from surveys.expressions import Expression, Fault, Kind


def calculated(whole: Whole) -> Iterator[str]:
    """Find circles, and calculated values that refer to what comes after them or make no sense."""
    before: set[str] = set()
    all_keys = {each.key for each in whole.definition.calculated}
    for each in whole.definition.calculated:
        place = f"calculated.{each.key}"
        ahead = sorted(each.value.calculated & all_keys - before)
        if each.key in ahead:
            yield f"{place}: it is calculated from itself, in a circle"
        elif ahead:
            yield f"{place}: it refers to {quoted(ahead)}, which is calculated after it or in a circle with it"
        else:
            kinds = {key: kind for key, kind in whole.kinds.items() if key in before}
            faults = each.value.check(whole.domains, kinds)[1]
            # What is wrong with another is said there.
            yield from _named(place, faults if not each.value.calculated & before - kinds.keys() else [])
        before.add(each.key)


def shuffles(whole: Whole) -> Iterator[str]:
    """Find shuffles of pages that are not there, named twice, or not beside one another."""
    seen: set[str] = set()
    for number, blocks in enumerate(whole.definition.shuffle):
        place = f"shuffle.{number}"
        keys = [key for block in blocks for key in block]
        unknown = [key for key in dict.fromkeys(keys) if key not in whole.numbers or key == END]
        if unknown:
            yield f"{place}: there is no page {quoted(unknown)}"
            continue
        if len(set(keys)) < len(keys) or seen & set(keys):
            yield f"{place}: a page is named twice"
            continue
        seen |= set(keys)
        numbers = [whole.numbers[key] for key in keys]
        if len(blocks) < 2 or not all(blocks):
            yield f"{place}: there is nothing to shuffle; name two blocks of pages or more"
        elif numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            yield f"{place}: the pages must be named in their order, one after another with none left out"


def conditions(whole: Whole) -> Iterator[str]:
    """Find conditions that refer to nothing or to what is asked later, or that compare what cannot be compared."""
    for number, place, page in whole.pages():
        if page.show_if is not None:
            yield from _condition(whole, f"{place}.show_if", page.show_if, number)
        for at, jump in enumerate(page.jumps):
            if jump.condition is not None:
                yield from _condition(whole, f"{place}.jumps.{at}.if", jump.condition, number, own=True)
    for number, place, question in whole.questions():
        for name, expression in question.expressions():
            yield from _condition(whole, f"{place}.{name}", expression, number)
        for at, each in enumerate(question.checks):
            yield from _condition(whole, f"{place}.checks.{at}.valid_if", each.valid_if, number, own=True)
    for quota in whole.definition.quotas:
        yield from _condition(whole, f"quotas.{quota.key}.if", quota.condition, len(whole.definition.pages))


def jumps(whole: Whole) -> Iterator[str]:
    """Find jumps to nowhere, backwards, or in pages that are shuffled."""
    for number, place, page in whole.pages():
        for at, jump in enumerate(page.jumps):
            here = f"{place}.jumps.{at}.to"
            if jump.to not in whole.numbers:
                yield f"{here}: there is no page {jump.to!r}"
            elif whole.numbers[jump.to] <= number:
                yield f"{here}: page {jump.to!r} does not come later; who goes back goes round in a circle"
            elif page.key in whole.block_of or jump.to in whole.block_of:
                yield f"{here}: pages that are shuffled have no fixed order to jump in"


def _condition(whole: Whole, place: str, expression: Expression, page: int, *, own: bool = False) -> Iterator[str]:
    broken = expression.calculated & {each.key for each in whole.definition.calculated} - whole.kinds.keys()
    faults = expression.check(whole.domains, whole.kinds, wanted=Kind.BOOLEAN)[1] if not broken else []
    yield from _named(place, faults)
    if not faults:
        ahead = sorted(key for key in whole.answers_of(expression) if not whole.is_before(key, page, own=own))
        known = [key for key in ahead if key in whole.page_of]
        if known:
            yield f"{place}: {quoted(known)} is not answered yet when this is decided"


def _named(place: str, faults: Sequence[Fault]) -> Iterator[str]:
    for fault in faults:
        yield f"{place}{'.' if fault.place else ''}{fault.place}: {fault.sentence}"
