import io
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sheets

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
NAMES = TEXTS.filter(lambda name: name.strip() == name != "" and not name.startswith(("\ufeff", "'")))


def unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" else text


class TestCsvWriter:
    def test_it_writes_rfc_4180(self, stream):
        writer = sheets.CsvWriter(stream, ["unit", "comment"])

        writer.write({"unit": "Leeds, north", "comment": 'She said "wait"\nand left'})

        assert stream.getvalue() == 'unit,comment\r\n"Leeds, north","She said ""wait""\nand left"\r\n'
        assert writer.rows == 1

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (None, ""),
            (True, "true"),
            (False, "false"),
            (7, "7"),
            (-3.5, "-3.5"),
            (Decimal("0.10"), "0.10"),
            (date(2026, 11, 3), "2026-11-03"),
            (datetime(2026, 11, 3, 9, 30, tzinfo=UTC), "2026-11-03 09:30:00+00:00"),
            (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ],
    )
    def test_it_writes_values_without_loss(self, stream, value, text):
        sheets.CsvWriter(stream, ["value", "x"]).write({"value": value, "x": "x"})

        assert stream.getvalue().splitlines()[1] == f"{text},x"

    @pytest.mark.parametrize(
        "text", ["=1+1", "+44 20 7946 0000", "-2+3", "@sum", "\tx", "\rx", "-", "--3", "-3.5;", "\uff1d1"]
    )
    def test_it_puts_an_apostrophe_before_a_formula(self, stream, read_back, text):
        sheets.CsvWriter(stream, ["a", "b"]).write({"a": text, "b": ""})

        assert read_back()[0]["a"] == "'" + text

    @pytest.mark.parametrize("text", ["-3.5", "+7", "-3,5", "-1e-05", "'=1", "a=b", "", " =1"])
    def test_it_leaves_plain_numbers_and_other_texts_alone(self, stream, read_back, text):
        sheets.CsvWriter(stream, ["a", "b"]).write({"a": text, "b": ""})

        assert read_back()[0]["a"] == text

    def test_a_header_is_as_safe_as_a_cell(self, stream):
        sheets.CsvWriter(stream, ["=cmd()", "b"])

        assert stream.getvalue() == "'=cmd(),b\r\n"

    def test_it_replaces_what_no_reader_takes(self, stream):
        sheets.CsvWriter(stream, ["a", "b"]).write({"a": "x\0y\ud83dz", "b": ""})

        assert stream.getvalue().splitlines()[1] == "x\ufffdy\ufffdz,"

    @pytest.mark.parametrize("cells", [{"a": 1}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "c": 2}])
    def test_it_refuses_cells_that_do_not_match_the_columns(self, stream, cells):
        writer = sheets.CsvWriter(stream, ["a", "b"])

        with pytest.raises(ValueError, match="cells do not match the columns"):
            writer.write(cells)
        assert writer.rows == 0

    @pytest.mark.parametrize("columns", [[], ["a", "a"], ["a", ""]])
    def test_it_refuses_columns_that_could_not_be_read_back(self, stream, columns):
        with pytest.raises(ValueError, match="columns must be named, each once"):
            sheets.CsvWriter(stream, columns)

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
    def test_it_refuses_a_figure_that_is_not_finite(self, stream, value):
        with pytest.raises(ValueError, match="give None"):
            sheets.CsvWriter(stream, ["a"]).write({"a": value})

    def test_it_refuses_a_value_that_is_no_cell(self, stream):
        with pytest.raises(TypeError, match="a cell cannot hold a list"):
            sheets.CsvWriter(stream, ["a"]).write({"a": ["x"]})

    @given(columns=st.lists(NAMES, min_size=1, max_size=4, unique_by=unguarded), data=st.data())
    def test_what_is_written_is_read_back_but_for_the_apostrophe(self, tmp_path_factory, columns, data):
        rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(columns, TEXTS)), max_size=5))
        path = tmp_path_factory.getbasetemp() / "round-trip.csv"

        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = sheets.CsvWriter(stream, columns)
            for row in rows:
                writer.write(row)

        read = sheets.read_csv(path)
        assert [unguarded(name) for name in read.columns] == [unguarded(name) for name in columns]
        for written, row in zip(rows, read, strict=True):
            for column, cell in zip(columns, row.cells.values(), strict=True):
                assert cell in (written[column], "'" + written[column])

    @pytest.fixture
    def stream(self):
        return io.StringIO(newline="")

    @pytest.fixture
    def read_back(self, stream, tmp_path):
        def read():
            path = tmp_path / "back.csv"
            path.write_bytes(stream.getvalue().encode())
            return [row.cells for row in sheets.read_csv(path)]

        return read
