"""The whole cascade out to a file and in again: all of it or nothing, and nothing twice."""

from datetime import date

import pytest
import yaml

from models import Agreement, FormerOwner, Measure, Person, Target, TechnicalNote, db, set_organisation, transaction
from sheets import Worksheet, read_xlsx, write_workbook
from targets import agreeing, cascade, linking, notes, setting
from targets.interchange import FaultsError, apply, export, read
from targets.interchange.exporting import document_of
from targets.terms import AgreementTerms, Milestone, NoteTerms, TargetTerms

APRIL, MAY, TODAY = date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 4)
WORDS = {"en": "Homes in repair", "cy": "Cartrefi mewn cyflwr da"}
SUFFIXES = pytest.mark.parametrize("suffix", ["yaml", "xlsx"])


class TestExport:
    @SUFFIXES
    def test_what_was_exported_changes_nothing(self, planted, tmp_path, suffix):
        path = tmp_path / f"cascade.{suffix}"
        export(db.session(), path)

        before = cascade.whole(db.session())
        with transaction() as session:
            outcomes = apply(session, read(path), on=TODAY)

        assert {outcome.what for outcome in outcomes} == {"same"}
        assert {outcome.kind for outcome in outcomes} == {
            "aspiration",
            "agreement",
            "measure",
            "technical note",
            "target",
        }
        assert cascade.whole(db.session()) == before

    @SUFFIXES
    def test_another_organisation_takes_it_whole(self, factories, planted, tmp_path, suffix):
        path = tmp_path / f"cascade.{suffix}"
        export(db.session(), path)
        here = plainly(cascade.whole(db.session()))
        elsewhere(factories)

        text_or_cells = path.read_bytes()
        with transaction() as session:
            # Addresses are unique over the installation: the one there has another.
            found = read(path)
            for target in found.raw["targets"]:
                target["owner"] = "there@example.org"
            outcomes = apply(session, found, on=TODAY)

        assert {outcome.what for outcome in outcomes} == {"added"}
        assert plainly(cascade.whole(db.session())) == here
        assert {target.owner_since for target in db.session.query(Target)} == {TODAY}
        assert path.read_bytes() == text_or_cells

    def test_a_workbook_has_a_worksheet_for_each_kind(self, planted, tmp_path):
        path = tmp_path / "cascade.xlsx"
        export(db.session(), path)

        rows = read_xlsx(path, sheet="targets")
        assert rows.sheets == (
            "aspirations",
            "agreements",
            "objectives",
            "measures",
            "notes",
            "targets",
            "milestones",
            "themes",
        )
        assert next(iter(rows)).cells["owner"] == "head@example.org"


class TestImport:
    def test_a_change_is_made_and_named(self, planted, document):
        document["targets"][0]["level"] = 92
        document["agreements"][0]["objectives"].append({"en": "Cheaply"})

        changed = [outcome for outcome in self.take(document) if outcome.what != "same"]

        assert [(outcome.kind, outcome.key, outcome.what) for outcome in changed] == [
            ("agreement", "psa-homes", "changed"),
            ("target", "mended", "changed"),
        ]
        assert cascade.one(db.session(), "mended").level == 92.0
        assert cascade.whole(db.session()).aspirations[0].agreements[0].objectives == (WORDS, {"en": "Cheaply"})

    @SUFFIXES
    def test_what_the_file_does_not_name_stays(self, planted, tmp_path, suffix):
        path = tmp_path / f"few.{suffix}"
        if suffix == "xlsx":
            row = {"key": "mended", "level": 91.0, "stretch": None, "set_by:en": "Council", "set_by:cy": None}
            rows = {"targets": row, "agreements": {"key": "psa-homes", "ends_on": "2030-03-31"}}
            write_workbook(path, "x", [Worksheet(name, tuple(row), [row]) for name, row in rows.items()])
        else:
            path.write_text(
                "format: yousaid-cascade-1\nagreements: [{key: psa-homes, ends_on: 2030-03-31}]\n"
                "targets: [{key: mended, level: 91, set_by: {en: Council}}]\n"
            )
        before = exported()

        with transaction() as session:
            outcomes = apply(session, read(path), on=TODAY)

        assert [(each.key, [str(change) for change in each.changes]) for each in outcomes] == [
            ("psa-homes", ["ends_on: none → 2030-03-31"]),
            ("mended", ["level: 90 → 91", "set_by:en: Cabinet → Council"]),
        ]
        ended = before["agreements"][0] | {"ends_on": date(2030, 3, 31)}
        raised = before["targets"][0] | {"level": 91.0, "set_by": {"en": "Council"}}
        assert exported() == before | {
            "agreements": [ended, *before["agreements"][1:]],
            "targets": [raised, *before["targets"][1:]],
        }

    def test_what_the_file_says_is_nothing_is_cleared(self, planted, document):
        document["targets"][0] = {"key": "mended", "stretch": None, "milestones": [], "set_by": None}
        document["agreements"][0] = {"key": "psa-homes", "aim": {"cy": None}, "objectives": []}

        agreement, target = [each for each in self.take(document) if each.what == "changed"]

        assert [str(change) for change in target.changes] == [
            "stretch: 95 → none",
            "milestones: 2026-09-30 80 → none",
            "set_by:en: Cabinet → none",
        ]
        assert [str(change) for change in agreement.changes] == [
            "aim:cy: Cartrefi mewn cyflwr da → none",
            "objectives: Homes in repair Cartrefi mewn cyflwr da → none",
        ]

    def test_what_must_be_there_cannot_be_cleared(self, planted, document):
        document["targets"][0] = {"key": "mended", "level": None}

        (fault,) = self.refused(document)

        assert fault.endswith("targets mended: “level” is missing.")

    def test_a_measure_and_an_aspiration_keep_what_is_not_named(self, planted):
        before = exported()

        said = self.take(
            {
                "format": "yousaid-cascade-1",
                "aspirations": [{"key": "good-homes", "text": {"en": "Good homes"}}],
                "measures": [{"key": "mended", "name": {"cy": "Trwsiwyd"}}],
            }
        )

        assert [[change.field for change in each.changes] for each in said] == [["text:en"], ["name:cy"]]
        after = exported()
        assert after["measures"] == [
            before["measures"][0] | {"name": before["measures"][0]["name"] | {"cy": "Trwsiwyd"}}
        ]
        assert after["aspirations"][0]["text"]["cy"] == WORDS["cy"]

    def test_a_changed_note_opens_a_version(self, planted, document):
        note = document["measures"][0]["notes"][0]
        note |= {"minimum_n": 30, "valid_from": MAY, "reason": {"en": "Too few"}}

        self.take(document)
        again = self.take(document)

        assert [(each.version, each.terms.minimum_n) for each in cascade.notes(db.session(), planted.measure_id)] == [
            (2, 30),
            (1, 10),
        ]
        assert {outcome.what for outcome in again} == {"same"}

    def test_a_note_that_is_locked_is_not_rewritten(self, planted, document):
        document["measures"][0]["notes"][0]["minimum_n"] = 30

        (fault,) = self.refused(document)

        assert "Version 1 of the technical note of mended is locked" in fault
        assert db.session.query(TechnicalNote).one().minimum_n == 10

    def test_another_owner_takes_over_today(self, factories, planted, document):
        factories.person(roles=["owner"], email="next@example.org", name="Next")
        document["targets"][0]["owner"] = "Next@example.org"

        self.take(document)

        former = db.session.query(FormerOwner).one()
        assert (former.person.name, former.until) == ("Head", TODAY)
        assert cascade.one(db.session(), "mended").owner.name == "Next"

    def test_an_owner_who_has_left_stays_until_somebody_else_is_named(self, planted, document):
        with transaction() as session:
            session.query(Person).filter_by(email="head@example.org").one().active = False

        assert {outcome.what for outcome in self.take(document)} == {"same"}

    def test_a_link_is_decided_by_the_file(self, planted, document):
        document["targets"][0]["themes"] = [{"theme": "waiting", "state": "rejected"}, {"theme": "cost"}]

        self.take(document)

        assert db.session.query(Target).filter_by(key="mended").one().evidence() == ("cost",)

    def test_the_order_in_the_file_does_not_count(self, factories, planted, document):
        elsewhere(factories)
        for name in ("agreements", "targets"):
            document[name].reverse()
        for target in document["targets"]:
            target["owner"] = "there@example.org"

        assert {outcome.what for outcome in self.take(document)} == {"added"}

    def test_everything_that_is_wrong_is_named_and_nothing_is_taken(self, planted, document):
        first, second = document["targets"]
        document["aspirations"][0]["text"] = {"en": "Other"}
        document["agreements"].append({**document["agreements"][0], "key": "gone", "service": "bats"})
        first["stretch"] = 80
        # What hangs on something at fault is not named for that.
        second |= {"unit": "nowhere"}
        document["targets"] += [
            {**first, "key": "new", "stretch": 99, "owner": "nobody@example.org"},
            {**first, "key": "late", "stretch": 99, "due": date(2020, 1, 1), "milestones": []},
            {**first, "key": "of-gone", "agreement": "gone"},
            {**first, "key": "of-none", "agreement": "none"},
            {**second, "key": "lost", "part_of": "nothing"},
            {"key": "bare", "level": 1, "due": MAY, "owner": "head@example.org"},
        ]

        faults = self.refused(document)

        said = [fault.partition(": ")[2] for fault in faults]
        assert said == [
            "There is no service with the address bats.",
            "The stretch level 80 must be above the level 90, since higher is better.",
            "Nobody of the organisation has the e-mail address nobody@example.org.",
            "The target is due on 2020-01-01, which is not after its baseline of 2026-03-31.",
            "There is no agreement with the key none.",
            "There is no target with the key nothing.",
            "A target needs a measure; a unit's part of one needs the target that it is a part of.",
        ]
        assert all(fault.startswith("line ") for fault in faults)
        assert db.session.query(Target).count() == 2
        assert cascade.whole(db.session()).aspirations[0].text == WORDS

    def test_circles_are_named(self, planted, document):
        agreement = {**document["agreements"][1], "delivers": "two", "key": "one"}
        document["agreements"] += [
            agreement,
            {**agreement, "key": "two", "delivers": "one"},
            {**agreement, "key": "below", "delivers": "two"},
        ]
        part = {**document["targets"][1], "key": "p", "part_of": "p"}
        document["targets"].append(part)

        said = [fault.partition(": ")[2] for fault in self.refused(document)]

        circle = "The agreements one, two deliver one another in a circle; let one of them deliver none of the others."
        assert said == [circle, circle, "The target p is a part of itself."]

    def test_an_agreement_that_delivers_itself_is_said_to(self, planted, document):
        document["agreements"][1]["delivers"] = "sda-homes"

        (fault,) = self.refused(document)

        assert fault.endswith(": The agreement sda-homes delivers itself; let it deliver another, or none.")

    def test_a_public_service_agreement_that_delivers_is_named_once(self, planted, document):
        document["agreements"][0]["delivers"] = "sda-homes"

        (fault,) = self.refused(document)

        assert "The agreement psa-homes is a Public Service Agreement; only Service Delivery" in fault

    @pytest.mark.parametrize("kind", ["aspirations", "agreements", "measures", "targets"])
    def test_a_key_stands_once(self, planted, document, kind):
        first = document[kind][0]
        document[kind].append(first | {"kind": "sda", "delivers": first["key"]} if kind == "agreements" else first)

        (fault,) = self.refused(document)

        key = first["key"]
        assert f"{kind} {key}: The key {key} stands in this file twice; the other is at line " in fault

    def test_a_part_with_the_key_of_the_whole_is_no_circle(self, planted, document):
        document["targets"].append({**document["targets"][1], "key": "mended"})

        (fault,) = self.refused(document)

        assert "The key mended stands in this file twice" in fault

    def take(self, document):
        self.path.write_text(yaml.dump(document, Dumper=Plain, sort_keys=False))
        with transaction() as session:
            return apply(session, read(self.path), on=TODAY)

    def refused(self, document):
        with pytest.raises(FaultsError) as raised:
            self.take(document)
        return [str(fault) for fault in raised.value.faults]

    @pytest.fixture(autouse=True)
    def _path(self, tmp_path):
        self.path = tmp_path / "cascade.yaml"


class TestCommands:
    def test_what_was_exported_is_imported_as_before(self, invoke, planted, organisation, tmp_path):
        path, own = str(tmp_path / "cascade.xlsx"), ("--organisation", organisation.slug)

        out = invoke("targets", "export", path, *own)
        back = invoke("targets", "import", path, *own)

        assert (out.exit_code, back.exit_code) == (0, 0), out.output + back.output
        assert "2 targets" in out.stderr
        assert "Nothing is other than before (7 things read)." in back.stdout

    def test_a_dry_run_says_what_would_be_and_does_nothing(self, invoke, planted, organisation, document, tmp_path):
        path = tmp_path / "cascade.yaml"
        document["targets"][0]["level"] = 92
        path.write_text(yaml.safe_dump(document))

        result = invoke("targets", "import", str(path), "--organisation", organisation.slug, "--dry-run")

        assert result.exit_code == 0, result.output
        assert "changed: target mended\n  level: 90 → 92\n" in result.stdout
        assert "0 added, 1 changed, 6 as before." in result.stdout
        assert "This was a dry run: nothing was imported." in result.stdout
        assert cascade.one(db.session(), "mended").level == 90.0

    def test_faults_are_said_and_nothing_is_imported(self, invoke, planted, organisation, document, tmp_path):
        path = tmp_path / "cascade.yaml"
        document["targets"][0]["owner"] = "nobody@example.org"
        path.write_text(yaml.safe_dump(document))

        result = invoke("targets", "import", str(path), "--organisation", organisation.slug)

        assert result.exit_code == 1
        assert "Nobody of the organisation has the e-mail address nobody@example.org." in result.stderr
        assert "nothing of cascade.yaml was imported: 1 fault" in result.stderr

    @pytest.mark.parametrize("file", ["cascade.json", "cascade.csv"])
    def test_other_kinds_of_files_are_refused(self, invoke, planted, organisation, tmp_path, file):
        result = invoke("targets", "export", str(tmp_path / file), "--organisation", organisation.slug)

        assert result.exit_code == 1
        assert "must end in .yaml or .xlsx" in result.stderr

    @pytest.fixture
    def invoke(self, commands, organisation):
        def run(*arguments):
            result = commands(*arguments)
            db.session.rollback()
            return result

        return run


class Plain(yaml.SafeDumper):
    """Writes everything out, also what is the same twice."""

    def ignore_aliases(self, data):
        return True


def plainly(found):
    """What a cascade says, without the numbers and owners of the organisation that it is in."""
    return [
        (aspiration.key, aspiration.text, [plain_agreement(agreement) for agreement in aspiration.agreements])
        for aspiration in found.aspirations
    ]


def plain_agreement(node):
    return (
        (node.line.key, node.line.kind, node.line.title, node.line.service.slug if node.line.service else None),
        (node.aim, node.objectives, node.responsible, node.starts_on, node.ends_on),
        [plain_target(target) for target in node.targets],
        [plain_agreement(each) for each in node.delivered_by],
    )


def plain_target(node):
    return (
        (node.key, node.level, node.stretch, node.trajectory, node.value_for_money, node.set_by),
        (node.measure.key, node.measure.note.terms, node.measure.parameters, node.measure.better),
        (node.unit.slug if node.unit else None, node.parent),
        [(link.theme, link.state, link.weight) for link in node.links],
        [plain_target(part) for part in node.parts],
    )


def exported():
    """What a file of everything says."""
    return document_of(db.session()).model_dump()


def elsewhere(factories):
    """Act for another organisation that has the same services and units."""
    made = factories.organisation()
    set_organisation(db.session(), made.id)
    service = factories.service(slug="repairs")
    factories.unit(service=service, slug="north")
    factories.person(roles=["owner"], email="there@example.org")


@pytest.fixture
def document(planted, tmp_path):
    path = tmp_path / "planted.yaml"
    export(db.session(), path)
    return yaml.safe_load(path.read_text())


@pytest.fixture
def planted(factories, organisation, service):
    """An aspiration, a PSA and the SDA that delivers it, a measure with its note, a target and a unit's part."""
    owner = factories.person(roles=["owner"], name="Head", email="head@example.org")
    unit = factories.unit(service=service, slug="north")
    measure = factories.measure(
        service=service, key="mended", formula="share_satisfied", parameters={"question": "satisfaction"}
    )
    with transaction() as session:
        aspiration = agreeing.set_aspiration(session, key="good-homes", text=WORDS)
        terms = {"title": WORDS, "aim": WORDS, "service": session.merge(service)}
        psa = agreeing.set_agreement(
            session,
            terms=AgreementTerms(
                key="psa-homes", kind="psa", aspiration=aspiration, objectives=(WORDS,), starts_on=APRIL, **terms
            ),
        )
        agreeing.set_agreement(session, terms=AgreementTerms(key="sda-homes", kind="sda", parent=psa, **terms))
        note = NoteTerms(source=WORDS, numerator={"en": " Mended "}, minimum_n=10, valid_from=APRIL)
        measure, owner, unit = session.merge(measure), session.merge(owner), session.merge(unit)
        notes.open_note(session, measure=measure, terms=note)
        whole = setting.set_target(
            session,
            terms=TargetTerms(
                key="mended",
                measure=measure,
                agreement=psa,
                level=90.0,
                stretch=95.0,
                baseline=0.1 + 0.2,
                baseline_on=date(2026, 3, 31),
                due=date(2027, 3, 31),
                milestones=(Milestone(date(2026, 9, 30), 80.0),),
                value_for_money=True,
                set_by={"en": "Cabinet", "cy": ""},
            ),
            owner=owner,
            since=APRIL,
            themes=["waiting"],
        )
        linking.suggest(session, target=whole, theme="outcome", weight=1 / 3)
        part = TargetTerms(
            key="mended-north", measure=measure, agreement=psa, unit=unit, parent=whole, level=85.0, due=whole.due
        )
        setting.set_target(session, terms=part, owner=owner)
    assert (db.session.query(Agreement).count(), db.session.query(Measure).count()) == (2, 1)
    return db.session.query(Target).filter_by(key="mended").one()
