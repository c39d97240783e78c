import codecs
from pathlib import Path

import pytest

import sheets


class TestReadCsv:
    def test_it_yields_each_row_with_its_line(self, csv_file):
        rows = sheets.read_csv(csv_file(b"unit,comment\r\nLeeds,Kind staff\r\nYork,Cold room\r\n"))

        assert rows.columns == ("unit", "comment")
        assert list(rows) == [
            sheets.Row(2, {"unit": "Leeds", "comment": "Kind staff"}),
            sheets.Row(3, {"unit": "York", "comment": "Cold room"}),
        ]

    def test_it_may_be_iterated_twice(self, csv_file):
        rows = sheets.read_csv(csv_file(b"unit\nLeeds\n"))

        assert list(rows) == list(rows)

    def test_it_names_the_line_on_which_a_record_starts(self, csv_file):
        path = csv_file(b'unit,comment\n\nLeeds,"one\ntwo\r\nthree"\n   \nYork,fine\n')

        assert [(row.line, row.cells["comment"]) for row in sheets.read_csv(path)] == [
            (3, "one\ntwo\r\nthree"),
            (7, "fine"),
        ]

    @pytest.mark.parametrize(
        "encoded",
        [
            "unit,comment\nCaerdydd,Tŷ 🙂\n".encode(),
            "unit,comment\nCaerdydd,Tŷ 🙂\n".encode("utf-8-sig"),
            codecs.BOM_UTF16_LE + "unit,comment\nCaerdydd,Tŷ 🙂\n".encode("utf-16-le"),
            codecs.BOM_UTF16_BE + "unit,comment\nCaerdydd,Tŷ 🙂\n".encode("utf-16-be"),
        ],
        ids=["UTF-8", "UTF-8 with BOM", "UTF-16 little", "UTF-16 big"],
    )
    def test_it_reads_the_encodings_that_spreadsheets_save(self, csv_file, encoded):
        rows = sheets.read_csv(csv_file(encoded))

        assert [row.cells for row in rows] == [{"unit": "Caerdydd", "comment": "Tŷ 🙂"}]

    @pytest.mark.parametrize(
        ("content", "columns", "delimiter"),
        [
            (b"unit;comment\n", ("unit", "comment"), ";"),
            (b"unit\tcomment\n", ("unit", "comment"), "\t"),
            (b'"unit, or office";comment\n', ("unit, or office", "comment"), ";"),
            (b"unit;a,comment\n", ("unit;a", "comment"), ","),
            (b"comment\n", ("comment",), ","),
        ],
    )
    def test_it_finds_the_delimiter_in_the_header(self, csv_file, content, columns, delimiter):
        rows = sheets.read_csv(csv_file(content))

        assert (rows.columns, rows.delimiter) == (columns, delimiter)

    def test_it_trims_column_names_and_leaves_cells_alone(self, csv_file):
        rows = sheets.read_csv(csv_file(b" unit , comment\n Leeds , warm \n"))

        assert [row.cells for row in rows] == [{"unit": " Leeds ", "comment": " warm "}]

    def test_it_skips_blank_lines_above_the_header(self, csv_file):
        rows = sheets.read_csv(csv_file(b"  \n\ncomment\nwarm\n \n"))

        assert [(row.line, row.cells["comment"]) for row in rows] == [(4, "warm"), (5, " ")]

    def test_it_reads_cells_of_a_megabyte(self, csv_file):
        large = b"word" * (sheets.CELL_LIMIT // 4)

        rows = sheets.read_csv(csv_file(b"unit,comment\nLeeds," + large + b"\n"))

        assert [len(row.cells["comment"]) for row in rows] == [sheets.CELL_LIMIT]

    def test_it_yields_the_sound_rows_before_the_unsound_one(self, csv_file):
        rows = iter(sheets.read_csv(csv_file(b"unit,comment\nLeeds,warm\nYork\n")))

        assert next(rows).cells["unit"] == "Leeds"
        with pytest.raises(sheets.RaggedLineError):
            next(rows)

    def test_a_header_without_rows_is_no_error(self, csv_file):
        assert list(sheets.read_csv(csv_file(b"unit,comment"))) == []


class TestReadCsvErrors:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"a,b,c,d\n1,2,3,4\n\n1,2,3\n", "feedback.csv, line 4: has 3 cells where the header has 4"),
            (b"a,b\n1\n", "feedback.csv, line 2: has 1 cell where the header has 2"),
            (b"a,b\n1,2,3\n", "feedback.csv, line 2: has 3 cells where the header has 2"),
            (b"", "feedback.csv: is empty; its first line must name the columns"),
            (b"\n  \r\n", "feedback.csv: is empty; its first line must name the columns"),
            (b'" "\n', "feedback.csv: is empty; its first line must name the columns"),
            (b"\na,b,a\n", 'feedback.csv, line 2: names the column "a" twice'),
            (b"a,,b\n", "feedback.csv, line 1: gives column 2 no name"),
            (
                b"a,b\nx,y\nx,caf\xe9\n",
                'feedback.csv, line 3: is not UTF-8 text; save the file as "CSV UTF-8" and try again',
            ),
            (
                codecs.BOM_UTF16_LE + "a,b\n1,".encode("utf-16-le") + b"\x00",
                'feedback.csv, line 2: is not UTF-16 text; save the file as "CSV UTF-8" and try again',
            ),
            (
                codecs.BOM_UTF16_LE + "a,b\n1,2\n3,".encode("utf-16-le") + b"\x00\xd8\n\x00",
                'feedback.csv, line 3: is not UTF-16 text; save the file as "CSV UTF-8" and try again',
            ),
            (
                b"a,b\n1,x\0y\n",
                "feedback.csv, line 2: contains a NUL byte, so this is not a sound CSV file",
            ),
            (
                b'a,b\n1,2\n3,"open\n5,6\n',
                "feedback.csv, line 3: opens a quotation mark that is never closed",
            ),
            (
                b'a,b\n1,"x" y\n',
                (
                    "feedback.csv, line 2: has text after a closing quotation mark; "
                    "inside a cell, write a quotation mark twice"
                ),
            ),
        ],
    )
    def test_it_says_in_one_sentence_what_is_wrong_and_where(self, csv_file, content, sentence):
        with pytest.raises(sheets.SheetError) as caught:
            list(sheets.read_csv(csv_file(content)))

        assert str(caught.value) == sentence

    def test_a_missing_column_is_named_with_those_that_are_there(self, csv_file):
        with pytest.raises(sheets.MissingColumnError) as caught:
            sheets.read_csv(csv_file(b"unit,text\n"), required=["comment", "unit"])

        assert caught.value.missing == ("comment",)
        assert str(caught.value) == 'feedback.csv, line 1: has no column "comment"; it has "unit", "text"'

    def test_wrong_bytes_far_down_do_not_hide_the_rows_before_them(self, csv_file):
        rows = iter(sheets.read_csv(csv_file(b"a\n" + b"x\n" * 5000 + b"\xff\n")))

        assert [next(rows).line for _ in range(5000)][-1] == 5001
        with pytest.raises(sheets.EncodingError) as caught:
            next(rows)
        assert caught.value.line == 5002

    def test_a_cell_above_the_limit_is_refused_with_its_column(self, csv_file):
        path = csv_file(b"unit,comment\nLeeds," + b"x" * (sheets.CELL_LIMIT + 1))

        with pytest.raises(sheets.CellTooLargeError) as caught:
            list(sheets.read_csv(path))
        assert (caught.value.line, caught.value.column) == (2, "comment")

    @pytest.mark.parametrize("filler", [b"x" * 4096, b"x" * 4095 + b"\n"], ids=["one line", "many lines"])
    def test_an_endless_record_is_refused_before_it_is_read_whole(self, csv_file, filler):
        path = csv_file(b'a,b\n1,2\n3,"' + filler * (sheets.ROW_LIMIT // 4096 + 1))

        with pytest.raises(sheets.RowTooLargeError) as caught:
            list(sheets.read_csv(path))
        assert caught.value.line == 3

    def test_a_missing_file_is_a_sheet_error(self, tmp_path):
        with pytest.raises(sheets.MissingFileError, match=r"^gone\.csv: there is no such file$"):
            sheets.read_csv(tmp_path / "gone.csv")

    def test_a_folder_is_a_sheet_error(self, tmp_path):
        with pytest.raises(sheets.UnreadableFileError, match=r"cannot be read: it is a folder$"):
            sheets.read_csv(tmp_path)

    def test_a_refusal_by_the_system_is_a_sheet_error(self, tmp_path):
        with pytest.raises(sheets.UnreadableFileError, match=r"cannot be read: file name too long$"):
            sheets.read_csv(tmp_path / ("x" * 300))

    def test_no_error_quotes_a_cell(self, csv_file):
        with pytest.raises(sheets.SheetError) as caught:
            list(sheets.read_csv(csv_file(b"unit,comment\nLeeds,My name is Ann,x\n")))

        assert "Ann" not in str(caught.value)


@pytest.fixture
def csv_file(tmp_path):
    def write(content: bytes) -> Path:
        path = tmp_path / "feedback.csv"
        path.write_bytes(content)
        return path

    return write
