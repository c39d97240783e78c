"""The cascade: aspiration, agreements, measures with their notes, targets, units' parts, and who answers for them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from models import (
    LockedRowError,
    Observation,
    Person,
    Service,
    Target,
    TechnicalNote,
    Unit,
    db,
    set_organisation,
    transaction,
)
from targets import agreeing, cascade, linking, notes, observing, owning, setting
from targets.errors import (
    AgreementCycleError,
    BadKeyError,
    DisabledOwnerError,
    DuplicateKeyError,
    HandOverError,
    LockedNoteError,
    MeasureInUseError,
    NoReasonError,
    OtherServiceError,
    PeriodLockedError,
    PeriodStartError,
    UnknownKeyError,
    UnknownOwnerError,
    WeightError,
)
from targets.misfits import OtherTargetError, UnitAstrayError, UnitTwiceError
from targets.observing import Figure
from targets.terms import AgreementTerms, MeasureTerms, NoteTerms, TargetTerms

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
WORDS = {"en": "Homes kept in good repair", "cy": "Cartrefi mewn cyflwr da"}
NOTE = NoteTerms(
    source={"en": "The repairs system"},
    numerator={"en": "Repairs completed within 20 days"},
    denominator={"en": "Repairs completed"},
    minimum_n=10,
    valid_from=APRIL,
)


class TestAgreements:
    def test_one_serves_an_aspiration_and_is_delivered_by_another(self, service):
        with transaction() as session:
            aspiration = agreeing.set_aspiration(session, key="good-homes", text={"en": "A good home for all"})
            psa = agreeing.set_agreement(
                session, terms=agreement("psa-homes", aspiration=aspiration, service=service, objectives=(WORDS, WORDS))
            )
            agreeing.set_agreement(session, terms=agreement("sda-homes", kind="sda", parent=psa, service=service))

        found = cascade.whole(db.session())
        (root,) = found.aspirations[0].agreements
        assert (root.line.key, root.objectives, root.aim) == ("psa-homes", (WORDS, WORDS), WORDS)
        assert [node.line.key for node in root.delivered_by] == ["sda-homes"]
        assert found.agreements == ()

    def test_they_do_not_deliver_one_another_in_a_circle(self, service):
        with transaction() as session:
            one = agreeing.set_agreement(session, terms=agreement("one", kind="sda"))
            two = agreeing.set_agreement(session, terms=agreement("two", kind="sda", parent=one))
            three = agreeing.set_agreement(session, terms=agreement("three", kind="sda", parent=two))
            with pytest.raises(AgreementCycleError) as raised:
                agreeing.change_agreement(session, agreement=one, terms=agreement("one", kind="sda", parent=three))
            with pytest.raises(AgreementCycleError):
                agreeing.change_agreement(session, agreement=one, terms=agreement("one", kind="sda", parent=one))

        assert set(raised.value.keys) == {"one", "two", "three"}

    def test_saying_the_same_again_changes_nothing(self, service):
        with transaction() as session:
            terms = agreement("psa-homes", service=service, objectives=(WORDS,))
            made = agreeing.set_agreement(session, terms=terms)
            same = agreeing.change_agreement(session, agreement=made, terms=terms)
            fewer = agreeing.change_agreement(session, agreement=made, terms=agreement("psa-homes", service=service))

        assert (same, fewer) == (False, True)
        assert cascade.whole(db.session()).agreements[0].objectives == ()

    def test_it_does_not_go_to_a_service_that_its_measures_are_not_of(self, factories, service, target, mended):
        other = factories.service()
        with transaction() as session, pytest.raises(OtherServiceError):
            agreeing.change_agreement(
                session, agreement=session.merge(mended), terms=agreement(mended.key, service=session.merge(other))
            )

    @pytest.mark.parametrize("key", ["", "Homes", "-homes", "a b", "x" * 65])
    def test_a_key_is_plain(self, organisation, key):
        with transaction() as session, pytest.raises(BadKeyError):
            agreeing.set_aspiration(session, key=key, text=WORDS)

    def test_a_key_is_taken_once_in_each_organisation(self, factories, organisation):
        with transaction() as session:
            agreeing.set_aspiration(session, key="good-homes", text=WORDS)
            with pytest.raises(DuplicateKeyError, match="an aspiration with the key good-homes already"):
                agreeing.set_aspiration(session, key="good-homes", text=WORDS)
        factories.organisation()
        with transaction() as session:
            agreeing.set_aspiration(session, key="good-homes", text=WORDS)

    def test_those_without_value_for_money_are_named(self, factories, service, owner):
        rich, poor = (factories.agreement(service=service, key=key) for key in ("rich", "poor"))
        factories.target(service=service, owner=owner, themes=[], agreement=rich, value_for_money=True)
        factories.target(service=service, owner=owner, themes=[], agreement=poor)
        factories.agreement(service=service, key="delivers", kind="sda", parent=poor)

        assert [line.key for line in cascade.without_value_for_money(db.session())] == ["poor"]


class TestTechnicalNotes:
    def test_a_change_opens_a_version_and_keeps_the_one_before(self, measure):
        later = NoteTerms(**{**vars(NOTE), "minimum_n": 20, "valid_from": MAY, "reason": {"en": "Too few"}})
        with transaction() as session:
            for terms in (NOTE, later):
                notes.open_note(session, measure=session.merge(measure), terms=terms)

        found = cascade.notes(db.session(), measure.id)
        assert [(note.version, note.terms) for note in found] == [(2, later), (1, NOTE)]

    @pytest.mark.parametrize("valid_from", [APRIL, date(2026, 3, 1)])
    def test_a_change_counts_only_from_a_later_period(self, measure, valid_from):
        again = NoteTerms(**{**vars(NOTE), "valid_from": valid_from, "reason": {"en": "Better so"}})
        with transaction() as session:
            notes.open_note(session, measure=session.merge(measure), terms=NOTE)
            with pytest.raises(LockedNoteError, match=r"^Version 1 of the technical note of .* is locked"):
                notes.open_note(session, measure=session.merge(measure), terms=again)

    def test_a_change_says_why(self, measure):
        with transaction() as session:
            notes.open_note(session, measure=session.merge(measure), terms=NOTE)
            with pytest.raises(NoReasonError):
                notes.open_note(
                    session, measure=session.merge(measure), terms=NoteTerms(**{**vars(NOTE), "valid_from": MAY})
                )

    @pytest.mark.parametrize("touch", ["change", "delete"])
    def test_nobody_changes_one_that_is_open(self, measure, touch):
        with transaction() as session:
            notes.open_note(session, measure=session.merge(measure), terms=NOTE)

        with pytest.raises(LockedRowError), transaction() as session:
            note = session.query(TechnicalNote).one()
            if touch == "change":
                note.minimum_n = 1
            else:
                session.delete(note)
            session.flush()

        assert cascade.notes(db.session(), measure.id)[0].terms == NOTE


class TestMeasures:
    def test_what_its_figures_mean_stays_once_there_are_some(self, service, measure):
        with transaction() as session:
            found = session.merge(measure)
            other = terms_of_measure(found, session.merge(service), unit_of_measure="days")
            assert setting.change_measure(session, measure=found, terms=other)
            observing.record(session, measure=found, figures=[Figure(period_on=APRIL, value=3.0)], source="upload")
            with pytest.raises(MeasureInUseError):
                setting.change_measure(
                    session, measure=found, terms=terms_of_measure(found, session.merge(service), better="lower")
                )
            renamed = terms_of_measure(found, session.merge(service), unit_of_measure="days", name={"en": "Days"})
            assert setting.change_measure(session, measure=found, terms=renamed)

    def test_the_note_in_force_and_every_revision_stand_with_its_figures(self, measure):
        with transaction() as session:
            found = session.merge(measure)
            observing.record(session, measure=found, figures=[Figure(period_on=APRIL, value=71.0)], source="upload")
            notes.open_note(session, measure=found, terms=NoteTerms(**{**vars(NOTE), "valid_from": MAY}))
            figures = [Figure(period_on=APRIL, value=71.0), Figure(period_on=MAY, value=74.0, unit_id=0, n=40)]
            new = observing.record(session, measure=found, figures=figures, source="upload")
            revised = observing.record(
                session, measure=found, figures=[Figure(period_on=MAY, value=73.0, n=41)], source="upload"
            )

        rows = db.session.query(Observation).order_by(Observation.id).all()
        assert (new, revised) == (1, 1)
        assert [(row.period_on, row.revision, row.value, row.note_version) for row in rows] == [
            (APRIL, 1, 71.0, None),
            (MAY, 1, 74.0, 1),
            (MAY, 2, 73.0, 1),
        ]

    def test_a_locked_period_takes_no_revision(self, measure):
        with transaction() as session:
            found = session.merge(measure)
            figures = [Figure(period_on=day, value=71.0) for day in (APRIL, MAY)]
            observing.record(session, measure=found, figures=figures, source="upload")
            observing.lock(session, measure=found, before=MAY)

        with transaction() as session:
            found = session.merge(measure)
            assert observing.record(session, measure=found, figures=figures, source="upload") == 0
            with pytest.raises(PeriodLockedError):
                observing.record(session, measure=found, figures=[Figure(period_on=APRIL, value=1.0)], source="upload")
            observing.record(session, measure=found, figures=[Figure(period_on=MAY, value=1.0)], source="upload")

    def test_a_figure_is_of_a_period(self, measure):
        with transaction() as session, pytest.raises(PeriodStartError):
            figures = [Figure(period_on=date(2026, 4, 2), value=71.0)]
            observing.record(session, measure=session.merge(measure), figures=figures, source="upload")


class TestOwners:
    def test_who_had_it_before_is_remembered(self, factories, target, owner):
        successor = factories.person(roles=["owner"], name="Head of Homes")
        with transaction() as session:
            found = session.get_one(Target, target.id)
            assert owning.hand_over(session, target=found, to=session.merge(successor), on=MAY)
            assert not owning.hand_over(session, target=found, to=session.merge(successor), on=MAY)
            assert found.owner.name == "Head of Homes"

        assert [(each.name, each.since, each.until) for each in cascade.owners(db.session(), target.id)] == [
            ("Head of Homes", MAY, None),
            (owner.name, APRIL, MAY),
        ]

    def test_one_who_has_left_gets_none_and_what_they_had_is_named(self, factories, service, target, owner):
        factories.target(service=service, owner=factories.person(roles=["owner"]), themes=[])
        with transaction() as session:
            session.get_one(Person, owner.id).active = False

        assert [node.key for node in cascade.every(db.session()) if not node.owner.active] == [target.key]
        assert [row.owner for row in cascade.responsibilities(db.session()) if row.target == target.key] == [""]
        with pytest.raises(DisabledOwnerError):
            factories.target(service=service, owner=owner, themes=[])
        with pytest.raises(DisabledOwnerError):
            owning.find_owner(db.session(), email=owner.email)

    def test_nobody_hands_over_what_they_do_not_have_yet(self, factories, target):
        successor = factories.person(roles=["owner"])
        with transaction() as session, pytest.raises(HandOverError):
            owning.hand_over(
                session, target=session.get_one(Target, target.id), to=session.merge(successor), on=date(2026, 3, 31)
            )

    def test_one_of_another_organisation_is_unknown(self, factories, organisation, owner):
        factories.organisation()

        with pytest.raises(UnknownOwnerError):
            owning.find_owner(db.session(), email=owner.email)


class TestUnitsParts:
    def test_they_stand_in_the_tree_and_with_the_unit(self, factories, service, target, units):
        with transaction() as session:
            for unit in units[1:]:
                set_part(session, target, unit)

        (node,) = cascade.of_services(db.session(), [service.id])
        assert [part.unit.slug for part in node.parts] == ["north", "south"]
        assert [(part.key, part.set_by) for part in node.parts] == [
            ("mended-north", {"en": "The council"}),
            ("mended-south", {"en": "The council"}),
        ]
        (alone,) = cascade.of_unit(db.session(), units[1].id)
        assert (alone.key, alone.parent, alone.set_by) == ("mended-north", target.key, {"en": "The council"})
        assert cascade.one(db.session(), target.key) == node
        assert cascade.one(db.session(), "nothing") is None

    def test_a_part_may_have_parts_of_units_below_it(self, factories, target, units):
        with transaction() as session:
            region = set_part(session, target, units[0])
            set_part(session, region, units[1])
            with pytest.raises(UnitAstrayError):
                set_part(session, region, units[2])

        node = cascade.one(db.session(), target.key)
        assert [part.key for part in node.parts[0].parts] == ["mended-north"]

    def test_a_unit_has_one_part_of_a_target(self, target, units):
        with transaction() as session:
            set_part(session, target, units[1])
            with pytest.raises(UnitTwiceError):
                set_part(session, target, units[1], key="again")

    def test_a_unit_of_another_service_has_none(self, factories, target):
        elsewhere = factories.unit(service=factories.service())
        with transaction() as session, pytest.raises(UnitAstrayError):
            set_part(session, target, elsewhere)

    def test_a_part_is_about_the_same_as_the_whole(self, factories, service, target, units):
        other = factories.measure(service=service)
        with transaction() as session, pytest.raises(OtherTargetError):
            set_part(session, target, units[1], measure=session.merge(other))

    def test_it_follows_the_whole_to_another_agreement(self, factories, service, target, units):
        other = factories.agreement(service=service)
        with transaction() as session:
            set_part(session, target, units[1])
            found = session.get_one(Target, target.id)
            terms = TargetTerms(
                key=found.key, measure=found.measure, agreement=session.merge(other), level=found.level, due=found.due
            )
            assert setting.change_target(session, target=found, terms=terms)

        node = cascade.one(db.session(), target.key)
        assert [each.agreement.id for each in (node, *node.parts)] == [other.id, other.id]


class TestLinks:
    def test_every_version_is_kept_and_the_newest_counts(self, target, owner):
        with transaction() as session:
            found = session.get_one(Target, target.id)
            linking.suggest(session, target=found, theme="outcome", weight=0.5)
            linking.suggest(session, target=found, theme="outcome", weight=0.5)
            linking.decide(session, target=found, theme="outcome", state="confirmed", by=session.merge(owner))
            linking.decide(session, target=found, theme="waiting", state="rejected", by=session.merge(owner))
            linking.suggest(session, target=found, theme="waiting", weight=0.9)

        found = db.session.get_one(Target, target.id)
        assert found.evidence() == ("outcome",)
        assert [(link.theme, link.version, link.state, link.weight, link.changed_by) for link in found.themes] == [
            ("outcome", 1, "suggested", 0.5, None),
            ("outcome", 2, "confirmed", 1.0, owner.id),
            ("waiting", 1, "confirmed", 1.0, None),
            ("waiting", 2, "rejected", 1.0, owner.id),
        ]

    def test_a_theme_is_known_and_its_weight_a_share(self, target):
        with transaction() as session:
            found = session.get_one(Target, target.id)
            with pytest.raises(UnknownKeyError):
                linking.suggest(session, target=found, theme="weather", weight=0.5)
            for weight in (0.0, 1.5):
                with pytest.raises(WeightError):
                    linking.suggest(session, target=found, theme="waiting", weight=weight)


class TestReading:
    def test_a_person_answers_for_those_that_are_theirs(self, factories, service, owner):
        for key, due in (("late", date(2029, 3, 31)), ("soon", date(2027, 3, 31)), ("too", date(2027, 3, 31))):
            factories.target(service=service, owner=owner, themes=[], key=key, due=due)

        factories.target(service=service, owner=factories.person(roles=["owner"]), themes=[], key="other")

        assert [node.key for node in cascade.answered_for(db.session(), owner.id)] == ["late", "soon", "too"]

    def test_what_flows_from_no_agreement_stands_apart(self, factories, service, owner, measure):
        with transaction() as session:
            terms = TargetTerms(key="lone", measure=session.merge(measure), agreement=None, level=1.0, due=MAY)
            setting.set_target(session, terms=terms, owner=session.merge(owner))

        assert [node.key for node in cascade.whole(db.session()).orphans] == ["lone"]
        assert [row.target for row in cascade.responsibilities(db.session())] == ["lone"]

    def test_another_organisation_sees_nothing(self, factories, target):
        factories.organisation()

        found = cascade.whole(db.session())
        assert (found.aspirations, found.agreements, found.orphans) == ((), (), ())
        assert cascade.responsibilities(db.session()) == []
        assert cascade.one(db.session(), target.key) is None

    def test_many_targets_cost_no_more_queries_than_few(self, factories, organisation, service, owner, units):
        organisation_id, owner_id, service_id, unit_id = organisation.id, owner.id, service.id, units[1].id
        reads = (
            cascade.whole,
            cascade.responsibilities,
            cascade.without_value_for_money,
            lambda session: cascade.answered_for(session, owner_id),
            lambda session: cascade.of_services(session, [service_id]),
            lambda session: cascade.of_unit(session, unit_id),
        )
        self.plant(factories, service, owner, units, keys=["a", "b"])
        few = [counted(organisation_id, read) for read in reads]
        set_organisation(db.session(), organisation_id)
        service, owner = (db.session.get_one(kind, key) for kind, key in ((Service, service_id), (Person, owner_id)))
        units = (None, db.session.get_one(Unit, unit_id))
        self.plant(factories, service, owner, units, keys=list("cdefghijklmnop"))
        many = [counted(organisation_id, read) for read in reads]

        assert many == few
        assert max(many) <= 13

    def plant(self, factories, service, owner, units, *, keys):
        for key in keys:
            whole = factories.target(service=service, owner=owner, themes=["waiting"], key=key)
            with transaction() as session:
                set_part(session, whole, units[1], key=f"{key}-north")


def counted(organisation_id, read):
    """How many statements a read sends from a session that knows nothing yet."""
    statements = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    db.session.remove()
    set_organisation(db.session(), organisation_id)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        read(db.session())
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def agreement(key: str, **more: Any) -> AgreementTerms:
    return AgreementTerms(key=key, **{"kind": "psa", "title": WORDS, "aim": WORDS, "service": None, **more})


def terms_of_measure(measure, service: Service, **more: Any) -> MeasureTerms:
    known = {name: getattr(measure, name) for name in ("key", "name", "unit_of_measure", "better", "cadence")}
    return MeasureTerms(service=service, **{**known, **more})


def set_part(session, target, unit, *, key=None, measure=None):
    whole = session.get_one(Target, target.id)
    terms = TargetTerms(
        key=key or f"mended-{unit.slug}",
        measure=measure or whole.measure,
        agreement=whole.agreement,
        unit=session.get_one(Unit, unit.id),
        parent=whole,
        level=80.0,
        due=whole.due,
    )
    return setting.set_target(session, terms=terms, owner=whole.owner)


@pytest.fixture
def owner(organisation, factories):
    return factories.person(roles=["owner"], name="Head of Repairs", email="head@example.org")


@pytest.fixture
def measure(factories, service):
    return factories.measure(service=service, key="mended")


@pytest.fixture
def mended(factories, service):
    return factories.agreement(service=service, key="psa-homes")


@pytest.fixture
def target(factories, service, owner, mended, measure):
    return factories.target(
        service=service,
        owner=owner,
        themes=["waiting"],
        agreement=mended,
        measure=measure,
        since=APRIL,
        set_by={"en": "The council"},
    )


@pytest.fixture
def units(factories, service):
    """A region and two units: the first lies in it."""
    region = factories.unit(service=None, slug="region")
    return (
        region,
        factories.unit(service=service, slug="north", parent=region),
        factories.unit(service=service, slug="south"),
    )
