"""Files of the cascade: what they say is read with its place, and what is wrong is said in a sentence."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sheets import Worksheet, write_workbook
from targets import interchange
from targets.interchange import FaultsError, UnknownFormatError, sheet_files, yaml_files
from targets.interchange import document as parts
from targets.interchange.document import Document

WHOLE: dict[str, Any] = {
    "format": "yousaid-cascade-1",
    "aspirations": [{"key": "good-homes", "text": {"en": "A good home", "cy": "Cartref da"}}],
    "agreements": [
        {
            "key": "psa-homes",
            "kind": "psa",
            "aspiration": "good-homes",
            "title": {"en": "Homes: in repair"},
            "aim": {"en": "Two\nlines", "no": "To"},
            "objectives": [{"en": "Soon"}, {"en": "Once", "cy": "Unwaith"}],
            "starts_on": date(2026, 4, 1),
        },
        {"key": "1e3", "kind": "sda", "delivers": "psa-homes", "title": {"en": "yes"}, "aim": {"en": "012"}},
    ],
    "measures": [
        {
            "key": "satisfied",
            "service": "repairs",
            "name": {"en": "=1+1"},
            "unit_of_measure": "%",
            "better": "higher",
            "formula": "share_satisfied",
            "parameters": {"question": "satisfaction", "values": [4, 5]},
            "notes": [
                {"source": {"en": "Survey"}, "numerator": {"en": "Four or five"}, "valid_from": date(2026, 4, 1)},
                {
                    "source": {"en": "Survey"},
                    "numerator": {"en": "Five"},
                    "valid_from": date(2026, 5, 1),
                    "reason": {"en": "Bolder"},
                    "minimum_n": 10,
                },
            ],
        }
    ],
    "targets": [
        {
            "key": "satisfied",
            "agreement": "psa-homes",
            "measure": "satisfied",
            "level": 75.5,
            "baseline": 58.0,
            "baseline_on": date(2026, 3, 31),
            "due": date(2028, 3, 31),
            "milestones": [{"on": date(2027, 3, 31), "level": 66.0}],
            "value_for_money": True,
            "owner": "head@example.org",
            "set_by": {"en": "Cabinet"},
            "themes": [{"theme": "waiting"}, {"theme": "outcome", "state": "rejected", "weight": 0.5}],
        },
        {
            "key": "satisfied-north",
            "unit": "north",
            "part_of": "satisfied",
            "level": 70.0,
            "due": date(2028, 3, 31),
            "owner": "head@example.org",
        },
    ],
}
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=30).map(
    str.strip
)
LEVEL = st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.15g}"))


class TestBothKinds:
    @pytest.mark.parametrize("suffix", ["yaml", "xlsx"])
    def test_what_is_written_is_read_again(self, tmp_path, suffix):
        document = Document.model_validate(WHOLE)

        assert self.there_and_back(document, tmp_path / f"cascade.{suffix}") == document

    @pytest.mark.parametrize("suffix", ["yaml", "xlsx"])
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(said=PLAIN.filter(bool), level=LEVEL, day=st.dates(date(1950, 1, 1)))
    def test_any_text_level_and_day_comes_back(self, tmp_path, suffix, said, level, day):
        target = {**WHOLE["targets"][0], "level": level, "due": day, "set_by": {"en": said}}
        document = Document.model_validate({**WHOLE, "targets": [target]})

        assert self.there_and_back(document, tmp_path / f"cascade.{suffix}") == document

    def test_other_kinds_of_files_are_refused(self, tmp_path):
        with pytest.raises(UnknownFormatError, match=r"cascade.json must end in .yaml or .xlsx"):
            interchange.read(tmp_path / "cascade.json")

    def there_and_back(self, document, path):
        kind = sheet_files if path.suffix == ".xlsx" else yaml_files
        kind.write(document, path)
        return interchange.read(path).document()


class TestYaml:
    def test_an_older_reader_understands_it_too(self, tmp_path):
        path = tmp_path / "cascade.yaml"
        yaml_files.write(Document.model_validate(WHOLE), path)

        assert Document.model_validate(yaml.safe_load(path.read_text())) == Document.model_validate(WHOLE)

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("format: yousaid-cascade-2", "line 1: “format” must be one of: 'yousaid-cascade-1'."),
            ("aspirations: []", "line 1: “format” is missing."),
            ("", "A file of agreements, measures and targets names its parts; this one does not."),
            ("format: yousaid-cascade-1\nmesures: []", "line 2: There is no field “mesures” here."),
            ("format: a\nformat: b", "line 2: “format” is there twice."),
            ("format: [", "line 1: This is no YAML that can be read."),
            ("a: &x [1]\nb: *x", "line 1: Write everything out: no anchors, and not so deep."),
            ("[" * 40 + "]" * 40, "line 1: Write everything out: no anchors, and not so deep."),
            ("format: !!python/object:os.system x", "line 1: This is no YAML that can be read."),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, tmp_path, text, fault):
        assert self.faults(tmp_path, text) == [fault]

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("  level: ninety", "line 6, targets t: “level” must be a number."),
            ("  level: .inf", "line 6, targets t: “level” must be a number."),
            ("  level: true", "line 6, targets t: “level” must be a number."),
            ("  level: 1\n  due: 31/03/2027", "line 7, targets t: “due” must be a day, written as 2027-03-31."),
            ("  level: 1\n  due: 2027", "line 7, targets t: “due” must be a day, written as 2027-03-31."),
            ("  level: 1\n  due: 2027-02-30", "line 7, targets t: “due” must be a day, written as 2027-03-31."),
            ("  level: 1\n  owner: 7", "line 7, targets t: “owner” must be text; put it in quotation marks."),
            ("  level: 1\n  value_for_money: maybe", "line 7, targets t: “value_for_money” must be true or false."),
            (
                "  level: 1\n  set_by: Cabinet",
                "line 7, targets t: “set_by” must be texts by language, such as en or cy.",
            ),
            (
                "  level: 1\n  set_by: {English: Cabinet}",
                "line 7, targets t: “set_by” must be texts by language, such as en or cy.",
            ),
            (
                "  level: 1\n  milestones:\n  - {on: 2027-01-01}",
                "line 8, targets t: “level” is missing.",
            ),
        ],
    )
    def test_a_fault_of_a_target_names_it(self, tmp_path, line, fault):
        text = f"format: yousaid-cascade-1\n# What is due\ntargets:\n- key: t\n  measure: m\n{line}"

        assert fault in self.faults(tmp_path, text)

    def test_a_file_that_is_no_text_is_refused(self, tmp_path):
        path = tmp_path / "cascade.yaml"
        path.write_bytes(b"\xff\xfe\x00")

        with pytest.raises(FaultsError):
            interchange.read(path)

    def faults(self, tmp_path, text):
        path = tmp_path / "cascade.yaml"
        path.write_text(text)
        with pytest.raises(FaultsError) as raised:
            interchange.read(path).document()
        return [str(fault) for fault in raised.value.faults]


class TestWorkbooks:
    @pytest.mark.parametrize(
        ("sheets", "fault"),
        [
            ({"targets": [{"key": "t", "level": "ninety"}]}, "targets, row 2, targets t: “level” must be a number."),
            ({"goals": [{"key": "t"}]}, "goals: “goals” is none of the worksheets: aspirations, agreements,"),
            ({"aspirations": [{"key": "a", "txt:en": "A"}]}, "aspirations, row 1: There is no column “txt:en” here."),
            ({"aspirations": [{"key": "a"}]}, "aspirations, row 2, aspirations a: “text” is missing."),
            (
                {"targets": [{"key": "t"}], "milestones": [{"target": "x", "on": "2027-01-01", "level": 1.0}]},
                "milestones, row 2: The column “target” names no row of the worksheet “targets”.",
            ),
            (
                {"targets": [{"key": "t"}], "milestones": [{"target": "t", "on": "soon", "level": 1.0}]},
                "milestones, row 2, targets t: “on” must be a day, written as 2027-03-31.",
            ),
            ({"measures": [{"key": "m", "parameters": "[4"}]}, "measures, row 2: “parameters” must be JSON"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_row(self, tmp_path, sheets, fault):
        path = tmp_path / "cascade.xlsx"
        write_workbook(path, "x", [Worksheet(name, tuple(rows[0]), rows) for name, rows in sheets.items()])

        with pytest.raises(FaultsError) as raised:
            interchange.read(path).document()

        assert any(str(each).startswith(fault) for each in raised.value.faults), [str(f) for f in raised.value.faults]


class TestTheDocumentation:
    def test_its_example_is_a_cascade(self, tmp_path):
        page = (Path(__file__).parents[3] / "docs" / "targets.md").read_text()
        (example,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
        path = tmp_path / "cascade.yaml"
        path.write_text(example)

        document = interchange.read(path).document()

        assert [target.part_of for target in document.targets] == [None, "repairs-in-20-days"]

    def test_it_names_every_field(self):
        page = (Path(__file__).parents[3] / "docs" / "targets.md").read_text()

        fields = {
            name
            for part in (Document, *(getattr(parts, name) for name in ("Aspiration", "Agreement", "Measure", "Target")))
            for name in part.model_fields
        } | {name for part in (parts.Note, parts.Milestone, parts.Theme) for name in part.model_fields}
        assert {name for name in fields if not re.search(rf"\b{name}\b", page)} == set()
