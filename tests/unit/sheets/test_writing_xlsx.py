from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

import sheets
from sheets import xlsx_writing


class TestXlsxWriter:
    def test_it_writes_typed_cells_below_a_bold_frozen_header(self, path):
        moment = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
        with sheets.XlsxWriter(path, ["unit", "n", "share", "day", "at", "open"], "Waiting") as writer:
            writer.write({"unit": "Leeds", "n": 7, "share": 0.25, "day": moment.date(), "at": moment, "open": True})

        sheet = openpyxl.load_workbook(path).active
        assert [cell.value for cell in sheet[1]] == ["unit", "n", "share", "day", "at", "open"]
        assert [cell.value for cell in sheet[2]] == [
            "Leeds", 7, 0.25, datetime(2026, 11, 3), datetime(2026, 11, 3, 9, 30), True,
        ]  # fmt: skip
        assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "d", "d", "b"]
        assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)
        assert (sheet.title, writer.rows) == ("Waiting", 1)

    @pytest.mark.parametrize("text", ["=1+1", "@sum", "https://example.org", "0123", " a ", "<&>", "🙂"])
    def test_a_text_stays_the_text_that_it_is(self, written, text):
        cell = written(text)

        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)

    def test_a_text_like_an_escape_is_escaped(self, written):
        # Spreadsheets read _x0041_ as the letter A; openpyxl shows what the file holds.
        assert written("_x0041_").value == "_x005F_x0041_"

    def test_it_removes_what_xml_forbids_and_keeps_line_ends(self, written):
        assert written("a\x00\x0b\x1f\ud800\ufffeb\r\nc\td").value == "ab\nc\td"

    @pytest.mark.parametrize("letter", ["x", "🙂"])
    def test_it_cuts_an_over_long_cell_with_a_visible_mark(self, written, letter):
        text = written(letter * 40_000).value

        assert text.endswith(letter + "… [cut]")
        assert 32_766 <= len(text.encode("utf-16-le")) // 2 <= 32_767

    def test_a_cell_of_the_full_length_is_whole(self, written):
        assert written("x" * 32_767).value == "x" * 32_767

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (2**53, 2**53),
            (2**53 + 1, "9007199254740993"),
            (Decimal("1.5"), 1.5),
            (date(1850, 1, 2), "1850-01-02"),
            (None, None),
            ("", None),
        ],
    )
    def test_it_shows_as_text_what_a_number_would_falsify(self, written, value, shown):
        assert written(value).value == shown

    def test_columns_are_as_wide_as_their_texts_within_reason(self, path):
        with sheets.XlsxWriter(path, ["id", "unit", "comment"], "x") as writer:
            writer.write({"id": 1, "unit": "x" * 28, "comment": "y" * 500})

        widths = openpyxl.load_workbook(path).active.column_dimensions
        assert [round(widths[letter].width) for letter in "ABC"] == [11, 31, 61]

    @pytest.mark.parametrize(
        ("title", "tab"),
        [
            ("Waiting: a/b [c]?", "Waiting  a b  c"),
            ("'" + "x" * 40, "x" * 30),
            ("History", "Sheet1"),
            ("", "Sheet1"),
        ],
    )
    def test_any_title_makes_a_legal_tab(self, path, title, tab):
        with sheets.XlsxWriter(path, ["a"], title):
            pass

        book = openpyxl.load_workbook(path)
        assert book.sheetnames == [tab]
        assert (book.properties.title or "") == title

    def test_after_an_error_nothing_is_left_behind(self, path):
        with pytest.raises(ValueError, match="cells do not match"), self.writer(path) as writer:
            writer.write({"b": 1})

        assert list(path.parent.iterdir()) == []

    def test_a_success_leaves_only_the_file(self, path):
        with self.writer(path) as writer:
            writer.write({"a": 1})

        assert list(path.parent.iterdir()) == [path]

    def test_a_full_worksheet_is_an_error_and_not_a_shorter_file(self, path, monkeypatch):
        monkeypatch.setattr(xlsx_writing, "XLSX_ROW_LIMIT", 2)

        with self.writer(path) as writer:
            writer.write({"a": 1})
            writer.write({"a": 2})
            with pytest.raises(sheets.TooManyRowsError, match="more than the 2 rows"):
                writer.write({"a": 3})

    def test_a_missing_folder_is_a_sheet_error(self, tmp_path):
        with pytest.raises(sheets.UnwritableFileError, match="cannot be written: no such file or directory"):
            self.writer(tmp_path / "gone" / "x.xlsx").__enter__()

    def writer(self, path):
        return sheets.XlsxWriter(path, ["a"], "x")

    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "export.xlsx"

    @pytest.fixture
    def written(self, path):
        def write(value):
            with self.writer(path) as writer:
                writer.write({"a": value})
            return openpyxl.load_workbook(path).active["A2"]

        return write


class TestSeveralWorksheets:
    def test_each_has_its_own_header_and_rows_in_order(self, path):
        units = sheets.Worksheet("units", ["slug"], [{"slug": "north"}, {"slug": "south"}])
        levels = sheets.Worksheet("levels", ["unit", "level"], [{"unit": "north", "level": 0.5}])
        none = sheets.Worksheet("none", ["a"], [])
        sheets.write_workbook(path, "Targets", [units, levels, none])

        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["units", "levels", "none"]
        assert [[cell.value for cell in row] for row in book["units"]] == [["slug"], ["north"], ["south"]]
        assert [[cell.value for cell in row] for row in book["levels"]] == [["unit", "level"], ["north", 0.5]]
        assert [[cell.value for cell in row] for row in book["none"]] == [["a"]]

    def test_after_an_error_nothing_is_left_behind(self, path):
        sound = sheets.Worksheet("sound", ["a"], [{"a": 1}])
        wrong = sheets.Worksheet("wrong", ["a"], [{"b": 1}])

        with pytest.raises(ValueError, match="cells do not match"):
            sheets.write_workbook(path, "x", [sound, wrong])

        assert list(path.parent.iterdir()) == []

    @pytest.fixture
    def path(self, tmp_path):
        return tmp_path / "book.xlsx"
