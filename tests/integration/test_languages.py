"""The languages of citizens' pages: those of the product around, and those of a survey within."""

import pytest


class TestPagesOfNoSurvey:
    @pytest.mark.parametrize(
        ("path", "status", "heading"),
        [
            ("/resume", 200, "تابع إجاباتك"),
            ("/privacy", 200, "الخصوصية"),
            ("/accessibility", 200, "إمكانية الوصول"),
            ("/unsubscribe/none", 404, "الصفحة غير موجودة"),
            ("/nowhere", 404, "الصفحة غير موجودة"),
        ],
    )
    def test_they_are_in_arabic_for_who_comes_from_an_arabic_mail(self, client, path, status, heading):
        page = client.get_page(f"{path}?lang=ar", status=status)

        assert (page.soup.html["lang"], page.soup.html["dir"], page.heading) == ("ar", "rtl", heading)

    def test_the_direction_is_said_once(self, client):
        page = client.get_page("/privacy")

        assert (page.soup.html["lang"], page.soup.html["dir"]) == ("en", "ltr")
        assert "dir" not in page.soup.body.attrs
