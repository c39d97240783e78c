"""A target's page as a PDF: the same figures, open to everybody, and no more than the page shows."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from models import Measure, transaction
from tests.integration.test_praise import sign_out
from tests.papers import squeezed, text_of

LIST = "/manage/targets/report.pdf"
ADDRESS = "/manage/targets/in-time/report.pdf"
# What would read a file, end a block, begin a formula, or break out, if it were ever read as source.
NASTY = '#read("/etc/passwd") ] } $x^2$ \\ " <a> @b *c* _d_ `e` // /* #{1/0}'


class TestTheReport:
    def test_it_is_a_file_to_be_saved(self, target, manager, sign_in, client):
        sign_in("m@example.org", "/manage/targets")

        answer = client.request("GET", ADDRESS)

        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == "attachment; filename=in-time.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.get_data().startswith(b"%PDF-")

    def test_it_stands_where_the_page_stands(self, target, counts, manager, sign_in, client):
        counts([(70 + at % 3, 100) for at in range(14)] + [(95, 100)])
        page = sign_in("m@example.org", "/manage/targets/in-time")

        text = self.text(client)

        for icon in page.soup.select("#so-what svg"):
            icon.decompose()
        for line in page.soup.select("#so-what p"):
            assert squeezed(line.get_text()) in squeezed(text)

    def test_it_has_every_figure_of_the_pages_tables(self, target, by_unit, manager, sign_in, client):
        by_unit({"north": (900, 1000), "south": (700, 1000), "east": (880, 1000), "west": (890, 1000)})
        page = sign_in("m@example.org", "/manage/targets/in-time")

        text = squeezed(self.text(client))

        cells = [cell.get_text(" ", strip=True) for cell in page.soup.select("details td, details tbody th")]
        assert len(cells) > 20
        assert [cell for cell in cells if squeezed(cell) not in text] == []
        rows = {row.select_one("th").text: row for row in page.soup.select("#units tbody tr")}
        for name, row in rows.items():
            figures = re.findall(r"[\d.,+\u2212]+%?", row.get_text(" "))
            assert squeezed(name + figures[0]) in text
            assert all(figure in text for figure in figures)

    def test_it_has_what_is_fixed_about_the_target(self, target, manager, sign_in, client):
        sign_in("m@example.org", "/manage/targets")

        text = self.text(client)

        for said in ("Head of Repairs", "Jobs done in time", "Fewest people for a figure", "Nobody yet", "Waiting"):
            assert said in text
        assert re.search(r"YouSaid – .+ – \d+ \w+ \d{4}", text)
        assert "Page 1 of 1" in text

    def test_a_period_of_too_few_people_is_not_in_it(self, target, counts, manager, sign_in, client):
        counts([(70, 100)] * 14 + [(5, 9)])
        sign_in("m@example.org", "/manage/targets")

        text = self.text(client)

        assert "Periods of too few people are not shown." in text
        assert "55.6" not in text
        assert "55.6" not in self.alternatives(client)

    def test_a_unit_of_too_few_people_is_named_without_figures(self, target, by_unit, manager, sign_in, client):
        by_unit({"north": (900, 1000), "south": (700, 1000), "east": (3, 9)})
        sign_in("m@example.org", "/manage/targets")

        text = self.text(client)

        assert "could be told from the others: East." in " ".join(text.split())
        assert text.count("East") == 1
        assert "33%" not in text
        assert "East" not in self.alternatives(client)

    def test_everybody_can_read_it(self, target, counts, manager, sign_in, client):
        counts([(70 + at % 3, 100) for at in range(15)])
        page = sign_in("m@example.org", "/manage/targets/in-time")

        found = self.paper(client)

        root = found.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the reader's
        assert root["/Lang"] == "en"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
        assert found.metadata.title == page.heading
        kinds = [each["/S"] for each in elements(root["/StructTreeRoot"])]
        assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
        (alt,) = [each["/Alt"] for each in elements(root["/StructTreeRoot"]) if each["/S"] == "/Figure"]
        assert alt == f"Done in time. Over time. {page.one('figcaption').get_text()}"

    def test_the_same_day_gives_the_same_bytes(self, target, counts, manager, sign_in, client):
        counts([(70, 100)] * 15)
        sign_in("m@example.org", "/manage/targets")

        assert client.request("GET", ADDRESS).get_data() == client.request("GET", ADDRESS).get_data()

    def test_what_people_wrote_is_never_read_as_source(self, target, measure, counts, manager, sign_in, client):
        counts([(70, 100)] * 15)
        with transaction() as session:
            session.get_one(Measure, measure.id).name = {"en": NASTY}
        sign_in("m@example.org", "/manage/targets")

        found = self.paper(client)

        assert found.metadata.title == NASTY
        assert squeezed(NASTY) in squeezed(self.text(client))
        assert "root:" not in self.text(client)

    def test_who_may_not_see_the_page_finds_none(self, target, factories, sign_in, client):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")
        page = sign_in("v@example.org", "/manage/targets")

        assert client.request("GET", ADDRESS).status_code == 404
        sign_out(client, page)
        assert client.get_page(ADDRESS).heading == "Sign in"

    @staticmethod
    def paper(client: Any) -> PdfReader:
        return PdfReader(BytesIO(client.request("GET", ADDRESS).get_data()))

    @staticmethod
    def text(client: Any) -> str:
        return text_of(client, ADDRESS)

    def alternatives(self, client: Any) -> str:
        """Return what the pictures say to whoever does not see them."""
        return " ".join(
            each.get("/Alt", "") for each in elements(self.paper(client).trailer["/Root"]["/StructTreeRoot"])
        )


class TestTheListAsAPaper:
    def test_it_says_of_each_target_what_the_list_says(self, target, part, counts, manager, sign_in, client):
        counts([(70, 100)] * 15)
        page = sign_in("m@example.org", "/manage/targets")

        text = squeezed(self.text(client))

        rows = page.soup.select("tr[data-target]")
        assert len(rows) == 2
        for row in rows:
            for icon in row.select("svg"):
                icon.decompose()
            said = [squeezed(each) for cell in row.select("th, td") for each in cell.stripped_strings]
            assert [each for each in said if each not in text] == []

    def test_it_is_of_the_unit_and_service_that_were_chosen(self, target, part, manager, sign_in, client):
        sign_in("m@example.org", "/manage/targets")

        text = self.text(client, "?unit=north&service=repairs")

        assert "Done in time: North" in " ".join(text.split())
        assert text.count("Done in time") == 1
        assert "Repairs, North" in text
        answer = client.request("GET", f"{LIST}?unit=north&service=repairs")
        assert answer.headers["Content-Disposition"] == "attachment; filename=targets-repairs-north.pdf"
        assert client.request("GET", f"{LIST}?unit=nowhere").status_code == 404

    def test_it_holds_nothing_that_the_person_may_not_see(self, target, factories, sign_in, client):
        factories.person(roles=["viewer"], service=factories.service(slug="other"), email="v@example.org")
        sign_in("v@example.org", "/manage/targets")

        text = self.text(client)

        assert "Done in time" not in text
        assert "There are no targets of these." in text

    @staticmethod
    def text(client: Any, chosen: str = "") -> str:
        return text_of(client, LIST + chosen)


def elements(node: Any) -> list[Any]:
    """Return the elements under a node of the structure, in order."""
    kids = node.get("/K", [])
    found = []
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if hasattr(each, "get") and "/S" in each:
            found += [each, *elements(each)]
    return found
