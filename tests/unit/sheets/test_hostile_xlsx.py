"""Workbooks that are small to send and dear to read: each is refused before it costs much memory or time."""

import subprocess
import sys
import zipfile

import pytest

import sheets
from web.manage.surveys.desk import LARGEST_WORKBOOK

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>address</t></is></c></row>'
MOST_MEGABYTES, MOST_SECONDS = 60, 10

# What is measured is the whole process: the XML parser's own memory is not Python's.
READ = """
import resource, sys
from pathlib import Path
import sheets
used = lambda: resource.getrusage(resource.RUSAGE_SELF)
bounds, before = sheets.Bounds(*map(int, sys.argv[2:])), used()
try:
    print(sum(1 for _ in sheets.read_sheet(Path(sys.argv[1]), bounds=bounds)), "rows")
except sheets.SheetError as error:
    print(error)
after = used()
print((after.ru_maxrss - before.ru_maxrss) // 1024, after.ru_utime + after.ru_stime - before.ru_utime)
"""


class TestHostileWorkbooks:
    @pytest.mark.parametrize(
        ("rows", "refused"),
        [
            (("<a>",), "has more than 32 XML tags one inside another"),
            (('<row x="', "a", '"/>'), "has more than 131,072 bytes in one XML tag"),
            (("<!--", "a", "-->"), "has more than 131,072 bytes in one XML tag"),
            (("<x/>",), "has more than 2,000,000 XML tags and attributes"),
            (('<x a="" b="" d="" e="" f="" g=""/>',), "has more than 2,000,000 XML tags and attributes"),
            (('<row><c r="XFD{n}"><v>1</v></c></row>',), "has more than 400,000 cells"),
            (("<n{n}/>",), "has more than 2,000 different names of XML tags"),
            (('<n a{n}=""/>',), "has more than 2,000 different names of XML tags"),
            (('<n xmlns:a{n}="a"/>',), "has more than 2,000 names of XML namespaces"),
        ],
    )
    def test_rows_without_end_are_refused_soon(self, packed, rows, refused):
        said, megabytes, seconds = read(packed(sheet=many(rows, 31)))

        assert said == f"b.xlsx: {refused}, the most that is read here; save it as CSV UTF-8"
        assert (megabytes < MOST_MEGABYTES, seconds < MOST_SECONDS) == (True, True)

    @pytest.mark.parametrize(
        ("texts", "refused"),
        [
            (("<si/>",), "has more than 200,000 texts"),
            (("<si><t>{n}</t></si>",), "has more than 200,000 texts"),
            (("<si><t>", "word ", "</t></si>"), "has more than 1,048,576 characters in one cell"),
            (("<si><t>" + "word " * 20_000 + "</t></si>",), "has more than 16,777,216 characters of text"),
        ],
    )
    def test_shared_texts_without_end_are_refused_soon(self, packed, texts, refused):
        said, megabytes, seconds = read(packed(texts=many(texts, 30)))

        assert said.startswith(f"b.xlsx: {refused}, ")
        assert (megabytes < MOST_MEGABYTES, seconds < MOST_SECONDS) == (True, True)

    @pytest.mark.parametrize(
        ("styles", "refused"),
        [
            ('<cellXfs>{}</cellXfs>|<xf numFmtId="1"/>', "has more than 65,536 formats of cells"),
            ('<numFmts>{}</numFmts>|<numFmt numFmtId="9{n}" formatCode="yy"/>', "has more than 65,536 formats of num"),
        ],
    )
    def test_formats_without_end_are_refused_soon(self, packed, styles, refused):
        around, one = styles.split("|")

        said, megabytes, seconds = read(packed(styles=around.format(many((one,), 10))))

        assert said.startswith(f"b.xlsx: {refused}")
        assert (megabytes < MOST_MEGABYTES, seconds < MOST_SECONDS) == (True, True)

    def test_more_than_may_be_unpacked_is_refused_unread(self, packed):
        said, megabytes, _ = read(packed(sheet=many(("<row/>",), 40)))

        assert said.startswith("b.xlsx: has more than 32 megabytes when it is unpacked, ")
        assert megabytes < 10

    def test_what_is_packed_in_ways_that_nobody_uses_is_no_workbook(self, packed):
        path = packed(sheet="", method=zipfile.ZIP_LZMA)

        with pytest.raises(sheets.DamagedWorkbookError):
            sheets.read_sheet(path)

    def test_who_waits_at_a_command_line_may_read_more_and_not_everything(self):
        usual = sheets.Bounds()

        assert all(getattr(usual, name) > getattr(LARGEST_WORKBOOK, name) for name in vars(usual))
        assert usual.unpacked == 512

    def test_a_list_of_fifty_thousand_recipients_is_read_from_an_upload(self, tmp_path):
        path = tmp_path / "list.xlsx"
        columns = ("address", "name", "language")
        with sheets.XlsxWriter(path, columns, title="List") as book:
            for number in range(50_000):
                book.write(dict(zip(columns, (f"person{number}@example.org", f"Person {number}", "en"), strict=True)))

        assert sum(1 for _ in sheets.read_sheet(path, bounds=LARGEST_WORKBOOK)) == 50_000


def many(parts, megabytes):
    """Return a part between its beginning and end as often as fills the megabytes, numbered where it wants."""
    first, *rest = parts
    before, one, after = (first, *rest) if rest else ("", first, "")
    times = megabytes * 1024 * 1024 // (len(one) + 4 * ("{n}" in one))
    return before + ("".join(one.format(n=n) for n in range(1, times)) if "{n}" in one else one * times) + after


def read(path):
    """Return what is said of a file in a process of its own, and the megabytes and seconds that it took."""
    bounds = [str(value) for value in vars(LARGEST_WORKBOOK).values()]
    done = subprocess.run([sys.executable, "-c", READ, path, *bounds], capture_output=True, text=True, check=True)
    said, measured = done.stdout.splitlines()
    megabytes, seconds = map(float, measured.split())
    return said, megabytes, seconds


@pytest.fixture
def packed(tmp_path):
    """Write a workbook with one worksheet, which names a column and goes on as given."""

    def pack(*, sheet="", texts=None, styles=None, method=zipfile.ZIP_DEFLATED):
        path = tmp_path / "b.xlsx"
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr(
                "xl/workbook.xml",
                f'<workbook {NAMESPACE} xmlns:r="{relation}"><sheets><sheet name="a" r:id="1"/></sheets></workbook>',
            )
            archive.writestr(
                "xl/_rels/workbook.xml.rels",
                '<Relationships><Relationship Id="1" Type="x/worksheet" Target="sheet.xml"/></Relationships>',
            )
            archive.writestr(
                "xl/sheet.xml", f"<worksheet {NAMESPACE}><sheetData>{HEADER}{sheet}</sheetData></worksheet>"
            )
            if texts is not None:
                archive.writestr("xl/sharedStrings.xml", f"<sst {NAMESPACE}>{texts}</sst>")
            if styles is not None:
                archive.writestr("xl/styles.xml", f"<styleSheet {NAMESPACE}>{styles}</styleSheet>")
        return path

    return pack
