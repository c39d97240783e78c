import zipfile
from contextlib import suppress
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from xlsxwriter import Workbook as Writer

import sheets

ROWS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


class TestReadXlsx:
    def test_it_yields_each_row_with_its_number(self, workbook):
        path = workbook([["unit", "comment"], ["Leeds", "Kind staff"], [], ["York", None]])

        rows = sheets.read_xlsx(path)

        assert (rows.columns, rows.header_line, rows.sheet) == (("unit", "comment"), 1, "Sheet")
        assert list(rows) == [
            sheets.Row(2, {"unit": "Leeds", "comment": "Kind staff"}),
            sheets.Row(4, {"unit": "York", "comment": ""}),
        ]

    def test_it_may_be_iterated_twice(self, workbook):
        rows = sheets.read_xlsx(workbook([["unit"], ["Leeds"]]))

        assert list(rows) == list(rows)

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (5, "5"),
            (5.0, "5"),
            (5.1, "5.1"),
            (-0.25, "-0.25"),
            (447911123456, "447911123456"),
            (1e300, "1e+300"),
            (True, "true"),
            (False, "false"),
            (date(2024, 2, 29), "2024-02-29"),
            (date(1900, 1, 1), "1900-01-01"),
            (date(1900, 3, 1), "1900-03-01"),
            (datetime(2024, 5, 3, 14, 30), "2024-05-03 14:30:00"),
            (time(14, 30), "14:30:00"),
            ("  two  spaces\nand a line", "  two  spaces\nand a line"),
            ("Tŷ 🙂", "Tŷ 🙂"),
            ("_x000D_ <b> &amp;", "\r <b> &amp;"),
            ("0123", "0123"),
        ],
    )
    def test_it_gives_each_value_as_text(self, workbook, value, text):
        assert [row.cells["a"] for row in sheets.read_xlsx(workbook([["a"], [value]]))] == [text]

    def test_it_reads_what_other_programs_write(self, tmp_path):
        path = tmp_path / "written.xlsx"
        book = Writer(str(path), {"constant_memory": True, "strings_to_formulas": False})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["=1+1", 4])
        sheet.write_rich_string(2, 0, book.add_format({"bold": True}), "very ", "good")
        book.close()

        assert [row.cells for row in sheets.read_xlsx(path)] == [
            {"a": "=1+1", "b": "4"},
            {"a": "very good", "b": ""},
        ]

    def test_it_counts_days_from_1904_where_the_workbook_does(self, tmp_path):
        path = tmp_path / "mac.xlsx"
        book = Writer(str(path), {"date_1904": True})
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_datetime(1, 0, datetime(2024, 5, 3), book.add_format({"num_format": "d mmm yyyy"}))
        book.close()

        assert [row.cells for row in sheets.read_xlsx(path)] == [{"a": "2024-05-03"}]

    def test_a_styled_number_is_no_date(self, tmp_path):
        path = tmp_path / "styled.xlsx"
        book = Writer(str(path))
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        for line, shape in enumerate(["0.00", '#,##0 "days"', "[Red]0", "0.00E+00"], start=1):
            sheet.write_number(line, 0, 45_000, book.add_format({"num_format": shape}))
        book.close()

        assert {row.cells["a"] for row in sheets.read_xlsx(path)} == {"45000"}

    @pytest.mark.parametrize(
        ("shape", "seen"), [("0%", "57%"), ("0.00%;[Red]-0.00%", "57%"), ("0", "0.57"), ('0"%"', "0.57")]
    )
    def test_percentages_are_as_they_are_seen_where_that_is_wanted(self, tmp_path, shape, seen):
        path = tmp_path / "styled.xlsx"
        book = Writer(str(path))
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write_number(1, 0, 0.57, book.add_format({"num_format": shape}))
        book.close()

        assert [row.cells["a"] for row in sheets.read_xlsx(path, percents=True)] == [seen]
        assert [row.cells["a"] for row in sheets.read_sheet(path)] == ["0.57"]

    def test_it_reads_the_worksheet_that_is_named_and_no_hidden_one(self, tmp_path):
        path = tmp_path / "several.xlsx"
        book = Workbook()
        book.active.title, book.active.sheet_state = "Notes", "hidden"
        for name in ("2023", "2024"):
            book.create_sheet(name).append(["year"])
            book[name].append([name])
        book.active = 1
        book.save(path)

        first, second = sheets.read_xlsx(path), sheets.read_xlsx(path, sheet="2024")

        assert (first.sheet, first.sheets) == ("2023", ("2023", "2024"))
        assert [row.cells["year"] for row in second] == ["2024"]
        with pytest.raises(sheets.MissingWorksheetError, match='has no worksheet "Notes"; it has "2023", "2024"'):
            sheets.read_xlsx(path, sheet="Notes")

    def test_ten_thousand_rows_are_streamed(self, workbook):
        path = workbook([["a", "b"], *([f"text {number}", number] for number in range(10_000))])

        assert [row.cells["b"] for row in sheets.read_xlsx(path)] == [str(number) for number in range(10_000)]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("rows", "sentence"),
        [
            ([], "is empty; its first line must name the columns"),
            ([["a", "a"]], 'line 1: names the column "a" twice'),
            ([["a", None, "b"]], "line 1: gives column 2 no name"),
            ([["b"]], 'line 1: has no column "a"; it has "b"'),
            ([["a"], ["x", "y"]], "line 2: has 2 cells where the header has 1"),
            ([["a"], ["fine"], ["=1+1"]], "line 3: has a formula in column 1; paste its value in its place"),
        ],
    )
    def test_the_row_is_named(self, workbook, rows, sentence):
        with pytest.raises(sheets.SheetError) as caught:
            list(sheets.read_xlsx(workbook(rows), required=["a"]))

        assert sentence in str(caught.value)

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            ('<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row><row r="2"><c t="e"><v>#N/A</v></c></row>',
             sheets.ErrorValueError),
            ('<row r="1"><c r="XFE1"><v>1</v></c></row>', sheets.TooManyColumnsError),
            ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', sheets.DamagedWorkbookError),
            ('<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>', sheets.DamagedWorkbookError),
            ('<row r="99999999999"><c><v>1</v></c></row>', sheets.DamagedWorkbookError),
            ('<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>', sheets.DamagedWorkbookError),
            ('<row r="x"/>', sheets.DamagedWorkbookError),
            ('<row><c t="s"><v>0</v></c></row>', sheets.DamagedWorkbookError),
            ('<row><c t="s"><v>-1</v></c></row>', sheets.DamagedWorkbookError),
            ("<row><c><v>1e999</v></c></row>", sheets.DamagedWorkbookError),
            ("<row><c><v>nan</v></c></row>", sheets.DamagedWorkbookError),
            ("<row><c><v>one</v></c></row>", sheets.DamagedWorkbookError),
            ("<row><c>", sheets.DamagedWorkbookError),
            ('<row><c t="inlineStr"><is><t>' + "x" * (sheets.CELL_LIMIT + 1) + "</t></is></c></row>",
             sheets.CellTooLargeError),
        ],
        ids=lambda value: value[:40] if isinstance(value, str) else "",
    )  # fmt: skip
    def test_a_worksheet_made_to_do_harm_is(self, made, content, kind):
        with pytest.raises(kind):
            list(sheets.read_xlsx(made(ROWS.format(content))))

    def test_entities_that_grow_are(self, made):
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

        with pytest.raises(sheets.DamagedWorkbookError):
            list(sheets.read_xlsx(made(laughs + ROWS.format("<row><c><v>&b;</v></c></row>"))))

    @pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
    def test_what_is_no_workbook_is(self, tmp_path, content):
        path = tmp_path / "file.xlsx"
        path.write_bytes(content)

        with pytest.raises(sheets.DamagedWorkbookError, match="is not a sound XLSX workbook"):
            sheets.read_xlsx(path)

    def test_a_zip_without_a_workbook_is(self, tmp_path):
        path = tmp_path / "file.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "hello")

        with pytest.raises(sheets.DamagedWorkbookError):
            sheets.read_xlsx(path)

    def test_every_part_may_be_cut_short(self, workbook, tmp_path):
        whole = workbook([["a", "b"], ["x", date(2024, 1, 1)]], bold=True)
        for part in zipfile.ZipFile(whole).namelist():
            path = tmp_path / "cut.xlsx"
            with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
                for name in source.namelist():
                    content = source.read(name)
                    target.writestr(name, content[: len(content) // 2] if name == part else content)

            # Some parts nobody needs; whatever else is cut is one error.
            with suppress(sheets.SheetError):
                list(sheets.read_xlsx(path))


class TestReadSheet:
    def test_it_goes_by_the_end_of_the_name(self, workbook, tmp_path):
        (tmp_path / "rows.csv").write_text("a;b\n1;2\n")

        assert isinstance(sheets.read_sheet(workbook([["a"]])), sheets.XlsxRows)
        assert [row.cells for row in sheets.read_sheet(tmp_path / "rows.csv")] == [{"a": "1", "b": "2"}]

    @pytest.mark.parametrize("name", ["old.xls", "open.ods", "binary.XLSB"])
    def test_other_spreadsheets_are_named(self, tmp_path, name):
        with pytest.raises(sheets.UnreadableFileError, match=r"save it as \.xlsx or as CSV UTF-8"):
            sheets.read_sheet(tmp_path / name)

    def test_a_csv_has_no_worksheets(self, tmp_path):
        (tmp_path / "rows.csv").write_text("a\n1\n")

        with pytest.raises(sheets.MissingWorksheetError):
            sheets.read_sheet(tmp_path / "rows.csv", sheet="2024")

    def test_what_is_not_there_is_said(self, tmp_path):
        with pytest.raises(sheets.MissingFileError):
            sheets.read_sheet(tmp_path / "nothing.xlsx")
        with pytest.raises(sheets.UnreadableFileError):
            sheets.read_xlsx(tmp_path)


@pytest.fixture
def workbook(tmp_path):
    def write(rows, *, bold=False):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        if bold:
            book.active["A1"].font = Font(bold=True)
        book.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return write


@pytest.fixture
def made(workbook, tmp_path):
    """Put another worksheet's XML into a sound workbook."""

    def make(xml):
        path = tmp_path / "made.xlsx"
        with zipfile.ZipFile(workbook([])) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(name, xml if name.endswith("sheet1.xml") else source.read(name))
        return path

    return make
