"""The audit of any cascade: it raises nothing, names only what is there, and takes no longer than it may."""

from collections.abc import Callable
from datetime import date
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from targets.audit import KINDS, Complaints, audit, shorten
from targets.nodes import Link, Owner, Place
from tests.cascades import LINE, NOTE, REPAIRS, known, measure, target

MOST_SECONDS = 2.0
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
LEVELS = st.floats(-1e6, 1e6)
WORDS = st.sampled_from(["Repairs in time", "Repair in time", "Calls answered", "The", "مواعيد", ""])
FORMULAS = st.sampled_from([None, "csat", "nps", "share_of_answers", "a11_trust", "theme_rate", "net_sentiment"])
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "question": st.sampled_from(["satisfaction", "ease"]),
        "values": st.lists(st.sampled_from(["a", "b"]), max_size=2),
        "theme": st.just("waiting"),
    },
)
MEASURES = st.builds(
    measure,
    st.integers(1, 6),
    name=WORDS.map(lambda word: {"en": word}),
    better=st.sampled_from(["higher", "lower", "neutral"]),
    cadence=st.sampled_from(["month", "quarter"]),
    formula=FORMULAS,
    parameters=PARAMETERS,
    note=st.sampled_from([None, NOTE]),
)
LINKS = st.lists(
    st.builds(
        Link,
        st.sampled_from(["waiting", "cost"]),
        st.just(1),
        st.sampled_from(["suggested", "confirmed", "rejected"]),
        st.just(1.0),
    ),
    max_size=2,
).map(tuple)
OWNERS = st.builds(
    Owner, st.integers(1, 3), st.just("Head"), st.just("head@example.org"), active=st.booleans(), since=st.none()
)
TARGETS = st.builds(
    target,
    st.integers(1, 30),
    measure=MEASURES,
    agreement=st.sampled_from([None, LINE]),
    unit=st.sampled_from([None, Place(4, "north", {"en": "North"})]),
    parent=st.sampled_from([None, "target-1"]),
    level=LEVELS,
    baseline=st.none() | LEVELS,
    due=DAYS,
    value_for_money=st.booleans(),
    owner=OWNERS,
    links=LINKS,
)
CASCADES = st.lists(TARGETS, max_size=14, unique_by=lambda node: node.key)
VECTORS = st.dictionaries(
    st.integers(1, 6).map("measure-{}".format), st.lists(st.floats(-1, 1), min_size=3, max_size=3), max_size=6
)
LATEST = st.dictionaries(st.tuples(st.integers(1, 6), st.sampled_from([0, 4])), DAYS, max_size=6)
COMPLAINTS = st.dictionaries(st.sampled_from(["waiting", "cost", "safety"]), st.integers(0, 100), max_size=3)


class TestAnyCascade:
    @given(targets=CASCADES, vectors=VECTORS, latest=LATEST, negative=COMPLAINTS, today=st.dates())
    def test_it_is_audited_and_what_is_named_is_there(self, targets, vectors, latest, negative, today):
        facts = known(
            *targets, vectors=vectors, latest=latest, complaints=(Complaints(REPAIRS, negative),), today=today
        )

        findings = audit(facts)

        keys = {node.key for node in targets}
        assert all(set(finding.targets) <= keys and finding.kind in KINDS for finding in findings)
        assert all(str(finding.advice).endswith(".") for finding in findings)
        assert [KINDS.index(each.kind) for each in findings] == sorted(KINDS.index(each.kind) for each in findings)

    @given(targets=CASCADES, vectors=VECTORS, latest=LATEST)
    def test_the_shorter_list_keeps_what_it_must(self, targets, vectors, latest):
        facts = known(*targets, vectors=vectors, latest=latest)

        found = shorten(facts, audit(facts))

        assert [*found.kept, *(each.target for each in found.dropped)] != [] or not facts.whole
        assert {node.key for node in found.kept} | {each.target.key for each in found.dropped} == {
            node.key for node in facts.whole
        }
        assert not any(each.target.value_for_money for each in found.dropped)
        if any(node.agreement for node in facts.whole):
            assert any(node.agreement for node in found.kept)
        assert all(0 < each.left < each.before for each in found.agreements)


class TestAThousand:
    def test_they_take_less_than_two_seconds_of_a_processor(self):
        # Of both signs, as a model of meanings makes them.
        vectors = {
            f"measure-{number}": [((number * step) % 97) / 97 - 0.5 for step in range(1, 385)] for number in range(1000)
        }
        by_meaning = known(*map(target, range(1000)), vectors=vectors)
        by_words = known(*map(target, range(1000)))
        bare = self.seconds(lambda: [(one.key, one.level, one.due) for one in by_words.targets])

        audits = [self.seconds(lambda facts=facts: shorten(facts, audit(facts))) for facts in (by_meaning, by_words)]

        print(
            f"audit of 1,000: {audits[0]:.2f} s by meaning, {audits[1]:.2f} s by words; bare loop {bare * 1e3:.2f} ms"
        )
        assert max(audits) < MOST_SECONDS

    @staticmethod
    def seconds(work: Callable[[], object]) -> float:
        began = process_time()
        work()
        return process_time() - began
